"""pain.002: what became of payments and collections that we sent, one status a transaction. It is never money.

ISO 20022 CustomerPaymentStatusReport, versions 03 to 14. A rejection (RJCT) comes before any booking, so nothing is
undone by it; a return that was booked comes once more with the statement, and that one moves the money.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lxml import etree

from bot.banks.camt_nodes import Node, local_names, node_at, stated, text_at
from bot.banks.values import BankFile, account_of, iso_day, reference_of
from bot.banks.xml_source import XmlSource
from workflows.errors import BadInput

ROOT = "CstmrPmtStsRpt"
REFUSED = frozenset({"RJCT", "CANC"})


@dataclass(frozen=True, slots=True)
class PaymentStatus:
    """One of our transactions as the bank answers for it; `amount` None and texts "" where it says nothing."""

    line: int
    level: str  # transaction, or batch or file where the bank answers for all of it at once
    status: str  # ACTC, ACSP, ACSC, PDNG, RJCT …
    reason: str  # ISO 20022 external status reason
    additional: str
    original_message: str
    original_batch: str
    end_to_end_id: str
    amount: Decimal | None
    currency: str
    name: str  # the other side: the debtor of a collection, the creditor of a payment
    account: str
    mandate: str
    collection: bool  # our direct debit (pain.008), else our payment (pain.001)

    @property
    def refused(self) -> bool:
        return self.status in REFUSED


@dataclass(frozen=True, slots=True)
class StatusReport:
    created_on: date
    statuses: tuple[PaymentStatus, ...]


def looks_like_pain002(data: bytes) -> bool:
    return ROOT.encode() in data[:20_000].replace(b"\0", b"")


def read_pain002(file: BankFile) -> StatusReport:
    """Every status that the report gives; raises BadInput with the line where it cannot be taken."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.parse(XmlSource(file), parser).getroot()
    except etree.XMLSyntaxError as error:
        raise BadInput(file.name, f"not well-formed XML: {error.msg}", line=error.lineno) from error
    names = local_names()
    report = root if names[root.tag] == ROOT else node_at(root, ROOT)
    group = node_at(report, "OrgnlGrpInfAndSts")
    if report is None or group is None:
        raise BadInput(file.name, "XML, but no status report (pain.002)", line=1)
    created_on = iso_day(text_at(report, "GrpHdr/CreDtTm"), file.name, report.sourceline or 1)
    if created_on is None:
        raise BadInput(file.name, "a status report without the day that it was made", line=report.sourceline or 1)
    original = text_at(group, "OrgnlMsgId")
    collection = text_at(group, "OrgnlMsgNmId").startswith("pain.008")
    found = []
    if text_at(group, "GrpSts"):
        found.append(_status(file, group, "file", "GrpSts", original, "", collection))
    for batch in report.iterchildren("{*}OrgnlPmtInfAndSts"):
        number = text_at(batch, "OrgnlPmtInfId")
        if text_at(batch, "PmtInfSts"):
            found.append(_status(file, batch, "batch", "PmtInfSts", original, number, collection))
        for transaction in batch.iterchildren("{*}TxInfAndSts"):
            found.append(_status(file, transaction, "transaction", "TxSts", original, number, collection))
    return StatusReport(created_on, tuple(found))


def _status(
    file: BankFile, node: Node, level: str, name: str, original: str, batch: str, collection: bool
) -> PaymentStatus:
    line = node.sourceline or 0
    status = text_at(node, name)
    if not status:
        raise BadInput(file.name, f"a transaction without its status ({name})", line=line)
    sent = node_at(node, "OrgnlTxRef")
    amount = node_at(sent, "Amt/InstdAmt")
    value, currency = stated(file, amount) if amount is not None else (None, "")
    role = "Dbtr" if collection else "Cdtr"
    return PaymentStatus(
        line=line,
        level=level,
        status=status,
        reason=text_at(node, "StsRsnInf/Rsn/Cd", "StsRsnInf/Rsn/Prtry"),
        additional=text_at(node, "StsRsnInf/AddtlInf"),
        original_message=original,
        original_batch=batch,
        end_to_end_id=reference_of(text_at(node, "OrgnlEndToEndId")),
        amount=value,
        currency=currency,
        name=text_at(sent, f"{role}/Pty/Nm", f"{role}/Nm")[:140],
        account=account_of(text_at(sent, f"{role}Acct/Id/IBAN", f"{role}Acct/Id/Othr/Id")),
        mandate=reference_of(text_at(sent, "MndtRltdInf/MndtId", "MndtRltdInf/DrctDbtMndt/MndtId")),
        collection=collection,
    )
