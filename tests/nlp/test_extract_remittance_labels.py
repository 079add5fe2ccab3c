"""The payment's own number behind labels that no list holds, and what only looks like one."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from nlp.reading import Remittance
from tests.nlp.extraction_desk import context, facts, sheet

ROWS = (("Invoice", "Amount"), ("IN-7016", "96.50"))


def advice(text: str, language: str = "en", answered: tuple[str, ...] = ()) -> Remittance:
    found = facts(replace(context(text, language=language), answered=answered)).remittance.value
    assert found is not None
    return found


def listed(line: str) -> Remittance:
    paper = sheet(*ROWS, text=f"Advice\n{line}\nInvoice  Amount\nIN-7016  96.50")
    found = facts(context("Our advice is attached.", documents=(paper,))).remittance.value
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("line", "reference"),
    [
        ("Zahlbeleg 3000551", "3000551"),
        ("Ausgleichsbeleg: 1500048811", "1500048811"),
        ("Pmt doc 88120-4", "88120-4"),
        ("Clearing document 5100088213", "5100088213"),
        ("N° versement : 2026/88120", "2026/88120"),
    ],
)
def test_a_line_with_a_word_for_paying_and_a_number_says_the_payments_own(line: str, reference: str) -> None:
    assert listed(line).reference == reference


def left(line: str) -> list[str]:
    paper = sheet(*ROWS, text=f"Advice\n{line}\nInvoice  Amount\nIN-7016  96.50")
    problems = facts(context("Our advice is attached.", documents=(paper,))).remittance.problems
    return [problem.detail for problem in problems if problem.code == "unread_reference"]


@pytest.mark.parametrize(("line", "number"), [("Kopf 77120-3", "77120-3"), ("Serie 4471", "4471")])
def test_a_number_of_an_advice_that_nothing_explains_is_told(line: str, number: str) -> None:
    assert left(line) == [number]


@pytest.mark.parametrize(
    "line",
    [
        "L-1221 Luxembourg",
        "69120 Heidelberg",
        "Tel. 06221 551200",
        "Supplier no. 40771",
        "Week 41/2026",
        "Account DE89 3704 0044 0532 0130 00",
        "Date 07/04/2026",
        "Our customer B1",
    ],
)
def test_what_is_explained_on_an_advice_is_not_told(line: str) -> None:
    assert left(line) == []


@pytest.mark.parametrize(
    "line",
    ["Zahlungsziel 30000", "Payee account 88120411", "Zahlungsempfänger 70126", "Payment terms 3000", "Customer 41277"],
)
def test_such_a_line_about_something_else_says_none(line: str) -> None:
    assert listed(line).reference is None


@pytest.mark.parametrize(
    ("language", "text", "reference"),
    [
        ("en", "IN-7015 was paid today by CHAPS with reference HS/0192, 2310.40 EUR.", "HS/0192"),
        ("fr", "IN-7015 réglée ce jour par virement réf. HS/0192, 2 310,40 EUR.", "HS/0192"),
        ("de", "IN-7016 heute überwiesen, 96,50 EUR, Laufnr. 5512.", "5512"),
        ("de", "IN-7016 wurde heute mit Beleg 51000334 angewiesen, 96,50 EUR.", "51000334"),
        ("fr", "IN-7016 virée ce jour, 96,50 EUR, opération 77-3310-2.", "77-3310-2"),
        ("en", "IN-7016 paid today, 96.50 EUR, ref SEEBLICK 7016.", "SEEBLICK 7016"),
    ],
)
def test_what_a_transfer_or_a_paper_is_called_is_its_number(language: str, text: str, reference: str) -> None:
    assert advice(text, language).reference == reference


def test_the_number_of_a_paper_is_no_amount() -> None:
    paid = advice("IN-7016 a été mandatée et payée le 2 avril (mandat 2210).", "fr")
    assert (paid.reference, paid.lines[0].amount) == ("2210", None)


def test_what_our_numbers_begin_with_is_no_reference() -> None:
    assert advice("IN-7016 and the IN 7020 were paid today, ref IN7, 526.50 EUR in all.").reference is None


def test_an_amount_is_of_the_answered_document_not_of_one_asked_for_in_another_sentence() -> None:
    paid = advice("The 430.00 EUR went today. May I have a copy of invoice IN-7016?", answered=("IN-7020",))
    assert [(line.invoice, line.amount) for line in paid.lines] == [("IN-7020", Decimal("430.00"))]


def test_the_currency_may_stand_in_the_attached_confirmation_alone() -> None:
    paper = sheet(text="Payment confirmation\nPayee US\nEUR  96.50")
    found = facts(context("IN-7016 was paid today, 96.50, see attached.", documents=(paper,))).remittance.value
    assert found is not None and found.currency == "EUR"
