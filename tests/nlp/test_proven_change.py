"""A change whose lines stand in a known order beside the numbers that are ordered is one, whatever words say it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nlp.extract.order_numbers import find_order_numbers
from nlp.extract.references import find_references
from nlp.extract.sources import Source
from nlp.facts import read_facts
from nlp.proven_change import is_change_proven
from tests.nlp import extraction_desk
from tests.nlp.test_order_change_unseen import BOOK, CUSTOMER, LINERS, WHEELS


def proven(text: str, language: str, subject: str) -> bool:
    said = replace(
        extraction_desk.context(text, language=language),
        subject=Source("subject", subject),
        book=BOOK,
        customer=CUSTOMER,
    )
    invoices = find_references(said)
    return is_change_proven(said, read_facts(said, invoices, find_order_numbers(said, invoices)))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "24 soaps on that one, not the 10"),
        ("de", "Bei der Seife langen 6 statt 10, der Rest passt."),
        ("fr", "Pour le savon c'est 25 et pas 10."),
        ("it", "Per LIN-120 mandatene 40 invece di 30."),
    ],
)
def test_the_ordered_number_beside_the_new_one_shows_a_change(language: str, text: str) -> None:
    assert proven(text, language if language in ("en", "de", "fr") else "", LINERS)


@pytest.mark.parametrize(
    ("language", "text", "subject"),
    [
        ("en", "24 soaps on that one please", LINERS),  # nothing of the book beside it
        ("en", "24 soaps not 10", "VH-9999"),  # an order that the book does not have
        ("en", "We received 6 soaps, not 10. Three were broken.", LINERS),  # what came already
        ("de", "Es kamen nur 4 Felgen statt 8, bitte gutschreiben.", WHEELS),
        ("fr", "Annulez tout.", LINERS),
    ],
)
def test_without_the_book_or_beside_a_complaint_nothing_is_shown(language: str, text: str, subject: str) -> None:
    assert not proven(text, language, subject)
