"""Orders in tables, lists, sentences and files; whatever looks like a line and is not read is a problem."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.notation import decimal_of
from nlp.opened import StructuredLine, StructuredOrder
from nlp.reading import Order
from tests.nlp.extraction_desk import codes, context, facts, sheet

HEAD = ("Item", "Description", "Qty", "Unit price", "Amount")
MOP = ("MP-1", "Microfibre mop 40 cm", "4", "9.90", "39.60")
GLASS = ("GL-5", "Glass cleaner 5 l", "2", "12.60", "25.20")


def order_of(text: str, language: str) -> Order:
    found = facts(context(text, language=language)).order
    assert found.value is not None
    return found.value


def lines(order: Order) -> list[tuple[str | None, int, str | None]]:
    return [(line.sku, int(line.quantity), str(line.unit_price) if line.unit_price else None) for line in order.lines]


@pytest.mark.parametrize(
    ("language", "text", "price"),
    [
        ("fr", "Réf. GL-5, 2 pièces, 12,60 € pièce", "12.60"),
        ("fr", "- 2 bidons de nettoyant vitres 5 l (GL-5) à 12,60 €", "12.60"),
        ("fr", "2 nettoyant vitres 5 l à 12,60 € l'unité", "12.60"),
        ("de", "2 Glasreiniger 5 l zu je 12,60", "12.60"),
        ("de", "GL-5: 2 Stück, 12,60/St.", "12.60"),
        ("de", "2 Stück Glasreiniger 5 l, zusammen 25,20 EUR", "12.6"),
        ("de", "2 Glasreiniger 5 l à 12,60 EUR statt 13,20 EUR", "12.60"),
        ("fr", "GL-5 : 2 à 12,60 €", "12.60"),
        ("en", "GL-5 x 2 @ 12.60", "12.60"),
        ("en", "2 glass cleaner 5 l at 12.60 each, 25.20", "12.60"),
        ("en", "GL-5    2    12.60    25.20", "12.60"),
    ],
)
def test_the_price_of_one_is_read_behind_the_quantity(language: str, text: str, price: str) -> None:
    assert lines(order_of(f"\n{text}\n", language)) == [("GL-5", 2, price)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "bitte 12 Wischmopp 40 cm und 1 Glasreiniger 5 l, Bestellnummer HS-26-03. Wenn's geht bis zum 18.04."),
        ("en", "can we have 12 microfibre mop 40 cm and 1 glass cleaner 5 l please, PO PV-77, by the 18th"),
        ("fr", "Il me faudrait 12 serpillière microfibre 40 cm et un nettoyant vitres 5 l pour le 18 avril, commande BV-12."),  # noqa: E501
    ],
)  # fmt: skip
def test_an_everyday_mail_is_an_order(language: str, text: str) -> None:
    found = facts(context(text, language=language)).order
    assert found.value is not None
    assert lines(found.value) == [("MP-1", 12, None), ("GL-5", 1, None)]
    assert (found.strength, found.value.requested_date and found.value.requested_date.day) == (1.0, 18)


def test_the_old_quantity_of_a_change_is_no_order() -> None:
    found = facts(context("statt 3 brauchen wir 5 Stück MP-1", language="de")).order
    assert found.value is None or lines(found.value) == [("MP-1", 5, None)]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (("GL-5", "Glass cleaner 5 l", "two", "12.60", "25.20"), "unread_row"),
        (("GL-5", "Glass cleaner 5 l", "", "12.60", ""), "unread_row"),
        (("GL-5", "Glass cleaner 5 l", "1-2", "12.60", ""), "unread_row"),
        (("GL-5", "Glass cleaner 5 l", "2", "see offer", ""), "unread_price"),
        (("GL-5", "Glass cleaner 5 l", "3", "", "25.00"), "unread_price"),
        (("GL-5", "Glass cleaner 5 l", "2", "", ""), "no_price"),
        (("GL-5", "Glass cleaner 5 l", "2", "12.60", "22.68"), "line_mismatch"),
        (("XX-9", "Something else", "2", "12.60", "25.20"), "unknown_article"),
        (("GV-M", "Nitrile gloves L", "2", "6.90", "13.80"), "several_articles"),
    ],
)
def test_a_row_that_cannot_be_read_is_a_problem(row: tuple[str, ...], code: str) -> None:
    found = facts(context("Please see our order PO 4711.", documents=(sheet(HEAD, MOP, row),))).order
    assert code in codes(found.problems)
    assert found.strength < 1.0


@pytest.mark.parametrize(
    "row",
    [
        ("", "", "", "Total", "39.60"),
        ("", "Order value excluding VAT", "", "", "39.60"),
        ("", "VAT 20 %", "", "", "7.92"),
        ("", "Deliver to the back door", "", "", ""),
        ("GL-5", "Glass cleaner 5 l", "0", "12.60", "0.00"),
    ],
)
def test_totals_notes_and_rows_of_nothing_are_no_problem(row: tuple[str, ...]) -> None:
    found = facts(context("Please see our order PO 4711.", documents=(sheet(HEAD, MOP, row),))).order
    assert codes(found.problems) <= {"total_mismatch"}


def test_a_form_that_lists_everything_is_proven_by_its_total() -> None:
    blank = ("GL-5", "Glass cleaner 5 l", "", "12.60", "")
    found = facts(context("PO 4711", documents=(sheet(HEAD, MOP, blank, ("", "", "", "Total", "39.60")),))).order
    assert found.problems == ()


def test_two_attachments_with_different_lines_are_two_orders() -> None:
    found = facts(context("PO 4711", documents=(sheet(HEAD, MOP), sheet(HEAD, GLASS)))).order
    assert "several_orders" in codes(found.problems)


def test_a_line_in_the_mail_beside_the_attached_order_is_a_problem() -> None:
    found = facts(context("PO 4711 attached, plus 5 GL-5 please", documents=(sheet(HEAD, MOP),))).order
    assert "unread_line" in codes(found.problems)


@pytest.mark.parametrize(
    ("text", "confused"),
    [
        ("50 Stück Reagenzgläser 16 mm", True),
        ("50 Stück Reagenzgläser 16 mm zu 22,80 EUR", False),
        ("5 Packungen Reagenzgläser 16 mm", False),
        ("5 Kartons Nitrilhandschuhe M", True),
        ("5 Reagenzgläser 16 mm", False),
        ("5 Stück Reagenzgläser 16 mm, 100 Stück", False),
    ],
)
def test_pieces_are_not_taken_for_packs(text: str, confused: bool) -> None:
    found = facts(context(f"wir bestellen:\n{text}", language="de")).order
    assert ("unit_mismatch" in codes(found.problems)) is confused


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "BM-481 : même chose que la dernière fois, avec 2 nettoyant vitres 5 l de plus"),
        ("de", "Bestellung HS/0230: wie beim letzten Mal, dazu 2 Glasreiniger 5 l"),
        ("en", "PO CC-140: same as last time plus 2 glass cleaner 5 l"),
    ],
)
def test_an_order_that_points_to_an_earlier_one_is_for_a_person(language: str, text: str) -> None:
    assert "refers_to_earlier" in codes(facts(context(text, language=language)).order.problems)


def test_a_price_for_a_hundred_is_not_the_price_of_one() -> None:
    found = facts(context("200 Wischmopp 40 cm zu 990,00 EUR / 100 Stück", language="de")).order
    assert "price_unit" in codes(found.problems)


def test_a_quantity_in_a_file_that_is_no_number_is_a_problem() -> None:
    line = StructuredLine("MP-1", "Mop", "many", "9.90")
    written = StructuredOrder("ubl", "PO-1", None, None, "EUR", None, (line,))
    assert "bad_quantity" in codes(facts(context(documents=(sheet(order=written),))).order.problems)


WHOLE = st.integers(1, 9_999_999)


@given(cents=WHOLE)
def test_an_amount_is_the_same_in_three_notations(cents: int) -> None:
    value = Decimal(cents) / 100
    english = f"{value:,.2f}"
    german = english.translate(str.maketrans(",.", ".,"))
    french = german.replace(".", "\u202f")
    assert {decimal_of(text, "," if text != english else ".")[0] for text in (english, german, french)} == {value}


@given(quantity=st.integers(1, 999), cents=st.integers(1, 99_999))
def test_lines_that_add_up_to_the_total_are_complete(quantity: int, cents: int) -> None:
    price = Decimal(cents) / 100
    row = ("MP-1", "Microfibre mop 40 cm", str(quantity), f"{price:.2f}", f"{quantity * price:.2f}")
    document = sheet(HEAD, row, ("", "", "", "Total", f"{quantity * price:.2f}"), text=f"PO 4711 Total {quantity * price:.2f}")  # fmt: skip  # noqa: E501
    found = facts(context("our PO 4711", documents=(document,), language="en")).order
    assert (found.strength, found.problems) == (1.0, ())
