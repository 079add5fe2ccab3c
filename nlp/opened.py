"""A message taken apart: headers decoded, bodies as text, attachments as documents. No meaning yet.

Produced by `nlp.mime.open_message` inside a bounded process; small, plain values, so that it can be pickled back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from nlp.reading import Address, Bounce, Problem, Robot


class Automatic(StrEnum):
    """Which program wrote the message, if one did."""

    NO = "no"  # a person, as far as headers tell
    AUTO_REPLY = "auto_reply"  # out of office, acknowledgement of receipt, challenge
    BOUNCE = "bounce"  # delivery status notification, with or without RFC 3464 parts
    BULK = "bulk"  # newsletter, mailing list
    MACHINE = "machine"  # EDI gateway, payment robot: content counts, an answer does not


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells as text, the header row first where one was found (`header` is its index, -1 if none).

    Cells of sheets are given as a person sees them ("1234.5", "2026-02-13"), numbers with a dot, dates in ISO form.
    """

    rows: tuple[tuple[str, ...], ...]
    header: int = -1
    title: str = ""  # sheet name, or the line above the table


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet as a document's text shows it, one row a line, cells two blanks apart; and where they stand in the file.

    `start`: offset of its first line in the text; `rows`: (number of the row from 1, columns from 0 of its filled
    cells), line by line; what is empty or hidden is no line.
    """

    title: str
    start: int
    rows: tuple[tuple[int, tuple[int, ...]], ...]


class Purpose(StrEnum):
    """What the sender of an order file wants done with it."""

    NEW = "new"
    CHANGE = "change"  # to an order that was placed
    CANCELLATION = "cancellation"


class LineAction(StrEnum):
    """What a line of a change does to the order that it changes."""

    STATED = ""  # the file says nothing: the line as it is to be
    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    KEPT = "kept"


class Paper(StrEnum):
    """What a document is, by its content; a name or a subject is not asked."""

    UNKNOWN = ""
    ORDER = "order"
    ADVICE = "advice"
    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    REMINDER = "reminder"
    STATEMENT = "statement"
    DELIVERY_NOTE = "delivery_note"
    CONFIRMATION = "confirmation"  # of an order, by whoever sells
    QUOTE = "quote"


@dataclass(frozen=True, slots=True)
class StructuredLine:
    """`sku`: the number to ask the catalogue for, the seller's own first; `numbers`: the others, GTIN and buyer's.

    `unit`: code of UNECE Recommendation 20 or 21 as stated; `unit_price`: of one, also where stated for more.
    """

    sku: str | None
    description: str
    quantity: str
    unit_price: str | None
    numbers: tuple[str, ...] = ()
    unit: str = ""
    action: LineAction = LineAction.STATED


@dataclass(frozen=True, slots=True)
class StructuredOrder:
    """An order in a data format (UBL, Order-X/CIO, EDIFACT ORDERS …): values as ISO text, decimal point.

    `seller`: the name of whom it is addressed to, "" where it names nobody. `delivery_address`: of the party that the
    goods go to, "street, postcode town", "" where it states none.
    """

    format: str
    po_number: str | None
    order_date: str | None
    requested_date: str | None
    currency: str | None
    total: str | None
    lines: tuple[StructuredLine, ...]
    purpose: Purpose = Purpose.NEW
    seller: str = ""
    delivery_address: str = ""
    delivery_country: str = ""  # of that party: ISO 3166-1 alpha-2, "" where the file states none


@dataclass(frozen=True, slots=True)
class StructuredPaid:
    """A document that a payment settles: `amount` as listed (a credit note negative), `deduction` kept back of it.

    `reason`: a DeductionReason's value, "" where the file gives none.
    """

    document: str
    amount: str | None
    deduction: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class StructuredRemittance:
    """One payment in a data format (REMADV, UBL, ISO 20022 …). `total` is what is paid, `payee` whom, "" if unnamed."""

    format: str
    reference: str | None
    paid_on: str | None
    currency: str | None
    total: str | None
    lines: tuple[StructuredPaid, ...]
    payee: str = ""
    words: str = ""  # unstructured remittance information, where numbers may stand


@dataclass(frozen=True, slots=True)
class Document:
    """One attachment, read: its text in reading order, its tables, a structured order or payments."""

    name: str
    content_type: str  # by content, not by name
    size: int
    text: str = ""
    tables: tuple[Table, ...] = ()
    order: StructuredOrder | None = None
    problems: tuple[Problem, ...] = ()
    advices: tuple[StructuredRemittance, ...] = ()
    paper: Paper = Paper.UNKNOWN
    issuer: str = ""  # who wrote an invoice in a data format, "" if it is none or names nobody
    pages: tuple[tuple[int, int], ...] = ()  # (offset in `text` where a page begins, its number from 1)
    grids: tuple[Grid, ...] = ()  # of a workbook or a CSV file


@dataclass(frozen=True, slots=True)
class OpenedMessage:
    message_id: str  # without it in the headers: "<sha256-…@missing.invalid>"
    sender: Address
    reply_to: Address | None
    recipients: tuple[str, ...]  # Delivered-To, X-Original-To, To, Cc: lower case, in this order, no doubles
    subject: str
    sent_at: datetime | None
    in_reply_to: str | None
    references: tuple[str, ...]
    headers: tuple[tuple[str, str], ...]  # lower-case name, decoded value; in order
    text: str  # the body as text (HTML rendered with its tables as aligned text)
    html: str  # the HTML body as it came, "" if none
    new_text: str  # cut from `text`: what the sender wrote this time
    quoted_text: str  # the rest: evidence for references, never the sender's statement
    tables: tuple[Table, ...]  # HTML tables of the new text
    documents: tuple[Document, ...]
    automatic: Automatic
    bounce: Bounce | None
    problems: tuple[Problem, ...] = ()
    robot: Robot | None = None  # without the day of a return
    marks: tuple[str, ...] = ()  # reply tokens in the text or its source, not verified
    passed_on_from: str = ""  # address of whose mail `new_text` is, where the sender only passed it on
