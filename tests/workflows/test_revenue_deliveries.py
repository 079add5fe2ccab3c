"""Where the invoice comes first, goods are revenue on delivery: once, and what comes back takes its part along."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes import FakeUnitOfWork
from tests.workflows.selling_desk import books, company, placing, product, wanted
from tests.workflows.selling_desk import desk as plain_desk
from workflows.catalogue import RevenueKind
from workflows.commands import DeliverGoods
from workflows.integrity import problems
from workflows.invoicing.approving import Approval
from workflows.invoicing.correcting import write_again
from workflows.invoicing.crediting import issue_credit_note
from workflows.invoicing.model import Invoice
from workflows.ledger.model import AccountKind
from workflows.ledger.money import ZERO
from workflows.orders.handlers import deliver_all, place
from workflows.orders.returning import announce, approve, credit, receive
from workflows.ports import Desk
from workflows.revenue.handlers import due
from workflows.revenue.model import GoodsEarned, RevenuePolicy

D = Decimal
START = date(2026, 3, 16)
ORDER = "DE01-O-2026-00001"
BY_TWO = Approval("anna", "ben")


def desk(invoice_on: str = "confirmation") -> Desk:
    return replace(plain_desk(company(invoice_on=invoice_on)), revenue=RevenuePolicy(goods=GoodsEarned.ON_DELIVERY))


def at(days: int) -> datetime:
    return datetime(2026, 3, 16, 9) + timedelta(days=days)


def ordered(quantity: str = "10", invoice_on: str = "confirmation") -> FakeUnitOfWork:
    uow = books()
    place(placing(wanted(("PUMP", quantity, None))), uow, desk(invoice_on), at(0))
    return uow


def delivered(uow: FakeUnitOfWork, quantity: str, days: int = 1, invoice_on: str = "confirmation") -> None:
    row = DeliverGoods(ORDER, START + timedelta(days=days), "PUMP", quantity)
    deliver_all([row], uow, desk(invoice_on), at(days))


def invoice(uow: FakeUnitOfWork) -> Invoice:
    return uow.invoices.get("R-2026-00001")


def credited(uow: FakeUnitOfWork, days: int = 5, **given: object) -> Invoice:
    return issue_credit_note(  # type: ignore[arg-type]
        uow, desk(), at(days), invoice=invoice(uow), reason="less", actor="anna", approval=BY_TWO, **given
    )


def came_back(uow: FakeUnitOfWork, quantity: str, days: int = 5) -> None:
    wanted_back = {1: D(quantity)}
    (back, *_) = announce(uow, desk(), at(days), order=ORDER, lines=wanted_back, reason="damaged", actor="anna")
    receive(uow, desk(), at(days), number=back, received=wanted_back, actor="anna")
    if len(credit(uow, desk(), at(days), number=back, actor="anna")) == 1:
        approve(uow, desk(), at(days), number=back, actor="ben")


def balance(uow: FakeUnitOfWork, kind: AccountKind) -> Decimal:
    """Credit less debit."""
    lines = [line for one in uow.entries.where() for line in one.lines if line.kind is kind]
    return sum((line.credit - line.debit for line in lines), ZERO)


def stand(uow: FakeUnitOfWork) -> tuple[Decimal, Decimal]:
    """(revenue, what is owed in performance) of sound books."""
    assert problems(uow, desk()) == []
    return balance(uow, AccountKind.REVENUE), balance(uow, AccountKind.DEFERRED_REVENUE)


def test_what_is_invoiced_before_its_delivery_is_revenue_with_each_delivery() -> None:
    uow = ordered()
    assert stand(uow) == (0, 1000)
    delivered(uow, "4")
    assert stand(uow) == (400, 600)
    delivered(uow, "6", days=2)
    assert stand(uow) == (1000, 0) and not uow.revenue_schedules.where(done=False)


def test_what_is_delivered_before_its_invoice_is_revenue_with_the_invoice_and_never_twice() -> None:
    uow = ordered(invoice_on="delivery")
    delivered(uow, "4", invoice_on="delivery")
    delivered(uow, "6", days=2, invoice_on="delivery")
    assert stand(uow) == (1000, 0) and not uow.revenue_schedules.where()


def test_a_desk_that_notes_no_deliveries_earns_with_the_invoice() -> None:
    uow = books()
    place(placing(wanted(("PUMP", "10", None))), uow, plain_desk(company(invoice_on="confirmation")), at(0))
    assert balance(uow, AccountKind.REVENUE) == 1000 and not uow.revenue_schedules.where()


def test_a_service_of_an_order_is_earned_when_its_performance_is_noted() -> None:
    uow = books()
    uow.products.put(product(revenue=RevenueKind.SERVICE))
    place(placing(wanted(("PUMP", "2", None))), uow, desk(), at(0))
    assert stand(uow) == (0, 200)
    delivered(uow, "2")
    assert stand(uow) == (200, 0)


def test_a_delivery_noted_late_is_earned_on_its_day_but_never_before_the_invoice() -> None:
    uow = ordered()
    deliver_all([DeliverGoods(ORDER, START - timedelta(days=3), "PUMP", "10")], uow, desk(), at(9))
    earned = [one for one in uow.entries.where() if one.text.startswith("R-2026-00001#1")][-1]
    assert earned.date == START


def test_no_days_earn_what_waits_for_a_delivery() -> None:
    uow = ordered()
    assert due(uow, START + timedelta(days=400), [one.id for one in uow.revenue_schedules.where()]) == []


def test_what_will_not_be_delivered_is_credited_out_of_what_is_owed() -> None:
    uow = ordered()
    delivered(uow, "4")
    credited(uow, lines=((1, D(6)),))
    assert stand(uow) == (400, 0) and not uow.revenue_schedules.where(done=False)


def test_what_came_back_is_taken_out_of_revenue_alone() -> None:
    uow = ordered()
    delivered(uow, "4")
    came_back(uow, "2")
    assert stand(uow) == (200, 600)
    delivered(uow, "6", days=8)
    assert stand(uow) == (800, 0)


def test_a_lower_price_lessens_both_in_proportion() -> None:
    uow = ordered()
    delivered(uow, "4")
    credited(uow, gross_amount=D("119.00"))
    assert stand(uow) == (360, 540)
    delivered(uow, "6", days=8)
    assert stand(uow) == (900, 0)


@pytest.mark.parametrize("before", ["0", "4", "10"])
def test_a_full_credit_note_leaves_nothing(before: str) -> None:
    uow = ordered()
    if before != "0":
        delivered(uow, before)
    credited(uow)
    assert stand(uow) == (0, 0)


def test_an_invoice_that_is_written_again_defers_what_is_still_to_come() -> None:
    uow = ordered()
    delivered(uow, "4")
    uow.customers.put(replace(uow.customers.get("K1"), street="Neuer Weg 7"))
    write_again(invoice(uow), uow, desk(), at(3), case="", reason="address", actor="anna")
    assert stand(uow) == (400, 600)
    delivered(uow, "6", days=8)
    assert stand(uow) == (1000, 0)


STEPS = st.lists(st.tuples(st.sampled_from(["deliver", "return", "fewer"]), st.integers(1, 5)), max_size=7)


@settings(deadline=None, max_examples=80)
@given(STEPS)
def test_whatever_is_delivered_returned_and_credited_revenue_is_what_the_customer_keeps(
    steps: list[tuple[str, int]],
) -> None:
    uow = ordered("12")
    for days, (what, quantity) in enumerate(steps, start=1):
        order = uow.orders.get(ORDER)
        (line,) = order.lines
        there = line.delivered - line.returned
        if what == "deliver" and line.delivered + quantity <= line.quantity:
            delivered(uow, str(quantity), days=days)
        elif what == "return" and quantity <= there:
            came_back(uow, str(quantity), days=days)
        elif what == "fewer":
            _fewer(uow, quantity, days)
        revenue, owed = stand(uow)
        net = sum((one.net if not one.corrects else -one.net for one in uow.invoices.where()), ZERO)
        assert revenue + owed == net and revenue >= 0 and owed >= 0
        assert revenue == 100 * (uow.orders.get(ORDER).lines[0].delivered - uow.orders.get(ORDER).lines[0].returned)


def _fewer(uow: FakeUnitOfWork, quantity: int, days: int) -> None:
    """Credits pieces that will not come, where so many are owed."""
    (schedule,) = uow.revenue_schedules.where()
    (line,) = uow.orders.get(ORDER).lines
    if quantity <= schedule.quantity - schedule.supplied and line.quantity - quantity >= line.delivered:
        credited(uow, days=days, lines=((1, D(quantity)),))
        shorter = replace(line, quantity=line.quantity - quantity)
        uow.orders.put(replace(uow.orders.get(ORDER), lines=(shorter,)))
