"""Which of several documents is contested, and how much of it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from nlp.extract.pointers import with_pointers
from nlp.extract.references import find_references
from nlp.facts import read_facts
from tests.nlp.extraction_desk import codes, context, facts


@pytest.mark.parametrize(
    ("language", "text", "number"),
    [
        ("en", "IN-7016 is fine and goes out on Friday. On IN-7020 three of the jars were broken.", "IN-7020"),
        ("de", "IN-7016 zahlen wir am Freitag. Bei IN-7020 waren drei Gläser zerbrochen.", "IN-7020"),
        ("fr", "IN-7016 part vendredi. Sur IN-7020 trois bocaux étaient cassés.", "IN-7020"),
        ("en", "About IN-7016 and IN-7020: on the latter three of the jars were broken.", "IN-7016"),
        ("de", "Zu Ihrem Schreiben:\n- IN-7016: wird überwiesen\n- IN-7020: die Ware ist nie angekommen", "IN-7020"),
    ],
)
def test_the_sentence_that_tells_the_reason_names_the_document(language: str, text: str, number: str) -> None:
    found = facts(context(text, language=language)).dispute.value
    assert found is not None
    assert number in found.invoices
    if "latter" not in text:
        assert found.invoices == (number,)


def test_of_two_bills_for_one_delivery_the_later_is_contested() -> None:
    text = "IN-7020 is the same delivery that you already billed with IN-7016, please cancel it."
    found = facts(context(text, language="en")).dispute.value
    assert found is not None
    assert found.invoices == ("IN-7020",)


def test_the_amount_of_the_document_is_not_what_is_contested_of_a_part() -> None:
    text = "On IN-7020 (430.00) three of the jars were broken."
    found = facts(context(text, language="en")).dispute.value
    assert found is not None
    assert found.amount is None


def test_the_amount_of_the_document_is_contested_where_nothing_came() -> None:
    text = "IN-7020 over 430.00 EUR: none of it has ever arrived here."
    found = facts(context(text, language="en")).dispute.value
    assert found is not None
    assert found.amount == Decimal("430.00")


def test_a_price_of_one_piece_is_not_contested() -> None:
    text = "IN-7020: your lad promised 30 pounds per hour and the bill says 35."
    found = facts(context(text, language="en")).dispute.value
    assert found is not None
    assert (found.reason, found.amount) == ("price", None)


def test_a_number_that_only_leads_to_a_document_is_for_a_person() -> None:
    found = facts(context("The jars on 0192 never came.", language="en")).dispute
    assert found.value is not None
    assert found.value.invoices == ("IN-7015",)
    assert codes(found.problems) & {"invoice_by_trace"}
    assert found.strength < 1.0


@pytest.mark.parametrize(
    "text",
    [
        "Where we stand:\n\nDoc      Open      Remark\nIN-7015  2,310.40  goes out on Friday\nIN-7020  430.00    refused, pallet never delivered",  # noqa: E501
        "IN-7015: wird am Freitag bezahlt\nIN-7020: gesperrt, die Palette ist nie angekommen",
        "IN-7015\tpayée vendredi\nIN-7020\tbloquée, palette jamais livrée",
    ],
)
def test_a_row_of_a_list_tells_of_its_own_document(text: str) -> None:
    found = facts(context(text)).dispute
    assert found.value is not None
    assert found.value.invoices == ("IN-7020",)
    assert found.value.reason == "not_delivered"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "IN-7015 and IN-7020 came today. On the second, three crates of plums are missing."),
        ("de", "IN-7015 und IN-7020 sind da. Bei der zweiten fehlen drei Kisten Zwetschken."),
        ("fr", "IN-7015 et IN-7020 sont arrivées. Sur la seconde il manque trois cagettes de prunes."),
    ],
)
def test_the_second_of_two_is_the_later_named(language: str, text: str) -> None:
    found = facts(context(text, language=language)).dispute
    assert found.value is not None
    assert found.value.invoices == ("IN-7020",)


def test_an_invoice_called_by_its_amount_is_for_a_person() -> None:
    found = facts(context("Two of the panes came cracked.", subject="the 430", language="en")).dispute
    assert found.value is not None
    assert found.value.invoices == ("IN-7020",)
    assert "invoice_by_trace" in codes(found.problems)
    assert found.strength < 1.0


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Die Pauschale auf IN-7020 ist um 18,00 EUR zu hoch."),
        ("en", "The flat fee on IN-7020 is 18.00 EUR too high."),
        ("fr", "Le forfait de IN-7020 est trop élevé de 18,00 EUR."),
    ],
)
def test_what_is_too_high_by_an_amount_is_contested_by_it(language: str, text: str) -> None:
    found = facts(context(text, language=language)).dispute
    assert found.value is not None
    assert str(found.value.amount) == "18.00"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Where we stand:\n...7015: goes out on Friday\n...7020: stays open, two of the lamps came cracked"),
        ("de", "Stand:\n...7015: wird am Freitag bezahlt\n...7020: bleibt stehen, zwei Lampen kamen gesprungen an"),
        ("fr", "Situation :\n...7015 : payée vendredi\n...7020 : bloquée, deux lampes sont arrivées fêlées"),
    ],
)
def test_a_line_may_begin_with_the_last_digits(language: str, text: str) -> None:
    within = replace(context(text, language=language), answered=("IN-7015", "IN-7020"))
    found = read_facts(within, with_pointers(within, find_references(within), ()), ()).dispute
    assert found.value is not None
    assert (found.value.reason, found.value.invoices) == ("damaged", ("IN-7020",))
