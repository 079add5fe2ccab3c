"""Goods that come back are credited once, at what they were invoiced for, and what is open is never lost from sight."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.exchange.exports import KINDS
from tests.fakes import FakeUnitOfWork
from tests.workflows.selling_desk import NOW, TODAY, books, company, desk, only_order, placing, receivable, wanted
from workflows.commands import DeliverGoods
from workflows.errors import Exceeds, IllegalTransition, NotAllowed, NotFound
from workflows.ledger.model import DocumentKind
from workflows.orders.back_orders import cancel_rest, confirm_dates
from workflows.orders.handlers import deliver, place
from workflows.orders.model import OrderStatus
from workflows.orders.returning import announce, approve, credit, decline, receive, refuse
from workflows.orders.returns import TRANSITIONS, ReturnEvent, ReturnStatus, step
from workflows.ports import Desk, DisputePolicy

ORDER, RETURN = "DE01-O-2026-00001", "DE01-T-2026-00001"


def lenient() -> Desk:
    """One person credits any amount."""
    return replace(desk(), disputes=DisputePolicy({}, {}, credit_limit=Decimal(10_000)))


def delivered(*parts: str, invoice_on: str = "delivery") -> FakeUnitOfWork:
    """Ten pumps and two books, some of the pumps delivered, each part invoiced."""
    uow, own = books(), desk(company(invoice_on=invoice_on))
    place(placing(wanted(("PUMP", "10", None), ("BOOK", "2", None))), uow, own, NOW)
    for day, part in enumerate(parts):
        deliver(DeliverGoods(ORDER, TODAY - timedelta(days=9 - day), "PUMP", part), uow, own, NOW)
    return uow


def back(uow: FakeUnitOfWork, quantity: str, counted: str | None = None) -> None:
    announce(uow, desk(), NOW, order=ORDER, lines={1: Decimal(quantity)}, reason="damaged", actor="anna")
    if counted is not None:
        receive(uow, desk(), NOW, number=RETURN, received={1: Decimal(counted)}, actor="anna")


def credited(uow: FakeUnitOfWork) -> list[tuple[str, Decimal]]:
    return [(row.corrects, row.net or Decimal(0)) for row in uow.invoices.where(kind=DocumentKind.CREDIT_NOTE)]


def test_what_came_back_is_credited_on_the_invoices_that_it_was_on() -> None:
    uow = delivered("4", "6")
    back(uow, "5", "5")
    credit(uow, lenient(), NOW, number=RETURN, actor="anna")
    assert credited(uow) == [("R-2026-00001", Decimal("400.00")), ("R-2026-00002", Decimal("100.00"))]
    held = uow.returns.get(RETURN)
    assert (held.state, len(held.credit_notes)) == (ReturnStatus.CREDITED, 2)
    assert receivable(uow, "K1") == Decimal("595.00")


def test_a_credit_above_the_limit_waits_for_a_second_person() -> None:
    uow = delivered("4")
    back(uow, "3", "3")
    credit(uow, desk(), NOW, number=RETURN, actor="anna")
    assert uow.returns.get(RETURN).state is ReturnStatus.PROPOSED and credited(uow) == []
    with pytest.raises(NotAllowed, match="does not approve"):
        approve(uow, desk(), NOW, number=RETURN, actor="Anna@muster.example")
    with pytest.raises(IllegalTransition):
        credit(uow, desk(), NOW, number=RETURN, actor="anna")
    approve(uow, desk(), NOW, number=RETURN, actor="bert")
    assert credited(uow) == [("R-2026-00001", Decimal("300.00"))]
    with pytest.raises(IllegalTransition):
        approve(uow, desk(), NOW, number=RETURN, actor="carl")


def test_a_declined_credit_leaves_the_goods_for_another_decision() -> None:
    uow = delivered("4")
    back(uow, "3", "3")
    credit(uow, desk(), NOW, number=RETURN, actor="anna")
    decline(uow, desk(), NOW, number=RETURN, actor="bert")
    refuse(uow, desk(), NOW, number=RETURN, actor="bert", text="Die Ware ist gebraucht.")
    assert uow.returns.get(RETURN).state is ReturnStatus.REFUSED and only_order(uow).lines[0].returned == 0
    assert {row.template for row in uow.letters.where()} >= {"return_expected", "return_refused"}


def test_only_what_was_delivered_and_is_not_back_already_can_come_back() -> None:
    uow = delivered("4")
    for lines, error in (({1: "5"}, Exceeds), ({2: "1"}, Exceeds), ({7: "1"}, NotFound), ({}, NotAllowed)):
        with pytest.raises(error):
            wished = {position: Decimal(quantity) for position, quantity in lines.items()}
            announce(uow, desk(), NOW, order=ORDER, lines=wished, reason="other", actor="anna")
    back(uow, "3", "2")
    with pytest.raises(Exceeds):
        announce(uow, desk(), NOW, order=ORDER, lines={1: Decimal(3)}, reason="other", actor="anna")
    assert only_order(uow).lines[0].returned == 2


def test_a_company_that_invoices_confirmations_takes_goods_back_too() -> None:
    uow = delivered(invoice_on="confirmation")
    back(uow, "1", "1")
    credit(uow, desk(), NOW, number=RETURN, actor="anna")
    assert credited(uow) == [("R-2026-00001", Decimal("100.00"))]


def test_a_refusal_needs_a_reason_and_a_count_needs_goods() -> None:
    uow = delivered("4")
    back(uow, "2")
    with pytest.raises(NotAllowed):
        refuse(uow, desk(), NOW, number=RETURN, actor="anna", text=" ")
    with pytest.raises(NotAllowed):
        receive(uow, desk(), NOW, number=RETURN, received={}, actor="anna")
    with pytest.raises(Exceeds):
        receive(uow, desk(), NOW, number=RETURN, received={1: Decimal(3)}, actor="anna")


@pytest.mark.parametrize("state", ReturnStatus)
@pytest.mark.parametrize("event", ReturnEvent)
def test_a_return_knows_its_steps_and_no_others(state: ReturnStatus, event: ReturnEvent) -> None:
    if (state, event) in TRANSITIONS:
        assert step(state, event) is TRANSITIONS[state, event]
    else:
        with pytest.raises(IllegalTransition):
            step(state, event)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 4), min_size=1, max_size=4), st.lists(st.integers(1, 5), max_size=5))
def test_never_more_is_credited_than_was_delivered(parts: list[int], wishes: list[int]) -> None:
    fitting = [str(part) for number, part in enumerate(parts) if sum(parts[: number + 1]) <= 10]
    uow, own = delivered(*fitting), lenient()
    for number, wish in enumerate(wishes, 1):
        key = f"DE01-T-2026-{number:05d}"
        try:
            announce(uow, own, NOW, order=ORDER, lines={1: Decimal(wish)}, reason="other", actor="anna")
        except Exceeds:
            break
        receive(uow, own, NOW, number=key, received={1: Decimal(wish)}, actor="anna")
        credit(uow, own, NOW, number=key, actor="anna")
    line = only_order(uow).lines[0]
    assert line.returned <= line.delivered
    assert sum((net for _, net in credited(uow)), Decimal(0)) == line.returned * 100
    assert receivable(uow, "K1") == (line.delivered - line.returned) * 119


def test_a_person_confirms_when_the_rest_comes_and_the_customer_reads_it() -> None:
    uow, later = delivered("4"), TODAY + timedelta(days=11)
    confirm_dates(uow, desk(), NOW, order=ORDER, days={1: later}, actor="anna")
    assert only_order(uow).lines[0].confirmed_date == later
    (letter,) = uow.letters.where(template="order_dates")
    rows = [(row["position"], row["open"], row["confirmed_date"]) for row in json.loads(letter.facts)["lines"]]
    assert rows == [(1, "6", later.isoformat()), (2, "2", None)]


@pytest.mark.parametrize(
    ("days", "error"), [({1: date(2026, 1, 1)}, Exceeds), ({9: TODAY}, NotFound), ({1: None}, NotAllowed)]
)
def test_a_date_that_is_none_is_refused(days: dict[int, date | None], error: type[Exception]) -> None:
    with pytest.raises(error):
        confirm_dates(delivered("4"), desk(), NOW, order=ORDER, days=days, actor="anna")


def test_the_rest_of_an_order_is_let_go_and_the_customer_told() -> None:
    uow = delivered("4")
    cancel_rest(uow, desk(), NOW, order=ORDER, actor="anna")
    order = only_order(uow)
    assert (order.state, order.total, len(order.lines)) == (OrderStatus.INVOICED, Decimal("400.00"), 1)
    (letter,) = uow.letters.where(template="order_changed")
    assert [(row["before"], row["after"]) for row in json.loads(letter.facts)["changes"]] == [("10", "4"), ("2", "0")]
    with pytest.raises(IllegalTransition):
        cancel_rest(uow, desk(), NOW, order=ORDER, actor="anna")


def test_what_is_open_and_what_came_back_is_exported() -> None:
    uow = delivered("4")
    back(uow, "2", "1")
    (order,), (held,) = (list(KINDS[kind](uow, desk(), TODAY)) for kind in ("orders", "returns"))
    assert [(row["sku"], row["quantity"]) for row in order["open"]] == [("PUMP", "6"), ("BOOK", "2")]
    assert (held["state"], held["lines"]) == ("received", [{"position": 1, "sku": "PUMP", "quantity": "1"}])
