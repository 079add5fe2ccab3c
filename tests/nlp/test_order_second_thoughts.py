"""Numbers that people take back behind a line, prices that follow in a row, and what is counted but not ordered."""

from __future__ import annotations

from decimal import Decimal

import pytest

from nlp.reading import Order
from tests.nlp.extraction_desk import context, facts


def read(language: str, text: str) -> Order:
    found = facts(context(text, language=language)).order
    assert found.value is not None
    return found.value


def wanted(order: Order) -> list[tuple[str | None, int]]:
    return [(line.sku, int(line.quantity)) for line in order.lines]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Please send 4 microfibre mops, no, make that 6, and 4 glass cleaners 5 l."),
        ("en", "We need 5 microfibre mops (sorry, 6) and 4 glass cleaners 5 l."),
        ("de", "Bitte 5 Wischmopp 40 cm, ach nein, lieber 6, und 4 Glasreiniger 5 l."),
        ("de", "Wir bestellen 8 Wischmopp 40 cm, Quatsch, sechs, und 4 Glasreiniger 5 l."),
        ("fr", "Il nous faut 5 serpillières microfibre, pardon, 6, et 4 nettoyants vitres 5 l."),
        ("fr", "Merci d'envoyer 5 serpillières microfibre, enfin plutôt 6, et 4 nettoyants vitres 5 l."),
    ],
)
def test_the_number_that_corrects_another_holds(language: str, text: str) -> None:
    assert wanted(read(language, text)) == [("MP-1", 6), ("GL-5", 4)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Please send 6 microfibre mops and 4 glass cleaners 5 l at €9.90 and €12.60 respectively."),
        ("de", "Bitte 6 Wischmopp 40 cm und 4 Glasreiniger 5 l, Preise wie Liste, 9,90 € und 12,60 €."),
        ("fr", "Nous prenons 6 serpillières microfibre et 4 nettoyants vitres 5 l, à 9,90 € et 12,60 €."),
    ],
)
def test_prices_in_a_row_are_those_of_the_lines_in_their_order(language: str, text: str) -> None:
    assert [line.unit_price for line in read(language, text).lines] == [Decimal("9.90"), Decimal("12.60")]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Our 3 machines are worn out: 6 microfibre mops and 4 glass cleaners 5 l please."),
        ("fr", "On est 8 dans le bureau : 6 serpillières microfibre et 4 nettoyants vitres 5 l svp"),
        ("de", "Für unsere 3 Häuser bitte 6 Wischmopp 40 cm und 4 Glasreiniger 5 l"),
        ("en", "half a dozen microfibre mops & 4 glass cleaners 5 l please"),
        ("en", "1/2 dozen microfibre mops, 4 glass cleaners 5 l"),
    ],
)
def test_what_one_has_is_not_ordered(language: str, text: str) -> None:
    assert wanted(read(language, text)) == [("MP-1", 6), ("GL-5", 4)]


def test_a_dozen_and_a_half() -> None:
    assert wanted(read("de", "wir bräuchten anderthalb Dutzend Wischmopp 40 cm")) == [("MP-1", 18)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "could you send me five microfibre mops no sorry make it six full stop and 4 glass cleaners 5 l",
        ),
        ("en", "Need 5 microfibre mops, hang on, 6 please, and 4 glass cleaners 5 l"),
        ("fr", "il me faudrait cinq serpillières microfibre enfin non mettez en six merci et 4 nettoyants vitres 5 l"),
        ("de", "Fünf Wischmopp 40 cm, sagen wir sechs, und dann noch 4 Glasreiniger 5 l"),
        ("de", "Bitte 5 Wischmopp 40 cm, nein halt, 6 Stück, und 4 Glasreiniger 5 l"),
    ],
)
def test_a_number_taken_back_in_one_breath_does_not_hold(language: str, text: str) -> None:
    assert wanted(read(language, text)) == [("MP-1", 6), ("GL-5", 4)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Please send 3 microfibre mops - actually 5 packs of nitrile gloves M. Thanks"),
        ("fr", "Trois serpillières microfibre, pardon, cinq paquets de gants nitrile M"),
        ("de", "Bitte 5 Packungen Nitrilhandschuhe L, ach nein, Größe M"),
    ],
)
def test_goods_taken_back_are_replaced_and_a_person_looks(language: str, text: str) -> None:
    found = facts(context(text, language=language)).order
    assert found.value is not None
    assert wanted(found.value) == [("GV-M", 5)]
    assert "corrected_quantity" in {problem.code for problem in found.problems}


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "six serpillières microfibre et puis du savon disons quatre et 2 nettoyants vitres 5 l", ("MP-1", 6)),
        ("en", "We'd like 5 microfibre mops, no other changes. 3 glass cleaners 5 l too.", ("MP-1", 5)),
        ("fr", "cent serpillières microfibre et un rouleau, enfin un carton, de nettoyants vitres 5 l", ("MP-1", 100)),
    ],
)
def test_what_other_goods_are_corrected_to_is_not_said_of_the_line_before(
    language: str, text: str, expected: tuple[str, int]
) -> None:
    assert expected in wanted(read(language, text))


def test_orders_that_begin_like_a_sentence_behind_a_number_are_read() -> None:
    order = read("de", "Es kamen nur 11 statt 12. Und könntet ihr uns gleich 4 Glasreiniger 5 l mitschicken?")
    assert wanted(order) == [("GL-5", 4)]


def test_two_sizes_of_goods_named_before_are_two_lines() -> None:
    order = read("fr", "On va manquer de gants nitrile : vous m'en mettez deux paquets en M et trois paquets en L ?")
    assert wanted(order) == [("GV-M", 2), ("GV-L", 3)]


def test_the_size_behind_a_comma_tells_which_of_the_goods_named_before_the_colon() -> None:
    order = read("de", "Mia sagt, wir brauchen doch Nitrilhandschuhe: zwei Kartons, die M.")
    assert wanted(order) == [("GV-M", 2)]


def test_twice_six_of_a_size_are_twelve() -> None:
    assert wanted(read("de", "2 x 6 Wischmopp 40 cm bitte")) == [("MP-1", 12)]
