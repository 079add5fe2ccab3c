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
