"""Orders from their confirmation to their invoice; what a person releases, corrects, rejects."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp import reading
from nlp.reading import ChangeAction, OrderChange
from tests.fakes import FakeUnitOfWork
from tests.workflows.selling_desk import (
    NOW,
    TODAY,
    books,
    changing,
    company,
    customer,
    desk,
    only_order,
    placing,
    price,
    receivable,
    wanted,
)  # fmt: skip
from workflows.commands import DeliverGoods
from workflows.errors import Contradicts, Exceeds, IllegalTransition, NotAllowed, NotFound
from workflows.letters import Letter, LetterKind
from workflows.orders.changing import Obstacle
from workflows.orders.handlers import change, change_obstacles, deliver, deliver_all, place, reject, release
from workflows.orders.model import OrderStatus
from workflows.orders.policy import Finding

CANCEL = OrderChange("PO-1", ChangeAction.CANCEL)


def confirmed(*lines: tuple[str | None, str, str | None]) -> FakeUnitOfWork:
    uow = books()
    place(placing(wanted(*(lines or (("PUMP", "10", None),)))), uow, desk(), NOW)
    assert only_order(uow).state is OrderStatus.CONFIRMED
    return uow


def quantities(*lines: tuple[str, str], **given: object) -> OrderChange:
    found = tuple(reading.OrderLine(sku, sku, Decimal(quantity)) for sku, quantity in lines)
    return OrderChange("PO-1", ChangeAction.CHANGE, found, **given)  # type: ignore[arg-type]


def delivery(quantity: str, day: date = TODAY, sku: str = "PUMP") -> DeliverGoods:
    return DeliverGoods("DE01-O-2026-00001", day, sku, quantity)


def letter(uow: FakeUnitOfWork, template: str) -> Letter:
    (found,) = uow.letters.where(template=template)
    return found


def test_an_order_is_confirmed_at_our_prices_to_the_person_who_wrote() -> None:
    uow = books()
    assert place(placing(wanted(("PUMP", "3", "120.00"))), uow, desk(), NOW) == ("DE01-O-2026-00001",)
    order = only_order(uow)
    assert (order.state, order.total, order.lines[0].description) == (OrderStatus.CONFIRMED, Decimal("300.00"), "Pumpe")
    told = letter(uow, "order_confirmation")
    assert told.to == ("frau.maier@kunde.example",) and told.in_reply_to == "<1@kunde.example>"
    assert [found["code"] for found in json.loads(told.facts)["deviations"]] == ["price_higher"]
    assert uow.locked == ["customer:K1"]


def test_a_program_that_orders_is_confirmed_to_the_customers_address() -> None:
    uow = books()
    place(placing(wanted(("PUMP", "1", None)), sender="edi@kunde.example", may_answer=False), uow, desk(), NOW)
    told = letter(uow, "order_confirmation")
    assert told.to == ("einkauf@kunde.example",) and told.in_reply_to == ""


def test_a_program_is_not_answered_under_the_customers_own_address() -> None:
    uow = books()
    place(placing(wanted(("PUMP", "1", None)), sender="Einkauf@kunde.example", may_answer=False), uow, desk(), NOW)
    assert uow.letters.where() == [] and only_order(uow).state is OrderStatus.CONFIRMED


def test_an_order_that_deviates_dangerously_is_held_without_a_word() -> None:
    uow = books()
    place(placing(wanted(("PUMP", "1", "90.00"))), uow, desk(company(invoice_on="confirmation")), NOW)
    assert only_order(uow).state is OrderStatus.ON_HOLD
    assert uow.letters.where() == uow.invoices.where() == []


def test_the_same_message_places_its_order_once() -> None:
    uow = books()
    command = placing(wanted(("PUMP", "1", None)))
    assert place(command, uow, desk(), NOW) == place(replace(command, release=True), uow, desk(), NOW)
    assert len(uow.orders.where()) == len(uow.letters.where()) == 1


def test_a_person_releases_a_held_order_and_it_is_confirmed_at_our_price() -> None:
    uow = books()
    place(placing(wanted(("PUMP", "1", "90.00"))), uow, desk(), NOW)
    release(uow, desk(), NOW, order=only_order(uow).number, actor="anna")
    assert (only_order(uow).state, only_order(uow).total) == (OrderStatus.CONFIRMED, Decimal("100.00"))
    told = json.loads(letter(uow, "order_confirmation").facts)
    assert [(found["asked"], found["ours"]) for found in told["deviations"]] == [("90.00", "100.00")]


def test_what_is_not_known_cannot_be_released_until_it_is_corrected() -> None:
    uow = books()
    place(placing(wanted((None, "2", None)), release=True), uow, desk(), NOW)
    number = only_order(uow).number
    with pytest.raises(NotAllowed, match="unknown_article"):
        release(uow, desk(), NOW, order=number, actor="anna")
    release(uow, desk(), NOW, order=number, actor="anna", lines=(reading.OrderLine("PUMP", "Pumpe", Decimal(2)),))
    assert only_order(uow).total == Decimal("200.00")


def test_the_customer_never_reads_about_his_credit() -> None:
    uow = books(customer(credit_limit=Decimal(0)))
    place(placing(wanted(("PUMP", "1", None)), release=True), uow, desk(), NOW)
    assert [found.code for found in only_order(uow).deviations] == [Finding.CREDIT_LIMIT]
    assert json.loads(letter(uow, "order_confirmation").facts)["deviations"] == []


def test_a_rejected_order_is_declined_politely_and_stays_rejected() -> None:
    uow = books()
    place(placing(wanted(("PUMP", "1", "90.00"))), uow, desk(), NOW)
    number = only_order(uow).number
    reject(uow, desk(), NOW, order=number, actor="anna", text="Bitte bestellen Sie zum Listenpreis.")
    assert letter(uow, "order_rejected").kind is LetterKind.REPLY
    with pytest.raises(IllegalTransition):
        release(uow, desk(), NOW, order=number, actor="anna")


def test_a_company_that_invoices_confirmations_does_so_at_once() -> None:
    uow, own = books(), desk(company(invoice_on="confirmation"))
    assert place(placing(wanted(("PUMP", "2", None))), uow, own, NOW)[1] == "R-2026-00001"
    assert only_order(uow).state is OrderStatus.INVOICED and receivable(uow, "K1") == Decimal("238.00")
    deliver(delivery("2"), uow, own, NOW)
    assert only_order(uow).state is OrderStatus.INVOICED and len(uow.invoices.where()) == 1


def test_a_quantity_is_changed_and_the_customer_told() -> None:
    uow = confirmed(("PUMP", "10", None), ("BOOK", "1", None))
    change(changing(quantities(("PUMP", "6"), requested_date=date(2026, 5, 1))), uow, desk(), NOW)
    order = only_order(uow)
    assert (order.total, order.requested_date) == (Decimal("610.00"), date(2026, 5, 1))
    told = json.loads(letter(uow, "order_changed").facts)
    assert [(row["before"], row["after"]) for row in told["changes"]] == [("10", "6")]


def test_an_article_is_added_or_left_out() -> None:
    uow = confirmed()
    change(changing(quantities(("BOOK", "5"), ("PUMP", "0"))), uow, desk(), NOW)
    assert [(line.position, line.sku, line.net) for line in only_order(uow).lines] == [(2, "BOOK", Decimal("50.00"))]


def test_the_confirmed_price_stays_unless_a_quantity_break_is_passed() -> None:
    uow = confirmed()
    uow.products.put(replace(uow.products.get("PUMP"), price=Decimal("130.00")))
    change(changing(quantities(("PUMP", "11"))), uow, desk(), NOW)
    assert only_order(uow).lines[0].unit_price == Decimal("100.00")
    uow.prices.add(price("PUMP", "95.00", min_quantity=Decimal(20)))
    change(replace(changing(quantities(("PUMP", "20")))), uow, desk(), NOW)
    assert only_order(uow).lines[0].unit_price == Decimal("95.00")
    assert [found.code for found in change_obstacles(changing(quantities(("PUMP", "2"))), uow, desk(), NOW)] == [
        Obstacle.PRICE_RISES
    ]


def test_an_order_is_cancelled_while_nothing_of_it_is_delivered() -> None:
    uow = confirmed()
    change(changing(CANCEL), uow, desk(), NOW)
    assert only_order(uow).state is OrderStatus.CANCELLED and letter(uow, "order_cancelled")
    assert [found.code for found in change_obstacles(changing(CANCEL), uow, desk(), NOW)] == [Obstacle.ORDER_UNKNOWN]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (OrderChange(None, ChangeAction.CANCEL), Obstacle.NO_ORDER_NAMED),
        (OrderChange("PO-9", ChangeAction.CANCEL), Obstacle.ORDER_UNKNOWN),
        (replace(quantities(("PUMP", "1")), action=ChangeAction.CANCEL), Obstacle.PARTIAL_CANCELLATION),
        (quantities(), Obstacle.NOTHING_TO_CHANGE),
        (quantities(("PUMP", "10")), Obstacle.NOTHING_TO_CHANGE),
        (quantities(("PUMP", "0"), ("BOOK", "0")), Obstacle.NOTHING_LEFT),
        (quantities(("PUMP", "1.5")), Finding.BAD_QUANTITY),
        (quantities(("PUMP", "5"), ("PUMP", "6")), Obstacle.LINE_AMBIGUOUS),
        (quantities(("NOPE", "5")), Finding.UNKNOWN_ARTICLE),
        (quantities(requested_date=date(2026, 3, 15)), Finding.REQUESTED_IN_THE_PAST),
    ],
)
def test_a_change_that_is_not_certain_waits_and_changes_nothing(asked: OrderChange, code: str) -> None:
    uow = confirmed(("PUMP", "10", None), ("BOOK", "1", None))
    before = only_order(uow)
    assert code in [found.code for found in change_obstacles(changing(asked), uow, desk(), NOW)]
    with pytest.raises(NotAllowed):
        change(changing(asked), uow, desk(), NOW)
    assert only_order(uow) == before and uow.letters.where(template="order_changed") == []


def test_more_goods_need_more_credit_which_a_person_may_grant() -> None:
    uow = confirmed()
    uow.customers.put(customer(credit_limit=Decimal("1200.00")))
    asked = quantities(("PUMP", "11"))
    assert [found.code for found in change_obstacles(changing(asked), uow, desk(), NOW)] == [Finding.CREDIT_LIMIT]
    change(changing(asked, release=True), uow, desk(), NOW)
    assert only_order(uow).total == Decimal("1100.00")


def test_what_is_delivered_does_not_change_even_for_a_person() -> None:
    uow = confirmed()
    deliver(delivery("10"), uow, desk(), NOW)
    with pytest.raises(NotAllowed, match="order_state"):
        change(changing(CANCEL, release=True), uow, desk(), NOW)


def test_deliveries_are_invoiced_once_for_an_order_and_day() -> None:
    uow = confirmed(("PUMP", "10", None), ("BOOK", "4", None))
    day = date(2026, 3, 10)
    made = deliver_all((delivery("3", day), delivery("4", day, "BOOK"), delivery("2", TODAY)), uow, desk(), NOW)
    assert [name for name in made if name.startswith("R-")] == ["R-2026-00001", "R-2026-00002"]
    first, second = uow.invoices.where()
    assert (first.delivery_date, first.net) == (day, Decimal("340.00"))
    assert (second.delivery_date, second.net, second.po_number) == (TODAY, Decimal("200.00"), "PO-1")
    assert only_order(uow).state is OrderStatus.PARTLY_DELIVERED
    deliver(delivery("5", date(2026, 3, 15)), uow, desk(), NOW)
    assert only_order(uow).state is OrderStatus.INVOICED


def test_the_same_deliveries_again_change_nothing() -> None:
    uow = confirmed()
    rows = (delivery("3"), delivery("3"))
    assert len(deliver_all(rows, uow, desk(), NOW)) == 3
    assert deliver_all(rows, uow, desk(), NOW) == ()
    assert only_order(uow).lines[0].delivered == 6 and len(uow.invoices.where()) == 1


@pytest.mark.parametrize(
    ("row", "error"),
    [
        (delivery("11"), Exceeds),
        (delivery("0"), Exceeds),
        (delivery("x"), Exceeds),
        (delivery("1", date(2026, 3, 17)), Exceeds),
        (delivery("1", sku="BOOK"), NotFound),
        (DeliverGoods("DE01-O-2026-00009", TODAY, "PUMP", "1"), NotFound),
    ],
)
def test_a_delivery_that_cannot_be_is_refused(row: DeliverGoods, error: type[Exception]) -> None:
    uow = confirmed()
    with pytest.raises(error):
        deliver(row, uow, desk(), NOW)
    assert uow.invoices.where() == []


def test_a_delivery_given_again_with_another_quantity_is_refused() -> None:
    uow = confirmed()
    deliver(delivery("3"), uow, desk(), NOW)
    with pytest.raises(Contradicts):
        deliver(delivery("4"), uow, desk(), NOW)


def test_a_held_order_is_not_delivered() -> None:
    uow = books()
    place(placing(wanted(("PUMP", "1", "90.00"))), uow, desk(), NOW)
    with pytest.raises(IllegalTransition):
        deliver(delivery("1"), uow, desk(), NOW)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 6), st.sampled_from(["PUMP", "BOOK"]), st.integers(1, 16)), max_size=12))
def test_never_more_is_invoiced_than_delivered_nor_delivered_than_ordered(rows: list[tuple[int, str, int]]) -> None:
    uow = confirmed(("PUMP", "10", None), ("BOOK", "7", None), ("PUMP", "5", None))
    for quantity, sku, day in rows:
        try:
            deliver(delivery(str(quantity), date(2026, 3, day), sku), uow, desk(), NOW)
        except (Exceeds, Contradicts, IllegalTransition):
            continue
    order = only_order(uow)
    assert all(line.invoiced == line.delivered <= line.quantity for line in order.lines)
    billed = sum((invoice.net for invoice in uow.invoices.where()), Decimal(0))
    assert billed == sum((line.invoiced * line.unit_price for line in order.lines), Decimal(0))
    full = all(line.delivered == line.quantity for line in order.lines)
    assert (order.state is OrderStatus.INVOICED) is full
