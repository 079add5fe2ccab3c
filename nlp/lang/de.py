"""German: words and phrases of order-to-cash mail."""

# ruff: noqa: E501  # a pattern is one line of a table

DECIMAL = ","
MONTHS = {
    "Januar": 1, "Jänner": 1, "Februar": 2, "Feber": 2, "März": 3, "April": 4, "Mai": 5, "Juni": 6, "Juli": 7,
    "August": 8, "September": 9, "Oktober": 10, "November": 11, "Dezember": 12, "Jan": 1, "Jän": 1, "Feb": 2, "Mrz": 3,
    "Apr": 4, "Jun": 6, "Jul": 7, "Aug": 8, "Sep": 9, "Sept": 9, "Okt": 10, "Nov": 11, "Dez": 12,
}  # fmt: skip
WEEKDAYS = {
    "Montag": 0, "Dienstag": 1, "Mittwoch": 2, "Donnerstag": 3, "Freitag": 4, "Samstag": 5, "Sonnabend": 5,
    "Sonntag": 6,
}  # fmt: skip
# Shortened, only behind a word that leads a day: "Fr." is also a title and a currency, "mi" and "so" are words.
WEEKDAYS |= {
    f"{word} {day}": number
    for word in ("bis", "am", "auf", "für", "vor", "spätestens", "bis spätestens", "ab", "Lieferung")
    for number, day in enumerate(("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"))
    if (word, day) != ("am", "So")
}
RELATIVE_DAYS = {
    "heute": 0,
    "heut": 0,
    "heute früh": 0,
    "heute morgen": 0,
    "heute mittag": 0,
    "heute abend": 0,
    "gestern abend": -1,
    "morgen": 1,
    "übermorgen": 2,
    "gestern": -1,
    "vorgestern": -2,
}
NUMBER_WORDS = {
    "ein": 1, "eine": 1, "einen": 1, "einem": 1, "einer": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6,
    "sieben": 7, "acht": 8, "neun": 9, "zehn": 10, "elf": 11, "zwölf": 12, "vierzehn": 14, "fünfzehn": 15,
    "zwanzig": 20, "ein dutzend": 12,
}  # fmt: skip
DAY_ORDINALS = {
    "ersten": 1, "erster": 1, "zweiten": 2, "dritten": 3, "vierten": 4, "fünften": 5, "sechsten": 6, "siebten": 7, "achten": 8,
    "neunten": 9, "zehnten": 10, "zwölften": 12, "fünfzehnten": 15, "zwanzigsten": 20, "dreißigsten": 30,
}  # fmt: skip
DAY_UNITS = {"Tag": 1, "Tage": 1, "Tagen": 1, "Woche": 7, "Wochen": 7, "Monat": 30, "Monate": 30, "Monaten": 30}
END_OF = (
    "Ende",
    "zum Ende",
    "bis Ende",
    "am Ende",
    "zum Ende der",
    "Ende der",
    "am letzten Tag im",
    "am letzten Tag des",
)
MIDDLE_OF = ("Mitte", "zur Mitte", "bis Mitte", "Mitte der")
START_OF = ("Anfang", "zu Beginn", "Beginn", "bis Anfang", "Anfang der")
THIS_MONTH = ("des Monats", "dieses Monats", "diesen Monats")
END_OF_MONTH = (
    "Monatsende", "Ende Monat", "zum Monatsende", "Ultimo", "am Monatsletzten", "Monatsletzten", "zum Monatsletzten", "am letzten des Monats",
    "am Letzten", "zum Letzten", "letzter des Monats",
)  # fmt: skip
WEEK_WORDS = ("KW", "Kalenderwoche", "Woche", "K.W.")
WEEK_PHRASES = {
    "nächste Woche": 1, "nächster Woche": 1, "nächsten Woche": 1, "der nächsten Woche": 1, "kommende Woche": 1,
    "kommender Woche": 1, "kommenden Woche": 1, "der kommenden Woche": 1, "der Folgewoche": 1, "die Woche drauf": 1,
    "diese Woche": 0, "dieser Woche": 0, "der Woche": 0, "übernächste Woche": 2, "übernächster Woche": 2,
}  # fmt: skip
MONTH_PHRASES = {
    "nächsten Monats": 1, "nächsten Monat": 1, "des nächsten Monats": 1, "kommenden Monats": 1, "des kommenden Monats": 1,
    "kommenden Monat": 1, "des Folgemonats": 1, "Folgemonat": 1, "dieses Monats": 0, "diesen Monats": 0, "des Monats": 0,
    "diesen Monat": 0, "des laufenden Monats": 0,
}  # fmt: skip
WEEKDAY_SHIFTS = {
    "in acht Tagen": 7, "in 8 Tagen": 7, "in einer Woche": 7, "in vierzehn Tagen": 14, "in 14 Tagen": 14,
    "in zwei Wochen": 14, "über acht Tage": 7,
}  # fmt: skip
NEXT_DAY = ("am Tag darauf", "am Tag danach", "tags darauf", "am Folgetag", "am nächsten Tag", "am Morgen danach")
PREVIOUS_DAY = (
    "am Tag davor", "am Tag vorher", "am Tag zuvor", "tags zuvor", "am Vortag", "am Vorabend", "einen Tag vorher", "einen Tag davor",
)  # fmt: skip
EARLIER_DAY_WORDS = ("vorher", "davor", "zuvor")
LATER_WORDS = ("später", "danach", "darauf", "drauf", "darauffolgenden", "folgenden")
WORKING_DAYS = (
    "Werktage",
    "Werktagen",
    "Arbeitstage",
    "Arbeitstagen",
    "Bankarbeitstage",
    "Bankarbeitstagen",
    "Werktag",
)
LAST_WORDS = ("letzten", "letzter", "vergangenen", "vorigen", "am letzten")
WITHIN = ("binnen", "in", "innerhalb von", "in den nächsten")
DAY_PREPOSITIONS = ("am", "zum", "bis zum", "bis", "vom", "ab dem", "seit dem")
INVOICE_WORDS = (
    "Rechnung", "Rechnungen", "Rg", "Rg.", "Re", "Re.", "Rechn.", "Rech.", "Beleg", "RNR", "Rechnungsnr.",
    "Rechnungsnummer", "Rechnungsnummern", "Rechnungs-Nr.", "Rg.-Nr.", "RgNr", "Re.-Nr.", "Faktura",
)  # fmt: skip
CREDIT_NOTE_WORDS = ("Gutschrift", "Gutschriften", "Rechnungskorrektur", "Stornorechnung", "GS")
LOOSE_WORDS = ("für", "die", "der", "Ihre", "Ihrer", "eure", "eurer", "Nummer", "Nr.")
NUMBER_SIGNS = ("Nr.", "Nr", "Nummer", "Nummern", "Nrn.", "No.", "#")
LIST_WORDS = ("und", "oder", "sowie")
FURTHER_WORDS = (
    "und", "außerdem", "übrigens", "zudem", "ferner", "weiters", "weiterhin", "ach ja", "noch was", "noch etwas", "dazu",
    "des weiteren", "nebenbei", "auch", "zweitens", "sonst", "bei der gelegenheit", "im übrigen", "darüber hinaus",
    "zusätzlich", "apropos", "gleichzeitig", "zugleich", "ansonsten", "betreffend", "bezüglich", "ps", "p.s", "dann",
    "und zwar noch", "eine frage noch", "im gleichen zug", "ebenso", "bitte auch", "wo ich schon dabei bin", "daneben",
)  # fmt: skip
ORDER_WORDS = (
    "Bestellung", "Bestellnummer", "Bestell-Nr.", "Bestellnr.", "Bestell-Nr", "Bestellung Nr.", "Auftrag", "Auftragsnummer", "Auftrags-Nr.", "PO",
    "Auftragsnr.", "unsere Bestellung", "unsere Bestellnummer", "Best.-Nr.", "Ihr Zeichen", "Unser Zeichen", "Abruf", "Abruf-Nr.", "Order", "Belegnummer",
    "PO-Nummer", "Kundenbestellung", "Bestellreferenz", "Auftrag Nr.", "BANF",
)  # fmt: skip
ORDER_DATE_WORDS = (
    "Bestelldatum",
    "Datum der Bestellung",
    "Belegdatum",
    "Datum",
    "Bestellung vom",
    "vom",
    "Auftragsdatum",
    "ausgestellt am",
    "erstellt am",
    "erfasst am",
    "von heute",
)
DELIVERY_DATE_WORDS = (
    "Liefertermin", "Wunschtermin", "Lieferdatum", "Lieferung bis", "Lieferung am", "Lieferung zum", "Lieferung", "liefern",
    "geliefert", "Anlieferung", "Termin", "Wunschliefertermin", "gewünschter Liefertermin", "benötigt bis", "benötigen",
    "Eintreffen", "Liefertag", "bitte bis", "spätestens", "brauchen", "Lieferwunsch", "gewünscht", "Lieferfrist", "Lief.-Termin",
)  # fmt: skip
PAYMENT_DATE_WORDS = (
    "Einzahlungsdatum", "Einzahlung vom", "Einzahlung am", "Überweisungsdatum", "Überweisungstag", "Auszahlungstag", "Auszahlungsdatum", "Abbuchung am", "Abbuchungsdatum", "gutgeschrieben am", "Tag der Zahlung", "Tag der Überweisung", "Ausführungstag", "Buchungstag", "bezahlt am", "gezahlt am", "angewiesen am",
    "Zahlungsdatum", "Zahldatum", "Wertstellung", "Valuta", "Buchungsdatum", "Ausführungsdatum", "Zahlungstermin", "Datum der Zahlung",
    "Zahltag", "Ausführung", "Datum", "Zahlung vom", "Ausführung am", "überwiesen am", "Valutadatum", "Zahllauf vom", "Zahlungslauf vom", "Zahlung am", "Gutschrift auf Ihrem Konto", "Gutschrift am", "belastet am", "abgebucht am",
)  # fmt: skip
PAYMENT_REFERENCE_WORDS = (
    "VWZ", "VWZ.", "Verw.-Zweck", "Verw.zweck", "Überweisungsreferenz", "Stichwort", "Zahlungskennung", "Kennung", "Vorgangskennung", "Zahlungsreferenz", "Zahlungsreferenz-Nr.", "Verwendungszweck", "Kassenzeichen", "Auftragsnummer", "Auftrags-Nr.", "Auftrag", "Transaktionsnummer", "Transaktions-ID", "Bestätigungsnummer", "Transaktionscode", "UETR", "Autorisierungscode", "Vorgangsnummer", "Anweisungsnummer", "Mandatsnummer", "Bankreferenz", "Kundenreferenz", "Mandatsreferenz", "Ref", "Mitteilung", "Avisnummer", "Avis-Nr.", "Avis Nr.", "Avis-Nummer", "Zahlungsbeleg",
    "Belegnummer", "Zahlungsnummer", "Zahlungs-Nr.", "Zahllauf", "Zahlungslauf", "Lauf", "Referenz", "Unser Zeichen", "Avis",
    "Zahlungsavis", "Zahlungsavis Nr.", "Zahlungslauf-Nr.", "Ref.", "Beleg-Nr.", "Laufnummer", "End-to-End-ID", "unter der Referenz", "Zahlungsavis-Nr.", "Zahlungsmitteilung",
)  # fmt: skip
TRANSFER_TEXT_WORDS = (
    "Verwendungszweck", "VWZ", "Verw.-Zweck", "Verw.zweck", "Zahlungsgrund", "Zahlungszweck", "Mitteilung", "Stichwort", "Überweisungstext",
    "Zweck",
)  # fmt: skip
TOTAL_WORDS = (
    "Gesamt", "Gesamtbetrag", "Summe", "Zahlbetrag", "Überweisungsbetrag", "Gesamtsumme", "Zahlungsbetrag", "Total", "Endbetrag",
    "überwiesener Betrag", "Betrag der Zahlung", "macht", "insgesamt", "zusammen", "Auszahlungsbetrag", "Überwiesen", "Bestellsumme", "Auftragswert",
)  # fmt: skip
NET_TOTAL_WORDS = (
    "netto",
    "Nettosumme",
    "Summe netto",
    "Gesamt netto",
    "Nettobetrag",
    "Gesamtbetrag netto",
    "zzgl. MwSt",
    "macht netto",
    "Nettobestellwert",
    "Warenwert",
    "Gesamtsumme netto",
    "Total netto",
    "exkl. MwSt",
    "Bestellwert",
)
UNITS = (
    "x", "Stück", "Stck", "Stck.", "Stk", "Stk.", "St.", "St", "Pck", "Packungen", "Packung", "Pakete", "Kartons à", "Kartons", "Karton",
    "Kisten", "Paletten", "Palette", "Sätze", "Satz", "Rollen", "Säcke", "Tage", "kg", "Liter", "m", "Paar",
    "Dosen", "Flaschen", "Lizenzen", "Monate", "Stunden", "mal", "VE", "Schachteln", "Beutel", "Eimer", "Kanister", "Gebinde",
)  # fmt: skip
UNIT_LEVELS = {
    "Stück": "piece", "Stck": "piece", "Stk": "piece", "St": "piece", "Stücke": "piece", "Packungen": "pack",
    "Packung": "pack", "Pck": "pack", "Pack": "pack", "Pakete": "pack", "Paket": "pack", "Schachteln": "pack",
    "Schachtel": "pack", "VE": "pack", "Boxen": "pack", "Box": "pack", "Beutel": "pack", "Kartons": "case",
    "Karton": "case", "Kisten": "case", "Kiste": "case",
}  # fmt: skip
QUANTITY_WORDS = ("Menge", "Anzahl", "Bestellmenge", "Stückzahl")
ROW_WORDS = ("mwst", "ust", "umsatzsteuer", "mehrwertsteuer", "übertrag", "seite", "brutto", "währung", "zwischensumme")
SUM_WORDS = ("insgesamt", "zusammen", "gesamt", "macht", "in summe")
EARLIER_WORDS = (
    "wie beim letzten Mal", "wie letztes Mal", "dasselbe wie", "das Gleiche wie", "wie zuletzt", "wie gehabt", "das Übliche",
    "die übliche Bestellung", "wie in der letzten Bestellung", "nochmal dasselbe",
)  # fmt: skip
IDLE_WORDS = ("bitte", "danke", "für", "bis", "am", "zum", "auf", "und", "wie immer", "wie üblich", "noch", "je")
REQUEST_WORDS = (
    "bitte", "wir brauchen", "brauchen wir", "wir bräuchten", "bräuchten wir", "wir benötigen", "benötigen wir",
    "schickt uns", "schicken sie uns", "liefern sie uns", "wir hätten gern", "ich hätte gern", "ich bräuchte",
    "ich brauche", "wir nehmen", "gerne", "senden sie uns", "kann ich", "können wir", "könnten wir", "bestellt",
)  # fmt: skip
OTHER_DOCUMENTS = (
    "Lieferschein", "Wareneingang", "Zahlungsavis", "Avis", "Kontoauszug", "Rechnung", "Gutschrift", "Belastungsanzeige", "Vertrag",
    "Vereinbarung", "Angebot", "Mängelrüge", "Reklamation", "Prüfbericht", "Rückschein", "Packliste", "Auftragsbestätigung",
)  # fmt: skip
PRICE_WORDS = (
    "zu",
    "à",
    "je",
    "pro Stück",
    "Stückpreis",
    "Einzelpreis",
    "zum Preis von",
    "Rahmenpreis",
    "EP",
    "Preis",
    "per",
)
INSTEAD_OF = ("statt", "anstatt", "anstelle von", "und nicht", "nicht", "von bisher", "statt der", "bisher")
REST_WORDS = (
    "was übrig ist",
    "was übrig bleibt",
    "was noch fehlt",
    "den übrigen Betrag",
    "das Übrige",
    "der Rest",
    "den Rest",
    "Rest",
    "der Restbetrag",
    "den Restbetrag",
    "Restbetrag",
    "die Restsumme",
    "Restzahlung",
    "die andere Hälfte",
)
SHARES = {
    "die Hälfte": "1/2", "Hälfte": "1/2", "50 %": "1/2", "50%": "1/2", "ein Drittel": "1/3", "das erste Drittel": "1/3",
    "ein Viertel": "1/4", "zwei Drittel": "2/3", "die zweite Hälfte": "1/2", "die erste Hälfte": "1/2",
}  # fmt: skip
SAME_AGAIN = (
    "ein weiteres", "eine weitere", "weitere", "noch einmal so viel", "dasselbe", "das Gleiche", "nochmal so viel", "ebenso viel",
)  # fmt: skip
SAME_DAY = (
    "gleicher Tag",
    "am gleichen Tag",
    "am selben Tag",
    "gleiches Datum",
    "ebenso",
    "ditto",
    "im selben Lauf",
    "im gleichen Lauf",
)
PERIODS = {
    "monatlich": 30, "monatliche": 30, "monatlichen": 30, "Monatsraten": 30, "pro Monat": 30, "im Monat": 30, "je Monat": 30,
    "jeden Monat": 30, "jeweils am": 30, "jedes Monats": 30, "immer am": 30, "wöchentlich": 7, "pro Woche": 7, "jede Woche": 7, "Wochenraten": 7, "wöchentlichen": 7,
    "alle zwei Wochen": 14, "alle 14 Tage": 14,
}  # fmt: skip
INSTALMENT_WORDS = (
    "Raten",
    "Hälften",
    "Teile",
    "gleiche Teile",
    "Happen",
    "Schritten",
    "Monatsraten",
    "Wochenraten",
    "Teilen",
    "Teilbeträgen",
    "Teilzahlungen",
    "Zahlungen",
    "Tranchen",
)
BECAUSE_WORDS = (
    "für",
    "wegen",
    "weil",
    "da",
    "aufgrund",
    "auf grund",
    "denn",
    "infolge",
    "als ersatz",
    "zwecks",
    "betreffend",
    "betrifft",
)
KEPT_BACK = (
    "abgezogen", "abziehen", "abzug", "abzüglich", "abzgl", "gekürzt", "kürzung", "einbehalten", "einbehalt", "behalten", "weniger", "gemindert",
    "minderung", "abgesetzt", "runtergerechnet", "herausgerechnet", "rausgerechnet", "minus", "verrechnet", "gegengerechnet", "weggelassen",
    "unter abzug", "zurückbehalten", "reduziert", "davon ab", "gehen ab", "ging ab",
)  # fmt: skip
TOO_MUCH = (
    "zu viel", "zuviel", "zu hoch", "zu teuer", "überhöht", "Differenz", "gekürzt", "Abzug", "einbehalten", "Gutschrift", "strittig", "fehlt",
    "fehlen", "kürzen", "stornieren", "beanstandet", "bestritten", "zu Unrecht", "angemahnten", "erstatten", "Kürzung",
    "Abweichung", "wieder haben", "wiederhaben", "zurück haben", "zurückhaben", "gutschreiben", "gutzuschreiben", "abziehen", "herausnehmen", "rausnehmen", "überzahlt", "mehr berechnet", "schulden wir nicht",
    "behalten wir", "behalte ich", "halten wir zurück", "zurückbehalten", "ziehen wir", "ziehe ich", "kürzen wir", "rausrechnen", "herausrechnen", "gutgeschrieben", "zurückbekommen", "nicht anerkannt",
    "bleibt liegen", "bleibt stehen", "bleibt wo es ist", "bleiben liegen", "bleibt unbezahlt", "bleibt hier",
)  # fmt: skip
WITHHOLD_WORDS = (
    "behalten wir", "behalte ich", "behält", "einbehalten", "kürzen wir um", "kürze ich um", "kürzen wir", "kürze ich", "ziehen wir", "ziehe ich", "zieh ich", "abzüglich", "streichen wir", "halten wir", "halte ich", "gutschreiben", "schulden Sie uns", "schuldet ihr uns", "zurück haben wir",
)  # fmt: skip
WITHHOLD_TAILS = (
    "ein", "ab", "zurück", "wegen", "für", "bis", "solange", "von", "weniger", "dafür",
)  # fmt: skip
THRESHOLD_WORDS = (
    "ab", "ab einem Wert von", "ab einem Bestellwert von", "oberhalb von", "mehr als", "mindestens", "bis", "bis zu", "unter", "unterhalb von", "Mindestbestellwert", "Mindestbestellwert von", "weniger als", "ab netto",
)  # fmt: skip
NEWEST_DOCUMENT = (
    r"\b(?:letzte[rnms]?|jüngste[rnms]?|neueste[rnms]?|neuste[rnms]?|aktuelle[rnms]?|vorige[rnms]?) (?:\w{1,14} ){0,1}(?:lieferung|rechnung|sendung|bestellung|ware|charge|fuhre|palette|paket|faktura|ladung|einsatz)\b",
)
LATTER_WORDS = (
    "bei der zweiten",
    "mit der zweiten",
    "die zweite",
    "auf der letzteren",
    "letzterer",
    "letzteren",
    "letztere",
    "auf der zweiten",
)
DENIALS = ("nicht", "kein", "keine", "keinen")
ADVICE_HABITS = (
    r"\b(?:entschuldig\w{1,5}|verzeih\w{1,5}|nachsicht|geduld|gedulden|verständnis|unannehmlichkeit\w{0,3}|ausbuchung|umstände)\b",
    r"\b(?:abgleichen|anhang|anlage|anbei|beiliegend\w{0,2}|beacht\w{1,3}|nachstehend\w{0,2}|buch\w{1,4}|zuordnen|ausgleichen|austragen|ausbuchen|rückfragen|ruckfragen|zahlungseingang)\b",
    r"\b(?:ver|ein|zu)buch\w{1,4}\b|\bzuzuordnen\b|\bauszu(?:buchen|gleichen|tragen)\b|\bzu (?:buchen|verbuchen)\b|\bentnehmen\b|\bkenntnisnahme\b|\bunstimmigkeiten\b",
    r"\b(?:mahnung|erinnerung|zahlungserinnerung)(?:en)? (?:bitte )?(?:zurück|storn|zu storn|lösch|als (?:erledigt|gegenstandslos)|hinfällig|stoppen|ein(?:zu)?stellen)|^\W{0,3}bitte (?:um )?(?:prüfen|prüfung|nachsehen)\W{0,4}$|\birrtümlich\b",
)
NEGATIONS = ("nicht", "kein", "keine", "keinen", "nie", "niemals", "ohne", "nichts")
CUES = {
    "order": (
        (1.0, r"\b(?:wir|ich) (?:möchten?|würden?|wollen)\b.{0,50}\bbestellen\b|\b(?:hiermit )?bestellen wir\b|\bwir bestellen\b|\bhiermit bestelle\b"),
        (1.0, r"\b(?:anbei|im anhang|beigefügt|angehängt|hier)\b.{0,50}\b(?:bestellung|auftrag|bestellformular|order)\b(?!sbestätigung)"),
        (0.9, r"\bunsere (?:neue )?bestellung\b|\bneue bestellung\b|\bbestellung\b.{0,40}\b(?:im anhang|anbei|beigefügt|als (?:pdf|ubl|datei|excel))\b|\bfolgende (?:artikel|positionen|ware)\b"),
        (0.8, r"\b(?:wir|ich) (?:benötigen?|brauchen?|nehmen?|hätten? gern\w{0,1}|ordern)\b.{0,40}\d|\bbitte (?:liefern|senden|schicken) sie (?:uns )?.{0,30}\d{1,4} (?:x|st|stück|pack|kart)"),
        (0.9, r"\b(?:schickt|schicken sie|sendet|senden sie|liefert|liefern sie) (?:uns )?(?:bitte )?(?:noch |nochmals? |wieder |weitere )?\d{1,5} "),
        (0.7, r"\b(?:um )?auftragsbestätigung (?:bitte|erbeten|wird)|\bbestätigen sie (?:uns )?(?:bitte )?(?:den auftrag|die bestellung|unsere bestellung)\b"),
        (0.6, r"\bbestellung (?:nr|[a-z]{1,5}-?\d|\d)|\babruf (?:aus|zu|nr)\b|\bnachbestell|\bim anhang\b.{0,15}\b[a-z]{1,4}-[a-z0-9-]{3,16}\b"),
        (0.5, r"\bliefertermin\b|\bwunschtermin\b|\btermin halten\b|\bwie beim letzten mal\b"),
    ),
    "order_change": (
        (0.9, r"\b(?:umplanen|umdisponieren|umbestellen)\b|\b(?:brauchen|benötigen) wir (?:erst|schon|doch)\b"),
        (0.9, r"\b(?:ergänzen|hinzufügen|dazu(?:nehmen|packen)|aufnehmen)\b.{0,60}\b(?:bestellung|auftrag)|\b(?:zur|in die|auf die) bestellung\b.{0,40}\b(?:dazu|hinzu|ergänz|aufnehmen)"),
        (1.0, r"\b(?:stornier\w{1,4}|storno|annullier\w{1,4})\b.{0,60}\b(?:bestellung|auftrag|position)|\b(?:bestellung|auftrag|order)\b.{0,60}\b(?:stornier|storno|annullier|streichen|zurückziehen)"),
        (1.0, r"\b(?:ändern|änderung|reduzier\w{1,4}|erhöh\w{1,4}|aufstocken|anpass\w{1,4}|ergänz\w{1,4}|umändern)\b.{0,60}\b(?:bestellung|auftrag|menge|stück|position)|\b(?:bestellung|auftrag|menge)\b.{0,60}\b(?:ändern|geändert|reduzier|erhöh|aufstocken|anpassen|änderung)"),
        (1.0, r"\b(?:verschieb\w{1,4}|verlegen|vorziehen|vorverlegen|später liefern|früher liefern)\b|\b(?:liefer)?termin\b.{0,40}\b(?:auf den|verschieb|verleg|später|früher|vorzieh)"),
        (0.9, r"\bstatt (?:der )?(?:\d|zwei|drei|vier|fünf|sechs|zehn)|\b\d{1,5} statt\b|\banstatt \d|\bauf \d{1,5} (?:st|stück|pack|kart)"),
        (0.9, r"\bnicht mehr (?:benötig|brauch|gebraucht)|\bentfällt\b|\bbestelländerung\b|\bauftragsänderung\b"),
        (0.8, r"\b(?:lieber|besser|doch) (?:erst |schon )?(?:am|zum|in kw|ab)\b"),
        (0.6, r"\bhat sich etwas (?:getan|geändert)\b|\bnoch eine änderung\b|\bkönnen sie\b.{0,40}\b(?:ändern|erhöhen|reduzieren)"),
    ),
    "remittance": (
        (0.8, r"\b(?:seit|am) .{1,18}\b(?:bei (?:ihnen|euch)|auf (?:ihrem|eurem) konto)\b|\b(?:reguliert|eingezahlt|abgebucht)\b"),
        (0.9, r"\b(?:überweisung|zahlung|geld)\b.{0,15}\b(?:ist|sind|ging) (?:heute |gestern |soeben |schon )?(?:raus|unterwegs|veranlasst)\b"),
        (1.0, r"\bzahlungsavis\b|\bavis\b|\bzahl(?:ungs)?lauf\b|\büberweisungsliste\b|\bzahlungsaufstellung\b"),
        (1.0, r"\b(?:haben wir|wir haben|habe ich|ich habe)\b.{0,60}\b(?:überwiesen|bezahlt|gezahlt|beglichen|angewiesen)\b|\bwurden? (?:heute|gestern|am)?.{0,30}\b(?:überwiesen|bezahlt|angewiesen|beglichen)\b"),
        (0.9, r"\b(?:zahlung|überweisung|betrag)\b.{0,50}\b(?:ist raus|unterwegs|veranlasst|ausgeführt|angewiesen|erfolgt|rausgegangen|heute|gestern)\b"),
        (0.7, r"\b(?:aufstellung|details|aufschlüsselung)\b.{0,40}\b(?:zahlung|überweisung)\b|\bunsere (?:zahlung|überweisung)\b"),
        (0.9, r"\b(?:heute|gestern|soeben|am \d{1,2}\.\d{0,2}\.?) (?:angewiesen|überwiesen|bezahlt|gezahlt|beglichen)\b"),
        (0.5, r"\bzum ausgleich\b|\babzüglich\b.{0,20}\bskonto\b"),
    ),
    "dispute": (
        (0.7, r"\b(?:bitte )?um korrektur\b|\bausgestellt\b.{0,40}\b(?:aber|sondern|nicht)\b|\blaut angebot\b"),
        (0.8, r"\b(?:skonto|rabatt|bonus)\b.{0,60}\b(?:nicht (?:anerkannt|abgezogen|berücksichtigt|gewährt)|fehlt|vergessen)"),
        (1.0, r"\b(?:widersprechen|widerspruch|bestreiten|reklamier|reklamation|beanstand|einspruch|nicht einverstanden|mängelrüge|weisen\b.{0,30}\bzurück)"),
        (1.0, r"\b(?:beschädigt|durchnässt\w{0,2}|eingedrückt\w{0,2}|aufgerissen\w{0,2}|kaputt|defekt|gebrochen|zerbrochen|mangelhaft|verbeult|undicht|zerkratzt|verschimmelt|abgelaufen|bruch)\b"),
        (1.0, r"\b(?:falsche[rsn]? (?:preis|artikel|ware|menge|betrag|steuersatz|mehrwertsteuer|lieferung|modell|größe|teile?)|zu (?:viel|hoch) (?:berechnet|in rechnung)|zu viel\b|zuviel berechnet|doppelt (?:berechnet|in rechnung|gestellt|abgerechnet|fakturiert))"),
        (1.0, r"\b(?:nie|nicht|nichts|keine|noch nicht) (?:bei uns )?(?:erhalten|geliefert|angekommen|eingetroffen|bestellt|bekommen)\b|\bnie (?:eine|einen)?.{0,30}\bbestellt\b|\b(?:fehlt|fehlen|fehlten|fehlte|fehlende[nrms]?)\b.{0,50}\b(?:lieferung|stück|paket|palette|position|karton)?"),
        (0.7, r"\bbitte (?:um )?(?:korrigieren|berichtigen|korrektur|richtigstellung)\b|\bdifferenz\b|\b(?:rechnungs)?korrektur\b.{0,20}\b(?:über|bitte|senden|schicken)\b"),
        (0.9, r"\b(?:bereits|schon|längst) (?:am .{0,20})?(?:bezahlt|überwiesen|beglichen|gezahlt)\b|\bdoppelt\b|\bhat sich gekreuzt\b|\büberschnitten\b"),
        (0.8, r"\b(?:um |eine |die |bitte )(?:eine )?gutschrift\b|\bgutschrift\b.{0,30}\b(?:erstellen|senden|schicken|bitte|erbeten)|\bstornieren sie\b.{0,40}\b(?:rechnung|die|chf|eur|\d)|\bgekürzt\b|\beinbehalten\b|\bmahnstopp\b"),
        (0.8, r"\b(?:bestellnummer|kostenstelle|unsere bestell-?nr)\b.{0,40}\b(?:fehlt|fehlend|falsch|nicht)|\b(?:falsche|falscher|falschen) (?:firma|adresse|anschrift|empfänger|gesellschaft)\b|\b(?:neu ausstellen|korrigierte rechnung|rechnungskorrektur|berichtigte rechnung)\b"),
        (0.8, r"\b(?:schulden wir|zahlen wir)\b.{0,30}\bnicht\b|\bzahlen (?:wir )?nicht\b|\bnicht (?:fällig|anerkenn|akzeptier)|\bzurücknehmen\b|\bklären sie\b"),
    ),
    "promise": (
        (0.9, r"\b(?:bis|am|spätestens|ende|mitte)\b.{0,40}\bist (?:die |das )?.{0,30}\b(?:bezahlt|beglichen|überwiesen|ausgeglichen)\b|\bversprochen\b"),
        (0.9, r"\b(?:überweisen|zahlen|begleichen|bezahlen) wir\b.{0,60}\b(?:am|bis|zum|ende|mitte|anfang|kw|nächste)"),
        (1.0, r"\b(?:werden|wird|werde)\b.{0,80}\b(?:überweisen|überwiesen|zahlen|bezahlen|bezahlt|gezahlt|begleichen|beglichen|ausgleichen|anweisen|angewiesen)\b"),
        (1.0, r"\braten(?:zahlung|plan)?\b|\bin (?:zwei|drei|vier|mehreren|\d) raten\b|\bteilzahlung(?:en)?\b|\babschlag(?:szahlung)?\b|\bstunden\b|\bstundung\b"),
        (0.9, r"\b(?:zahlung|überweisung)\b.{0,40}\b(?:geplant|vorgesehen|eingeplant|folgt|erfolgt (?:am|bis|zum|in)|terminiert)|\bim (?:nächsten|kommenden) zahl(?:ungs)?lauf\b"),
        (0.8, r"\b(?:erhalten sie|bekommen sie|gehen? am|geht am|gehen? an sie|kommt am|haben sie bis|folgt am|überweisen wir|zahlen wir)\b.{0,50}\b(?:am|bis|zum|ende|freitag|montag|kw|\d)"),
        (0.9, r"\b(?:wir|ich) (?:überweisen?|zahlen?|begleichen?|bezahlen?)\b.{0,60}\b(?:am|bis|zum|ende|mitte|anfang|kw|nächste)"),
        (0.8, r"\bwas geht\b|\bsagen? (?:ich|wir)? ?(?:ihnen )?zu\b|\bzusage\b|\bversprech|\b(?:schlage|schlagen)\b.{0,30}\bvor\b|\bzahlungsziel\b.{0,30}\bverläng"),
        (0.5, r"\bum (?:etwas )?geduld\b|\bnachsicht\b|\bliquidität\b|\bengpass\b|\bfüße stillhalten\b"),
    ),
    "query": (
        (0.9, r"\b(?:schicken|senden|mailen|übersenden|nennen) sie (?:uns|mir)\b.{0,10}\bbitte\b|\bbitte um (?:zusendung|übersendung|mitteilung|angabe)\b"),
        (0.9, r"\b(?:können|könnten|könntet|würden|kannst|könnt) (?:sie|ihr|du)\b.{0,60}\b(?:senden|schicken|zusenden|mitteilen|bestätigen|sagen|nennen|zukommen|prüfen|mailen|übermitteln)"),
        (0.9, r"\bbitte\b.{0,30}\b(?:senden|schicken|schickt|teilen|nennen|lassen|bestätigen|mailen|übermitteln) (?:sie|ihr)?|\b(?:bräuchten|brauchen|benötigen) wir (?:von ihnen )?(?:noch )?(?:eine|die|einen|den)\b|\bwir (?:bräuchten|benötigen)\b"),
        (0.7, r"\?"),
        (0.6, r"\b(?:wann|wie ist der stand|wo (?:bleibt|bleiben|ist|sind|steckt|stecken)|gibt es (?:schon )?(?:neuigkeiten|etwas neues|was neues)|liegt uns nicht vor|finden wir nicht|finde ich\b.{0,10}\bnicht)\b"),
    ),
    "master_data": (
        (1.0, r"\b(?:ändern|ändert|aktualisieren) sie\b.{0,40}\b(?:anschrift|adresse|rechnungsanschrift|rechnungsadresse|bankverbindung|e-?mail)|\bheißen (?:nun|jetzt|künftig|ab)\b"),
        (1.0, r"\b(?:neue[rsn]?|geänderte[rsn]?|änderung (?:der|unserer|des)|änderung) (?:rechnungs|liefer|firmen|post|e-mail-)?(?:adresse|anschrift|bankverbindung|iban|kontoverbindung|ust-?id\w{0,5}|umsatzsteuer-?id\w{0,18}|firmierung|ansprechpartner\w{0,4}|e-?mail-?adresse|firmenname)\b|\bneue rechnungsadresse\b"),
        (1.0, r"\b(?:wir sind|sind wir) umgezogen\b|\bumzug\b|\bwir ziehen\b.{0,20}\bum\b|\bfirmieren?\b|\bumbenannt\b|\bumfirmier"),
        (0.9, r"\b(?:rechnungen|mahnungen|belege)\b.{0,40}\ban [\w+.-]{1,40}@|\b(?:rechnungen|mahnungen|belege)\b.{0,60}\b(?:ab sofort|künftig|zukünftig|nur noch|ausschließlich)|\b(?:ab sofort|künftig|zukünftig)\b.{0,60}\b(?:rechnungen|mahnungen|adresse|anschrift)"),
        (0.9, r"\bstammdaten\b|\bdaten (?:bitte )?(?:zu )?(?:aktualisier|anpass|änder)|\bansprechpartner(?:in)? (?:ist|wird)\b|\bneue bankverbindung\b|\bbank(?:verbindung)? (?:hat sich )?(?:geändert|gewechselt)"),
        (0.8, r"\b(?:ausgeschieden|nachfolger(?:in)?|in (?:den )?ruhestand)\b"),
    ),
    "auto_reply": (
        (1.0, r"\babwesenheitsnotiz\b|\bautomatische antwort\b|\bich bin (?:derzeit |zurzeit |momentan )?(?:nicht im (?:haus|büro)|abwesend|im urlaub)\b"),
        (0.9, r"\bwird nicht weitergeleitet\b|\bdiese (?:e-?mail|nachricht) wurde automatisch\b"),
        (0.8, r"\b(?:ihre (?:anfrage|nachricht)|ihr ticket) (?:ist|wurde) (?:bei uns )?(?:eingegangen|erfasst)\b|\bvielen dank für ihre nachricht\b"),
    ),
    "spam": (
        (1.0, r"\b(?:seo|suchmaschinenoptimierung|google[- ]ranking|leadgenerierung|qualifizierte (?:leads|termine)|neukundengewinnung)\b"),
        (1.0, r"\b(?:bitcoin|krypto|erbschaft|lotterie|gewonnen|casino|sofortkredit)\b"),
        (0.9, r"\babbestellen\b|\babmelden\b.{0,20}\bnewsletter|\bkostenlos(?:e|es|er)? (?:test|beratung|demo|erstgespräch)|\bunverbindlich|\bnur (?:noch )?heute\b|\bsonderangebot\b"),
        (0.9, r"\bklicken sie (?:hier|auf)\b|\b(?:passwort|kennwort)\b.{0,30}\b(?:läuft ab|abgelaufen|bestätigen)|\bkonto (?:bestätigen|verifizieren|gesperrt)\b|\bpostfach (?:ist )?(?:voll|fast voll)\b"),
        (0.8, r"\bstreng vertraulich\b|\bnicht anrufen\b|\brückrufe?\b.{0,40}\bnicht möglich\b|\btelefonisch\b.{0,40}\bnicht (?:erreichbar|möglich)\b|\bbitte nicht telefonisch\b|\bstillschweigen\b|\bgutscheinkarten\b|\brufen sie (?:bitte )?nicht an\b|\bauf ihrer (?:website|homepage|webseite)\b.{0,40}\b(?:gesehen|aufgefallen)"),
    ),
    "other": (
        (1.0, r"\bunsere rechnung\b.{0,60}\b(?:anhang|anbei|beigefügt)\b|\b(?:anbei|im anhang)\b.{0,40}\bunsere rechnung\b"),
        (0.8, r"\bnewsletter\b|\bsie erhalten diese (?:e-?mail|nachricht),? weil\b"),
        (0.8, r"\bdank für ihren (?:auftrag|einkauf|die bestellung)\b|\bum begleichung innerhalb\b"),
        (0.7, r"\b(?:bewerbung|lebenslauf|praktikum|frohe weihnachten|betriebsferien|lieferantenfragebogen)\b"),
    ),
}  # fmt: skip
TOPICS = {
    "invoice_copy": (
        (1.0, r"\b(?:rechnungs)?(?:kopie|duplikat|zweitschrift)\b|\b(?:senden|schicken|schickt|zusenden|zukommen|mailen|finden|finde|fehlt|liegt)\b.{0,50}\brechnung(?:en)?\b|\brechnung(?:en)?\b.{0,60}\b(?:nicht vor|fehlt|nicht erhalten|nochmals|erneut|zusenden|schicken|nicht finden)\b"),
        (-0.8, r"\bkontoauszug\b|\bbankverbindung\b"),
    ),
    "statement": (
        (1.2, r"\bkontoauszug\b|\bsaldenbestätigung\b|\boffene[rn]? (?:posten|rechnungen)\b|\bop-?liste\b|\bkontoübersicht\b|\b(?:aufstellung|übersicht|liste)\b.{0,40}\b(?:offen|posten|rechnungen)|\bsaldo\b|\bwas (?:ist|noch) .{0,15}offen\b"),
    ),
    "bank_details": (
        (1.2, r"\bbankverbindung\b|\biban\b|\bkontonummer\b|\bbankdaten\b|\bauf welches konto\b|\bkontoverbindung\b"),
    ),
    "order_status": (
        (1.0, r"\b(?:wann|bis wann)\b.{0,60}\b(?:lieferung|geliefert|liefern|komm\w{1,3}|versand|rechnen|eintreff|ankomm)|\b(?:stand|status)\b.{0,40}\b(?:bestellung|auftrag|lieferung|dinge)|\bwo (?:bleibt|bleiben|ist|steckt|stecken)\b|\bneuigkeiten\b|\b(?:etwas )?neues (?:zu|von)\b|\bsendungs(?:nummer|verfolgung)\b|\blieferstatus\b|\bliefertermin\b.{0,30}\?|\bschon (?:versandt|verschickt|unterwegs|raus)\b"),
        (-1.0, r"\bgutschrift|\bmahnung|\bangebot\b|\b(?:vertreter|außendienst)\w{0,4}\b"),
        (0.8, r"\bwarten (?:noch|immer noch|seit)\b.{0,40}\b(?:lieferung|bestellung|ware|auf)"),
    ),
    "due_date": (
        (1.2, r"\bfälligkeit(?:sdatum)?\b|\bwann\b.{0,40}\b(?:fällig|zahlbar|zu zahlen)\b|\bzahlungsziel\b|\bzahlungsbedingung|\bzahlungsfrist\b|\bfällig\b.{0,30}\?"),
    ),
    "other": (
        (0.8, r"\b(?:lieferantenerklärung|zertifikat|bescheinigung|datenblatt|katalog|preisliste|fragebogen|versicherung|öffnungszeiten|formular|nachweis)\b"),
        (0.3, r"\b(?:lieferscheine?|ablieferbelege?|abliefernachweise?|reverse[ -]charge|sdb|sicherheitsdatenbl\w{2,5}|gewährleistung|garantie|muster)\b"),
    ),
}  # fmt: skip
REASONS = {
    "price": (
        (1.0, r"\b(?:falsche[rn]?|vereinbarte[rn]?|abweichende[rn]?|alte[rn]?|höhere[rn]?|zu hohe[rn]?) (?:einzel|stück)?preise?n?\b|\b(?:einzel|stück|rahmen)?preis\w{0,8}\b.{0,60}\b(?:falsch|vereinbart|zu hoch|abweich|angebot|statt|nicht|höher|unterschrieben)|\bzu ?viel (?:berechnet|in rechnung)?|\bangebot\b.{0,60}\b(?:preis|eur|€)|\bpreisabweichung\b|\bpreisdifferenz\b|\b(?:vereinbart|angeboten|zugesagt)\b.{0,30}\b\d{1,6}[.,]\d\d\b|\b\d{1,6}[.,]\d\d\b.{0,20}\b(?:vereinbart|angeboten|zugesagt)\b"),
    ),
    "quantity": (
        (1.0, r"\b(?:fehlt|fehlen|fehlte|fehlten|fehlmenge|fehlende[nrms]?)\b|\bnur (?:\d|eine?n?|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn)\b.{0,40}\b(?:geliefert|erhalten|angekommen|bekommen|statt|stück)|\b(?:menge|mengen)\b.{0,40}\b(?:falsch|stimmt|abweich)|\bstatt\b.{0,30}\b(?:geliefert|erhalten)|\bmindermenge\b|\bmengenabweichung\b|\bzu wenig\b|\bunvollständig"),
    ),
    "damaged": (
        (1.3, r"\b(?:beschädig|feucht|geplatzt|aufgeplatzt|zerrissen|verdorben|geschmolzen|verschmutzt|zerdrückt|durchnässt|eingedrückt|aufgerissen|kaputt|defekt|gebrochen|zerbrochen|bruch\b|verbeult|undicht|zerkratzt|funktionier\w{1,4} nicht|verschimmelt|abgelaufen|rostig|transportschaden|mangelhaft|mängel|riss\b|gerissen|nass\b)"),
    ),
    "not_delivered": (
        (1.2, r"\b(?:nie|nicht|nichts|noch nicht|bis heute nicht|keine ware) (?:bei uns )?(?:erhalten|geliefert|angekommen|eingetroffen|bekommen|eingegangen)|\bkeine (?:lieferung|ware)\b|\bnicht (?:bei uns )?(?:angeliefert|ausgeliefert)|\blieferung\b.{0,50}\b(?:nie|nicht)\b.{0,20}\b(?:angekommen|erhalten|eingetroffen|erfolgt)|\bkein(?:en)? lieferschein\b"),
        (-0.8, r"\brechnung\b.{0,30}\b(?:nie|nicht) (?:erhalten|bekommen|eingegangen)"),
    ),
    "wrong_item": (
        (1.2, r"\bfalsche[nrs]? (?:artikel|ware|teile?|modelle?|größe|farbe|ausführung|lieferung|typ|produkte?|motoren|stück)\b|\bfalsch geliefert\b|\bfalschlieferung\b|\b(?:geliefert|erhalten|bekommen|geschickt)\b.{0,60}\b(?:statt|anstelle|bestellt (?:war|hatten|haben))|\bbestellt (?:war|hatten wir|haben wir)\b.{0,60}\b(?:geliefert|bekommen|erhalten|gekommen)"),
    ),
    "duplicate": (
        (1.2, r"\b(?:doppelt|zweimal|zwei mal|zum zweiten mal|dieselbe (?:lieferung|rechnung|leistung)|bereits (?:berechnet|abgerechnet|in rechnung gestellt|fakturiert)|schon (?:berechnet|abgerechnet)|gleiche (?:lieferung|rechnung|leistung)|doppelberechnung)\b"),
    ),
    "already_paid": (
        (1.3, r"\b(?:bereits|schon|längst)\b.{0,30}\b(?:bezahlt|überwiesen|beglichen|gezahlt|ausgeglichen|abgebucht)|\b(?:haben wir|wir haben|wurde|ist)\b.{0,40}\b(?:bezahlt|überwiesen|beglichen|gezahlt|ausgeglichen)\b|\bhat sich (?:wohl )?gekreuzt\b|\büberschnitten\b"),
    ),
    "tax": (
        (1.3, r"\b(?:mehrwertsteuer|umsatzsteuer|mwst|ust|steuersatz|steuer)\b.{0,60}\b(?:falsch|reverse|statt|nicht|zu unrecht|befreit|ausgewiesen|innergemeinschaft)|\breverse[- ]charge\b|\bfalsche[rn]? (?:mwst|steuersatz|umsatzsteuer|mehrwertsteuer)|\bsteuerschuldnerschaft\b|\bohne (?:mwst|umsatzsteuer|mehrwertsteuer)\b"),
        (-1.3, r"\b(?:inkl\.?|inklusive|zzgl\.?|zuzüglich|mit) (?:mwst|umsatzsteuer|mehrwertsteuer|ust)"),
    ),
    "invoice_form": (
        (1.2, r"\b(?:bestellnummer|bestell-?nr|kostenstelle|auftragsnummer|leitweg-?id|pflichtangaben?)\b.{0,50}\b(?:fehlt|fehlen|falsch|nicht|angeben|ergänz)|\b(?:ohne|fehlende|fehlt (?:die|unsere)) (?:gültige )?(?:bestellnummer|bestell-?nr|kostenstelle|referenz)|\bfalsche[nrs]? (?:firma|adresse|anschrift|empfänger|rechnungsempfänger|gesellschaft|rechnungsadresse|firmierung)|\b(?:neu ausstellen|neue rechnung|korrigierte rechnung|berichtig|umschreiben)\b|\bausgestellt auf\b|\badressiert an\b"),
    ),
    "not_ordered": (
        (1.3, r"\b(?:nie|nicht|niemals|nichts)\b.{0,15}\b(?:bestellt|beauftragt|angefordert|abgeschlossen)\b|\bkeine (?:bestellung|beauftragung|solche bestellung)\b|\bnie (?:eine|einen|ein)\b.{0,40}\bbestellt\b|\bohne (?:unsere )?bestellung\b|\bunaufgefordert\b"),
    ),
    "contract_terms": (
        (1.2, r"\b(?:rahmen)?(?:vertrag|vertrags|vereinbarung|konditionen|agb|rahmenvertrags?)\b.{0,80}\b(?:skonto|rabatt|bonus|zahlungsziel|fällig|tage|zahlbar|%|einbehalt|abnahme)|\b(?:skonto|\w{0,12}rabatt|\w{0,12}bonus|zahlungsziel|sicherheitseinbehalt|zahlungsbedingungen|rückvergütung|frachtfrei\w{0,7}|versandkostenfrei|frei haus)\b|\bnoch nicht fällig\b|\berst nach (?:abnahme|lieferung)\b"),
    ),
    "other": ((0.3, r"\b(?:widerspr|beanstand|reklam|einspruch|bestreit)"),),
}  # fmt: skip
DEDUCTIONS = {
    "discount": ((1.0, r"\b(?:skonto|skonti|rabatt|nachlass)\b"),),
    "credit_note": ((1.0, r"\bgutschrift(?:en)?\b"),),
    "dispute": ((0.9, r"\b(?:umsatzsteuer|mehrwertsteuer|mwst|ust)\b.{0,40}\b(?:einbehalten|abgezogen|gekürzt|weggelassen|behalten)|\b(?:einbehalten|abgezogen|gekürzt|abzüglich|ohne)\b.{0,30}\b(?:umsatzsteuer|mehrwertsteuer|mwst|ust)\b"), (1.9, r"\b(?:nie|nicht|niemals) (?:vereinbart|abgesprochen|bestellt|abgemacht)\b|\bzu unrecht\b|\birrtümlich\b|\bfälschlich"), (1.0, r"(?:fleck|zerkratzt|kratzer|verbogen|verbeult|\bdelle|rostig|schimmel|abgelaufen|unvollständig|minderliefer|minderlieferung|verschmutzt|\bbruch|bruch\b|bruchschaden|schaden\b|schäden\b|beschädig|kaputt|defekt|fehl|mangel|reklam|beanstand|belastung|gebrochen|geplatzt|gerissen|zerbroch|nass\b|feucht|undicht|preisdiff|strittig|retour)"), (0.3, r"(?:\bgekürzt|kürzung|einbehalt)"),),
    "bank_charge": ((1.1, r"\b(?:aib|hsbc|barclays|lloyds|natwest|santander|revolut|wise|monzo|paypal|stripe|sparkasse|volksbank|raiffeisen\w{0,10}|commerzbank|deutsche bank|postbank|postfinance|ubs|erste|bawag|bnp|lcl|credit agricole|credit mutuel|caisse d'epargne|societe generale|banque postale|desjardins|ing|kbc|belfius|fortis|unicredit|institution|building society|credit union)\b.{0,30}\b(?:einbehalten|abgezogen|behalten|belastet|berechnet|verlangt|kassiert|genommen|geschluckt|gekrallt|abgezwackt)\b|\bbank\b.{0,30}\b(?:verlangt|kassiert|genommen|geschluckt|gekrallt|abgezwackt|gefressen)\b|\b(?:bank|überweisungs)?(?:spesen|gebühren?|entgelt)\b|\bbankgebühren\b|\bbank\b.{0,30}\b(?:einbehalten|abgezogen|behalten|belastet|berechnet)\b"),),
    "other": ((0.95, r"\b(?:abgemacht|abgesprochen|vereinbart|wie besprochen|abgestimmt|in absprache|nach absprache|laut absprache|genehmigt)\b"), (-0.95, r"\b(?:skonto|skonti|rabatt|nachlass|gutschrift(?:en)?|bank)\b"), (1.5, r"\b(?:quellensteuer|bauabzug\w{0,6}|steuerabzug|abzugsteuer)\b"), (1.1, r"\b(?:zurückgenommen|rücknahme)\b"), (0.9, r"\b(?:porto|fracht|frachtkosten|versandkosten|transportkosten|verpackung|leergut|pfand)\b"), (1.5, r"\b(?:werbung|listungsgebühr|bonus|boni|rückvergütung|vertragsstrafe|pönale|konventionalstrafe|verzugsstrafe|lieferverzug|verspätete lieferung|werbekostenzuschuss|wkz)\b"), (0.5, r"\b(?:sonstig\w{0,3}|verrechnung|sicherheitseinbehalt)\b"),),
}  # fmt: skip
MONEY_WENT = (
    r"\b(?:(?:he)?raus|weg|fort|unterwegs|draußen|überwiesn?|überwiesen|angewiesen|ausgelöst|beglichen|gezahlt|bezahlt|eingezahlt|belastet|abgebucht|abgegangen|rausgegangen|rausgeschickt|rausgangen|rausging|ausgeführt|veranlasst|reguliert|transferiert|getätigt|verrechnet|gekreuzt|ausgeglichen|geleistet|vorgenommen|abgeschickt|weggeschickt|durchgeführt|erledigt|gutgeschrieben|freigegeben und (?:überwiesen|bezahlt))\b",
    r"\b(?:zahlung|überweisung|betrag|auftrag|zahlungsauftrag|echtzeit\w{0,12}|e-?banking|sepa|scheck|anweisung|lastschrift|sammler|dauerauftrag)\b.{0,60}\b(?:vom \d|heute|gestern|ausgeführt|veranlasst|ausgelöst|erfolgt|raus|gebucht|durch|enthalten|via|per)\b",
    r"\b(?:valuta|wertstellung|buchungstag|ausgang|ausführung|zu ihren gunsten)\b.{0,20}(?:\d|heute|gestern|montag|dienstag|mittwoch|donnerstag|freitag)|\b(?:heute|gestern|soeben|gerade|eben|vorhin)\b.{0,30}\b(?:via|per|über|mit) (?:e-?banking|bank|online|überweisung|echtzeit|paypal|twint)|\b(?:auch )?im lauf vom \d",
)
MONEY_GOES = (
    r"\b(?:haben|habt|hast) (?:sie|ihr|du) (?:ihr|euer|dein) geld\b|\b(?:geht|gehen|kommt|kommen)\b.{0,60}\bin (?:die )?zahlung\b|\bwertstellung\b|\bzahlungsanweisung\b|\b(?:mach|mache|erledig|erledige|begleich) (?:ich|ma|mer|wir)\b",
    r"\b(?:geht|gehen|kommt|kommen|folgt|folgen|läuft|laufen)\b.{0,50}\b(?:raus|weg|an sie|mit|mittwoch|montag|dienstag|donnerstag|freitag|am|zum|bis|im|ende|morgen|nächste\w{0,1}|vom|über)\b",
    r"\b(?:kriegt|kriegts|kriegen|bekommt|bekommen|bekommts|hast|habt|haben|erhalten|erhaltet|siehst|sehen)\b.{0,40}\b(?:am|bis|zum|ende|mitte|anfang|montag|dienstag|mittwoch|donnerstag|freitag|morgen|nächste\w{0,1}|\d)",
    r"\b(?:im|in den|in dem|mit dem|beim|für den|zum) (?:nächsten |kommenden )?(?:\w{1,14})?(?:lauf|zahllauf|zahlungslauf|zahltag|überweisungslauf|sammler)\b|\b(?:eingeplant|vorgemerkt|terminiert|eingestellt|erfasst|freigegeben|geplant|vorgesehen|hinterlegt|angelegt|angewiesen|eingetaktet|disponiert)\b.{0,40}\b(?:für|zum|per|am|auf|und|im)\b|\b(?:zahllauf|ausführung|zahltermin|valuta|zahlung)\b.{0,15}\b(?:ist |per |am |zum |für )",
    r"\b(?:weisen?|gebe?n?|gibt|tilgen?|stückeln?|begleichen?|überweisen?|zahlen?|zahl|zahle|überweis|bezahl\w{0,2}|schicken?|schick|mach\w{0,2}|veranlassen?|leisten|regeln)\b.{0,60}\b(?:an|frei|am|zum|bis|per|ende|mitte|montag|dienstag|mittwoch|donnerstag|freitag|morgen|wie folgt)\b",
    r"\b(?:wird|werden|werd|werde)\b.{0,60}\b(?:ausgeführt|belastet|freigegeben|abgebucht|angewiesen|überwiesen|bezahlt|gezahlt|beglichen|ausgeglichen|angestoßen|eingezahlt|reguliert)\w{0,1}\b|\b(?:ist|sind)\b.{0,30}\b(?:geld|betrag|bei ihnen|bei euch|am konto|drauf)\b",
)
THEIR_ACTS = (
    r"\b(?:(?:haben|hatten) sie|sie (?:haben|hatten|schickten|sandten)|ihr habt|habt ihr|er hat|sie hat|unser kunde hat|der kunde hat|ihre \w{1,14} hat|ihr \w{1,14} hat)\b.{0,50}\b(?:überwiesen|gezahlt|bezahlt|geschickt|abgebucht|erstattet|gutgeschrieben|belastet|verrechnet|ausgelöst)\b|\b(?:erstatt|rückerstatt|rückzahl)\w{1,8}\b",
)
CHANGE_SIGNS = (
    r"\b(?:stornier\w{0,4}|storno|annullier\w{0,4}|streich\w{0,3}|gestrichen|weglass\w{0,3}|wegbleib\w{0,3}|entfall\w{0,3}|entfäll\w{0,1}|ziehen|zieh|zurückzieh\w{0,3}|zurück|rausnehm\w{0,3}|raus|stopp\w{0,2}|änder\w{0,4}|anpass\w{0,3}|reduzier\w{0,3}|erhöh\w{0,3}|aufstock\w{0,3}|verschieb\w{0,3}|verleg\w{0,3}|vorzieh\w{0,3}|halbier\w{0,3}|verdoppel\w{0,2}|tausch\w{0,3}|ersetz\w{0,3}|umstell\w{0,3}|mach\w{0,2}|setz\w{0,3}|hinfällig|nimmer|hold|liefer\w{0,4}|anliefer\w{0,2}|bring\w{0,2}|doppelt)\b",
    r"\b(?:statt|anstatt|anstelle|doch|lieber|besser|erst (?:am|ab|in|im|nach|zum)|frühestens|später|früher|nur (?:noch |mehr )?(?:\d|die hälfte|eine?n?|zwei|drei|vier|fünf|sechs|acht|zehn)|die hälfte|auf \d{1,5}|gar (?:keine?|nicht|nichts)|nix mehr|keine? mehr|dafür|reicht|reichen|genügen|genügt)\b",
)
ORDER_SIGNS = (
    r"\b(?:bitte|brauch\w{0,2}|bräucht\w{0,2}|benötig\w{0,2}|hätt\w{0,2}|gern\w{0,1}|möcht\w{0,2}|wollen|nehm\w{0,2}|bestell\w{0,2}|schick\w{0,2}|liefer\w{0,4}|send\w{0,2}|ordern?|nachschub|auffüllen|blank|aus(?:gegangen)?|leer|knapp|bis (?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|morgen|zum|spätestens|\d)|für (?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|morgen|die|den|das|unser\w{0,2})|wäre? super|dringend|wie immer|übliche|nochmals?|nachbestell\w{0,2}|braucht|muss bis|abhol\w{0,2}|hol\w{0,2}|legt|pack\w{0,2}|stell\w{0,2})\b",
)
ASK_SIGNS = (
    r"\b(?:bitte\w{0,1}|bräucht\w{0,2}|brauch\w{0,2}|benötig\w{0,2}|ersuch\w{0,2}|erbitt\w{0,2}|erbeten|hätt\w{0,2} gern\w{0,1}|könn\w{0,4}|würd\w{0,3}|schick\w{0,2}|send\w{0,3}|mail\w{0,2}|nenn\w{0,2}|lass\w{0,2}|teil\w{0,2}|übermitt\w{0,6}|zusend\w{0,4}|nachreich\w{0,2}|wünsch\w{0,2}|möcht\w{0,2}|um (?:zusendung|übermittlung|übersendung|mitteilung)|gebt|gib)\b",
    r"\b(?:wann|wo|welche\w{0,1}|wie viel|was|nochmals?|noch einmal|erneut|zweitschrift|nachsend\w{0,3}|fehlt|fehlen|liegt uns)\b",
)
WILL_PAY = (
    (1.0, r"\b(?:rate|rest|restbetrag|restliche[nrs]?|teil|hälfte|teilbetrag)\b.{0,30}\b(?:kommt|kommen|folgt|folgen|geht|gehen)\b"),
    (1.0, r"\b(?:bekommen|kriegen|erhalten|haben) sie (?:sie |es |die |das |den |dann )?(?:geld |am |bis |zum |spätestens )|\b(?:bekommt|kriegt|habt) ihr\b"),
    (1.0, r"\b(?:werden|wird|werde)\b.{0,60}\b(?:überwiesen|überweisen|gezahlt|zahlen|bezahlt|bezahlen|beglichen|begleichen|angewiesen|anweisen)|\b(?:überwiesen|gezahlt|bezahlt|beglichen|angewiesen) (?:wird|werden)\b"),
    (1.0, r"\b(?:zahlen|überweisen|begleichen|bezahlen) wir\b|\b(?:zahle?|überweise?|begleiche?|bezahle?) (?:ich|i|ma|mer|wir)\b|\b(?:wir|ich) (?:zahlen?|überweisen?|begleichen?|bezahlen?)\b"),
    (1.0, r"\b(?:geht|gehen|kommt|kommen|folgt|erfolgt)\b.{0,40}\b(?:raus|an sie|auf ihr konto|zahlung|geld|betrag|überweisung)|\b(?:zahlung|geld|betrag|überweisung)\b.{0,30}\b(?:geht|gehen|kommt|kommen|folgt|erfolgt)\b"),
    (-2.0, r"\b(?:nicht|erst nach|erst wenn|sobald)\b"),
)  # fmt: skip
REFUSALS = (
    (1.0, r"\b(?:zahlen|bezahlen|überweisen|begleichen) (?:wir|sie)?\b.{0,30}\bnicht\b|\bnicht\b.{0,20}\b(?:gezahlt|zahlen|bezahlt|bezahlen|überwiesen|überweisen|beglichen|begleichen)\b"),
)  # fmt: skip
ADDITIONS = ("zusätzlich", "dazu", "noch", "plus", "weitere", "hinzu", "obendrauf", "mehr", "zusätzliche", "nochmal")
REDUCTIONS = ("weniger", "zu viel", "zu viele", "zuviel")
NONE_OF = ("keine von den", "keine", "kein", "keinen", "ohne", "ohne die")
POSITION_WORDS = ("Position", "Pos", "Pos.", "Posten", "Zeile")
WHOLE_ORDER = (
    "alles",
    "komplett",
    "das Ganze",
    "die Bestellung",
    "die ganze Bestellung",
    "den Auftrag",
    "unsere Bestellung",
    "vollständig",
    "gesamte",
    "nichts",
)
ONLY_WORDS = ("nur", "lediglich", "bloß", "einzige", "einziger", "einziges")
SAME_GOODS = (
    "die gleichen",
    "dieselben",
    "die selben",
    "den gleichen",
    "dieselbe",
    "das gleiche",
    "gleiche",
    "gleichen",
    "ebenso",
    "dito",
)
EXCEPT_WORDS = ("außer", "bis auf", "ausgenommen", "mit Ausnahme", "nur nicht")
DEFINITE_WORDS = ("die", "der", "den", "diese", "unsere", "alle")
FINE_WORDS = ("ok", "okay", "passt", "ja", "gut", "unverändert", "bleibt", "stimmt", "in Ordnung", "perfekt")
BEFORE_WORDS = ("vor", "vor dem")
MOVED_DAY = (
    r"\b(?:liefer\w{0,4}|lieferung|liefertermin|anliefer\w{0,4}|anfahr\w{0,2}|geliefert|kommen|komm|schick\w{0,3}|eintreffen|bringen|bringt|termin|zustell\w{0,4})\b|\b(?:verschieb|verleg|vorzieh|vorverleg)\w{0,4}\b",
    r"\b(?:erst|lieber|besser|frühestens|ab dem|nicht vor|statt|stattdessen|schon|bereits|früher|später|auf den|neuer|spätestens)\b",
)
CLOSED_DAY = (
    r"\b(?:geschlossen|gesperrt|inventur|urlaub|betriebsurlaub|betriebsferien|ferien|zu|feiertag|umbau|messe|prüfung|abwesend|ausgemalt)\b",
)
UNCHANGED = (
    "bleibt",
    "bleiben",
    "unverändert",
    "wie gehabt",
    "wie geplant",
    "wie bisher",
    "ändert sich nicht",
    "ändern sich nicht",
    "passt so",
    "passen so",
    "behalten",
    "lassen wir",
    "wie er ist",
    "wie es ist",
    "gleich",
)
CONTACT_WORDS = (
    "Ansprechpartner", "Ansprechperson", "Kontaktperson", "neuer Kontakt", "Kontakt", "zuständig", "Vertretung",
    "vertritt", "Nachfolg", "übernimmt", "übernommen", "übernehmen", "übergeben an", "betreut", "kümmert sich",
    "wenden Sie sich", "wenden an", "Rückfragen", "Fragen an", "verantwortlich", "zu Händen", "z. Hd.", "z.Hd.",
    "bearbeitet", "Sachbearbeit", "löst", "tritt an", "an die Stelle", "ersetzt", "schreiben Sie an",
    "macht dann", "macht jetzt", "macht künftig", "macht ab", "rund um", "läuft über", "laufen über", "melden bei",
    "melden sich bei", "Ansprech", "Kollegin", "Kollege", "übergibt", "übergebe", "in Vertretung", "springt ein",
    "folgt auf", "folgt mir", "steht Ihnen", "hilft Ihnen", "Adressat", "erreichen Sie ab", "betreuen", "kümmert",
    "Belange", "die Buchhaltung macht", "Buchhaltung übern", "Einkauf übern", "geht an Frau", "gehen an Frau",
    "an Frau", "an Herrn",
)  # fmt: skip
ADDRESS_WORDS = (
    "Umzug", "umgezogen", "ziehen", "zieht", "zügeln", "gezügelt", "übersied", "neue Anschrift", "neue Adresse", "neuen Adresse", "neuen Anschrift",
    "Anschrift", "Adresse", "Rechnungsanschrift", "Rechnungsadresse", "Postanschrift", "Firmenadresse", "Sitz",
    "Firmensitz", "finden Sie uns", "findet ihr uns", "erreichen Sie", "erreicht ihr", "verlegt", "verlegen",
    "neue Räume", "neuen Räume", "neues Büro", "neuen Büro", "Standort", "Stammdaten", "Unterlagen",
    "Adressänderung", "Änderung der Anschrift",
    "Postleitzahl", "PLZ", "unsere Post", "Post an", "Post bitte", "Briefe", "Korrespondenz", "Papierkram",
    "Hausnummer", "sitzen jetzt", "sitzen nun", "sind jetzt", "sind nun", "jetzt in der", "jetzt im", "jetzt am",
    "nun am", "nun in der", "Rechnungen bitte künftig an", "Rechnungen künftig an", "Rechnungsempfänger",
    "Lieferadresse bleibt", "Büro ist", "Büro jetzt", "Zentrale", "bezogen", "beziehen",
    "richtige Adresse", "richtige Anschrift", "falsche Adresse", "falsche Anschrift", "Adresse stimmt nicht",
    "zu finden", "übersiedel", "verzogen", "Übersiedlung",
)  # fmt: skip
NAME_WORDS = (
    "firmier", "Firmenname", "Firmierung", "Firma lautet", "umbenannt", "Umbenennung", "heißen", "heißt",
    "neuer Name", "Name:", "Name lautet", "unter dem Namen", "Fusion", "verschmelz", "verschmolzen", "umgewandelt",
    "Umwandlung", "Rechtsform", "auf den Namen", "lautend auf", "ausgestellt auf", "übernommen von",
    "auf den Rechnungen", "auf die Rechnungen", "auf der Rechnung", "umfirmier",
    "wird zum", "wird zur", "wird ab", "wird die", "umgegründet", "Umgründung", "eingebracht", "künftig als",
    "führen Sie uns", "unter der Firma", "Namensänderung", "neue Firma", "neuer Firmenname", "Rechnungen auf",
    "sind wir die", "sind wir nun", "sind wir jetzt", "wir sind jetzt", "wir sind nun", "wir sind ab", "nennen uns",
    "nennt sich", "treten auf als",
    "umgefirmt", "heissen", "heisst", "Rechnungen bitte an die", "berechnen Sie",
)  # fmt: skip
CLOSINGS = (
    "mit freundlichen Grüßen",
    "freundliche Grüße",
    "freundliche Grüsse",
    "viele Grüße",
    "beste Grüße",
    "besten Dank",
    "vielen Dank",
    "danke",
    "Gruß",
    "Grüße",
    "MfG",
    "hochachtungsvoll",
    "von meinem iPhone gesendet",
    "schöne Grüße",
    "liebe Grüße",
)
COMMON = (
    "der", "die", "das", "und", "wir", "sie", "ihre", "bitte", "ist", "nicht", "für", "mit", "von", "eine", "zu",
    "unsere", "rechnung", "bestellung", "zahlung", "anbei", "anhang", "auf", "den", "wurde", "haben", "hallo", "guten",
    "grüße", "überweisung", "gutschrift", "lieferung", "preis", "mahnung", "kopie", "adresse", "dringend", "fehlt",
)  # fmt: skip
UNSAID = {
    "negated": (r"\b(?:nicht|nie|niemals|noch keine?n?|keine?(?:n|r|m)?|versäumt|vergessen)\b(?! (?:später|nur|vor|mehr als|länger))",),
    "conditional": (r"\b(?:wenn(?! möglich)|falls(?! möglich)|sofern|sobald|vorausgesetzt|vorbehaltlich|unter der bedingung|erst (?:wenn|nach)|nur (?:wenn|gegen)|nach erhalt)\b",),
    "reported": (r"\b(?:wir wollten|zur zahlung freigegeben|wollten wir|wir hätten|(?:chef|kollege|kollegin|chefin) (?:meint|sagt|meinte|sagte)|sie (?:schreiben|schrieben|behaupten|sagen|sagten|meinen)|laut (?:ihnen|ihrer|ihrem)|angeblich\w{0,2}|ihrer meinung nach|ihre mahnung (?:sagt|behauptet))\b",),
    "hoped": (r"\b(?:hoff\w{1,7}|denke|denken|glaube|glauben|wahrscheinlich|voraussichtlich|wohl|vermutlich|vielleicht|eventuell|versuch\w{0,3}|sollten?|müssten?|dürften?|könnten?|eigentlich|normalerweise|im prinzip|meines wissens|soweit ich weiß|mal sehen|ohne gewähr|bemüh\w{1,3})\b",),
    "returned": (
        r"\b(?:zahlung|überweisung|geld|betrag|lastschrift|zahllauf|bank)\b.{0,60}\b(?:zurück|zurückgekommen|zurückgebucht|zurückgewiesen|zurückgegeben|zurückgeholt|zurückgezogen|retour\w{0,7}|abgelehnt|abgewiesen|geplatzt|fehlgeschlagen|gestoppt|nicht ausgeführt)\b",
        r"\brücklastschrift\b|\brückläufer\b|\brücküberweisung\b",
    ),
    "inquired": (r"\b(?:welche[nrms]?|was für)\b.{0,90}\?",),
    "paper": (
        r"\bfehl(?:t|en|te|ten)\b.{0,30}\b(?:rechnung|rechnungen|faktura|beleg|belege|kopie|rechnungskopie|original\w{0,9})\b|\b(?:rechnung|faktura|beleg|kopie)\b.{0,20}\b(?:fehlt|verlegt|verloren|abhanden)\b",
        r"\b(?:fehlende[nrms]?|verlorene|verlegte) (?:rechnung|faktura|belege?|kopie)\b|\b(?:dank|danke)\b.{0,40}\b(?:korrigiert|berichtigt|neue|geändert|korrektur|gutschrift)",
        r"\b(?:sobald|wenn|falls|nach)\b.{0,30}\bkorrigierte[nr]? (?:rechnung|faktura)\b",
    ),
    "earlier": (r"\b(?:(?:haben|hatten|habe|hatte|wurden?|worden)\b.{0,80}\b(?:bestellt|erhalten|geliefert|bekommen|gekauft)|bestellten|erhielten|letztes jahr|im vorjahr)\b|\b(?:erhalten|bekommen|bestellt)\b.{0,12}\b(?:haben|hatten|worden|wurden?)\b",),
    "tentative": (
        r"\b(?:entwurf|vorläufig\w{0,2}|unter vorbehalt|vorbehaltlich|noch nicht (?:freigegeben|final|bestätigt)|nach freigabe|freigabe (?:fehlt|folgt|steht)|zur info(?:rmation)?|zur kenntnis|noch nicht (?:ausführen|liefern|versenden)|bitte (?:noch )?(?:zurückhalten|abwarten)|voraussichtlich|vielleicht|eventuell|evtl|überlegen|unverbindlich\w{0,2})\b",
        r"\b(?:bis zu|mindestens|höchstens|maximal|ca\.?|circa|etwa|ungefähr|rund) \d|\b(?:pro|je|jeden|jede) (?:woche|monat|quartal|jahr)\b|\b(?:wöchentlich|monatlich|bis auf weiteres)\b|(?<![\w.,/-])\d{1,5} ?(?:-|bis|oder) ?\d{1,5} (?:x|st|stück|stk|kart|pack|säcke|sack)\w{0,5}\b",
    ),
    "settled": (r"\b(?:erledigt|alles (?:gut|in ordnung|bestens)|geklärt|behoben|hat sich (?:erledigt|geklärt)|(?:dank|danke) für (?:die|den|das|ihre) (?:schnelle|rasche|prompte|ersatz)\w{0,10}|nichts (?:weiter )?zu tun)\b",),
    "price_asked": (
        r"\bwas (?:würden?|kosten|kostet|wäre|kämen?|kommen|macht)\b|\bpreisanfrage\b|\banfrage (?:über|für|zu)\b|\bwie (?:viel|teuer)\b.{0,60}\b(?:kost\w{1,4}|sind|ist|wären?)\b|\bwelche[nr]? preis\w{0,2}\b",
        r"\b(?:bitte )?um (?:ein |ihr |euer )?(?:\w{1,20}es |\w{1,20}e )?(?:angebot|preisangebot|preis|offerte)\b|\bangebotsanfrage\b|\b(?:machen|unterbreiten|erstellen|senden|schicken|schickt|macht|bräuchten|brauchen|hätten) (?:sie |ihr |wir )?(?:uns |mir )?(?:bitte |gern\w? )?(?:ein|euer|ihr) (?:\w{1,14} )?(?:angebot|preisangebot)\b|\bangebot (?:für|über) \d",
    ),
}  # fmt: skip
QUESTION_WORDS = (
    "was", "welche", "welcher", "welches", "welchen", "welchem", "warum", "wieso", "weshalb", "wann", "wo", "wohin", "wer",
    "wie", "ist das", "gibt es", "haben sie", "habt ihr", "darf ich", "dürfen wir", "kann ich", "können wir", "sollen wir",
)  # fmt: skip
SEND_WORDS = (
    "schicken",
    "schickt",
    "zuschicken",
    "senden",
    "sendet",
    "zusenden",
    "mailen",
    "zukommen",
    "übermitteln",
    "weiterleiten",
    "übersenden",
)
JUST_PAID = (
    r"\b(?:soeben|gerade|grade|grad|eben|jetzt|so jetzt) (?:[^\s.!?]{1,24} ){0,8}?(?:überwiesen|rausgelassen|losgelassen|gesendet|transferiert|rübergeschickt|bezahlt|angewiesen|raus|weg|gezahlt|losgeschickt|ausgelöst|veranlasst|rausgeschickt|abgeschickt|verschickt|weggeschickt|rausgegeben|eingezahlt|freigegeben|durchgeführt|ausgeführt|getätigt|gemacht|eingegeben|beglichen|erledigt)\b|\bsoeben\b|\bvor (?:ein paar|wenigen|zwei|drei|fünf|zehn|einer|einigen) (?:minuten?|stunden?)\b|\beben erst\b|\b(?:gerade|grad|eben|jetzt) (?:erst |noch )?(?:die |den |ihre[nr]? |eure[nr]? )?(?:überweisung|zahlung|überweisungsauftrag)\b|\bheutige[nrs]? (?:zahlung|überweisung|zahllauf)\b",
)
PAID_WORDS = (
    r"(?:überwie?sn?\w{0,2}|überweisung|bezahl\w{1,2}|gezahlt|beglichen|angewiesen|zahlung|zahllauf|ausgeglichen|valuta|\braus\b|\bweg\b|ausgelöst|veranlasst|ausgeführt|freigegeben|vergütet|geschickt|rausgegangen|reguliert|abgebucht|eingezahlt|gutgeschrieben|getätigt|abgegangen|rausgeschickt|eingeworfen|\bbei (?:ihnen|euch)\b.{0,12}(?:!|\.|,|$|eingegangen|drauf|gutgeschrieben))",
)
LETTER_WORDS = (
    "Mahnung", "Schreiben", "Mail", "E-Mail", "Email", "Nachricht", "Brief", "Erinnerung", "Zahlungserinnerung", "Kontoauszug", "Anruf", "Telefonat", "Anfrage", "Lieferung",
)  # fmt: skip
NOT_PAID = (
    r"\b(?:muss|müssen|will|wollen|möchte|möchten)\b.{0,40}\b(?:reden|sprechen|nachfragen|rückfragen|abklären|rücksprache|nachhaken)\b",
    r"\b(?:nichts (?:auf|für|zu)|bleibt|bleiben|gesperrt|zurückgestellt|zurückgehalten|separat|gesondert|später|folgt|folgen|offen|warten|wartet|klärung|prüfung|ausgenommen|außer|sobald|erst (?:wenn|nach)|strittig|freigabe|nächste[nrms]?|noch nicht|feststellung|(?:müssen|wollen|schauen|sehen) wir (?:noch|erst|mal)|klären|geklärt|unterschrift|rückstand|eingeplant|geplant|vorgesehen|vorgemerkt)\b|[:-] (?:nein|nicht|nix|noch nicht)\b",
    r"\b(?:nach|neben|zusätzlich zu)\b.{0,12}\b(?:anzahlung|abschlag\w{0,8}|akonto\w{0,8}|vorauszahlung)\b",
    r"\b(?:bereits|schon|ja schon) (?:am .{1,12} )?(?:bezahlt|beglichen|überwiesen)\b|\b(?:nicht|keine?|nie)\b",
)

