"""What payers write around a number, language by language: the same names in each, compared in folded capitals.

Wording of payment texts (purpose lines of transfers), not of letters. Words are matched whole.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class PaymentWords:
    invoice: tuple[str, ...]  # what stands before an invoice's number
    customer: tuple[str, ...]  # what stands before our number of the customer
    order: tuple[str, ...]  # what stands before the customer's order number
    delivery: tuple[str, ...]  # what stands before a delivery note's number
    own: tuple[str, ...]  # what stands before the payer's own number
    filler: tuple[str, ...]  # stands between such a word and its number, or between two numbers, and says nothing
    balance: tuple[str, ...]  # all that is open is paid
    damage: tuple[str, ...]  # something is kept back for a reason
    months: tuple[str, ...]
    part: tuple[str, ...]  # an instalment or part payment: the rest is meant to stay open
    advance: tuple[str, ...]  # paid before there is an invoice
    internal: tuple[str, ...]  # moved between own accounts
    interest: tuple[str, ...]
    tax_office: tuple[str, ...]
    refund: tuple[str, ...]  # of our own payment, by a supplier or an office
    discount: tuple[str, ...]  # kept back for paying early


WORDS: Mapping[str, PaymentWords] = {
    "en": PaymentWords(
        invoice=("INVOICE", "INVOICES", "INV", "INVS", "INVNO", "BILL", "REF"),
        customer=("CUSTOMER", "CUST", "ACCOUNT", "ACC", "ACCT", "CUSTNO"),
        order=("PO", "ORDER", "PURCHASE", "PONO", "DELIVERY"),
        delivery=("DN", "SHIPMENT", "DESPATCH"),
        own=("OURREF", "BATCH", "RUN", "VOUCHER"),
        filler=("NO", "NUMBER", "NBR", "DATED", "DATE", "AND", "FOR", "OF", "YOUR"),
        balance=("BALANCE", "FULL STATEMENT"),
        damage=("DEDUCTION", "DAMAGED", "CLAIM", "SHORT DELIVERY", "RETENTION"),
        months=("JANUARY", "FEBRUARY", "MARCH", "APRIL", "MAY", "JUNE", "JULY", "AUGUST", "SEPTEMBER", "OCTOBER",
                "NOVEMBER", "DECEMBER"),
        part=("PART", "PARTIAL", "INSTALMENT", "INSTALLMENT", "ON ACCOUNT", "STAGE"),
        advance=("ADVANCE", "PREPAYMENT", "DEPOSIT", "PROFORMA", "PRO FORMA", "DOWN PAYMENT"),
        internal=("INTERCO", "INTERCOMPANY", "OWN ACCOUNT", "SWEEP", "CASH POOL", "TREASURY TRANSFER"),
        interest=("INTEREST",),
        tax_office=("HMRC", "HM REVENUE"),
        refund=("REFUND",),
        discount=("DISCOUNT", "DISC"),
    ),
    "de": PaymentWords(
        invoice=("RECHNUNG", "RECHNUNGEN", "RECHNUNGSNR", "RECHN", "RECH", "RE", "RG", "RNR", "RGNR", "RENR",
                 "BELEG"),
        customer=("KD", "KDNR", "KUNDE", "KUNDEN", "KUNDENNR", "KUNDENNUMMER", "KTO", "DEBITOR"),
        order=("BEST", "BESTELLUNG", "BESTELLNR", "BESTNR", "AUFTRAG", "AB", "LIEFERUNG"),
        delivery=("LS", "LIEFERSCHEIN", "LSNR"),
        own=("ZAHLLAUF", "BELEGNR", "BUCHUNG", "ZL"),
        filler=("NR", "NUMMER", "VOM", "V", "UND", "U", "ZU", "IHRE", "MIT", "DATUM"),
        balance=("KONTOAUSGLEICH", "AUSGLEICH", "SALDO", "SALDENAUSGLEICH"),
        damage=("ABZUG", "KUERZUNG", "REKLAMATION", "BRUCH", "FEHLMENGE", "EINBEHALT"),
        months=("JANUAR", "FEBRUAR", "MAERZ", "APRIL", "MAI", "JUNI", "JULI", "AUGUST", "SEPTEMBER", "OKTOBER",
                "NOVEMBER", "DEZEMBER"),
        part=("TEILZAHLUNG", "TEILBETRAG", "RATE", "ABSCHLAG", "AKONTO", "ANTEILIG", "TEIL"),
        advance=("ANZAHLUNG", "VORAUSZAHLUNG", "VORKASSE", "PROFORMA"),
        internal=("UEBERTRAG", "UBERTRAG", "UMBUCHUNG", "KONTOUEBERTRAG", "INTERCOMPANY", "TAGESGELD", "CASHPOOL"),
        interest=("ZINSEN", "HABENZINSEN"),
        tax_office=("FINANZAMT", "FINANZKASSE", "BUNDESZENTRALAMT", "HAUPTZOLLAMT"),
        refund=("ERSTATTUNG", "RUECKERSTATTUNG"),
        discount=("SKONTO", "SKTO", "SKTO."),
    ),
    "fr": PaymentWords(
        invoice=("FACTURE", "FACTURES", "FACT", "FACTS", "FAC", "FA", "FCT", "FTE", "REF", "REFS"),
        customer=("CLIENT", "CLT", "COMPTE"),
        order=("BC", "COMMANDE", "CDE", "CMD", "LIVRAISON"),
        delivery=("BL", "BON"),
        own=("NREF", "PIECE", "BORDEREAU"),
        filler=("N", "NO", "NUM", "NUMERO", "DU", "DE", "ET", "VOS", "VOTRE", "DES", "LA", "LE", "SUR"),
        balance=("SOLDE", "RELEVE", "SOLDE DE TOUT COMPTE"),
        damage=("RETENUE", "LITIGE", "DEDUCTION", "CASSE", "MANQUANT"),
        months=("JANVIER", "FEVRIER", "MARS", "AVRIL", "MAI", "JUIN", "JUILLET", "AOUT", "SEPTEMBRE", "OCTOBRE",
                "NOVEMBRE", "DECEMBRE"),
        part=("PARTIEL", "PARTIELLE", "ECHEANCE", "A VALOIR", "ACOMPTE SUR", "MENSUALITE"),
        advance=("ACOMPTE", "AVANCE", "ARRHES", "PROFORMA", "PRO FORMA"),
        internal=("VIREMENT INTERNE", "VIR INTERNE", "COMPTE A COMPTE", "INTRAGROUPE", "TRESORERIE", "INTERCO"),
        interest=("INTERETS",),
        tax_office=("URSSAF", "DGFIP REMB", "REMBOURSEMENT TVA", "CREDIT TVA"),
        refund=("REMBOURSEMENT", "REMB"),
        discount=("ESCOMPTE", "ESC"),
    ),
}  # fmt: skip


@lru_cache(maxsize=64)
def words(kind: str) -> frozenset[str]:
    """The words of one kind in every language: a payer's language is not known from his bank."""
    return frozenset(word for each in WORDS.values() for word in getattr(each, kind))


def says(text: str, kind: str) -> bool:
    """Whether a folded text holds one of the words, whole."""
    return _pattern(kind).search(text) is not None


@lru_cache(maxsize=64)
def _pattern(kind: str) -> re.Pattern[str]:
    phrases = sorted((r"[^A-Z0-9]+".join(map(re.escape, word.split())) for word in words(kind)), key=len, reverse=True)
    return re.compile(rf"(?<![A-Z0-9])(?:{'|'.join(phrases)})(?![A-Z0-9])")
