"""A business day is a weekday that is no public holiday of the country."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.dunning_desk import holiday_rules
from workflows.calendar import add_business_days, easter_sunday, holidays, is_business_day

RULES = holiday_rules()


@pytest.mark.parametrize("day", ["1943-04-25", "2000-04-23", "2008-03-23", "2024-03-31", "2025-04-20", "2026-04-05"])
def test_easter_falls_on_the_day_of_the_almanac(day: str) -> None:
    assert easter_sunday(int(day[:4])).isoformat() == day


@pytest.mark.parametrize(
    ("country", "day", "works"),
    [
        ("FR", "2026-05-14", False),  # Ascension
        ("FR", "2026-04-03", True),  # Good Friday
        ("DE", "2026-04-03", False),
        ("FR", "2026-07-14", False),
        ("DE", "2026-07-14", True),
        ("AT", "2026-06-04", False),  # Corpus Christi
        ("CH", "2025-08-01", False),
        ("BE", "2026-07-21", False),
        ("LU", "2026-06-23", False),
        ("IE", "2026-10-26", False),  # last Monday of October
        ("GB", "2026-05-25", False),  # last Monday of May
        ("GB", "2026-12-28", False),  # Boxing Day made up for
        ("GB", "2022-12-27", False),  # Christmas Day made up for after Boxing Day
        ("GB", "2022-12-28", True),
        ("XX", "2026-12-25", True),  # no rules: weekends only
        ("XX", "2026-12-26", False),
    ],
)
def test_holidays_are_those_of_the_country(country: str, day: str, works: bool) -> None:
    assert is_business_day(date.fromisoformat(day), country, RULES) is works


@pytest.mark.parametrize(
    ("start", "days", "country", "end"),
    [
        ("2026-05-13", 1, "FR", "2026-05-15"),  # Ascension between
        ("2026-02-13", 1, "DE", "2026-02-16"),  # over a weekend
        ("2026-02-14", 1, "DE", "2026-02-16"),  # from a Saturday
        ("2026-02-14", 0, "DE", "2026-02-16"),
        ("2026-02-13", 0, "DE", "2026-02-13"),
        ("2026-12-24", 2, "GB", "2026-12-30"),
    ],
)
def test_business_days_are_counted_after_the_start(start: str, days: int, country: str, end: str) -> None:
    assert add_business_days(date.fromisoformat(start), days, country, RULES) == date.fromisoformat(end)


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(0, 40), st.sampled_from(sorted(RULES)))
def test_the_result_is_a_business_day_with_the_right_number_between(start: date, days: int, country: str) -> None:
    end = add_business_days(start, days, country, RULES)
    passed = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert is_business_day(end, country, RULES)
    assert days == 0 or sum(is_business_day(day, country, RULES) for day in passed) == days


def test_every_country_has_a_new_year_and_a_christmas_every_year() -> None:
    for rules in RULES.values():
        for year in range(2000, 2051):
            assert {day.month for day in holidays(year, rules)} >= {1, 12}
