"""What can be asked of the desk; mailbox, console, command line and escalation replies all issue these."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from nlp import reading
from workflows.cash.amounts import Line
from workflows.cash.model import BankEntry


@dataclass(frozen=True, slots=True)
class Source:
    """The message that a command comes from, as far as an answer needs it."""

    message: str  # id of the Message row, "" where a person or a script commands
    message_id: str
    sender: str
    subject: str
    references: tuple[str, ...]
    language: str  # the language to answer in
    may_answer: bool  # a person wrote: an automatic answer is allowed
    actor: str = "o2cbot"  # or the person who approved
    possible_case: str = ""  # it may belong to this case, but nothing proves it: never joined, only named


@dataclass(frozen=True, slots=True)
class PlaceOrder:
    source: Source
    customer: str
    order: reading.Order
    release: bool = False  # a person has seen the deviations and accepts
    delivery_address: str = ""  # where the goods are to go, as the message says; "": it names no address
    place_is_trusted: bool = False  # whoever wrote may name another address than those of the record
    call_back: str = ""  # a person's note about the address: whom they spoke to, on which number
    delivery_country: str = ""  # of that address, where the message says it


@dataclass(frozen=True, slots=True)
class ChangeOrder:
    source: Source
    customer: str
    change: reading.OrderChange
    release: bool = False
    delivery_address: str = ""  # where the goods are to go from now on, if the message names an address
    call_back: str = ""  # as of PlaceOrder
    delivery_country: str = ""


@dataclass(frozen=True, slots=True)
class AdviseRemittance:
    source: Source
    customer: str
    remittance: reading.Remittance


@dataclass(frozen=True, slots=True)
class RaiseDispute:
    source: Source
    customer: str
    dispute: reading.Dispute


@dataclass(frozen=True, slots=True)
class PromisePayment:
    source: Source
    customer: str
    promise: reading.Promise
    made_on: date  # when the customer wrote it, however late it is read


@dataclass(frozen=True, slots=True)
class AnswerQuery:
    source: Source
    customer: str
    query: reading.Query


@dataclass(frozen=True, slots=True)
class RequestMasterDataChange:
    source: Source
    customer: str
    change: reading.MasterDataChange
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RecordBounce:
    source: Source
    bounce: reading.Bounce
    letter: str = ""  # id of ours, where more than the report's Message-ID tells it


@dataclass(frozen=True, slots=True)
class RecordRobot:
    """A program holds our mail, or passes on a complaint about it: what follows for the letter and its address."""

    source: Source
    robot: reading.Robot
    letter: str  # id of ours


@dataclass(frozen=True, slots=True)
class NoteReply:
    """The customer wrote again in a thread that belongs to a case: the case wakes up."""

    source: Source
    case: str
    text: str


@dataclass(frozen=True, slots=True)
class AnswerQuestion:
    """The customer answers what we asked about an order: it goes on, or a person reads the answer beside it.

    `letter`: id of our letter. `doubts`: why nothing may be done by this answer alone, in words.
    """

    source: Source
    customer: str
    order: str
    letter: str
    answer: reading.OrderAnswer | None
    text: str
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RequestReturn:
    """The customer wants to send goods back: prepared for a person, nothing follows from it by itself."""

    source: Source
    customer: str
    goods: reading.GoodsBack
    reason: str  # of reading.DisputeReason
    case: str = ""  # the case whose thread it stands in


@dataclass(frozen=True, slots=True)
class DeliverGoods:
    order: str
    date: date
    sku: str
    quantity: str


@dataclass(frozen=True, slots=True)
class BookStatement:
    """A statement read from a bank's file; `sha256` of the file's bytes. `account` "" where the format has none."""

    file: str
    sha256: str
    account: str
    statement: str
    currency: str
    opening: str | None
    closing: str | None
    entries: tuple[BankEntry, ...]


@dataclass(frozen=True, slots=True)
class DecidePayment:
    """apply (to `lines`), keep (on account), undo, ask (the payer): by a person."""

    payment: str
    action: str
    actor: str
    lines: tuple[Line, ...] = ()
    customer: str = ""  # of keep and ask, where the books do not know whose the money is
    text: str = ""  # the proof in words, why it is undone, or a question to the payer
    limit: Decimal | None = None  # what the actor gives away (write-offs, discounts out of time); None: any amount
    read: str = ""  # of ask: the digest of the draft that the person has read; nothing else goes out


@dataclass(frozen=True, slots=True)
class CombinePayments:
    """By a person: several payments together clear these lines. `limit`: as of `DecidePayment`."""

    payments: tuple[str, ...]
    actor: str
    lines: tuple[Line, ...]
    text: str = ""
    limit: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ProposeRefund:
    """By a person: pay money on account, or a credit note, back. `source` is the payment's or the credit note's id."""

    source: str
    actor: str
    amount: Decimal | None = None  # None: all that is left of it
    iban: str = ""  # one of the customer's record; "": the one that the money came from, else the only one
    text: str = ""
    signed_in: bool = False  # the console knows who it is; a name on a command line proves nobody


@dataclass(frozen=True, slots=True)
class TakeOnRefund:
    """By a person who signed in: what a script proposed is this person's proposal."""

    refund: str
    actor: str


