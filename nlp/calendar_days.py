"""Reckoning with days: weeks, weekdays and months from a day on, by the civil calendar."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta


def working_days_later(base: date, count: int) -> date:
    """So many days from Monday to Friday later; holidays are not known here."""
    day = base
    for _ in range(min(count, 250)):
        day += timedelta(days={4: 3, 5: 2}.get(day.weekday(), 1))
    return day


def monday_of(day: date) -> date:
    """The Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def friday_of(week: int, year: int, base: date) -> date | None:
    """The Friday of a calendar week (ISO 8601), in the year that brings it nearest."""
    if not 1 <= week <= 53:
        return None
    choices = []
    for each in (year,) if year else (base.year - 1, base.year, base.year + 1):
        try:
            choices.append(date.fromisocalendar(each, week, 5))
        except ValueError:
            continue
    return min(choices, key=lambda day: abs((day - base).days), default=None)


def coming(weekday: int, base: date) -> date:
    """The first day of this weekday (0: Monday) after `base`."""
    return base + timedelta(days=(weekday - base.weekday()) % 7 or 7)


def gone(weekday: int, base: date) -> date:
    """The last day of this weekday before `base`."""
    return base - timedelta(days=(base.weekday() - weekday) % 7 or 7)


def named_weekday(weekday: int, number: int, base: date) -> date | None:
    """ "Friday the 15th": the next 15th, on a Friday if there is one within two months either way."""
    near = sorted((base + timedelta(days=n) for n in range(-62, 63)), key=lambda d: (d < base, abs((d - base).days)))
    both = next((d for d in near if d.day == number and d.weekday() == weekday), None)
    return both or numbered(number, base, 1)


def numbered(number: int, base: date, step: int) -> date | None:
    """The next day of this number from the mail's date on, or the last one before it (`step` -1)."""
    return next((d for n in range(62) if (d := base + timedelta(days=n * step)).day == number), None)


def nearest(month: int, day: int, base: date) -> date | None:
    """The day and month in the year that brings it nearest to `base`."""
    days = [found for year in (base.year - 1, base.year, base.year + 1) if (found := day_or_none(year, month, day))]
    return min(days, key=lambda found: abs((found - base).days), default=None)


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def day_or_none(year: int, month: int, day: int) -> date | None:
    """The day of these numbers, if the calendar has it."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
