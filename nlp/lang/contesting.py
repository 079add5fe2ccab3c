"""Small words of complaints: an amount that stays where it is or is refused, by language.

The tables are those of `nlp.lang.changes` in shape: "" for languages without a lexicon; patterns for folded text.
"""

# ruff: noqa: E501  # a pattern is one line of a table

from __future__ import annotations

from functools import cache

from nlp.lang.change_signs import Table

# In the clause of an amount: it is not paid until something happens.
BLOCKED: Table = {
    "en": (r"blocked|on hold|parked|frozen|on ice|withheld|stopped|put a stop on|stays? (?:put|here|where|with (?:us|me)|in (?:our|my)|on (?:our|my))|held (?:back|up)",),
    "fr": (r"bloquee?s?|geles?|gelee?s?|retenue?s?|suspendue?s?|en suspens|mise?s? de cote|gardee?s? (?:chez|en)|rest(?:e|ent|era|eront) (?:chez (?:nous|moi)|(?:sur|dans|en) (?:mon|notre|nos) \w{4,7})",),
    "de": (r"gesperrt|sperren|blockiert|zuruckgehalten|zuruckbehalten|einbehalten|eingefroren|auf eis|stehen lassen|bleib\w{1,2} (?:vorerst |erstmal |bis dahin |so lange |solange )?(?:bei (?:uns|mir)|hier|liegen|auf (?:unserem|meinem) konto)",),
    "": (
        r"geblokkeerd|tegengehouden|bloccat[aeio]|trattenut[aeio]|bloquead[ao]s?|retenid[ao]s?|retid[ao]s?",
        r"wstrzyman[aey]|zablokowan[aey]|tilbageholdt|innehallet|pozastaven[aoy]",
    ),
}  # fmt: skip
# In the sentence of an amount: it is not paid.
REFUSED: Table = {
    "en": (
        r"(?:not|never|aren't|isn't|ain't|won't be|refus\w{2,3}) (?:to )?(?:be )?(?:paying|to pay|going to pay|happening|settling|passing|releasing)",
        r"refuse to|won't (?:see|get) a|not a (?:penny|cent)|no chance of",
    ),
    "fr": (
        r"refus(?:e|ons|ee?s?) (?:de|les?|la|l'|ces?|cette)|pas question de|hors de question|pas un (?:centime|euro|sou|franc)",
        r"n(?:e |')(?:verserai|verserons|verse|versons|reglerai|reglerons|paie|paye|paierai|paierons)(?: (?:pas|rien|plus))?",
    ),
    "de": (
        r"(?:be)?zahl\w{0,2} (?:ich|wir|mir|i) [^.!?]{0,8}(?:[.,]\d\d)?[^.!?]{0,14}?(?<!\w)(?:nicht|nix|nichts|ned|net|keinesfalls)|verweiger\w{1,3}",
        r"weiger\w{1,3}|(?:seht|kriegt|bekommt|sehen|bekommen) (?:ihr|sie) (?:\w{1,12} ){0,2}nicht|keinen (?:cent|rappen|euro)",
    ),
    "": (
        r"betalen (?:we|wij|ik) niet|weiger\w{0,2}|non paghiamo|non pago|non pagheremo|no pagamos|no pago|no vamos a pagar",
        r"nie zaplac\w{1,5}|nao pagamos|nao vamos pagar|betaler vi ikke|betalar vi inte|nezaplat\w{1,4}",
    ),
}  # fmt: skip

