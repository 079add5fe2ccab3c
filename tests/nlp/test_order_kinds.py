"""Lines that say only what differs from the line before, and when a choice among like articles is proven: a saddlery."""

# ruff: noqa: E501  # a mail is one line

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from nlp.book import ArticleEntry, CustomerEntry, OrderEntry, Snapshot
from nlp.extract.order.reader import read_order
from nlp.extract.order_numbers import find_order_numbers
from nlp.extract.references import find_references
from nlp.extract.sources import Context, Found, Source
from nlp.reading import Order


def article(sku: str, en: str, fr: str, de: str, unit: str = "C62") -> ArticleEntry:
    return ArticleEntry(sku, (en, fr, de), (), Decimal("5.00"), "EUR", unit)


ARTICLES = (
    article("BOO-BK-S", "Rubber riding boots black S", "Bottes équitation caoutchouc noires S", "Gummireitstiefel schwarz S"),
    article("BOO-BK-L", "Rubber riding boots black L", "Bottes équitation caoutchouc noires L", "Gummireitstiefel schwarz L"),
    article("BOO-BR-L", "Rubber riding boots brown L", "Bottes équitation caoutchouc marron L", "Gummireitstiefel braun L"),
    article("RUG-115", "Stable rug 115 cm", "Couverture d'écurie 115 cm", "Stalldecke 115 cm"),
    article("RUG-145", "Stable rug 145 cm", "Couverture d'écurie 145 cm", "Stalldecke 145 cm"),
    article("FEE-10", "Feed bucket 10 l", "Seau à grain 10 l", "Futtereimer 10 l"),
    article("FEE-20", "Feed bucket 20 l", "Seau à grain 20 l", "Futtereimer 20 l"),
    article("STR-35", "Leather strap 35 mm x 50 cm", "Lanière cuir 35 mm x 50 cm", "Lederriemen 35 mm x 50 cm"),
    article("STR-50", "Leather strap 50 mm x 50 cm", "Lanière cuir 50 mm x 50 cm", "Lederriemen 50 mm x 50 cm"),
    article("OIL-12", "Hoof oil 12.5 l", "Huile sabots 12,5 l", "Huföl 12,5 l"),
    article("OIL-5", "Hoof oil 5 l", "Huile sabots 5 l", "Huföl 5 l"),
    article("BRU-1", "Mane brush", "Brosse à crinière", "Mähnenbürste"),
    article("BRU-2", "Brush with handle", "Brosse à manche", "Bürste mit Griff"),
    article("BAN-60", "Leg bandages 60 cm, box of 4", "Bandes de repos 60 cm, boîte de 4", "Bandagen 60 cm, Karton 4 Stück", "BX"),
    article("BAN-90", "Leg bandages 90 cm, box of 4", "Bandes de repos 90 cm, boîte de 4", "Bandagen 90 cm, Karton 4 Stück", "BX"),
    article("SOA", "Saddle soap", "Savon glycériné", "Sattelseife"),
    article("SPO-S", "Sponge for saddle soap", "Éponge pour savon glycériné", "Schwamm für Sattelseife"),
    article("SPO-H", "Sponge for hooves", "Éponge pour sabots", "Schwamm für Hufe"),
    article("VIS-P", "Visor helmet", "Casque à visière", "Visierhelm"),
)  # fmt: skip
CUSTOMER = CustomerEntry("C1", "X", "Reithof Ebner", (), "DE", "de", "EUR", ("a@ebner.example",), ("ebner.example",))


def found(text: str, *ordered: str) -> Found[Order]:
    earlier = OrderEntry("S1", "C1", "RE-4411", date(2026, 3, 1), ordered, (Decimal(1),) * len(ordered))
    book = Snapshot(customers=[CUSTOMER], articles=ARTICLES, orders=[earlier])
    context = Context(
        subject=Source("subject", ""), body=Source("body", text), documents=(), opened_documents=(),
        quoted=Source("body", "", quoted=True), languages=("en", "fr", "de"), sent_on=date(2026, 4, 7), book=book,
        customer=CUSTOMER,
    )  # fmt: skip
    return read_order(context, find_order_numbers(context, find_references(context)))


def lines_of(text: str, *ordered: str) -> list[tuple[str | None, int]]:
    order = found(text, *ordered).value
    return [(line.sku, int(line.quantity)) for line in order.lines] if order is not None else []


def doubts(text: str, *ordered: str) -> set[str]:
    return {problem.code for problem in found(text, *ordered).problems}


@pytest.mark.parametrize(
    "text",
    [
        "we need 4 black riding boots L, 3 S and 2 brown",
        "bitte 4 Gummireitstiefel schwarz L, 3 S und 2 braune",
        "il nous faut 4 bottes noires L, 3 S et 2 marron",
    ],
)
def test_a_line_says_only_what_differs_from_the_one_before(text: str) -> None:
    assert lines_of(text) == [("BOO-BK-L", 4), ("BOO-BK-S", 3), ("BOO-BR-L", 2)]


@pytest.mark.parametrize(
    "text",
    [
        "6 stable rugs 145 and 2 of the small ones please",
        "6 Stalldecken 145 und 2 kleine",
        "6 couvertures de 145 et 2 petites",
    ],
)
def test_the_small_one_is_the_other_of_two(text: str) -> None:
    assert lines_of(text) == [("RUG-145", 6), ("RUG-115", 2)]


