"""A new version of an order changes the first one, once, and only while it can be changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.fakes import FakeUnitOfWork
from tests.workflows.selling_desk import NOW, TODAY, books, desk, only_order, placing, product, wanted
from workflows.commands import DeliverGoods
from workflows.errors import NotAllowed
from workflows.orders.changing import Obstacle
from workflows.orders.findings import Finding, Outcome
from workflows.orders.handlers import deliver, place, release, review_reasons
from workflows.orders.model import OrderStatus
from workflows.orders.terms import OrderPolicy
from workflows.ports import Desk

LATER = date(2026, 5, 4)


def first() -> FakeUnitOfWork:
    uow = books()
    place(placing(wanted(("PUMP", "10", None), ("BOOK", "2", None))), uow, desk(), NOW)
    return uow


def version(*lines: tuple[str, str, None], number: str = "PO-1 rev 2", **given: Any) -> Any:
    order = wanted(*lines, po_number=number, requested_date=LATER)
    return placing(order, message_id="<2@kunde.example>", **given)


def alone() -> Desk:
    return replace(desk(), orders=OrderPolicy(outcomes={Finding.AMENDS_PO: Outcome.AUTO}))


def test_a_version_waits_for_a_person_where_the_desk_says_nothing() -> None:
    uow = first()
    assert [row.code for row in review_reasons(version(("PUMP", "8", None)), uow, desk(), NOW)] == [Finding.AMENDS_PO]


@pytest.mark.parametrize("own", [desk(), alone()])
def test_a_released_version_makes_the_first_one_what_it_says(own: Desk) -> None:
    uow = first()
    command = version(("PUMP", "8", None), release=own.orders.outcomes == {})
    place(command, uow, own, NOW)
    order = only_order(uow)
    assert [(line.sku, line.quantity) for line in order.lines] == [("PUMP", Decimal(8))]
    assert (order.po_number, order.requested_date, order.total) == ("PO-1 rev 2", LATER, Decimal("800.00"))
    assert [row.template for row in uow.letters.where()].count("order_changed") == 1


def test_the_same_message_changes_the_order_once() -> None:
    uow, command = first(), version(("PUMP", "8", None), release=True)
    assert place(command, uow, desk(), NOW) == place(command, uow, desk(), NOW) == ("DE01-O-2026-00001",)
    assert len(uow.orders.where()) == 1


def test_the_same_version_again_is_a_double() -> None:
    uow = first()
    place(version(("PUMP", "8", None), release=True), uow, desk(), NOW)
    again = version(("PUMP", "8", None))
    assert [row.code for row in review_reasons(again, uow, alone(), NOW)] == [Finding.DUPLICATE_PO]


def test_a_version_of_what_is_delivered_is_for_a_person_and_changes_nothing() -> None:
    uow = first()
    deliver(DeliverGoods("DE01-O-2026-00001", TODAY, "PUMP", "4"), uow, desk(), NOW)
    command = version(("PUMP", "8", None))
    assert [row.code for row in review_reasons(command, uow, alone(), NOW)] == [Obstacle.ORDER_STATE]
    with pytest.raises(NotAllowed):
        place(replace(command, release=True), uow, desk(), NOW)
    assert only_order(uow).state is OrderStatus.PARTLY_DELIVERED


def test_a_version_that_waits_changes_the_first_order_when_a_person_accepts_it() -> None:
    uow, own = first(), replace(desk(), orders=OrderPolicy(outcomes={Finding.AMENDS_PO: Outcome.ASK}))
    (number,) = place(version(("PUMP", "8", None)), uow, own, NOW)
    assert uow.orders.get(number).state is OrderStatus.ASKED
    assert release(uow, own, NOW, order=number, actor="anna") == ("DE01-O-2026-00001",)
    changed, ended = uow.orders.where()
    assert ([line.quantity for line in changed.lines], ended.state) == ([Decimal(8)], OrderStatus.CANCELLED)
    assert [row.template for row in uow.letters.where()].count("order_confirmation") == 1


def test_a_version_that_waits_changes_the_first_order_when_its_message_is_approved() -> None:
    uow, own = first(), replace(desk(), orders=OrderPolicy(outcomes={Finding.AMENDS_PO: Outcome.ASK}))
    place(version(("PUMP", "8", None)), uow, own, NOW)
    place(version(("PUMP", "8", None), release=True), uow, own, NOW)
    changed, ended = uow.orders.where()
    assert ([line.quantity for line in changed.lines], ended.state) == ([Decimal(8)], OrderStatus.CANCELLED)


@pytest.mark.parametrize(
    ("sku", "given", "why"),
    [
        ("PUMP", {}, []),
        ("PUMP", {"total": Decimal("800.00")}, []),
        ("PUMP", {"total": Decimal("820.00")}, [Finding.TOTAL]),
        ("PUMP", {"currency": "USD"}, [Finding.CURRENCY, Finding.TAX_UNCLEAR]),
        ("VALVE", {}, [Finding.AMENDS_PO]),
    ],
)
def test_a_version_that_may_not_be_read_whole_is_never_taken_alone(
    sku: str, given: dict[str, Any], why: list[Finding]
) -> None:
    uow = first()
    uow.products.add(product("VALVE", "5.00"))
    command = placing(wanted((sku, "8", None), po_number="PO-1 rev 2", **given), message_id="<2@kunde.example>")
    assert [row.code for row in review_reasons(command, uow, alone(), NOW)] == why


def test_of_several_versions_in_the_books_a_new_one_is_compared_with_the_newest() -> None:
    uow = first()
    uow.orders.put(replace(only_order(uow), number="DE01-O-2026-00009", po_number="PO-1 rev 3"))
    older = version(("PUMP", "8", None), number="PO-1 rev 2")
    assert [row.code for row in review_reasons(older, uow, alone(), NOW)] == [Finding.OLDER_VERSION]