# Heads a column or a sum of a customer's own paper: so much of the document is claimed back.
CLAIMED: Table = {
    "en": (r"claim(?:ed)?(?: (?:amount|value|total))?|(?:total|amount|value) (?:of )?claim(?:ed)?|credit (?:due|claimed|requested|expected|required)|difference|overcharged?|over-?billed|variance",),
    "fr": (r"(?:total |montant )?(?:reclame|de la reclamation|du litige|conteste)e?s?|ecarts?|differences?|trop[ -](?:percu|facture)|avoir (?:attendu|demande)|surfacturation",),
    "de": (r"differenz(?:betrag)?|zu ?viel(?: berechnet)?|mehrbetrag|abweichung|reklamationsbetrag|reklamiert|beanstandet|forderung|gutschrift (?:erwartet|gefordert)|erwartete gutschrift|uberberechnung",),
    "": (r"verschil|differenza|diferencia|diferenca|roznica|forskel|skillnad|rozdil|reclamad[oa]|contestat[oa]|te veel",),
}  # fmt: skip
# Directly before a number that is money whatever is missed: "kindly reduce by 620".
LOWERED: Table = {
    "en": (r"(?:reduc(?:e|ed|ing)|lower(?:ed|ing)?|adjust(?:ed)?|cut|drop(?:ped)?|correct(?:ed)?)(?: (?:it|this|that|the (?:bill|invoice|total|amount)))?(?: down)? by|(?:to|for) the (?:tune|value|amount) of|worth of credit",),
    "fr": (r"(?:redui\w{2,4}|diminu\w{1,3}|minor\w{1,3}|baiss\w{1,3}|corrig\w{1,3})(?:[ -](?:la|le|la facture|le montant))? de|a hauteur de|pour un montant de",),
    "de": (r"(?:kurz|reduzier|verringer|minder|senk|korrigier)\w{0,4}(?: (?:sie|das|die|den|bitte|diese|rechnung|betrag|beleg)){0,3} um|in hohe von|gutschrift (?:uber|von)",),
    "": (r"verminder\w{0,2} met|ridu\w{2,5} di|reduci\w{1,3} en|reduzi\w{1,3} em|obniz\w{1,3} o",),
}  # fmt: skip

# Directly before a bare number: it names the document by what it comes to.
NAMING: Table = {
    "en": (r"(?:about|regarding|concerning|re|for|on)(?: the| that| your)?|invoice|bill",),
    "fr": (r"la|cette|votre|(?:pour|concernant|sur|de) (?:la|cette|votre)|facture",),
    "de": (r"der|dieser|eurer|ihrer|(?:wegen|zu|bei|uber|betreffend) (?:der|die|dem|den|dieser|ihrer)|zur|rechnung",),
    "": (r"de factuur|over de|la fattura|della|la factura|da fatura|faktur\w{1,2}",),
}  # fmt: skip

# A document by its name, beside the words of a lexicon; and between it and what it comes to.
BILLS: Table = {
    "en": (r"(?:invoice|bill)s?",),
    "fr": (r"factures?",),
    "de": (r"rechnung(?:en)?",),
    "": (r"facturen?|fatturae?|facturas?|faturas?|faktur\w{0,2}|regning\w{0,2}",),
}  # fmt: skip
# Before what the document comes to: so much was billed.
BILLED: Table = {
    "en": (r"(?:billed|invoiced|charged)(?: us)?(?: (?:at|for|with|a total of))?",),
    "fr": (r"factur(?:ee?s?|ez|e|ant|iez)(?: (?:a|pour|au total))?",),
    "de": (r"(?:berechnet|verrechnet|fakturiert|in rechnung gestellt)\w{0,2}(?: (?:mit|uber|zu|sind|wurden))?",),
    "": (r"gefactureerd|aangerekend|fatturat[aoei]|facturad[ao]s?|faturad[ao]s?|zafakturowan\w|faktureret|fakturerat?",),
}  # fmt: skip
AMOUNTING: Table = {
    "en": (r"(?:of|for|over|at|in the (?:amount|sum) of)",),
    "fr": (r"(?:de|a|d'un montant de|pour)",),
    "de": (r"(?:uber|von|mit|zu|in hohe von|mit einem betrag von)",),
    "": (r"(?:van|di|da|de|por|za|na|pa|over|voor)",),
}  # fmt: skip

