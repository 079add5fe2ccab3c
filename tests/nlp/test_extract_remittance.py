"""Payment advices: our documents with their amounts, and nothing of ours passed over."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.reading import DeductionReason, Remittance
from tests.nlp.extraction_desk import SENT_ON, codes, context, facts, sheet

HEAD = ("Invoice", "Amount", "Discount", "Paid")


def advice(text: str, language: str = "en") -> Remittance:
    found = facts(context(text, language=language)).remittance
    assert found.value is not None
    return found.value


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "heute angewiesen: IN-7015 2.310,40 und IN-7016 96,50, gesamt 2.406,90 EUR."),
        ("en", "we paid 2,406.90 today for IN-7015 (2,310.40) and IN-7016 (96.50)."),
        ("fr", "Nous avons viré ce jour 2 406,90 € : IN-7015 (2 310,40 €) et IN-7016 (96,50 €)."),
    ],
)
def test_every_invoice_has_the_amount_that_stands_with_it(language: str, text: str) -> None:
    read = advice(text, language)
    assert [(line.invoice, str(line.amount)) for line in read.lines] == [("IN-7015", "2310.40"), ("IN-7016", "96.50")]
    assert (read.total, read.payment_date) == (Decimal("2406.90"), SENT_ON)


def test_a_discount_on_the_line_is_a_deduction() -> None:
    read = advice("Rechnung IN-7016 über 96,50 EUR abzgl. 2% Skonto 1,93 EUR, überwiesen heute", "de")
    assert (read.lines[0].deduction, read.lines[0].reason) == (Decimal("1.93"), DeductionReason.DISCOUNT)


def test_a_credit_note_is_taken_with_a_negative_amount() -> None:
    found = facts(context(documents=(sheet(("Invoice", "Amount"), ("IN-7016", "96.50"), ("IN-9001", "45.00")),)))
    assert found.remittance.value is not None
    assert [line.amount for line in found.remittance.value.lines] == [Decimal("96.50"), Decimal("-45.00")]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (("IN-7020", "see below", "", ""), "unread_amount"),
        (("IN-7020", "", "", ""), "unread_amount"),
        (("IN-702O", "430.00", "", "430.00"), "mistyped_number"),
        (("IN-70200", "430.00", "", "430.00"), "mistyped_number"),
        (("IN-702O", "431.00", "", "431.00"), "unread_row"),
        (("", "-20.00", "", "-20.00"), "unread_row"),
    ],
)
def test_a_row_that_may_be_ours_is_never_passed_over(row: tuple[str, ...], code: str) -> None:
    found = facts(context(documents=(sheet(HEAD, ("IN-7016", "96.50", "", "96.50"), row),))).remittance
    assert code in codes(found.problems)
    assert found.strength < 1.0


def test_other_suppliers_rows_are_not_ours() -> None:
    rows = (HEAD, ("IN-7016", "96.50", "", "96.50"), ("889123", "1000.00", "", "1000.00"), ("Total", "", "", "1096.50"))
    found = facts(context(documents=(sheet(*rows),))).remittance
    assert found.value is not None
    assert (found.value.total, codes(found.problems)) == (Decimal("96.50"), set())


def test_two_lists_are_two_payments() -> None:
    first, second = (sheet(HEAD, (number, "96.50", "", "96.50")) for number in ("IN-7016", "IN-7020"))
    assert "several_advices" in codes(facts(context(documents=(first, second))).remittance.problems)


def test_a_total_that_the_lines_do_not_come_to_is_a_problem() -> None:
    found = facts(context("Payment today. IN-7016: 96.50\nTotal 100.00", language="en")).remittance
    assert "total_mismatch" in codes(found.problems)


def test_the_labelled_day_and_reference_are_the_payments() -> None:
    read = advice("Zahlung vom 02.04.2026, Referenz ZA-2026-118: IN-7016 96,50 EUR", "de")
    assert (read.payment_date, read.reference) == (date(2026, 4, 2), "ZA-2026-118")


@given(st.lists(st.integers(1, 99_999), min_size=3, max_size=3))
def test_a_list_that_adds_up_is_complete(cents: list[int]) -> None:
    paid = [Decimal(each) / 100 for each in cents]
    rows = [(number, f"{amount:.2f}") for number, amount in zip(("IN-7015", "IN-7016", "IN-7020"), paid, strict=True)]
    document = sheet(("Invoice", "Amount"), *rows, ("Total", f"{sum(paid):.2f}"))
    found = facts(context(documents=(document,), language="en")).remittance
    assert (found.strength, codes(found.problems)) == (1.0, set())
