"""A change is about what its words are, not about what else is for it; about its order, and not a paper's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from nlp.book import ArticleEntry, OrderEntry, Snapshot
from nlp.extract.article_heads import heads_of
from nlp.extract.order_change import read_order_change
from nlp.extract.order_numbers import find_order_numbers
from nlp.extract.references import find_references
from nlp.reading import ChangeAction, OrderChange
from tests.nlp.extraction_desk import CUSTOMER, context

NAMES = {
    "TR-1": ("Linen trolley", "Chariot à linge", "Wäschewagen"),
    "CO-1": ("Cover for trolley", "Housse pour chariot", "Haube für Wagen"),
    "LO-D": ("Hire of scaffold, day", "Location échafaudage, jour", "Miete Gerüst, Tag"),
}
ORDER = OrderEntry("S8", "B1", "KD-418", date(2026, 4, 2), ("TR-1", "CO-1", "LO-D"), (Decimal(40), Decimal(40), Decimal(3)))  # fmt: skip  # noqa: E501
BOOK = Snapshot(
    customers=[CUSTOMER],
    orders=[ORDER],
    articles=[ArticleEntry(sku, names, (), Decimal(9), "EUR", "C62") for sku, names in NAMES.items()],
)


def change(text: str, language: str, subject: str = "KD-418") -> OrderChange:
    within = replace(context(text, subject=subject, language=language), book=BOOK)
    value = read_order_change(within, find_order_numbers(within, find_references(within))).value
    assert value is not None
    return value


def lines(value: OrderChange) -> list[tuple[str | None, int]]:
    return [(line.sku, int(line.quantity)) for line in value.lines]


@pytest.mark.parametrize(
    ("language", "text", "changed"),
    [
        ("en", "On second thoughts we only need 25 of the trolleys.", [("TR-1", 25)]),
        ("fr", "Finalement il ne nous faut que 25 chariots.", [("TR-1", 25)]),
        ("de", "Wir brauchen doch nur 25 Wagen.", [("TR-1", 25)]),
        ("en", "Please drop the covers.", [("CO-1", 0)]),
        ("de", "Bitte nur 30 Hauben.", [("CO-1", 30)]),
    ],
)
def test_a_thing_is_meant_before_what_is_for_it(
    language: str, text: str, changed: list[tuple[str | None, int]]
) -> None:
    assert lines(change(text, language)) == changed


def test_the_words_of_a_name_are_the_thing_and_what_it_is_for() -> None:
    articles = {sku: article for sku in NAMES if (article := BOOK.article(sku)) is not None}
    assert heads_of("die Wagen", articles) == ({"TR-1"}, {"CO-1"})
    assert heads_of("scaffold", articles) == ({"LO-D"}, frozenset())
    assert heads_of("12", articles) == (frozenset(), frozenset())


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Bitte den ganzen Auftrag stornieren."),
        ("de", "Wir müssen leider die komplette Bestellung stornieren."),
        ("en", "Please cancel the entire order."),
        ("fr", "Merci d'annuler toute la commande."),
    ],
)
def test_the_whole_order_is_no_article(language: str, text: str) -> None:
    value = change(text, language)
    assert (value.action, value.lines) == (ChangeAction.CANCEL, ())


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Scrap the covers on KD-418, and send me the invoice for KD-377 again would you"),
        ("fr", "Retirez les housses de KD-418. Et renvoyez-moi la facture de la KD-377 svp"),
        ("de", "Auf KD-418 die Hauben bitte streichen. Und die Rechnung zu KD-377 bitte nochmal schicken."),
    ],
)
def test_the_order_of_a_paper_that_is_asked_for_does_not_change(language: str, text: str) -> None:
    value = change(text, language)
    assert (value.po_number, lines(value)) == ("KD-418", [("CO-1", 0)])


def test_what_is_hired_by_the_day_changes_in_days() -> None:
    text = "We have to hold on to the scaffold, make it 5 days instead of 3."
    assert lines(change(text, "en")) == [("LO-D", 5)]
