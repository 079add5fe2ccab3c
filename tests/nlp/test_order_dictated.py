"""Orders for pipes and screens as they are dictated, noted and called out: fractions, numbers in words, sizes inside names."""

# ruff: noqa: E501  # a mail is one line

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from nlp.book import ArticleEntry, CustomerEntry, Snapshot
from nlp.extract.order.number_words import in_digits
from nlp.extract.order.reader import read_order
from nlp.extract.order_numbers import find_order_numbers
from nlp.extract.references import find_references
from nlp.extract.sources import Context, Source
from nlp.reading import Order


def article(sku: str, en: str, fr: str, de: str) -> ArticleEntry:
    return ArticleEntry(sku, (en, fr, de), (), Decimal("10.00"), "EUR", "C62")


ARTICLES = (
    article("HT-12", 'Hose tail 1/2" brass', 'Raccord cannelé 1/2" laiton', 'Schlauchtülle 1/2" Messing'),
    article("HT-34", 'Hose tail 3/4" brass', 'Raccord cannelé 3/4" laiton', 'Schlauchtülle 3/4" Messing'),
    article("MB-32", "MB pipe 32 mm, coil", "Tube MB 32 mm, couronne", "MB-Rohr 32 mm, Ring"),
    article("MB-40", "MB pipe 40 mm, coil", "Tube MB 40 mm, couronne", "MB-Rohr 40 mm, Ring"),
    article("TEE-32", "MB tee 32 mm", "Té MB 32 mm", "MB-T-Stück 32 mm"),
    article("BEND-32", "MB bend 32 mm", "Courbe MB 32 mm", "MB-Bogen 32 mm"),
    article("BEND-40", "MB bend 40 mm", "Courbe MB 40 mm", "MB-Bogen 40 mm"),
    article("SP-600", "Sump pump 600 W with float", "Pompe vide-cave 600 W avec flotteur", "Kellerpumpe 600 W mit Schwimmer"),
    article("SP-900", "Sump pump 900 W", "Pompe vide-cave 900 W", "Kellerpumpe 900 W"),
    article("SC-22", 'Screen 22"', 'Écran 22"', 'Bildschirm 22"'),
)  # fmt: skip
CUSTOMER = CustomerEntry("C1", "X", "Brunnenbau Egli", (), "CH", "de", "EUR", ("a@egli.example",), ("egli.example",))


def order_of(text: str, language: str = "") -> Order:
    context = Context(
        subject=Source("subject", ""), body=Source("body", text), documents=(), opened_documents=(),
        quoted=Source("body", "", quoted=True), languages=(language,) if language else ("en", "fr", "de"),
        sent_on=date(2026, 4, 7), book=Snapshot(customers=[CUSTOMER], articles=ARTICLES), customer=CUSTOMER,
    )  # fmt: skip
    found = read_order(context, find_order_numbers(context, find_references(context)))
    assert found.value is not None
    return found.value


@pytest.mark.parametrize(
    ("language", "text", "lines"),
    [
        ("en", "ten half inch hose tails and six three quarter ones please", [("HT-12", 10), ("HT-34", 6)]),
        ("fr", "il me faut 10 raccords en demi-pouce et 6 raccords trois quarts", [("HT-12", 10), ("HT-34", 6)]),
        ("de", "bitte zehn Schlauchtüllen halb Zoll und 6 Schlauchtüllen dreiviertel", [("HT-12", 10), ("HT-34", 6)]),
        ("fr", "6 tés de 32 et 4 courbes de 40", [("TEE-32", 6), ("BEND-40", 4)]),
        ("en", "3 coils of 40mm pipe and 20 bends to match", [("MB-40", 3), ("BEND-40", 20)]),
        ("en", "MB32 bend - 20\nMB32 tee - 10", [("BEND-32", 20), ("TEE-32", 10)]),
        ("fr", "Je passe prendre 2 pompes 600 avec flotteur. Merci", [("SP-600", 2)]),
        ("fr", "merci de préparer ceci : tube MB 32 (2 couronnes), courbe 32 (20)", [("MB-32", 2), ("BEND-32", 20)]),
        ("en", "Qty 4 - 22 inch screen\nQty 2 - sump pump 900", [("SC-22", 4), ("SP-900", 2)]),
        ("de", "MB-Rohr 32 mm 2 Ringe, 40 mm 3 Ringe", [("MB-32", 2), ("MB-40", 3)]),
    ],
)  # fmt: skip
def test_what_yards_and_workshops_call_out(language: str, text: str, lines: list[tuple[str, int]]) -> None:
    assert [(line.sku, int(line.quantity)) for line in order_of(text, language).lines] == lines


@pytest.mark.parametrize(
    ("language", "text", "digits"),
    [
        ("de", "fünfundsechziger Tiefe", "65 Tiefe"),
        ("fr", "davier vingt-deux", "davier 22"),
        ("en", "the sixteen one", "the 16 one"),
        ("de", "Vierkantholz dreifach", "Vierkantholz dreifach"),
    ],
)
def test_numbers_in_words_become_digits_from_two_on(language: str, text: str, digits: str) -> None:
    assert in_digits(text, (language,)) == digits


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Bitte 6 Bildschirme 22, Referenz: KST 4711/26", "KST 4711/26"),
        ("necesitamos 6 monitores, screen 22. Pedido 2026-77", "2026-77"),
    ],
)
def test_a_number_that_is_asked_to_be_quoted_is_the_orders(text: str, number: str) -> None:
    assert order_of(text).po_number == number
