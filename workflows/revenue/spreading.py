"""How much of an amount is earned by a day: exact fractions until the last step, all of it on the last day."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from workflows.ledger.money import ZERO, digits
from workflows.revenue.model import Method, RevenueSchedule

NOTHING = Fraction(0)


def earned(schedule: RevenueSchedule, until: date) -> Decimal:
    """What of a schedule's amount is earned by the end of a day, in the currency's smallest units.

    What is earned by supply asks no day: its records say what was supplied.
    """
    if schedule.method is Method.SUPPLY:
        part = Fraction(schedule.supplied) / Fraction(schedule.quantity) if schedule.quantity else Fraction(1)
        return exact(schedule.amount, part, schedule.currency)
    if until < schedule.first_day:
        return ZERO
    if until >= schedule.last_day:
        return schedule.amount
    part = progress(schedule.method, schedule.first_day, schedule.last_day, until)
    return exact(schedule.amount, part, schedule.currency)


def progress(method: Method, first: date, last: date, until: date) -> Fraction:
    """The part of a period that has passed at the end of a day, between 0 and 1."""
    if until < first:
        return NOTHING
    return weight(method, first, min(until, last)) / weight(method, first, last)


def weight(method: Method, first: date, last: date) -> Fraction:
    """How long a span is, in days or in months."""
    return _WEIGHTS[method](first, last)


def exact(amount: Decimal, part: Fraction, currency: str) -> Decimal:
    """An amount times a fraction, rounded half away from zero once."""
    scale: int = 10 ** digits(currency)
    units = Fraction(amount) * part * scale
    whole = int(abs(units) + Fraction(1, 2))
    return Decimal(whole if units >= 0 else -whole) / scale


def _days(first: date, last: date) -> Fraction:
    return Fraction((last - first).days + 1)


def _months(first: date, last: date) -> Fraction:
    """Whole months count one, parts of a month their days by its length."""
    return sum((Fraction(days, length) for days, length in _by_month(first, last)), NOTHING)


def _by_month(first: date, last: date) -> Iterator[tuple[int, int]]:
    """(days of the span, days of the month) of each month that the span touches."""
    day = first
    while day <= last:
        length = monthrange(day.year, day.month)[1]
        end = min(last, day.replace(day=length))
        yield (end - day).days + 1, length
        day = end + timedelta(days=1)


_WEIGHTS: Mapping[Method, Callable[[date, date], Fraction]] = {Method.DAILY: _days, Method.MONTHLY: _months}
