"""What is only asked, meant for some lines, or said of a size that two articles have."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from nlp.book import CustomerEntry, OrderEntry, Snapshot
from nlp.extract.order_change import read_order_change
from nlp.extract.order_numbers import find_order_numbers
from nlp.extract.references import find_references
from nlp.extract.sources import Context, Source
from nlp.order_proof import change_remainders
from nlp.reading import OrderChange
from tests.nlp.extraction_desk import article

CUSTOMER = CustomerEntry("C4", "X", "Segelmacher Voss", (), "DE", "de", "EUR", ("a@voss.example",), ("voss.example",))
ARTICLES = (
    article("SHA-10", "Shackle steel 10 mm", "Manille acier 10 mm", "Schäkel Stahl 10 mm", "4", "C62"),
    article("SHA-12", "Shackle steel 12 mm", "Manille acier 12 mm", "Schäkel Stahl 12 mm", "5", "C62"),
    article("ROP-10", "Halyard rope 10 mm", "Drisse 10 mm", "Fallleine 10 mm", "2", "MTR"),
    article("ROP-12", "Halyard rope 12 mm", "Drisse 12 mm", "Fallleine 12 mm", "3", "MTR"),
    article("TWI-W", "Waxed twine", "Fil ciré", "Segelgarn gewachst", "6", "C62"),
)
PLACED = OrderEntry(
    "SO-9", "C4", "SV-31", date(2026, 4, 1), ("SHA-10", "ROP-10", "TWI-W"), (Decimal(20), Decimal(150), Decimal(8))
)


def told(text: str, language: str) -> tuple[OrderChange | None, set[str]]:
    context = Context(
        subject=Source("subject", "SV-31"), body=Source("body", text), documents=(), opened_documents=(),
        quoted=Source("body", "", quoted=True), languages=(language,), sent_on=date(2026, 4, 7),
        book=Snapshot(customers=[CUSTOMER], articles=ARTICLES, orders=[PLACED]), customer=CUSTOMER,
    )  # fmt: skip
    found = read_order_change(context, find_order_numbers(context, find_references(context)))
    left = change_remainders(context, found.value, found.evidence) if found.value is not None else ()
    return found.value, {problem.code for problem in (*found.problems, *left)}


@pytest.mark.parametrize(
    ("language", "text", "old", "new", "quantity"),
    [
        ("de", "Schäkel bitte in 12er statt 10er, Stückzahl bleibt.", "SHA-10", "SHA-12", 20),
        ("en", "the shackles in 12 instead of 10, same number", "SHA-10", "SHA-12", 20),
        ("fr", "la drisse en 12 au lieu de 10, même longueur", "ROP-10", "ROP-12", 150),
    ],
)
def test_a_size_is_that_of_the_article_that_is_named(
    language: str, text: str, old: str, new: str, quantity: int
) -> None:
    value, _ = told(text, language)
    assert value is not None
    assert {line.sku: line.quantity for line in value.lines} == {old: Decimal(0), new: Decimal(quantity)}


@pytest.mark.parametrize(("language", "text"), [("de", "12er statt 10er bitte"), ("en", "12 instead of 10 please")])
def test_a_size_that_two_articles_have_is_for_a_person(language: str, text: str) -> None:
    value, codes = told(text, language)
    assert value is None or not value.lines or codes


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "96 shackles? No, 20 is right. But double the twine."),
        ("de", "96 Schäkel? Nein, 20 stimmt schon. Aber das Garn bitte verdoppeln."),
        ("fr", "96 manilles ? Non, 20 c'est bon. Par contre doublez le fil ciré."),
    ],
)
def test_a_question_that_the_sender_answers_is_for_a_person(language: str, text: str) -> None:
    assert "not_said_plainly" in told(text, language)[1]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Could you make it 30 shackles instead of 20?"),
        ("de", "Könnt ihr 30 Schäkel statt 20 schicken?"),
        ("fr", "Pouvez-vous mettre 30 manilles au lieu de 20 ?"),
    ],
)
def test_a_polite_question_is_a_wish(language: str, text: str) -> None:
    value, codes = told(text, language)
    assert value is not None
    assert [line.quantity for line in value.lines] == [Decimal(30)]
    assert "not_said_plainly" not in codes


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The shackles at once please, the rope not before 20 April."),
        ("de", "Schäkel bitte sofort, die Fallleine erst am 20. April."),
        ("fr", "Les manilles tout de suite, la drisse pas avant le 20 avril."),
    ],
)
def test_a_day_for_some_lines_is_for_a_person(language: str, text: str) -> None:
    assert "day_of_some_lines" in told(text, language)[1]


@pytest.mark.parametrize(
    ("language", "text"), [("en", "Please deliver on 20 April instead."), ("de", "Bitte erst am 20. April liefern.")]
)
def test_a_day_for_the_whole_order_is_not(language: str, text: str) -> None:
    assert "day_of_some_lines" not in told(text, language)[1]
