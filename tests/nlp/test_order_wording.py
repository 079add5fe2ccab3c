"""The description of a line: the customer's words for the goods, with what says which, without unit and errand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from nlp.book import ArticleEntry, Snapshot
from nlp.extract.order.reader import read_order
from nlp.extract.order_numbers import find_order_numbers
from nlp.extract.references import find_references
from nlp.opened import Table
from nlp.reading import Order
from tests.nlp.extraction_desk import CUSTOMER, context

ARTICLES = [
    ArticleEntry(sku, (english, french, german), (), Decimal("8.00"), "EUR", "C62")
    for sku, english, french, german in (
        ("YR-4", "Yarn cotton 400 g", "Fil coton 400 g", "Garn Baumwolle 400 g"),
        ("BT-R", "Buttons red 15 mm", "Boutons rouges 15 mm", "Knöpfe rot 15 mm"),
        ("GL-10", "Textile glue 10 l", "Colle textile 10 l", "Textilkleber 10 l"),
        ("ND-7", "Needle for overlock machine, 10 pieces", "Aiguille pour surjeteuse, 10 pièces", "Nadel, 10 Stück"),
        ("CT-40", "Carton 40 x 30", "Carton 40 x 30", "Karton 40 x 30"),
        ("SW-A", "Switch type A", "Interrupteur type A", "Schalter Typ A"),
    )
]
BOOK = Snapshot(customers=[CUSTOMER], articles=ARTICLES)


def descriptions(text: str, language: str) -> list[str]:
    within = replace(context(text, language=language), customer=CUSTOMER, book=BOOK)
    value = read_order(within, find_order_numbers(within, find_references(within))).value
    assert isinstance(value, Order)
    return [line.description for line in value.lines]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Please send 6 cotton yarn (the 400 g).", "cotton yarn (the 400 g)"),
        ("en", "Please send 20 buttons, the red ones, by Friday.", "buttons, the red ones"),
        ("fr", "Merci d'envoyer 4 colle textile (les 10 l).", "colle textile (les 10 l)"),
        ("de", "Bitte 5 Textilkleber, die 10 l Kanister.", "Textilkleber, die 10 l Kanister"),
        ("en", "Please send 3 switches type A.", "switches type A"),
        ("en", "Please send 2 needles for the overlock machine.", "needles for the overlock machine"),
    ],
)
def test_what_says_which_goods_belongs_to_their_description(language: str, text: str, expected: str) -> None:
    assert descriptions(text, language) == [expected]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Please send 6 cotton yarn (so six in all).", "cotton yarn"),
        ("de", "Bitte 5 Textilkleber (5 Kanister).", "Textilkleber"),
        ("fr", "Merci d'envoyer 4 colle textile (pas la blanche).", "colle textile"),
        ("en", "Please send 6 cotton yarn (can you match the last lot?).", "cotton yarn"),
    ],
)
def test_a_count_a_denial_and_a_question_in_brackets_do_not(language: str, text: str, expected: str) -> None:
    assert descriptions(text, language) == [expected]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "20 red buttons to the Salford shop", "red buttons"),
        ("en", "4 cotton yarn for Salford", "cotton yarn"),
        ("en", "4 cotton yarn for the upstairs room", "cotton yarn"),
        ("en", "6 textile glue pls", "textile glue"),
        ("de", "5 Textilkleber und danke euch", "Textilkleber"),
    ],
)
def test_where_goods_go_and_thanks_are_no_part_of_it(language: str, text: str, expected: str) -> None:
    assert descriptions(text, language) == [expected]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("", "Prosím 5 ks GL-10", "GL-10"),
        ("", "Vi beder om 5 dunke Textilkleber 10 l", "Textilkleber 10 l"),
        ("en", "20 cartons 40 x 30 please", "cartons 40 x 30"),
    ],
)
def test_a_unit_is_left_out_unless_it_is_what_is_sold(language: str, text: str, expected: str) -> None:
    assert descriptions(text, language) == [expected]


def test_a_table_names_goods_by_words_and_what_tells_them_apart() -> None:
    rows = (("Order", "Item", "Description", "Colour", "Qty"), ("A1", "BT-R", "Buttons", "red", "12"), ("A1", "GL-10", "Textile glue 10 l", "", "3"))  # fmt: skip  # noqa: E501
    within = replace(context(tables=(Table(rows, 0, ""),), language="en"), customer=CUSTOMER, book=BOOK)
    value = read_order(within, find_order_numbers(within, find_references(within))).value
    assert isinstance(value, Order)
    assert [(line.sku, line.description) for line in value.lines] == [
        ("BT-R", "Buttons red"),
        ("GL-10", "Textile glue 10 l"),
    ]


@pytest.mark.parametrize(
    ("headings", "doubted"),
    [(("Was", "Flaschen"), False), (("Zeug", "Stk"), False), (("Zeug", "Fach"), True)],
)
def test_a_column_headed_by_a_unit_counts_and_one_that_nobody_knows_is_asked_about(
    headings: tuple[str, str], doubted: bool
) -> None:
    rows = (headings, ("Textilkleber 10 l", "6"), ("Garn Baumwolle 400 g", "14"))
    within = replace(context(tables=(Table(rows, 0, ""),), language="de"), customer=CUSTOMER, book=BOOK)
    read = read_order(within, find_order_numbers(within, find_references(within)))
    assert isinstance(read.value, Order)
    assert [(line.sku, line.quantity) for line in read.value.lines] == [("GL-10", 6), ("YR-4", 14)]
    assert ("unread_headings" in {problem.code for problem in read.problems}) is doubted


def test_what_asks_for_goods_and_a_label_are_no_part_of_their_description() -> None:
    assert descriptions("Separately could you send 10 boxes of 400 g cotton yarn?", "en") == ["400 g cotton yarn"]
    assert descriptions("Item: textile glue\nQty: 40\n\nItem: cotton yarn\nQty: 6", "en") == ["textile glue", "cotton yarn"]  # fmt: skip  # noqa: E501
