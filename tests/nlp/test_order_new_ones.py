"""Goods that came spoilt are not ordered; new ones of them are, and a person looks."""

from __future__ import annotations

import pytest

from nlp.extract.sources import Found
from nlp.reading import Order
from tests.nlp.extraction_desk import codes, context, facts


def read(language: str, text: str) -> Found[Order]:
    return facts(context(text, language=language)).order


def wanted(found: Found[Order]) -> list[tuple[str | None, int]]:
    return [(line.sku, int(line.quantity)) for line in found.value.lines] if found.value is not None else []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Acht Stück von den 24 Wischmopp 40 cm sind bockhart. Schickt bitte 12 frische, bis Freitag."),
        ("de", "8 Wischmopp 40 cm sind nass geworden. Bitte 12 neue schicken."),
        ("en", "The microfibre mops from last week were dry. We need 12 new ones by Friday."),
        ("fr", "Les serpillières microfibre étaient percées. Merci d'en envoyer 12 nouvelles."),
    ],
)
def test_new_ones_are_of_the_goods_named_before(language: str, text: str) -> None:
    found = read(language, text)
    assert wanted(found) == [("MP-1", 12)]
    assert "near_match" in codes(found.problems)


def test_new_ones_of_two_goods_are_nobodys() -> None:
    assert wanted(read("de", "Wischmopp 40 cm und Glasreiniger 5 l kamen nass an. Bitte 8 neue.")) == []


def test_what_came_crushed_is_not_ordered_though_something_is_asked_for() -> None:
    found = read("en", "Two microfibre mops were crushed, please credit. And send 4 glass cleaners 5 l.")
    assert wanted(found) == [("GL-5", 4)]
