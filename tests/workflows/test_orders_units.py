"""A line in another unit is counted in the article's own where the books say how many, and is a person's otherwise."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from nlp.reading import ChangeAction, OrderChange, OrderLine
from tests.fakes import FakeUnitOfWork
from tests.workflows.selling_desk import NOW, books, changing, desk, only_order, placing, product, wanted
from workflows.catalogue import ArticleTerms
from workflows.commands import PlaceOrder
from workflows.orders.handlers import change, change_obstacles, place, release
from workflows.orders.model import Order, OrderStatus
from workflows.orders.units import content, normal

PACKS = (("CT", Decimal(12)), ("XPX", Decimal(480)))


def packed() -> FakeUnitOfWork:
    """Pumps in cartons of 12 and pallets of 480; flour by the kilogram."""
    uow = books()
    uow.products.put(product(terms=ArticleTerms(packs=PACKS)))
    uow.products.add(product("FLOUR", "2.00", unit="KGM"))
    return uow


def in_units(*lines: tuple[str, str, str | None, str | None]) -> PlaceOrder:
    """An order of (sku, quantity, unit, unit price)."""
    found = tuple(
        OrderLine(sku, sku, Decimal(quantity), Decimal(price) if price else None, unit)
        for sku, quantity, unit, price in lines
    )
    return placing(replace(wanted(), lines=found))


def ordered(*lines: tuple[str, str, str | None, str | None]) -> Order:
    uow = packed()
    place(in_units(*lines), uow, desk(), NOW)
    return only_order(uow)


@pytest.mark.parametrize(
    ("unit", "quantity", "counted"),
    [
        ("XCT", "3", 36),
        ("CT", "3", 36),
        ("PX", "2", 960),
        ("C62", "3", 3),
        ("H87", "3", 3),
        ("EA", "3", 3),
        (None, "3", 3),
    ],
)
def test_a_unit_that_the_books_know_is_counted_out(unit: str | None, quantity: str, counted: int) -> None:
    order = ordered(("PUMP", quantity, unit, None))
    assert (order.state, order.lines[0].quantity, order.lines[0].unit) == (OrderStatus.CONFIRMED, counted, "C62")


@pytest.mark.parametrize(("unit", "quantity", "kilograms"), [("TNE", "1.5", 1500), ("GRM", "500", Decimal("0.5"))])
def test_measures_are_counted_by_their_own_scale(unit: str, quantity: str, kilograms: Decimal) -> None:
    assert ordered(("FLOUR", quantity, unit, None)).lines[0].quantity == kilograms


@pytest.mark.parametrize(("sku", "unit"), [("BOOK", "XCT"), ("PUMP", "XBX"), ("PUMP", "KGM"), ("FLOUR", "LTR")])
def test_a_unit_that_nobody_can_count_is_a_persons(sku: str, unit: str) -> None:
    order = ordered((sku, "3", unit, None))
    assert order.state is OrderStatus.ON_HOLD
    assert [found.code for found in order.deviations if found.blocking] == ["unit_other"]


def test_the_confirmation_says_what_was_counted_out() -> None:
    uow = packed()
    place(in_units(("PUMP", "3", "XCT", None)), uow, desk(), NOW)
    (letter,) = uow.letters.where(template="order_confirmation")
    rows = [(row["code"], row["asked"], row["ours"]) for row in json.loads(letter.facts)["deviations"]]
    assert rows == [("unit_counted", "3 XCT", "36 C62")]


@pytest.mark.parametrize(("asked", "codes"), [("1200.00", []), ("100.00", []), ("1100.00", ["price_far_above"])])
def test_a_price_of_the_whole_unit_is_that_of_its_content(asked: str, codes: list[str]) -> None:
    order = ordered(("PUMP", "3", "XCT", asked))
    assert [found.code for found in order.deviations if found.blocking] == codes


def test_the_same_mail_places_its_cartons_once() -> None:
    uow = packed()
    command = in_units(("PUMP", "3", "XCT", None))
    assert place(command, uow, desk(), NOW) == place(command, uow, desk(), NOW)


def test_a_person_releases_what_could_not_be_counted_as_corrected() -> None:
    uow = packed()
    place(in_units(("BOOK", "3", "XCT", None)), uow, desk(), NOW)
    lines = (OrderLine("BOOK", "books", Decimal(60)),)
    release(uow, desk(), NOW, order=only_order(uow).number, actor="anna", lines=lines)
    assert (only_order(uow).state, only_order(uow).lines[0].quantity) == (OrderStatus.CONFIRMED, 60)


def test_a_change_in_cartons_is_counted_too() -> None:
    uow = packed()
    place(in_units(("PUMP", "3", None, None)), uow, desk(), NOW)
    asked = OrderChange("PO-1", ChangeAction.CHANGE, (OrderLine("PUMP", "pumps", Decimal(2), None, "XCT"),))
    change(changing(asked), uow, desk(), NOW)
    assert only_order(uow).lines[0].quantity == 24
    boxes = replace(asked, lines=(replace(asked.lines[0], unit="XBX"),))
    assert [found.code for found in change_obstacles(changing(boxes), uow, desk(), NOW)] == ["unit_other"]


def test_codes_of_one_unit_are_one() -> None:
    assert len({normal(code) for code in ("C62", "H87", "EA", "ea")}) == 1
    assert normal("XCT") == normal("CT") != normal("XBX")
    assert content("XPX", product(terms=ArticleTerms(packs=PACKS))) == 480


def test_a_price_of_a_whole_unit_that_divides_without_end_is_named_in_four_digits() -> None:
    uow = books()
    uow.products.put(product(price="8.33", terms=ArticleTerms(packs=PACKS)))
    place(in_units(("PUMP", "3", "CT", "100.00")), uow, desk(), NOW)
    told = {found.code: (found.asked, found.ours) for found in only_order(uow).deviations}
    assert told["price_higher"] == ("8.3333", "8.33")


def test_a_price_of_a_whole_unit_that_is_ours_to_the_cent_is_no_other() -> None:
    uow = books()
    uow.products.put(product(price="8.3333", terms=ArticleTerms(packs=PACKS)))
    place(in_units(("PUMP", "3", "CT", "100.00")), uow, desk(), NOW)
    assert [found.code for found in only_order(uow).deviations] == ["unit_counted"]