POINTING_WORDS = (
    "die", "der", "das", "den", "diese", "dieser", "jene", "die vom", "die aus", "der vom", "eure", "ihre", "nummer", "zur", "auf die",
)  # fmt: skip
PLURAL_WORDS = ("Rechnungen", "alle", "sämtliche", "alle Rechnungen", "Re.", "Belege", "Posten")
DATED_WORDS = ("vom", "von", "aus", "aus dem", "datiert", "ausgestellt am", "mit datum")
PLACES = {
    "oldest": ("die ältere", "die älteste", "der ältere", "die alte"),
    "newest": ("die neuere", "die neueste", "die jüngere", "die jüngste"),
    "largest": ("die große", "die größere", "der große", "der größere", "die grosse", "die höhere"),
    "smallest": ("die kleine", "die kleinere", "der kleine", "der kleinere"),
    "first": ("die erste", "die 1.", "der erste", "position 1", "pos. 1"),
    "second": ("die zweite", "die 2.", "der zweite", "position 2", "pos. 2"),
    "third": ("die dritte", "die 3.", "der dritte", "position 3", "pos. 3"),
    "middle": ("die mittlere", "die mittlere position", "der mittlere"),
    "last": ("die letzte", "der letzte"),
    "other": (
        "die andere",
        "der andere",
        "die andre",
        "den anderen",
        "zur anderen",
        "zum anderen",
        "bei der anderen",
        "der anderen",
        "für die andere",
        "andere rechnung",
        "anderen rechnung",
    ),
    "both": ("beide", "beiden", "beides", "alle beide", "die zwei", "die 2"),
    "three": ("alle drei", "die drei", "die 3"),
    "all": ("alle", "alles", "sämtliche", "alle offenen", "die gesamte summe"),
}
