"""The field's ratios on worked examples; where an example is a textbook's, its figures are recomputed, not copied."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.workflows.receivables_play import Books
from workflows.disputes.model import PromiseStatus, PromiseToPay
from workflows.reporting.collections import collections
from workflows.reporting.dso import dso
from workflows.reporting.ratios import countback_days, days_sales, effectiveness
from workflows.reporting.report import Report, shown

D = Decimal


def rows(report: Report, name: str) -> list[dict[str, Any]]:
    return [dict(row) for table in report.tables if table.name == name for row in table.rows]


@pytest.mark.parametrize(
    ("amount", "sales", "days", "wanted"),
    [
        ("3000", "9000", 90, "30.00"),  # a quarter's sales, a third of them open
        ("800000", "2500000", 91, "29.12"),
        ("-100", "1000", 30, "-3.00"),  # more credit than debt
        ("500", "0", 90, None),
        ("500", "-10", 90, None),  # nothing but credit notes
    ],
)
def test_days_of_sales(amount: str, sales: str, days: int, wanted: str | None) -> None:
    assert shown(days_sales(D(amount), D(sales), days)) == wanted


@pytest.mark.parametrize(
    ("open_amount", "periods", "wanted"),
    [
        ("700", [(31, "500"), (30, "400")], "46.00"),  # all of the last month, half of the one before
        ("500", [(31, "500"), (30, "400")], "31.00"),
        ("250", [(31, "500")], "15.50"),
        ("900", [(31, "0"), (28, "900")], "59.00"),  # a month without sales counts its days
        ("901", [(31, "500"), (30, "400")], None),
        ("0", [(31, "500")], "0.00"),
    ],
)
def test_counting_back(open_amount: str, periods: list[tuple[int, str]], wanted: str | None) -> None:
    assert shown(countback_days(D(open_amount), [(days, D(sales)) for days, sales in periods])) == wanted


@pytest.mark.parametrize(
    ("opening", "sales", "closing", "not_due", "wanted"),
    [
        ("150000", "300000", "120000", "80000", "89.19"),
        ("150000", "300000", "80000", "80000", "100.00"),  # nothing overdue is left
        ("150000", "0", "150000", "0", "0.00"),  # nothing was collected
        ("0", "100", "100", "100", None),  # nothing was due
    ],
)
def test_collection_effectiveness(opening: str, sales: str, closing: str, not_due: str, wanted: str | None) -> None:
    assert shown(effectiveness(D(opening), D(sales), D(closing), D(not_due))) == wanted


def books() -> Books:
    made = Books()
    made.invoice("R-1", date(2026, 1, 10), date(2026, 2, 9), "900.00")
    made.invoice("R-2", date(2026, 2, 10), date(2026, 3, 12), "600.00")
    made.invoice("R-3", date(2026, 3, 20), date(2026, 4, 19), "300.00")
    made.invoice("G-1", date(2026, 3, 21), date(2026, 3, 21), "-60.00")
    made.pay(date(2026, 2, 19), "900.00", ("R-1", "900.00"))
    payment = made.pay(date(2026, 3, 30), "196.00")
    made.apply(payment, "R-2", "196.00", date(2026, 3, 30), discount="4.00")
    return made


def test_dso_says_what_it_is_made_of() -> None:
    (row,) = rows(dso(books().uow, date(2026, 3, 31)), "companies")
    assert row == {
        "company": "DE10", "currency": "EUR", "from": "2026-01-01", "to": "2026-03-31", "days": 90,
        "receivables": "640.00", "not_due": "300.00", "overdue": "340.00", "sales": "1740.00",
        "sales_taken_over": "1740.00", "dso": "33.10", "best_possible_dso": "15.52", "average_days_delinquent": "17.59",
        "countback_dso": "49.67",
    }  # fmt: skip


def test_the_flow_of_a_window_leads_from_opening_to_closing() -> None:
    report = collections(books().uow, date(2026, 3, 31), date(2026, 2, 1))
    (row,) = rows(report, "flow")
    amounts = {name: row[name] for name in ("opening", "taken_over", "cash", "discounts", "write_offs", "closing")}
    assert amounts == {
        "opening": "900.00", "taken_over": "840.00", "cash": "-1096.00", "discounts": "-4.00", "write_offs": "0.00",
        "closing": "640.00",
    }  # fmt: skip
    assert (row["cei"], row["overdue_percent"]) == ("76.39", "53.13")
    assert report.differences == ()


def test_days_late_are_weighted_by_amount() -> None:
    (row,) = rows(collections(books().uow, date(2026, 3, 31), date(2026, 2, 10)), "customers")
    # 900.00 ten days late, 196.00 eighteen days late
    assert (row["average_days_late"], row["trend_days"], row["days_to_pay"]) == ("11.4", "8.0", "41.4")
    assert (row["open"], row["overdue"], row["oldest_days_overdue"]) == ("640.00", "340.00", 19)


def test_promises_are_counted_by_what_became_of_them() -> None:
    made = books()
    for place, state in enumerate((PromiseStatus.KEPT, PromiseStatus.KEPT, PromiseStatus.BROKEN, PromiseStatus.OPEN)):
        day = date(2026, 3, 1 + place)
        made.uow.promises.add(
            PromiseToPay(f"P-{place}", "K1", "DE10", ("R-2",), day, None, "EUR", state, f"<{place}@x>", day)
        )
    (row,) = rows(collections(made.uow, date(2026, 3, 31)), "promises")
    assert row == {
        "company": "DE10",
        "made": 4,
        "open": 1,
        "kept": 2,
        "broken": 1,
        "replaced": 0,
        "kept_percent": "66.67",
    }
