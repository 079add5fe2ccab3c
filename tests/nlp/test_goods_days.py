"""A day to come in an order's mail is for a person unless something explains that the goods are not wanted on it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nlp.extract.order_numbers import find_order_numbers
from nlp.extract.references import find_references
from nlp.facts import read_facts
from nlp.goods_days import wanted_days
from nlp.leftovers import Understood
from nlp.reading import Intent, IntentName
from tests.nlp.extraction_desk import CUSTOMER, context


def unexplained(text: str, language: str, *names: IntentName) -> list[str]:
    within = replace(context(text, language=language), customer=CUSTOMER)
    invoices = find_references(within)
    facts = read_facts(within, invoices, find_order_numbers(within, invoices))
    intents = tuple(Intent(name, 0.99) for name in names or (IntentName.ORDER,))
    return [p.detail for p in wanted_days(Understood(within, facts, invoices, intents, {}, None, language))]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Please send four of the 5 litre glass cleaner by Friday."),
        ("en", "12 microfibre mop 40 cm please. Goods in is open Monday to Thursday, 8 am to 11 am."),
        ("en", "12 microfibre mop 40 cm please\nDeliver to stores, Mon-Fri 8-4."),
        ("de", "Bitte 12 Wischmopp 40 cm. Annahme Mo-Do 7-15 Uhr, Freitag zu."),
        ("fr", "12 serpillière microfibre 40 cm. Réception du lundi au jeudi, de 8h à 11h."),
        ("de", "Bitte 12 Wischmopp 40 cm. Bitte bestätigen Sie innerhalb von 2 Werktagen."),
        ("en", "12 microfibre mop 40 cm please. Please acknowledge within 2 working days."),
        ("de", "Morgen,\n\nbitte 12 Wischmopp 40 cm bis Donnerstag."),
        ("en", "12 microfibre mop 40 cm, delivery by Friday please. The fair opens on Saturday."),
    ],
)
def test_days_that_something_explains_are_left_alone(language: str, text: str) -> None:
    assert unexplained(text, language) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "12 microfibre mop 40 cm please. We have the inspectors in on Tuesday."),
        ("de", "Bitte 12 Wischmopp 40 cm. Anlieferung Montag oder Dienstag."),
        ("fr", "12 serpillière microfibre 40 cm, on est fermé lundi."),
    ],
)
def test_a_day_that_nothing_explains_is_for_a_person(language: str, text: str) -> None:
    assert unexplained(text, language)


def test_no_day_matters_to_an_order_that_is_withdrawn_whole() -> None:
    text = "Wir haben vom 20. bis 24. April geschlossen. Bitte stornieren Sie die Bestellung HS/0207."
    assert unexplained(text, "de", IntentName.ORDER_CHANGE) == []


@pytest.mark.parametrize(
    "text",
    [
        "Please cancel HS/0207 for 20 April.",
        "Please cancel HS/0207 and confirm it by Friday.",
        "Please cancel HS/0207. The roof is open until 20 April.",
    ],
)
def test_a_day_of_the_withdrawal_itself_of_an_answer_or_of_its_reason_is_explained(text: str) -> None:
    assert unexplained(text, "en", IntentName.ORDER_CHANGE) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Please cancel HS/0207. Send it on 20 April instead."),
        ("en", "Please cancel HS/0207. We want the mops on 20 April only."),
        ("en", "Please cancel HS/0207, we would rather have it on 20 April."),
        ("de", "Bitte HS/0207 stornieren und erst am 20. April liefern."),
        ("de", "Bitte HS/0207 stornieren. Der Rest am 20. April."),
        ("fr", "Merci d'annuler la commande HS/0207. Les serpillières le 20 avril."),
    ],
)
def test_what_shall_come_on_a_day_after_all_is_not_withdrawn_without_a_person(language: str, text: str) -> None:
    assert unexplained(text, language, IntentName.ORDER_CHANGE)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Please move HS/0207 to 20 April. The mops on 28 April."),
        ("en", "Please move HS/0207 to 20 April. Sorry, 28 April."),
        ("en", "Please move HS/0207 to 20 April, the mops to 28 April."),
        ("de", "Bitte HS/0207 am 20. April liefern. Nein, am 28. April."),
        ("de", "Bitte HS/0207 am 20. April liefern. Die Wischmopps sind am 14. April dran."),
        ("fr", "Merci de livrer HS/0207 le 20 avril. Les serpillières le 28 avril."),
    ],
)
def test_a_part_or_a_second_thought_for_another_day_moves_nothing_without_a_person(language: str, text: str) -> None:
    assert unexplained(text, language, IntentName.ORDER_CHANGE)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Please move HS/0207 to 20 April and confirm the rest for 28 April."),
        ("de", "Bitte verschieben Sie HS/0207 auf den 20. April. Bitte bestätigen Sie die Lieferung am 28. April."),
        ("en", "Please cancel HS/0207. Confirm that it comes on 28 April."),
    ],
)
def test_a_delivery_that_shall_be_confirmed_is_no_answer_by_a_day(language: str, text: str) -> None:
    assert any("28" in day for day in unexplained(text, language, IntentName.ORDER_CHANGE))


def test_a_day_by_which_a_delivery_shall_be_confirmed_is() -> None:
    text = "Bitte verschieben Sie HS/0207 auf den 20. April. Bitte bestätigen Sie die Lieferung bis Freitag."
    assert unexplained(text, "de", IntentName.ORDER_CHANGE) == []


def test_a_day_beside_another_order_is_explained_only_by_a_fact_about_that_order() -> None:
    text = "Order HS/0301: 12 microfibre mop 40 cm.\nWill HS/0207 be here on Monday?"
    assert unexplained(text, "en", IntentName.ORDER)


def test_a_day_that_only_says_why_an_order_moves_is_explained_by_the_new_one() -> None:
    text = "Die Straße ist bis 14. April gesperrt. Bitte HS/0207 erst am 20. April liefern."
    assert unexplained(text, "de", IntentName.ORDER_CHANGE) == []


def test_another_day_that_is_asked_for_is_not() -> None:
    text = "Bitte HS/0207 am 20. April liefern. Könnten Sie es auch am 14. April bringen?"
    assert unexplained(text, "de", IntentName.ORDER_CHANGE)
