"""Direct debits: nobody duns what the bank has in hand, nor what came back lately; mandates that may be used or not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.workflows.dunning_desk import allocation, at, books, customer, desk, item, payment, policies
from workflows.collections.debits import RevokeMandate, keep_debit, keep_mandate, revoke_mandate
from workflows.collections.mandates import DirectDebit, Mandate, Scheme, Sequence
from workflows.dunning.holds import holds_of
from workflows.dunning.recheck import recheck
from workflows.dunning.run import run
from workflows.errors import BadDecision, IllegalTransition, NotAllowed, NotFound

DAY = date(2026, 3, 16)
SIGNED = date(2025, 1, 10)
MANDATE = Mandate("M-1", "K1", "FR01", Scheme.CORE, False, SIGNED, "FR7630006000011234567890189")
STANDARD = policies()["standard"]


def collecting(on: date = DAY, **changed: Any) -> Any:
    """An overdue invoice with its debit in the bank's hands."""
    uow = books(item("F-1", DAY - timedelta(days=20)))
    keep_mandate(MANDATE, uow)
    debit = DirectDebit("E-1", "M-1", "F-1", "", Decimal("1000.00"), "", on)
    keep_debit(replace(debit, **changed), uow)
    return uow


def held(uow: Any, day: date = DAY, **policy: Any) -> dict[str, str]:
    own = desk(standard=replace(STANDARD, **policy))
    return {number: hold.value for number, hold in holds_of(uow, own, day).items()}


def test_nobody_duns_what_is_being_collected_until_its_money_must_have_come() -> None:
    uow = collecting()
    assert held(uow) == held(uow, DAY + timedelta(days=5)) == {"F-1": "direct_debit"}
    assert held(uow, DAY + timedelta(days=6)) == {}
    assert run(uow, desk(), at(DAY)).letters == ()
    assert len(run(uow, desk(), at(DAY + timedelta(days=6))).letters) == 1


def test_a_reminder_that_waits_to_be_sent_is_stopped_by_a_debit_that_came_between() -> None:
    uow = books(item("F-1", DAY - timedelta(days=20)))
    run(uow, desk(), at(DAY))
    (letter,) = uow.letters.where()
    assert recheck(letter, uow, desk(), at(DAY)) is None
    keep_mandate(MANDATE, uow)
    keep_debit(DirectDebit("E-1", "M-1", "F-1", "", Decimal("1000.00"), "", DAY), uow)
    assert recheck(letter, uow, desk(), at(DAY)) == "F-1 is held: direct_debit"


def test_a_debit_that_was_called_back_holds_no_longer() -> None:
    assert held(collecting(ended_on=DAY, ended_how="called back")) == {}


def taken_back(uow: Any, on: date) -> None:
    uow.payments.add(payment("P-1", on - timedelta(days=2), "1000.00"))
    uow.payments.add(payment("P-2", on, "-1000.00", reverses="P-1"))
    uow.allocations.add(allocation("A-1", "P-2", "F-1", "-1000.00", on))


def test_money_that_came_back_ends_the_debit_and_waits_as_the_policy_says() -> None:
    uow = collecting(DAY - timedelta(days=2))
    taken_back(uow, DAY)
    assert held(uow) == {}
    assert held(uow, return_hold_days=7) == {"F-1": "returned"}
    assert held(uow, DAY + timedelta(days=7), return_hold_days=7) == {"F-1": "returned"}
    assert held(uow, DAY + timedelta(days=8), return_hold_days=7) == {}


def test_a_return_changes_neither_level_nor_date() -> None:
    uow = collecting(DAY - timedelta(days=2))
    taken_back(uow, DAY)
    own = desk(standard=replace(STANDARD, return_hold_days=7))
    assert run(uow, own, at(DAY)).letters == ()
    (letter,) = run(uow, own, at(DAY + timedelta(days=8))).letters
    assert letter.level == 1


@pytest.mark.parametrize(
    ("changed", "day", "valid"),
    [
        ({}, SIGNED, True),
        ({}, SIGNED - timedelta(days=1), False),
        ({}, date(2028, 1, 9), True),
        ({}, date(2028, 1, 10), False),  # 36 months without use
        ({"last_used_on": date(2027, 5, 5)}, date(2030, 5, 4), True),
        ({"revoked_on": DAY}, DAY - timedelta(days=1), True),
        ({"revoked_on": DAY}, DAY, False),
        ({"one_off": True}, DAY, True),
        ({"one_off": True, "last_used_on": SIGNED}, DAY, False),
    ],
)
def test_a_mandate_is_valid_until_it_is_revoked_used_up_or_forgotten(
    changed: dict[str, Any], day: date, valid: bool
) -> None:
    assert replace(MANDATE, **changed).is_valid(day) is valid


def test_the_first_debit_says_that_it_is_the_first() -> None:
    uow = collecting()
    assert MANDATE.sequence() is Sequence.FIRST
    assert uow.mandates.get("M-1").sequence() is Sequence.RECURRENT
    assert replace(MANDATE, one_off=True).sequence() is Sequence.ONE_OFF


def test_what_a_debit_may_not_rest_on_is_refused() -> None:
    debit = DirectDebit("E-1", "M-1", "F-1", "", Decimal("10.00"), "", DAY)
    for uow, changed in (
        (books(item("F-1", DAY)), {}),  # no mandate
        (with_mandate(), {"document": "F-9"}),
        (with_mandate(revoked_on=DAY), {}),
        (with_mandate(), {"document": "F-2"}),  # of another customer
        (with_mandate(), {"collected_on": SIGNED - timedelta(days=1)}),
    ):
        with pytest.raises(BadDecision):
            keep_debit(replace(debit, **changed), uow)
    uow = with_mandate()
    keep_debit(debit, uow)
    with pytest.raises(BadDecision):
        keep_debit(replace(debit, amount=Decimal("11.00")), uow)


def with_mandate(**changed: Any) -> Any:
    uow = books(item("F-1", DAY), item("F-2", DAY, customer="K2"), customers=(customer(), customer("K2")))
    keep_mandate(replace(MANDATE, **changed), uow)
    return uow


def test_a_mandate_given_to_one_company_does_not_become_anothers_by_an_import() -> None:
    uow = with_mandate()
    with pytest.raises(BadDecision, match="K1's, for FR01"):
        keep_mandate(replace(MANDATE, company="DE01"), uow)
    assert uow.mandates.get("M-1").company == "FR01"


def test_a_revoked_mandate_does_not_come_to_life_again_by_an_import() -> None:
    uow = with_mandate()
    with pytest.raises(NotAllowed):
        revoke_mandate(RevokeMandate("M-1", DAY, " ", "lea"), uow, desk(), at(DAY))
    revoke_mandate(RevokeMandate("M-1", DAY, "by letter", "lea"), uow, desk(), at(DAY))
    with pytest.raises(IllegalTransition):
        revoke_mandate(RevokeMandate("M-1", DAY, "by letter", "lea"), uow, desk(), at(DAY))
    with pytest.raises(NotFound):
        revoke_mandate(RevokeMandate("M-9", DAY, "by letter", "lea"), uow, desk(), at(DAY))
    for changed in (MANDATE, replace(MANDATE, customer="K2")):
        with pytest.raises(BadDecision):
            keep_mandate(changed, uow)


def test_an_import_that_does_not_say_the_notice_leaves_what_was_agreed() -> None:
    uow = books()
    for days, agreed in ((30, 30), (0, 30), (7, 7)):
        keep_mandate(replace(MANDATE, notice_days=days), uow)
        assert uow.mandates.get("M-1").told_before(14) == agreed
    assert MANDATE.told_before(14) == 14
