"""On which day a month's statements go out."""

from __future__ import annotations

from datetime import date

import pytest

from tests.workflows.dunning_desk import holiday_rules
from workflows.statements.schedule import scheduled_day


@pytest.mark.parametrize(
    ("day", "of_month", "country", "wanted"),
    [
        ("2026-04-01", 1, "DE", "2026-04-01"),
        ("2026-04-02", 1, "DE", None),
        ("2026-05-01", 1, "FR", None),  # Labour Day, a Friday
        ("2026-05-04", 1, "FR", "2026-05-01"),
        ("2026-02-28", 28, "DE", None),  # a Saturday
        ("2026-03-02", 28, "DE", "2026-02-28"),  # its Monday lies in the next month
        ("2026-03-30", 28, "DE", "2026-03-28"),
        ("2026-04-01", 0, "DE", None),
    ],
)
def test_the_scheduled_day_or_the_next_business_day(day: str, of_month: int, country: str, wanted: str | None) -> None:
    found = scheduled_day(date.fromisoformat(day), of_month, country, holiday_rules())
    assert found == (date.fromisoformat(wanted) if wanted else None)
