"""Which of several documents is contested, and how much of it."""

from __future__ import annotations

from decimal import Decimal

import pytest

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
