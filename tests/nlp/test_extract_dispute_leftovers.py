"""Which documents of a complaint are explained: the one that a duplicate repeats is, any other is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nlp.dispute_leftovers import contested_amounts
from nlp.extract.references import find_references
from nlp.extract.sources import Context
from nlp.facts import read_facts
from nlp.leftovers import Understood, documents
from nlp.opened import Document, Table
from nlp.proof import remainders
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


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "You quoted 390.00 EUR for IN-7020 and billed 430.00."),
        ("de", "430,00 auf der IN-7020? Ausgemacht war der Preis von 390,00."),
        ("fr", "430,00 pour IN-7020, votre devis disait 390,00."),
    ],
)
def test_the_sum_beside_the_price_that_was_agreed_is_a_price(language: str, text: str) -> None:
    assert not list(contested_amounts(without_amount(understood(context(text, language=language)))))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Nine tins of your invoice for 430.00 leaked, the van is a mess."),
        ("de", "Neun Dosen aus der Rechnung über 430,00 EUR waren ausgelaufen."),
        ("fr", "Neuf bidons de la facture de 430,00 € ont coulé dans le camion."),
        ("en", "Nine tins leaked. It was on the 430.00 bill."),
        ("en", "Three parcels came instead of five, the delivery was billed at 430.00."),
        ("fr", "Livraison facturée 430,00 : trois colis au lieu de cinq."),
        ("de", "Drei Kartons statt fünf (430,00 EUR), der Fahrer hat es notiert."),
    ],
)
def test_the_sum_behind_the_word_for_a_bill_only_says_which_one(language: str, text: str) -> None:
    assert not list(contested_amounts(without_amount(understood(context(text, language=language)))))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Vous nous facturez 430 € alors que le devis disait 395."),
        ("en", "Billed 430.00 EUR, your man said 395."),
    ],
)
def test_a_price_that_was_named_needs_no_currency(language: str, text: str) -> None:
    said = without_amount(understood(context(f"IN-7020. {text}", language=language)))
    assert said.facts.dispute.value is not None
    assert said.facts.dispute.value.reason == "price"
    assert not list(contested_amounts(said))


def test_what_is_asked_for_beside_a_duplicate_is_no_third_one() -> None:
    text = "IN-7020 is the same delivery as IN-7016, billed twice. Please send me IN-7015 again, we never got it."
    said = understood(context(text, language="en"))
    both = replace(said, intents=(*said.intents, Intent(IntentName.QUERY, 0.9)))
    assert not list(documents(both))


def test_a_paper_that_names_no_money_reckons_nothing() -> None:
    sheet = reckoned(("Item", "billed", "received"), ("Jar", "12", "10"))
    said = understood(context("Two jars of IN-7016 are missing, see the sheet.", "", "en", (sheet,)))
    assert not list(contested_amounts(without_amount(said)))


@pytest.mark.parametrize(("head", "codes"), [("Invoice IN-7016", []), ("Return note IN-7016", ["amount_unclear"])])
def test_a_copy_of_the_contested_document_claims_nothing(head: str, codes: list[str]) -> None:
    text = f"{head}\n\nGoods EUR 70.42\nFreight EUR 5.00\nVAT EUR 21.08\nTotal EUR 96.50"
    paper = Document("paper.pdf", "application/pdf", 1, text)
    said = understood(
        context(
            "IN-7016 carries French VAT at 20%. The books went to Cork and should be free of it.", "", "en", (paper,)
        )
    )
    assert [p.code for p in said.facts.dispute.problems if p.code == "amount_unclear"] == codes


def test_the_offer_whose_price_the_mail_names_is_explained() -> None:
    offer = reckoned(("Item", "price EUR"), ("Jar", "11.00"))
    said = understood(context("IN-7016: 11.00 EUR each in the offer, 12.50 EUR billed.", "", "en", (offer,)))
    assert not list(contested_amounts(without_amount(said)))


def left(text: str, language: str, heard: float | None, wanted: tuple[IntentName, ...] = ()) -> set[str]:
    within = context(text, language=language)
    present = None if heard is None else {IntentName.QUERY: heard}
    said = replace(understood(within), present=present, language=language)
    more = tuple(Intent(name, 0.9) for name in wanted)
    return {problem.code for problem in remainders(replace(said, intents=(*said.intents, *more)))}


QUESTIONS = [
    ("en", "Three jars of IN-7016 came broken. Who packed these?"),
    ("de", "Drei Gläser aus der IN-7016 sind kaputt. Wer hat das verpackt?"),
    ("fr", "Trois bocaux de IN-7016 sont cassés. Qui a emballé ça ?"),
]


@pytest.mark.parametrize(("language", "text"), QUESTIONS)
def test_a_complaints_own_question_needs_no_answer(language: str, text: str) -> None:
    assert "unread_question" not in left(text, language, heard=0.01)


@pytest.mark.parametrize(("language", "text"), QUESTIONS)
def test_a_question_that_the_judge_hears_or_that_nobody_judged_is_for_a_person(language: str, text: str) -> None:
    assert "unread_question" in left(text, language, heard=0.1)
    assert "unread_question" in left(text, language, heard=None)


def test_a_question_about_what_we_know_is_for_a_person() -> None:
    text = "Three jars of IN-7016 came broken. When is IN-7015 due?"
    assert "unread_question" in left(text, "en", heard=0.01)
