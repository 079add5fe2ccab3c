"""Beside an order a mail may speak of other matters: their numbers are no goods, and somebody must hear of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nlp.extract.order.reader import read_order
from nlp.extract.order_numbers import find_order_numbers
from nlp.extract.references import find_references
from nlp.opened import Document, Paper
from nlp.order_proof import order_remainders
from nlp.reading import Order, Problem
from tests.nlp.extraction_desk import CUSTOMER, context, sheet


def told(text: str, language: str) -> tuple[Problem, ...]:
    within = replace(context(text, language=language), customer=CUSTOMER)
    return read_order(within, find_order_numbers(within, find_references(within))).problems


def unread(text: str, language: str) -> list[str]:
    return [problem.detail for problem in told(text, language) if problem.code in ("unread_number", "unread_line")]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Order HS/0301: 12 microfibre mop 40 cm.\nAnd HS/0207, we still wait for the 14 mops of it."),
        ("de", "Unter HS/0301 bitte 12 Wischmopp 40 cm.\nVon IN-7015 fehlen uns noch 3 Packungen Handschuhe."),
        ("fr", "Sous HS/0301 : 12 serpillière microfibre 40 cm.\nOù en sont les 5 nettoyant vitres de HS/0207 ?"),
        ("en", "1) 12 microfibre mop 40 cm\n2) 3 glass cleaner 5 l"),
        ("de", "Bitte 12 Wischmopp 40 cm, Anlieferung vor 11. Tor 6, Rampe 3, keine Europaletten."),
        ("en", "12 microfibre mop 40 cm please, slot 05:30, nothing loose"),
        ("en", "Please send 12 microfibre mop 40 cm, the one in the hall is worn."),
        ("de", "Bitte 4 Reagenzgläser 16 mm (also vier Packungen zu 100)."),
    ],
)
def test_numbers_that_count_no_goods_are_no_unread_lines(language: str, text: str) -> None:
    assert unread(text, language) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Please send 12 microfibre mop 40 cm. Also 7 of the others."),
        ("de", "Bitte 12 Wischmopp 40 cm, und die 20 vom letzten Mal."),
        ("fr", "12 serpillière microfibre 40 cm et 30 (comme avant)."),
    ],
)
def test_a_number_that_nothing_explains_is_for_a_person(language: str, text: str) -> None:
    assert unread(text, language)


def left(text: str, language: str, *numbers: str) -> list[str]:
    within = replace(context(text, language=language), customer=CUSTOMER)
    found = read_order(within, find_order_numbers(within, find_references(within)))
    assert isinstance(found.value, Order)
    return [p.code for p in order_remainders(within, found.value, found.evidence, frozenset(numbers))]


def test_another_order_that_is_spoken_of_must_be_in_some_fact() -> None:
    text = "Order HS/0301: 12 microfibre mop 40 cm please.\nWhere is HS/0207?"
    assert "unread_number" in left(text, "en")
    assert "unread_number" not in left(text, "en", "HS/0207")


def test_the_order_of_an_invoice_that_is_contested_is_explained_by_it() -> None:
    text = "Bitte unter HS/0301 noch 12 Wischmopp 40 cm.\nBei HS/0192 stimmt der Preis nicht."
    assert "unread_number" in left(text, "de")
    assert "unread_number" not in left(text, "de", "IN-7015")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Tant que vous y êtes, 12 serpillière microfibre 40 cm svp."),
        ("de", "Es reicht, wenn's nächste Woche da ist: bitte 12 Wischmopp 40 cm."),
        ("en", "Please send 12 microfibre mop 40 cm by Friday if you can."),
        ("de", "Wir haben nicht mehr genug, bitte 12 Wischmopp 40 cm."),
        ("fr", "Il nous faudrait 12 serpillière microfibre 40 cm, on n'a presque plus rien."),
    ],
)
def test_politeness_and_want_take_nothing_back(language: str, text: str) -> None:
    assert "not_said_plainly" not in left(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Bitte 12 Wischmopp 40 cm, wenn der Chef zustimmt."),
        ("en", "If you can do them at nine each we will have 12 microfibre mop 40 cm."),
        ("fr", "12 serpillière microfibre 40 cm, sous réserve de l'accord du directeur."),
    ],
)
def test_a_real_condition_is_for_a_person(language: str, text: str) -> None:
    assert "not_said_plainly" in left(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "HS/0301: 4 glass cleaner 5 l.\n\nOn HS/0207 you billed us for eight mops and only six came, please sort.",
        ),
        ("fr", "Une des serpillières livrées avec IN-7015 est fendue.\n\nEt remettez-nous 4 nettoyants vitres 5 l."),
        (
            "de",
            "Zwei der Wischmopps aus IN-7015 sind kaputt, bitte gutschreiben. Und schickt bitte 4 Glasreiniger 5 l.",
        ),
    ],
)
def test_goods_of_an_order_or_a_bill_that_is_complained_of_are_not_ordered(language: str, text: str) -> None:
    within = replace(context(text, language=language), customer=CUSTOMER)
    order = read_order(within, find_order_numbers(within, find_references(within))).value
    assert order is not None and [(line.sku, int(line.quantity)) for line in order.lines] == [("GL-5", 4)]


QUOTE = replace(sheet(("Item", "Price"), ("Microfibre mop 40 cm", "8.90"), text="Quotation Q-77"), paper=Paper.QUOTE)
ORDERED_FROM = replace(
    sheet(("Item", "Qty", "Price"), ("Microfibre mop 40 cm", "15", "8.90"), text="Quotation Q-78"), paper=Paper.QUOTE
)


@pytest.mark.parametrize(
    ("text", "paper", "ordered"),
    [
        ("You quoted 8.90, see attached. And 6 glass cleaner 5 l please, PO HS/0301.", QUOTE, [("GL-5", 6)]),
        ("Go ahead as quoted, PO HS/0301.", ORDERED_FROM, [("MP-1", 15)]),
    ],
)
def test_a_quotation_is_ordered_from_only_where_the_mail_says_no_lines(
    text: str, paper: Document, ordered: list[tuple[str | None, int]]
) -> None:
    within = replace(context(text, language="en", documents=(paper,)), customer=CUSTOMER)
    order = read_order(within, find_order_numbers(within, find_references(within))).value
    assert order is not None and [(line.sku, int(line.quantity)) for line in order.lines] == ordered
