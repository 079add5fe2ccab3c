"""A person stops dunning with a reason and an end, lets it go on, and gives up charges; some policies hold by more."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.bot.records import message
from tests.workflows.dunning_desk import at, books, case, customer, desk, item, policies
from workflows.commands import ResumeDunning, StopDunning, WaiveCharges
from workflows.dunning.handlers import resume_dunning, stop_dunning, waive_charges
from workflows.dunning.holds import holds_of
from workflows.dunning.model import DisputeHold, Hold
from workflows.dunning.plan import plan
from workflows.dunning.recheck import recheck
from workflows.dunning.run import run
from workflows.errors import IllegalTransition, NotAllowed, NotFound
from workflows.messages import MessageStatus

DAY = date(2026, 3, 16)
LATE = DAY - timedelta(days=40)
STANDARD = policies()["standard"]
NOW = at(DAY)


def stop(
    uow: Any, document: str = "R1", kind: str = "manual", until: date | None = None, reason: str = "by phone"
) -> str:
    (made,) = stop_dunning(StopDunning("K1", document, kind, "by phone", until, "Ada"), uow, desk(), NOW)
    return made


def documents(uow: Any, **changed: Any) -> list[str]:
    return [row.document for letter in plan(uow, desk(**changed), DAY).letters for row in letter.items]


def test_a_document_is_stopped_up_to_and_including_its_last_day() -> None:
    uow = books(item("R1", LATE), item("R2", LATE))
    stop(uow, until=DAY)
    assert documents(uow) == ["R2"]
    assert holds_of(uow, desk(), DAY) == {"R1": Hold.MANUAL}
    assert holds_of(uow, desk(), DAY + timedelta(days=1)) == {}


def test_insolvency_stops_everything_of_a_customer_and_what_comes_later() -> None:
    uow = books(item("R1", LATE), item("R9", LATE, customer="K2"), customers=(customer(), customer("K2")))
    stop(uow, document="", kind="insolvency")
    uow.open_items.add(item("R2", LATE))
    assert holds_of(uow, desk(), DAY) == {"R1": Hold.INSOLVENCY, "R2": Hold.INSOLVENCY}
    assert documents(uow) == ["R9"]


def test_a_stop_of_one_document_does_not_hide_the_customers_insolvency() -> None:
    uow = books(item("R1", LATE))
    stop(uow)
    stop(uow, document="", kind="insolvency")
    assert holds_of(uow, desk(), DAY) == {"R1": Hold.INSOLVENCY}


def test_a_lifted_stop_lets_dunning_go_on_where_it_was() -> None:
    uow = books(item("R1", LATE, dunning_level=1, level_raised_on=LATE))
    made = stop(uow)
    resume_dunning(ResumeDunning(made, "agreement reached", "Bea"), uow, desk(), NOW)
    assert plan(uow, desk(), DAY).letters[0].level == 2
    with pytest.raises(IllegalTransition):
        resume_dunning(ResumeDunning(made, "again", "Bea"), uow, desk(), NOW)


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"reason": " "}, NotAllowed), ({"until": DAY - timedelta(days=1)}, NotAllowed), ({"document": "R7"}, NotFound),
        ({"customer": "K7"}, NotFound), ({"document": "R9"}, NotFound),
    ],
)  # fmt: skip
def test_a_stop_needs_a_reason_a_day_to_come_and_something_of_the_customers(changed: Any, error: type) -> None:
    uow = books(item("R1", LATE), item("R9", LATE, customer="K2"), customers=(customer(), customer("K2")))
    command = replace(StopDunning("K1", "R1", "manual", "why", None, "Ada"), **changed)
    with pytest.raises(error):
        stop_dunning(command, uow, desk(), NOW)


def test_a_stop_set_after_the_run_withdraws_the_letter_that_has_not_left() -> None:
    uow = books(item("R1", LATE))
    run(uow, desk(), NOW)
    (letter,) = uow.letters.where()
    assert recheck(letter, uow, desk(), NOW) is None
    stop(uow)
    assert recheck(letter, uow, desk(), NOW) == "R1 is held: manual"


@pytest.mark.parametrize(
    ("waived", "interest", "compensation"), [("interest", 0, 40), ("compensation", 1, 0), ("both", 0, 0)]
)
def test_what_is_waived_is_claimed_by_no_later_letter(waived: str, interest: int, compensation: int) -> None:
    uow = books(item("R1", LATE, dunning_level=1, level_raised_on=LATE))
    waive_charges(WaiveCharges("R1", waived, "goodwill", "Ada"), uow, desk(), NOW)
    (planned,) = plan(uow, desk(), DAY).planned
    assert (bool(planned.letter.interest), planned.letter.compensation) == (bool(interest), compensation)
    assert bool(planned.charges["R1"].periods) == bool(interest)
    assert uow.audit.where(action="charges_waived")


def test_a_waiver_that_was_withdrawn_gives_nothing_up() -> None:
    uow = books(item("R1", LATE, dunning_level=1, level_raised_on=LATE))
    (made,) = waive_charges(WaiveCharges("R1", "both", "goodwill", "Ada"), uow, desk(), NOW)
    uow.waivers.put(replace(uow.waivers.get(made), withdrawn_by="Bea", withdrawn_on=DAY))
    assert plan(uow, desk(), DAY).letters[0].compensation == 40


def test_only_the_contested_part_waits_where_the_policy_says_so() -> None:
    uow = books(item("R1", LATE, "1000.00"))
    uow.cases.add(case("D1", "R1", amount=Decimal("300.00")))
    assert documents(uow) == []
    part = desk(standard=replace(STANDARD, dispute_holds=DisputeHold.PART))
    (letter,) = run(uow, part, NOW).letters
    assert letter.items[0].open_amount == letter.total == Decimal("700.00")
    kept = uow.open_items.get("R1")
    assert (kept.open_amount, kept.dunning_level) == (Decimal("1000.00"), 1)
    (queued,) = uow.letters.where()
    assert recheck(queued, uow, part, NOW) is None
    uow.cases.put(replace(uow.cases.get("D1"), amount=Decimal("400.00")))
    assert "R1 has 600.00 open" in str(recheck(queued, uow, part, NOW))


@pytest.mark.parametrize("changed", [{"amount": None}, {"amount": Decimal("1000.00")}, {"invoices": ("R1", "R2")}])
def test_a_dispute_whose_part_is_not_known_holds_the_whole_item(changed: Any) -> None:
    uow = books(item("R1", LATE, "1000.00"))
    uow.cases.add(replace(case("D1", "R1", amount=Decimal("300.00")), **changed))
    assert documents(uow, standard=replace(STANDARD, dispute_holds=DisputeHold.PART)) == []


@pytest.mark.parametrize(
    ("state", "held"), [(MessageStatus.RECEIVED, True), (MessageStatus.REVIEW, True), (MessageStatus.DONE, False)]
)
def test_mail_that_nobody_has_worked_holds_where_the_policy_says_so(state: MessageStatus, held: bool) -> None:
    uow = books(item("R1", LATE))
    uow.messages.add(replace(message(), customer="K1", state=state))
    asking = desk(standard=replace(STANDARD, unread_mail_holds=True))
    assert holds_of(uow, asking, DAY) == ({"R1": Hold.UNREAD_MAIL} if held else {})
    assert holds_of(uow, desk(), DAY) == {}
