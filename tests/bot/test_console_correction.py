"""What a person leaves in the form stays exactly as it was read; what they change is taken or refused by name."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from bot.console.correction import BadEntry, as_form, corrected, money
from nlp import reading as r
from nlp.reading import IntentName, Reading
from tests.bot import console_desk as desk

READINGS = [desk.advice(), desk.dispute(), desk.order(), desk.bank(), desk.hostile()]


@pytest.mark.parametrize("read", READINGS, ids=lambda read: read.main_intent.value)
def test_a_form_left_as_it_is_changes_nothing(read: Reading) -> None:
    as_browsers_send_it = {name: text.replace("\n", "\r\n") + " " for name, text in as_form(read).items()}
    assert corrected(read, as_form(read)) == read
    assert corrected(read, as_browsers_send_it) == read


def test_an_amount_is_corrected_and_the_rest_stays() -> None:
    read = desk.advice()
    right = corrected(read, as_form(read) | {"remittance.lines.1.amount": "1244,00"})
    assert right.remittance is not None and right.remittance.lines[1].amount == Decimal("1244.00")
    assert right.remittance.lines[0] == read.remittance.lines[0]  # type: ignore[union-attr]
    assert right.intents == read.intents


def test_a_line_is_added_and_a_line_is_emptied() -> None:
    read = desk.order()
    form = as_form(read) | {"order.lines.2.sku": "TT-100", "order.lines.2.quantity": "5"}
    form |= {name: "" for name in form if name.startswith("order.lines.0.")}
    right = corrected(read, form).order
    assert right is not None and [(line.sku, line.quantity) for line in right.lines] == [
        ("ST-500", Decimal(4)), ("TT-100", Decimal(5)),
    ]  # fmt: skip


def test_another_meaning_replaces_the_one_that_was_read() -> None:
    read = desk.dispute()
    form = as_form(read) | {
        "has.dispute": "", "has.promise": "yes", "promise.invoices": "TL202500530",
        "promise.instalments.0.date": "2026-03-30",
    }  # fmt: skip
    right = corrected(read, form)
    assert [(i.name, i.confidence) for i in right.intents] == [(IntentName.PROMISE, 1.0)]
    assert right.dispute is None
    assert right.promise == r.Promise(("TL202500530",), (r.Instalment(date(2026, 3, 30), None),))


@pytest.mark.parametrize(
    "name, text",
    [
        ("remittance.total", "1.234,50"),
        ("remittance.total", "12 34"),
        ("remittance.total", "NaN"),
        ("remittance.payment_date", "16.03.2026"),
        ("remittance.lines.0.reason", "because"),
        ("remittance.lines.1.invoice", ""),
    ],
)
def test_what_cannot_be_understood_is_refused_by_name(name: str, text: str) -> None:
    read = desk.advice()
    with pytest.raises(BadEntry) as refused:
        corrected(read, as_form(read) | {name: text})
    assert set(refused.value.faults) == {name}


def test_the_customer_is_corrected() -> None:
    read = desk.advice()
    assert corrected(read, as_form(read) | {"customer": "F201"}).customer == "F201"
    assert corrected(read, as_form(read) | {"customer": ""}).customer is None


@pytest.mark.parametrize(
    "text, amount",
    [("1250.00", "1250.00"), ("1250,5", "1250.5"), ("1 250,00", "1250.00"), ("−3", "-3"), ("1.2500", "1.2500"),
     ("1.250", None), ("1,250", None), ("1.250,00", None), ("", None), ("NaN", None), ("1e3", None)],
)  # fmt: skip
def test_money_that_may_mean_two_amounts_is_none(text: str, amount: str | None) -> None:
    assert money(text) == (None if amount is None else Decimal(amount))


def test_a_mail_keeps_its_language_where_none_is_entered() -> None:
    read = desk.dispute()
    assert corrected(read, as_form(read) | {"language": " "}) == read
    assert corrected(read, as_form(read) | {"language": "xx"}).language == "xx"
