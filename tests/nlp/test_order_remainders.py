"""What stands around an order and is explained by its form, the book or the calendar asks nobody; the rest does."""

from __future__ import annotations

import pytest

from nlp.extract.order_numbers import find_order_numbers
from nlp.extract.references import find_references
from nlp.facts import read_facts
from nlp.order_proof import order_remainders
from tests.nlp.extraction_desk import context


def remaining(text: str, language: str) -> set[str]:
    """Codes of all that keeps the order of a mail from being placed alone."""
    within = context(text, language=language)
    invoices = find_references(within)
    found = read_facts(within, invoices, find_order_numbers(within, invoices)).order
    assert found.value is not None and found.value.lines
    return {p.code for p in (*found.problems, *order_remainders(within, found.value, found.evidence))}


@pytest.mark.parametrize(
    ("language", "text", "unsure"),
    [
        ("fr", "notre commande :\n- 12 serpillières microfibre 40\n- 6 cartons nettoyant vitres 5 l", False),
        ("en", "Please send:\n- 12 microfibre mops 40\n- 6 x glass cleaner 5 l", False),
        ("de", "Bitte:\n- 12 Wischmopp 40\n- 6 x Glasreiniger 5 l", False),
        ("en", "Please send 12 to 15 x microfibre mop 40 cm", True),
        ("de", "Bitte 12 - 15 Stück Wischmopp 40 cm", True),
        ("fr", "Merci d'envoyer 5 ou 6 cartons nettoyant vitres 5 l", True),
    ],
)
def test_a_dash_that_begins_an_item_makes_no_range(language: str, text: str, unsure: bool) -> None:
    assert ("not_for_sure" in remaining(text, language)) is unsure
