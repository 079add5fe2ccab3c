"""Bank and books: equal to the cent for each account and day, gaps named, waiting money by age."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workflows.cash_builders import DAY, NOW, World, entry, statement
from workflows.cash.handlers import book_statement
from workflows.cash.model import BankEntry
from workflows.reconciliation import Reconciliation, bucket_of, reconcile

D = Decimal


def move(amount: str, days: int = 0, **more: object) -> BankEntry:
    on = DAY + timedelta(days=days)
    return entry(amount, f"X {amount} {days}", booking_date=on, value_date=on, **more)


def take(world: World, opening: str, closing: str, *entries: BankEntry, number: str = "1") -> None:
    told = replace(statement(*entries, number=number, file=f"{number}.sta"), opening=opening, closing=closing)
    book_statement(told, world.uow, world.desk, NOW)


def compared(world: World) -> Reconciliation:
    return reconcile(world.uow, world.desk, NOW.date())


def test_statements_one_after_the_other_tie() -> None:
    world = World()
    take(world, "1000.00", "1330.50", move("300.00"), move("30.50"))
    take(world, "1330.50", "1318.50", move("-12.00", 1, kind="charge"), number="2")
    found = compared(world)
    assert [(each.day, each.bank, each.ledger, each.difference) for each in found.days] == [
        (DAY, D("1330.50"), D("1330.50"), 0),
        (DAY + timedelta(days=1), D("1318.50"), D("1318.50"), 0),
    ]
    assert found.faults == ()


def test_the_first_day_opens_with_the_first_of_its_statements() -> None:
    world = World()
    take(world, "0.00", "10.00", move("10.00"), number="a")
    take(world, "10.00", "15.00", move("5.00"), number="b")
    assert compared(world).faults == ()


def test_a_statement_that_goes_on_within_the_day_of_the_one_before_is_no_fault() -> None:
    world = World()
    take(world, "0.00", "10.00", move("10.00"), number="a")
    take(world, "10.00", "17.00", move("5.00"), move("2.00", 1), number="b")
    take(world, "17.00", "20.00", move("3.00", 2), number="c")
    found = compared(world)
    assert ([each.bank for each in found.days], found.faults) == ([17, 20], ())


def test_two_statements_of_one_day_are_one_balance_and_the_same_one_twice_too() -> None:
    world = World()
    take(world, "0.00", "10.00", move("10.00"), number="a")
    take(world, "10.00", "15.00", move("5.00"), number="b")
    take(world, "0.00", "15.00", move("10.00", format="mt940"), move("5.00", format="mt940"), number="c")
    (day,) = compared(world).days
    assert (day.bank, day.difference) == (15, 0)


def test_a_cent_that_the_bank_does_not_know_is_a_fault_of_its_day_alone() -> None:
    world = World()
    take(world, "0.00", "10.01", move("10.00"))
    take(world, "10.01", "15.01", move("5.00", 1), number="2")
    found = compared(world)
    assert [each.difference for each in found.days] == [D("0.01"), 0]
    assert "the bank says 10.01 EUR" in found.faults[0]


def test_a_statement_that_is_missing_is_named() -> None:
    world = World()
    take(world, "0.00", "10.00", move("10.00"))
    take(world, "25.00", "30.00", move("5.00", 3), number="3")
    found = compared(world)
    (gap,) = found.gaps
    assert (gap.after, gap.before, gap.amount) == (DAY, DAY + timedelta(days=3), 15)
    take(world, "10.00", "25.00", move("15.00", 1), number="2")
    assert compared(world).faults == ()


def test_a_statement_without_balances_says_nothing() -> None:
    world = World()
    world.pay(move("10.00"))
    assert compared(world).days == ()


def test_money_that_waits_is_listed_by_age_the_oldest_first() -> None:
    world = World()
    world.pay(move("10.00", -40), move("20.00"))
    assert [(each.unapplied, each.days, each.bucket) for each in compared(world).waiting] == [
        (10, 46, "31-90"), (20, 6, "0-7"),
    ]  # fmt: skip


@pytest.mark.parametrize(("days", "bucket"), [(0, "0-7"), (7, "0-7"), (8, "8-30"), (90, "31-90"), (91, "over 90")])
def test_ages_have_borders(days: int, bucket: str) -> None:
    assert bucket_of(days) == bucket


def test_a_ledger_that_is_off_is_a_fault() -> None:
    world = World()
    (payment,) = world.pay(move("10.00"))
    world.uow.payments.put(replace(payment, unapplied=D("9.99")))
    assert any("money on account" in fault for fault in compared(world).faults)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.integers(-5000, 5000).filter(bool), min_size=1, max_size=4), min_size=1, max_size=6))
def test_whatever_comes_in_order_ties(days: list[list[int]]) -> None:
    world, balance = World(), D(0)
    for place, cents in enumerate(days):
        entries = [
            move(f"{each / 100:.2f}", place, bank_reference=f"{place}.{row}", kind="other" if each < 0 else "cheque")
            for row, each in enumerate(cents)
        ]
        closing = balance + sum(D(each) / 100 for each in cents)
        take(world, str(balance), str(closing), *entries, number=str(place))
        balance = closing
    found = compared(world)
    assert found.faults == () and found.days[-1].bank == balance
    assert found.days[-1].day == DAY + timedelta(days=len(days) - 1)


def test_the_first_day_counts_from_its_own_opening() -> None:
    world = World()
    take(world, "500.00", "510.00", move("10.00"))
    assert compared(world).days[0].ledger == 510
    assert compared(world).on == date(2026, 3, 16)
