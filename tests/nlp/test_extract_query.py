"""Questions: their topic, and the invoice or order that they are about."""

from __future__ import annotations

import pytest

from tests.nlp.extraction_desk import context, facts


@pytest.mark.parametrize(
    ("language", "text", "topic", "about"),
    [
        ("fr", "Pour notre commande HS/0207, pourriez-vous nous dire où elle en est ?", "order_status", "HS/0207"),
        ("fr", "Avez-vous une date pour la commande HS/0207 ?", "order_status", "HS/0207"),
        ("de", "Wo steckt unsere Bestellung HS/0207?", "order_status", "HS/0207"),
        ("de", "Gibt es Neuigkeiten zu HS/0207?", "order_status", "HS/0207"),
        ("en", "Hello, any news on HS/0207? The kitchen keeps asking.", "order_status", "HS/0207"),
        ("fr", "Nous ne retrouvons pas votre facture IN-7016. Quelle est sa date d'échéance ?", "due_date", "IN-7016"),
        ("de", "Wann ist die Rechnung IN-7016 fällig?", "due_date", "IN-7016"),
        ("en", "Could you send me a copy of invoice IN-7016?", "invoice_copy", "IN-7016"),
        ("de", "Wir haben IN-7016 verlegt, könnten Sie die nochmal mailen?", "invoice_copy", "IN-7016"),
        ("en", "Please send over a list of whatever is open on our account.", "statement", None),
        ("de", "Auf welches Konto sollen wir überweisen? Bitte senden Sie uns Ihre Bankverbindung.", "bank_details", None),  # noqa: E501
    ],
)  # fmt: skip
def test_a_question_has_its_topic_and_its_object(language: str, text: str, topic: str, about: str | None) -> None:
    found = facts(context(text, language=language)).query
    assert found.value is not None
    assert (found.value.topic, found.strength) == (topic, 1.0)
    assert about in (found.value.po_number, *found.value.invoices, None)


def test_a_question_about_an_invoice_of_nobody_is_not_complete() -> None:
    assert facts(context("Could you send me a copy of invoice IN-4444?", language="en")).query.strength < 1.0


def test_no_question_is_no_query() -> None:
    assert facts(context("Have a nice day.", language="en")).query.strength == 0.0
