"""A second matter beside what a mail was understood as is looked for by a person."""

from __future__ import annotations

import pytest

from nlp.beside import told_beside
from nlp.reading import IntentName
from tests.nlp.extraction_desk import context


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "You and I are square on IN-7015. And mail me a list of all that is open, please."),
        ("de", "Wegen IN-7015 sind wir quitt. Schicken Sie mir bitte noch einen Kontoauszug."),
        ("fr", "Pour IN-7015 nous sommes quittes. Envoyez-moi un relevé."),
        ("en", "IN-7015 was billed twice. Please send a statement."),
    ],
)
def test_a_complaint_beside_a_request_is_looked_for(language: str, text: str) -> None:
    assert list(told_beside(context(text, language=language), frozenset({IntentName.QUERY}))) == [IntentName.DISPUTE]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Two lids of IN-7015 came cracked, 40.00 off please.\n\nStill no sign of the hoses."),
        ("de", "Auf IN-7015 fehlen zwei Deckel.\n\nUnd wo bleiben die Schläuche?"),
        ("fr", "Deux couvercles de IN-7015 sont fêlés.\n\nEt j'attends toujours mes tuyaux."),
    ],
)
def test_goods_that_are_waited_for_beside_a_complaint_are_looked_for(language: str, text: str) -> None:
    said = context(text, language=language)
    assert list(told_beside(said, frozenset({IntentName.DISPUTE}))) == [IntentName.QUERY]
    assert not list(told_beside(said, frozenset({IntentName.DISPUTE, IntentName.QUERY})))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Two lids of IN-7015 came cracked. We are still waiting for the credit note."),
        ("de", "Zwei Deckel von IN-7015 sind gesprungen. Wir warten noch auf die Gutschrift."),
        ("fr", "Deux couvercles de IN-7015 sont fêlés. Nous attendons toujours votre avoir."),
    ],
)
def test_waiting_for_what_a_complaint_asks_is_no_second_matter(language: str, text: str) -> None:
    assert not list(told_beside(context(text, language=language), frozenset({IntentName.DISPUTE})))


def test_whoever_asks_whether_a_bill_is_paid_contests_nothing() -> None:
    said = context("Was IN-7015 already paid?", language="en")
    assert not list(told_beside(said, frozenset({IntentName.QUERY})))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Goods came in fine but the invoice is not available in our ledger. HS/0192, kindly resend."),
        ("fr", "Marchandise reçue, mais la facture n'est jamais arrivée : HS/0192."),
        ("de", "Ware ist da, die Rechnung liegt uns aber noch nicht vor: HS/0192."),
    ],
)
def test_a_document_that_is_missing_itself_is_asked_for(language: str, text: str) -> None:
    assert IntentName.QUERY in set(told_beside(context(text, language=language), frozenset({IntentName.DISPUTE})))


def test_what_is_missing_on_a_document_asks_for_none() -> None:
    said = context("On invoice IN-7015 our order number is missing, please reissue.", language="en")
    assert not list(told_beside(said, frozenset({IntentName.DISPUTE})))
