"""Sentences, tags and lists that none of the matcher's tables was written from."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from evaluation.payments.book import TODAY, Account
from evaluation.payments.lines import Draw

SENTENCES = (
    "{ref}", "Zahlung zu {ref}", "Re.-Nr.: {ref} v. {date}", "RECHN-NR {ref}/KD {customer}", "Rg {ref} {amount} EUR",
    "{ref} Beleg {own}", "Betrifft: {ref} // Danke", "SVWZ+RE {ref} {date}", "EREF+{own} SVWZ+{ref}", "Ihre Rg. {ref}",
    "/INV/{ref} {day}", "/RFB/{own}/ROC/{ref}", "{ref} BETRAG {amount}", "Nr {ref} Lief. {delivery}", "{ref}; {own}",
    "FACTURE N.: {ref}", "N° DE FACTURE {ref} ECH {date}", "Paiement fact. {ref}", "VIR SEPA {ref} {own}",
    "REGLT FACT {ref} DU {date} MT {amount}", "{ref} CDE {po}", "REF CLIENT {customer} FACT {ref}", "MOTIF: {ref}",
    "INV# {ref}", "INVOICE:{ref};DATE:{day}", "BILL PAYMENT {ref}", "{customer} {ref}", "PYMT INV {ref} PO {po}",
    "FPS {ref}", "Your invoice no. {ref}, our ref. {own}", "{ref}-{customer}", "inv.{ref} tel 0{delivery}",
    "{ref} IBAN DE{delivery}00{own}", "PURP+SUPP SVWZ+{ref}", "{own} / {ref} / {amount}", "KW 11 {ref}",
)  # fmt: skip
LISTS = (
    "Rechnungen: {refs}", "RG-NR. {refs}", "{refs} lt. Aufstellung", "SVWZ+{refs}", "Zahlung {refs} KD {customer}",
    "FACT.: {refs}", "PAIEMENT {refs}", "INVS {refs} TOTAL {amount}", "{refs}", "YOUR INVOICES {refs}",
)  # fmt: skip
SILENT = (
    "Zahlung lt. Vereinbarung", "Ueberweisung Kto 4711", "Dauerauftrag", "REGLEMENT FOURNISSEUR", "VIR DU {day}",
    "PAIEMENT", "SUPPLIER PAYMENT", "TRANSFER", "BACS {own}", "Kd. {customer}", "Lieferantenzahlung", "Monat {day}",
    "BGC FROM {customer}", "ONLINE PAYMENT", "EREF+{own}", "PURP+SUPP",
)  # fmt: skip


def worded(draw: Draw, table: tuple[str, ...], account: Account, amount: Decimal, when: object, **values: str) -> str:
    rng = draw.rng
    template = rng.choice(table)
    day = TODAY - timedelta(days=rng.randrange(0, 30))
    given = {"po": "", "day": day.strftime(rng.choice(("%d.%m.%Y", "%y%m%d", "%d/%m", "%d%m%Y", "%m/%y"))), **values}
    return draw.fill(template, account, amount, when, **given)  # type: ignore[arg-type]
