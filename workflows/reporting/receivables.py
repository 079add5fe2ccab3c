"""What was open on any day: documents and money on account, replayed from allocations, beside what the journal said.

A document of ours counts from its date of issue. One that was taken over from an earlier system counts from its own
date, too, with what was open of it at the take-over; until that day the journal does not know it, which
`taken_over_later` names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice

from workflows.cash.model import Payment
from workflows.integrity import Balances
from workflows.ledger.model import AccountKind, Allocation, OpenItem
from workflows.ledger.money import ZERO
from workflows.lookup import fetch
from workflows.ports import UnitOfWork

PROVED = frozenset({AccountKind.RECEIVABLE, AccountKind.ON_ACCOUNT})
CLEARING = frozenset({AccountKind.ON_ACCOUNT, AccountKind.DISCOUNT, AccountKind.WRITE_OFF})
Account = tuple[str, str, str]  # (customer, company, currency)


PORTION = 2000  # journal entries in memory at once

Day = tuple[date, str, str, AccountKind]  # (day, company, currency, account)


@dataclass(frozen=True, slots=True)
class Receivables:
    """All documents ever open, and everything that cleared them or will."""

    items: tuple[OpenItem, ...]
    allocations: tuple[Allocation, ...]
    payments: tuple[Payment, ...]
    bookings: Mapping[Day, Decimal]  # debit less credit of the receivables and the on-account account, day by day
    entered_on: Mapping[str, date]  # document -> the day from which it counts
    booked_on: Mapping[str, date]  # document -> the day from which the journal knows it

    def open_on(self, day: date) -> list[OpenItem]:
        """The documents with what was open of them at the end of a day, those with nothing left out.

        Money that had arrived for a document before its date of issue shows as a negative amount until then.
        """
        cleared = cleared_by(row for row in self.allocations if row.date <= day)
        found = []
        for item in self.items:
            there = item.original if self.entered_on[item.document] <= day else ZERO
            left = there - cleared.get(item.document, ZERO)
            if left:
                found.append(item.with_open(left))
        return found

    def on_account(self, day: date) -> Mapping[Account, Decimal]:
        """Money that was put on nothing at the end of a day, by customer ("": unknown), company and currency."""
        used: dict[str, Decimal] = defaultdict(lambda: ZERO)
        for row in self.allocations:
            if row.payment and row.date <= day:
                used[row.payment] += row.money
        found: dict[Account, Decimal] = defaultdict(lambda: ZERO)
        for payment in self.payments:
            arrived = payment.amount if payment.booking_date <= day else ZERO
            left = arrived - used[payment.id]
            if left:
                found[payment.customer, payment.company, payment.currency] += left
        return found

    def booked(self, kind: AccountKind, day: date) -> Balances:
        """The journal's balance of an account at the end of a day, by company and currency."""
        found: dict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
        for (on, company, currency, account), amount in self.bookings.items():
            if account is kind and on <= day:
                found[company, currency] += amount
        return found

    def taken_over_later(self, day: date) -> Balances:
        """What counts on a day already, but came into the journal only later, by company and currency."""
        found: dict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
        for item in self.items:
            booked_on = self.booked_on.get(item.document)
            if booked_on is not None and self.entered_on[item.document] <= day < booked_on:
                found[item.company, item.currency] += item.original
        return found


def cleared_by(allocations: Iterable[Allocation]) -> Mapping[str, Decimal]:
    """Document -> what these allocations cleared of it; below zero for credit notes."""
    found: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for row in allocations:
        found[row.invoice] += row.amount + row.discount + row.write_off
        if row.credit_note:
            found[row.credit_note] -= row.amount
    return found


def receivables(uow: UnitOfWork, *, with_journal: bool = True) -> Receivables:
    """Reads the books once; everything else is computed from the value. `with_journal`: also what is to be proved."""
    items = tuple(uow.open_items.where())
    bookings, booked_on = _journal(uow) if with_journal else ({}, {})
    allocations = tuple(uow.allocations.where())
    return Receivables(
        items=items,
        allocations=allocations,
        payments=tuple(uow.payments.where()),
        bookings=bookings,
        entered_on={item.document: _entered_on(item, booked_on) for item in items},
        booked_on=booked_on,
    )


def _entered_on(item: OpenItem, booked_on: Mapping[str, date]) -> date:
    """Its date of issue; earlier, where an open item dated ahead was taken over."""
    return min(item.issue_date, booked_on.get(item.document, item.issue_date))


def _journal(uow: UnitOfWork) -> tuple[Mapping[Day, Decimal], Mapping[str, date]]:
    """What was booked day by day; and document -> the first day on which it was booked other than by clearing it."""
    bookings: dict[Day, Decimal] = defaultdict(lambda: ZERO)
    booked_on: dict[str, date] = {}
    ids = iter([id for (id,) in uow.entries.columns("id")])
    while portion := tuple(islice(ids, PORTION)):
        for entry in fetch(uow.entries, "id", portion):
            kinds = {line.kind for line in entry.lines}
            for line in entry.lines:
                if line.kind in PROVED:
                    bookings[entry.date, entry.company, entry.currency, line.kind] += line.debit - line.credit
            if AccountKind.RECEIVABLE in kinds and not kinds & CLEARING:
                booked_on[entry.document] = min(entry.date, booked_on.get(entry.document, entry.date))
    return bookings, booked_on
