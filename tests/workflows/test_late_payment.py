"""Statutory interest is simple, actual / 365, from the day after the due date; the worked examples of four laws."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.dunning_desk import DE, FR, GB, IE, law
from workflows.errors import RateUnknown
from workflows.late_payment import InterestPeriod, compensation, interest, interest_of, open_history, percent, periods
from workflows.ports import LatePayment

DUE, PAID = date(2026, 5, 14), date(2026, 9, 30)
ALL = ((date(2026, 1, 1), Decimal("33376.95")),)


@pytest.mark.parametrize(
    ("law_of", "expected"),
    [(DE, "1326.42"), (FR, "1565.38"), (IE, "1290.13"), (GB, "1493.50")],
    ids="DE FR IE GB".split(),
)
def test_the_worked_example_of_each_law(law_of: LatePayment, expected: str) -> None:
    assert interest(law_of, ALL, DUE, PAID) == Decimal(expected)


def test_the_split_example_of_the_austrian_code() -> None:
    first = InterestPeriod(date(2026, 1, 1), date(2026, 1, 27), Decimal(1200), Decimal("11.2"))
    second = InterestPeriod(date(2026, 1, 28), date(2026, 5, 2), Decimal(1200), Decimal("10.73"))
    assert (first.days, second.days) == (27, 95)
    assert interest_of((first, second), "EUR") == Decimal("43.45")


def test_the_contracts_example() -> None:
    assert interest(FR, ((date(2026, 1, 1), Decimal(1000)),), date(2026, 2, 20), date(2026, 3, 16)) == Decimal("7.99")


def test_nothing_is_owed_up_to_and_including_the_due_date() -> None:
    assert interest(FR, ALL, DUE, DUE) == 0
    assert periods(FR, ALL, DUE, DUE + timedelta(days=1))[0].days == 1


def test_the_first_half_year_ends_with_june() -> None:
    found = periods(DE, ALL, DUE, PAID)
    assert [(row.first, row.last, row.days, row.percent) for row in found] == [
        (date(2026, 5, 15), date(2026, 6, 30), 47, Decimal("10.27")),
        (date(2026, 7, 1), PAID, 92, Decimal("10.52")),
    ]


def test_half_years_of_one_rate_are_one_period() -> None:
    assert len(periods(DE, ALL, date(2025, 9, 1), date(2026, 3, 1))) == 1


def test_a_rate_that_changes_within_a_half_year_waits_for_the_next() -> None:
    assert percent(FR, date(2025, 1, 1)) == percent(FR, date(2025, 6, 30)) == Decimal("13.15")
    assert percent(FR, date(2025, 7, 1)) == Decimal("12.15")


def test_a_negative_base_rate_is_added_algebraically() -> None:
    assert percent(DE, date(2021, 3, 1)) == Decimal("8.12")


@pytest.mark.parametrize(("due", "rate"), [("2025-12-30", "12.25"), ("2025-12-31", "11.75"), ("2026-05-01", "11.75")])
def test_the_british_rate_is_that_of_the_half_year_in_which_the_debt_became_overdue(due: str, rate: str) -> None:
    found = periods(GB, ((date(2025, 1, 1), Decimal(100)),), date.fromisoformat(due), date(2027, 3, 1))
    assert {row.percent for row in found} == {Decimal(rate)}


@pytest.mark.parametrize(
    ("law_of", "due", "today"),
    [
        (FR, "2026-12-01", "2027-01-01"),  # one day beyond the last half-year known
        (DE, "2026-12-01", "2027-01-01"),
        (GB, "2026-06-30", "2026-07-01"),  # became overdue beyond it
        (GB, "2021-06-30", "2021-07-05"),  # before the first rate of the table
    ],
)
def test_beyond_the_known_rates_nothing_is_computed(law_of: LatePayment, due: str, today: str) -> None:
    with pytest.raises(RateUnknown):
        interest(law_of, ((date(2021, 1, 1), Decimal(100)),), date.fromisoformat(due), date.fromisoformat(today))


def test_the_last_known_day_is_still_computed() -> None:
    assert interest(FR, ALL, date(2026, 12, 1), date(2026, 12, 31)) > 0
    assert interest(GB, ((date(2026, 1, 1), Decimal(100)),), date(2026, 6, 29), date(2026, 12, 1)) > 0


def test_a_part_payment_counts_from_the_day_after_its_value_date() -> None:
    history = open_history(date(2026, 1, 1), Decimal(1000), [(date(2026, 3, 11), Decimal(600))])
    found = periods(FR, history, date(2026, 3, 1), date(2026, 3, 15))
    assert [(row.days, row.amount) for row in found] == [(9, Decimal(1000)), (5, Decimal(400))]


def test_what_was_taken_back_is_open_again() -> None:
    history = open_history(
        date(2026, 1, 1), Decimal(500), [(date(2026, 3, 6), Decimal(500)), (date(2026, 3, 11), Decimal(-500))]
    )
    assert [row.days for row in periods(FR, history, date(2026, 3, 1), date(2026, 3, 12))] == [4, 2]


def test_periods_are_rounded_half_up_once() -> None:
    """Two periods of 0.0049… each are one cent together."""
    flat = law("german_base_rate", "-1.27", "half_year", ())
    assert interest(flat, ((date(2026, 1, 1), Decimal(100)),), date(2026, 1, 31), date(2026, 6, 30)) == 0
    half = InterestPeriod(date(2026, 1, 1), date(2026, 1, 1), Decimal("182.50"), Decimal("0.5"))
    assert interest_of((half,), "EUR") == Decimal("0.00")
    assert interest_of((half, half), "EUR") == Decimal("0.01")


@pytest.mark.parametrize(
    ("total", "currency", "expected"),
    [
        ("999.99", "GBP", 40),
        ("1000.00", "GBP", 70),
        ("9999.99", "GBP", 70),
        ("10000.00", "GBP", 100),
        ("500", "EUR", 0),
    ],
)
def test_the_british_lump_sum_goes_by_the_total_and_is_in_pounds(total: str, currency: str, expected: int) -> None:
    assert compensation(GB, Decimal(total), currency) == expected


def test_forty_euros_whatever_the_invoice() -> None:
    assert compensation(FR, Decimal("0.01"), "EUR") == compensation(DE, Decimal(10**6), "EUR") == 40
    assert compensation(FR, Decimal(100), "USD") == 0


@given(
    st.decimals("0.01", "1000000", places=2),
    st.dates(date(2024, 1, 1), date(2026, 6, 30)),
    st.integers(1, 180),
    st.integers(1, 180),
)
def test_days_never_overlap_and_never_lack(amount: Decimal, due: date, before: int, after: int) -> None:
    end = min(due + timedelta(days=before + after), date(2026, 12, 31))
    found = periods(DE, ((date(2023, 1, 1), amount),), due, end)
    assert sum(row.days for row in found) == (end - due).days
    assert all(left.last < right.first for left, right in pairwise(found))
