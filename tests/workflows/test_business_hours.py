"""Deadlines run while the company works, and stand still at night, on weekends and on its holidays."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.settings.law import load_holidays
from workflows.business_hours import BusinessHours, WorkingTime

BERLIN = WorkingTime(BusinessHours(), "DE", "Europe/Berlin", load_holidays())


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    "start, hours, end",
    [
        ("2026-02-16T11:00+01:00", 2, "2026-02-16T13:00+01:00"),  # a Monday
        ("2026-02-16T16:00+01:00", 2, "2026-02-17T10:00+01:00"),
        ("2026-02-16T09:00+01:00", 8, "2026-02-16T17:00+01:00"),  # ends that evening
        ("2026-02-16T11:00+01:00", 40, "2026-02-23T11:00+01:00"),
        ("2026-02-14T23:00+01:00", 1, "2026-02-16T10:00+01:00"),  # a Saturday
        ("2026-04-02T16:00+02:00", 2, "2026-04-07T10:00+02:00"),  # over Easter
        ("2026-03-27T16:00+01:00", 2, "2026-03-30T10:00+02:00"),  # over the change of clocks
        ("2026-02-16T18:30+01:00", 0, "2026-02-17T09:00+01:00"),
    ],
)
def test_a_deadline_counts_business_hours(start: str, hours: int, end: str) -> None:
    assert BERLIN.after(at(start), hours * 60) == at(end)


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 6, 1)).map(
        lambda moment: moment.replace(second=0, microsecond=0)
    ),
    st.integers(1, 6000),
)
def test_what_was_added_is_what_lies_between(start: datetime, minutes: int) -> None:
    begun = start.replace(tzinfo=UTC)
    end = BERLIN.after(begun, minutes)
    assert BERLIN.between(begun, end) == minutes
    assert BERLIN.between(end, begun) == 0 and end > begun
    assert BERLIN.between(begun, end - timedelta(minutes=1)) == minutes - 1
