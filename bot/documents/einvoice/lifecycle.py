"""Messages about the life of an e-invoice between French platforms: CDAR (UN/CEFACT D22B) as XP Z12-012 profiles it.

A seller reads that his invoice was deposited, rejected, refused, disputed …, and tells that he was paid, tax by tax.
Codes: BR-FR-CDV-CL-06 (statuses), CL-09 (reasons), CL-02 (roles).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from lxml import etree

from bot.documents.einvoice.binding import (
    IDENTIFIER,
    NUMBER,
    TEXT,
    Const,
    Leaf,
    Many,
    MoneyCodec,
    Node,
    One,
    Part,
    made,
)
from bot.documents.einvoice.cii import NAMES, day, qdt, ram, udt, within
from bot.documents.einvoice.findings import Finding
from bot.documents.einvoice.model import Identifier

RSM = "urn:un:unece:uncefact:data:standard:CrossDomainAcknowledgementAndResponse:100"
GUIDELINE, REGULATED = "urn.cpro.gouv.fr:1p0:CDV:invoice", "REGULATED"
TREATMENT, TRANSMISSION = "23", "305"  # UNTDID 1001: what the parties say, what the platforms say
PAID_AMOUNT = "MEN"
MOMENT = "%Y%m%d%H%M%S"


class Status(StrEnum):
    """What happened to an invoice (MDT-105)."""

    DEPOSITED = "200"
    ISSUED = "201"
    RECEIVED = "202"
    AVAILABLE = "203"
    TAKEN_IN_CHARGE = "204"
    APPROVED = "205"
    PARTLY_APPROVED = "206"
    DISPUTED = "207"
    SUSPENDED = "208"
    COMPLETED = "209"
    REFUSED = "210"
    PAYMENT_SENT = "211"
    PAID = "212"
    REJECTED = "213"
    STAMPED = "214"
    NOT_ACKNOWLEDGED = "220"
    ROUTING_ERROR = "221"
    FACTORED = "224"
    FACTORED_WITHOUT_NOTICE = "225"
    FACTOR_CHANGED = "226"
    NOT_FACTORED = "227"
    PAYEE_CHANGED = "228"
    INADMISSIBLE = "501"


REASONED = frozenset(
    {Status.REFUSED, Status.REJECTED, Status.INADMISSIBLE, Status.DISPUTED, Status.PARTLY_APPROVED, Status.SUSPENDED}
)  # BR-FR-CDV-15


@dataclass(frozen=True, slots=True)
class Actor:
    """Who speaks or is spoken to; `role` is of UNTDID 3035 (SE seller, BY buyer, WK platform)."""

    role: str = ""
    id: Identifier | None = None
    endpoint: Identifier | None = None


@dataclass(frozen=True, slots=True)
class PaidTax:
    """What was paid at one rate, tax included (MDT-207 "MEN")."""

    rate: Decimal | None = None  # percent
    amount: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why (MDG-37), and what was paid."""

    code: str = ""  # MDT-113
    text: str = ""
    paid: tuple[PaidTax, ...] = ()


@dataclass(frozen=True, slots=True)
class LifecycleMessage:
    """One status of one invoice."""

    id: str = ""  # MDT-4
    sent_at: str = ""  # MDT-8, YYYYMMDDhhmmss
    sender: Actor = Actor()
    issuer: Actor = Actor()
    recipient: Actor = Actor()
    phase: str = TREATMENT  # MDT-77
    invoice: str = ""  # MDT-87
    invoice_type: str = "380"  # MDT-91
    invoiced_on: date | None = None  # MDT-100
    status: str = ""  # MDT-105
    seller: Actor = Actor()
    reasons: tuple[Reason, ...] = ()
    currency: str = "EUR"


def rsm(name: str) -> str:
    return f"{{{RSM}}}{name}"


def moment(name: str) -> Part:
    return within("IssueDateTime", Leaf(udt("DateTimeString"), name, TEXT, {"format": "204"}))


