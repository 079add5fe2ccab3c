"""A contract's time: periods without gap or overlap, parts by the day, notice and renewal, indexed prices."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice, pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.billing.model import IndexValue
from workflows.billing.periods import Period, add_months, due_on, last_day, periods
from workflows.billing.pricing import charges, net_of, price_on
from workflows.catalogue import Billing, Contract, ContractTerms
from workflows.ledger.money import ZERO

D = Decimal
DAYS = st.dates(date(2019, 1, 1), date(2029, 12, 31))
RHYTHMS = st.sampled_from([Billing.MONTHLY, Billing.QUARTERLY, Billing.YEARLY])


def contract(start: str = "2026-01-01", end: str = "", billing: str = "monthly", **terms: Any) -> Contract:
    last = date.fromisoformat(end) if end else None
    return Contract(
        "V1", "K1", "SAAS", D(1), D("100.00"), "EUR", date.fromisoformat(start), last, Billing(billing),
        ContractTerms(**terms),
    )  # fmt: skip


def spans(found: Contract, count: int = 4) -> list[tuple[str, str]]:
    return [(str(one.first), str(one.last)) for one in islice(periods(found), count)]


@pytest.mark.parametrize(
    ("given_contract", "expected"),
    [
        (
            contract("2026-01-31"),
            [("2026-01-31", "2026-02-27"), ("2026-02-28", "2026-03-30"), ("2026-03-31", "2026-04-29")],
        ),
        (contract("2026-01-15", calendar=True), [("2026-01-15", "2026-01-31"), ("2026-02-01", "2026-02-28")]),
        (
            contract("2026-02-10", "2026-05-03", "quarterly", calendar=True),
            [("2026-02-10", "2026-03-31"), ("2026-04-01", "2026-05-03")],
        ),
        (contract("2026-04-01", "2027-05-15", "yearly"), [("2026-04-01", "2027-03-31"), ("2027-04-01", "2027-05-15")]),
        (contract("2026-04-01", "2026-06-30", "once"), [("2026-04-01", "2026-06-30")]),
        (contract("2026-04-01", "", "once"), [("2026-04-01", "2026-04-01")]),
    ],
)  # fmt: skip
def test_periods_count_from_the_start_or_by_the_calendar(
    given_contract: Contract, expected: list[tuple[str, str]]
) -> None:
    assert spans(given_contract, len(expected)) == expected


@given(start=DAYS, length=st.integers(0, 1500), billing=RHYTHMS, calendar=st.booleans())
def test_every_day_of_a_contract_lies_in_one_period(start: date, length: int, billing: Billing, calendar: bool) -> None:
    whole = replace(contract(calendar=calendar), start=start, end=start + timedelta(days=length), billing=billing)
    found = list(periods(whole))
    assert (found[0].first, found[-1].last) == (whole.start, whole.end)
    assert all(later.first - earlier.last == timedelta(days=1) for earlier, later in pairwise(found))
    assert all(1 <= one.days <= one.whole_days for one in found)


@given(start=DAYS, after=DAYS, billing=RHYTHMS, calendar=st.booleans())
def test_what_lies_before_a_day_is_skipped_and_nothing_else(
    start: date, after: date, billing: Billing, calendar: bool
) -> None:
    endless = replace(contract(calendar=calendar), start=start, billing=billing)
    all_of_them = [one for one in islice(periods(endless), 200) if one.last > after]
    assert list(islice(periods(endless, after), 3)) == all_of_them[:3]


@pytest.mark.parametrize(
    ("notice_on", "expected"),
    [
        (None, None),  # goes on
        (date(2026, 9, 30), date(2026, 12, 31)),  # 92 days before the end
        (date(2026, 10, 3), date(2027, 12, 31)),  # 89 days: one year more
        (date(2027, 11, 1), date(2028, 12, 31)),
    ],
)
def test_notice_in_time_ends_the_term_and_late_notice_the_next(notice_on: date | None, expected: date | None) -> None:
    found = contract("2026-01-01", "2026-12-31", renewal_months=12, notice_days=90, notice_on=notice_on)
    assert last_day(found) == expected


def test_notice_ends_a_contract_that_has_no_end() -> None:
    found = contract("2026-01-01", notice_days=30, notice_on=date(2026, 2, 8))
    assert last_day(found) == date(2026, 3, 10)
    assert spans(found)[-1] == ("2026-03-01", "2026-03-10")
    assert spans(contract("2026-01-01", billing="once", notice_on=date(2025, 12, 1))) == []


def test_without_renewal_a_contract_just_ends() -> None:
    assert last_day(contract(end="2026-06-30")) == date(2026, 6, 30)


def test_a_term_that_ends_a_month_ends_one_again() -> None:
    found = contract("2026-02-01", "2026-02-28", renewal_months=1, notice_on=date(2026, 3, 5))
    assert last_day(found) == date(2026, 3, 31)


@pytest.mark.parametrize(
    ("first", "last", "whole", "expected"),
    [
        ("2026-01-15", "2026-01-31", 31, "54.84"),  # 17 of 31 days
        ("2026-02-15", "2026-02-28", 28, "50.00"),
        ("2028-02-15", "2028-02-29", 29, "51.72"),  # a leap year's February: 15 of 29
        ("2026-01-01", "2026-01-31", 31, "100.00"),
        ("2026-01-31", "2026-01-31", 31, "3.23"),
    ],
)
def test_part_of_a_period_costs_its_days_share(first: str, last: str, whole: int, expected: str) -> None:
    period = Period(date.fromisoformat(first), date.fromisoformat(last), whole)
    assert net_of(charges(contract(), period, D("100.00"), ZERO)) == D(expected)


@pytest.mark.parametrize(
    ("used", "minimum", "expected"),
    [
        ("0", "0", []),
        ("10", "0", ["25.00"]),
        ("10", "40", ["25.00", "15.00"]),
        ("0", "40", ["40.00"]),
        ("20", "40", ["50.00"]),
    ],
)  # fmt: skip
def test_usage_is_charged_up_to_the_minimum(used: str, minimum: str, expected: list[str]) -> None:
    metered = contract(metered=True, minimum=D(minimum))
    period = Period(date(2026, 1, 1), date(2026, 1, 31), 31)
    assert [charge.net for charge in charges(metered, period, D("2.50"), D(used))] == [D(net) for net in expected]


def test_a_minimum_is_by_the_day_too() -> None:
    metered = contract(metered=True, minimum=D(31))
    assert net_of(charges(metered, Period(date(2026, 1, 22), date(2026, 1, 31), 31), D(1), ZERO)) == D("10.00")


@pytest.mark.parametrize(
    ("terms", "due"),
    [({}, date(2026, 1, 1)), ({"in_arrears": True}, date(2026, 2, 1)), ({"metered": True}, date(2026, 2, 1))],
)
def test_a_period_is_due_in_advance_or_after_its_end(terms: dict[str, Any], due: date) -> None:
    found = contract(**terms)
    assert due_on(found, next(periods(found))) == due


def test_a_yearly_percentage_is_rounded_year_by_year() -> None:
    found = contract("2024-03-01", yearly_percent=D("2.5"))
    prices = [price_on(found, date(year, 3, 1), {}) for year in (2024, 2025, 2026, 2027)]
    assert prices == [D("100.00"), D("102.50"), D("105.06"), D("107.69")]
    assert price_on(found, date(2025, 2, 28), {}) == D("100.00")


def test_an_index_counts_from_the_anniversary_on_against_its_base() -> None:
    found = contract("2024-03-01", index="ILAT", index_base=D("132.15"))
    values = {
        "ILAT": [
            IndexValue("a", "ILAT", date(2024, 12, 20), D("135.30")),
            IndexValue("b", "ILAT", date(2025, 3, 20), D("140")),
        ]
    }
    assert price_on(found, date(2025, 2, 1), values) == D("100.00")
    assert price_on(found, date(2025, 4, 1), values) == D("102.38")  # 100 × 135.30 / 132.15


def test_last_years_value_of_a_yearly_index_is_not_taken_again() -> None:
    found = contract("2024-01-01", index="ILAT", index_base=D("100"))
    values = [IndexValue("a", "ILAT", date(2025, 1, 1), D("104"))]
    assert price_on(found, date(2025, 12, 1), {"ILAT": values}) == D("104.00")
    assert price_on(found, date(2026, 1, 1), {"ILAT": values}) is None
    values.append(IndexValue("b", "ILAT", date(2026, 1, 1), D("107")))
    assert price_on(found, date(2026, 1, 1), {"ILAT": values}) == D("107.00")


@pytest.mark.parametrize("day", ["2025-03-01", "2028-03-01"])
def test_an_index_that_is_not_known_gives_no_price(day: str) -> None:
    """Before the first value, and when the last one is older than a year."""
    found = contract("2024-03-01", index="ILAT", index_base=D("132.15"))
    values = {"ILAT": [IndexValue("b", "ILAT", date(2025, 3, 20), D("140"))]}
    assert price_on(found, date.fromisoformat(day), values) is None


@given(day=DAYS, months=st.integers(0, 60))
def test_months_are_added_to_the_same_day_or_the_months_last(day: date, months: int) -> None:
    found = add_months(day, months)
    assert (found.year - day.year) * 12 + found.month - day.month == months
    assert found.day == day.day or (found + timedelta(days=1)).day == 1
