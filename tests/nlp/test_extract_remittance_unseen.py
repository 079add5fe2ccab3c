"""Payments told in unusual manners: between quoted lines, with numbers of many names, in columns without headings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from nlp.extract.inline import remarks
from nlp.extract.order_numbers import find_order_numbers
from nlp.extract.pointers import with_pointers
from nlp.extract.references import find_references
from nlp.extract.sources import Context, Source
from nlp.facts import read_facts
from nlp.reading import DeductionReason, Remittance, RemittanceLine
from tests.nlp.extraction_desk import context, facts, sheet

MAIL = """> IN-7015 of 12 January, EUR 2310.40
{first}

> IN-7016 of 12 January, EUR 96.50
{second}

Kim"""


def told(within: Context) -> Remittance:
    value = facts(within).remittance.value
    assert value is not None
    return value


def between(first: str, second: str, language: str) -> Context:
    """A mail with an answer below each of two quoted lines."""
    text = MAIL.format(first=first, second=second)
    new = "\n".join(line for line in text.split("\n") if not line.startswith(">")).strip()
    quoted = "\n".join(line for line in text.split("\n") if line.startswith(">"))
    within = context(new, language=language)
    return replace(within, quoted=Source("body", quoted, quoted=True), remarks=remarks(text, new, len(new)))


def test_answers_between_quoted_lines_know_the_lines_above_them() -> None:
    text = "Hello,\n\n> first line\n> IN-1\nyes\n\n> IN-2\nno"
    new = "Hello,\n\nyes\n\nno"
    assert [(new[r.start : r.end].strip(), r.above) for r in remarks(text, new, len(new))] == [
        ("yes", "first line\nIN-1"),
        ("no", "IN-2"),
    ]


def test_one_answer_below_a_whole_letter_is_no_answer_between_lines() -> None:
    assert remarks("> IN-1\n> IN-2\npaid", "paid", 4) == ()


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        ("en", "We transferred this on 2 April.", "Never arrived here, we owe nothing."),
        ("fr", "Nous l'avons réglée le 2 avril.", "Marchandise abîmée, nous attendons l'avoir."),
        ("de", "Haben wir am 2. April überwiesen.", "Ware war beschädigt, wird nicht bezahlt."),
    ],
)
def test_an_answer_pays_the_document_of_the_quoted_line_above_it(language: str, first: str, second: str) -> None:
    within = between(first, second, language)
    invoices = with_pointers(within, find_references(within), ())
    advice = read_facts(within, invoices, find_order_numbers(within, invoices)).remittance.value
    assert advice is not None
    assert [line.invoice for line in advice.lines] == ["IN-7015"]
    assert advice.payment_date == date(2026, 4, 2)


@pytest.mark.parametrize(
    ("language", "text", "number"),
    [
        ("fr", "IN-7016 payée ce jour, n° d'opération ...... 26-90417", "26-90417"),
        ("fr", "IN-7016 payée ce jour, ordre de virement SEPA n° OV-3301", "OV-3301"),
        ("de", "IN-7016 heute überwiesen (Transaktion 4KD-7712).", "4KD-7712"),
        ("de", "IN-7016 heute überwiesen, E-Banking Nr. 660214.", "660214"),
        ("en", "IN-7016 paid today with payment doc 150004412.", "150004412"),
        ("en", "IN-7016 paid today. Trace no. T-90 is ours.", "T-90"),
    ],
)
def test_a_payment_has_many_names_for_its_number(language: str, text: str, number: str) -> None:
    assert told(context(text, language=language)).reference == number


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "IN-7016 was paid four days ago."),
        ("fr", "IN-7016 a été payée il y a quatre jours."),
        ("de", "IN-7016 wurde vor vier Tagen bezahlt."),
    ],
)
def test_days_ago_are_days(language: str, text: str) -> None:
    assert told(context(text, language=language)).payment_date == date(2026, 4, 3)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "After the deposit of EUR 130.00, we have today paid IN-7020 with EUR 300.00."),
        ("fr", "Après l'acompte de 130,00 EUR, nous avons payé ce jour IN-7020 par 300,00 EUR."),
        ("de", "Nach der Anzahlung von 130,00 EUR, haben wir heute IN-7020 mit 300,00 EUR bezahlt."),
    ],
)
def test_what_was_paid_before_is_no_part_of_this_payment(language: str, text: str) -> None:
    advice = told(context(text, language=language))
    assert [line.invoice for line in advice.lines] == ["IN-7020"]
    assert advice.lines[0].amount != Decimal("130.00")


def test_a_column_without_a_known_heading_is_read_by_what_the_book_says() -> None:
    paper = sheet(("Item", "Kind", "Was", "Held", "Sent"), ("IN-7015", "R", "2310.40", "10.40", "2300.00"), ("IN-7016", "R", "96.50", "0.00", "96.50"))  # fmt: skip  # noqa: E501
    lines = told(context("Attached.", documents=(paper,))).lines
    assert lines[0] == RemittanceLine("IN-7015", Decimal("2310.40"), Decimal("10.40"), lines[0].reason)
    assert lines[1].amount == Decimal("96.50")


def test_a_credit_in_a_column_of_its_own_is_taken() -> None:
    paper = sheet(("Piece", "Debit", "Credit"), ("IN-7015", "2310.40", ""), ("IN-9001", "", "45.00"))
    lines = told(context("Attached.", documents=(paper,))).lines
    assert [line.amount for line in lines] == [Decimal("2310.40"), Decimal("-45.00")]


def test_two_percent_to_the_cent_are_a_discount_without_its_name() -> None:
    line = told(context("On IN-7020 421.40 EUR went out today, it was 430.00 EUR.", language="en")).lines[0]
    assert (line.deduction, line.reason) == (Decimal("8.60"), DeductionReason.DISCOUNT)
