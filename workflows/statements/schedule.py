"""A month's statements go out on its scheduled day or, where nobody works then, on the next business day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from workflows.calendar import NO_HOLIDAYS, HolidayRules, add_business_days


def scheduled_day(
    day: date, of_month: int, country: str, rules: Mapping[str, HolidayRules] = NO_HOLIDAYS
) -> date | None:
    """The scheduled day whose statements go out on `day`, maybe one of the month before; None if none do.

    `of_month`: 1 to 28, or 0: never.
    """
    if not of_month:
        return None
    this_month = day.replace(day=of_month)
    last_month = (day.replace(day=1) - timedelta(days=1)).replace(day=of_month)
    due = (one for one in (this_month, last_month) if add_business_days(one, 0, country, rules) == day)
    return next(due, None)
