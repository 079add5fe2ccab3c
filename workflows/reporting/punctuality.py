"""How late customers pay: the days between due date and money, weighted by amount, and where they go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from workflows.ledger.model import Allocation, OpenItem, unpaid
from workflows.ledger.money import ZERO
from workflows.reporting.receivables import Receivables
from workflows.reporting.window import Window


@dataclass(frozen=True, slots=True)
class PaidItem:
    """Money that was put on an invoice; `days_late` below zero where it came early."""

    customer: str
    company: str
    currency: str
    paid_on: date  # value date of the payment
    days_late: int
    days_taken: int  # from the invoice's date
    amount: Decimal  # below zero: the bank took it back


@dataclass(frozen=True, slots=True)
class Punctuality:
    """Averages weighted by amount. `trend_days`: of the later half of the window less those of the earlier; None
    without payments in both."""

    days_late: Decimal
    days_to_pay: Decimal
    trend_days: Decimal | None
    amount: Decimal


def paid_items(books: Receivables) -> list[PaidItem]:
    """Every payment put on an invoice, in order of its value date; a return takes back what its payment told."""
    items = {item.document: item for item in books.items}
    payments = {payment.id: payment for payment in books.payments}
    due_by_row = _due_dates(items, books.allocations)
    found = []
    for row in books.allocations:
        item, payment = items.get(row.invoice), payments.get(row.payment)
        if item is None or payment is None or item.original < ZERO:
            continue
        first = payments.get(payment.reverses, payment)
        due_on = due_by_row.get(row.id, item.due_date)
        late, taken = (first.value_date - due_on).days, (first.value_date - item.issue_date).days
        found.append(PaidItem(item.customer, item.company, item.currency, first.value_date, late, taken, row.amount))
    return sorted(found, key=lambda paid: (paid.paid_on, paid.customer))


def _due_dates(items: Mapping[str, OpenItem], allocations: Iterable[Allocation]) -> Mapping[str, date]:
    """Allocation -> when the first share that it cleared was due, for items in shares."""
    left = {item.document: item.original for item in items.values() if item.shares}
    found: dict[str, date] = {}
    for row in sorted(allocations, key=lambda row: (row.date, row.id)) if left else ():
        if row.invoice not in left:
            continue
        cleared = row.amount + row.discount + row.write_off
        after = left[row.invoice] - cleared
        standing = unpaid(items[row.invoice].shares, max(after, left[row.invoice]))
        found[row.id] = standing[0].due_on if standing else items[row.invoice].due_date
        left[row.invoice] = after
    return found


def punctuality(paid: Iterable[PaidItem], days: Window) -> Punctuality | None:
    """Of what was paid within the window; None where nothing was (or all of it was taken back)."""
    within = [one for one in paid if one.paid_on in days]
    late, amount = _average((one.days_late, one.amount) for one in within)
    taken, _ = _average((one.days_taken, one.amount) for one in within)
    if late is None or taken is None:
        return None
    middle = days.first + timedelta(days=days.days // 2)
    before, _ = _average((one.days_late, one.amount) for one in within if one.paid_on < middle)
    after, _ = _average((one.days_late, one.amount) for one in within if one.paid_on >= middle)
    trend = None if before is None or after is None else after - before
    return Punctuality(late, taken, trend, amount)


def by_account(paid: Iterable[PaidItem], days: Window) -> Mapping[tuple[str, str, str], Punctuality]:
    """(customer, company, currency) -> how it paid within the window."""
    groups: dict[tuple[str, str, str], list[PaidItem]] = defaultdict(list)
    for one in paid:
        groups[one.customer, one.company, one.currency].append(one)
    found = {key: punctuality(ones, days) for key, ones in groups.items()}
    return {key: habit for key, habit in found.items() if habit is not None}


def _average(weighted: Iterable[tuple[int, Decimal]]) -> tuple[Decimal | None, Decimal]:
    known = list(weighted)
    weight = sum((amount for _, amount in known), ZERO)
    if weight <= ZERO:
        return None, weight
    return sum((days * amount for days, amount in known), ZERO) / weight, weight
