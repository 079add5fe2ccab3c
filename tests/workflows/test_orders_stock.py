"""What is there of an article is a fact of its orders: set aside when confirmed, a back-order where it is short."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.reading import ChangeAction, OrderChange, OrderLine
from tests.fakes import FakeUnitOfWork
from tests.workflows.selling_desk import NOW, TODAY, books, changing, desk, only_order, placing, product, wanted
from workflows.catalogue import ArticleTerms
from workflows.commands import DeliverGoods
from workflows.orders.back_orders import cancel_rest
from workflows.orders.findings import Finding, Outcome
from workflows.orders.handlers import change, change_obstacles, deliver, place
from workflows.orders.model import Order, OrderStatus, Stock
from workflows.orders.terms import OrderPolicy

ARRIVES = date(2026, 4, 10)


def counted(available: str, arrives: date | None = ARRIVES, arriving: str = "0") -> FakeUnitOfWork:
    uow = books()
    uow.stock.add(Stock("PUMP", Decimal(available), TODAY, arrives, Decimal(arriving)))
    return uow


def ordered(uow: FakeUnitOfWork, *quantities: str, number: str = "PO-1", **given: object) -> Order:
    lines = tuple(("PUMP", quantity, None) for quantity in quantities)
    order = wanted(*lines, **{"po_number": number, "requested_date": None} | given)
    (made, *_) = place(placing(order, message_id=f"<{number}@k>"), uow, desk(), NOW)
    found = uow.orders.get(made)
    assert found is not None
    return found


def reserved(uow: FakeUnitOfWork) -> Decimal:
    row = uow.stock.get("PUMP")
    assert row is not None
    return row.reserved


def codes(order: Order) -> list[tuple[str, str, str, bool]]:
    return [(found.code, found.ours, found.about, found.blocking) for found in order.deviations]


def test_without_a_count_nothing_changes() -> None:
    uow = books()
    assert (ordered(uow, "500").state, uow.stock.where()) == (OrderStatus.CONFIRMED, [])


def test_what_is_there_is_confirmed_and_set_aside() -> None:
    uow = counted("10")
    assert codes(ordered(uow, "6")) == [] and reserved(uow) == 6
    assert codes(ordered(uow, "5", number="PO-2")) == [("back_order", "4", "2026-04-10", False)]


def test_a_back_order_is_confirmed_with_its_day() -> None:
    uow = counted("4")
    order = ordered(uow, "10", requested_date=TODAY + timedelta(days=2))
    assert (order.state, order.lines[0].confirmed_date) == (OrderStatus.CONFIRMED, ARRIVES)
    (letter,) = uow.letters.where(template="order_confirmation")
    told = [(row["code"], row["ours"]) for row in json.loads(letter.facts)["deviations"]]
    assert told == [("back_order", "4"), ("lead_time", "2026-04-10")]


@pytest.mark.parametrize(("arrives", "arriving"), [(None, "0"), (TODAY - timedelta(days=1), "0"), (ARRIVES, "5")])
def test_what_nobody_knows_the_day_of_is_a_persons(arrives: date | None, arriving: str) -> None:
    order = ordered(counted("4", arrives, arriving), "10")
    assert (order.state, codes(order)) == (OrderStatus.ON_HOLD, [("no_stock", "4", "", True)])


def test_an_order_that_waits_sets_nothing_aside() -> None:
    uow = counted("4", None)
    ordered(uow, "10")
    assert reserved(uow) == 0


def test_two_lines_of_one_article_share_what_is_there() -> None:
    assert codes(ordered(counted("8"), "5", "5")) == [("back_order", "3", "2026-04-10", False)]


def test_what_arrives_is_promised_once() -> None:
    uow = counted("0", arriving="10")
    assert codes(ordered(uow, "8")) == [("back_order", "0", "2026-04-10", False)]
    assert codes(ordered(uow, "2", number="PO-2")) == [("back_order", "0", "2026-04-10", False)]
    assert codes(ordered(uow, "1", number="PO-3")) == [("no_stock", "0", "", True)]
    lines = counted("3", arriving="4")
    assert codes(ordered(lines, "5", "3")) == [("back_order", "3", "2026-04-10", False), ("no_stock", "0", "", True)]


def test_the_usual_time_holds_where_it_is_longer() -> None:
    uow = counted("0")
    uow.products.put(product(terms=ArticleTerms(lead_days=40)))
    assert ordered(uow, "1", requested_date=None).lines[0].confirmed_date > ARRIVES


def test_a_desk_may_ask_the_customer() -> None:
    uow, own = counted("4", None), replace(desk(), orders=OrderPolicy(outcomes={Finding.NO_STOCK: Outcome.ASK}))
    place(placing(wanted(("PUMP", "10", None))), uow, own, NOW)
    (letter,) = uow.letters.where(template="order_question")
    assert json.loads(letter.facts)["deviations"][0]["question"] == "no_stock"


def quantity(number: str, action: ChangeAction = ChangeAction.CHANGE) -> OrderChange:
    return OrderChange("PO-1", action, (OrderLine("PUMP", "pump", Decimal(number)),) if number else ())


def test_changes_and_cancellations_give_back_and_take() -> None:
    uow = counted("10")
    ordered(uow, "6")
    change(changing(quantity("9")), uow, desk(), NOW)
    assert reserved(uow) == 9 and codes(only_order(uow)) == []
    change(changing(quantity("2")), uow, desk(), NOW)
    assert reserved(uow) == 2
    change(changing(quantity("", ChangeAction.CANCEL)), uow, desk(), NOW)
    assert reserved(uow) == 0


def test_more_than_is_there_is_no_change_that_is_made_alone() -> None:
    uow = counted("10", None)
    ordered(uow, "6")
    assert [found.code for found in change_obstacles(changing(quantity("11")), uow, desk(), NOW)] == ["no_stock"]


def test_what_was_delivered_stays_set_aside_until_the_next_count() -> None:
    uow = counted("10")
    number = ordered(uow, "6").number
    deliver(DeliverGoods(number, TODAY, "PUMP", "2"), uow, desk(), NOW)
    assert reserved(uow) == 6
    cancel_rest(uow, desk(), NOW, order=number, actor="anna")
    assert reserved(uow) == 2


@given(st.lists(st.integers(1, 12), min_size=1, max_size=6), st.integers(0, 30))
def test_what_is_set_aside_is_what_is_confirmed(quantities: list[int], available: int) -> None:
    uow = counted(str(available))
    for place_, number in enumerate(quantities):
        ordered(uow, str(number), number=f"PO-{place_}{'x' * place_}")
    confirmed = [order for order in uow.orders.where() if order.state is OrderStatus.CONFIRMED]
    assert reserved(uow) == sum(line.quantity for order in confirmed for line in order.lines)
