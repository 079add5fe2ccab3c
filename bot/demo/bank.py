"""The bank of the story: a day's entries of one account as a camt.053 statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from lxml import etree

from workflows.customers import Customer
from workflows.ports import Company

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"
CHARGE = ("ACMT", "MDOP", "CHRG")
TRANSFER_IN, TRANSFER_OUT = ("PMNT", "RCDT", "ESCT"), ("PMNT", "ICDT", "ESCT")


def statement(
    company: Company,
    day: date,
    opening: Decimal,
    entries: Sequence[Mapping[str, Any]],
    customers: Mapping[str, Customer],
) -> tuple[bytes, Decimal]:
    """(the file, the closing balance). An entry: amount (signed), name, text, and perhaps customer, reference, kind."""
    root = etree.Element("Document", nsmap={None: NAMESPACE})
    body = child(root, "BkToCstmrStmt")
    head = child(body, "GrpHdr")
    child(head, "MsgId", f"{company.code}-{day:%Y%m%d}")
    child(head, "CreDtTm", f"{day.isoformat()}T18:00:00+01:00")
    sheet = child(body, "Stmt")
    child(sheet, "Id", f"{company.code}-{day:%Y-%m-%d}")
    account = child(sheet, "Acct")
    child(child(account, "Id"), "IBAN", company.iban)
    child(account, "Ccy", company.currency)
    closing = opening + sum((Decimal(entry["amount"]) for entry in entries), Decimal(0))
    for code, amount in (("OPBD", opening), ("CLBD", closing)):
        balance = child(sheet, "Bal")
        child(child(child(balance, "Tp"), "CdOrPrtry"), "Cd", code)
        money(balance, amount, company.currency)
        child(child(balance, "Dt"), "Dt", day.isoformat())
    for number, entry in enumerate(entries, 1):
        write_entry(sheet, company, day, number, entry, customers)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True), closing


def write_entry(
    sheet: etree._Element,
    company: Company,
    day: date,
    number: int,
    entry: Mapping[str, Any],
    customers: Mapping[str, Customer],
) -> None:
    amount = Decimal(entry["amount"])
    row = child(sheet, "Ntry")
    child(row, "NtryRef", f"{day:%m%d}{number:03d}")
    money(row, amount, company.currency)
    child(child(row, "Sts"), "Cd", "BOOK")
    child(child(row, "BookgDt"), "Dt", day.isoformat())
    child(child(row, "ValDt"), "Dt", day.isoformat())
    child(row, "AcctSvcrRef", f"{company.code}{day:%Y%m%d}{number:04d}")
    codes = CHARGE if entry.get("kind") == "charge" else TRANSFER_IN if amount > 0 else TRANSFER_OUT
    domain = child(child(row, "BkTxCd"), "Domn")
    child(domain, "Cd", codes[0])
    family = child(domain, "Fmly")
    child(family, "Cd", codes[1])
    child(family, "SubFmlyCd", codes[2])
    details = child(child(row, "NtryDtls"), "TxDtls")
    child(child(details, "Refs"), "EndToEndId", entry.get("reference", "NOTPROVIDED"))
    if entry["name"]:
        write_party(details, "Dbtr" if amount > 0 else "Cdtr", entry, customers)
    child(child(details, "RmtInf"), "Ustrd", entry["text"])


def write_party(
    details: etree._Element, role: str, entry: Mapping[str, Any], customers: Mapping[str, Customer]
) -> None:
    parties = child(details, "RltdPties")
    child(child(child(parties, role), "Pty"), "Nm", entry["name"])
    if entry.get("customer"):
        child(child(child(parties, f"{role}Acct"), "Id"), "IBAN", customers[entry["customer"]].ibans[0])


def money(parent: etree._Element, amount: Decimal, currency: str) -> None:
    child(parent, "Amt", f"{abs(amount):.2f}").set("Ccy", currency)
    child(parent, "CdtDbtInd", "CRDT" if amount >= 0 else "DBIT")


def child(parent: etree._Element, name: str, text: str = "") -> etree._Element:
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")
    element.text = text or None
    return element
