"""Lists as people write them: numerals, sizes before the quantity, more of what comes, pallets that are no money."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from nlp.book import ArticleEntry, Snapshot
from nlp.extract.order.reader import read_order
from nlp.extract.order_numbers import find_order_numbers
from nlp.extract.references import find_references
from nlp.reading import Order
from tests.nlp.extraction_desk import CUSTOMER, context

ARTICLES = [
    ArticleEntry(sku, (english, french, german), (), Decimal("8.00"), "EUR", "C62")
    for sku, english, french, german in (
        ("BT-12", "Drive belt for mixer 12 kg", "Courroie pour pétrin 12 kg", "Antriebsriemen Kneter 12 kg"),
        ("HT-3", "Heating rod 3 kW", "Résistance 3 kW", "Heizstab 3 kW"),
        ("TR-24", "Beer tray 24 x 33 cl", "Plateau bière 24 x 33 cl", "Bierträger 24 x 33 cl"),
        ("PA-E", "Euro pallet new", "Palette Europe neuve", "Europalette neu"),
    )
]
BOOK = Snapshot(customers=[CUSTOMER], articles=ARTICLES)


def lines(text: str, language: str) -> list[tuple[str | None, int, str]]:
    within = replace(context(text, language=language), customer=CUSTOMER, book=BOOK)
    value = read_order(within, find_order_numbers(within, find_references(within))).value
    assert isinstance(value, Order)
    return [(line.sku, int(line.quantity), line.description) for line in value.lines]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "en",
            "Our order:\n\n1) drive belt for mixer 12 kg - 2 pcs\n2) heating rod 3 kW - 4 pcs",
            [("BT-12", 2, "drive belt for mixer 12 kg"), ("HT-3", 4, "heating rod 3 kW")],
        ),
        ("en", "Please send:\nHeating rod 3 kW x 2", [("HT-3", 2, "Heating rod 3 kW")]),
        (
            "en",
            "Please send: heating rod 3 kW x 4, euro pallet new x 5",
            [("HT-3", 4, "heating rod 3 kW"), ("PA-E", 5, "euro pallet new")],
        ),
        ("de", "Bitte liefern:\nHeizstab 3 kW x 5", [("HT-3", 5, "Heizstab 3 kW")]),
        ("en", "Another 500 beer trays 24 x 33cl please", [("TR-24", 500, "beer trays 24 x 33cl")]),
        ("en", "Could we have 40 euro pallets please", [("PA-E", 40, "euro pallets")]),
    ],
)
def test_a_list_is_read_line_by_line(language: str, text: str, expected: list[tuple[str, int, str]]) -> None:
    assert lines(text, language) == expected
