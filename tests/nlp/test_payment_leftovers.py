"""A mail that speaks of a payment and of something else waits for a person if only one of them was understood."""

from __future__ import annotations

import pytest

from nlp.agreement import View
from nlp.extract.order_numbers import find_order_numbers
from nlp.extract.references import find_references
from nlp.facts import read_facts
from nlp.leftovers import Understood, days, documents, numbers
from nlp.payment_leftovers import is_told_by_other, payment_leftovers
from nlp.proof import remainders
from nlp.reading import Intent, IntentName
from tests.nlp.extraction_desk import context

PROMISE, REMITTANCE = IntentName.PROMISE, IntentName.REMITTANCE


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


def remains(check: object, text: str, name: IntentName, language: str = "en", subject: str = "") -> set[str]:
    within = context(text, subject=subject, language=language)
    invoices = find_references(within)
    facts = read_facts(within, invoices, find_order_numbers(within, invoices))
    said = Understood(within, facts, invoices, (Intent(name, 0.99),), {}, None, language)
    assert callable(check)
    return {problem.detail for problem in check(said)}


def test_the_day_on_which_money_that_went_arrives_is_no_other_day() -> None:
    paid = "We paid IN-7016, 96.50 EUR, today. "
    assert not remains(days, paid + "You should have it on Thursday.", REMITTANCE)
    assert remains(days, paid + "On Thursday we look at the rest.", REMITTANCE)


def test_a_payment_of_months_ago_is_dated_or_its_day_waits() -> None:
    text = "Die IN-7016 habe ich am 26. Januar unter Abzug von 2 % bezahlt, also 94,57 EUR."
    assert not remains(days, text, REMITTANCE, "de")


def test_the_last_figures_of_what_was_read_are_explained() -> None:
    assert not remains(documents, "Paid invoice 7016 last night, 96.50 EUR.", REMITTANCE)


def test_figures_that_facts_or_the_book_have_are_no_numbers_left() -> None:
    text = "For HS/0192 we pay 1,000 EUR on 17 April and the other 1,310.40 on 30 April."
    assert not remains(numbers, text, PROMISE)
    assert remains(numbers, text + " Our voucher is 88213 of 30 April.", PROMISE) == {"88213"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "IN-7016 was paid today. Please forgive the delay."),
        ("fr", "IN-7016 a été payée ce jour. Veuillez excuser ce retard."),
        ("de", "IN-7016 ist heute überwiesen. Bitte entschuldigen Sie die Verspätung."),
    ],
)
def test_an_apology_is_no_wish(language: str, text: str) -> None:
    assert not left_over(text, language, IntentName.REMITTANCE)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "IN-7016 was paid today. Please check your end."),
        ("en", "IN-7016 was paid today. Please cancel the reminder."),
        ("fr", "IN-7016 a été payée ce jour. Merci d'arrêter les relances."),
        ("de", "IN-7016 ist heute überwiesen. Bitte Mahnung zurücknehmen."),
    ],
)
def test_what_an_advice_settles_by_itself_is_no_wish(language: str, text: str) -> None:
    assert not left_over(text, language, IntentName.REMITTANCE)


def test_a_check_of_what_somebody_says_is_a_wish() -> None:
    text = "She says IN-7016 was paid on Friday, so please check at your end before I send it twice."
    assert left_over(text, "en", IntentName.REMITTANCE) == {"unread_request"}


def told_by_other(text: str, language: str, listed: IntentName, possible: IntentName) -> bool:
    within = context(text, language=language)
    invoices = find_references(within)
    facts = read_facts(within, invoices, find_order_numbers(within, invoices))
    said = Understood(within, facts, invoices, (Intent(listed, 0.99),), {}, None, language)
    return is_told_by_other(said, possible)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The 96.50 for IN-7016 will be paid on the 30th, the committee met last night."),
        ("fr", "IN-7016 sera virée le 30 avril, elle est dans le lot de la semaine."),
        ("de", "Die 96,50 für IN-7016 gehen am 30.04. raus."),
    ],
)
def test_a_promise_that_tells_of_no_past_payment_is_no_advice(language: str, text: str) -> None:
    assert told_by_other(text, language, PROMISE, REMITTANCE)


def test_a_payment_that_went_is_one_beside_a_promise_too() -> None:
    assert not told_by_other("I sent 50 on IN-7016 yesterday, the rest comes on the 30th.", "en", PROMISE, REMITTANCE)


def test_an_advice_that_tells_of_no_coming_day_is_no_promise() -> None:
    assert told_by_other("As promised IN-7016, 96.50 EUR, was paid on Friday.", "en", REMITTANCE, PROMISE)
    assert not told_by_other("IN-7016 was paid today, IN-7020 follows on 30 April.", "en", REMITTANCE, PROMISE)
    assert not told_by_other("IN-7016 was paid today. We will pay IN-7016 again if not.", "en", REMITTANCE, PROMISE)


def proof_of(text: str, *names: IntentName) -> set[str]:
    within = context(text, language="en")
    invoices = find_references(within)
    facts = read_facts(within, invoices, find_order_numbers(within, invoices))
    intents = tuple(Intent(name, 0.99) for name in names)
    views = {name: View(name, 1.0, 1.0) for name in names}
    problems = remainders(Understood(within, facts, invoices, intents, views, None, "en"))
    return {problem.detail for problem in problems if problem.code == "unpromised_document"}


def test_a_document_beside_a_promise_waits_unless_another_fact_is_about_it() -> None:
    text = "IN-7016 goes out on 17 April. IN-7020 is with Louise."
    assert proof_of(text, PROMISE) == {"IN-7020"}
    contested = "IN-7016 goes out on 17 April. Two sacks of IN-7020 were torn."
    assert not proof_of(contested, PROMISE, IntentName.DISPUTE)


def test_payments_of_two_days_wait_for_a_person() -> None:
    def said(text: str) -> set[str]:
        within = context(text, language="en")
        invoices = find_references(within)
        facts = read_facts(within, invoices, find_order_numbers(within, invoices))
        views = {REMITTANCE: View(REMITTANCE, 1.0, 1.0)}
        intents = (Intent(REMITTANCE, 0.99),)
        found = remainders(Understood(within, facts, invoices, intents, views, None, "en"))
        return {problem.code for problem in found}

    assert "several_payment_days" in said("IN-7020 was settled on 31 March, IN-7015 was settled on 1 April by BACS.")
    assert "several_payment_days" in said("Paid: 430.00 on 31 March, 96.50 on 1 April.")
    assert "several_payment_days" not in said("IN-7020 and IN-7015 were settled on 31 March by BACS.")
