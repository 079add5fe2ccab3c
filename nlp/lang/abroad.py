"""Few words of languages that have no lexicon here: days, a payment's own number, credit notes, kept-back charges.

They let the calendar and the digits of a mail be read; prose in these languages is acted upon alone only where the book
proves what it says (`nlp.proven`). Read only where the language of the mail is none of `nlp.lang.LANGUAGES`.
"""

# ruff: noqa: E501  # a row is one line

from __future__ import annotations

MONTHS = {
    # Dutch
    "januari": 1, "februari": 2, "maart": 3, "april": 4, "mei": 5, "juni": 6, "juli": 7, "augustus": 8,
    # Italian
    "gennaio": 1, "febbraio": 2, "marzo": 3, "aprile": 4, "maggio": 5, "giugno": 6, "luglio": 7, "agosto": 8,
    "settembre": 9, "ottobre": 10, "novembre": 11, "dicembre": 12,
    # Spanish
    "enero": 1, "febrero": 2, "abril": 4, "mayo": 5, "junio": 6, "julio": 7, "septiembre": 9, "setiembre": 9,
    "octubre": 10, "noviembre": 11, "diciembre": 12,
    # Portuguese
    "janeiro": 1, "fevereiro": 2, "março": 3, "maio": 5, "junho": 6, "julho": 7, "setembro": 9, "outubro": 10,
    "novembro": 11, "dezembro": 12,
    # Polish, in the genitive that a date has
    "stycznia": 1, "lutego": 2, "marca": 3, "kwietnia": 4, "maja": 5, "czerwca": 6, "lipca": 7, "sierpnia": 8,
    "września": 9, "października": 10, "listopada": 11, "grudnia": 12,
    # Czech
    "ledna": 1, "února": 2, "března": 3, "dubna": 4, "května": 5, "června": 6, "července": 7, "srpna": 8, "září": 9,
    "října": 10, "listopadu": 11, "prosince": 12,
    # Danish, Norwegian, Swedish
    "januar": 1, "februar": 2, "marts": 3, "mars": 3, "maj": 5, "august": 8, "augusti": 8, "oktober": 10,
    "desember": 12, "december": 12, "september": 9, "november": 11,
}  # fmt: skip
WEEKDAYS = {
    "maandag": 0, "dinsdag": 1, "woensdag": 2, "donderdag": 3, "vrijdag": 4, "zaterdag": 5, "zondag": 6,
    "lunedì": 0, "martedì": 1, "mercoledì": 2, "giovedì": 3, "venerdì": 4,
    "lunes": 0, "martes": 1, "miércoles": 2, "jueves": 3, "viernes": 4,
    "segunda-feira": 0, "terça-feira": 1, "quarta-feira": 2, "quinta-feira": 3, "sexta-feira": 4,
    "poniedziałek": 0, "wtorek": 1, "środę": 2, "czwartek": 3, "piątek": 4,
    "mandag": 0, "tirsdag": 1, "onsdag": 2, "torsdag": 3, "fredag": 4, "måndag": 0, "tisdag": 1, "torsdagen": 3,
    "pondělí": 0, "úterý": 1, "středu": 2, "čtvrtek": 3, "pátek": 4,
}  # fmt: skip
DAY_PREPOSITIONS = (
    "op", "uiterlijk op", "voor", "il", "entro il", "per il", "el", "para el", "el día", "antes del", "no dia", "até dia", "até ao dia",
    "dia", "do dnia", "na dzień", "den", "senast den", "senest den", "til den",
)  # fmt: skip
END_OF_MONTH = (
    "fine mese", "einde maand", "eind deze maand", "einde van de maand", "eind van de maand", "fin de mes", "final de mes", "fim do mês",
    "final do mês", "koniec miesiąca", "końca miesiąca", "slutet av månaden", "slutningen af måneden", "slutten av måneden",
)  # fmt: skip
WEEK_PHRASES = {
    "volgende week": 1, "komende week": 1, "deze week": 0, "settimana prossima": 1, "prossima settimana": 1, "questa settimana": 0,
    "la semana que viene": 1, "próxima semana": 1, "semana próxima": 1, "esta semana": 0, "semana que vem": 1, "przyszłym tygodniu": 1,
    "tym tygodniu": 0, "nästa vecka": 1, "denna vecka": 0, "næste uge": 1, "denne uge": 0, "neste uke": 1,
}  # fmt: skip
WEEKDAYS |= {
    f"{word} {day}": number
    for word in ("na", "até", "para", "esta", "até à", "próxima")
    for number, day in enumerate(("segunda", "terça", "quarta", "quinta", "sexta"))
}
RELATIVE_DAYS = {
    "vandaag": 0, "vanochtend": 0, "vanmiddag": 0, "gisteren": -1, "eergisteren": -2, "morgen": 1,
    "oggi": 0, "in data odierna": 0, "stamattina": 0, "ieri": -1, "l'altro ieri": -2, "domani": 1,
    "hoy": 0, "hoy mismo": 0, "esta mañana": 0, "ayer": -1, "anteayer": -2,
    "hoje": 0, "esta manhã": 0, "ontem": -1, "anteontem": -2, "amanhã": 1,
    "dziś": 0, "dzisiaj": 0, "w dniu dzisiejszym": 0, "dnia dzisiejszego": 0, "en el dia de hoy": 0, "no dia de hoje": 0, "wczoraj": -1, "przedwczoraj": -2, "jutro": 1,
    "dnes": 0, "včera": -1, "předevčírem": -2, "zítra": 1,
    "i dag": 0, "i går": -1, "i morgen": 1, "idag": 0, "igår": -1, "i förrgår": -2, "i forgårs": -2,
}  # fmt: skip
JUST_PAID = (
    r"\bzojuist\b|\bzonet\b|\bnet (?:overgemaakt|betaald)\b|\bappena (?:pagato|bonificato|disposto|effettuato)\b",
    r"\bacab(?:amos|o) de (?:pagar|transferir|hacer|fazer)\b|\bwłaśnie\b|\bprávě\b|\bnetop\b|\bprecis betalt\b",
)
PAYMENT_REFERENCE_WORDS = (
    "concepto", "n.º de operación", "número de operación", "número da operação", "descritivo", "omschrijving", "tytuł przelewu", "tytuł płatności",
    "kenmerk", "betalingskenmerk", "mededeling", "referentie", "riferimento", "rif", "cro", "trn", "referencia",
    "ref. transferencia", "referência", "ref.ª", "tytuł", "tytułem", "nr referencyjny", "referens", "reference",
    "reference platby", "variabilní symbol", "kid", "causale",
)  # fmt: skip
TRANSFER_TEXT_WORDS = (
    "concepto", "mededeling", "omschrijving", "causale", "descritivo", "tytuł", "tytułem", "tytuł przelewu", "meddelelse", "meddelande",
)  # fmt: skip
INVOICE_WORDS = (
    "factuur", "facturen", "fattura", "fatture", "factura", "facturas", "fatura", "faturas", "faktura", "fakturę",
    "faktury", "fakturu", "faktur", "fakturan", "fakturaen", "fakturor", "nr",
)  # fmt: skip
CREDIT_NOTE_WORDS = (
    "creditnota", "nota di credito", "nota credito", "nota de crédito", "abono", "korekta", "nota korygująca",
    "kreditnota", "kreditfaktura", "dobropis",
)  # fmt: skip
_BANKS = r"(?:bank\w{0,4}|banc[ao]|banque)"
_FEES = r"(?:poplat\w{1,4}|prowizj\w{1,3}|opłat\w{1,2}|koszt\w{1,3}|kosten|provisie|commissi\w{1,4}|spese|gastos|comisi\w{1,4}|despesas|comiss\w{1,3}|taxas?|gebyr\w{0,3}|avgift\w{0,3}|provis\w{1,3})"
_TAKEN = r"(?:strhl\w{0,2}|stáhl\w{0,1}|účtoval\w{0,1}|pobrał\w{0,1}|potrącił\w{0,1}|trattenut\w|addebitat\w|retenid\w|cobrad\w|cobró|descontad\w|descontó|cobrou|descontou|reteve|ingehouden|afgehouden|afgetrokken|dragit|trukket|fratrukket)"
BANK_CHARGES = (
    rf"\b{_BANKS}\b.{{0,40}}\b(?:{_FEES}|{_TAKEN})\b|\b{_FEES}\b.{{0,25}}\b{_BANKS}\b",
    r"\bbankkosten\b|\bspese bancarie\b|\bcommission[ei] bancari[ae]\b",
    r"\b(?:gastos|comisión|comisiones) (?:bancari[oa]s?|(?:del? )?banco)\b",
    r"\bdespesas bancárias\b|\bopłat[ay] bankow[ae]\b|\bbank(?:gebyr|avgift)\w{0,3}\b|\bbank(?:en)?s (?:avgift|gebyr)\w{0,3}\b|\b(?:prowizj\w{1,2}|kosten) (?:van de )?bank\w{0,2}\b|\bbankovní poplat\w{1,4}\b",
)
DISCOUNTS = (
    r"\bkorting\b|\bsconto\b|\bdescuento\b|\bdesconto\b|\bskonto\b|\brabat\w{0,2}\b|\bkassarabatt\b|\bslev\w{1,2}\b",
)
# What goods had that something was kept back for.
COMPLAINTS = (
    r"\b(?:kapot\w{0,2}|beschadigd\w{0,2}|gebroken|defect\w{0,2}|ontbra\w{1,4}|ontbre\w{1,4}|te weinig|te kort|verkeerd\w{0,2})\b",
    r"\b(?:rott[oaie]|danneggiat[oaie]|difettos[oaie]|mancant[ei]|mancava\w{0,2}|mancano|bagnat[oaie]|sbagliat[oaie])\b",
    r"\b(?:rot[oa]s?|dañad[oa]s?|defectuos[oa]s?|falta(?:ba|ban|n|ron)?|faltant\w{1,3}|equivocad[oa]s?|danificad[oa]s?|partid[oa]s?|em falta)\b",
    r"\b(?:uszkodz\w{1,5}|brak(?:ował\w{1,2}|uje|ujące|ów)?|zepsut\w{1,3}|wadliw\w{1,3}|poškozen\w{1,3}|chyb[ěí]\w{0,5}|rozbit\w{1,3})\b",
    r"\b(?:beskadiget|skadad\w{0,2}|skadet|mangle\w{0,4}|manglende|saknad\w{0,3}|saknas|trasig\w{0,2}|ødelagt)\b",
)
# Beside what was kept back: both sides know of it.
AGREED = (
    r"\b(?:afgesproken|overeengekomen|in overleg|concordat[oaie]|come d'accordo|come da accordi|pattuit[oaie]|acordad[oa]s?|segun lo acordado|pactad[oa]s?|combinad[oa]s?)\b",
    r"\b(?:uzgodni\w{1,6}|zgodnie z ustaleniami|ustalon\w{1,3}|dohodnut\w{0,3}|podle dohody|aftalt|avtalat|avtalad|enligt overenskommelse|efter aftale|overenskommet)\b",
)
# Beginnings of words beside what a customer changes about itself.
CONTACT_WORDS = (
    "contactpersoon", "aanspreekpunt", "neemt over", "opvolg", "referente", "sostitu", "subentr", "contacto", "contato",
    "sustituy", "substitu", "responsable", "responsabile", "responsável", "kontaktow", "zastępuj", "kontaktperson",
    "ersätter", "overtager", "tar över", "kontaktní", "nahrazuje",
    "t.a.v.", "ter attentie van", "tav", "vragen naar", "vraag naar", "collega", "vervang", "alla c.a.",
    "alla cortese attenzione", "c.a.", "att.ne", "prende il posto", "si occupa", "si occuperà", "collega",
    "nuovo referente", "a la atención", "a/a", "se encarga", "se encargará", "compañer", "ao cuidado", "a/c",
    "trata", "à atenção", "do rąk", "zajmuje się", "przejmuje", "nowa osoba", "do rukou", "k rukám", "zodpov",
    "přebírá", "att:", "attn", "ny kontakt", "tager over", "afløser", "efterträd", "sköter",
    "lleva", "llevará", "quien lleva", "cura", "tiene la", "segue", "vede", "doet voortaan", "regelt", "behandelt",
    "prowadzi", "obsługuje", "vyřizuje", "se ocupa", "se ocupará", "gestiona", "gestirà",
)  # fmt: skip
ADDRESS_WORDS = (
    "verhuis", "nieuwe adres", "nieuw adres", "adres", "trasfer", "nuova sede", "nuovo indirizzo", "indirizzo", "sede",
    "traslad", "mudamos", "mudámos", "dirección", "domicilio", "endereço", "morada", "przenosi", "przenieśli",
    "siedzib",
    "biuro", "flytt", "adress", "adresse", "stěhuj", "přestěhov", "adresa", "sídlo",
    "postcode", "post naar", "correspondentie", "gevestigd", "kantoor", "codice postale", "cap ", "corrispondenza",
    "posta ", "ci siamo trasferiti", "código postal", "correspondencia", "oficina", "correspondência", "escritório",
    "kod pocztowy", "koresponden", "psč", "postnummer", "post till", "post til", "kontor",
)  # fmt: skip
NAME_WORDS = (
    "heet", "heten", "naam", "ragione sociale", "denominazione", "si chiama", "razón social", "denominación",
    "se llama",
    "denominação", "firma social", "nazwa", "nazwę", "navn", "hedder", "namn", "heter", "název", "jmenuje",
    "obchodní firma",
    "heten wij", "gaat heten", "nieuwe naam", "wordt ", "cambia nome", "nuovo nome", "diventa",
    "nuova denominazione", "nuevo nombre", "pasa a llamarse", "nos llamamos", "passa a chamar", "novo nome",
    "nowa nazwa", "zmienia nazwę", "zmienił", "nyt navn", "nytt namn", "nový název", "mění název",
)  # fmt: skip
REST = (
    r"(?<!\w)(?:reszt[eay]|pozostal\w{1,4}|de rest|het restant|restant|resto|restante|saldo|rimanen\w{1,3}|zbytek|"
    r"resten|aterstod\w{0,3})(?!\w)"
)
# Beside what is asked for; folded.
ASKING = (
    r"\b(?:prosz[ae]|prosim\w?|poprosz[ae]|uprzejmie|graag|gelieve|wil(?:t| je| jullie)|kun(?:t|nen| je)|mag ik|mogen wij)\b",
    r"\b(?:per (?:favore|cortesia|piacere)|potete|potreste|puo|mi serve|ci serve|servirebbe|mandate\w{0,2}|inviate\w{0,2}|attend(?:o|iamo))\b",
    r"\b(?:por favor|puede[ns]?|podeis|podria[ns]?|podriais|necesit\w{1,5}|envi[ae]\w{0,4}|mand[ae]d?n?\w{0,3}|agradec\w{1,5}|podem|poderia\w?|precis\w{2,4})\b",
    r"\b(?:kan (?:i|ni|dere|du)|vil i|venligst|vennligst|vanligen|snalla|skicka|send\w?|behover|mohl[ai]? by\w{0,2}|muzete|mozete|potrebuj\w{1,3})\b",
)
# Which of the documents of our mail is meant.
PLACES = {
    "first": ("de eerste", "la prima", "la primera", "a primeira", "pierwsza", "pierwszą", "pierwszej", "den første", "den första", "první"),
    "second": ("de tweede", "la seconda", "la segunda", "a segunda"),
    "oldest": ("de oudste", "la più vecchia", "la più antica", "la más antigua", "a mais antiga", "najstarsza", "najstarszą", "den ældste", "den äldsta"),
    "other": (
        "de andere", "het andere", "l'altra", "l'altra fattura", "la otra", "la otra factura", "a outra", "a outra fatura", "druga", "drugą",
        "drugiej", "drugiej faktury", "pozostałą", "den anden", "den andra", "den andre", "druhou", "druhá", "tu druhou",
    ),
    "both": (
        "allebei", "beide", "beide facturen", "entrambe", "tutte e due", "las dos", "ambas", "as duas", "obie", "obydwie", "begge", "båda", "obě",
    ),
    "all": (
        "alle", "alles", "tutte", "tutto", "todas", "todo", "todos", "tudo", "wszystkie", "wszystko", "alla", "allt", "všechny", "vše",
    ),
}  # fmt: skip
NEWEST_DOCUMENT = (
    r"\b(?:laatste|recentste|vorige) (?:levering|factuur|bestelling|zending)\b",
    r"\bultim[oa] (?:consegna|fattura|ordine|spedizione|fornitura)\b|\bultim[oa] (?:entrega|factura|fatura|envio|encomenda|pedido|remessa)\b",
    r"\bostatni(?:a|ej|ą|m)? (?:dostaw\w{1,2}|faktur\w{1,2}|zamówieni\w{1,2}|przesył\w{1,3})\b",
    r"\b(?:senaste|sista|seneste|sidste) (?:leverans\w{0,2}|levering\w{0,2}|faktura\w{0,2}|sendning\w{0,2}|ordre\w{0,2})\b",
    r"\bposledn[íi](?:ho|m)? (?:dodávk\w{1,2}|faktur\w{1,2}|objednávk\w{1,2}|zásilk\w{1,2})\b",
)
FURTHER_WORDS = (
    "en", "ook", "verder", "trouwens", "daarnaast", "tevens", "e", "inoltre", "anche", "a proposito", "poi", "y",
    "además", "de paso", "por cierto", "también", "por otro lado", "além disso", "também", "aproveito", "aprovecho", "i",
    "oraz", "ponadto", "a", "także", "przy okazji", "dodatkowo", "och", "også", "dessutom", "desuden", "dessuten",
    "förresten", "forresten", "také", "dále", "mimochodem", "kromě toho",
)  # fmt: skip
