"""Habits order the proposals for a person and say why; nothing else follows from them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.workflows.cash_builders import DAY, World, entry, item
from workflows.cash.amounts import Line
from workflows.cash.habits import Habit, HabitKind
from workflows.cash.manners import LATE, NO_NUMBER, ORDER
from workflows.cash.model import Payment
from workflows.cash.proposals import Suggestion
from workflows.cash.ranking import ranked
from workflows.cash.worklist import suggestions

D = Decimal
BY_NUMBER, BY_ORDER = "DE-2026-00301", "DE-2026-00302"
ITEMS = {
    each.document: each
    for each in (
        item(BY_NUMBER, "K1", "500.00", discount_percent=D(2), discount_days=10),
        item(BY_ORDER, "K1", "500.00", po_number="PO-4711234", discount_percent=D(2), discount_days=10),
    )
}


def habit(kind: HabitKind, value: str, confirmed: int = 5, customer: str = "K1", **changes: Any) -> Habit:
    made = Habit(f"{customer}|{kind.value}|{value}", customer, kind, value, confirmed, 0, "PM-7", DAY, DAY)
    return replace(made, **changes)


def money(text: str) -> Payment:
    world = World(*ITEMS.values())
    (made,) = world.pay(entry("77.00", text, payer_iban="DE11"))
    return made


def proposal(document: str, amount: str = "500.00", discount: str = "0", customer: str = "K1") -> Suggestion:
    return Suggestion(customer, (Line(document, D(amount), D(discount)),), f"{document}: fits")


@pytest.mark.parametrize(
    ("known", "text", "first", "words"),
    [
        (habit(HabitKind.REFERENCE, ORDER), "PO 4711234", proposal(BY_ORDER), "the customer quotes order numbers"),
        (habit(HabitKind.REFERENCE, NO_NUMBER), "DANKE", proposal(BY_NUMBER), "the customer quotes no numbers"),
        (habit(HabitKind.DISCOUNT, "2"), "x", proposal(BY_ORDER, "490.00", "10.00"), "takes 2 % discount"),
        (habit(HabitKind.DISCOUNT, LATE), "x", proposal(BY_ORDER, "490.00"), "takes the discount too late"),
        (habit(HabitKind.ACCOUNT, "DE11", customer="K2"), "x", proposal(BY_ORDER, customer="K2"), "from this account"),
    ],
)
def test_what_the_payer_is_used_to_comes_first_with_its_source(
    known: Habit, text: str, first: Suggestion, words: str
) -> None:
    found = ranked([proposal(BY_NUMBER, "499.99"), first], money(text), [known], ITEMS, DAY)
    chosen = next(each for each in found if each.lines == first.lines)
    assert words in chosen.proof and "5 of 5 payments, 86% sure, last PM-7 on 2026-03-10" in chosen.proof
    assert found[0] == chosen or known.value == NO_NUMBER


@pytest.mark.parametrize(
    "known",
    [
        habit(HabitKind.REFERENCE, ORDER, confirmed=2),
        habit(HabitKind.REFERENCE, ORDER, contradicted=4),
        habit(HabitKind.REFERENCE, ORDER, last_on=DAY - timedelta(days=401)),
        habit(HabitKind.REFERENCE, ORDER, customer="K2"),
    ],
)
def test_what_is_not_believed_or_anothers_changes_nothing(known: Habit) -> None:
    told = (proposal(BY_NUMBER), proposal(BY_ORDER))
    assert ranked(told, money("PO 4711234"), [known], ITEMS, DAY) == told


def test_a_habit_neither_makes_a_proposal_nor_an_allocation() -> None:
    """Two invoices of one amount and a payer who always quotes orders: still a person's choice."""
    world = World(item("R-1", "K1", "50.00"), item("R-2", "K1", "50.00", po_number="PO-4711234"))
    world.uow.habits.add(habit(HabitKind.REFERENCE, NO_NUMBER, confirmed=50))
    (held,) = world.pay(entry("50.00", "DANKE", payer_iban="DE11", booking_date=date(2026, 3, 11)))
    assert held.unapplied == 50
    found = suggestions(held.id, world.uow, DAY)
    assert {line.invoice for each in found for line in each.lines} == {"R-1", "R-2"}
    assert all("the customer quotes no numbers (50 of 50 payments" in each.proof for each in found)
