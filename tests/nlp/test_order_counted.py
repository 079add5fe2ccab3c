"""Orders counted otherwise than by a number before the goods: as many as before, a couple, in other units; and their days."""

# ruff: noqa: E501  # a mail is one line

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from nlp.book import ArticleEntry, CustomerEntry, Snapshot
from nlp.days import dates
from nlp.extract.order.reader import read_order
from nlp.extract.order_numbers import find_order_numbers
from nlp.extract.references import find_references
from nlp.extract.sources import Context, Found, Source
from nlp.reading import Order


def article(sku: str, en: str, fr: str, de: str, alias: str = "") -> ArticleEntry:
    return ArticleEntry(sku, (en, fr, de), (alias,) if alias else (), Decimal("10.00"), "EUR", "C62")


ARTICLES = (
    article("BOWL", "Salad bowl oak", "Saladier chêne", "Salatschüssel Eiche", "70441"),
    article("LID", "Lid oak", "Couvercle chêne", "Deckel Eiche", "70442"),
    article("TRAY-L", "Serving tray ash 50 cm", "Plateau frêne 50 cm", "Tablett Esche 50 cm"),
    article("TRAY-S", "Serving tray ash 30 cm", "Plateau frêne 30 cm", "Tablett Esche 30 cm"),
    article("WAX", "Wood wax, tin", "Cire bois, pot", "Holzwachs, Dose"),
    article("PEG", "Beech pegs 8 mm, bag of 200", "Chevilles hêtre 8 mm, sachet de 200", "Dübel Buche 8 mm, Beutel mit 200"),
    article("RACK-BAT", "Bottle rack", "Casier à bouteilles", "Flaschenregal"),
    article("DRUM", "Sanding drum", "Tambour de ponçage", "Trommel Schleifband"),
    article("OIL-5", "Teak oil 5 l", "Huile teck 5 l", "Teaköl 5 l"),
    article("CARRY", "Delivery to the flat", "Livraison à l'étage", "Lieferung frei Wohnung"),
    article("OIL-1", "Teak oil 1 l", "Huile teck 1 l", "Teaköl 1 l"),
)  # fmt: skip
CUSTOMER = CustomerEntry("C1", "X", "Tischlerei Rehm", (), "DE", "de", "EUR", ("a@rehm.example",), ("rehm.example",))


def found_in(text: str, language: str, customer: CustomerEntry = CUSTOMER) -> Found[Order]:
    context = Context(
        subject=Source("subject", ""), body=Source("body", text), documents=(), opened_documents=(),
        quoted=Source("body", "", quoted=True), languages=(language,), sent_on=date(2026, 4, 7),
        book=Snapshot(customers=[customer], articles=ARTICLES), customer=customer,
    )  # fmt: skip
    return read_order(context, find_order_numbers(context, find_references(context)))


def order_of(text: str, language: str, customer: CustomerEntry = CUSTOMER) -> Order:
    order = found_in(text, language, customer).value
    assert order is not None
    return order


@pytest.mark.parametrize(
    ("language", "text", "lines"),
    [
        ("en", "16 salad bowls and the same number of lids please", [("BOWL", 16), ("LID", 16)]),
        ("fr", "il nous faut 16 saladiers et autant de couvercles", [("BOWL", 16), ("LID", 16)]),
        ("de", "bitte 16 Salatschüsseln und ebenso viele Deckel", [("BOWL", 16), ("LID", 16)]),
        ("en", "please send a couple of the salad bowls and 3 lids", [("BOWL", 2), ("LID", 3)]),
        ("de", "bitte 4 Salatschüsseln und dreimal Deckel", [("BOWL", 4)]),
        ("de", "bitte 4 Salatschüsseln und drei mal Deckel", [("BOWL", 4), ("LID", 3)]),
        ("de", "Wir bestellen 1000 Dübel Buche 8 mm (also 5 Beutel)", [("PEG", 5)]),
        ("fr", "1000 chevilles hêtre 8 mm (soit 5 sachets) svp", [("PEG", 5)]),
        ("de", "bitte 5 Deckel und 1 Trommel. Danke", [("LID", 5), ("DRUM", 1)]),
        ("en", "70441 x 6\n70442 x 12", [("BOWL", 6), ("LID", 12)]),
        ("fr", "RACK-BAT : 40\nBOWL : 6", [("RACK-BAT", 40), ("BOWL", 6)]),
        ("en", "we need 2 of the larger serving trays", [("TRAY-L", 2)]),
        ("en", "we are out of teak oil. Two of the 5 litre cans please", [("OIL-5", 2)]),
        ("en", "send us the 5 litre teak oil and 3 lids", [("LID", 3)]),
    ],
)  # fmt: skip
def test_goods_are_counted_in_many_ways(language: str, text: str, lines: list[tuple[str, int]]) -> None:
    assert [(line.sku, int(line.quantity)) for line in order_of(text, language).lines] == lines


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("de", "brauche bis Donnerstag 3 Deckel", date(2026, 4, 9)),
        ("fr", "pour vendredi 10 il faudrait 3 couvercles", date(2026, 4, 10)),
        ("en", "3 lids please. Deliveries Monday to Thursday from 8 am", None),
        ("fr", "3 couvercles. Livraison du lundi au jeudi", None),
        ("en", "3 lids please. The 17th at the very latest", date(2026, 4, 17)),
        ("de", "3 Deckel bitte. Ende nächster Woche reicht", date(2026, 4, 17)),
    ],
)
def test_a_day_is_the_one_that_is_asked_for(language: str, text: str, wanted: date | None) -> None:
    assert order_of(text, language).requested_date == wanted


def test_a_number_between_a_weekday_and_goods_counts_the_goods() -> None:
    assert [m.value for m in dates("bis Donnerstag 3 Ringe", date(2026, 4, 7), ("de",))] == [date(2026, 4, 9)]
    assert [m.value for m in dates("vendredi 17 nous recevons", date(2026, 4, 7), ("fr",))] == [date(2026, 4, 17)]


def test_an_amounts_day_is_not_the_orders() -> None:
    assert order_of("Die 233,24 vom 28.3. ist bezahlt. Wir brauchen 4 Deckel", "de").order_date is None


def test_everybody_who_is_greeted_is_no_total() -> None:
    assert order_of("Hallo zusammen, uns fehlt viel. Könnt ihr 60 davon schicken? Und 4 Deckel", "de").total is None


def test_what_a_scanner_calls_its_file_is_no_order_number() -> None:
    assert order_of("Scan_20260407_0815\n4 Deckel bitte", "de").po_number is None


@pytest.mark.parametrize(
    ("country", "billed", "currency"), [("CA", "EUR", None), ("CA", "CAD", "CAD"), ("US", "EUR", "USD")]
)
def test_a_dollar_sign_is_the_customers_own_dollar(country: str, billed: str, currency: str | None) -> None:
    customer = replace(CUSTOMER, country=country, currency=billed)
    assert order_of("4 lids at 9.50 $ each please", "en", customer).currency == currency


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "LID x 4\n\nDelivery to the workshop as always."),
        ("fr", "4 couvercles pour la salle 214, merci"),
        ("de", "Bitte 4 Deckel in Raum 12"),
    ],
)
def test_where_goods_go_is_no_line_that_was_not_read(language: str, text: str) -> None:
    assert not {p.code for p in found_in(text, language).problems} & {"unread_line", "unread_number", "unread_words"}
