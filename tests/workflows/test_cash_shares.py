"""Money for an invoice in shares or with several discounts: a share is complete, a discount counts by its own days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.workflows.cash_builders import DAY, World, item
from tests.workflows.test_cash_matching import CREDIT, from_anker
from workflows.cash.amounts import discounts
from workflows.disputes.model import CaseKind
from workflows.ledger.model import DiscountStep, DueShare
from workflows.ports import CashPolicy

D = Decimal
SHARES = (DueShare(date(2026, 3, 1), D(300)), DueShare(date(2026, 4, 1), D(300)), DueShare(date(2026, 5, 1), D(400)))
PARTED = item("DE-2026-00314", "K1", "1000.00", due_date=SHARES[0].due_on, shares=SHARES)
STEPS = item(
    "DE-2026-00314", "K1", "1000.00", discount_percent=D(3), discount_days=8, later_discounts=(DiscountStep(D(2), 14),)
)


@pytest.mark.parametrize(
    ("before", "amount", "is_complete"),
    [
        ("1000", "300", True), ("1000", "600", True), ("700", "300", True), ("850", "150", True),
        ("1000", "250", False), ("1000", "400", False),
    ],
)  # fmt: skip
def test_money_up_to_the_end_of_a_share_is_complete(before: str, amount: str, is_complete: bool) -> None:
    world = World(PARTED.with_open(D(before)))
    (payment,) = world.pay(from_anker(amount, "RE DE-2026-00314"))
    assert world.open("DE-2026-00314") == D(before) - D(amount)
    assert bool(world.uow.cases.where(kind=CaseKind.SHORT_PAYMENT)) is not is_complete
    rules = {row.rule for row in world.uow.allocations.where(payment=payment.id)}
    assert ("share" in rules) is is_complete


def test_a_share_that_a_credit_note_explains_as_well_is_for_a_person() -> None:
    world = World(PARTED, replace(CREDIT, original=D(-700), open_amount=D(-700)))
    (payment,) = world.pay(from_anker("300", "RE DE-2026-00314"))
    assert world.rows(payment) == []


def test_a_share_without_a_number_is_not_guessed() -> None:
    world = World(PARTED)
    (payment,) = world.pay(from_anker("300", "DANKE"))
    assert world.rows(payment) == []


@pytest.mark.parametrize(
    ("days", "amount", "discount", "open_after"),
    [(8, "970", "30", "0"), (11, "970", "30", "0"), (12, "970", "0", "30"), (12, "980", "20", "0"),
     (18, "980", "0", "20")],
)  # fmt: skip
def test_several_discounts_count_by_value_date(days: int, amount: str, discount: str, open_after: str) -> None:
    world = World(replace(STEPS, issue_date=DAY - timedelta(days=days)))
    (payment,) = world.pay(from_anker(amount, "DE-2026-00314", value_date=DAY))
    ((_, _, taken, _),) = world.rows(payment)
    assert (D(taken), world.open("DE-2026-00314")) == (D(discount), D(open_after))


def test_what_is_granted_on_a_day_is_every_step_that_is_not_over() -> None:
    policy = CashPolicy(0, D(1), D(25))
    granted = [discounts(STEPS, STEPS.issue_date + timedelta(days=days), policy) for days in (8, 9, 15)]
    assert granted == [(D("30.00"), D("20.00")), (D("20.00"),), ()]
