"""Reasons of returns: every code has its meaning and its steps, and what is opened again says why."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bot.settings.law import load_return_reasons
from tests.workflows.cash_builders import World, entry, item
from workflows.cash.return_reasons import Mandate, NextStep, Retry, explained

NUMBER = "DE-2026-00301"


def returned(code: str) -> World:
    world = World(item(NUMBER, "K1", "500.00"))
    world.desk = replace(world.desk, return_reasons=load_return_reasons())
    world.pay(entry("500.00", NUMBER, payer_iban="DE11", end_to_end_id="E1"))
    world.pay(entry("-500.00", NUMBER, kind="return", end_to_end_id="E1", reason=code), number="2")
    assert world.open(NUMBER) == 500
    return world


@pytest.mark.parametrize(
    ("code", "mandate", "retry", "next_step"),
    [
        ("AM04", Mandate.KEEP, Retry.ONCE, NextStep.CHASE),
        ("MS03", Mandate.KEEP, Retry.ONCE, NextStep.CHASE),
        ("MD06", Mandate.KEEP, Retry.NO, NextStep.DISPUTE),
        ("AC04", Mandate.STOP, Retry.NO, NextStep.CONTACT),
        ("MD07", Mandate.STOP, Retry.NO, NextStep.PERSON),
        ("AC01", Mandate.KEEP, Retry.FIXED, NextStep.CONTACT),
    ],
)
def test_a_code_says_what_follows(code: str, mandate: Mandate, retry: Retry, next_step: NextStep) -> None:
    reason = load_return_reasons()[code]
    assert (reason.mandate, reason.retry, reason.next_step) == (mandate, retry, next_step)


def test_a_mandate_that_ended_is_never_tried_again() -> None:
    reasons = load_return_reasons().values()
    assert all(reason.retry is Retry.NO for reason in reasons if reason.mandate is Mandate.STOP)
    assert len(list(reasons)) > 35


def test_what_was_opened_again_says_why() -> None:
    world = returned("AM04")
    row = next(row for row in world.uow.allocations.where(invoice=NUMBER) if row.amount < 0)
    assert row.proof.endswith(" back: AM04, insufficient funds")
    (event,) = world.uow.audit.where(action="payment_returned")
    told = json.loads(event.details)
    assert (told["next"], told["mandate"], told["retry"]) == ("chase", "keep", "once")


@pytest.mark.parametrize("code", ["", "ZZ99"])
def test_an_unknown_code_is_told_as_it_came(code: str) -> None:
    assert explained(code, load_return_reasons()) == code
    (event,) = returned(code).uow.audit.where(action="payment_returned")
    assert "next" not in json.loads(event.details)
