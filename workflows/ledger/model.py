"""What the ledger keeps: open items, allocations, balanced journal entries, numbers, and the audit trail."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
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
class DueShare:
    """A part of an invoice with a due date of its own; `amount` above zero, tax included."""

    due_on: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class DiscountStep:
    """`percent` off for paying within `days` of the invoice's date."""

    percent: Decimal
    days: int


def unpaid(shares: tuple[DueShare, ...], left: Decimal) -> tuple[DueShare, ...]:
    """What is left of each share when `left` is open of all of them; those that are paid are left out.

    What clears an invoice clears the share that was due first (Code civil art. 1342-10, BGB section 366).
    """
    found: list[DueShare] = []
    for share in reversed(shares):
        part = min(share.amount, left)
        if part <= ZERO:
            break
        found.append(replace(share, amount=part))
        left -= part
    return tuple(reversed(found))


@dataclass(frozen=True, slots=True)
class OpenItem:
    """What is left of a document. Credit notes have negative `original` and `open_amount`; the sign never changes.

    Of an item in shares, `due_date` is the day of the first share that is not paid, and the dunning level is that
    share's: `with_open` keeps both true.
    """

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
    shares: tuple[DueShare, ...] = ()  # earliest first, together `original`; (): all of it is due on `due_date`
    later_discounts: tuple[DiscountStep, ...] = ()  # smaller ones for longer, after that of `discount_percent`

    def days_overdue(self, today: date) -> int:
        return (today - self.due_date).days

    @property
    def discounts(self) -> tuple[DiscountStep, ...]:
        """What is granted for paying sooner, the largest and shortest first; () where nothing is."""
        first = (DiscountStep(self.discount_percent, self.discount_days),) if self.discount_percent > ZERO else ()
        return (*first, *self.later_discounts)

    def with_open(self, open_amount: Decimal) -> OpenItem:
        """The item with another open amount. Where another share is now the first unpaid one, its dunning begins anew:
        the reminders before were about what is paid."""
        changed = replace(self, open_amount=open_amount)
        left = unpaid(self.shares, open_amount)
        if not left or left[0].due_on == self.due_date:
            return changed
        return replace(changed, due_date=left[0].due_on, dunning_level=0, level_raised_on=None)

    def in_shares(self) -> tuple[OpenItem, ...]:
        """As one item for each share that is not paid; the item itself where it has no shares."""
        parts = tuple(
            replace(self, due_date=left.due_on, original=left.amount, open_amount=left.amount, shares=())
            for left in unpaid(self.shares, self.open_amount)
        )
        return parts or (self,)

    def in_arrears(self, today: date) -> OpenItem:
        """As if only the shares existed that were due before `today`; the item itself where none is overdue."""
        due = tuple(share for share in self.shares if share.due_on < today)
        later = sum((share.amount for share in self.shares[len(due) :]), ZERO)
        if not due or not later or self.open_amount <= later:
            return self
        return replace(self, original=self.original - later, open_amount=self.open_amount - later, shares=due)


def in_shares(items: Iterable[OpenItem]) -> list[OpenItem]:
    """As one item for each share that is not paid: what ages and falls due by itself."""
    return [part for item in items for part in item.in_shares()]


REFUND = "refund"  # the rule of rows that pay a credit note out
PAID_BACK = "paid_back"  # the rule of rows that no document has: a payment's money went back, `invoice` is the refund
TAKEN_BACK = "taken_back"  # as well: the bank took back what of a payment was on no document, `invoice` is the return
CHARGED = "bank_charge"  # as well: what of a debit was the bank's own charge, `invoice` is the debit
WITHOUT_DOCUMENT = (PAID_BACK, TAKEN_BACK, CHARGED)


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
