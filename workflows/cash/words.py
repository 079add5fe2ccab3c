"""What payers write around a number, language by language: the same names in each, compared in folded capitals.

Wording of payment texts (purpose lines of transfers), not of letters. Words are matched whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PaymentWords:
    invoice: tuple[str, ...]  # what stands before an invoice's number
    customer: tuple[str, ...]  # what stands before our number of the customer
    part: tuple[str, ...]  # an instalment or part payment: the rest is meant to stay open
    advance: tuple[str, ...]  # paid before there is an invoice
    internal: tuple[str, ...]  # moved between own accounts
    interest: tuple[str, ...]
    tax_office: tuple[str, ...]
    refund: tuple[str, ...]  # of our own payment, by a supplier or an office
    discount: tuple[str, ...]  # kept back for paying early


WORDS: Mapping[str, PaymentWords] = {
    "en": PaymentWords(
        invoice=("INVOICE", "INVOICES", "INV", "INVS", "INVNO", "BILL", "REF", "NO"),
        customer=("CUSTOMER", "CUST", "ACCOUNT", "ACC", "ACCT", "CUSTNO"),
        part=("PART", "PARTIAL", "INSTALMENT", "INSTALLMENT", "ON ACCOUNT", "STAGE"),
        advance=("ADVANCE", "PREPAYMENT", "DEPOSIT", "PROFORMA", "PRO FORMA", "DOWN PAYMENT"),
        internal=("INTERCO", "INTERCOMPANY", "OWN ACCOUNT", "SWEEP", "CASH POOL", "TREASURY TRANSFER"),
        interest=("INTEREST",),
        tax_office=("HMRC", "HM REVENUE"),
        refund=("REFUND",),
        discount=("DISCOUNT", "DISC"),
    ),
    "de": PaymentWords(
        invoice=("RECHNUNG", "RECHNUNGEN", "RECHNUNGSNR", "RECHN", "RECH", "RE", "RG", "RNR", "RGNR", "RENR", "NR"),
        customer=("KD", "KDNR", "KUNDE", "KUNDENNR", "KUNDENNUMMER", "KTO"),
        part=("TEILZAHLUNG", "TEILBETRAG", "RATE", "ABSCHLAG", "AKONTO", "ANTEILIG", "TEIL"),
        advance=("ANZAHLUNG", "VORAUSZAHLUNG", "VORKASSE", "PROFORMA"),
        internal=("UEBERTRAG", "UBERTRAG", "UMBUCHUNG", "KONTOUEBERTRAG", "INTERCOMPANY", "TAGESGELD", "CASHPOOL"),
        interest=("ZINSEN", "HABENZINSEN"),
        tax_office=("FINANZAMT", "FINANZKASSE", "BUNDESZENTRALAMT", "HAUPTZOLLAMT"),
        refund=("ERSTATTUNG", "RUECKERSTATTUNG"),
        discount=("SKONTO", "SKTO", "SKTO."),
    ),
    "fr": PaymentWords(
        invoice=("FACTURE", "FACTURES", "FACT", "FACTS", "FAC", "FA", "FCT", "FTE", "REF", "N", "NO", "NUM"),
        customer=("CLIENT", "CLT", "COMPTE", "CODE CLIENT"),
        part=("PARTIEL", "PARTIELLE", "ECHEANCE", "A VALOIR", "ACOMPTE SUR", "MENSUALITE"),
        advance=("ACOMPTE", "AVANCE", "ARRHES", "PROFORMA", "PRO FORMA"),
        internal=("VIREMENT INTERNE", "VIR INTERNE", "COMPTE A COMPTE", "INTRAGROUPE", "TRESORERIE", "INTERCO"),
        interest=("INTERETS",),
        tax_office=("URSSAF", "DGFIP REMB", "REMBOURSEMENT TVA", "CREDIT TVA"),
        refund=("REMBOURSEMENT", "REMB"),
        discount=("ESCOMPTE", "ESC"),
    ),
}  # fmt: skip


def words(kind: str) -> frozenset[str]:
    """The words of one kind in every language: a payer's language is not known from his bank."""
    return frozenset(word for each in WORDS.values() for word in getattr(each, kind))


def says(text: str, kind: str) -> bool:
    """Whether a folded text holds one of the words, whole."""
    padded = f" {' '.join(text.split())} "
    return any(f" {word} " in padded for word in words(kind))
