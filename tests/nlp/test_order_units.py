"""The unit that a line names is read as a code: the article's own wherever the customer means that."""

from __future__ import annotations

from decimal import Decimal

import pytest

from nlp.book import ArticleEntry
from nlp.extract.order.units import code_of, is_convertible, meant_unit
from nlp.lang.unit_codes import UNIT_CODES

PUMP = ArticleEntry("PUMP", ("Pump", "Pumpe"), (), Decimal(100), "EUR", "C62", ("CT",))
GLOVES = ArticleEntry("GL", ("Gloves, box of 100", "Handschuhe, Box mit 100"), (), Decimal(9), "EUR", "C62")
TUBES = ArticleEntry("TU", ("Test tubes, 100 pcs", "Reagenzgläser, 100 Stück"), (), Decimal(9), "EUR", "PK")


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Kartons", "XCT"), ("cartons", "XCT"), ("Stk.", "C62"), ("pièces", "C62"), ("palettes", "XPX"), ("kg", "KGM"),
        ("dozen", None), ("bouteilles", "XBO"), ("sztuk", "C62"), ("scatole", "XBX"), ("palets", "XPX"),
        ("zakken", "XSA"),
        ("XCT", "XCT"), ("KGM", "KGM"), ("whatever", None), ("", None), ("ABC", None),
    ],
)  # fmt: skip
def test_words_of_eight_languages_and_codes_name_units(word: str, code: str | None) -> None:
    assert code_of(word) == code


def test_every_language_has_the_same_units() -> None:
    assert len({frozenset(words) for words in UNIT_CODES.values()}) == 1


@pytest.mark.parametrize(
    ("unit", "article", "price", "meant"),
    [
        ("Stück", PUMP, None, "C62"),
        ("cartons", PUMP, None, "XCT"),
        ("cartons", PUMP, "100", "C62"),
        ("pallets", PUMP, None, "XPX"),
        ("boxes", GLOVES, None, "C62"),
        ("packs", TUBES, None, "PK"),
        ("Stück", TUBES, None, "C62"),
        ("kg", PUMP, None, "KGM"),
        ("", PUMP, None, None),
        ("kg", ArticleEntry("F", ("Flour",), (), Decimal(2), "EUR", "kg"), None, "kg"),
        ("boxes", ArticleEntry("F", ("Flour",), (), Decimal(2), "EUR", "gadget"), None, None),
    ],
)
def test_the_articles_own_unit_is_meant_where_words_or_price_say_so(
    unit: str, article: ArticleEntry, price: str | None, meant: str | None
) -> None:
    assert meant_unit(unit, "", Decimal(price) if price else None, article) == meant


def test_a_pack_of_the_catalogue_is_no_confusion() -> None:
    assert is_convertible("Kartons", PUMP) and not is_convertible("boxes", PUMP)
