"""Goods that are sold by the time are counted in it; a time until something happens counts nothing."""

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
    ArticleEntry(sku, names, (), Decimal("80.00"), "EUR", "C62")
    for sku, names in (
        ("LI-D", ("Hire of scissor lift, day", "Location nacelle à ciseaux, jour", "Miete Scherenbühne, Tag")),
        ("MA-Y", ("Maintenance plan Gold, one year", "Plan d'entretien Gold, un an", "Wartungsplan Gold, ein Jahr")),
        ("MA-S", ("Maintenance plan Silver, one year", "Plan Silver, un an", "Wartungsplan Silver, ein Jahr")),
        ("HO-48", ("Mould test 48 hours", "Test moisissures 48 heures", "Schimmeltest 48 Stunden")),
        ("LA-3", ("Ladder 3 m", "Échelle 3 m", "Leiter 3 m")),
    )
]  # fmt: skip
BOOK = Snapshot(customers=[CUSTOMER], articles=ARTICLES)


def lines(text: str, language: str) -> list[tuple[str | None, int]]:
    within = replace(context(text, language=language), book=BOOK)
    found = read_order(within, find_order_numbers(within, find_references(within))).value
    return [(line.sku, int(line.quantity)) for line in found.lines] if found else []


@pytest.mark.parametrize(
    ("language", "text", "ordered"),
    [
        ("en", "Could we have 2 days' hire of the scissor lift and 4 ladders please", [("LI-D", 2), ("LA-3", 4)]),
        ("de", "Bitte 3 Tage Miete Scherenbühne ab Montag und 2 Leitern", [("LI-D", 3), ("LA-3", 2)]),
        ("de", "Bitte Miete Scherenbühne 4 Tage und 2 Leitern", [("LI-D", 4), ("LA-3", 2)]),
        ("fr", "location nacelle deux jours et 6 échelles svp", [("LI-D", 2), ("LA-3", 6)]),
        ("en", "Please book: Gold maintenance plan for the lift in the Salford warehouse, 1 year.", [("MA-Y", 1)]),
        ("de", "Bestellung: Wartungsplan Silver, ein Jahr, und 2 Leitern", [("MA-S", 1), ("LA-3", 2)]),
        ("en", "Within 3 days please: 2 ladders.", [("LA-3", 2)]),
        ("de", "Wir brauchen in 3 Tagen 6 Leitern.", [("LA-3", 6)]),
        ("fr", "livraison sous 2 jours : 4 échelles", [("LA-3", 4)]),
        ("en", "Please send 5 mould tests 48 hours.", [("HO-48", 5)]),
    ],
)
def test_what_is_hired_by_the_day_is_counted_in_days(
    language: str, text: str, ordered: list[tuple[str | None, int]]
) -> None:
    assert lines(text, language) == ordered
