"""The day on which a rule makes an invoice due, by the calendar alone; and the amounts of each day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from workflows.billing.periods import add_months
from workflows.calendar import NO_HOLIDAYS, ONE_DAY, HolidayRules, is_business_day
from workflows.ledger.money import ZERO, rounded
from workflows.payment_terms.model import WHOLE, DueRule, MonthEnd, OnHoliday, PaymentTerms


def due_on(rule: DueRule, issued: date) -> date:
    """The day that a rule leads to, whether or not anybody works on it."""
    start = month_end(issued) if rule.month_end is MonthEnd.FIRST else issued
    day = add_months(start, rule.months) + timedelta(days=rule.days)
    if rule.month_end is MonthEnd.LAST:
        day = month_end(day)
    if not rule.day_of_month:
        return day
    if rule.month_end is MonthEnd.NEVER:
        return _first_from(day, rule.day_of_month)
    return _first_from(day + ONE_DAY, rule.day_of_month)


def month_end(day: date) -> date:
    return add_months(day.replace(day=1), 1) - ONE_DAY


def _first_from(day: date, wanted: int) -> date:
    """The first day from `day` on that is the wanted one of its month, or its last where it has no such day."""
    found = _in_month(day, wanted)
    return found if found >= day else _in_month(add_months(day.replace(day=1), 1), wanted)


def _in_month(day: date, wanted: int) -> date:
    return day.replace(day=min(wanted, month_end(day).day))


def moved(day: date, how: OnHoliday, country: str, rules: Mapping[str, HolidayRules] = NO_HOLIDAYS) -> date:
    """The day itself where people work in the country, else the one that `how` says."""
    if how is OnHoliday.KEEP or is_business_day(day, country, rules):
        return day
    after, before = _nearest(day, ONE_DAY, country, rules), _nearest(day, -ONE_DAY, country, rules)
    if how is OnHoliday.PREVIOUS:
        return before
    return before if how is OnHoliday.NEXT_IN_MONTH and after.month != day.month else after


def _nearest(day: date, step: timedelta, country: str, rules: Mapping[str, HolidayRules]) -> date:
    while not is_business_day(day, country, rules):
        day += step
    return day


def schedule(
    terms: PaymentTerms,
    issued: date,
    total: Decimal,
    currency: str,
    *,
    how: OnHoliday = OnHoliday.KEEP,
    country: str = "",
    holidays: Mapping[str, HolidayRules] = NO_HOLIDAYS,
) -> tuple[tuple[date, Decimal], ...]:
    """(day, amount) of each share, earliest first; they sum to `total` exactly, the last share bears the rounding.

    What the terms say of non-business days goes before `how`.
    """
    how = terms.on_holiday or how
    parts, left = [], total
    for share in terms.shares:
        amount = left if share is terms.shares[-1] else rounded(total * share.percent / WHOLE, currency)
        parts.append((moved(due_on(share.rule, issued), how, country, holidays), amount))
        left -= amount
    assert sum((amount for _, amount in parts), ZERO) == total
    return tuple(sorted(parts, key=lambda part: part[0]))
