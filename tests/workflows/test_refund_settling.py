"""A debit that fits a file of refunds half: two persons say what it pays and what the rest is; the books stay whole."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.cash_builders import NOW, World, entry, item
from tests.workflows.test_refunds import NEXT, ONE, THEIRS, let_go, ordered, proposed, refund, sound, world
from workflows.cash.model import Payment
from workflows.cash.refund_settling import (
    AgreeToSettlement,
    ProposeSettlement,
    WithdrawSettlement,
    agree,
    fits,
    only_sum,
    propose,
    waiting_refunds,
    withdraw,
)
from workflows.cash.refunds import Refund, RefundStatus
from workflows.cash.settlements import Rest, SettlementStatus
from workflows.errors import BadDecision, IllegalTransition, NotAllowed
from workflows.ledger.model import AccountKind
from workflows.letters import LetterKind
from workflows.statements.account import account

D = Decimal


def held(amount: str, **told: Any) -> tuple[World, Payment, list[Refund]]:
    """60.00 of K1 and 40.00 of K2 ordered in one file, and a debit that is not both."""
    made = world(item(ONE, "K1", "500.00"))
    paid = made.pay(
        entry("560.00", ONE, payer_iban=THEIRS, payer_name="Anker Werft"),
        entry("40.00", "DANKE", payer_iban=THEIRS, payer_name="Anker Werft", position=2),
    )
    kept = [let_go(made, proposed(made, payment.id).id) for payment in paid]
    ordered(made)
    refunds = [refund(made, each.id) for each in kept]
    values: dict[str, Any] = {"booking_date": NEXT, "value_date": NEXT, "batch_name": refunds[0].file} | told
    (debit,) = made.pay(entry(amount, "SAMMLER", **values), number="2")
    assert debit.unapplied == D(amount) and debit.held.startswith("refund ")
    return made, debit, refunds


def say(made: World, debit: Payment, refunds: list[Refund], rest_is: Rest = Rest.NONE, **more: str) -> str:
    values = {"actor": "sam", "text": "phoned the bank"} | more
    numbers = tuple(each.id for each in refunds)
    return propose(ProposeSettlement(debit.id, numbers, rest_is, **values), made.uow, made.desk, NOW)[0]


def confirm(made: World, number: str, actor: str = "lea") -> tuple[str, ...]:
    return agree(AgreeToSettlement(number, actor), made.uow, made.desk, NOW)


def test_one_of_two_refunds_is_paid_when_a_second_person_agrees() -> None:
    made, debit, (sixty, forty) = held("-60.00")
    number = say(made, debit, [sixty])
    assert refund(made, sixty.id).state is RefundStatus.ORDERED
    assert confirm(made, number) == (sixty.id,)
    assert (refund(made, sixty.id).state, refund(made, forty.id).state) == (RefundStatus.PAID, RefundStatus.ORDERED)
    assert (made.payment(debit.id).unapplied, made.payment(debit.id).held) == (0, "")
    assert sound(made) and made.balance(AccountKind.BANK) == 540
    (letter,) = made.uow.letters.where(kind=LetterKind.RECEIPT, template="refund_paid")
    assert "60.00" in letter.facts
    kept = made.uow.refund_settlements.get(number)
    assert (kept.state, kept.decided_by) == (SettlementStatus.SETTLED, "lea")
    assert kept.proof.startswith(f"1 of the 2 of {sixty.file}, no others of it come to it; the bank names it")
    assert "phoned the bank" in kept.proof and "said by sam" in kept.proof


def test_what_the_bank_keeps_for_itself_is_its_charge() -> None:
    made, debit, refunds = held("-101.50")
    confirm(made, say(made, debit, refunds, Rest.CHARGE))
    assert {refund(made, each.id).state for each in refunds} == {RefundStatus.PAID}
    assert (made.payment(debit.id).unapplied, made.balance(AccountKind.OTHER)) == (0, D("1.50"))
    assert sound(made)


def test_a_rest_that_nobody_can_name_waits_on_the_debit_and_may_be_said_later() -> None:
    made, debit, (sixty, forty) = held("-99.00")
    confirm(made, say(made, debit, [sixty], Rest.OPEN))
    assert made.payment(debit.id).unapplied == -39
    assert "39.00 of it is on no refund" in made.payment(debit.id).held
    with pytest.raises(BadDecision, match="the bank moved 39"):
        say(made, debit, [forty])
    assert sound(made)


@pytest.mark.parametrize("actor", ["sam", "SAM", "o2cbot", ""])
def test_whoever_says_it_or_is_no_person_does_not_agree(actor: str) -> None:
    made, debit, (sixty, _) = held("-60.00")
    number = say(made, debit, [sixty])
    with pytest.raises(NotAllowed):
        confirm(made, number, actor)
    assert refund(made, sixty.id).state is RefundStatus.ORDERED


@pytest.mark.parametrize(
    ("amount", "chosen", "rest_is"),
    [
        ("-60.00", (), Rest.NONE),
        ("-60.00", (0, 0), Rest.NONE),
        ("-60.00", (0, 1), Rest.NONE),
        ("-99.00", (0,), Rest.NONE),
        ("-99.00", (0,), Rest.CHARGE),  # 39.00 is above the limit of charges
        ("-60.00", (0,), Rest.OPEN),
    ],
)
def test_what_does_not_come_to_the_debit_is_refused(amount: str, chosen: tuple[int, ...], rest_is: Rest) -> None:
    made, debit, refunds = held(amount)
    with pytest.raises(BadDecision):
        say(made, debit, [refunds[each] for each in chosen], rest_is)
    assert not made.uow.refund_settlements.where()


def test_one_word_at_a_time_and_one_that_is_withdrawn_leaves_all_as_it_was() -> None:
    made, debit, (sixty, _) = held("-60.00")
    number = say(made, debit, [sixty])
    with pytest.raises(IllegalTransition):
        say(made, debit, [sixty])
    withdraw(WithdrawSettlement(number, "sam", "wrong one"), made.uow, NOW)
    with pytest.raises(IllegalTransition):
        confirm(made, number)
    assert made.payment(debit.id) == debit
    confirm(made, say(made, debit, [sixty]))
    with pytest.raises(IllegalTransition):
        say(made, debit, [sixty])


def test_a_refund_that_the_bank_booked_meanwhile_is_not_paid_twice() -> None:
    made, debit, (sixty, _) = held("-60.00")
    number = say(made, debit, [sixty])
    made.pay(entry("-60.00", "X", end_to_end_id=sixty.reference, booking_date=NEXT, value_date=NEXT), number="3")
    with pytest.raises(BadDecision, match="is paid, not ordered"):
        confirm(made, number)
    assert sound(made)


def test_the_statement_of_each_customer_shows_its_refund_although_one_debit_paid_several() -> None:
    made, debit, refunds = held("-101.50")
    confirm(made, say(made, debit, refunds, Rest.CHARGE))
    lines = account(made.uow, "K1", "DE10").movements()["EUR"]
    assert [line.amount for line in lines if line.kind == "refund"] == [60, 40]
    assert lines[-1].balance == 0


def test_the_same_debit_told_again_is_no_second_one() -> None:
    made, debit, (sixty, _) = held("-60.00")
    confirm(made, say(made, debit, [sixty]))
    again = entry("-60.00", "SAMMLER", booking_date=NEXT, value_date=NEXT, format="mt940", batch_name=sixty.file)
    assert not made.pay(again, number="7", file="b")


def test_what_a_debit_may_be_is_proposed_with_its_proof() -> None:
    made, debit, (sixty, _) = held("-60.00")
    (one,) = fits(debit, waiting_refunds(debit, made.uow), D("25"))
    assert (one.refunds, one.rest) == ((sixty.id,), 0) and "1 of the 2" in one.proof
    made, debit, _ = held("-100.50")
    (all_of_them,) = fits(debit, waiting_refunds(debit, made.uow), D("25"))
    assert (len(all_of_them.refunds), all_of_them.rest) == (2, D("0.50"))
    assert "0.50 more" in all_of_them.proof


@given(st.lists(st.integers(1, 500), min_size=1, max_size=9), st.data())
def test_a_choice_is_proposed_only_if_no_other_one_comes_to_the_sum(cents: list[int], data: st.DataObject) -> None:
    _, _, (one, _) = KEPT
    refunds = [replace(one, id=str(place), amount=D(each) / 100) for place, each in enumerate(cents)]
    chosen = data.draw(st.sets(st.sampled_from(range(len(cents))), min_size=1))
    amount = sum((refunds[place].amount for place in chosen), D(0))
    ways = sum(
        sum(cents[place] for place in range(len(cents)) if mask >> place & 1) == amount * 100
        for mask in range(1, 2 ** len(cents))
    )
    found = only_sum(refunds, amount)
    assert (found is not None) == (ways == 1)
    assert found is None or {each.id for each in found} == {str(place) for place in chosen}


KEPT = held("-60.00")
