"""The unit that a line names is read as a code: the article's own wherever the customer means that."""

from __future__ import annotations

from decimal import Decimal

import pytest

from nlp.book import ArticleEntry, CustomerEntry, OrderEntry, Snapshot
from nlp.extract.order.units import code_of, is_confused, is_convertible, meant_unit
from nlp.lang.unit_codes import UNIT_CODES
from nlp.limits import Limits
from nlp.mime import open_message
from nlp.reader import read

PUMP = ArticleEntry("PUMP", ("Pump", "Pumpe"), (), Decimal(100), "EUR", "C62", ("CT",))
GLOVES = ArticleEntry("GL", ("Gloves, box of 100", "Handschuhe, Box mit 100"), (), Decimal(9), "EUR", "C62")
TUBES = ArticleEntry("TU", ("Test tubes, 100 pcs", "Reagenzgläser, 100 Stück"), (), Decimal(9), "EUR", "PK")


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Kartons", "XCT"), ("cartons", "XCT"), ("Stk.", "C62"), ("pièces", "C62"), ("palettes", "XPX"), ("kg", "KGM"),
        ("dozen", None), ("bouteilles", "XBO"), ("sztuk", "C62"), ("scatole", "XBX"), ("palets", "XPX"),
        ("zakken", "XSA"), ("cartons de", "XCT"), ("boxes of", "XBX"),
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
        ("pallets", ArticleEntry("EP", ("Euro pallet new",), (), Decimal(9), "EUR", "C62"), None, "C62"),
        ("l", ArticleEntry("D1", ("Disinfectant 1 l",), (), Decimal(9), "EUR", "C62"), None, "C62"),
        ("l", ArticleEntry("D5", ("Disinfectant 5 l",), (), Decimal(9), "EUR", "C62"), None, "LTR"),
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


@pytest.mark.parametrize(
    ("unit", "names", "confused"),
    [
        ("cartons de", ("Paper cup, carton of 1000", "Gobelet, carton de 1000"), False),
        ("caisse", ("Paper cup, carton of 1000", "Gobelet, carton de 1000"), False),
        ("boxes of", ("Gloves, box of 100",), False),
        ("cartons de", ("Gloves, box of 100", "Gants, boîte de 100"), True),
        ("Stück", ("Paper cup, carton of 1000", "Becher, Karton 1000"), True),
        ("cartons de", ("Pump", "Pompe"), True),
    ],
)
def test_a_unit_of_the_kind_that_an_article_is_packed_in_is_no_other(
    unit: str, names: tuple[str, ...], confused: bool
) -> None:
    assert is_confused(unit, "", ArticleEntry("A", names, (), Decimal(9), "EUR", "C62")) is confused


def changed(text: str) -> list[tuple[str | None, int, str | None]]:
    """The lines of a change of ten pumps."""
    book = Snapshot(
        customers=[CustomerEntry("K1", "DE01", "Kunde", (), "DE", "de", "EUR", ("a@k.example",), ("k.example",))],
        articles=[PUMP],
        orders=[OrderEntry("O-1", "K1", "PO-4711", None, ("PUMP",), (Decimal(10),))],
    )
    raw = (
        "From: A <a@k.example>\nTo: desk@muster.example\nMessage-ID: <1@k.example>\nSubject: PO-4711\n"
        f"Date: Mon, 16 Mar 2026 10:00:00 +0100\nContent-Type: text/plain; charset=utf-8\n\n{text}\n"
    )
    found = read(open_message(raw.encode(), Limits()), book)
    lines = found.order_change.lines if found.order_change else ()
    return [(line.sku, int(line.quantity), line.unit) for line in lines]


@pytest.mark.parametrize("text", ["3 cartons of pumps instead of 10 pumps", "3 Kartons Pumpen statt 10 Stück"])
def test_a_change_names_its_unit_too(text: str) -> None:
    assert changed(f"Please change PO-4711: {text}") == [("PUMP", 3, "XCT")]


def test_cartons_more_than_pieces_are_counted_by_a_person() -> None:
    assert changed("Please change order PO-4711: 2 cartons of pumps more") == []


def test_a_unit_knows_the_word_that_it_was_read_from() -> None:
    book = Snapshot(
        customers=[CustomerEntry("K1", "DE01", "Kunde", (), "DE", "de", "EUR", ("a@k.example",), ("k.example",))],
        articles=[PUMP],
    )
    raw = (
        "From: A <a@k.example>\nTo: desk@muster.example\nMessage-ID: <1@k.example>\nSubject: PO-4711\n"
        "Date: Mon, 16 Mar 2026 10:00:00 +0100\nContent-Type: text/plain; charset=utf-8\n\n3 cartons of pumps please\n"
    )
    found = read(open_message(raw.encode(), Limits()), book)
    assert [ground.text for ground in found.evidence if ground.field == "order.lines.0.unit"] == ["cartons"]
