"""Statements of account: every movement with its balance, which ends where open items and money on account say."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workflows.receivables_play import DESK, Books, noon
from workflows.letters import LetterKind
from workflows.statements.account import account, companies_of, debtors
from workflows.statements.handlers import SendStatement, StatementKind, send_statement, statement_facts

MARCH_31 = date(2026, 3, 31)
START = date(2026, 1, 1)


def books() -> Books:
    made = Books()
    made.invoice("R-1", date(2026, 1, 5), date(2026, 2, 4), "1000.00", po_number="PO 7")
    made.invoice("G-1", date(2026, 2, 20), date(2026, 2, 20), "-120.00")
    payment = made.pay(date(2026, 3, 20), "450.00")
    made.apply(payment, "R-1", "392.00", date(2026, 3, 20), discount="8.00")
    return made


def told(made: Books, day: date = MARCH_31, first: date | None = None) -> dict[str, Any]:
    customer = made.uow.customers.get("K1")
    return statement_facts(made.uow, customer, "DE10", day, StatementKind.MOVEMENTS, first)


def lines(facts: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    return [(row["kind"], row["debit"], row["credit"], row["balance"]) for row in facts["movements"]]


def test_every_movement_leaves_its_balance() -> None:
    facts = told(books())
    assert lines(facts) == [
        ("invoice", "1000.00", "", "1000.00"),
        ("credit_note", "", "120.00", "880.00"),
        ("payment", "", "450.00", "430.00"),
        ("discount", "", "8.00", "422.00"),
    ]
    assert facts["balances"] == [{"currency": "EUR", "amount": "422.00"}]


def test_movements_of_a_period_begin_with_the_balance_before_it() -> None:
    facts = told(books(), first=date(2026, 2, 21))
    assert facts["openings"] == [{"currency": "EUR", "amount": "880.00"}]
    assert [row["kind"] for row in facts["movements"]] == ["payment", "discount"]


def test_a_statement_of_an_earlier_day_knows_nothing_of_later_ones() -> None:
    facts = told(books(), day=date(2026, 3, 1))
    assert (len(facts["movements"]), facts["payments"], facts["balances"][0]["amount"]) == (2, [], "880.00")


def test_money_of_another_account_that_paid_is_told_on_both() -> None:
    made = Books()
    made.invoice("R-1", date(2026, 1, 5), date(2026, 2, 4), "1000.00")
    made.pay(date(2026, 3, 20), "1000.00", ("R-1", "1000.00"), owner="K2")
    assert lines(told(made))[-1] == ("moved", "", "1000.00", "0.00")
    found = account(made.uow, "K2", "DE10").movements()["EUR"]
    assert [(line.kind, line.amount, line.balance) for line in found] == [
        ("payment", Decimal(-1000), Decimal(-1000)), ("moved", Decimal(1000), Decimal(0)),
    ]  # fmt: skip


def test_a_returned_payment_is_a_line_of_its_own() -> None:
    made = Books()
    made.invoice("R-1", date(2026, 1, 5), date(2026, 2, 4), "100.00")
    made.pay(date(2026, 3, 1), "100.00", ("R-1", "100.00"))
    made.pay(date(2026, 3, 5), "-100.00", ("R-1", "-100.00"), reverses="PM-0001")
    assert lines(told(made))[-1] == ("returned", "100.00", "", "100.00")


@pytest.mark.parametrize(("day", "balance"), [(1, "1000.00"), (3, "400.00"), (5, "400.00")])
def test_money_clears_nothing_before_the_bank_booked_it(day: int, balance: str) -> None:
    made = Books()
    made.invoice("R-1", date(2026, 1, 5), date(2026, 2, 4), "1000.00")
    payment = made.pay(date(2026, 3, 1), "590.00")
    made.apply(payment, "R-1", "590.00", date(2026, 3, 1), discount="10.00")  # on its value date
    made.uow.payments.put(replace(made.uow.payments.get(payment), booking_date=date(2026, 3, 3)))
    facts = told(made, date(2026, 3, day))
    assert (lines(facts)[-1][3], facts["balances"][0]["amount"]) == (balance, balance)


def test_an_account_without_anything_says_so() -> None:
    facts = told(Books())
    assert (facts["items"], facts["movements"], facts["balances"]) == ([], [], [])


def test_who_gets_one_when_all_do() -> None:
    made = books()
    assert debtors(made.uow) == ["K1"]
    assert companies_of(made.uow, "K1", MARCH_31) == ("DE10",)
    assert companies_of(made.uow, "K2", MARCH_31) == ()


@pytest.mark.parametrize(("occasion", "more"), [("2026-03-31", 0), ("2026-04-30", 1)])
def test_an_occasion_sends_one_statement(occasion: str, more: int) -> None:
    made = books()
    first = SendStatement("K1", "DE10", StatementKind.OPEN, "2026-03-31", "anna")
    (letter_id,) = send_statement(first, made.uow, DESK, noon(MARCH_31))
    again = SendStatement("K1", "DE10", StatementKind.OPEN, occasion, "anna")
    assert len(send_statement(again, made.uow, DESK, noon(MARCH_31))) == more
    letter = made.uow.letters.get(letter_id)
    assert (letter.kind, letter.attach) == (LetterKind.STATEMENT, ("statement", "statement-xlsx"))
    assert letter.documents == ("R-1", "G-1") or letter.documents == ("G-1", "R-1")
    assert json.loads(letter.facts)["balances"] == [{"currency": "EUR", "amount": "422.00"}]


DAYS = st.integers(0, 90).map(lambda days: START + timedelta(days=days))
CENTS = st.integers(1, 500_000).map(lambda cents: Decimal(cents) / 100)


@settings(max_examples=60, deadline=None)
@given(
    documents=st.lists(st.tuples(DAYS, CENTS, st.booleans()), min_size=1, max_size=5),
    moves=st.lists(st.tuples(DAYS, CENTS, st.integers(0, 4), st.sampled_from(["K1", "K2"])), max_size=6),
    day=DAYS,
    first=DAYS,
)
def test_on_any_day_the_running_balance_is_what_is_open_less_money_on_account(
    documents: Any, moves: Any, day: date, first: date
) -> None:
    made = Books()
    for place, (issued, amount, is_credit) in enumerate(documents):
        made.invoice(f"D-{place}", issued, issued, f"{-amount if is_credit else amount}")
    for paid_on, amount, place, owner in moves:
        payment = made.pay(paid_on, f"{amount}", owner=owner)
        item = made.uow.open_items.get(f"D-{place % len(documents)}")
        if item.open_amount > 0:
            made.apply(payment, item.document, f"{min(amount, item.open_amount)}", paid_on)
    facts = told(made, day, min(first, day))
    ends = [row["balance"] for row in facts["movements"]] or [row["amount"] for row in facts["openings"]] or ["0.00"]
    balance = facts["balances"][0]["amount"] if facts["balances"] else "0.00"
    assert Decimal(ends[-1]) == Decimal(balance)
