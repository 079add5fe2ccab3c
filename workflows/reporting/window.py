"""The days that a report of flows looks at, and what happened to the receivables within them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from decimal import Decimal

from workflows.ledger.model import DocumentKind, in_shares
from workflows.ledger.money import ZERO
from workflows.reporting.receivables import Receivables

DAYS = 90

Totals = Mapping[tuple[str, str], Decimal]  # (company, currency) -> amount


@dataclass(frozen=True, slots=True)
class Window:
    """Both days belong to it."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def window(last: date, first: date | None = None) -> Window:
    """From `first` on, without one 90 days that end on `last`."""
    return Window(first or last - timedelta(days=DAYS - 1), last)


@dataclass(frozen=True, slots=True)
class Flow:
    """What changed the receivables of a company in a currency: opening + these, with their signs, = closing."""

    taken_over: Decimal = ZERO
    invoiced: Decimal = ZERO
    credited: Decimal = ZERO  # credit notes: below zero
    cash: Decimal = ZERO  # below zero; money that the bank took back above
    discounts: Decimal = ZERO  # below zero
    write_offs: Decimal = ZERO  # below zero

    @property
    def parts(self) -> Mapping[str, Decimal]:
        """By name, in order."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @property
    def sum(self) -> Decimal:
        return sum(self.parts.values(), ZERO)

    @property
    def sales(self) -> Decimal:
        """What came to the receivables in the window: documents with tax, less credit notes."""
        return self.taken_over + self.invoiced + self.credited


def flows(books: Receivables, days: Window, taken_over: frozenset[str]) -> Mapping[tuple[str, str], Flow]:
    """(company, currency) -> what happened within the window. `taken_over`: numbers of documents that were."""
    sums: dict[tuple[str, str], dict[str, Decimal]] = defaultdict(lambda: defaultdict(lambda: ZERO))
    company_of = {item.document: (item.company, item.currency) for item in books.items}
    for item in books.items:
        if books.entered_on[item.document] in days:
            is_ours = "credited" if item.kind is DocumentKind.CREDIT_NOTE else "invoiced"
            sums[item.company, item.currency]["taken_over" if item.document in taken_over else is_ours] += item.original
    for row in books.allocations:
        if row.date not in days or row.credit_note:  # a credit note put on an invoice moves nothing in sum
            continue
        where = sums[company_of[row.invoice]]
        where["cash"] -= row.amount
        where["discounts"] -= row.discount
        where["write_offs"] -= row.write_off
    names = [field.name for field in fields(Flow)]
    return {key: Flow(**{name: found[name] for name in names}) for key, found in sums.items()}


def sum_of(books: Receivables, day: date) -> Totals:
    """What was open at the end of a day."""
    found: dict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
    for item in books.open_on(day):
        found[item.company, item.currency] += item.open_amount
    return found


def sum_not_due(books: Receivables, day: date) -> Totals:
    """What of it was not overdue yet."""
    found: dict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
    for item in in_shares(books.open_on(day)):
        if item.days_overdue(day) <= 0:
            found[item.company, item.currency] += item.open_amount
    return found