def test_a_colour_of_goods_that_come_in_none_is_not_the_line_before() -> None:
    assert ("RUG-115", 2) not in lines_of("6 stable rugs 145 and 2 purple ones please")


def test_large_goods_of_another_kind_are_no_larger_ones_of_the_line_before() -> None:
    assert lines_of("6 stable rugs 115 and 3 of the big feed buckets please") == [("RUG-115", 6), ("FEE-20", 3)]


@pytest.mark.parametrize("text", ["please send 4 straps of 50", "bitte 4 Lederriemen 50er", "4 lanières de 50 svp"])
def test_a_number_means_the_article_that_it_tells_from_the_others(text: str) -> None:
    assert lines_of(text, "STR-35") == [("STR-50", 4)]


@pytest.mark.parametrize("text", ["3 huile sabots en 12 litres et demi svp", "please send 3 hoof oil 12.5 l"])
def test_half_a_litre_more_is_a_size(text: str) -> None:
    assert lines_of(text) == [("OIL-12", 3)]


def test_a_choice_is_proven_where_every_word_fits_one_article_and_no_other_has_all() -> None:
    assert "near_match" not in doubts("bitte 4 Reitstiefel braun L")


def test_a_choice_by_what_was_ordered_before_is_for_a_person() -> None:
    assert lines_of("bitte 4 Reitstiefel L", "BOO-BR-L") == [("BOO-BR-L", 4)]
    assert "near_match" in doubts("bitte 4 Reitstiefel L", "BOO-BR-L")


def test_a_misspelt_word_proves_nothing() -> None:
    assert "near_match" in doubts("please send 4 visr helmets")


def test_goods_whose_name_ends_with_the_word_are_such_goods_too() -> None:
    assert "near_match" in doubts("bitte 4 Bürsten") or lines_of("bitte 4 Bürsten") == [(None, 4)]


@pytest.mark.parametrize(
    "text",
    ["please 3 boxes of 60 and 2 of 90", "bitte 3 Kartons 60er und 2 Kartons 90er", "3 boites de 60 svp, 2 de 90"],
)
def test_a_number_behind_what_goods_come_in_says_which(text: str) -> None:
    assert lines_of(text) == [("BAN-60", 3), ("BAN-90", 2)]


def test_a_box_of_so_many_goods_counts_the_goods() -> None:
    assert lines_of("please send a box of 12 visor helmets") == [("VIS-P", 12)]


def test_what_goes_with_the_goods_of_the_line_before_is_theirs() -> None:
    assert lines_of("2 saddle soap and 4 sponges for it") == [("SOA", 2), ("SPO-S", 4)]
    assert "near_match" in doubts("2 saddle soap and 4 sponges for it")


def test_a_size_at_the_end_of_a_sentence_is_no_abbreviation() -> None:
    assert lines_of("brauch 2 reitstiefel braun L. rest von 498 ist seit montag bei euch") == [("BOO-BR-L", 2)]


def test_goods_are_named_before_they_are_counted() -> None:
    assert lines_of("We are out of the buckets, the twenty litre ones, could we get four of those?") == [("FEE-20", 4)]


@pytest.mark.parametrize(
    "text",
    [
        "stalldecke 145 - 3x\nstalldecke 115 - 4x",
        "rug 145 x 3, rug 115 x 4",
        "Stable rugs: 3 in 145, 4 in 115",
        "Stalldecken 3x 145, 4x 115",
        "il nous faut des couvertures (les mêmes), 3 en 145 et 4 en 115",
        "Couvertures :\n- 3 de 145\n- 4 de 115",
    ],
)
def test_goods_are_named_once_and_told_apart_by_a_number(text: str) -> None:
    assert lines_of(text) == [("RUG-145", 3), ("RUG-115", 4)]
    assert "unread_number" not in doubts(text)


@pytest.mark.parametrize(
    ("text", "line"), [("3 x 145 stable rugs", ("RUG-145", 3)), ("3 x 6 visor helmets", ("VIS-P", 18))]
)
def test_three_times_a_size_are_three(text: str, line: tuple[str, int]) -> None:
    assert lines_of(text) == [line]


def test_litres_are_no_size_l() -> None:
    assert lines_of("Feed buckets: 4 of 10 l, 2 of 20 l") == [("FEE-10", 4), ("FEE-20", 2)]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            "il me faut deux couvertures cent quinze et une couverture cent quarante-cinq",
            [("RUG-115", 2), ("RUG-145", 1)],
        ),
        ("bitte zwei Stalldecken einhundertfünfzehner", [("RUG-115", 2)]),
        ("6 riding boots: 4 black L, 2 brown L", [("BOO-BK-L", 4), ("BOO-BR-L", 2)]),
        ("4 black boots size L\nand the same in S, three", [("BOO-BK-L", 4), ("BOO-BK-S", 3)]),
        ("10 Boxen, von den Bandagen 60", [("BAN-60", 10)]),
    ],
)
def test_numbers_in_words_sums_and_the_same_in_another_size(text: str, lines: list[tuple[str, int]]) -> None:
    assert lines_of(text) == lines


def test_words_that_a_name_says_in_one_breath_mean_it_for_a_person() -> None:
    assert lines_of("6 mane brushes") == [("BRU-1", 6)]
