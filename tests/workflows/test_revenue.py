"""Revenue over time: deferred with the invoice, earned by days or months, taken back by credit notes, never lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes import FakeUnitOfWork
from tests.workflows.selling_desk import books, desk, product
from workflows.billing.handlers import run
from workflows.catalogue import Billing, Contract, ContractTerms, RevenueKind
from workflows.errors import Exceeds, NotFound
from workflows.integrity import problems
from workflows.invoicing.approving import Approval
from workflows.invoicing.crediting import issue_credit_note
from workflows.invoicing.model import Invoice
from workflows.ledger.model import AccountKind
from workflows.ledger.money import ZERO
from workflows.revenue.allocating import allocate, allocate_with_bundle
from workflows.revenue.handlers import recognise, revise
from workflows.revenue.model import OVER_TIME, Method, RevenuePolicy, RevenueSchedule
from workflows.revenue.spreading import earned, progress

BY_TWO = Approval("anna", "ben")
D = Decimal
START = date(2026, 1, 1)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9)


def sold(
    price: str = "365.00", start: date = START, kind: RevenueKind = RevenueKind.SUBSCRIPTION, **terms: object
) -> tuple[FakeUnitOfWork, Invoice]:
    """A year invoiced in advance on its first day."""
    uow = books()
    uow.products.add(product("SAAS", price, revenue=kind))
    uow.contracts.add(
        Contract("V1", "K1", "SAAS", D(1), D(price), "EUR", start, None, Billing.YEARLY, ContractTerms(**terms))  # type: ignore[arg-type]
    )
    (number,) = run(uow, desk(), at(start), ("K1",)).numbers
    return uow, uow.invoices.get(number)


def balance(uow: FakeUnitOfWork, kind: AccountKind) -> Decimal:
    """Credit less debit."""
    return sum(
        (line.credit - line.debit for one in uow.entries.where() for line in one.lines if line.kind is kind), ZERO
    )


def close(uow: FakeUnitOfWork, day: date) -> Decimal:
    """Recognises up to a day; what that booked."""
    ids = [schedule.id for schedule in uow.revenue_schedules.where()]
    return sum((one.amount for one in recognise(uow, desk(), at(day), until=day, schedules=ids)), ZERO)


def test_what_is_billed_ahead_is_a_liability_on_its_own_account() -> None:
    uow, invoice = sold()
    assert balance(uow, AccountKind.REVENUE) == 0 and balance(uow, AccountKind.DEFERRED_REVENUE) == D("365.00")
    booked, deferred = uow.entries.where()
    assert [line.account for line in booked.lines] == ["1400", "8400", "1776"]
    assert [(line.account, line.debit, line.credit) for line in deferred.lines] == [
        ("0990", D(0), D("365.00")), ("8400", D("365.00"), D(0)),
    ]  # fmt: skip
    assert deferred.document == invoice.number


def test_each_day_earns_its_share_and_a_repeated_run_nothing() -> None:
    uow, _ = sold()
    assert close(uow, date(2026, 1, 31)) == D("31.00")
    assert close(uow, date(2026, 1, 31)) == 0
    assert close(uow, date(2026, 2, 28)) == D("28.00")
    assert balance(uow, AccountKind.REVENUE) == D("59.00")
    assert problems(uow, desk()) == []


def test_an_earlier_day_takes_nothing_back() -> None:
    uow, _ = sold()
    close(uow, date(2026, 3, 31))
    assert close(uow, date(2026, 1, 31)) == 0
    assert balance(uow, AccountKind.REVENUE) == D("90.00")


def test_nothing_is_recognised_for_days_to_come_or_before_the_period() -> None:
    uow, _ = sold()
    with pytest.raises(Exceeds):
        recognise(uow, desk(), at(START), until=date(2026, 1, 2), schedules=("R-2026-00001#1",))
    schedule = replace(uow.revenue_schedules.where()[0], first_day=date(2026, 2, 1))
    assert earned(schedule, date(2026, 1, 31)) == 0


@pytest.mark.parametrize(
    ("kind", "terms"), [(RevenueKind.GOODS, {}), (RevenueKind.SERVICE, {"in_arrears": True})]
)  # fmt: skip
def test_goods_and_what_is_already_performed_are_revenue_at_once(kind: RevenueKind, terms: dict[str, bool]) -> None:
    uow = books()
    uow.products.add(product("SAAS", "100.00", revenue=kind))
    uow.contracts.add(
        Contract("V1", "K1", "SAAS", D(1), D(100), "EUR", START, None, Billing.MONTHLY, ContractTerms(**terms))  # type: ignore[arg-type]
    )
    run(uow, desk(), at(date(2026, 2, 1) if terms else START), ("K1",))
    assert not uow.revenue_schedules.where() and balance(uow, AccountKind.REVENUE) == 100


def test_a_full_credit_note_takes_back_what_is_deferred_and_what_was_earned() -> None:
    uow, invoice = sold()
    close(uow, date(2026, 1, 31))
    issue_credit_note(
        uow, desk(), at(date(2026, 2, 1)), invoice=invoice, reason="cancelled", actor="anna", approval=BY_TWO
    )
    assert balance(uow, AccountKind.REVENUE) == balance(uow, AccountKind.DEFERRED_REVENUE) == 0
    assert close(uow, date(2026, 12, 31)) == 0 and problems(uow, desk()) == []


def test_a_partial_credit_note_lessens_both_in_proportion() -> None:
    uow, invoice = sold()
    close(uow, date(2026, 3, 14))  # 73 of 365 days: a fifth
    half = (invoice.total / 2).quantize(D("0.01"))
    issue_credit_note(
        uow,
        desk(),
        at(date(2026, 3, 15)),
        invoice=invoice,
        gross_amount=half,
        reason="less",
        actor="anna",
        approval=BY_TWO,
    )
    (schedule,) = uow.revenue_schedules.where()
    assert (schedule.amount, schedule.recognised) == (D("182.50"), D("36.50"))
    assert balance(uow, AccountKind.REVENUE) == D("36.50")
    assert close(uow, date(2026, 12, 31)) == D("146.00") and balance(uow, AccountKind.DEFERRED_REVENUE) == 0


def test_a_later_end_is_caught_up_in_the_open_period() -> None:
    uow, _ = sold("730.00")
    close(uow, date(2026, 12, 31))
    ends = {"schedule": "R-2026-00001#1", "last_day": date(2027, 12, 31)}
    revise(uow, at(date(2027, 1, 2)), **ends, actor="anna", reason="late")
    assert close(uow, date(2027, 1, 31)) == D("-334.00")  # 396 of 730 days are earned, not all of it
    assert balance(uow, AccountKind.DEFERRED_REVENUE) == D("334.00")
    assert close(uow, date(2027, 12, 31)) == D("334.00") and problems(uow, desk()) == []


def test_an_estimate_of_something_unknown_or_impossible_is_refused() -> None:
    uow, _ = sold()
    with pytest.raises(NotFound):
        revise(uow, at(START), schedule="R-9#1", last_day=START, actor="anna", reason="")
    with pytest.raises(Exceeds):
        revise(uow, at(START), schedule="R-2026-00001#1", last_day=date(2025, 1, 1), actor="anna", reason="")


@pytest.mark.parametrize(
    ("method", "first", "last", "until", "part"),
    [
        (Method.DAILY, "2028-01-01", "2028-12-31", "2028-02-29", Fraction(60, 366)),  # a leap year
        (Method.DAILY, "2026-01-01", "2026-12-31", "2026-06-30", Fraction(181, 365)),
        (Method.MONTHLY, "2026-01-01", "2026-12-31", "2026-02-28", Fraction(2, 12)),
        (Method.MONTHLY, "2026-01-16", "2026-03-15", "2026-01-31", Fraction(16, 62)),
        (Method.MONTHLY, "2026-01-01", "2026-12-31", "2027-05-01", Fraction(1)),
        (Method.DAILY, "2026-01-01", "2026-12-31", "2025-12-31", Fraction(0)),
    ],
)  # fmt: skip
def test_progress_by_days_and_by_months(method: Method, first: str, last: str, until: str, part: Fraction) -> None:
    days = [date.fromisoformat(day) for day in (first, last, until)]
    assert progress(method, *days) == part


@given(
    amount=st.decimals("0.01", "999999.99", places=2),
    first=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    length=st.integers(0, 1200),
    cuts=st.lists(st.integers(0, 1400), max_size=6),
    method=st.sampled_from(OVER_TIME),
)
def test_recognised_and_remaining_are_the_amount_at_any_day(
    amount: Decimal, first: date, length: int, cuts: list[int], method: Method
) -> None:
    last = first + timedelta(days=length)
    schedule = RevenueSchedule(
        "R#1", "DE01", "K1", "R", 1, "EUR", "revenue", method, amount, ZERO, first, last, None, False
    )
    so_far = [earned(schedule, first + timedelta(days=cut)) for cut in sorted(cuts)]
    assert so_far == sorted(so_far) and all(ZERO <= one <= amount for one in so_far)
    assert earned(schedule, last) == amount and earned(schedule, first - timedelta(days=1)) == 0


@settings(deadline=None, max_examples=40)
@given(
    price=st.decimals("1", "99999", places=2),
    closes=st.lists(st.integers(0, 500), max_size=5),
    credits=st.lists(st.decimals("0.01", "0.4", places=2), max_size=2),
)
def test_whatever_is_closed_and_credited_the_books_stay_sound(
    price: Decimal, closes: list[int], credits: list[Decimal]
) -> None:
    uow, invoice = sold(str(price))
    own = replace(desk(), revenue=RevenuePolicy(Method.MONTHLY))
    for number, days in enumerate(sorted(closes)):
        day = START + timedelta(days=days)
        close(uow, day)
        if number < len(credits) and (part := (invoice.total * credits[number]).quantize(D("0.01"))):
            issue_credit_note(
                uow, own, at(day), invoice=invoice, gross_amount=part, reason="less", actor="anna", approval=BY_TWO
            )
    assert problems(uow, own) == []
    close(uow, date(2028, 1, 1))
    credited = sum(note.net for note in uow.invoices.where(corrects=invoice.number))
    assert balance(uow, AccountKind.REVENUE) == invoice.net - credited
    assert balance(uow, AccountKind.DEFERRED_REVENUE) == 0


@pytest.mark.parametrize(
    ("price", "stand_alone", "expected"),
    [("100", ("50", "25", "75"), ("33", "17", "50")), ("60", ("55", "45"), ("33", "27"))],
)
def test_ifrs_15_examples_33_and_34_in_whole_units(
    price: str, stand_alone: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    """Example 33 (allocation methodology) and the bundle of example 34, in the standard's whole currency units."""
    assert allocate(D(price), [D(one) for one in stand_alone], "JPY") == tuple(D(one) for one in expected)


