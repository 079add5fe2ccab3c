"""What stands beside a change changes nothing: what was found in store, what has left, how the order is called."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from nlp.book import ArticleEntry, OrderEntry, Snapshot
from nlp.extract.order_change import read_order_change
from nlp.extract.order_numbers import find_order_numbers
from nlp.extract.references import find_references
from nlp.extract.sources import Found, Source
from nlp.order_proof import change_remainders
from nlp.reading import ChangeAction, OrderChange
from tests.nlp.extraction_desk import CUSTOMER, context

ARTICLES = [
    ArticleEntry(sku, (english, french, german), (), Decimal("8.00"), "EUR", "C62")
    for sku, english, french, german in (
        ("CN-1", "Pillar candle white", "Bougie pilier blanche", "Stumpenkerze weiß"),
        ("VS-2", "Glass vase 30 cm", "Vase en verre 30 cm", "Glasvase 30 cm"),
    )
]
ORDERS = [
    OrderEntry("S9", "B1", "KV-812", date(2026, 4, 1), ("CN-1", "VS-2"), (Decimal(60), Decimal(8))),
    OrderEntry("S10", "B1", "KV-830", date(2026, 4, 2), ("VS-2",), (Decimal(4),)),
]
BOOK = Snapshot(customers=[CUSTOMER], articles=ARTICLES, orders=ORDERS)


def read(text: str, language: str, subject: str = "Re: KV-812") -> Found[OrderChange]:
    within = replace(context(text, language=language), customer=CUSTOMER, book=BOOK, subject=Source("subject", subject))
    return read_order_change(within, find_order_numbers(within, find_references(within)))


def lines(found: Found[OrderChange]) -> list[tuple[str | None, int]]:
    return [(line.sku, int(line.quantity)) for line in found.value.lines] if found.value else []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Finalement pas besoin des bougies (on a retrouvé quatre cartons à la cave)."),
        ("en", "We don't need the candles after all (found three boxes in the loft)."),
        ("de", "Die Kerzen brauchen wir doch nicht (haben noch fünf Stück gefunden)."),
    ],
)
def test_a_number_of_what_was_found_leaves_none_of_what_is_withdrawn(language: str, text: str) -> None:
    assert lines(read(text, language)) == [("CN-1", 0)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Pouvez-vous passer les bougies de 60 à 80 ? Si c'est déjà parti, tant pis."),
        ("fr", "Pourriez vous passer les bougies de 60 à 80 svp"),
        ("de", "Falls schon weg, egal. Sonst bitte die Kerzen von 60 auf 80 hoch."),
        ("en", "If it has already gone never mind, otherwise make the candles 80 please."),
    ],
)
def test_what_has_left_already_and_how_one_asks_take_nothing_away(language: str, text: str) -> None:
    found = read(text, language)
    assert lines(found) == [("CN-1", 80)]
    assert not found.problems


@pytest.mark.parametrize(
    ("language", "text", "quantity"),
    [
        ("en", "Could you up the candles to 1,200, the vases stay.", 1200),
        ("en", "Candles 1,500 instead of 60 please", 1500),
        ("de", "Bitte die Kerzen auf 1.200 hochsetzen, Vasen wie gehabt.", 1200),
    ],
)
def test_thousands_are_read_as_the_language_writes_them(language: str, text: str, quantity: int) -> None:
    assert lines(read(text, language)) == [("CN-1", quantity)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Die Bestellung von letzter Woche (Kerzen und Vasen) bitte ganz stornieren."),
        ("en", "Please cancel the order (candles, vases) completely."),
        ("fr", "Merci d'annuler notre commande (bougies et vases)."),
    ],
)
def test_brackets_behind_an_order_say_which_one_goes(language: str, text: str) -> None:
    value = read(text, language).value
    assert value is not None
    assert (value.action, value.lines) == (ChangeAction.CANCEL, ())


def test_a_change_of_which_nothing_was_read_is_for_a_person() -> None:
    found = read("Hello, about KV-812, please adapt it as agreed on the phone.", "en")
    assert [problem.code for problem in found.problems] == ["unread_change"]


def test_the_number_is_written_as_the_book_has_it_where_the_mail_does_once() -> None:
    value = read("bei KV-812 bitte 80 Kerzen statt 60", "de", subject="kv-812").value
    assert value is not None and value.po_number == "KV-812"


def left(text: str, language: str, *told: str) -> set[str]:
    within = replace(context(text, language=language), customer=CUSTOMER, book=BOOK, subject=Source("subject", ""))
    found = read_order_change(within, find_order_numbers(within, find_references(within)))
    assert found.value is not None
    return {p.code for p in change_remainders(within, found.value, found.evidence, frozenset(told))}


def test_a_second_order_that_no_fact_is_about_is_for_a_person() -> None:
    assert "several_orders" in left("Bitte KV-812 und KV-830 beide stornieren.", "de")
    assert "several_orders" not in left("Bitte KV-812 stornieren.", "de")


def test_a_second_order_that_is_asked_about_is_explained() -> None:
    text = "Please cancel KV-812. And where is KV-830?"
    assert "several_orders" in left(text, "en")
    assert "several_orders" not in left(text, "en", "KV-830")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Please cancel KV-812. We need it next month."),
        ("en", "Please cancel KV-812, we will take it in May."),
        ("en", "Please cancel KV-812. We only need the vases."),
        ("en", "Please cancel KV-812. Actually no, leave it."),
        ("de", "Bitte KV-812 stornieren. Die Vasen brauchen wir noch."),
        ("fr", "Merci d'annuler la commande KV-812. Il nous faut encore les vases."),
    ],
)
def test_what_is_wanted_after_all_is_not_withdrawn_without_a_person(language: str, text: str) -> None:
    assert "wanted_after_all" in left(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Please cancel KV-812, we need to cut costs. Let us know if you need anything else."),
        ("de", "Bitte KV-812 stornieren. Wir brauchen die Ware nicht mehr. Bitte um kurze Bestätigung."),
        ("de", "Servus, die KV-812 brauch ma nimmer, bitte stornieren."),
        ("fr", "Merci d'annuler la commande KV-812, nous n'en avons plus besoin. Veuillez nous excuser."),
    ],
)
def test_reasons_and_courtesies_beside_a_withdrawal_want_nothing(language: str, text: str) -> None:
    assert left(text, language) == set()


def test_a_change_that_a_sentence_of_its_own_takes_back_is_for_a_person() -> None:
    assert "taken_back" in left("Please move KV-812 to 20 April. Actually no, leave it as it is.", "en")
    assert left("Please move KV-812 to 20 April. No rush.", "en") == set()
