"""Questions in words that no list has, and what they are about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from nlp.book import OrderEntry, Snapshot
from nlp.extract.order_numbers import find_order_numbers
from nlp.extract.pointers import with_pointers
from nlp.extract.query import read_query
from nlp.extract.references import find_references
from nlp.extract.sources import Context
from nlp.extract.topics import SHIPPED, fingerprint, ranked, solved
from nlp.reading import Query
from tests.nlp.extraction_desk import BOOK, CUSTOMER, context


def asked(within: Context) -> Query:
    invoices = find_references(within)
    numbers = find_order_numbers(within, invoices)
    found = read_query(within, with_pointers(within, invoices, numbers), numbers).value
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Until which date may we hang on to the money?", "due_date"),
        ("Combien de jours nous laissez-vous pour celle-là ?", "due_date"),
        ("Wie viel Zeit haben wir noch zum Begleichen?", "due_date"),
        ("Would you let us know what else we have left to settle with you?", "statement"),
        ("Que nous reste-t-il à vous payer au total ?", "statement"),
        ("Sagen Sie mir bitte, was wir Ihnen alles noch schulden.", "statement"),
        ("To which bank do I send it now?", "bank_details"),
        ("C'est toujours le même compte en banque pour le virement ?", "bank_details"),
        ("The mops still have not shown up, do you know where they are?", "order_status"),
        ("Toujours aucune nouvelle des serpillières, elles sont parties ?", "order_status"),
        ("Ist der Wagen mit den Mopps schon unterwegs?", "order_status"),
        ("For which of our kitchens was that?", "other"),
        ("Welches Haus von uns hat das angefordert?", "other"),
    ],
)
def test_the_topic_is_heard_in_whatever_words(text: str, topic: str) -> None:
    assert asked(context(text)).topic.value == topic


def test_the_learned_topics_are_the_same_each_time() -> None:
    sentences = [("due_date", "When is it due?"), ("statement", "What do we owe?"), ("nothing", "Thank you.")]
    assert (solved(sentences).weights == solved(sentences).weights).all()
    assert ranked("What is the due date of that one?")[0][0].value == "due_date"


@pytest.mark.parametrize(
    ("text", "subject", "documents", "order"),
    [
        ("By when do you need the 96.50?", "", ("IN-7016",), None),
        ("How long do we have to pay 7020?", "", ("IN-7020",), None),
        ("Accounts have no bill for HS/0192, could you send a copy?", "", ("IN-7015",), "HS/0192"),
        ("Could you send us a copy of invoice HS/0192?", "", ("IN-7015",), "HS/0192"),
        ("The file is blank, please send it again.", "IN-7016", ("IN-7016",), None),
    ],
)
def test_a_number_alone_means_the_one_document_that_has_it(
    text: str, subject: str, documents: tuple[str, ...], order: str | None
) -> None:
    found = asked(context(text, subject, "en"))
    assert (found.invoices, found.po_number) == (documents, order)


def test_an_answer_to_our_confirmation_asks_for_its_order() -> None:
    within = replace(context("Any sign of them yet?", "RE: Order confirmation S1", "en"), answered=("S1",))
    assert asked(within).po_number == "HS/0207"
    assert OrderEntry("S1", "B1", "HS/0207", date(2026, 4, 2), ("MP-1",)) in BOOK.orders_of("B1")


def test_a_question_that_only_one_view_hears_is_for_a_person() -> None:
    within = context("Would 96.50 do if it left us on the last of the month? IN-7016 that is.", language="en")
    invoices = find_references(within)
    found = read_query(within, invoices, find_order_numbers(within, invoices))
    assert found.strength < 1.0


def test_a_document_asked_for_and_an_order_named_elsewhere_stay_apart() -> None:
    found = asked(context("HS/0207 is all fine. Could you send me a copy of IN-7016?", language="en"))
    assert (found.invoices, found.po_number) == (("IN-7016",), None)


def test_an_invoice_by_its_amount_in_the_question_is_the_one_to_be_paid() -> None:
    found = asked(context("The bank refuses your IBAN for the 96.50 EUR, what are your bank details?", language="en"))
    assert (found.topic.value, found.invoices) == ("bank_details", ("IN-7016",))


def test_a_statement_asked_beside_a_document_is_for_a_person() -> None:
    within = context("Did anything arrive for IN-7016? There is no account statement here.", language="en")
    invoices = find_references(within)
    assert read_query(within, invoices, find_order_numbers(within, invoices)).strength < 1.0


def test_a_number_keeps_the_letters_that_all_numbers_of_the_customer_have() -> None:
    book = Snapshot(customers=[CUSTOMER], orders=[OrderEntry(f"S{n}", "B1", f"BC 2026/{n}", None) for n in (71, 72)])
    within = replace(context("Quand arrive la BC 2026/94 ?", language="fr"), book=book)
    assert asked(within).po_number == "BC 2026/94"


def test_the_shipped_topics_were_learned_from_the_shipped_questions() -> None:
    with np.load(SHIPPED, allow_pickle=False) as arrays:
        assert str(arrays["learned_from"]) == fingerprint(), "run `python -m evaluation.topics`"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Do you hire the polisher out in Wales as well, and at what rate by the week?", "en"),
        ("Est-ce que vous louez la monobrosse aussi en Belgique, et à combien la semaine ?", "fr"),
        ("Vermietet ihr die Maschine auch nach Tirol, und wie teuer ist die Woche?", "de"),
    ],
)
def test_what_a_hire_costs_is_no_statement(text: str, language: str) -> None:
    assert asked(context(text, language=language)).topic == "other"
