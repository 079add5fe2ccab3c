"""Small words around the number of a payment: what links it to its label, what labels another number, by language.

The tables have the same names for each language, "" for languages without a lexicon and for names that banks and
registers use everywhere; patterns for folded text without unbounded repetition. They are read all at once.
"""

from __future__ import annotations

from functools import cache

from nlp.lang import folded_pattern
from nlp.lang.change_signs import Table

# Between a label and what it labels: "référence du virement".
OF: Table = {"en": (r"of|for",), "fr": (r"de|du|des",), "de": (r"der|des",), "": ()}
# Before the number itself: "reference is", "Referenz lautet".
IS: Table = {"en": (r"is",), "fr": (r"est",), "de": (r"ist|lautet",), "": (r"e|es",)}
WAS: Table = {"en": (r"was",), "fr": (r"était",), "de": (r"war",), "": ()}
NETWORKS: Table = {"en": (r"bacs|eft",), "fr": (), "de": (), "": (r"sepa",)}
CHEQUES: Table = {"en": (r"cheque|check",), "fr": (r"chèque",), "de": (r"scheck",), "": ()}
SIGNS: Table = {"en": (r"no|number",), "fr": (r"n°|numéro",), "de": (r"nr|nummer",), "": ()}
# Behind a heading: "payment ref", "Zahlung Nr".
HEADING_ENDS: Table = {"en": (r"no|number",), "fr": (), "de": (r"nr",), "": (r"ref|id",)}
# Heads the column in which every row has the payment's number.
HEADINGS: Table = {"en": (r"payment|run",), "fr": (r"paiement|virement",), "de": (r"zahlung",), "": ()}
# Right before a number that is no payment's: of a telephone, a register, a customer, an article, a delivery.
OTHER_LABELS: Table = {
    "en": (r"phone|mobile|ext|vat|customer",),
    "fr": (r"portable|poste|siret|siren|rcs|tva|client|bl|cde|bp|cs",),
    "de": (r"fon|durchwahl|hrb|ust\S{0,6}|uid|kunden\S{0,8}|ls|lieferschein\S{0,4}|postfach",),
    "": (r"tel|fax|iban|bic|art\S{0,6}|sku",),
}  # fmt: skip
# Before the number of the paper that a payment was made under.
UNDER: Table = {"en": (r"under|via",), "fr": (r"sous",), "de": (r"unter|per",), "": (r"onder",)}
# Heads the column that says why something was kept back.
REASONS: Table = {
    "en": (r"reason|remarks?|comments?|cause|narrative",),
    "fr": (r"motif|raison|remarques?|commentaires?|observations?",),
    "de": (r"grund|begründung|bemerkung(?:en)?|anmerkung(?:en)?|hinweis",),
    "": (r"reden|opmerking(?:en)?|motivo|causale|observaciones|observacoes|powod|uwagi|duvod|poznamka|arsag",),
}  # fmt: skip


@cache
def words(*tables: str) -> str:
    """An expression for the words of all languages in these tables, for folded text."""
    rows = (row for name in tables for each in globals()[name].values() for row in each)
    return "|".join(folded_pattern(row) for row in rows)
