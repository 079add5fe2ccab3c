"""Contracts are billed once: what a run writes, what it leaves to a person, and that no second run repeats it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes import FakeUnitOfWork
from tests.workflows.selling_desk import books, customer, desk, product
from workflows.billing.handlers import BillingDone, run
from workflows.billing.importing import keep_contract, keep_index_value, keep_usage
from workflows.billing.model import BilledPeriod, BillingPolicy
from workflows.billing.planning import HoldReason, plan
from workflows.catalogue import Billing, Contract, ContractTerms, ExchangeRate, RevenueKind
from workflows.commands import CaseAction
from workflows.dispatch import act_on_case
from workflows.disputes.model import CaseKind, CaseStatus
from workflows.errors import AlreadyExists, Contradicts, Exceeds
from workflows.invoicing.policy import SUPPLIED_ON_ISSUE, mention_keys
from workflows.ports import Desk

D = Decimal
START = date(2026, 3, 1)


def contract(number: str = "V1", start: date = START, billing: str = "monthly", **given: Any) -> Contract:
    plain = {name: given.pop(name) for name in ("customer", "price", "end", "currency") if name in given}
    row = Contract(
        number, "K1", "SAAS", D(2), D("100.00"), "EUR", start, None, Billing(billing), ContractTerms(**given)
    )
    return replace(row, **plain)


def shop(*contracts: Contract) -> FakeUnitOfWork:
    uow = books()
    uow.products.add(product("SAAS", "100.00", revenue=RevenueKind.SUBSCRIPTION))
    for row in contracts or (contract(),):
        uow.contracts.add(row)
    return uow


def bill(uow: FakeUnitOfWork, day: str, own: Desk | None = None) -> BillingDone:
    return run(uow, own or desk(), datetime.fromisoformat(f"{day}T09:00"), ("K1",))


def billed(uow: FakeUnitOfWork) -> list[tuple[str, str]]:
    return [(str(row.first_day), str(row.last_day)) for row in uow.billed_periods.where()]


def why(done: BillingDone) -> list[HoldReason]:
    return [held.why for held in done.plan.held]


def test_a_period_is_billed_with_its_days_and_the_contracts_number() -> None:
    uow = shop()
    (number,) = bill(uow, "2026-03-01").numbers
    invoice = uow.invoices.get(number)
    (line,) = invoice.lines
    assert (line.quantity, line.unit_price, line.net) == (D(2), D("100.00"), D("200.00"))
    assert (line.period_start, line.period_end) == (date(2026, 3, 1), date(2026, 3, 31))
    assert (invoice.total, invoice.electronic.contract_reference) == (D("238.00"), "V1")
    assert SUPPLIED_ON_ISSUE not in mention_keys(invoice)


def test_a_second_run_bills_nothing_more() -> None:
    uow = shop()
    bill(uow, "2026-03-01")
    assert bill(uow, "2026-03-01").numbers == bill(uow, "2026-03-31").numbers == ()
    assert len(bill(uow, "2026-04-01").numbers) == 1
    assert billed(uow) == [("2026-03-01", "2026-03-31"), ("2026-04-01", "2026-04-30")]


def test_the_preview_is_what_the_run_does_and_changes_nothing() -> None:
    uow = shop(contract(), contract("V2", in_arrears=True), contract("V3", po_required=True))
    planned = plan(uow, desk(), date(2026, 4, 2), ("K1",))
    assert not uow.billed_periods.where() and not uow.invoices.where()
    assert bill(uow, "2026-04-02").plan == planned


def test_a_period_cannot_be_noted_twice_whatever_the_plan_says() -> None:
    uow = shop()
    row = BilledPeriod("V1|2026-03-01", "V1", "K1", START, date(2026, 3, 31), D(1), "EUR", "R-1", "", START)
    uow.billed_periods.add(row)
    with pytest.raises(AlreadyExists):
        uow.billed_periods.add(replace(row, invoice="R-2"))


def test_a_contract_whose_start_was_moved_is_not_billed_again_for_the_same_days() -> None:
    uow = shop()
    bill(uow, "2026-03-01")
    uow.contracts.put(contract(start=date(2026, 3, 5)))
    assert why(bill(uow, "2026-04-06")) == [HoldReason.OVERLAPS]


@settings(deadline=None, max_examples=60)
@given(
    steps=st.lists(st.integers(0, 70), min_size=1, max_size=8),
    billing=st.sampled_from(["monthly", "quarterly", "yearly"]),
    calendar=st.booleans(),
    in_arrears=st.booleans(),
    collective=st.booleans(),
)
def test_whenever_runs_happen_no_day_is_billed_twice_and_none_left_out(
    steps: list[int], billing: str, calendar: bool, in_arrears: bool, collective: bool
) -> None:
    started = date(2026, 1, 17)
    uow = shop(
        contract(start=started, billing=billing, calendar=calendar, in_arrears=in_arrears, collective=collective,
                 billed_until=started - timedelta(days=1))
    )  # fmt: skip
    day = started
    for step in steps:
        day += timedelta(days=step)
        bill(uow, day.isoformat())
    rows = sorted(uow.billed_periods.where(), key=lambda row: row.first_day)
    reached = started - timedelta(days=1)
    for row in rows:
        assert row.first_day == reached + timedelta(days=1)
        reached = row.last_day
    if not collective and not in_arrears:
        assert reached >= day


def test_what_may_have_been_billed_elsewhere_waits_for_a_word() -> None:
    uow = shop(contract(start=date(2024, 1, 1)))
    assert why(bill(uow, "2026-03-01")) == [HoldReason.HISTORY_UNKNOWN]
    uow.contracts.put(contract(start=date(2024, 1, 1), billed_until=date(2026, 2, 28)))
    assert len(bill(uow, "2026-03-01").numbers) == 1
    assert billed(uow) == [("2026-03-01", "2026-03-31")]


def test_what_a_person_was_asked_about_is_billed_however_long_the_answer_takes() -> None:
    uow, own = shop(), replace(desk(), billing=BillingPolicy(D("200.00")))
    bill(uow, "2026-03-01", own)
    (case,) = uow.cases.where()
    act_on_case(CaseAction(case.id, "resolve", "anna"), uow, own, datetime(2026, 4, 9, 9))
    assert len(bill(uow, "2026-04-10", own).numbers) == 1


def test_without_the_po_number_that_is_required_a_person_is_asked_once() -> None:
    uow = shop(contract(po_required=True))
    assert why(bill(uow, "2026-03-01")) == why(bill(uow, "2026-03-02")) == [HoldReason.PO_MISSING]
    (case,) = uow.cases.where()
    assert (case.kind, case.reason) == (CaseKind.BILLING, "po_missing:V1|2026-03-01")
    uow.contracts.put(contract(po_required=True, po_number="PO-77"))
    (number,) = bill(uow, "2026-03-03").numbers
    assert uow.invoices.get(number).po_number == "PO-77"


def test_an_index_that_is_not_published_waits_and_later_periods_behind_it() -> None:
    uow = shop(contract(start=date(2025, 3, 1), index="ILAT", index_base=D(100), billed_until=date(2026, 2, 28)))
    assert why(bill(uow, "2026-04-01")) == [HoldReason.INDEX_UNKNOWN]
    keep_index_value("ILAT", date(2026, 2, 20), D(110), uow)
    bill(uow, "2026-04-01")
    assert [row.net for row in uow.billed_periods.where()] == [D("220.00"), D("220.00")]


def test_an_invoice_over_the_limit_waits_for_approval_of_its_very_amount() -> None:
    uow, own = shop(), replace(desk(), billing=BillingPolicy(D("200.00")))
    assert why(bill(uow, "2026-03-01", own)) == why(bill(uow, "2026-03-02", own)) == [HoldReason.NOT_APPROVED]
    (case,) = uow.cases.where()
    uow.cases.put(replace(case, state=CaseStatus.CLOSED, outcome="resolved"))
    uow.contracts.put(contract(price=D("150.00")))
    assert why(bill(uow, "2026-03-03", own)) == [HoldReason.NOT_APPROVED]
    uow.contracts.put(contract())
    assert len(bill(uow, "2026-03-04", own).numbers) == 1


@pytest.mark.parametrize(("action", "written"), [("resolve", 1), ("reject", 0)])
def test_a_person_decides_about_an_invoice_as_about_any_case(action: str, written: int) -> None:
    uow, own = shop(), replace(desk(), billing=BillingPolicy(D("200.00")))
    bill(uow, "2026-03-01", own)
    (case,) = uow.cases.where()
    act_on_case(CaseAction(case.id, action, "anna"), uow, own, datetime(2026, 3, 2, 9))
    assert len(bill(uow, "2026-03-03", own).numbers) == written
    assert len(bill(uow, "2026-03-04", own).numbers) == 0


def test_a_price_below_zero_is_no_bill() -> None:
    uow = shop(contract(price=D("-5.00")))
    assert why(bill(uow, "2026-03-01")) == [HoldReason.BELOW_ZERO] and not uow.invoices.where()


def test_a_rejected_invoice_is_not_proposed_again_and_the_next_period_is() -> None:
    uow, own = shop(), replace(desk(), billing=BillingPolicy(D("200.00")))
    bill(uow, "2026-03-01", own)
    (case,) = uow.cases.where()
    uow.cases.put(replace(case, state=CaseStatus.CLOSED, outcome="rejected"))
    assert why(bill(uow, "2026-04-01", own)) == [HoldReason.REJECTED, HoldReason.NOT_APPROVED]
    assert len(uow.cases.where()) == 2 and not uow.invoices.where()


def test_while_one_period_waits_for_approval_later_ones_wait_behind_it() -> None:
    uow, own = shop(contract(calendar=True)), replace(desk(), billing=BillingPolicy(D("200.00")))
    bill(uow, "2026-03-01", own)
    assert why(bill(uow, "2026-04-01", own)) == [HoldReason.NOT_APPROVED, HoldReason.AFTER_ANOTHER]


def test_collective_contracts_stand_on_one_invoice_at_the_months_end() -> None:
    uow = shop(contract("V1", collective=True), contract("V2", date(2026, 3, 10), collective=True), contract("V3"))
    assert [part.contract.number for part in bill(uow, "2026-03-15").plan.invoices[0].parts] == ["V3"]
    done = bill(uow, "2026-03-31")
    assert [[part.contract.number for part in one.parts] for one in done.plan.invoices] == [["V1", "V2"]]
    assert [len(uow.invoices.get(number).lines) for number in done.numbers] == [2]


def test_a_contract_that_came_late_joins_the_next_collective_invoice() -> None:
    uow = shop(contract("V1", collective=True))
    bill(uow, "2026-03-31")
    uow.contracts.add(contract("V2", date(2026, 3, 10), collective=True))
    assert bill(uow, "2026-04-02").numbers == bill(uow, "2026-04-29").numbers == ()
    (invoice,) = bill(uow, "2026-04-30").plan.invoices
    assert (invoice.month, sorted(part.id for part in invoice.parts)) == (
        "2026-04", ["V1|2026-04-01", "V2|2026-03-10", "V2|2026-04-10"],
    )  # fmt: skip


def test_a_collective_invoice_that_waits_for_approval_is_not_put_off_by_another_that_does_not() -> None:
    own = replace(desk(), billing=BillingPolicy(D("200.00")))
    uow = shop(
        contract("V1", collective=True, po_number="A", price=D(10)), contract("V2", collective=True, po_number="B")
    )
    assert len(bill(uow, "2026-03-31", own).numbers) == 1
    (case,) = uow.cases.where()
    act_on_case(CaseAction(case.id, "resolve", "anna"), uow, own, datetime(2026, 4, 1, 9))
    (number,) = bill(uow, "2026-04-02", own).numbers
    assert (uow.invoices.get(number).po_number, uow.invoices.get(number).net) == ("B", D("200.00"))
    assert len(bill(uow, "2026-04-30", own).numbers) == 1


def test_usage_is_billed_after_its_period_and_then_stands() -> None:
    uow = shop(contract(metered=True, price=D("0.5")))
    keep_usage("V1", date(2026, 3, 4), D(10), uow)
    keep_usage("V1", date(2026, 3, 31), D(30), uow)
    assert bill(uow, "2026-03-31").numbers == ()
    (number,) = bill(uow, "2026-04-01").numbers
    assert uow.invoices.get(number).net == D("20.00")
    with pytest.raises(Contradicts):
        keep_usage("V1", date(2026, 3, 20), D(5), uow)


def test_usage_that_is_not_told_up_to_the_last_day_is_waited_for_and_asked_for_once() -> None:
    uow = shop(contract(metered=True, price=D("0.5"), minimum=D(5)))
    keep_usage("V1", date(2026, 3, 25), D(10), uow)
    assert why(bill(uow, "2026-04-01")) == why(bill(uow, "2026-04-10")) == [HoldReason.USAGE_MISSING]
    assert not uow.cases.where() and not uow.billed_periods.where()
    bill(uow, "2026-04-11"), bill(uow, "2026-04-12")
    assert [case.reason for case in uow.cases.where()] == ["usage_missing:V1|2026-03-01"]
    keep_usage("V1", date(2026, 4, 2), D(7), uow)
    keep_usage("V1", date(2026, 3, 31), D(30), uow)
    assert [uow.invoices.get(number).net for number in bill(uow, "2026-04-13").numbers] == [D("20.00")]


def test_a_period_in_which_nothing_was_used_is_noted_and_never_asked_again() -> None:
    uow = shop(contract(metered=True))
    keep_usage("V1", date(2026, 3, 31), D(0), uow)
    assert bill(uow, "2026-04-01").numbers == ()
    assert [(row.invoice, row.net) for row in uow.billed_periods.where()] == [("", D(0))]


def test_usage_of_a_contract_that_is_not_metered_is_refused() -> None:
    with pytest.raises(Exceeds):
        keep_usage("V1", START, D(1), shop())


def test_a_billed_contract_does_not_become_another_customers() -> None:
    uow = shop()
    bill(uow, "2026-03-01")
    uow.customers.add(customer("K2"))
    with pytest.raises(Contradicts):
        keep_contract(contract(customer="K2"), uow)


def test_what_was_billed_elsewhere_is_not_forgotten_when_a_contract_is_imported_again() -> None:
    uow = shop(contract(billed_until=date(2026, 5, 31)))
    keep_contract(contract(), uow)
    assert bill(uow, "2026-03-15").numbers == ()


def test_a_contract_with_an_end_stops_there_with_a_part() -> None:
    uow = shop(contract(end=date(2026, 4, 10)))
    bill(uow, "2026-03-01")
    bill(uow, "2026-06-01")
    assert [(row.last_day, row.net) for row in uow.billed_periods.where()] == [
        (date(2026, 3, 31), D("200.00")), (date(2026, 4, 10), D("66.67")),
    ]  # fmt: skip


def test_a_foreign_currency_waits_for_its_rate_and_stops_no_other_contract() -> None:
    """The tax has to be stated in the currency of the books too: see `workflows.invoicing.accounting_tax`."""
    uow = shop(contract(), contract("V2", currency="USD"))
    done = bill(uow, "2026-03-01")
    assert ([held.contract for held in done.plan.held], why(done)) == (["V2"], [HoldReason.RATE_MISSING])
    assert len(uow.billed_periods.where()) == len(uow.cases.where()) == 1
    uow.rates.add(ExchangeRate("USD|2026-02-27", "USD", date(2026, 2, 27), D("1.2500")))
    assert why(bill(uow, "2026-03-02")) == [] and len(uow.billed_periods.where()) == 2
