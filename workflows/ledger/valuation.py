"""Bookings in the currency of the books: fresh ones at their day's rate, what clears at the rate it was booked at.

What is left between money that came in and the receivable that it clears is an exchange gain or loss (IAS 21.28).
Money on account and deferred revenue are carried at their average, receivables by document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from workflows.errors import BadInput
from workflows.ledger.chart import Chart
from workflows.ledger.model import AccountKind, JournalEntry, JournalLine
from workflows.ledger.money import ZERO, rounded
from workflows.ports import UnitOfWork

EURO = "EUR"
CARRIED = (AccountKind.RECEIVABLE, AccountKind.ON_ACCOUNT, AccountKind.DEFERRED_REVENUE)
MONEY = frozenset({AccountKind.BANK, AccountKind.ON_ACCOUNT})


class Rates:
    """Units of a currency for one euro, as imported: that of the day, else the last one before it."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow
        self._known: dict[str, list[tuple[date, Decimal]]] = {}

    def factor(self, currency: str, home: str, on: date) -> Decimal:
        """What one unit of `currency` is in `home`; raises BadInput where a rate is missing."""
        return Decimal(1) if currency == home else self._per_euro(home, on) / self._per_euro(currency, on)

    def knows(self, currency: str, home: str, on: date) -> bool:
        """Whether `factor` finds what it needs."""
        try:
            return bool(self.factor(currency, home, on))
        except BadInput:
            return False

    def _per_euro(self, currency: str, on: date) -> Decimal:
        if currency == EURO:
            return Decimal(1)
        if currency not in self._known:
            rows = sorted(self._uow.rates.where(currency=currency), key=lambda row: row.date)
            self._known[currency] = [(row.date, row.rate) for row in rows]
        rate = next((rate for day, rate in reversed(self._known[currency]) if day <= on), None)
        if rate is None:
            todo = "`o2cbot import rates FILE`"
            raise BadInput("rates", f"there is no rate of {currency} on or before {on}", todo=todo)
        return rate


@dataclass(frozen=True, slots=True)
class ValuedLine:
    """One leg with its sides in the currency of the books. `foreign`: debit less credit in the entry's own; 0: none."""

    line: JournalLine
    debit: Decimal
    credit: Decimal
    foreign: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class ValuedEntry:
    entry: JournalEntry
    lines: tuple[ValuedLine, ...]


def valued(
    entries: Iterable[JournalEntry], home: str, rates: Rates, chart: Chart, groups: Mapping[str, str]
) -> Iterator[ValuedEntry]:
    """Every entry of a company's books, in the order of their numbers, balanced in `home`.

    `groups`: document -> the document that it is settled with (a credit note and its invoice are one receivable).
    """
    valuation = _Valuation(home, rates, chart, groups)
    for entry in entries:
        if entry.currency == home:
            yield ValuedEntry(entry, tuple(ValuedLine(line, line.debit, line.credit) for line in entry.lines))
        else:
            yield valuation.of(entry)


class _Valuation:
    """What foreign balances are carried at, entry after entry."""

    def __init__(self, home: str, rates: Rates, chart: Chart, groups: Mapping[str, str]) -> None:
        self._home, self._rates, self._chart, self._groups = home, rates, chart, groups
        self._carried: dict[tuple[AccountKind, str, str], tuple[Decimal, Decimal]] = {}  # -> (foreign, home)

    def of(self, entry: JournalEntry) -> ValuedEntry:
        amounts = [line.debit - line.credit for line in entry.lines]
        factor = self._rates.factor(entry.currency, self._home, entry.date)
        values: dict[int, Decimal] = {}
        for place, line in enumerate(entry.lines):
            if line.kind in CARRIED:
                values[place] = self._move(entry, line, amounts[place], factor)
        fresh = [place for place in range(len(amounts)) if place not in values]
        at = self._rate_within(entry, amounts, values) or factor
        values |= {place: rounded(amounts[place] * at, self._home) for place in fresh}
        difference = sum(values.values(), ZERO)
        exchange = []
        if difference and (not fresh or any(line.kind in MONEY for line in entry.lines)):
            exchange = [self._exchange(difference)]
        elif difference:  # of cents, from rounding each leg
            values[max(fresh, key=lambda place: abs(amounts[place]))] -= difference
        legs = [_sides(line, values[place], amounts[place]) for place, line in enumerate(entry.lines) if values[place]]
        return ValuedEntry(entry, (*legs, *exchange))

    def _move(self, entry: JournalEntry, line: JournalLine, amount: Decimal, factor: Decimal) -> Decimal:
        """The leg's value: what it takes off a balance at the balance's own rate, the rest at the day's."""
        document = self._groups.get(entry.document, entry.document) if line.kind is AccountKind.RECEIVABLE else ""
        key = (line.kind, entry.currency, document)
        foreign, home = self._carried.get(key, (ZERO, ZERO))
        taken = ZERO if foreign * amount >= 0 else -foreign if abs(amount) > abs(foreign) else amount
        value = -home if taken and taken == -foreign else rounded(home * taken / foreign, self._home) if taken else ZERO
        value += rounded((amount - taken) * factor, self._home)
        self._carried[key] = (foreign + amount, home + value)
        return value

    def _rate_within(
        self, entry: JournalEntry, amounts: list[Decimal], values: Mapping[int, Decimal]
    ) -> Decimal | None:
        """The rate at which the entry's receivable (else its deferred revenue) stands: reductions of it follow it."""
        for kind in (AccountKind.RECEIVABLE, AccountKind.DEFERRED_REVENUE):
            places = [place for place in values if entry.lines[place].kind is kind]
            foreign = sum((amounts[place] for place in places), ZERO)
            if foreign:
                return sum((values[place] for place in places), ZERO) / foreign
        return None

    def _exchange(self, difference: Decimal) -> ValuedLine:
        """The leg that balances an entry: debits that are too many are a gain."""
        account = self._chart.number("fx.gain" if difference > 0 else "fx.loss")
        line = JournalLine(AccountKind.FX, account, debit=max(-difference, ZERO), credit=max(difference, ZERO))
        return _sides(line, -difference, ZERO)


def _sides(line: JournalLine, value: Decimal, foreign: Decimal) -> ValuedLine:
    return ValuedLine(line, max(value, ZERO), max(-value, ZERO), foreign)


def settled_with(uow: UnitOfWork) -> dict[str, str]:
    """Document -> the first document of those that credit notes join it with; only documents that are so joined."""
    parents: dict[str, str] = {}

    def first(document: str) -> str:
        while parents.get(document, document) != document:
            document = parents[document]
        return document

    for row in uow.allocations.where(payment=""):
        low, high = sorted((first(row.invoice), first(row.credit_note)))
        parents[high] = parents[low] = low
    return {document: first(document) for document in parents}


def in_books(
    uow: UnitOfWork, company: str, home: str, chart: Chart, groups: Mapping[str, str]
) -> Iterator[ValuedEntry]:
    """All entries of a company, valued."""
    return valued(uow.entries.where(company=company), home, Rates(uow), chart, groups)
