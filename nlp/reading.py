"""What a message says: the vocabulary that the reader speaks and the workflows listen to.

Values only, standard library only: `workflows` may import this module and nothing else of `nlp`.
Amounts are `Decimal` in the currency that stands beside them; dates are calendar dates of the sender.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


class IntentName(StrEnum):
    """Every kind of thing a message can be about."""

    ORDER = "order"
    ORDER_CHANGE = "order_change"
    REMITTANCE = "remittance"
    DISPUTE = "dispute"
    PROMISE = "promise"
    QUERY = "query"
    MASTER_DATA = "master_data"
    AUTO_REPLY = "auto_reply"
    BOUNCE = "bounce"
    SPAM = "spam"
    OTHER = "other"


class ChangeAction(StrEnum):
    CANCEL = "cancel"
    CHANGE = "change"


class DeductionReason(StrEnum):
    DISCOUNT = "discount"
    CREDIT_NOTE = "credit_note"
    DISPUTE = "dispute"
    BANK_CHARGE = "bank_charge"
    OTHER = "other"


class DisputeReason(StrEnum):
    PRICE = "price"
    QUANTITY = "quantity"
    DAMAGED = "damaged"
    NOT_DELIVERED = "not_delivered"
    WRONG_ITEM = "wrong_item"
    DUPLICATE = "duplicate"
    ALREADY_PAID = "already_paid"
    TAX = "tax"
    INVOICE_FORM = "invoice_form"
    NOT_ORDERED = "not_ordered"
    CONTRACT_TERMS = "contract_terms"
    OTHER = "other"


class QueryTopic(StrEnum):
    INVOICE_COPY = "invoice_copy"
    STATEMENT = "statement"
    BANK_DETAILS = "bank_details"
    ORDER_STATUS = "order_status"
    DUE_DATE = "due_date"
    OTHER = "other"


class Trust(StrEnum):
    """What our own server's Authentication-Results prove about the sender's domain (RFC 8601)."""

    VERIFIED = "verified"  # DMARC pass, or an aligned DKIM signature
    UNKNOWN = "unknown"  # nothing said, or nothing said by a server we believe
    FAILED = "failed"  # DMARC fail


class TrustLevel(StrEnum):
    """How far a sender's word carries, the least first. What a level allows is configuration, not decided here."""

    FAILED = "failed"  # the domain itself says that it did not send the mail
    SUSPECT = "suspect"  # something about the sender deceives, or may: see SENDER_PROBLEMS
    UNVERIFIED = "unverified"  # nothing proves the sender, nothing speaks against it
    VERIFIED = "verified"  # the sender's domain sent it


class Speaks(StrEnum):
    """What a reason of trust says about the sender."""

    FOR = "for"
    AGAINST = "against"
    NEITHER = "neither"  # a person should know it


# Problems that say: the sender may be somebody else than it seems. Nothing is done at once, nothing is ever answered.
SENDER_PROBLEMS = frozenset(
    "lookalike_domain lookalike_address impersonation address_in_name name_of_customer reply_to_mismatch "
    "several_senders several_from_headers no_sender".split()
)


