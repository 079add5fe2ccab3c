"""Days on which euro payments settle between banks: the calendar of TARGET (ECB, 2000; unchanged since)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from workflows.calendar import HolidayRules, add_business_days, is_business_day

NAME = "TARGET"
RULES: Mapping[str, HolidayRules] = MappingProxyType(
    {NAME: HolidayRules(fixed=((1, 1), (5, 1), (12, 25), (12, 26)), easter=(-2, 1), weekday=(), moved=False)}
)


def is_target_day(day: date) -> bool:
    return is_business_day(day, NAME, RULES)


def business_day_from(day: date) -> date:
    """The day itself, or the next one on which money settles."""
    return add_business_days(day, 0, NAME, RULES)


def business_days_later(day: date, days: int) -> date:
    """So many days of TARGET after a day."""
    return add_business_days(day, days, NAME, RULES)
