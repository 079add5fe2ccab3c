"""A mail that speaks of a payment and of something else waits for a person if only one of them was understood."""

from __future__ import annotations

import pytest

from nlp.extract.order_numbers import find_order_numbers
from nlp.extract.references import find_references
from nlp.facts import read_facts
from nlp.leftovers import Understood
from nlp.payment_leftovers import payment_leftovers
from nlp.reading import Intent, IntentName
from tests.nlp.extraction_desk import context


def left_over(text: str, language: str, name: IntentName) -> set[str]:
    within = context(text, language=language)
    invoices = find_references(within)
    facts = read_facts(within, invoices, find_order_numbers(within, invoices))
    said = Understood(within, facts, invoices, (Intent(name, 0.99),), {}, None, language)
    return {problem.code for problem in payment_leftovers(said)}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "IN-7016 was paid yesterday. Please change our delivery gate to number four."),
        ("fr", "IN-7016 a été payée hier. Merci de passer nos livraisons au quai quatre."),
        ("de", "IN-7016 ist gestern überwiesen. Bitte ab jetzt an Tor vier liefern."),
    ],
)
def test_a_wish_beside_an_advice_is_for_a_person(language: str, text: str) -> None:
    assert left_over(text, language, IntentName.REMITTANCE) == {"unread_request"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Please find attached our advice. Please do not reply to this mailbox."),
        ("fr", "Veuillez trouver ci-joint notre avis. Merci de ne pas répondre à ce message."),
        ("de", "Bitte beachten Sie den Anhang. Bitte antworten Sie nicht auf diese Nachricht."),
    ],
)
def test_what_an_advice_asks_by_habit_is_no_wish(language: str, text: str) -> None:
    assert not left_over(text, language, IntentName.REMITTANCE)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "IN-7016 was paid on 2 April. Could you let us have a statement of the rest?"),
        ("fr", "IN-7016 a été payée le 2 avril. Pouvez-vous envoyer un relevé du reste ?"),
        ("de", "IN-7016 wurde am 2. April bezahlt. Schicken Sie uns einen Kontoauszug vom Rest?"),
    ],
)
def test_a_payment_beside_a_question_is_not_passed_over(language: str, text: str) -> None:
    assert left_over(text, language, IntentName.QUERY) == {"possible_intent"}
