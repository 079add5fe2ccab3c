"""What a paper calls itself: the first title in its head, of an order, an advice, an invoice and so on.

A title is a line, or the beginning of one, near the top: "Rechnung Nr. 4711" is one, "Rechnungsadresse" and "zu Ihrer
Rechnung" are not. Of several titles the topmost counts.
"""

from __future__ import annotations

import re

from nlp.documents.tables import heading_strength
from nlp.opened import Paper

HEAD_LINES = 30
LONGEST_TITLE = 60  # characters of a cell that is a title

# fmt: off
TITLES: dict[Paper, tuple[str, ...]] = {
    Paper.CONFIRMATION: (
        "auftragsbestätigung", "bestellbestätigung", "confirmation de commande", "accusé de réception de commande",
        "order confirmation", "order acknowledgement", "sales order confirmation", "orderbevestiging",
        "conferma d'ordine", "conferma ordine", "confirmación de pedido", "potwierdzenie zamówienia"),
    Paper.ADVICE: (
        "zahlungsavis", "zahlungsavisierung", "avis", "überweisungsavis", "zahlungsankündigung", "avis de paiement",
        "avis de règlement", "avis de virement", "détail du règlement", "bordereau de règlement", "relevé de paiement",
        "remittance advice", "payment advice", "remittance", "payment notification", "supplier payment advice",
        "betalingsadvies", "betaaladvies", "betalingsspecificatie", "avviso di pagamento", "aviso de pago",
        "awizo płatności"),
    Paper.REMINDER: (
        "mahnung", "zahlungserinnerung", "erste mahnung", "zweite mahnung", "letzte mahnung", "1. mahnung",
        "2. mahnung", "3. mahnung", "relance", "lettre de relance", "rappel", "mise en demeure", "rappel de paiement",
        "payment reminder", "reminder", "overdue notice", "final notice", "past due notice", "aanmaning",
        "betalingsherinnering", "sollecito di pagamento", "recordatorio de pago", "wezwanie do zapłaty"),
    Paper.STATEMENT: (
        "kontoauszug", "saldenbestätigung", "offene posten", "offene-posten-liste", "op-liste", "saldenliste",
        "relevé de compte", "extrait de compte", "état de compte", "statement of account", "account statement",
        "statement", "open items", "rekeningoverzicht", "estratto conto", "extracto de cuenta"),
    Paper.CREDIT_NOTE: (
        "gutschrift", "rechnungskorrektur", "stornorechnung", "avoir", "facture d'avoir", "note de crédit",
        "credit note", "credit memo", "creditnota", "nota di credito", "nota de crédito", "abono"),
    Paper.INVOICE: (
        "rechnung", "schlussrechnung", "abschlagsrechnung", "facture", "facture d'acompte", "invoice", "tax invoice",
        "commercial invoice", "proforma", "proforma invoice", "factuur", "fattura", "factura", "faktura"),
    Paper.DELIVERY_NOTE: (
        "lieferschein", "bon de livraison", "bordereau de livraison", "delivery note", "packing slip", "packing list",
        "pakbon", "documento di trasporto", "albarán"),
    Paper.QUOTE: (
        "angebot", "kostenvoranschlag", "offerte", "devis", "offre de prix", "proposition commerciale", "quotation",
        "quote", "offerta", "preventivo", "presupuesto", "oferta"),
    Paper.ORDER: (
        "bestellung", "bestellformular", "bestellschein", "bestellauftrag", "einkaufsbestellung", "nachbestellung",
        "abruf", "auftrag", "bon de commande", "commande", "commande fournisseur", "commande d'achat",
        "purchase order", "order form", "order", "purchase request", "requisition", "inkooporder", "bestelling",
        "bestelbon", "ordine d'acquisto", "ordine", "ordine di acquisto", "pedido", "orden de compra", "zamówienie"),
}
# fmt: on

_NUMBER = r"(?:[ :.#-]{0,4}(?:nr|no|n°|nº|num[ée]ro|number|nummer|ref|réf)?\.?[ :.#]{0,4}[\w/.-]{0,30}\d[\w/.-]{0,30})"
_DAY = r"[ ,]{0,3}(?:vom|du|of|dated|date|datum|from|van|del|z dnia)\b.{0,40}"
_DATED = r",?[ ]{1,3}\d{1,2}[./ -][ ]?[^\W_]{1,12}[./ -][ ]?\d{2,4}"  # "Quotation Q-77, 3 March 2026"
_REST = rf"(?:{_NUMBER}(?:{_DAY}|{_DATED})?|{_DAY}|[ ]{{0,2}}(?:/|\(|-|–|:)[ ].{{0,45}})?"
_WORDS = sorted(((word, paper) for paper, words in TITLES.items() for word in words), key=lambda pair: -len(pair[0]))
_BY_WORD = dict(_WORDS)
_TITLE = re.compile(rf"({'|'.join(re.escape(word) for word, _ in _WORDS)}){_REST}\s{{0,3}}", re.IGNORECASE)


def paper_of(text: str) -> Paper:
    """The paper that the first title of a text names; UNKNOWN where no title stands near the top, above any table."""
    for line in text[:6000].splitlines()[:HEAD_LINES]:
        cells = tuple(cell for cell in re.split(r" {2,}|\t", line.strip()) if cell)
        if heading_strength(cells) >= 2:
            return Paper.UNKNOWN  # a table begins, and "Invoice" heads one of its columns
        for cell in (line, *cells):
            stripped = cell.strip()
            if 3 < len(stripped) <= LONGEST_TITLE and (match := _TITLE.fullmatch(stripped)):
                return _BY_WORD[match[1].lower()]
    return Paper.UNKNOWN
