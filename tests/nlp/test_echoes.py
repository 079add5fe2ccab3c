"""One payment is one intent, and so is a deduction with what explains it."""

from __future__ import annotations

import pytest

from nlp.echoes import without_echoes
from nlp.reading import Intent, IntentName
from tests.nlp.extraction_desk import context, facts

PROMISE, REMITTANCE, DISPUTE = IntentName.PROMISE, IntentName.REMITTANCE, IntentName.DISPUTE


def left(text: str, language: str, **confidence: float) -> set[IntentName]:
    within = context(text, language=language)
    intents = tuple(Intent(IntentName(name), value) for name, value in confidence.items())
    return {intent.name for intent in without_echoes(intents, within, facts(within))}


def test_a_payment_that_is_one_is_not_announced_and_advised() -> None:
    text = "IN-7016 by bank on Friday, 96.50."
    assert left(text, "en", remittance=0.9, promise=0.7) == {REMITTANCE}
    assert left(text, "en", remittance=0.6, promise=0.9) == {PROMISE}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "IN-7016 mit 96,50 ist im Zahllauf vom 20.4."),
        ("en", "IN-7016, 96.50, is in the run of 20 April."),
        ("fr", "IN-7016 : 96,50 €, virement prévu le 20 avril."),
    ],
)
def test_what_is_still_to_be_paid_is_a_promise(language: str, text: str) -> None:
    assert left(text, language, remittance=0.9, promise=0.7) == {PROMISE}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "We paid IN-7016 on 2 April, 96.50. IN-7020 follows on 20 April."),
        ("de", "Heute 200,00 auf IN-7020 überwiesen, der Rest kommt am 20. April."),
    ],
)
def test_two_payments_are_two(language: str, text: str) -> None:
    assert left(text, language, remittance=0.9, promise=0.8) == {REMITTANCE, PROMISE}


def test_what_explains_a_deduction_is_no_dispute_unless_it_is_surely_one() -> None:
    text = "Paid on 2 April: IN-7020 430.00 less 30.00 for two mops that are missing, 400.00 in all."
    assert left(text, "en", remittance=0.95, dispute=0.6) == {REMITTANCE}
    assert left(text, "en", remittance=0.85, dispute=0.95) == {REMITTANCE, DISPUTE}


def test_another_document_is_disputed_beside_an_advice() -> None:
    text = "Paid IN-7016 on 2 April, 96.50. What IN-7020 is for has never turned up."
    assert left(text, "en", remittance=0.95, dispute=0.6) == {REMITTANCE, DISPUTE}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Bitte bei Bestellung HS/0207 ändern: 24 Nitrilhandschuhe M, 96 Nitrilhandschuhe L."),
        ("en", "Please change order HS/0207: 24 nitrile gloves M, 96 nitrile gloves L."),
        ("fr", "Merci de modifier la commande HS/0207 : 24 gants nitrile M, 96 gants nitrile L."),
    ],
)
def test_an_order_that_is_changed_is_not_placed_again(language: str, text: str) -> None:
    assert left(text, language, order=0.8, order_change=0.5) == {IntentName.ORDER_CHANGE}


def test_a_new_order_beside_a_change_of_another_stays() -> None:
    text = "New order HS/0300: 5 glass cleaner 5 l. And on HS/0207 only 12 microfibre mops 40 cm instead of 20."
    both = {IntentName.ORDER, IntentName.ORDER_CHANGE}
    assert left(text, "en", order=0.8, order_change=0.9) == both


def test_of_an_order_that_nobody_knows_the_surer_reading_stays() -> None:
    text = "HS/0311: 5 glass cleaner 5 l, no, make it 6 glass cleaner 5 l."
    assert left(text, "en", order=0.8, order_change=0.6) == {IntentName.ORDER}
