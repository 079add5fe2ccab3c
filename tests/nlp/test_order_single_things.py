"""One thing of a kind, what boxes are for, and what an order that was placed keeps: each is read for what it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from nlp.book import ArticleEntry, OrderEntry, Snapshot
from nlp.extract.order.reader import read_order
from nlp.extract.order_numbers import find_order_numbers
from nlp.extract.references import find_references
from nlp.extract.sources import Found
from nlp.reading import Order
from tests.nlp.extraction_desk import CUSTOMER, codes, context

ARTICLES = [
    ArticleEntry(sku, (english, french, german), (), Decimal("8.00"), "EUR", "C62")
    for sku, english, french, german in (
        ("DG-6", "Door gasket oven 6 trays", "Joint de porte four 6 niveaux", "Türdichtung Backofen 6 Bleche"),
        ("DG-10", "Door gasket oven 10 trays", "Joint de porte four 10 niveaux", "Türdichtung Backofen 10 Bleche"),
        ("DS-10", "Descaler 10 l", "Détartrant 10 l", "Entkalker 10 l"),
        ("BC-6", "Bottle carton for 6 bottles", "Carton 6 bouteilles", "Flaschenkarton für 6 Flaschen"),
        ("BC-12", "Bottle carton for 12 bottles", "Carton 12 bouteilles", "Flaschenkarton für 12 Flaschen"),
        ("SA-25", "Salt tablets 25 kg", "Sel en pastilles 25 kg", "Salztabletten 25 kg"),
    )
]
ORDERS = [OrderEntry("S4", "B1", "77310", date(2026, 4, 1), ("SA-25", "DS-10"), (Decimal(80), Decimal(60)))]
BOOK = Snapshot(customers=[CUSTOMER], articles=ARTICLES, orders=ORDERS)


def read(text: str, language: str) -> Found[Order]:
    within = replace(context(text, language=language), customer=CUSTOMER, book=BOOK)
    return read_order(within, find_order_numbers(within, find_references(within)))


def lines(found: Found[Order]) -> list[tuple[str | None, int]]:
    return [(line.sku, int(line.quantity)) for line in found.value.lines] if found.value else []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Hallo, für unseren Ofen eine neue Türdichtung bitte. Und noch zwei Entkalker dazu."),
        ("en", "Hi, please send a new door gasket and two descaler as well."),
        ("fr", "Merci d'envoyer un joint de porte et deux détartrants."),
    ],
)
def test_one_of_goods_that_are_not_told_apart_is_a_line_for_a_person(language: str, text: str) -> None:
    found = read(text, language)
    assert lines(found) == [(None, 1), ("DS-10", 2)]
    assert "unknown_article" in {problem.code for problem in found.problems}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Bitte 2 Entkalker. Wir haben ein Problem mit einer Türdichtung."),
        ("en", "Please send 2 descaler for an oven with a door gasket."),
    ],
)
def test_goods_that_are_only_spoken_of_are_no_line(language: str, text: str) -> None:
    assert lines(read(text, language)) == [("DS-10", 2)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Please send 600 cartons for 12 bottles and 300 cartons for 6 bottles."),
        ("de", "Bitte 600 Kartons für 12 Flaschen und 300 Kartons für 6 Flaschen."),
        ("", "Les pedimos 600 cajas para 12 botellas y 300 cajas para 6 botellas."),
    ],
)
def test_the_number_of_what_boxes_are_for_counts_nothing(language: str, text: str) -> None:
    assert lines(read(text, language)) == [("BC-12", 600), ("BC-6", 300)]


def test_what_changes_or_stays_in_an_earlier_order_is_no_line_of_the_new_one() -> None:
    text = (
        "bei 77310 bitte die Salztabletten auf 120 Sack hoch. Entkalker bleibt bei 60.\n\nNeu unter 77355: 4 Entkalker."
    )
    assert lines(read(text, "de")) == [("DS-10", 4)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Wir bestellen 50 (fünfzig) Packungen Entkalker 10 l."),
        ("fr", "Nous commandons 50 (cinquante) détartrants 10 l."),
        ("en", "We order 50 (fifty) descaler 10 l."),
    ],
)
def test_a_quantity_said_again_in_words_is_one(language: str, text: str) -> None:
    found = read(text, language)
    assert lines(found) == [("DS-10", 50)]
    assert "unread_number" not in {problem.code for problem in found.problems}


@pytest.mark.parametrize("one", ["nochn", "noch'n", "noch 'nen", "nochnen"])
def test_one_more_is_ordered_as_people_write_it(one: str) -> None:
    assert lines(read(f"moin, 2 entkalker und {one} salztabletten, danke", "de"))[1:] == [("SA-25", 1)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Please send 2 descaler. The last lot cost us 45 quid, a rip-off."),
        ("fr", "Envoyez-nous 2 détartrants. Les derniers nous ont coûté 45 balles."),
        ("de", "Schickt bitte 2 Entkalker. Die letzten haben 45 Tacken gekostet."),
    ],
)
def test_money_by_its_colloquial_name_is_no_goods(language: str, text: str) -> None:
    assert lines(read(text, language)) == [("DS-10", 2)]


@pytest.mark.parametrize(
    ("language", "text", "ordered"),
    [
        ("en", "Please send 1 descaler + salt tablets.", [("DS-10", 1), ("SA-25", 1)]),
        ("de", "Bitte einen Entkalker inkl. Salztabletten.", [("DS-10", 1), ("SA-25", 1)]),
        ("fr", "1 détartrant 10 l, y compris sel en pastilles svp", [("DS-10", 1), ("SA-25", 1)]),
        ("en", "Please send 2 descaler + salt tablets.", [("DS-10", 2)]),
        ("en", "Please send 1 descaler + 3 salt tablets.", [("DS-10", 1), ("SA-25", 3)]),
        ("en", "Please send 1 descaler + delivery note.", [("DS-10", 1)]),
    ],
)
def test_what_is_added_to_one_thing_is_one(language: str, text: str, ordered: list[tuple[str | None, int]]) -> None:
    found = read(text, language)
    assert lines(found) == ordered
    assert ("unread_line" in codes(found.problems)) is ("2 descaler" in text)
