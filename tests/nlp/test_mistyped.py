"""A number with a slip of the pen means the document whose day or amount stands beside it, and a person confirms it."""

from __future__ import annotations

import pytest

from nlp.extract.references import find_references
from tests.nlp.extraction_desk import codes, context


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("three short on IN-7051 of 12 January", "IN-7015"),
        ("IN-7105 vom 12.01.2026 stimmt nicht", "IN-7015"),
        ("pour la facture IN-7061 (96,50 EUR) rien n'est arrivé", "IN-7016"),
        ("IN-7010, die über 430,00 EUR", "IN-7020"),
    ],
)
def test_a_slip_beside_a_day_or_amount_is_that_document(text: str, number: str) -> None:
    found = find_references(context(text))
    assert found.stated() == (number,)
    assert codes(found.problems) == {"near_match"}


@pytest.mark.parametrize(
    "text",
    [
        "three short on IN-7051",  # nothing tells
        "IN-7051 of 3 February",  # another day
        "IN-7250 of 12 January",  # too far from any
        "IN-7019 of 12 January",  # two are as near
    ],
)
def test_without_a_witness_a_number_stays_as_written(text: str) -> None:
    (found,) = find_references(context(text)).invoices
    assert not found.known


def test_the_number_of_another_customer_is_no_slip() -> None:
    found = find_references(context("IN-5000 of 12 January"))
    assert (found.stated(), codes(found.problems)) == (("IN-5000",), {"foreign_reference"})