class Identification(StrEnum):
    """How the customer of a message was found; only the first two are the customer speaking."""

    ADDRESS = "address"  # the sender's address stands in the customer's record or contacts
    DOMAIN = "domain"  # the sender's domain belongs to the customer alone
    REFERENCE = "reference"  # only a number or name in the text points to the customer


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words or the cell that a value was read from.

    `source` is "subject", "body" or "attachment:N" (N counts the message's attachments from 0); "book" or "answered"
    where the words only point to the value ("the older one") and our book, or the mail of ours that this one answers,
    has it: the same words then stand beside it with their own place.
    `start` and `end` are character offsets into that source's text, -1 where the value has no place in a text;
    `field` is the dotted path of the value in the Reading ("remittance.lines.0.amount").
    `page`: of a PDF or a scan, from 1; 0 elsewhere. `cell`: as a spreadsheet program names it ("B7"), with its `sheet`
    ("Tabelle1"); in a CSV file and in the table of an HTML mail or page the sheet is "" (or "table 2").
    """

    field: str
    source: str
    text: str
    start: int = -1
    end: int = -1
    page: int = 0
    sheet: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that a specialist must know: a code, where it was met, and what it means in words."""

    code: str
    detail: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class TrustReason:
    """One thing that speaks for or against the sender, or that a person should know of it."""

    code: str
    detail: str
    speaks: Speaks = Speaks.NEITHER


@dataclass(frozen=True, slots=True)
class Intent:
    """One thing the message wants. `confidence` is calibrated: of 100 intents said with 0.9, about 90 are right."""

    name: IntentName
    confidence: float


@dataclass(frozen=True, slots=True)
class OrderLine:
    """What is wanted: `sku` where it was resolved against the catalogue, the customer's words in any case."""

    sku: str | None
    description: str
    quantity: Decimal
    unit_price: Decimal | None = None
    unit: str | None = None  # that it names: a code of UN/ECE recommendation 20 or 21, the article's own if meant


@dataclass(frozen=True, slots=True)
class Order:
    po_number: str | None
    order_date: date | None
    requested_date: date | None
    currency: str | None
    total: Decimal | None
    lines: tuple[OrderLine, ...]


@dataclass(frozen=True, slots=True)
class OrderChange:
    po_number: str | None
    action: ChangeAction
    lines: tuple[OrderLine, ...] = ()
    requested_date: date | None = None


@dataclass(frozen=True, slots=True)
class RemittanceLine:
    """`amount`: the document's as listed (negative: a credit note taken); `deduction`: what was kept back of it."""

    invoice: str
    amount: Decimal | None
    deduction: Decimal | None = None
    reason: DeductionReason | None = None


@dataclass(frozen=True, slots=True)
class Remittance:
    payment_date: date | None
    total: Decimal | None
    currency: str | None
    reference: str | None
    lines: tuple[RemittanceLine, ...]


@dataclass(frozen=True, slots=True)
class Dispute:
    invoices: tuple[str, ...]
    reason: DisputeReason
    amount: Decimal | None
    currency: str | None


@dataclass(frozen=True, slots=True)
class Instalment:
    date: date
    amount: Decimal | None


@dataclass(frozen=True, slots=True)
class Promise:
    invoices: tuple[str, ...]
    instalments: tuple[Instalment, ...]


@dataclass(frozen=True, slots=True)
class Query:
    topic: QueryTopic
    invoices: tuple[str, ...]
    po_number: str | None


@dataclass(frozen=True, slots=True)
class MasterDataChange:
    """`changes` holds (field, new value as text); fields: name, address, emails, contact, vat_id, iban,
    delivery_address (where all goods go from now on)."""

    changes: tuple[tuple[str, str], ...]


class Verdict(StrEnum):
    """What one of our own people decides about a case."""

    ACCEPT = "accept"  # all that is contested
    REJECT = "reject"
    CREDIT = "credit"  # an amount
    ASK = "ask"  # the customer
    ASSIGN = "assign"


@dataclass(frozen=True, slots=True)
class CaseDecision:
    """The one order of a reply about a case. `text`: the reason, the question, or the words that name who gets it."""

    verdict: Verdict
    amount: Decimal | None = None
    currency: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class GoodsBack:
    """Goods that the sender wants to send back: lines counted where it says so, the papers that it names, its words."""

    lines: tuple[OrderLine, ...]
    invoices: tuple[str, ...]
    po_number: str | None
    words: str


class AnswerKind(StrEnum):
    """What a customer says to a question of ours about an order."""

    AGREE = "agree"  # what our letter proposes holds
    DECLINE = "decline"
    CANCEL = "cancel"  # the order
    LEAVE_OUT = "leave_out"  # a line of it
    QUANTITY = "quantity"
    ARTICLE = "article"
    PO_NUMBER = "po_number"


@dataclass(frozen=True, slots=True)
class AnswerPart:
    """One thing that an answer says, with its words. `position`: the line that it names, None where it names none.

    `matter`: what an agreement is about ("price", "article", "day", "total"), "order" where the order is named, ""
    where nothing is. `value`: an article's number of the catalogue, or the customer's own order number.
    """

    kind: AnswerKind
    words: str
    position: int | None = None
    matter: str = ""
    quantity: Decimal | None = None
    value: str = ""


@dataclass(frozen=True, slots=True)
class OrderAnswer:
    """What a mail says to our question about an order; `complete`: every word of its own text is understood."""

    order: str  # our number
    parts: tuple[AnswerPart, ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class Bounce:
    """A mail of ours that did not arrive (RFC 3464): whose Message-ID, which address, how final.

    `permanent`: the address is no good (nobody there, closed, no such host); else something passing or about the mail.
    `gave_up`: the relay tries no more, whatever the reason: this mail is lost.
    `passing`: what stood in the way passes (a full mailbox, a server that was down): sent again it may arrive.
    `recipients`: all that the report says the same of, `recipient` the first of them. `null_path`: whether it came as
    reports must, from nobody or a mail system (RFC 5321, 4.5.5); None: the server that took it did not say.
    """

    message_id: str | None
    recipient: str | None
    status: str | None
    permanent: bool
    gave_up: bool = False
    passing: bool = False
    recipients: tuple[str, ...] = ()
    null_path: bool | None = None

    @property
    def is_final(self) -> bool:
        """Whether this mail will not arrive any more."""
        return self.permanent or self.gave_up


class RobotKind(StrEnum):
    """What a program says that answers by itself."""

    ABSENCE = "absence"  # nobody reads it before a day
    RECEIPT = "receipt"  # it arrived, a ticket was opened
    READ_RECEIPT = "read_receipt"  # a message disposition notification (RFC 8098), or what programs wrote before it
    CHALLENGE = "challenge"  # our mail is held until a person proves to be one
    COMPLAINT = "complaint"  # somebody reported our mail as abuse (RFC 5965)
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Robot:
    """An automatic answer. `returns_on`: of an absence, the first day on which its owner is back.

    `message_id` and `recipient`: of a complaint, which mail of ours, and who complained.
    """

    kind: RobotKind
    returns_on: date | None = None
    message_id: str | None = None
    recipient: str | None = None


@dataclass(frozen=True, slots=True)
class Address:
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class AttachmentSummary:
    """One attachment as the console shows it: `text` is what was read out of it, "" where nothing was."""

    name: str
    content_type: str
    size: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Impression:
    """What the trained models saw of a message: kept beside the Reading, so that a decision about it can teach them.

    `text`: what was weighed of the sender's words; `clauses`: its sentences; `context`: the tokens around them; `own`
    and `shared`: `nlp.signals`, `own` by intent; `certainty`: `nlp.certainty`.
    """

    text: str
    clauses: tuple[str, ...]
    context: tuple[str, ...]
    own: Mapping[str, Mapping[str, float]]
    shared: Mapping[str, float]
    certainty: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that one message says, with its evidence."""

    message_id: str
    sender: Address
    recipients: tuple[str, ...]
    subject: str
    sent_at: datetime | None
    in_reply_to: str | None
    references: tuple[str, ...]
    text: str  # the whole body as text; Evidence offsets of source "body" point into it
    new_text: str  # what the sender wrote this time
    language: str
    customer: str | None
    identified_by: Identification | None
    trust: Trust
    automatic: bool  # sent by a program: never to be answered automatically
    intents: tuple[Intent, ...]
    order: Order | None = None
    order_change: OrderChange | None = None
    remittance: Remittance | None = None
    dispute: Dispute | None = None
    promise: Promise | None = None
    query: Query | None = None
    master_data: MasterDataChange | None = None
    bounce: Bounce | None = None
    attachments: tuple[AttachmentSummary, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    problems: tuple[Problem, ...] = field(default=())
    certainty: float | None = None  # how likely all of it is right; None where that was not judged
    impression: Impression | None = field(default=None, compare=False, repr=False)  # two that say the same are equal
    trust_reasons: tuple[TrustReason, ...] = ()
    robot: Robot | None = None  # what kind of automatic answer it is, if it is one
    delivery_country: str | None = None  # of that address, where it is said: ISO 3166-1 alpha-2
    delivery_address: str | None = None  # where an order's goods are to go, as one line; None: it states no address
    marks: tuple[str, ...] = ()  # reply tokens that stand in its text or source; whose they are nobody has checked
    decision: CaseDecision | None = None  # of an answer to a letter of ours: what it says is to happen with a case
    goods_back: GoodsBack | None = None  # what it wants to return; a person decides about it
    answer: OrderAnswer | None = None  # of an answer to a question of ours about an order

    @property
    def trust_level(self) -> TrustLevel:
        """What proves the sender, and everything that speaks against it, in one word."""
        if self.trust is Trust.FAILED:
            return TrustLevel.FAILED
        against = any(reason.speaks is Speaks.AGAINST for reason in self.trust_reasons)
        if against or any(problem.code in SENDER_PROBLEMS for problem in self.problems):
            return TrustLevel.SUSPECT
        return TrustLevel.VERIFIED if self.trust is Trust.VERIFIED else TrustLevel.UNVERIFIED

    @property
    def main_intent(self) -> IntentName:
        """The first intent; OTHER where the reader found none."""
        return self.intents[0].name if self.intents else IntentName.OTHER

    def confidence(self, name: IntentName) -> float:
        """The calibrated confidence of an intent, 0.0 where the message does not have it."""
        return next((intent.confidence for intent in self.intents if intent.name is name), 0.0)