def test_ifrs_15_example_34_case_a_gives_the_discount_to_the_bundle() -> None:
    assert allocate_with_bundle(D(100), [D(40), D(55), D(45)], (1, 2), D(60), "JPY") == (D(40), D(33), D(27))


def test_ifrs_15_example_34_case_b_leaves_the_rest_to_what_has_no_price() -> None:
    found = allocate_with_bundle(D(130), [D(40), D(55), D(45), None], (1, 2), D(60), "JPY")
    assert found == (D(40), D(33), D(27), D(30))


def test_a_discount_that_is_not_the_bundles_alone_is_refused() -> None:
    with pytest.raises(Exceeds):
        allocate_with_bundle(D(95), [D(40), D(55), D(45)], (1, 2), D(60), "JPY")


@given(
    price=st.decimals("0", "99999.99", places=2),
    stand_alone=st.lists(st.decimals("0.01", "9999", places=2), min_size=1, max_size=8),
)
def test_allocated_parts_are_the_whole_price(price: Decimal, stand_alone: list[Decimal]) -> None:
    parts = allocate(price, stand_alone, "EUR")
    assert sum(parts) == price
    whole = sum(stand_alone)
    assert all(abs(part - price * one / whole) < D("0.01") for part, one in zip(parts, stand_alone, strict=True))
