"""A business day is a weekday that is no public holiday of the country; holidays are rules, not lists of dates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType

SATURDAY = 5
ONE_DAY = timedelta(days=1)
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class HolidayRules:
    """One country's table of config/holidays.toml."""

    fixed: tuple[tuple[int, int], ...]  # (month, day)
    easter: tuple[int, ...]  # days after Easter Sunday
    weekday: tuple[tuple[int, int, int], ...]  # (month, weekday 1 = Monday, which one; -1: the last)
    moved: bool  # a fixed holiday on a weekend is made up for on the next working day


NO_HOLIDAYS: Mapping[str, HolidayRules] = MappingProxyType({})


def easter_sunday(year: int) -> date:
    """Gregorian Easter (Meeus, Astronomical Algorithms, chapter 8)."""
    golden, century, rest = year % 19, year // 100, year % 100
    correction = century - century // 4 - (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + correction + 15) % 30
    shift = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * shift) // 451
    month, day = divmod(epact + shift - 7 * late + 114, 31)
    return date(year, month, day + 1)


@lru_cache(maxsize=256)
def holidays(year: int, rules: HolidayRules) -> frozenset[date]:
    """The public holidays that fall into a year."""
    easter = easter_sunday(year)
    free = {easter + timedelta(days=offset) for offset in rules.easter}
    free |= {_nth_weekday(year, *rule) for rule in rules.weekday}
    for month, day in rules.fixed:
        free.add(_made_up(date(year, month, day), free) if rules.moved else date(year, month, day))
    return frozenset(free)


def _nth_weekday(year: int, month: int, weekday: int, which: int) -> date:
    """The first, second … weekday of a month; -1 counts from its end."""
    if which > 0:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - 1 - first.weekday()) % 7) + WEEK * (which - 1)
    following = date(year + month // 12, month % 12 + 1, 1)
    last = following - ONE_DAY
    return last - timedelta(days=(last.weekday() - (weekday - 1)) % 7) - WEEK * (-which - 1)


def _made_up(day: date, taken: set[date]) -> date:
    """The day itself, or the next working day that is not free already."""
    while day.weekday() >= SATURDAY or day in taken:
        day += ONE_DAY
    return day


def is_business_day(day: date, country: str, rules: Mapping[str, HolidayRules] = NO_HOLIDAYS) -> bool:
    """Whether people work on this day; in a country without rules only weekends are free."""
    own = rules.get(country)
    return day.weekday() < SATURDAY and (own is None or day not in holidays(day.year, own))


def add_business_days(start: date, days: int, country: str, rules: Mapping[str, HolidayRules] = NO_HOLIDAYS) -> date:
    """The business day that lies `days` business days after `start`; 0: `start` itself or the next business day."""
    day = start
    while days == 0 and not is_business_day(day, country, rules):
        day += ONE_DAY
    for _ in range(days):
        day += ONE_DAY
        while not is_business_day(day, country, rules):
            day += ONE_DAY
    return day
