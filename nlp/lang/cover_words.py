"""What a covering letter of a payment is made of, by language: it hands over, names the paper and says nothing else.

The tables are those of `nlp.lang.changes` in shape: the same names for each language, "" for languages without a
lexicon; patterns for folded text without unbounded repetition. Words that deny, doubt or ask for something are none.
"""

# ruff: noqa: E501  # a pattern is one line of a table

from __future__ import annotations

import re
from functools import cache

from nlp.lang import expression, folded_pattern
from nlp.lang.change_signs import Table

# The hand-over itself, the paper and what it lists.
COVER: Table = {
    "en": (
        r"attach(?:ed|ment|ments|ing)?|enclos(?:ed|ing|ure)|find|see|herewith|hereby|below|above|here|follow(?:ing|s)|details?|specification|breakdown|remit(?:tance)?s?|advices?|notification|notice|confirmation|proof|slip|receipt|payments?|paid|transfer(?:s|red)?|bacs|eft|chaps|sepa|faster|wire|run|todays?|made|executed|sent|issued|processed|file|list|documents?|pdf|csv|excel|sheet|bank(?:ing)?|accounts?|your|our|invoices?|perusal|information|records?|regarding|concerning|supplier|vendor|payables?|department|kindly|dear|this",
    ),
    "fr": (
        r"joint|jointes?|joints|annexe|piece|pieces|trouver|trouverez|veuillez|voici|voir|details?|avis|virements?|paiements?|reglements?|jour|emis|emise|execute|effectue|realise|compte|fichier|tableau|liste|ordre|justificatif|preuve|factures?|notre|votre|nos|vos|pour|cette|fournisseurs?|tresorerie|comptabilite|service|cliente?",
    ),
    "de": (
        r"anbei|anlage|anhang|angehangt|beiliegend\w{0,2}|beilage|beigefugt\w{0,2}|avis|aviso|zahlungs?\w{0,12}|zahlung|uberweisungs?\w{0,12}|unser\w{0,2}|heutig\w{0,2}|heute|siehe|finden|details?|einzelheiten|aufstellung|liste|datei|beleg|sammelzahlung|fur|zur|zum|sie|ihr\w{0,2}|rechnung(?:en)?|lieferant\w{0,2}|kreditoren\w{0,12}|telebanking|csv|pdf|als|aus|dem|der|die|das",
    ),
    "": (
        r"hierbij|bijgaand|bijlage|specificatie|betaling|betaaladvies|betaalbewijs|onze|vandaag|treft|aan|vindt|van",
        r"allegato|allegata|contabile|bonifico|pagamento|nostro|nostra|odierno|trova|vostra|fattura|distinta",
        r"adjunto|adjuntamos|justificante|transferencia|pago|nuestr[oa]|hoy|anexo|comprovativo|pagamento|aviso|hoje|nosso",
        r"zalaczeni[ue]|zalacznik\w?|potwierdzenie|przelew\w{0,2}|platnosci|nasz\w{0,2}|priloze|avizo|platb\w|posilam\w?|zasilam\w?|nasi",
        r"vedhaeftet|vedlagt|betalingsadvis|betaling\w{0,2}|bifogas|bifogad|underlag|vores|var|dagens",
    ),
}  # fmt: skip
# What a program or a house writes below every mail.
NOTICES: Table = {
    "en": (
        r"mailbox|monitored|unmonitored|reply|do not|automatic(?:ally)?|automated|generated|message|e-?mail|system|computer|signature|valid|required|queries|portal|ticket|raise|registered|england|office hours",
    ),
    "fr": (r"message|automatique(?:ment)?|genere|envoye|repondre|merci de ne pas|adresse|signature|valable|sans",),
    "de": (
        r"nachricht|schreiben|e-?mail|maschinell|automatisch|automatisiert|erstellt\w?|generiert|versendet|unterschrift|gultig|ohne|wurde|wird|antworten|ruckfragen|postfach",
    ),
    "": (r"automatisch|bericht|beantwoorden|automatico|messaggio|rispondere|mensaje|mensagem|responder|automatycznie|wiadomosc|odpowiadac|besvares",),
}  # fmt: skip


@cache
def cover_words() -> re.Pattern[str]:
    """An expression for the words of all languages: a mail mixes them."""
    rows = [folded_pattern(row) for table in (COVER, NOTICES) for each in table.values() for row in each]
    return expression(rf"(?<!\w)(?:{'|'.join(rows)})(?!\w)")
