"""A message taken apart: headers decoded, bodies as text, attachments as documents. No meaning yet.

Produced by `nlp.mime.open_message` inside a bounded process; small, plain values, so that it can be pickled back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from nlp.reading import Address, Bounce, Problem


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
class StructuredLine:
    sku: str | None
    description: str
    quantity: str
    unit_price: str | None


@dataclass(frozen=True, slots=True)
class StructuredOrder:
    """An order in a data format (UBL, Order-X/CIO, EDIFACT ORDERS): values as ISO text, decimal point."""

    format: str
    po_number: str | None
    order_date: str | None
    requested_date: str | None
    currency: str | None
    total: str | None
    lines: tuple[StructuredLine, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """One attachment, read: its text in reading order, its tables, or a structured order."""

    name: str
    content_type: str  # by content, not by name
    size: int
    text: str = ""
    tables: tuple[Table, ...] = ()
    order: StructuredOrder | None = None
    problems: tuple[Problem, ...] = ()


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
