"""Whatever is done to an order, in whatever order: its state follows the table, and its figures follow the goods."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import product as every

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from nlp.reading import ChangeAction, OrderChange, OrderLine
from tests.workflows.selling_desk import (
    NOW,
    TODAY,
    books,
    changing,
    company,
    desk,
    only_order,
    placing,
    receivable,
    wanted,
)
from workflows.commands import DeliverGoods
from workflows.errors import IllegalTransition, O2CError
from workflows.orders.back_orders import cancel_rest, confirm_dates
from workflows.orders.changing import Obstacle
from workflows.orders.handlers import ask, change, change_obstacles, deliver, place, reject, release
from workflows.orders.lifecycle import ENDED, TRANSITIONS, WAITING, step
from workflows.orders.model import OrderEvent, OrderStatus
from workflows.orders.returning import announce, credit, receive, refuse
from workflows.orders.returns import ReturnStatus
from workflows.ports import DisputePolicy

ORDER = "DE01-O-2026-00001"
CANCEL = OrderChange("PO-1", ChangeAction.CANCEL)


@pytest.mark.parametrize(("state", "event"), list(every(OrderStatus, OrderEvent)))
def test_every_step_is_in_the_table_or_refused(state: OrderStatus, event: OrderEvent) -> None:
    if (state, event) in TRANSITIONS:
        assert step(state, event) is TRANSITIONS[state, event]
    else:
        with pytest.raises(IllegalTransition):
            step(state, event)


def test_every_state_is_reached_and_the_ended_ones_are_left_by_nothing() -> None:
    reached = {OrderStatus.ON_HOLD, OrderStatus.CONFIRMED} | set(TRANSITIONS.values())
    assert reached == set(OrderStatus)
    assert not {state for state, _ in TRANSITIONS} & set(ENDED)
    assert set(WAITING) == {state for (state, event) in TRANSITIONS if event is OrderEvent.RELEASED}


def test_a_person_cancels_the_rest_of_what_is_partly_delivered_by_the_customers_mail() -> None:
    uow = books()
    place(placing(wanted(("PUMP", "10", None))), uow, desk(), NOW)
    deliver(DeliverGoods(ORDER, TODAY, "PUMP", "4"), uow, desk(), NOW)
    assert [row.code for row in change_obstacles(changing(CANCEL), uow, desk(), NOW)] == [Obstacle.REST_ONLY]
    change(changing(CANCEL, release=True), uow, desk(), NOW)
    order = only_order(uow)
    assert (order.state, order.total) == (OrderStatus.INVOICED, Decimal("400.00"))
    (letter,) = uow.letters.where(template="order_changed")
    assert json.loads(letter.facts)["rest_cancelled"] is True


def test_a_person_cancels_an_order_that_still_waits_by_the_customers_mail() -> None:
    uow = books()
    place(placing(wanted(("PUMP", "10", "90.00"))), uow, desk(), NOW)
    assert [row.code for row in change_obstacles(changing(CANCEL), uow, desk(), NOW)] == [Obstacle.ORDER_WAITS]
    change(changing(CANCEL, release=True), uow, desk(), NOW)
    assert only_order(uow).state is OrderStatus.CANCELLED


class Walk(RuleBasedStateMachine):
    """One order, and people, mails and deliveries that do anything to it at any time."""

    @initialize(held=st.booleans(), invoice_on=st.sampled_from(["delivery", "confirmation"]))
    def order(self, held: bool, invoice_on: str) -> None:
        generous = DisputePolicy({}, {}, credit_limit=Decimal(100_000))
        self.uow, self.own = books(), replace(desk(company(invoice_on=invoice_on)), disputes=generous)
        place(placing(wanted(("PUMP", "10", "90.00" if held else None))), self.uow, self.own, NOW)
        self.day = 0

    def tried(self, act: Callable[[], object]) -> None:
        """Does it, or leaves everything as it was."""
        before = only_order(self.uow), len(self.uow.invoices.where()), len(self.uow.letters.where())
        try:
            act()
        except O2CError:
            assert before == (only_order(self.uow), len(self.uow.invoices.where()), len(self.uow.letters.where()))
        else:
            was, now = before[0].state, only_order(self.uow).state
            assert was == now or was not in ENDED

    @rule()
    def asked(self) -> None:
        self.tried(lambda: ask(self.uow, self.own, NOW, order=ORDER, actor="anna", text="?"))

    @rule()
    def released(self) -> None:
        self.tried(lambda: release(self.uow, self.own, NOW, order=ORDER, actor="anna"))

    @rule()
    def rejected(self) -> None:
        self.tried(lambda: reject(self.uow, self.own, NOW, order=ORDER, actor="anna"))

    @rule(person=st.booleans())
    def cancelled(self, person: bool) -> None:
        self.tried(lambda: change(changing(CANCEL, release=person), self.uow, self.own, NOW))

    @rule(quantity=st.integers(0, 12))
    def changed(self, quantity: int) -> None:
        asked = OrderChange("PO-1", ChangeAction.CHANGE, (OrderLine("PUMP", "Pumpe", Decimal(quantity)),))
        self.tried(lambda: change(changing(asked), self.uow, self.own, NOW))

    @rule(quantity=st.integers(1, 6))
    def delivered(self, quantity: int) -> None:
        self.day += 1
        goods = DeliverGoods(ORDER, TODAY - timedelta(days=90 - self.day), "PUMP", str(quantity))
        self.tried(lambda: deliver(goods, self.uow, self.own, NOW))

    @rule()
    def dated(self) -> None:
        self.day += 1
        days = {1: TODAY + timedelta(days=self.day)}
        self.tried(lambda: confirm_dates(self.uow, self.own, NOW, order=ORDER, days=days, actor="anna"))

    @rule()
    def ended(self) -> None:
        self.tried(lambda: cancel_rest(self.uow, self.own, NOW, order=ORDER, actor="anna"))

    @rule(quantity=st.integers(1, 6))
    def announced(self, quantity: int) -> None:
        lines = {1: Decimal(quantity)}
        self.tried(lambda: announce(self.uow, self.own, NOW, order=ORDER, lines=lines, reason="damaged", actor="anna"))

    @rule(credited=st.booleans())
    def decided(self, credited: bool) -> None:
        for held in self.uow.returns.where(state=ReturnStatus.ANNOUNCED)[:1]:
            if credited:
                counted = {line.position: line.quantity for line in held.lines}
                receive(self.uow, self.own, NOW, number=held.id, received=counted, actor="anna")
                credit(self.uow, self.own, NOW, number=held.id, actor="anna")
            else:
                refuse(self.uow, self.own, NOW, number=held.id, actor="anna", text="used")

    @invariant()
    def figures_follow_the_goods(self) -> None:
        order = only_order(self.uow)
        for line in order.lines:
            assert 0 <= line.returned <= max(line.delivered, line.invoiced)
            assert 0 <= line.delivered <= line.quantity and 0 <= line.invoiced <= line.quantity
        assert order.total == sum((line.net for line in order.lines), Decimal(0))
        documents = [row.total if row.kind.value == "invoice" else -row.total for row in self.uow.invoices.where()]
        assert receivable(self.uow, "K1") == sum(documents, Decimal(0))
        if order.state in (*WAITING, *ENDED):
            assert documents == []
        if order.state is OrderStatus.DELIVERED:
            assert all(line.open == 0 for line in order.lines)


Walk.TestCase.settings = settings(max_examples=40, stateful_step_count=20, deadline=None)
TestWalk = Walk.TestCase