@dataclass(frozen=True, slots=True)
class ReleaseRefund:
    """By another person than the one who proposed it, and signed in."""

    refund: str
    actor: str


@dataclass(frozen=True, slots=True)
class CancelRefund:
    refund: str
    actor: str
    text: str


@dataclass(frozen=True, slots=True)
class OrderRefunds:
    """All released refunds of a company go into files for its bank."""

    company: str
    actor: str


@dataclass(frozen=True, slots=True)
class RefuseTransfers:
    """The bank says that it does not carry out a transfer of ours: one by `reference`, all of a `file` without."""

    file: str
    reference: str
    reason: str  # ISO 20022 code
    additional: str


@dataclass(frozen=True, slots=True)
class CaseAction:
    """assign, reply, ask, resolve, credit, approve, decline, correct, reject, escalate, answered: by a person."""

    case: str
    action: str
    actor: str
    text: str = ""
    owner: str = ""
    amount: str = ""  # of credit: gross amount; "" = the disputed amount
    limit: Decimal | None = None  # what the actor credits alone (above it a second person approves); None: any amount
    signed_in: bool = True  # False: a name on a command line, which proves nobody


@dataclass(frozen=True, slots=True)
class StopDunning:
    """By a person: nobody duns a document ("": anything of the customer) up to and including `until` (None: open)."""

    customer: str
    document: str
    kind: str  # manual, insolvency
    reason: str
    until: date | None
    actor: str


@dataclass(frozen=True, slots=True)
class ResumeDunning:
    stop: str
    reason: str
    actor: str


@dataclass(frozen=True, slots=True)
class WaiveCharges:
    """By a person: interest, compensation or both of an invoice are not claimed any more."""

    document: str
    waived: str  # interest, compensation, both
    reason: str
    actor: str


@dataclass(frozen=True, slots=True)
class DecideCase:
    """One of our own people answered a letter about a case. `decision` None: it is not clear what is to happen."""

    source: Source
    case: str
    letter: str  # id of the letter that is answered: it acts once
    decision: reading.CaseDecision | None


@dataclass(frozen=True, slots=True)
class DecideChange:
    change: str
    action: str  # verify, apply, refuse
    actor: str
    text: str = ""


Command = (
    PlaceOrder
    | ChangeOrder
    | AdviseRemittance
    | RaiseDispute
    | PromisePayment
    | AnswerQuery
    | RequestMasterDataChange
    | RecordBounce
    | RecordRobot
    | NoteReply
    | AnswerQuestion
    | RequestReturn
    | DecideCase
)


@dataclass(frozen=True, slots=True)
class Act:
    """The proof is complete: do these, in this order."""

    commands: tuple[Command, ...]


@dataclass(frozen=True, slots=True)
class ForSpecialist:
    """A person decides; `proposed` is what the reader would do, `why` says what is missing."""

    why: str
    proposed: tuple[Command, ...] = ()
    certain: tuple[Command, ...] = ()  # to be done at once whatever the person decides (a hold, a change request)


@dataclass(frozen=True, slots=True)
class Ignore:
    why: str
    commands: tuple[Command, ...] = ()  # what it is good for all the same (a bounce marks its mail)


Decision = Act | ForSpecialist | Ignore
