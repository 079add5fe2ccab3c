"""What the ledger keeps: open items, allocations, balanced journal entries, numbers, and the audit trail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from workflows.errors import UnbalancedEntry
from workflows.ledger.money import ZERO


class AccountKind(StrEnum):
    RECEIVABLE = "receivable"
    REVENUE = "revenue"
    TAX = "tax"
    BANK = "bank"
    ON_ACCOUNT = "on_account"
    DISCOUNT = "discount"
    WRITE_OFF = "write_off"
    DEFERRED_REVENUE = "deferred_revenue"
    FX = "fx"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One leg: exactly one of `debit` and `credit` is above zero, the other is zero."""

    kind: AccountKind
    account: str
    debit: Decimal = ZERO
    credit: Decimal = ZERO
    customer: str = ""

    def __post_init__(self) -> None:
        if self.debit < 0 or self.credit < 0 or (self.debit == 0) == (self.credit == 0):
            raise ValueError(f"a journal line has one positive side: {self}")


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """A booking in one currency. It cannot exist unbalanced; it is never edited, only mirrored."""

    id: str  # "<company>-J-<year>-<number>"
    date: date
    company: str
    currency: str
    document: str
    text: str
    lines: tuple[JournalLine, ...]
    reverses: str = ""  # id of the entry that this one mirrors

    def __post_init__(self) -> None:
        difference = sum((line.debit - line.credit for line in self.lines), ZERO)
        if difference or not self.lines:
            raise UnbalancedEntry(self.id, str(difference))


class DocumentKind(StrEnum):
    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"


@dataclass(frozen=True, slots=True)
class OpenItem:
    """What is left of a document. Credit notes have negative `original` and `open_amount`; the sign never changes."""

    document: str
    kind: DocumentKind
    customer: str
    company: str
    issue_date: date
    due_date: date
    currency: str
    original: Decimal  # open when it entered our books
    open_amount: Decimal
    po_number: str = ""
    discount_percent: Decimal = ZERO
    discount_days: int = 0
    dunning_level: int = 0
    level_raised_on: date | None = None
    manual_hold: str = ""  # why a person stopped dunning; "" if nobody did

    def days_overdue(self, today: date) -> int:
        return (today - self.due_date).days


REFUND = "refund"  # the rule of rows that pay a credit note out
PAID_BACK = "paid_back"  # the rule of rows that no document has: a payment's money went back, `invoice` is the refund


@dataclass(frozen=True, slots=True)
class Allocation:
    """Money or a credit note put on an invoice. Rows are added, never changed: undoing adds negative amounts.

    Exactly one of `payment` and `credit_note` is set. The three amounts are in the invoice's currency.
    """

    id: str
    payment: str
    credit_note: str
    invoice: str
    customer: str
    amount: Decimal
    discount: Decimal
    write_off: Decimal
    currency: str
    date: date
    rule: str
    proof: str
    paid: Decimal | None = None  # `amount` as the payment's own currency has it, where that is another one

    @property
    def money(self) -> Decimal:
        """What it takes of the payment, in the payment's currency."""
        return self.amount if self.paid is None else self.paid


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """Who did what to which record, when, and why; append-only."""

    id: str
    at: datetime
    actor: str  # "o2cbot", or the name of a person
    action: str
    subject: str  # the record's id
    message_id: str
    details: str  # JSON