# Before a document: it billed the same before.
BEFORE: Table = {
    "en": (r"already (?:\w{1,10} ){0,3}(?:on|in|with|under|by)|repeats?|a repeat of|the same as|same as|identical to|copy of",),
    "fr": (r"deja (?:\w{1,12} ){0,3}(?:sur|par|avec|sous|dans)|repete|repetition de|identique a|la meme que|meme que|double de",),
    "de": (r"(?:schon|bereits) (?:\w{1,12} ){0,3}(?:auf|mit|in|unter|durch)|wiederholt|dasselbe wie|gleich wie|identisch mit|kopie von",),
    "": (
        r"al (?:op|met|in)|gia (?:\w{1,12} ){0,2}(?:su|in|con|nella|sulla)|ya (?:\w{1,12} ){0,2}(?:en|con)|ja (?:\w{1,12} ){0,2}(?:na|em|com)",
        r"juz (?:\w{1,12} ){0,2}(?:na|w)|redan (?:\w{1,12} ){0,2}pa|allerede (?:\w{1,12} ){0,2}(?:pa|med)|uz (?:\w{1,12} ){0,2}(?:na|v)",
    ),
}  # fmt: skip

# Directly before an amount: a rule begins to hold there ("once we pass 100,000"); beside THRESHOLD_WORDS of a lexicon.
PASSING: Table = {
    "en": (r"(?:pass|exceed|reach|top|hit|cross)(?:es|ed|s|ing)?|go(?:es|ne)? (?:past|over|above|beyond)|(?:any|every)thing (?:over|above|from)|in excess of|spend(?:ing|s)? (?:of|over)|turnover of",),
    "fr": (r"(?:depass|exced|atteign|franchi)\w{1,4}(?: (?:les|le|un total de|un montant de))?|atteint(?: les)?|d'un minimum de|egale? ou superieure? a|un seuil de|seuil de|un palier de|palier de",),
    "de": (r"(?:ubersteig|uberschreit|erreich|uberschritt|uberstieg)\w{0,4}|(?:schwelle|umsatz|jahresumsatz|mindestumsatz|grenze|staffel) von|hoher als|grosser als",),
    "": (r"boven(?: de)?|vanaf|meer dan|oltre|superiore a|sopra (?:i|le)|mas de|superior a|a partir de|a partire da|powyzej|od kwoty|mais de|acima de|over|fra|fran och med|nad|od castky",),
}  # fmt: skip
# Beside the contested amount, in languages without a lexicon: so much is the difference.
TOO_MUCH: Table = {
    "": (
        r"scheelt|verschil|te veel|teveel|differenza|in piu|di troppo|diferencia|de mas|de sobra|diferenca|a mais|roznic\w{1,2}|za duzo|forskel\w{0,2}|for meget",
        r"skillnad\w{0,2}|mellanskillnad\w{0,2}|for mycket|rozdil|navic",
    ),
}  # fmt: skip
# Directly behind an amount: it is not what is owed.
WRONG_SUM: Table = {
    "en": (r"(?:is|are|was|cannot be|can't be|isn't|doesn't) ?(?:not )?(?:wrong|right|correct|add up|true|ours|justified|due|owed|owing|payable|a mistake)|(?:should not|shouldn't|must not|mustn't|can't|cannot) be (?:owing|owed|due|on|there|charged|billed|payable|outstanding|paid)",),
    "fr": (r"(?:est|sont|n'est pas|ne sont pas|c'est) (?:faux|fausse|inexacts?|incorrects?|erronee?s?|justes?|dus?|dues?|justifiee?s?|bons?)|ne (?:correspond|colle|tient)\w{0,3} pas|ne (?:doit|doivent|devrait|devraient|peut|peuvent) pas etre (?:due?s?|facturee?s?|comptee?s?|reglee?s?|exigee?s?)",),
    "de": (r"(?:stimmt|stimmen|passt|passen) (?:so |ja |doch |hinten und vorne )?(?:nicht|ned|nie|niemals)|(?:ist|sind|war) (?:falsch|unberechtigt|nicht (?:richtig|korrekt|berechtigt|geschuldet))|konnen (?:so )?nicht (?:stimmen|sein)|(?:ist|sind|durfte?n?|darf|sollte?n?) (?:also |somit |damit |daher |dann )?nicht (?:fallig|geschuldet|zu zahlen|berechnet werden|offen sein)",),
    "": (r"kloppen? niet|klopt niet|is fout|non (?:e giusto|torna\w{0,2})|no (?:es correcto|cuadran?)|nie zgadza sie|nao (?:esta certo|bate)|stammer inte|passer ikke|nesedi",),
}  # fmt: skip
# Beside two bills for one thing: the one that came first shall go.
THE_OLDER: Table = {
    "en": (r"(?:cancel|credit|drop|scrap|withdraw|delete|remove|take (?:off|back|out)|reverse|void)\w{0,6} (?:please )?(?:the )?(?:older|oldest|earlier|first|original)(?: one| of)?",),
    "fr": (r"(?:annul|retir|supprim|extourn|avoir|credit)\w{0,6} (?:s'il vous plait |svp |pour |sur |de )?(?:la plus (?:ancienne|vieille)|l'ancienne|la premiere|l'anterieure)",),
    "de": (r"(?:storno|stornierung|gutschrift|stornier\w{0,3}|streich\w{0,3}) (?:bitte |sie |uber )?(?:der|die|von der|fur die) (?:alter|fruher|erste|ursprunglich|alt|vorherig)\w{0,3}|die (?:altere|fruhere|erste|alte) (?:\w{2,10} ){0,2}(?:stornier|streich|zuruckzieh|gutschreib)\w{0,3}",),
    "": (r"de (?:oudste|eerste) (?:crediteren|annuleren|schrappen)|(?:annulla\w{1,3}|stornare) la (?:prima|piu vecchia)|anul\w{1,4} la (?:primera|mas antigua)|anulowac (?:starsza|pierwsza)",),
}  # fmt: skip
# What was told, written or counted twice is no document that came twice.
SAID_AGAIN: Table = {
    "en": (
        r"(?:told|said|asked|written|wrote|phoned|rang|rung|called|mailed|emailed|reminded|chased|counted|checked|rejected|conversation|complained)[^.!?\n]{0,30} (?:twice|two times|a second time)(?: already| now)?",
        r"(?:twice|two times) (?:already )?(?:told|asked|rung|phoned|written|mailed|emailed|chased|counted|checked|complained)|that's twice now",
    ),
    "fr": (
        r"(?:dit|ecrit|demande|appele|telephone|signale|reclame|compte|recompte|relance)s?[^.!?\n]{0,25} (?:deux|2) fois",
        r"(?:deux|2) fois (?:deja )?(?:dit|ecrit|demande|appele|telephone|signale|reclame|compte|recompte|relance)",
    ),
    "de": (
        r"(?:zweimal|zwei mal|2x|doppelt)[^.!?\n]{0,25}(?:gesagt|geschrieben|angerufen|gemeldet|telefoniert|gezahlt|nachgezahlt|gebeten|gemailt|reklamiert|nachgefragt)",
    ),
    "": (
        r"(?:twee keer|due volte|dos veces|duas vezes|dwa razy|to gange|tva ganger|dvakrat) (?:gezegd|gebeld|geteld|detto|scritto|chiamato|dicho|llamado|dito|ligado|mowilem|pisalem|sagt|ringt|rekl)",
    ),
}  # fmt: skip
# Between two figures, or two things: the first is held against the second.
AGAINST: Table = {
    "en": (r"instead of|rather than|in place of|as opposed to|versus|vs\.?|against|(?:and |but )?not",),
    "fr": (r"au lieu d(?:es?|u)|a la place d(?:es?|u)|plutot que|contre|et non(?: pas)?|et pas|non pas|pas",),
    "de": (r"statt|anstatt|anstelle(?: von)?|gegenuber|und nicht|nicht",),
    "": (
        r"in plaats van|invece (?:di|che)|en (?:lugar|vez) de|em vez de|zamiast|istallet for|i stedet for|misto",
        r"niet|e non|y no|e nao|a nie|inte|ikke|a ne",
    ),
}  # fmt: skip


@cache
def said(table: str) -> str:
    """An expression for the words of all languages in a table, for folded text."""
    return "|".join(row for rows in globals()[table].values() for row in rows)
