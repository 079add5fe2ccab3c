"""Goods that a price is asked for are a question, however like an order their list is; what is ordered stays one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nlp.extract.sources import Context
from nlp.price_enquiries import without_enquiries
from nlp.reading import Intent, IntentName
from tests.nlp.extraction_desk import context, facts

ORDER, QUERY, DISPUTE = IntentName.ORDER, IntentName.QUERY, IntentName.DISPUTE
ENQUIRIES = [
    ("en", "Please quote for 40 x MP-1 and 6 x GL-5."),
    ("en", "Please provide pricing for:\n- 40 x MP-1\n- 6 x GL-5"),
    ("en", "What would 40 MP-1 cost us, delivered to Leeds?"),
    ("de", "Wir bitten um ein schriftliches Angebot über:\n\n40 Stück MP-1\n6 Stück GL-5\n\nLieferung nach Auftrag."),
    ("en", "What would it cost to ship 40 MP-1 to Leeds?"),
    ("de", "Was kosten 40 Stück MP-1 bei Ihnen?"),
    ("fr", "Merci de nous établir un devis pour 40 pièces MP-1 et 6 pièces GL-5."),
    ("fr", "Pourriez-vous me chiffrer 40 pièces MP-1 ?"),
]
ORDERS = [
    ("en", "Please send 40 x MP-1. What would 6 x GL-5 cost?"),
    ("en", "40 x MP-1 please. Could you quote for 500 next year?"),
    ("de", "Wir bestellen 40 Stück MP-1. Was kosten 6 Stück GL-5?"),
    ("fr", "Merci de livrer 40 pièces MP-1. Quel serait votre prix pour 6 pièces GL-5 ?"),
    ("en", "Order HS/0301: 40 x MP-1. Let me have a quote for GL-5."),
    ("en", "We need 40 x MP-1."),
    ("en", "Please deliver 40 x MP-1 and let me have a quote for 6 x GL-5."),
    ("de", "Bitte liefern Sie 40 Stück MP-1 und was kosten 6 Stück GL-5?"),
    ("fr", "Merci de livrer 40 pièces MP-1 et quel serait votre prix pour 6 pièces GL-5 ?"),
]


def left(within: Context, *names: IntentName) -> list[IntentName]:
    intents = tuple(Intent(name, 0.9) for name in names)
    return [intent.name for intent in without_enquiries(intents, within, facts(within).order)]


@pytest.mark.parametrize(("language", "text"), ENQUIRIES)
def test_a_price_asked_for_is_a_question(language: str, text: str) -> None:
    assert left(context(text, language=language), ORDER) == [QUERY]


@pytest.mark.parametrize(("language", "text"), ORDERS)
def test_an_order_beside_a_question_for_a_price_stays_one(language: str, text: str) -> None:
    assert left(context(text, language=language), ORDER) == [ORDER]


def test_a_question_that_was_heard_already_is_not_heard_twice() -> None:
    within = context(ENQUIRIES[0][1], language="en")
    assert left(within, ORDER, QUERY, DISPUTE) == [QUERY, DISPUTE]


def test_an_order_by_its_number_stays_one() -> None:
    within = context(ENQUIRIES[0][1], language="en")
    order = facts(within).order
    assert order.value is not None
    numbered = replace(order, value=replace(order.value, po_number="HS/0301"))
    kept = without_enquiries((Intent(ORDER, 0.9),), within, numbered)
    assert [intent.name for intent in kept] == [ORDER]