ACTOR: tuple[Part, ...] = (
    Leaf(ram("GlobalID"), "id", IDENTIFIER),
    Leaf(ram("RoleCode"), "role"),
    within("URIUniversalCommunication", Leaf(ram("URIID"), "endpoint", IDENTIFIER)),
)
PAID: tuple[Part, ...] = (
    Const(ram("TypeCode"), PAID_AMOUNT),
    Leaf(ram("ValuePercent"), "rate", NUMBER, always=True),
    Leaf(ram("ValueAmount"), "amount", MoneyCodec("currencyID"), always=True),
)
REASON: tuple[Part, ...] = (
    Leaf(ram("ReasonCode"), "code"),
    Leaf(ram("Reason"), "text"),
    Many(ram("SpecifiedDocumentCharacteristic"), "paid", PaidTax, PAID),
)
MESSAGE: tuple[Part, ...] = (
    Node(
        rsm("ExchangedDocumentContext"),
        (
            Node(ram("BusinessProcessSpecifiedDocumentContextParameter"), (Const(ram("ID"), REGULATED),), always=True),
            Node(ram("GuidelineSpecifiedDocumentContextParameter"), (Const(ram("ID"), GUIDELINE),), always=True),
        ),
        always=True,
    ),
    Node(
        rsm("ExchangedDocument"),
        (
            Leaf(ram("ID"), "id"),
            moment("sent_at"),
            One(ram("SenderTradeParty"), "sender", Actor, ACTOR),
            One(ram("IssuerTradeParty"), "issuer", Actor, ACTOR),
            One(ram("RecipientTradeParty"), "recipient", Actor, ACTOR),
        ),
    ),
    Node(
        rsm("AcknowledgementDocument"),
        (
            Node(ram("MultipleReferencesIndicator"), (Const(udt("Indicator"), "false"),), always=True),
            Leaf(ram("TypeCode"), "phase"),
            moment("sent_at"),
            Node(
                ram("ReferenceReferencedDocument"),
                (
                    Leaf(ram("IssuerAssignedID"), "invoice"),
                    Leaf(ram("TypeCode"), "invoice_type"),
                    day("FormattedIssueDateTime", "invoiced_on", qdt("DateTimeString")),
                    Leaf(ram("ProcessConditionCode"), "status"),
                    One(ram("IssuerTradeParty"), "seller", Actor, ACTOR),
                    Many(ram("SpecifiedDocumentStatus"), "reasons", Reason, REASON),
                ),
            ),
        ),
    ),
)
LIMIT_BYTES = 1_000_000


def write(message: LifecycleMessage) -> bytes:
    """The message as XML, UTF-8."""
    root = etree.Element(rsm("CrossDomainAcknowledgementAndResponse"), nsmap={**NAMES, "rsm": RSM})
    for part in MESSAGE:
        part.write(message, root, message.currency)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def read(xml: bytes) -> LifecycleMessage:
    """What a platform says. Raises ValueError for anything else than one such message."""
    if len(xml) > LIMIT_BYTES:
        raise ValueError("a life-cycle message is not that long")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(f"no XML: {error}") from error
    if root.tag != rsm("CrossDomainAcknowledgementAndResponse"):
        raise ValueError(f"{root.tag} is no life-cycle message")
    found: dict[str, object] = {}
    for part in MESSAGE:
        part.read(root, found)
    message: LifecycleMessage = made(LifecycleMessage, found)
    return message


def paid(
    invoice: str,
    invoiced_on: date,
    amounts: Mapping[Decimal, Decimal],
    *,
    seller: Actor,
    buyer: Actor,
    at: datetime,
    currency: str = "EUR",
) -> LifecycleMessage:
    """That a seller was paid (212): what was paid at each rate of tax, tax included."""
    stamp = at.strftime(MOMENT)
    return LifecycleMessage(
        id=f"{invoice}_{Status.PAID}_{stamp}",
        sent_at=stamp,
        sender=seller,
        issuer=seller,
        recipient=buyer,
        invoice=invoice,
        invoiced_on=invoiced_on,
        status=Status.PAID,
        seller=seller,
        reasons=(Reason(paid=tuple(PaidTax(rate, amount) for rate, amount in sorted(amounts.items()))),),
        currency=currency,
    )


def check(message: LifecycleMessage) -> tuple[Finding, ...]:
    """What is wrong with a message by BR-FR-CDV; () if nothing."""
    reachable = message.recipient.endpoint or message.recipient.role in ("WK", "DFH")  # platforms need none
    found = [
        Finding(rule, place, f"{what} is missing")
        for rule, place, value, what in (
            ("BR-FR-CDV-03", "MDT-4", message.id, "the message's identifier"),
            ("BR-FR-CDV-04", "MDT-8", message.sent_at, "the moment"),
            ("BR-FR-CDV-06", "MDT-21", message.sender.role, "the sender's role"),
            ("BR-FR-CDV-07", "MDT-38", message.issuer.id, "the issuer's identifier"),
            (
                "BR-FR-CDV-08",
                "MDT-73",
                reachable,
                "where the recipient is reached",
            ),
            ("BR-FR-CDV-10", "MDT-87", message.invoice, "the invoice's number"),
            ("BR-FR-CDV-11", "MDT-100", message.invoiced_on or message.status == Status.INADMISSIBLE, "its date"),
            ("BR-FR-CDV-13", "MDT-129", message.seller.id, "the seller's identifier"),
        )
        if not value
    ]
    if message.phase not in (TREATMENT, TRANSMISSION):
        found.append(Finding("BR-FR-CDV-09", "MDT-77", f"{message.phase!r} is neither {TREATMENT} nor {TRANSMISSION}"))
    if message.status not in list(Status):
        found.append(Finding("BR-FR-CDV-CL-06", "MDT-105", f"{message.status!r} is no status"))
    if message.status == Status.PAID and not any(reason.paid for reason in message.reasons):
        found.append(Finding("BR-FR-CDV-14", "MDT-207", "what was paid is not said"))
    if message.status in list(REASONED) and not any(reason.code for reason in message.reasons):
        found.append(Finding("BR-FR-CDV-15", "MDT-113", "the reason is missing"))
    return tuple(found)
