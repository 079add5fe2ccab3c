"""The report of revenue: what came about how, what is owed, what is still to come; every table adds up."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes import FakeUnitOfWork
from tests.workflows.selling_desk import desk, product
from tests.workflows.test_revenue import BY_TWO, at, balance, close, sold
from tests.workflows.test_revenue_arrangements import START, agreed, arranged, bill, named, records
from tests.workflows.test_revenue_deliveries import credited, delivered, ordered
from workflows.catalogue import Billing, RevenueKind
from workflows.invoicing.crediting import issue_credit_note
from workflows.ledger.model import AccountKind
from workflows.ledger.money import ZERO
from workflows.reporting.kinds import REPORTS, Asked
from workflows.reporting.report import Cell, Report
from workflows.revenue.handlers import revise
from workflows.revenue.supplying import perform

D = Decimal


def made(uow: FakeUnitOfWork, day: date, first: date | None = None) -> Report:
    return REPORTS["revenue"](uow, Asked(day, first))


def rows(report: Report, name: str) -> list[dict[str, Cell]]:
    (table,) = [one for one in report.tables if one.name == name]
    return [dict(row) for row in table.rows]


def figures(report: Report, *names: str) -> list[str]:
    (row,) = rows(report, "revenue")
    return [str(row[name]) for name in names]


def test_a_year_invoiced_ahead_is_deferred_and_recognised() -> None:
    uow, _ = sold()
    close(uow, date(2026, 1, 31))
    report = made(uow, date(2026, 1, 31), date(2026, 1, 1))
    assert figures(report, "invoiced", "credited", "deferred", "recognised", "revenue") == [
        "365.00", "0.00", "-365.00", "31.00", "31.00",
    ]  # fmt: skip
    (owed,) = rows(report, "contract_balances")
    assert [owed[name] for name in ("account", "opening", "added", "released", "closing")] == [
        "0990", "0.00", "365.00", "-31.00", "334.00",
    ]  # fmt: skip
    assert report.differences == ()


def test_what_is_still_to_be_earned_is_told_month_by_month() -> None:
    uow, _ = sold()
    close(uow, date(2026, 1, 31))
    future = rows(made(uow, date(2026, 1, 31)), "to_be_earned")
    assert [(row["month"], row["to_be_earned"]) for row in future][:2] == [
        ("2026-02", "28.00"), ("2026-03", "31.00"),
    ]  # fmt: skip
    assert len(future) == 11 and sum(D(str(row["to_be_earned"])) for row in future) == D("334.00")


def test_what_is_due_and_not_booked_yet_lies_in_the_reports_own_month() -> None:
    uow, _ = sold()
    future = rows(made(uow, date(2026, 3, 15)), "to_be_earned")
    assert (future[0]["month"], future[0]["to_be_earned"]) == ("2026-03", "90.00")


def test_credit_notes_stand_with_what_they_took_out_of_revenue() -> None:
    uow, invoice = sold()
    close(uow, date(2026, 1, 31))
    day = date(2026, 2, 1)
    issue_credit_note(uow, desk(), at(day), invoice=invoice, reason="ended", actor="anna", approval=BY_TWO)
    report = made(uow, day, date(2026, 2, 1))
    assert figures(report, "invoiced", "credited", "revenue") == ["0.00", "-31.00", "-31.00"]
    (owed,) = rows(report, "contract_balances")
    assert (owed["opening"], owed["closing"]) == ("334.00", "0.00") and rows(report, "to_be_earned") == []


def test_what_waits_for_deliveries_has_no_month() -> None:
    uow = ordered()
    delivered(uow, "4")
    credited(uow, lines=((1, D(2)),))
    report = made(uow, date(2026, 3, 30))
    assert [(row["month"], row["to_be_earned"]) for row in rows(report, "to_be_earned")] == [("on supply", "400.00")]
    assert figures(report, "invoiced", "credited", "deferred", "recognised", "revenue") == [
        "1000.00", "0.00", "-1000.00", "400.00", "400.00",
    ]  # fmt: skip


def test_an_arrangement_owes_or_is_owed_on_its_own_accounts() -> None:
    uow = records(PHONE=RevenueKind.GOODS, PLAN=RevenueKind.SUBSCRIPTION)
    agreed(uow, "V1", "PHONE", "1.00", START, billing=Billing.ONCE)
    agreed(uow, "V2", "PLAN", "40.00", date(2027, 12, 31), billing=Billing.MONTHLY)
    arranged(uow, named("V1", "300.00"), named("V2", "1000.00"))
    perform(uow, desk(), at(START), schedule="A1#1", supplied=D(1), on=START, actor="anna")
    bill(uow, START)
    report = made(uow, START, START)
    (owed,) = rows(report, "contract_balances")
    assert [owed[name] for name in ("account", "added", "released", "closing")] == [
        "1500", "41.00", "-221.77", "-180.77",
    ]  # fmt: skip
    future = rows(report, "to_be_earned")
    assert sum(D(str(row["to_be_earned"])) for row in future) == D("739.23") and len(future) == 24
    assert report.differences == ()


def test_an_estimate_that_was_too_early_moves_revenue_out_again() -> None:
    uow, _ = sold("730.00")
    close(uow, date(2026, 12, 31))
    ends = {"schedule": "R-2026-00001#1", "last_day": date(2027, 12, 31)}
    revise(uow, at(date(2027, 1, 2)), **ends, actor="anna", reason="late")
    close(uow, date(2027, 1, 31))
    assert figures(made(uow, date(2027, 1, 31), date(2027, 1, 1)), "deferred", "revenue") == ["-334.00", "-334.00"]


@settings(deadline=None, max_examples=30)
@given(
    price=st.decimals("1", "9999", places=2),
    closes=st.lists(st.integers(0, 400), max_size=4),
    first=st.integers(0, 300),
    length=st.integers(0, 200),
)
def test_the_tables_come_to_what_the_journal_says(price: Decimal, closes: list[int], first: int, length: int) -> None:
    uow, invoice = sold(str(price))
    uow.products.put(product("SAAS"))
    for days in sorted(closes):
        close(uow, date(2026, 1, 1) + timedelta(days=days))
    begin = date(2026, 1, 1) + timedelta(days=first)
    report = made(uow, begin + timedelta(days=length), begin)
    entries = [one for one in uow.entries.where() if begin <= one.date <= begin + timedelta(days=length)]
    booked = sum(
        (line.credit - line.debit for one in entries for line in one.lines if line.kind is AccountKind.REVENUE), ZERO
    )
    assert sum((D(str(row["revenue"])) for row in rows(report, "revenue")), ZERO) == booked
    left = sum((D(str(row["to_be_earned"])) for row in rows(report, "to_be_earned")), ZERO)
    assert left == balance(uow, AccountKind.DEFERRED_REVENUE) and invoice.net == price
