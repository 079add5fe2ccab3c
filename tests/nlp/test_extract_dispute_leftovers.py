"""Which documents of a complaint are explained: the one that a duplicate repeats is, any other is not."""

from __future__ import annotations

import pytest

from nlp.extract.references import find_references
from nlp.facts import read_facts
from nlp.leftovers import Understood, documents
from nlp.reading import Intent, IntentName
from tests.nlp.extraction_desk import context


def unexplained(text: str, language: str) -> list[str]:
    within = context(text, language=language)
    invoices = find_references(within)
    understood = Understood(
        within, read_facts(within, invoices, ()), invoices, (Intent(IntentName.DISPUTE, 0.99),), {}, None, language
    )
    return [problem.detail for problem in documents(understood)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "IN-7020 is the same delivery that was billed with IN-7016 already, one of them has to go."),
        ("de", "IN-7020 ist dieselbe Lieferung wie die schon berechnete IN-7016, doppelt also."),
        ("fr", "IN-7020 fait double emploi avec IN-7016, même livraison facturée deux fois."),
    ],
)
def test_what_a_duplicate_repeats_is_explained(language: str, text: str) -> None:
    assert unexplained(text, language) == []


def test_a_third_document_beside_a_duplicate_is_not_explained() -> None:
    text = "IN-7020 is the same delivery as IN-7016, billed twice. And what about IN-7015?"
    assert unexplained(text, "en")


def test_another_document_beside_a_broken_delivery_is_not_explained() -> None:
    assert unexplained("Three jars of IN-7020 were broken. IN-7016 lies here as well.", "en") == ["IN-7016"]
