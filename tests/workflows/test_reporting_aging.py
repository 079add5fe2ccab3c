"""Receivables by age: buckets at their edges, any day replayed, and sums that tie out with open items and journal."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workflows.receivables_play import Books
from workflows.ledger.model import AccountKind
from workflows.reporting.aging import aging, bucket_of, buckets
from workflows.reporting.collections import collections
from workflows.reporting.receivables import receivables
from workflows.reporting.report import Report

MARCH_31 = date(2026, 3, 31)
START = date(2026, 1, 1)


def rows(report: Report, name: str) -> list[dict[str, Any]]:
    return [dict(row) for table in report.tables if table.name == name for row in table.rows]


@pytest.mark.parametrize(
    ("days_overdue", "bucket"),
    [
        (-10, "not_due"), (0, "not_due"), (1, "1_30"), (30, "1_30"), (31, "31_60"), (60, "31_60"), (61, "61_90"),
        (90, "61_90"), (91, "over_90"), (4000, "over_90"),
    ],
)  # fmt: skip
def test_a_document_lies_in_the_bucket_of_its_days_overdue(days_overdue: int, bucket: str) -> None:
    assert bucket_of(days_overdue) == bucket


def test_other_ages_make_other_buckets() -> None:
    assert buckets((15, 45)) == ("not_due", "1_15", "16_45", "over_45")
    assert [bucket_of(days, (15, 45)) for days in (15, 16, 46)] == ["1_15", "16_45", "over_45"]


def books() -> Books:
    made = Books()
    made.invoice("R-1", date(2026, 1, 5), date(2026, 2, 4), "1000.00")
    made.invoice("R-2", date(2026, 3, 10), date(2026, 4, 9), "500.00")
    made.invoice("G-1", date(2026, 2, 20), date(2026, 2, 20), "-120.00")
    made.pay(date(2026, 3, 20), "450.00", ("R-1", "400.00"))
    return made


def test_the_buckets_of_a_customer_come_to_its_total() -> None:
    (row,) = rows(aging(books().uow, MARCH_31), "customers")
    assert row == {
        "customer": "K1", "name": "Anker Werft GmbH", "company": "DE10", "currency": "EUR", "not_due": "500.00",
        "1_30": "0.00", "31_60": "480.00", "61_90": "0.00", "over_90": "0.00", "total": "980.00", "overdue": "480.00",
        "on_account": "50.00", "net": "930.00",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("day", "total"),
    [("2026-01-04", None), ("2026-01-05", "1000.00"), ("2026-02-20", "880.00"), ("2026-03-19", "1380.00"),
     ("2026-03-20", "980.00")],
)  # fmt: skip
def test_any_day_shows_what_was_open_then(day: str, total: str | None) -> None:
    found = [row["total"] for row in rows(aging(books().uow, date.fromisoformat(day)), "totals")]
    assert found == ([total] if total else [])


def test_a_document_of_an_earlier_system_counts_before_it_was_imported_and_the_proof_says_so() -> None:
    made = Books()
    made.invoice("R-1", date(2026, 1, 5), date(2026, 2, 4), "1000.00", on=date(2026, 5, 1), open_amount="300.00")
    report = aging(made.uow, MARCH_31)
    assert rows(report, "proof") == [
        {"company": "DE10", "currency": "EUR", "open_items": "300.00", "taken_over_later": "300.00", "journal": "0.00",
         "difference": "0.00"}
    ]  # fmt: skip
    assert report.differences == ()


def test_money_that_came_before_its_invoice_is_no_debt_of_another_day() -> None:
    made = Books()
    made.invoice("R-1", date(2026, 3, 10), date(2026, 4, 9), "500.00")
    payment = made.pay(date(2026, 3, 1), "500.00")
    made.apply(payment, "R-1", "500.00", date(2026, 3, 1))
    assert aging(made.uow, date(2026, 3, 5)).differences == ()
    assert rows(aging(made.uow, MARCH_31), "totals") == []


def test_a_booking_that_no_open_item_explains_is_named() -> None:
    made = books()
    item = made.uow.open_items.get("R-2")
    del made.uow.open_items.rows[item.document]
    assert aging(made.uow, MARCH_31).differences == ("open items and journal of DE10 differ by -500.00 EUR",)


DAYS = st.integers(0, 120).map(lambda days: START + timedelta(days=days))
CENTS = st.integers(1, 500_000).map(lambda cents: Decimal(cents) / 100)


@settings(max_examples=60, deadline=None)
@given(
    documents=st.lists(st.tuples(DAYS, DAYS, CENTS, st.booleans()), min_size=1, max_size=6),
    moves=st.lists(st.tuples(DAYS, CENTS, st.integers(0, 5), st.booleans()), max_size=8),
    day=DAYS,
    first=DAYS,
)
def test_on_any_day_ages_flows_open_items_and_journal_agree(documents: Any, moves: Any, day: date, first: date) -> None:
    made = Books()
    for place, (issued, taken_over, amount, is_credit) in enumerate(documents):
        signed = f"{-amount if is_credit else amount}"
        made.invoice(f"D-{place}", issued, issued + timedelta(days=30), signed, on=taken_over)
    for paid_on, amount, place, with_discount in moves:
        payment = made.pay(paid_on, f"{amount}")
        item = made.uow.open_items.get(f"D-{place % len(documents)}")
        part, discount = min(amount, item.open_amount), Decimal(0)
        if part > 0 and with_discount:
            discount = min(item.open_amount - part, Decimal("1.00"))
        if part > 0:
            made.apply(payment, item.document, f"{part}", paid_on, discount=f"{discount}")
    report = aging(made.uow, day)
    assert report.differences == collections(made.uow, max(day, first), min(day, first)).differences == ()
    for row in rows(report, "customers"):
        assert sum(Decimal(row[name]) for name in buckets()) == Decimal(row["total"])
    known = receivables(made.uow)
    money = sum(known.on_account(day).values(), Decimal(0))
    assert sum(known.booked(AccountKind.ON_ACCOUNT, day).values(), Decimal(0)) == -money


def test_today_is_what_the_open_items_say() -> None:
    made = books()
    shown = {row["document"]: Decimal(row["open_amount"]) for row in rows(aging(made.uow, MARCH_31), "documents")}
    assert shown == {item.document: item.open_amount for item in made.uow.open_items.where() if item.open_amount}
