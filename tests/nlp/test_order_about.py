"""Rough counts with the exact one in brackets, numbers of places, sizes that look like prices, questions for a day."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from nlp.book import ArticleEntry, Snapshot
from nlp.extract.order.reader import read_order
from nlp.extract.order_numbers import find_order_numbers
from nlp.extract.references import find_references
from nlp.extract.sources import Found
from nlp.reading import Order
from tests.nlp.extraction_desk import CUSTOMER, context

ARTICLES = [
    ArticleEntry(sku, (english, french, german), (), Decimal("8.00"), "EUR", "C62")
    for sku, english, french, german in (
        ("CD-10", "Altar candle white", "Bougie d'autel blanche", "Altarkerze weiß"),
        ("DR-075", "Drill motor 0.75 hp", "Moteur de perceuse 0,75 ch", "Bohrmotor 0,75 PS"),
        ("DR-150", "Drill motor 1.5 hp", "Moteur de perceuse 1,5 ch", "Bohrmotor 1,5 PS"),
        ("WK-1", "Wick flat", "Mèche plate", "Docht flach"),
    )
]
BOOK = Snapshot(customers=[CUSTOMER], articles=ARTICLES)


def found(text: str, language: str) -> Found[Order]:
    within = replace(context(text, language=language), customer=CUSTOMER, book=BOOK)
    return read_order(within, find_order_numbers(within, find_references(within)))


def lines(text: str, language: str) -> list[tuple[str | None, int]]:
    value = found(text, language).value
    assert isinstance(value, Order)
    return [(line.sku, int(line.quantity)) for line in value.lines]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "Bitte ein paar Altarkerzen (4 Stück).", [("CD-10", 4)]),
        ("fr", "Il nous faut une vingtaine de bougies d'autel (24).", [("CD-10", 24)]),
        ("en", "Please send a few altar candles (6) and 3 flat wicks.", [("CD-10", 6), ("WK-1", 3)]),
    ],
)
def test_brackets_say_exactly_what_was_counted_roughly(
    language: str, text: str, expected: list[tuple[str, int]]
) -> None:
    assert lines(text, language) == expected
    assert "unread_number" not in {problem.code for problem in found(text, language).problems}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Für Werkraum 12 brauchen wir: 8 Altarkerzen"),
        ("de", "Für Halle 7 brauchen wir 8 Altarkerzen"),
        ("fr", "Pour l'atelier 12 il nous faut 8 bougies d'autel"),
    ],
)
def test_the_number_of_a_place_counts_no_goods(language: str, text: str) -> None:
    assert lines(text, language) == [("CD-10", 8)]


def test_a_number_that_tells_the_goods_apart_is_no_price() -> None:
    order = found("4 flat wicks\n1 motor 1.50", "en").value
    assert isinstance(order, Order)
    assert [(line.sku, line.unit_price) for line in order.lines] == [("WK-1", None), ("DR-150", None)]


def test_one_thing_in_a_list_that_was_not_read_is_for_a_person() -> None:
    assert "unread_number" in {p.code for p in found("12 flat wicks\na grommet\n6 altar candles", "en").problems}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "4 altar candles please. Could that be for Friday?"),
        ("fr", "4 bougies d'autel svp. Est-ce possible pour vendredi ?"),
        ("", "4 altar candles. ¿Puede ser para el viernes?"),
        ("fr", "4 bougies d'autel, je passe vendredi les chercher"),
    ],
)
def test_a_day_asked_for_in_a_short_question_is_wanted(language: str, text: str) -> None:
    value = found(text, language).value
    assert isinstance(value, Order)
    assert value.requested_date is not None
    assert value.requested_date.isoformat() == "2026-04-10"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Bohrmotor 1,5 kW  2\nDocht flach 6"),
        ("en", "2 of the 1.1kW motors please"),
        ("fr", "4 moteurs de 2,2 kW 3"),
    ],
)
def test_a_power_is_neither_a_week_nor_a_day(language: str, text: str) -> None:
    within = context(text, language=language)
    assert not within.dates(within.body)


def test_goods_named_without_a_size_are_those_that_have_none() -> None:
    sized = [
        ArticleEntry(sku, (name, name, name), (), Decimal("8.00"), "EUR", "C62")
        for sku, name in (("SD-1", "Leather saddle adult"), ("SD-2", "Leather saddle large adult"))
    ]
    book = Snapshot(customers=[CUSTOMER], articles=sized)
    within = replace(context("4 adult saddles please", language="en"), customer=CUSTOMER, book=book)
    read = read_order(within, find_order_numbers(within, find_references(within)))
    assert isinstance(read.value, Order)
    assert [line.sku for line in read.value.lines] == ["SD-1"]
    assert "near_match" in {problem.code for problem in read.problems}


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("6 flat wicks (WK1)\n\nTax no. 5454979331", False),
        ("6 flat wicks\n\n3 gizmos", True),
        ("6 flat wicks, 40063 x 4", True),
    ],
)
def test_a_number_too_long_to_count_asks_nobody(text: str, asked: bool) -> None:
    assert ("unread_number" in {problem.code for problem in found(text, "en").problems}) is asked


def test_a_number_in_the_customers_own_name_counts_nothing() -> None:
    text = "6 flat wicks please\n\nSister Agnes\nConvent of Three Elms"
    named = replace(context(text, language="en"), customer=replace(CUSTOMER, name="Convent of Three Elms"), book=BOOK)
    codes = [
        {p.code for p in read_order(within, find_order_numbers(within, find_references(within))).problems}
        for within in (named, replace(named, customer=CUSTOMER))
    ]
    assert ["unread_number" in each for each in codes] == [False, True]
