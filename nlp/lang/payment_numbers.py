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
# Words of a label that say that a payment is numbered: "Zahlbeleg", "Pmt doc", "N° de mandat".
STEMS: Table = {
    "en": (
        r"pay(?:ments?|ing)?|pmt|remit\w{0,8}|transfers?|wires?|runs?|vouchers?|transactions?|traces?|batch|clearing",
    ),
    "fr": (r"virements?|règlements?|paiements?|mandat\w{0,8}|bordereau|dépôts?|versements?|opérations?",),
    "de": (
        r"zahl\w{0,14}|überweis\w{0,14}|anweis\w{0,14}|vergütung\w{0,10}|ausgleich\w{0,10}|transaktion\w{0,8}|"
        r"(?:\w{1,14})?(?:lauf|beleg|avis|vorgang)(?:nummer|nr|id|kennung)?",
    ),
    "": (
        r"avis\w{0,4}|bacs|chaps|eft|bonifico|transferencia|betal\w{0,12}|betaal\w{0,12}|przelew\w{0,4}|pago|platb\w",
    ),
}
# Within such a label: the number is of something else, or no number at all.
NO_STEMS: Table = {
    "en": (
        r"account|customer|supplier|vendor|creditor|debtor|payee|payer|benefic|date|amount|total|terms?(?!\w)|days|due|tax|"
        r"invoice|order|delivery|page|phone|sort code|currency|rate|discount|period|net(?!\w)|gross|status|by(?!\w)",
    ),
    "fr": (
        r"compte|client|fournisseur|créanci|débit|bénéfic|montant|délai|échéan|jours|facture|commande|livraison|tél|"
        r"escompte|taux|devise|siret|période|conditions|mode|bon ",
    ),
    "de": (
        r"konto|kunde|lieferant|kreditor|debitor|empfäng|datum|betrag|summe|ziel|frist|beding|tage?(?!\w)|steuer|rechnung|"
        r"bestell|auftrag|liefer|seite|telefon|währung|skonto|zeitraum|blz|art(?!\w)|weise|partner|gutschrift|zahlt",
    ),
    "": (r"iban|bic|swift|vat|ust|tva",),
}  # fmt: skip
# Before a word for reference: it is the transfer's, whatever it says.
TRANSFERS: Table = {
    "en": (r"bacs|chaps|eft|transfers?|wires?|faster payments?|direct credit|bank credit",),
    "fr": (r"virements?|vir",),
    "de": (r"überweis\w{0,8}|banküberweisung",),
    "": (r"sepa|bonifico|transferencia|overboeking|przelew\w{0,4}",),
}
WITH: Table = {"en": (r"with|under",), "fr": (r"avec|sous",), "de": (r"mit|unter",), "": (r"met|con|com",)}
REFERENCES: Table = {
    "en": (r"ref(?:erence|s)?\.?",),
    "fr": (r"réf(?:érence)?\.?(?: bancaire)?",),
    "de": (r"(?:der )?referenz|ref\.?",),
    "": (r"kenmerk|referentie|riferimento|referencia",),
}
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
