"""Questions are answered from the books, and only about the customer's own things."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from nlp.reading import Query
from tests.fakes import FakeUnitOfWork
from tests.workflows.mail_desk import NOW, books, desk, query, source
from workflows.cash.model import Payment
from workflows.commands import AnswerQuery
from workflows.errors import NotAllowed
from workflows.letters import Letter, LetterKind
from workflows.orders.model import Order, OrderLine, OrderStatus
from workflows.queries.handlers import answer_query, answerable


def answered(uow: FakeUnitOfWork, asked: Query) -> tuple[Letter, dict[str, Any]]:
    (letter_id,) = answer_query(AnswerQuery(source(), "K1", asked), uow, desk(), NOW)
    letter = uow.letters.get(letter_id)
    return letter, json.loads(letter.facts)


def order(number: str = "DE10-O-2026-00001", state: OrderStatus = OrderStatus.PARTLY_DELIVERED) -> Order:
    line = OrderLine(1, "A1", "pump", Decimal(10), "C62", Decimal("5.00"), Decimal("50.00"), delivered=Decimal(4))
    return Order(
        number, "K1", "DE10", "PO-7", date(2026, 2, 1), None, "EUR", Decimal("50.00"), state, (line,), (), "", ""
    )


def test_a_copy_goes_to_who_asked_in_the_thread() -> None:
    letter, facts = answered(books(), query("invoice_copy", "R-1"))
    assert (letter.kind, letter.attach, letter.documents) == (LetterKind.REPLY, ("invoice:R-1",), ("R-1",))
    assert (letter.to, letter.in_reply_to) == (("compta@delattre.example",), "<m1@delattre.example>")
    assert facts["invoices"][0]["total"] == "1000.00"


def test_a_due_date_is_told_with_what_is_open() -> None:
    _, facts = answered(books(), query("due_date", "R-1", "R-2"))
    assert [(row["due_date"], row["open_amount"]) for row in facts["invoices"]] == [
        ("2026-02-04", "1000.00"), ("2026-02-04", "200.00"),
    ]  # fmt: skip


def test_a_statement_lists_open_items_and_money_not_yet_applied() -> None:
    uow = books()
    uow.payments.put(
        Payment(
            "Z1", "DE10", "K1", date(2026, 2, 10), date(2026, 2, 10), Decimal("300.00"), "EUR", Decimal("300.00"),
            "", "", "", "", "", "",
        )
    )  # fmt: skip
    letter, facts = answered(uow, query("statement"))
    assert (letter.kind, letter.attach) == (LetterKind.STATEMENT, ("statement",))
    assert [row["document"] for row in facts["items"]] == ["R-1", "R-2"]
    assert facts["balances"] == [{"currency": "EUR", "amount": "900.00"}]
    assert facts["items"][0]["days_overdue"] == 12


def test_bank_details_are_our_own() -> None:
    _, facts = answered(books(), query("bank_details"))
    assert (facts["iban"], facts["account_holder"]) == ("DE89370400440532013000", "Nordwerk GmbH")


@pytest.mark.parametrize("named", ["PO-7", "DE10-O-2026-00001"])
def test_an_order_is_told_by_its_number_or_ours(named: str) -> None:
    uow = books()
    uow.orders.put(order())
    _, facts = answered(uow, query("order_status", po_number=named))
    assert (facts["state"], facts["lines"][0]["quantity"], facts["lines"][0]["delivered"]) == (
        "partly_delivered", "10", "4",
    )  # fmt: skip


@pytest.mark.parametrize(
    "asked, why",
    [
        (query("invoice_copy", "R-9"), "nothing was disclosed"),
        (query("due_date", "R-9"), "nothing was disclosed"),
        (query("invoice_copy", "R-404"), "nothing was disclosed"),
        (query("invoice_copy"), "which invoice"),
        (query("invoice_copy", "R-2"), "earlier system"),
        (query("order_status"), "which order"),
        (query("order_status", po_number="PO-404"), "0 orders"),
        (query("other"), "none that the books"),
    ],
)
def test_what_the_books_cannot_answer_is_told_to_a_person(asked: Query, why: str) -> None:
    uow = books()
    assert why in (answerable(asked, "K1", uow) or "")
    with pytest.raises(NotAllowed):
        answer_query(AnswerQuery(source(), "K1", asked), uow, desk(), NOW)
    assert uow.letters.where() == []


@pytest.mark.parametrize("state", [OrderStatus.ON_HOLD, OrderStatus.REJECTED])
def test_an_order_on_hold_is_not_talked_about(state: OrderStatus) -> None:
    uow = books()
    uow.orders.put(order(state=state))
    assert answerable(query("order_status", po_number="PO-7"), "K1", uow) is not None


def test_two_orders_with_one_number_are_not_guessed_between() -> None:
    uow = books()
    uow.orders.put(order())
    uow.orders.put(order("DE10-O-2026-00002"))
    assert answerable(query("order_status", po_number="PO-7"), "K1", uow) is not None


def test_the_same_question_is_answered_once() -> None:
    uow = books()
    answered(uow, query("statement"))
    assert answer_query(AnswerQuery(source(), "K1", query("statement")), uow, desk(), NOW) == ()
