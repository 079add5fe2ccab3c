"""Invoices due in shares: each share falls due, ages, bears interest and is reminded of by its own day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.dunning_desk import FR, allocation, at, books, customer, desk, item, payment, promise
from workflows.disputes.model import PromiseStatus
from workflows.dunning.charges import charge
from workflows.dunning.plan import plan
from workflows.dunning.recheck import recheck
from workflows.dunning.run import run
from workflows.integrity import shares as broken_shares
from workflows.late_payment import interest
from workflows.ledger.allocation import apply_payment
from workflows.ledger.model import DueShare, OpenItem, in_shares, unpaid
from workflows.orders.facts import exposure_of
from workflows.promises import outcome
from workflows.reporting.aging import by_bucket
from workflows.reporting.punctuality import paid_items
from workflows.reporting.receivables import receivables

D = Decimal
DESK = desk()
DAY = date(2026, 3, 16)


def in_days(days: int) -> date:
    return DAY + timedelta(days=days)


def parted(*shares: tuple[int, str], **changed: Any) -> OpenItem:
    """R1, due in shares: (days from today, amount)."""
    known = tuple(DueShare(in_days(days), D(amount)) for days, amount in shares)
    total = sum((share.amount for share in known), D(0))
    return item("R1", known[0].due_on, str(total), shares=known, **changed)


THREE = ((-40, "300.00"), (-8, "300.00"), (20, "400.00"))


def test_a_letter_asks_for_the_shares_that_are_overdue_alone() -> None:
    uow = books(parted(*THREE))
    (letter,) = run(uow, DESK, at(DAY)).letters
    (row,) = letter.items
    assert (letter.total, row.open_amount, row.days_overdue) == (600, 600, 40)
    assert row.shares == (DueShare(in_days(-40), D(300)), DueShare(in_days(-8), D(300)))
    assert uow.open_items.get("R1").open_amount == 1000 and uow.open_items.get("R1").dunning_level == 1


@pytest.mark.parametrize(("paid", "letters"), [("0", 1), ("300", 1), ("600", 0), ("595.50", 0), ("1000", 0)])
def test_what_is_paid_clears_the_oldest_share_and_what_is_not_due_is_never_dunned(paid: str, letters: int) -> None:
    kept = parted(*THREE)
    assert len(plan(books(kept.with_open(kept.open_amount - D(paid))), DESK, DAY).letters) == letters


def test_the_next_share_begins_with_a_first_reminder() -> None:
    told = parted((-40, "300.00"), (-8, "300.00"), dunning_level=2, level_raised_on=in_days(-3))
    uow = books(told.with_open(D(300)))
    kept = uow.open_items.get("R1")
    assert (kept.due_date, kept.dunning_level, kept.level_raised_on) == (in_days(-8), 0, None)
    (letter,) = run(uow, DESK, at(DAY)).letters
    assert (letter.level, letter.items[0].days_overdue) == (1, 8)


def test_a_part_payment_of_a_share_changes_neither_its_level_nor_its_date() -> None:
    told = parted(*THREE, dunning_level=2, level_raised_on=in_days(-3)).with_open(D(900))
    assert (told.due_date, told.dunning_level, told.level_raised_on) == (in_days(-40), 2, in_days(-3))


def test_money_booked_and_taken_back_moves_the_due_date_and_back() -> None:
    uow = books(parted(*THREE))
    uow.payments.add(payment("P1", DAY, "300", unapplied="300"))
    booked = {"payment": "P1", "invoice": "R1", "on": DAY, "rule": "share", "proof": ""}
    apply_payment(uow, DESK, amount=D(300), **booked)
    assert uow.open_items.get("R1").due_date == in_days(-8)
    apply_payment(uow, DESK, amount=D(-300), **booked)
    assert uow.open_items.get("R1").due_date == in_days(-40)


def test_each_share_bears_interest_from_its_own_day_and_the_lump_sum_is_claimed_once() -> None:
    found = charge(parted(*THREE).in_arrears(DAY), FR, ((date(2025, 1, 2), D(600)),), D(1000), DAY)
    exact = [interest(FR, ((date(2025, 1, 2), D(300)),), in_days(due), DAY, "EUR") for due in (-40, -8)]
    assert abs(found.interest - sum(exact)) <= D("0.01") and found.compensation == 40
    assert [period.first for period in found.periods][:1] == [in_days(-39)]
    assert {period.amount for period in found.periods} == {300}


def test_a_share_that_was_paid_late_bears_interest_until_then() -> None:
    uow = books(
        parted((-40, "300.00"), (-30, "700.00"), dunning_level=1, level_raised_on=in_days(-20)).with_open(D(700))
    )
    uow.open_items.put(replace(uow.open_items.get("R1"), dunning_level=1, level_raised_on=in_days(-20)))
    uow.payments.add(payment("P1", in_days(-35), "300"))
    uow.allocations.add(allocation("A1", "P1", "R1", "300", in_days(-35)))
    (planned,) = plan(uow, DESK, DAY).planned
    periods = planned.charges["R1"].periods
    assert [(one.first, one.last, one.amount) for one in periods] == [
        (in_days(-39), in_days(-35), 300),
        (in_days(-29), DAY, 700),
    ]


def test_a_queued_letter_stays_true_when_another_share_falls_due_and_falls_when_one_is_paid() -> None:
    uow = books(parted((-10, "300.00"), (0, "700.00")))
    run(uow, DESK, at(DAY))
    (letter,) = uow.letters.where()
    assert recheck(letter, uow, DESK, at(in_days(2))) is None
    uow.open_items.put(uow.open_items.get("R1").with_open(D(900)))
    assert "R1 has" in (recheck(letter, uow, DESK, at(in_days(2))) or "")


def test_money_seen_holds_what_is_overdue_although_it_is_less_than_the_invoice() -> None:
    uow = books(parted(*THREE))
    uow.payments.add(payment("P1", DAY, "600", unapplied="600"))
    assert [one.why for one in plan(uow, DESK, DAY).waiting] == ["payment_seen"]


def test_shares_stand_in_their_own_buckets_and_the_sum_is_the_items() -> None:
    sums = by_bucket(in_shares([parted(*THREE)]), DAY)
    assert (sums["31_60"], sums["1_30"], sums["not_due"]) == (300, 300, 400)
    assert sum(sums.values()) == 1000


def test_only_overdue_shares_are_late_in_the_exposure() -> None:
    uow = books(parted(*THREE, issue_date=in_days(-40)))
    found = exposure_of(customer(), uow, DESK, DAY)
    assert found is not None and (found.open, found.overdue) == (1000, 600)


def test_the_days_late_of_a_payment_are_those_of_the_share_that_it_paid() -> None:
    uow = books(parted((-40, "300.00"), (-10, "700.00")))
    for number, amount, on in (("P1", "300", -38), ("P2", "700", -5)):
        uow.payments.add(payment(number, in_days(on), amount))
        uow.allocations.add(allocation(f"A-{number}", number, "R1", amount, in_days(on)))
    assert [one.days_late for one in paid_items(receivables(uow))] == [2, 5]


def test_a_promise_of_all_that_is_due_is_kept_by_the_shares_that_were() -> None:
    given_word = promise("W1", "R1", pays_on=in_days(3), made_on=DAY)
    states = [
        outcome(given_word, None, [parted(*THREE).with_open(D(left))], [], 3, in_days(10)) for left in ("400", "401")
    ]
    assert states == [PromiseStatus.KEPT, PromiseStatus.BROKEN]


@given(
    amounts=st.lists(st.integers(1, 10**7), min_size=1, max_size=6),
    cleared=st.floats(0, 1),
)
def test_shares_never_lose_a_cent(amounts: list[int], cleared: float) -> None:
    shares = tuple(DueShare(in_days(number), D(amount) / 100) for number, amount in enumerate(amounts))
    total = sum((share.amount for share in shares), D(0))
    left = D(int(sum(amounts) * (1 - cleared))) / 100
    kept = item("R1", shares[0].due_on, str(total), shares=shares).with_open(left)
    parts = unpaid(shares, left)
    assert sum((part.amount for part in parts), D(0)) == left
    assert sum((one.open_amount for one in kept.in_shares()), D(0)) == left
    assert all(
        later.amount == known.amount
        for later, known in zip(parts[1:], shares[len(shares) - len(parts) + 1 :], strict=True)
    )
    arrears = [kept.in_arrears(in_days(day)) for day in range(len(shares) + 1)]
    assert all(0 <= one.open_amount <= left and one.open_amount <= one.original for one in arrears)


def test_an_item_without_shares_is_as_it_was() -> None:
    plain = item("R1", in_days(-9), dunning_level=1, level_raised_on=in_days(-2))
    assert plain.in_shares() == (plain,) and plain.in_arrears(DAY) is plain
    assert plain.with_open(D(5)) == replace(plain, open_amount=D(5))


def test_shares_that_are_not_the_item_are_named_by_the_nightly_proof() -> None:
    sound = parted(*THREE)
    assert list(broken_shares(sound)) == list(broken_shares(sound.with_open(D(700)))) == []
    assert len(list(broken_shares(replace(sound, open_amount=D(700))))) == 1
    assert "come to 1000" in next(iter(broken_shares(replace(sound, original=D(1100)))))
