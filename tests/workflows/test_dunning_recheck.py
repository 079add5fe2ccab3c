"""A letter that is no longer true when its turn comes is not sent, and its step is not counted."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.workflows.dunning_desk import at, books, case, desk, item, payment, promise
from workflows.disputes.model import CaseKind
from workflows.dunning.recheck import recheck, withdraw
from workflows.dunning.run import run
from workflows.ledger.model import DueShare
from workflows.letters import Letter

DESK = desk()
DAY = date(2026, 3, 16)
RAISED = DAY - timedelta(days=20)


def dunned() -> tuple[Any, Letter]:
    uow = books(
        item("R1", DAY - timedelta(days=60), dunning_level=2, level_raised_on=RAISED),
        item("R2", DAY - timedelta(days=10), "300.00"),
        item("A1", DAY, "-50.00"),
    )
    run(uow, DESK, at(DAY))
    return uow, uow.letters.where()[0]


def test_a_letter_that_is_still_true_may_go() -> None:
    uow, letter = dunned()
    assert recheck(letter, uow, DESK, at(DAY)) is None


@pytest.mark.parametrize(("number", "left"), [("R1", "0"), ("R2", "299.00"), ("A1", "0"), ("A1", "-49.00")])
def test_what_was_paid_or_set_off_stops_it(number: str, left: str) -> None:
    uow, letter = dunned()
    uow.open_items.put(replace(uow.open_items.get(number), open_amount=Decimal(left)))
    assert number in (recheck(letter, uow, DESK, at(DAY)) or "")


def test_a_paid_share_is_not_asked_for_because_the_next_one_is_as_large() -> None:
    shares = tuple(DueShare(DAY + timedelta(days=days), Decimal(500)) for days in (-2, 28))
    uow = books(item("R1", DAY - timedelta(days=60)), item("R2", shares[0].due_on, "1000.00", shares=shares))
    run(uow, DESK, at(DAY))
    (letter,) = uow.letters.where()
    assert recheck(letter, uow, DESK, at(DAY)) is None
    uow.open_items.put(uow.open_items.get("R2").with_open(Decimal(500)))
    assert "R2 is due on 2026-04-13 by now" in (recheck(letter, uow, DESK, at(DAY)) or "")


def test_a_hold_that_came_up_stops_it() -> None:
    for kind, row in {
        "cases": case("C7", "R2"),
        "promises": promise("P1", "R1", pays_on=DAY),
        "payments": payment("Z1", DAY, "300.00", "300.00"),
    }.items():
        uow, letter = dunned()
        getattr(uow, kind).add(row)
        assert "is held" in (recheck(letter, uow, DESK, at(DAY)) or "")


def test_a_persons_word_stops_it() -> None:
    uow, letter = dunned()
    uow.open_items.put(replace(uow.open_items.get("R2"), manual_hold="they called"))
    assert recheck(letter, uow, DESK, at(DAY)) == "R2 is held: manual"


def test_a_letter_that_waited_beyond_its_deadline_stays() -> None:
    uow, letter = dunned()
    assert recheck(letter, uow, DESK, at(DAY + timedelta(days=8))) is None
    assert "deadline" in (recheck(letter, uow, DESK, at(DAY + timedelta(days=9))) or "")


def test_a_letter_never_sent_leaves_the_items_where_they_were() -> None:
    uow, letter = dunned()
    assert withdraw(letter, uow, at(DAY), "R2 is settled") == ("R1", "R2")
    assert (uow.open_items.get("R1").dunning_level, uow.open_items.get("R1").level_raised_on) == (2, RAISED)
    assert (uow.open_items.get("R2").dunning_level, uow.open_items.get("R2").level_raised_on) == (0, None)
    assert uow.cases.where(kind=CaseKind.REGISTERED_LETTER)[0].state.value == "closed"


def test_after_a_withdrawn_letter_the_next_day_takes_the_same_step() -> None:
    uow, letter = dunned()
    withdraw(letter, uow, at(DAY), "R2 is settled")
    assert run(uow, DESK, at(DAY)).letters == ()  # one letter a day, whatever became of it
    (again,) = run(uow, DESK, at(DAY + timedelta(days=1))).letters
    assert again.level == 3


def test_a_later_step_is_not_taken_back() -> None:
    uow, letter = dunned()
    uow.open_items.put(replace(uow.open_items.get("R2"), dunning_level=2))
    assert "level 2" in (recheck(letter, uow, DESK, at(DAY)) or "")
    assert withdraw(letter, uow, at(DAY), "late") == ("R1",)


def test_a_letter_whose_items_another_one_raised_since_neither_goes_nor_takes_anything_back() -> None:
    """It failed and was taken back; the next run wrote again: "send again" must not remind a second time."""
    uow, letter = dunned()
    withdraw(letter, uow, at(DAY), "550 unknown user")
    run(uow, DESK, at(DAY + timedelta(days=1)))
    assert "another letter" in (recheck(letter, uow, DESK, at(DAY + timedelta(days=1))) or "")
    levels = {one.document: one.dunning_level for one in uow.open_items.where()}
    assert withdraw(letter, uow, at(DAY + timedelta(days=1)), "cancelled") == ()
    assert {one.document: one.dunning_level for one in uow.open_items.where()} == levels
