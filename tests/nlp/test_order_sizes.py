"""A number with two decimals that tells goods of one name apart is their size; another one is a price."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from nlp.book import ArticleEntry, Snapshot
from nlp.extract.order.reader import read_order
from nlp.extract.order_numbers import find_order_numbers
from nlp.extract.references import find_references
from tests.nlp.extraction_desk import CUSTOMER, context

ARTICLES = [
    ArticleEntry(sku, names, (), Decimal("52.00"), "EUR", "C62")
    for sku, names in (
        ("TP-150", ("Tarpaulin 1.50 x 20 m", "Bâche 1,50 x 20 m", "Gewebeplane 1,50 x 20 m")),
        ("TP-300", ("Tarpaulin 3.00 x 20 m", "Bâche 3,00 x 20 m", "Gewebeplane 3,00 x 20 m")),
        ("RO-10", ("Rope 10 m", "Corde 10 m", "Seil 10 m")),
    )
]
BOOK = Snapshot(customers=[CUSTOMER], articles=ARTICLES)


@pytest.mark.parametrize(
    ("language", "text", "ordered"),
    [
        ("de", "Bitte 6 Seile und 4 Gewebeplanen in 3,00.", [("RO-10", 6, None), ("TP-300", 4, None)]),
        ("fr", "Envoyez-nous 4 bâches en 1,50 svp.", [("TP-150", 4, None)]),
        ("en", "4 tarpaulins in 1.50 please.", [("TP-150", 4, None)]),
        ("de", "Bitte 4 Gewebeplanen 3,00 zu 49,00.", [("TP-300", 4, "49.00")]),
        ("de", "Bitte 4 Seile zu 51,50.", [("RO-10", 4, "51.50")]),
    ],
)
def test_a_size_with_decimals_is_no_price(language: str, text: str, ordered: list[tuple[str, int, str | None]]) -> None:
    within = replace(context(text, language=language), book=BOOK)
    found = read_order(within, find_order_numbers(within, find_references(within))).value
    assert found is not None
    prices = [str(line.unit_price) if line.unit_price is not None else None for line in found.lines]
    assert [(line.sku, int(line.quantity)) for line in found.lines] == [(sku, count) for sku, count, _ in ordered]
    assert prices == [price for *_, price in ordered]


@pytest.mark.parametrize(
    ("language", "text", "total"),
    [
        ("fr", "Envoyez-nous 7 cordes 10 m à 51,00, soit 357,00.", "357.00"),
        ("de", "Bitte 7 Seile 10 m zu 51,00, macht 357,00 EUR.", "357.00"),
        ("en", "Please send 7 ropes 10 m at 51.00, that is EUR 357.00.", "357.00"),
        ("en", "Please send 7 ropes 10 m at 51.00.", None),
    ],
)
def test_what_one_line_makes_is_the_total(language: str, text: str, total: str | None) -> None:
    within = replace(context(text, language=language), book=BOOK)
    found = read_order(within, find_order_numbers(within, find_references(within))).value
    assert found is not None and found.total == (Decimal(total) if total else None)
