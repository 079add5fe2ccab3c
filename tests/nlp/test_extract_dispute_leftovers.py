"""Which documents of a complaint are explained: the one that a duplicate repeats is, any other is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nlp.extract.references import find_references
from nlp.extract.sources import Context
from nlp.facts import read_facts
from nlp.leftovers import Understood, contested_amounts, documents
from nlp.opened import Document, Table
from nlp.reading import Intent, IntentName
from tests.nlp.extraction_desk import context


def understood(within: Context) -> Understood:
    invoices = find_references(within)
    facts = read_facts(within, invoices, ())
    return Understood(within, facts, invoices, (Intent(IntentName.DISPUTE, 0.99),), {}, None, "")


def unexplained(text: str, language: str) -> list[str]:
    return [problem.detail for problem in documents(understood(context(text, language=language)))]


def without_amount(said: Understood) -> Understood:
    dispute = said.facts.dispute
    assert dispute.value is not None
    bare = replace(dispute, value=replace(dispute.value, amount=None, currency=None))
    return replace(said, facts=replace(said.facts, dispute=bare))


def reckoned(*rows: tuple[str, ...]) -> Document:
    text = "\n".join("  ".join(row) for row in rows)
    return Document("check.xlsx", "application/vnd.ms-excel", 1, text, tables=(Table(rows),))


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


@pytest.mark.parametrize(
    "text", ["The jars of IN-7016 were broken, I won't pay 96.50 for it.", "96.5 for IN-7016? Broken!"]
)
def test_the_sum_of_a_contested_document_is_perhaps_what_is_contested(text: str) -> None:
    said = without_amount(understood(context(text, language="en")))
    assert [problem.code for problem in contested_amounts(said)] == ["unread_amount"]


def test_an_amount_that_was_read_is_no_doubt_and_neither_is_a_mail_without_one() -> None:
    assert not list(contested_amounts(understood(context("3 jars of IN-7016 were broken.", language="en"))))


@pytest.mark.parametrize(("first", "codes"), [("Item", ["unread_amount"]), ("Invoice IN-7016", [])])
def test_a_sheet_that_is_no_copy_of_the_document_perhaps_reckons_the_amount(first: str, codes: list[str]) -> None:
    sheet = reckoned((first, "billed", "agreed", "too much"), ("Jar", "12.00", "11.00", "40.00"))
    said = understood(context("The price of IN-7016 is not what we agreed, see the sheet.", "", "en", (sheet,)))
    assert [problem.code for problem in contested_amounts(without_amount(said))] == codes
