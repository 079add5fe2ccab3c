"""Changes of a customer's own data; a signature, a known value or a wrong checksum is none."""

from __future__ import annotations

import pytest

from tests.nlp.extraction_desk import context, facts


@pytest.mark.parametrize(
    ("language", "text", "changes"),
    [
        ("fr", "À compter du 1er mai, notre nouvelle adresse : 12 avenue du Lac, 73100 Aix-les-Bains.", {"address": "12 avenue du Lac, 73100 Aix-les-Bains"}),  # noqa: E501
        ("de", "unsere neue Anschrift ab 1. Mai: Uferweg 3, 88131 Lindau.", {"address": "Uferweg 3, 88131 Lindau"}),
        ("fr", "À partir de mai merci d'envoyer nos factures à compta@seeblick.example", {"emails": "compta@seeblick.example"}),  # noqa: E501
        ("de", "bitte senden Sie Rechnungen künftig an rechnung@seeblick.example.", {"emails": "rechnung@seeblick.example"}),  # noqa: E501
        ("en", "Please send all invoices to ap@seeblick.example from now on.", {"emails": "ap@seeblick.example"}),
        ("en", "Our new bank account is GB29NWBK60161331926819.", {"iban": "GB29NWBK60161331926819"}),
        ("de", "Neue Ansprechpartnerin ist Frau Karin Moser.", {"contact": "Karin Moser"}),
        ("en", "Our new VAT number is DE136695976.", {"vat_id": "DE136695976"}),
    ],
)  # fmt: skip
def test_the_new_value_is_read(language: str, text: str, changes: dict[str, str]) -> None:
    found = facts(context(text, language=language)).master_data
    assert found.value is not None
    assert dict(found.value.changes) == changes


@pytest.mark.parametrize(
    "text",
    [
        "Our new bank account is GB29NWBK60161331926818.",
        "Please send invoices to a@seeblick.example.",
        "Thanks for the delivery.",
    ],
)
def test_a_wrong_checksum_or_a_known_value_changes_nothing(text: str) -> None:
    assert facts(context(text, language="en")).master_data.value is None
