"""Goods asked for as what fits those named before are of their size; shortened words before a size are goods."""

from __future__ import annotations

from dataclasses import replace
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
    ArticleEntry(sku, names, (), Decimal("52.00"), "EUR", "C62")
    for sku, names in (
        ("BO-25", ("Bowl 25 cl, tray of 1000", "Bol 25 cl, lot de 1000", "Schale 25 cl, 1000 Stück")),
        ("BO-50", ("Bowl 50 cl, tray of 1000", "Bol 50 cl, lot de 1000", "Schale 50 cl, 1000 Stück")),
        ("CA-63", ("Cap 63 mm for 25 cl bowls", "Capsule 63 mm pour bol 25 cl", "Deckel 63 mm für Schale 25 cl")),
        ("CA-82", ("Cap 82 mm for 50 cl bowls", "Capsule 82 mm pour bol 50 cl", "Deckel 82 mm für Schale 50 cl")),
        ("DI-2", ("Disinfectant 2 l", "Désinfectant 2 l", "Desinfektionsmittel 2 l")),
        ("DI-5", ("Disinfectant 5 l", "Désinfectant 5 l", "Desinfektionsmittel 5 l")),
    )
]  # fmt: skip
BOOK = Snapshot(
    customers=[CUSTOMER],
    articles=ARTICLES,
    orders=[OrderEntry("S1", CUSTOMER.number, "HS/0207", None, ("CA-63",))],  # the caps that it had before
)


def read(text: str, language: str) -> Found[Order]:
    within = replace(context(text, language=language), book=BOOK)
    return read_order(within, find_order_numbers(within, find_references(within)))


def lines(found: Found[Order]) -> list[tuple[str | None, int]]:
    return [(line.sku, int(line.quantity)) for line in found.value.lines] if found.value else []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Bowls 50cl - 6 boxes\nCaps to fit - 6 boxes"),
        ("en", "Please send 6 boxes of bowls 50 cl and 6 boxes of caps to fit"),
        ("de", "Bitte 6 Kartons Schalen 50 cl und 6 Kartons passende Deckel"),
        ("fr", "6 cartons bols 50 cl et 6 cartons de capsules qui vont dessus svp"),
    ],
)
def test_what_fits_the_goods_before_is_of_their_size(language: str, text: str) -> None:
    found = read(text, language)
    assert lines(found) == [("BO-50", 6), ("CA-82", 6)]
    assert "near_match" in codes(found.problems)  # a person sees that no word says which


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Bon 88 : 2 cartons bols 25 cl, 4 dés. 5 L, livraison mercredi."),
        ("en", "Please send 2 bowls 25 cl and 4 disinf. 5 l"),
        ("de", "Bitte 2 Schalen 25 cl, 4 Desinf. 5 l. Danke"),
    ],
)
def test_a_shortened_word_before_a_size_ends_no_sentence(language: str, text: str) -> None:
    assert lines(read(text, language)) == [("BO-25", 2), ("DI-5", 4)]


@pytest.mark.parametrize(
    ("language", "text", "price"),
    [
        ("de", "Wir nehmen das Desinfektionsmittel 5 l, einen Kanister, zu den 49.", "49"),
        ("fr", "On prend le désinfectant 5 l, un seul, à 49 €.", "49"),
        ("en", "We'll take the disinfectant 5 l, just one please, at 49.", "49"),
        ("de", "Wir nehmen das Desinfektionsmittel 5 l, einen Kanister, um 10 Uhr.", None),
    ],
)
def test_one_of_what_was_named_is_one_at_its_price(language: str, text: str, price: str | None) -> None:
    found = read(text, language)
    assert lines(found) == [("DI-5", 1)]
    stated = found.value.lines[0].unit_price if found.value else None
    assert stated == (Decimal(price) if price else None)


@pytest.mark.parametrize(
    ("language", "text", "ordered"),
    [
        ("de", "Bitte 5 Kartons Schalen 25 cl und 5 Kartons Deckel 63 mm.", [("BO-25", 5), ("CA-63", 5)]),
        ("en", "5 bowls 50cl please, and 5 caps for the 50 cl bowls", [("BO-50", 5), ("CA-82", 5)]),
        ("fr", "5 cartons bols 25 cl et 5 cartons de capsules pour bol 25 cl", [("BO-25", 5), ("CA-63", 5)]),
    ],
)
def test_what_is_for_the_goods_is_not_the_goods(
    language: str, text: str, ordered: list[tuple[str | None, int]]
) -> None:
    assert lines(read(text, language)) == ordered
