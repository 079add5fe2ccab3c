"""Advices: whoever always sends one is waited for, and payments of many invoices are applied by theirs."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.workflows.cash_builders import DAY, NOW, World, entry, item, statement
from workflows.cash.awaiting import WAITS, always_advises
from workflows.cash.handlers import book_statement
from workflows.cash.model import AdviceStatus

ANNOUNCED = [301, 302, 303]


def numbered(number: int) -> str:
    return f"DE-2026-{number:05d}"


def advising(world: World, *numbers: int) -> None:
    """The customer announces and pays these invoices, a day each."""
    for number in numbers:
        world.advise((numbered(number), f"{number}.00", "", ""), total=f"{number}.00", reference=f"ZA-{number}")
        paid = entry(f"{number}.00", f"ZA-{number}", payer_iban="DE11", value_date=DAY, booking_date=DAY)
        world.pay(paid, number=str(number))


def unnamed(amount: str, days_ago: int) -> World:
    world = World(*(item(numbered(each), "K1", f"{each}.00") for each in (*ANNOUNCED, 310)))
    advising(world, *ANNOUNCED)
    on = NOW.date() - timedelta(days=days_ago)
    world.pay(entry(amount, "DANKE", payer_iban="DE11", booking_date=on, value_date=on), number="last")
    return world


def test_unnamed_money_of_one_who_always_announces_waits_for_the_advice() -> None:
    world = unnamed("310.00", days_ago=1)
    (waiting,) = world.uow.payments.where(held=WAITS)
    assert (waiting.unapplied, waiting.customer) == (310, "K1")
    world.advise((numbered(310), "310.00", "", ""), total="310.00")
    assert world.open(numbered(310)) == 0


def test_the_wait_ends_after_some_days_with_the_next_statement() -> None:
    world = unnamed("310.00", days_ago=1)
    book_statement(statement(number="empty"), world.uow, world.desk, NOW + timedelta(days=3))
    assert world.open(numbered(310)) == 0


def test_what_is_named_in_full_does_not_wait() -> None:
    world = World(*(item(numbered(each), "K1", f"{each}.00") for each in (*ANNOUNCED, 310)))
    advising(world, *ANNOUNCED)
    on = NOW.date()
    world.pay(entry("310.00", numbered(310), payer_iban="DE11", booking_date=on, value_date=on), number="last")
    assert world.open(numbered(310)) == 0


@pytest.mark.parametrize(
    ("payments", "advised", "expected"),
    [(3, 3, True), (2, 2, False), (0, 0, False), (4, 3, False), (20, 18, True)],
)
def test_always_is_three_times_and_nearly_no_exception(payments: int, advised: int, expected: bool) -> None:
    paid = [(f"PM-{place}", DAY) for place in range(payments)]
    assert always_advises(paid, {f"PM-{place}" for place in range(advised)}, DAY) is expected


def test_what_was_long_ago_does_not_count() -> None:
    assert not always_advises([(f"PM-{place}", date(2024, 1, 1)) for place in range(9)], {"PM-1"}, DAY)


@pytest.mark.parametrize("seed", [11, 12])
def test_payments_of_many_invoices_with_a_mailed_advice_are_applied(seed: int) -> None:
    """Two hundred payments of two to six invoices, each announced by mail before or after, half without a reference."""
    chance = random.Random(seed)
    items = [item(numbered(place), "K1", f"{chance.randint(2000, 90000) / 100:.2f}") for place in range(1, 1400)]
    world, left, right = World(*items), list(items), 0
    for place in range(200):
        chosen = [left.pop(chance.randrange(len(left))) for _ in range(chance.randint(2, 6))]
        total = sum((each.original for each in chosen), Decimal(0))
        reference = f"ZA-{chance.randint(100000, 999999)}" if place % 2 else ""
        lines = [(each.document, str(each.original), "", "") for each in chosen]
        paid = entry(str(total), reference or "SAMMELZAHLUNG", payer_iban="DE11", bank_reference=f"B{place}")
        first = chance.random() < 0.5
        if first:
            world.advise(*lines, total=str(total), reference=reference)
        (payment,) = world.pay(paid, number=str(place))
        if not first:
            world.advise(*lines, total=str(total), reference=reference)
        right += [row[:2] for row in world.rows(payment)] == sorted((each[0], each[1]) for each in lines)
    assert right >= 196
    assert len(world.uow.advices.where(state=AdviceStatus.PAIRED)) >= 196
