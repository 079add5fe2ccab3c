"""What the law of late payment grants a creditor: simple interest, actual / 365, and a lump sum for each invoice.

Sources: France C. com. L441-10 and D441-5; Germany BGB sections 247 and 288; Austria UGB sections 456 and 458; Great
Britain Late Payment of Commercial Debts (Interest) Act 1998; Ireland SI 580/2012; Belgium law of 2 August 2002;
Luxembourg law of 18 April 2004; the Netherlands BW 6:119a; Switzerland OR 104; all of the Union after Directive
2011/7/EU. The figures are data: `LatePayment` of the debtor's country.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from itertools import pairwise
from types import MappingProxyType

from workflows.errors import RateUnknown
from workflows.ledger.money import ZERO, rounded
from workflows.ports import LatePayment, Rate

History = tuple[tuple[date, Decimal], ...]
"""What was open: (from this day on, amount), ascending; before the first day nothing was."""

ONE_DAY = timedelta(days=1)
YEAR_PERCENT = Decimal(36500)  # days of the legal year times one hundred percent


@dataclass(frozen=True, slots=True)
class InterestPeriod:
    """Days on which the same amount bore the same rate; both days count."""

    first: date
    last: date
    amount: Decimal
    percent: Decimal  # a year, the law's addition included

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def half_year(day: date) -> date:
    """The 1 January or 1 July that starts the half-year of a day."""
    return date(day.year, 7 if day.month > 6 else 1, 1)


def percent(law: LatePayment, day: date) -> Decimal:
    """Percent a year for the half-year of `day`: the reference rate of its first day, plus the law's addition.

    Where a contract agreed a rate it is that one, or the legal floor if that is higher. Raises RateUnknown before the
    first and beyond the last rate known; a rate is never carried on by itself.
    """
    if law.contract_percent is not None:
        floor = law.floor
        if floor is None:
            return law.contract_percent
        return max(law.contract_percent, floor.times * _published(floor.table, floor.rates, floor.known_until, day))
    found = _published(law.table, law.rates, law.known_until, day) + law.add
    if not law.round_up_to:
        return found
    return (found / law.round_up_to).to_integral_value(ROUND_CEILING) * law.round_up_to


def _published(table: str, rates: Sequence[Rate], known_until: date, day: date) -> Decimal:
    """The rate of the first day of the half-year of `day`; raises RateUnknown."""
    reference = half_year(day)
    found = next((rate.percent for rate in reversed(rates) if rate.valid_from <= reference), None)
    if day > known_until or found is None:
        raise RateUnknown(table, day.isoformat())
    return found


def agreed(law: LatePayment, contract_percent: Decimal | None) -> LatePayment:
    """The law as a contract changed it; None: it did not."""
    return law if contract_percent is None else replace(law, contract_percent=contract_percent)


def open_history(opened_on: date, original: Decimal, reductions: Iterable[tuple[date, Decimal]]) -> History:
    """What was open from `opened_on` on; a reduction is (first day on which the amount is no longer open, amount)."""
    by_day: dict[date, Decimal] = {opened_on: ZERO}
    for day, amount in reductions:
        by_day[max(day, opened_on)] = by_day.get(max(day, opened_on), ZERO) + amount
    history, left = [], original
    for day in sorted(by_day):
        left -= by_day[day]
        history.append((day, left))
    return tuple(history)


def _every_half_year(law: LatePayment, _start: date, day: date) -> Decimal:
    return percent(law, day)


def _as_it_started(law: LatePayment, start: date, _day: date) -> Decimal:
    return percent(law, start)


FIXINGS: Mapping[str, Callable[[LatePayment, date, date], Decimal]] = MappingProxyType(
    {"half_year": _every_half_year, "at_start": _as_it_started}
)


def periods(law: LatePayment, history: History, due_date: date, today: date) -> tuple[InterestPeriod, ...]:
    """The days that bear interest, from the day after `due_date` up to and including `today`; raises RateUnknown."""
    start, end = due_date + ONE_DAY, today + ONE_DAY
    if start >= end:
        return ()
    inner = {day for day, _ in history if start < day < end}
    if half_year(start) != half_year(today):
        half_years = (date(year, month, 1) for year in range(start.year, end.year + 1) for month in (1, 7))
        inner.update(day for day in half_years if start < day < end)
    cuts = sorted({start, end, *inner})
    found: list[InterestPeriod] = []
    for first, following in pairwise(cuts):
        amount = _open_on(history, first)
        if amount > ZERO:
            rate = FIXINGS[law.fixing](law, start, first)
            found.append(InterestPeriod(first, following - ONE_DAY, amount, rate))
    return _joined(found)


def _open_on(history: History, day: date) -> Decimal:
    for since, amount in reversed(history):
        if since <= day:
            return amount
    return ZERO


def _joined(found: list[InterestPeriod]) -> tuple[InterestPeriod, ...]:
    """Neighbours with the same amount and rate as one period."""
    if len(found) == 1:
        return tuple(found)
    joined: list[InterestPeriod] = []
    for period in found:
        before = joined[-1] if joined else None
        if before and (before.amount, before.percent, before.last + ONE_DAY) == (
            period.amount,
            period.percent,
            period.first,
        ):
            joined[-1] = InterestPeriod(before.first, period.last, period.amount, period.percent)
        else:
            joined.append(period)
    return tuple(joined)


def interest_of(found: Iterable[InterestPeriod], currency: str) -> Decimal:
    """The interest of one invoice's periods, summed exactly and rounded half up once."""
    return rounded(exact(found), currency)


def exact(found: Iterable[InterestPeriod]) -> Decimal:
    """The same, not rounded."""
    return sum((period.amount * period.percent * period.days for period in found), ZERO) / YEAR_PERCENT


def interest(law: LatePayment, history: History, due_date: date, today: date, currency: str = "EUR") -> Decimal:
    """Interest on one invoice in its currency; raises RateUnknown."""
    return interest_of(periods(law, history, due_date, today), currency)


def compensation(law: LatePayment, total: Decimal, currency: str) -> Decimal:
    """The lump sum for one invoice of this total.

    The law names it in its own currency and no rate of exchange; a debt in another currency carries none, rather
    than one that we made up.
    """
    sums = [amount for least, amount, named in law.lump_sums if named == currency and total >= least]
    return sums[-1] if sums else ZERO
