"""Orders whose goods are told otherwise than by a heading, a name beside the count, or at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from nlp.book import OrderEntry, Snapshot
from nlp.reading import Order, Problem
from tests.nlp.extraction_desk import BOOK, CUSTOMER, codes, context, facts, sheet


def read(text: str, language: str, subject: str = "") -> tuple[Order, tuple[Problem, ...]]:
    found = facts(context(text, subject=subject, language=language)).order
    assert found.value is not None
    return found.value, found.problems


def wanted(order: Order) -> list[tuple[str | None, int]]:
    return [(line.sku, int(line.quantity)) for line in order.lines]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "We are out of microfibre mops, 6 packs please"),
        ("de", "Der Wischmopp ist aus, bitte 6 Stück liefern"),
        ("fr", "Plus de serpillière microfibre, merci de livrer 6 paquets au plus vite"),
    ],
)
def test_a_count_without_goods_is_of_what_was_named_before_it_and_for_a_person(language: str, text: str) -> None:
    order, problems = read(text, language)
    assert wanted(order) == [("MP-1", 6)]
    assert codes(problems) & {"near_match"}


def test_one_pack_of_an_article_counts_anywhere_in_a_sentence() -> None:
    order, _ = read("hiermit ordern wir einen Karton Glasreiniger 5 l sowie zwei Wischmopp 40 cm", "de")
    assert wanted(order) == [("GL-5", 1), ("MP-1", 2)]


@pytest.mark.parametrize(
    "rows",
    [
        (("a", "b", "c", "d"), ("A", "Wischmopp 40 cm", "6", "21.5."), ("B", "Glasreiniger 5 l", "4", "21.5.")),
        (("x", "k1", "k2", "all"), ("Microfibre mop 40 cm", "1", "5", "6"), ("Glass cleaner 5 l", "1", "3", "4")),
        (("k1", "k2", "k3"), ("MP-1", "6 CA", "9,90"), ("GL-5", "4 CA", "12,60")),
    ],
)  # fmt: skip
def test_a_table_under_unknown_headings_is_read_by_what_its_columns_hold(rows: tuple[tuple[str, ...], ...]) -> None:
    found = facts(context("Please find our order enclosed.", language="en", documents=(sheet(*rows),))).order
    assert found.value is not None
    assert wanted(found.value) == [("MP-1", 6), ("GL-5", 4)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Same again as last time, please."),
        ("de", "Bitte das Gleiche wie letzten Monat."),
        ("fr", "Même commande que la dernière fois, merci."),
        ("en", "Please repeat our order HS/0207"),
    ],
)
def test_the_same_as_last_time_is_the_last_order_and_for_a_person(language: str, text: str) -> None:
    orders = [
        OrderEntry("S0", "B1", "HS/0101", date(2026, 1, 9), ("GL-5",), (Decimal(9),)),
        OrderEntry("S1", "B1", "HS/0207", date(2026, 4, 2), ("MP-1", "GL-5"), (Decimal(12), Decimal(3))),
    ]
    book = Snapshot(customers=[CUSTOMER], orders=orders, articles=BOOK.articles())
    found = facts(replace(context(text, language=language), book=book)).order
    assert found.value is not None
    assert wanted(found.value) == [("MP-1", 12), ("GL-5", 3)]
    assert "refers_to_earlier" in codes(found.problems)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Same as always for Friday but leave out the cleaner this time."),
        ("de", "Einmal das Übliche bitte bis Freitag, nur diesmal ohne den Reiniger."),
        ("fr", "La même commande que la dernière fois pour vendredi, mais pas le nettoyant."),
    ],
)
def test_the_same_without_something_has_its_day_and_no_lines(language: str, text: str) -> None:
    orders = [OrderEntry("S1", "B1", "HS/0207", date(2026, 4, 2), ("MP-1", "GL-5"), (Decimal(12), Decimal(3)))]
    book = Snapshot(customers=[CUSTOMER], orders=orders, articles=BOOK.articles())
    found = facts(replace(context(text, language=language), book=book)).order
    assert found.value is not None
    assert found.value.lines == ()
    assert found.value.requested_date == date(2026, 4, 10)
    assert "refers_to_earlier" in codes(found.problems)


def test_an_order_whose_history_tells_no_quantities_is_not_repeated() -> None:
    assert facts(context("Same again as last time, please.", language="en")).order.value is None


def test_a_column_of_words_is_none_of_old_quantities() -> None:
    rows = (("Was", "Gebinde", "Stk"), ("Wischmopp 40 cm", "", "6"), ("Glasreiniger 5 l", "Kanister", "4"))
    found = facts(context("Unsere Liste anbei.", language="de", documents=(sheet(*rows),))).order
    assert found.value is not None
    assert wanted(found.value) == [("MP-1", 6), ("GL-5", 4)]


def test_a_number_formed_like_ours_behind_a_word_for_orders_is_theirs() -> None:
    order, _ = read("bitte 6 Wischmopp 40 cm, Bestellnr. IN-7099", "de")
    assert order.po_number == "IN-7099"
