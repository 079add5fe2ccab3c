"""What is left over beside a payment: no covering words, no signature, no number that the book tells; all else is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nlp.extract.order_numbers import find_order_numbers
from nlp.extract.references import find_references
from nlp.facts import read_facts
from nlp.plain import left_over
from tests.nlp.extraction_desk import CUSTOMER, context, sheet

ROWS = (("Invoice", "Amount EUR"), ("IN-7016", "96.50"), ("IN-7020", "430.00"), ("Total", "526.50"))


def left(text: str, language: str) -> dict[str, float]:
    within = replace(context(text, language=language, documents=(sheet(*ROWS),)), writer="Marlene Voigt")
    within = replace(within, customer=replace(CUSTOMER, name="Seeblick GmbH"))
    invoices = find_references(within)
    return left_over(within, [read_facts(within, invoices, find_order_numbers(within, invoices)).remittance])


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Kindly find enclosed the breakdown of our transfer of today."),
        ("en", "See attached file. This mailbox is not monitored."),
        ("fr", "Vous trouverez en annexe le détail de notre règlement du jour."),
        ("de", "Anbei die Aufstellung zu unserer heutigen Überweisung.\nDiese Nachricht wurde maschinell erstellt."),
    ],
)
def test_a_covering_letter_leaves_nothing_over(language: str, text: str) -> None:
    assert left(text, language)["left_sentences"] == 0


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "See attached. The second pallet still stands in our yard untouched."),
        ("fr", "Voir le fichier. La deuxième palette attend toujours dans notre cour."),
        ("de", "Siehe Datei. Die zweite Palette steht immer noch unberührt im Hof."),
    ],
)
def test_whatever_else_is_said_is_left_over(language: str, text: str) -> None:
    assert left(text, language)["left_sentences"] > 0


def test_a_signature_without_a_closing_begins_at_the_senders_name() -> None:
    found = left("Siehe Datei.\n\nMarlene Voigt\nKreditoren, Hafenstraße 118, 28195 Bremen", "de")
    assert found["left_sentences"] == found["left_numbers"] == 0


def test_what_the_book_says_of_a_document_is_no_number_left_over() -> None:
    assert left("See attached: IN-7016 of 12 January, due 11 February.", "en")["left_numbers"] == 0
    assert left("See attached, the locker is 40881.", "en")["left_numbers"] > 0
