"""A person's word on money: put, kept, taken back and asked about; no later run undoes it, mirrors undo it whole."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workflows.cash_builders import NOW, World, entry, item
from workflows.cash.amounts import Line
from workflows.cash.deciding import decide_payment
from workflows.cash.habits import HabitKind
from workflows.cash.handlers import reapply
from workflows.cash.model import AdviceStatus, Payment
from workflows.cash.proposals import KEPT
from workflows.commands import DecidePayment
from workflows.errors import BadDecision, IllegalTransition, NotAllowed, NotFound, O2CError
from workflows.integrity import on_account, open_items, payments
from workflows.ledger.model import AccountKind

ONE, TWO = "DE-2026-00301", "DE-2026-00302"
D = Decimal


def decide(world: World, payment: Payment, action: str, *lines: Line, **more: object) -> tuple[str, ...]:
    values: dict[str, object] = {"text": "seen on the phone list"} | more
    command = DecidePayment(payment.id, action, "sam", lines, **values)  # type: ignore[arg-type]
    return decide_payment(command, world.uow, world.desk, NOW)


def is_sound(world: World) -> bool:
    """No invariant of money and items is broken (the items came without journal entries of their own)."""
    rows = world.uow.allocations.where()
    return not [*on_account(world.uow), *payments(world.uow, rows), *open_items(world.uow, rows)]


def waiting(amount: str = "500.00") -> tuple[World, Payment]:
    world = World(item(ONE, "K1", "500.00"), item(TWO, "K1", "500.00"))
    (payment,) = world.pay(entry(amount, "DANKE", payer_iban="DE11", payer_name="Anker Werft"))
    assert payment.unapplied == D(amount)
    return world, payment


def test_an_accepted_proposal_is_applied_with_who_and_why() -> None:
    world, payment = waiting()
    assert decide(world, payment, "apply", Line(TWO, D("500.00"))) == (TWO,)
    (row,) = world.uow.allocations.where(payment=payment.id)
    assert (row.rule, row.proof, world.open(TWO)) == ("person", "sam: seen on the phone list", 0)
    assert world.payment(payment.id).held == ""


def test_one_payment_is_split_and_the_rest_stays_on_account() -> None:
    world, payment = waiting("900.00")
    decide(world, payment, "apply", Line(ONE, D("500.00")), Line(TWO, D("300.00")))
    assert (world.open(ONE), world.open(TWO), world.payment(payment.id).unapplied) == (0, 200, 100)
    assert is_sound(world)


def test_two_payments_are_combined_on_one_invoice() -> None:
    world, first = waiting("250.50")
    (second,) = world.pay(entry("249.50", "DANKE", payer_iban="DE11"), number="2")
    decide(world, first, "apply", Line(ONE, D("250.50")))
    decide(world, second, "apply", Line(ONE, D("249.50")))
    assert world.open(ONE) == 0


def test_what_was_undone_is_open_again_with_its_age_and_is_left_to_people() -> None:
    world, payment = waiting()
    before = world.uow.open_items.get(TWO)
    decide(world, payment, "apply", Line(TWO, D("498.00"), write_off=D("2.00")))
    assert decide(world, payment, "undo", text="another customer's") == (TWO,)
    assert world.uow.open_items.get(TWO) == before
    assert (world.payment(payment.id).unapplied, world.payment(payment.id).held) == (500, KEPT)
    assert world.balance(AccountKind.WRITE_OFF) == 0
    assert is_sound(world)
    assert [event.action for event in world.uow.audit.where(subject=payment.id)][-2:] == [
        "payment_applied", "payment_undone",
    ]  # fmt: skip


def test_the_bot_never_moves_what_a_person_undid_or_kept() -> None:
    world = World(item(ONE, "K1", "500.00"))
    (payment,) = world.pay(entry("500.00", ONE, payer_iban="DE11"))
    decide(world, payment, "undo", text="is for the rent")
    assert reapply(world.uow, world.desk, NOW, "K1") == ()
    world.advise((ONE, "500.00", "", ""), total="500.00")
    world.pay(entry("1.00", "X", payer_iban="DE11"), number="2")
    assert world.open(ONE) == 500


def test_the_bank_takes_back_only_what_the_payment_still_clears() -> None:
    world, payment = waiting()
    decide(world, payment, "apply", Line(ONE, D("500.00")))
    decide(world, payment, "undo", text="wrong one")
    decide(world, world.payment(payment.id), "apply", Line(TWO, D("500.00")))
    back = entry("-500.00", "RETURN", kind="return", payer_iban="DE11", booking_date=date(2026, 3, 12), reason="AM04")
    (returned,) = world.pay(back, number="2")
    assert (world.open(ONE), world.open(TWO), returned.unapplied) == (500, 500, 0)
    with pytest.raises(IllegalTransition):
        decide(world, world.payment(payment.id), "apply", Line(TWO, D("500.00")))


@pytest.mark.parametrize(
    ("lines", "refusal"),
    [
        ((), BadDecision),
        ((Line("X-1", D("1.00")),), NotFound),
        ((Line(ONE, D("500.00")), Line(ONE, D("0.01"))), BadDecision),
        ((Line(ONE, D("500.01")),), BadDecision),
        ((Line(ONE, D("-1.00")),), BadDecision),
        ((Line(ONE, D("1.001")),), BadDecision),
        ((Line(ONE, D("450.00"), write_off=D("-50.00")),), BadDecision),
        ((Line(ONE, D("300.00")), Line(TWO, D("300.00"))), BadDecision),
        ((Line(ONE, D("474.99"), write_off=D("25.01")),), NotAllowed),
        ((Line(ONE, D("474.99"), discount=D("25.01")),), NotAllowed),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_moves(lines: tuple[Line, ...], refusal: type[O2CError]) -> None:
    world, payment = waiting()
    with pytest.raises(refusal):
        decide(world, payment, "apply", *lines, limit=D("25.00"))
    assert (world.open(ONE), world.payment(payment.id)) == (500, payment)


def test_a_discount_of_the_terms_is_no_gift() -> None:
    world, payment = waiting("440.00")
    world.uow.open_items.put(replace(item(ONE, "K1", "500.00"), discount_percent=D("12"), discount_days=30))
    decide(world, payment, "apply", Line(ONE, D("440.00"), discount=D("60.00")), limit=D("0"))
    assert world.open(ONE) == 0


def test_money_of_nobody_known_is_kept_for_the_customer_whom_a_person_names() -> None:
    world = World()
    (payment,) = world.pay(entry("77.00", "DANKE", payer_name="Unbekannt AG"))
    with pytest.raises(BadDecision):
        decide(world, payment, "keep")
    decide(world, payment, "keep", customer="K2")
    assert (world.payment(payment.id).customer, world.payment(payment.id).held) == ("K2", KEPT)


def guessed() -> tuple[World, Payment]:
    """Money of somebody unknown that names an invoice of K1's, and an invoice of K2's beside it."""
    world = World(item(ONE, "K1", "500.00"), item(TWO, "K2", "700.00"))
    (payment,) = world.pay(entry("650.00", ONE, payer_name="Fremd"))
    assert (payment.customer, payment.unapplied) == ("K1", 650)
    return world, payment


def test_money_that_a_person_puts_on_another_customers_invoice_is_that_customers() -> None:
    world, payment = guessed()
    decide(world, payment, "apply", Line(TWO, D("600.00")))
    assert (world.payment(payment.id).customer, world.payment(payment.id).unapplied) == ("K2", 50)


def test_a_persons_match_teaches_whose_the_account_is() -> None:
    world = World(item(ONE, "K2", "500.00"))
    (payment,) = world.pay(entry("500.00", "DANKE", payer_iban="AT611904300234573201", payer_name="Treuhand"))
    decide(world, payment, "apply", Line(ONE, D("500.00")))
    (habit,) = world.uow.habits.where(kind=HabitKind.ACCOUNT)
    assert (habit.customer, habit.confirmed) == ("K2", 1)


def test_an_advice_that_contradicted_the_money_is_settled_by_the_person() -> None:
    world = World(item(ONE, "K1", "500.00"))
    world.advise((ONE, "500.00", "", ""), total="500.00", reference="ZA-77")
    (payment,) = world.pay(entry("480.00", "ZA-77", payer_iban="DE11"))
    decide(world, payment, "apply", Line(ONE, D("480.00")))
    assert world.uow.advices.where()[0].state is AdviceStatus.PAIRED
    assert world.open(ONE) == 20


def test_money_that_an_advice_moved_while_the_lock_was_awaited_is_not_moved_twice() -> None:
    world, payment = waiting()
    taken = world.uow.lock

    def awaited(subject: str) -> None:
        taken(subject)
        if subject == "customer:K1":
            world.uow.payments.put(replace(payment, unapplied=D(0)))

    world.uow.lock = awaited  # type: ignore[method-assign]
    with pytest.raises(IllegalTransition):
        decide(world, payment, "apply", Line(TWO, D("500.00")))
    assert world.open(TWO) == 500


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 30000), st.integers(0, 500), st.booleans()), max_size=6))
def test_whatever_is_applied_and_undone_the_books_stay_sound(steps: list[tuple[int, int, bool]]) -> None:
    world, payment = waiting("900.00")
    for cents, rest, undone in steps:
        lines = (Line(ONE, D(cents) / 100, write_off=D(rest) / 100), Line(TWO, D(cents) / 50))
        with suppress(O2CError):
            decide(world, payment, *(("undo",) if undone else ("apply", *lines)))  # type: ignore[arg-type]
        assert is_sound(world)
