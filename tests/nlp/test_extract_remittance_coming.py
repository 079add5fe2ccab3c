"""Money that went beside money that comes: each is told by its own day, and a part by what it is a part of."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from nlp.agreement import View
from nlp.extract.order_numbers import find_order_numbers
from nlp.extract.pointers import with_pointers
from nlp.extract.references import find_references
from nlp.extract.sources import Context
from nlp.facts import Facts, read_facts
from nlp.leftovers import Understood
from nlp.payment_leftovers import settled_in_parts
from nlp.reading import DeductionReason, Intent, IntentName, Remittance
from tests.nlp.extraction_desk import context, sheet


def facts_of(within: Context) -> Facts:
    invoices = find_references(within)
    numbers = find_order_numbers(within, invoices)
    return read_facts(within, with_pointers(within, invoices, numbers), numbers)


def advice(within: Context) -> Remittance:
    value = facts_of(within).remittance.value
    assert value is not None
    return value


def paid(value: Remittance) -> list[tuple[str, Decimal | None]]:
    return [(line.invoice, line.amount) for line in value.lines]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "IN-7016 was paid on Friday, IN-7020 goes on the 30th."),
        ("en", "IN-7016 was paid on 3 April and IN-7020 is in the run on 30 April."),
        ("fr", "IN-7016 a été virée le 3 avril et IN-7020 part le 30."),
        ("fr", "IN-7020 suivra le 30 avril, IN-7016 a été réglée le 3 avril."),
        ("de", "Die IN-7016 ging am 3.4. raus und IN-7020 zahlen wir am 30."),
        ("de", "IN-7020 ist freigegeben, Zahllauf am 30.04.2026. Die IN-7016 wurde am 3.4. bezahlt."),
    ],
)
def test_what_comes_on_a_later_day_is_no_part_of_what_was_paid(language: str, text: str) -> None:
    assert [number for number, _ in paid(advice(context(text, language=language)))] == ["IN-7016"]


def test_the_day_on_which_a_paid_document_was_due_leaves_it_paid() -> None:
    text = "Paid on 3 April: IN-7016, due on 11 February, and IN-7020."
    assert [number for number, _ in paid(advice(context(text, language="en")))] == ["IN-7016", "IN-7020"]


PARTS = [
    ("en", "Sent 200 off the 430.00 this morning, you'll have the other 230.00 on the 30th."),
    ("en", "We paid 200 of IN-7020 yesterday, the rest follows on the 30th."),
    ("fr", "Les 200 de la IN-7020 sont partis hier, le solde de 230,00 suivra le 30."),
    ("de", "Von der IN-7020 sind heute 200 raus, die restlichen 230,00 am 30."),
]


@pytest.mark.parametrize(("language", "text"), PARTS)
def test_a_part_of_a_document_is_what_was_paid_of_it(language: str, text: str) -> None:
    told = advice(context(text, language=language))
    assert paid(told) == [("IN-7020", Decimal(200))]
    assert (told.total, told.lines[0].deduction) == (Decimal(200), None)


@pytest.mark.parametrize(("language", "text"), PARTS)
def test_a_part_and_its_promised_rest_leave_nothing_to_ask(language: str, text: str) -> None:
    within = context(text, language=language)
    both = tuple(Intent(name, 0.99) for name in (IntentName.REMITTANCE, IntentName.PROMISE))
    views: dict[IntentName, View] = {}
    said = Understood(within, facts_of(within), find_references(within), both, views, None, language)
    assert settled_in_parts(said) == {"IN-7020"}


def test_what_was_taken_off_is_no_part_that_was_paid() -> None:
    told = advice(context("Paid 380.00 today, we took 50.00 off IN-7020 for the broken box.", language="en"))
    assert (told.lines[0].amount, told.lines[0].deduction) == (Decimal("430.00"), Decimal("50.00"))


def test_a_row_that_is_short_of_its_document_is_explained_by_the_words_below_it() -> None:
    paper = sheet(("Invoice", "Paid"), ("IN-7016", "96.50"), ("IN-7020", "400.00"))
    text = "Sheet attached. On IN-7020 we held back 30.00 for the torn cartons."
    line = advice(context(text, language="en", documents=(paper,))).lines[1]
    assert (line.amount, line.deduction, line.reason) == (Decimal(430), Decimal(30), DeductionReason.DISPUTE)


def test_a_row_that_is_short_without_a_word_stays_as_it_is_written() -> None:
    paper = sheet(("Invoice", "Paid"), ("IN-7016", "96.50"), ("IN-7020", "400.00"))
    text = "Sheet attached, the remaining 30.00 EUR follow on 30 April."
    line = advice(context(text, language="en", documents=(paper,))).lines[1]
    assert (line.amount, line.deduction) == (Decimal(400), None)


def test_the_sum_of_the_rows_is_the_total_whatever_it_is_called() -> None:
    paper = sheet(("Faktuur", "Bedrag EUR"), ("IN-7015", "2000"), ("IN-7020", "430"), ("Somma", "2430"))
    assert advice(context("Bijlage.", documents=(paper,))).total == Decimal(2430)


def test_the_banks_paper_says_the_amount_that_the_mail_leaves_out() -> None:
    slip = sheet(text="Transfer report\nDate 03/04/2026\nTo: X Ltd\nGBP 430.00")
    within = replace(context("Our payment of 3 April crossed with your letter.", language="en", documents=(slip,)))
    told = advice(replace(within, answered=("IN-7020",)))
    assert (paid(told), told.total) == ([("IN-7020", Decimal(430))], Decimal(430))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "As promised, Friday's run is done. Sheet attached."),
        ("fr", "Le virement de vendredi, bordereau joint."),
        ("de", "Zahllauf vom Freitag, Liste anbei."),
    ],
)
def test_a_weekday_that_the_attached_advice_bears_is_over(language: str, text: str) -> None:
    paper = sheet(("Doc", "Date", "EUR"), ("IN-7016", "03/04/2026", "96.50"), ("IN-7020", "03/04/2026", "430.00"))
    assert facts_of(context(text, language=language, documents=(paper,))).promise.value is None


def test_a_weekday_on_which_something_will_be_paid_is_to_come() -> None:
    paper = sheet(("Doc", "Date", "EUR"), ("IN-7016", "03/04/2026", "96.50"), ("IN-7020", "03/04/2026", "430.00"))
    text = "The attached sheet is what was paid; IN-7015 will be paid on Friday."
    promise = facts_of(context(text, language="en", documents=(paper,))).promise.value
    assert promise is not None and promise.instalments[0].date.isoformat() == "2026-04-10"


def test_a_promised_sheet_says_its_amount() -> None:
    paper = sheet(("Supplier", "Invoice", "EUR"), ("X", "IN-7015", "2310.40"))
    within = context("The attached are approved for the run on 30 April.", language="en", documents=(paper,))
    promise = facts_of(within).promise.value
    assert promise is not None
    assert (promise.invoices, promise.instalments[0].amount) == (("IN-7015",), Decimal("2310.40"))
