"""When the topic of a question is certain enough that its answer may go out unread."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nlp.book import OrderEntry, Snapshot
from nlp.extract.order_numbers import find_order_numbers
from nlp.extract.pointers import with_pointers
from nlp.extract.query import read_query, topics_asked
from nlp.extract.references import find_references
from nlp.extract.sources import Context, Found
from nlp.reading import Query
from tests.nlp.extraction_desk import BOOK, CUSTOMER, codes, context, sheet


def asked(within: Context) -> Found[Query]:
    invoices = find_references(within)
    numbers = find_order_numbers(within, invoices)
    return read_query(within, with_pointers(within, invoices, numbers), numbers)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Has the lorry with HS/0207 left your yard yet?", "en"),
        ("Le camion avec HS/0207, il est parti ?", "fr"),
        ("Ist der Lkw mit HS/0207 schon losgefahren?", "de"),
        ("By what day must the money for IN-7016 be with you?", "en"),
        ("Bis zu welchem Tag muss das Geld für IN-7016 da sein?", "de"),
    ],
)
def test_a_sentence_that_is_clear_by_itself_needs_no_person(text: str, language: str) -> None:
    found = asked(context(text, language=language))
    assert found.strength == 1.0 and not found.problems


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Kindly provide the POD for invoice IN-7016.", "en"),
        ("Merci d'envoyer la facture IN-7016 avec le bon de livraison.", "fr"),
        ("Bitte die Rechnung IN-7016 samt Lieferschein schicken.", "de"),
    ],
)
def test_another_paper_beside_a_copy_is_for_a_person(text: str, language: str) -> None:
    assert asked(context(text, language=language)).strength < 1.0


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Please send me the safety data sheet for the glass cleaner.", "en"),
        ("Il nous faudrait la fiche de sécurité du nettoyant.", "fr"),
        ("Bitte um das Sicherheitsdatenblatt vom Glasreiniger.", "de"),
        ("Wann kommt denn die Gutschrift für den kaputten Wagen?", "de"),
    ],
)
def test_what_no_document_fits_is_no_copy_and_no_day(text: str, language: str) -> None:
    found = asked(context(text, language=language)).value
    assert found is not None and found.topic.value == "other"


def test_a_list_that_only_the_sentences_hear_as_a_statement_is_for_a_person() -> None:
    found = asked(context("Could you put together a list for us of what went through?", language="en"))
    assert found.strength < 1.0


def test_a_question_about_our_account_in_answer_to_a_reminder_is_about_its_document() -> None:
    within = replace(context("To which account do I send it?", language="en"), answered=("IN-7016",))
    found = asked(within).value
    assert found is not None and (found.topic.value, found.invoices) == ("bank_details", ("IN-7016",))


def test_the_order_in_a_question_about_something_else_is_read() -> None:
    found = asked(context("Which batch do the mops of HS/0207 come from?", language="en")).value
    assert found is not None and (found.topic.value, found.po_number) == ("other", "HS/0207")


@pytest.mark.parametrize(
    ("own", "text", "read"),
    [
        ("W/97", "Dites, W/97 devait arriver vendredi. Vous savez où ça en est ?", "W/97"),
        ("4700022131", "And where are my vests off the last one (4700022077)???", "4700022077"),
    ],
)
def test_numbers_in_the_customers_own_form(own: str, text: str, read: str) -> None:
    book = Snapshot(customers=[CUSTOMER], orders=[OrderEntry("S7", "B1", own, None)])
    found = asked(replace(context(text), book=book)).value
    assert found is not None and (found.topic.value, found.po_number) == ("order_status", read)


def test_an_order_of_the_subject_that_the_question_names_goes_before_a_known_one() -> None:
    text = "No sign of HS/0311, has it been picked? HS/0207 is for next month."
    within = context(text, "HS/0311 / HS/0207", "en")
    found = asked(within)
    assert found.value is not None and found.value.po_number == "HS/0311"
    assert "unclear_question" not in codes(found.problems) and BOOK.orders_of("B1")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Dad's dog had IN-7016 for breakfast, one more of it please?", "en"),
        ("Die IN-7016 hat der Hund gefressen, einmal neu bitte.", "de"),
        ("Could you send us a statement of our account when this is in? Paid IN-7016 today.", "en"),
        ("And a statement of account when you have a minute, please. The mops arrived.", "en"),
        ("Merci de nous adresser aussi un relevé de compte à jour.", "fr"),
        ("Für unsere Prüfer bitte einen Kontoauszug, danke.", "de"),
    ],
)
def test_a_question_whose_object_the_book_has_is_not_unclear(text: str, language: str) -> None:
    assert "unclear_question" not in codes(asked(context(text, language=language)).problems)


@pytest.mark.parametrize(
    "text",
    [
        "What was IN-7016 for, and when is it due?",
        "Is this letter really yours? Please confirm which account we should use.",
    ],
)
def test_two_questions_and_a_doubted_letter_are_for_a_person(text: str) -> None:
    assert "unclear_question" in codes(asked(context(text, language="en")).problems)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("When's HS/0207 leaving the yard?", "en"),
        ("HS/0207: Wann darf ich damit rechnen?", "de"),
        ("C'est pour quand, la HS/0207 ?", "fr"),
        ("By when do you need IN-7016 paid?", "en"),
        ("IN-7016 : quel jour faut-il la payer au plus tard ?", "fr"),
    ],
)
def test_of_an_order_or_a_day_nothing_else_is_looked_for(text: str, language: str) -> None:
    found = asked(context(text, language=language))
    assert found.value is not None
    assert found.value.topic in ("order_status", "due_date")
    assert not found.problems


@pytest.mark.parametrize(
    "text",
    [
        "Who signed for HS/0207, and when did it arrive?",
        "When will HS/0207 ship and what does carriage cost?",
        "What is IN-7016 for, and when is it due?",
    ],
)
def test_two_questions_in_one_sentence_are_for_a_person(text: str) -> None:
    assert codes(asked(context(text, language="en")).problems) == {"unclear_question"}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Wir ersuchen um Übermittlung eines Kontoauszuges per 31.3.", "de"),
        ("Pourriez-vous me faire parvenir votre état de compte au 31 mars ?", "fr"),
        ("Our auditors would like a list of all amounts due to you, please.", "en"),
    ],
)
def test_a_statement_has_many_names(text: str, language: str) -> None:
    found = asked(context(text, language=language))
    assert found.value is not None
    assert (found.value.topic, found.problems) == ("statement", ())


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("430.00 go out on the 21st, ahead of the due date. Could you tell me your sort code, please?", 1),
        ("Could you tell me the due date, please? And could you tell me your sort code?", 2),
    ],
)
def test_what_is_only_told_beside_a_question_is_no_second_one(text: str, count: int) -> None:
    assert len(topics_asked(context(text, language="en"))) == count


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Could you send us your side of the ledger for our reconciliation? Ours is attached.", "en"),
        (
            "Ci-joint le compte tel qu'il figure dans nos livres. Pourriez-vous me retourner le vôtre à la même date ?",
            "fr",
        ),
        ("Anbei unsere offenen Posten zum Stichtag. Bitte senden Sie uns Ihre Liste.", "de"),
    ],
)
def test_a_list_of_their_own_asks_for_ours(text: str, language: str) -> None:
    paper = sheet(("Invoice", "Open"), ("IN-7015", "2310.40"), ("IN-7016", "96.50"))
    found = asked(context(text, "", language, (paper,)))
    assert found.value is not None
    assert (found.value.topic, found.problems) == ("statement", ())
