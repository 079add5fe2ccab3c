"""The number that a customer wants on the papers of its order, in whatever words, and numbers that are none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from nlp.book import OrderEntry, Snapshot
from tests.nlp.extraction_desk import BOOK, CUSTOMER, context, facts

GOODS = {
    "en": "Please send 6 microfibre mops. ",
    "fr": "Merci d'envoyer 6 serpillières microfibre. ",
    "de": "Bitte schicken Sie 6 Wischmopp 40 cm. ",
}


def number(language: str, text: str) -> str | None:
    found = facts(context(GOODS[language] + text, language=language)).order
    assert found.value is not None and len(found.value.lines) == 1
    return found.value.po_number


@pytest.mark.parametrize(
    ("language", "text", "stated"),
    [
        ("en", "Ref 7731-C", "7731-C"),
        ("en", "Please put 88214 on the invoice.", "88214"),
        ("en", "Quote 4410-91 please.", "4410-91"),
        ("en", "PO HARROW5, Thursday.", "HARROW5"),
        ("fr", "Bon n° SG-245.", "SG-245"),
        ("fr", "Réf. à rappeler : D26/81", "D26/81"),
        ("fr", "Merci de rappeler SG/2026/44 sur votre facture.", "SG/2026/44"),
        ("fr", "sous le numéro 4512/26 svp", "4512/26"),
        ("de", "Bitte 26/0815 auf die Rechnung schreiben.", "26/0815"),
        ("de", "Kom. 55127", "55127"),
        ("de", "Als Bestellnummer nehmen Sie 2026-31.", "2026-31"),
        ("de", "Bitte unter der Nummer 4500998 laufen lassen.", "4500998"),
    ],
)
def test_a_number_to_be_quoted_is_the_orders(language: str, text: str, stated: str) -> None:
    assert number(language, text) == stated


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Cost centre 4410, tel. 0161 496 0733."),
        ("en", "As in your quote 4410-91."),
        ("en", "Customer no. 41120, no PO needed."),
        ("fr", "Le bon suivra. Code client 22010."),
        ("de", "Kundennummer 20115, die Bestellnummer reiche ich nach."),
        ("de", "Ihr Angebot 4410/26 gilt ja noch."),
    ],
)
def test_other_numbers_are_none(language: str, text: str) -> None:
    assert number(language, text) is None


@pytest.mark.parametrize(
    ("earlier", "language", "text", "stated"),
    [
        ("JOB-HARROW2", "en", "stick it on harrow 3", "harrow 3"),
        ("CH-LAUZUN11", "fr", "chantier LAUZUN12 svp", "LAUZUN12"),
        ("BV-Lindenhof", "de", "Ist für BV Seestraße.", "BV Seestraße"),
        ("BV-Lindenhof", "de", "läuft auf bv lindenhof", "bv lindenhof"),
        ("BV-Lindenhof", "de", "Das bv hat noch keinen Namen.", None),
        ("BV-Lindenhof", "de", "Für BV Seestraße, Bestellnummer 4500771.", "4500771"),
        ("JOB-HARROW2", "en", "Deliver to Harrow.", None),
        ("PO-Maria", "en", "No PO Thursday, she is away.", None),
    ],
)
def test_a_site_is_numbered_or_named_as_in_earlier_orders(
    earlier: str, language: str, text: str, stated: str | None
) -> None:
    orders = [OrderEntry("S1", CUSTOMER.number, earlier, date(2026, 4, 2), ("MP-1",))]
    book = Snapshot(customers=[CUSTOMER], orders=orders, articles=BOOK.articles())
    within = replace(context(GOODS[language] + text, language=language), book=book)
    found = facts(within).order.value
    assert found is not None and found.po_number == stated
