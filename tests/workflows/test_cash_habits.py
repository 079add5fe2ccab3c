"""Accounts learned from confirmed payments: believed after three, forgotten after a year, never of two customers."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.cash_builders import DAY, World, entry, item
from workflows.cash.habits import Habit, believed_accounts, confirmed
from workflows.cash.worklist import suggestions

NEW_ACCOUNT = "DE89370400440532013000"


def after(*customers: str) -> list[Habit]:
    known: dict[str, Habit] = {}
    for place, customer in enumerate(customers):
        for habit in confirmed(known.values(), customer, "DE89", f"PM-{place}", DAY):
            known[habit.id] = habit
    return list(known.values())


def test_an_account_is_believed_after_three_payments() -> None:
    assert believed_accounts(after("K1", "K1"), DAY) == {}
    assert believed_accounts(after("K1", "K1", "K1"), DAY) == {"DE89": "K1"}


def test_an_account_that_two_customers_use_in_turn_is_believed_of_neither() -> None:
    assert believed_accounts(after(*["K1", "K2"] * 9), DAY) == {}


def test_a_habit_is_forgotten() -> None:
    assert believed_accounts(after("K1", "K1", "K1"), DAY + timedelta(days=401)) == {}


@given(st.lists(st.sampled_from(["K1", "K2"]), max_size=20))
def test_counts_are_the_payments(customers: list[str]) -> None:
    for habit in after(*customers):
        assert habit.confirmed == customers.count(habit.customer)
        assert 0 < habit.confidence < 1


def payments_from_a_new_account(world: World, *numbers: int) -> None:
    for number in numbers:
        world.pay(
            entry(f"{number}.37", f"DE-2026-{number:05d}", payer_iban=NEW_ACCOUNT, payer_name="Treuhand Nord",
                  booking_date=date(2026, 3, 1 + number % 20)), number=str(number),
        )  # fmt: skip


def test_payments_that_name_their_invoices_teach_whose_the_account_is() -> None:
    world = World(*(item(f"DE-2026-{number:05d}", "K2", f"{number}.37") for number in (301, 302, 303, 304)))
    payments_from_a_new_account(world, 301, 302, 303)
    (payment,) = world.pay(entry("304.37", "DANKE", payer_iban=NEW_ACCOUNT, payer_name="Treuhand Nord"), number="9")
    assert (payment.customer, payment.unapplied) == ("K2", 0)
    (row,) = world.uow.allocations.where(payment=payment.id)
    assert "earlier payments of the customer" in row.proof


def test_without_enough_payments_nobody_is_assumed() -> None:
    world = World(*(item(f"DE-2026-{number:05d}", "K2", f"{number}.37") for number in (301, 304)))
    payments_from_a_new_account(world, 301)
    (payment,) = world.pay(entry("304.37", "DANKE", payer_iban=NEW_ACCOUNT, payer_name="Treuhand Nord"), number="9")
    assert (payment.customer, payment.unapplied) == ("", payment.amount)


def test_what_waits_says_what_it_may_be_until_that_is_overtaken() -> None:
    world = World(*(item(f"DE-2026-{number:05d}", "K1", "500.00") for number in (301, 302)))
    (payment,) = world.pay(entry("500.00", "DANKE", payer_iban="DE11"))
    first, second = suggestions(payment.id, world.uow, DAY)
    assert [line.invoice for line in (*first.lines, *second.lines)] == ["DE-2026-00301", "DE-2026-00302"]
    world.pay(entry("500.00", "DE-2026-00301", payer_iban="DE11", booking_date=date(2026, 3, 12)), number="2")
    assert world.payment(payment.id).unapplied == 0  # only one was left
    assert suggestions(payment.id, world.uow, DAY) == ()
