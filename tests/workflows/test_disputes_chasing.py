"""A deadline that passes brings a reminder, then the next level: one step a day, none while the customer is asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from tests.fakes import FakeUnitOfWork
from tests.workflows.mail_desk import NOW, books, company, desk, dispute, source
from workflows.commands import CaseAction, NoteReply, RaiseDispute
from workflows.dispatch import act_on_case
from workflows.disputes.chasing import chase
from workflows.disputes.handlers import note_reply, raise_dispute
from workflows.disputes.model import Case
from workflows.ports import Desk

WEEK = timedelta(days=7)
BOSS = "boss@nordwerk.example"


def managed() -> Desk:
    return replace(
        desk(), companies={"DE10": replace(company(), escalation={**company().escalation, "management": BOSS})}
    )


def disputed() -> tuple[FakeUnitOfWork, str]:
    uow = books()
    (case,) = raise_dispute(RaiseDispute(source(), "K1", dispute("R-1")), uow, desk(), NOW)
    return uow, case


def found(uow: FakeUnitOfWork, case: str) -> Case:
    kept = uow.cases.get(case)
    assert kept is not None
    return kept


def occasions(uow: FakeUnitOfWork) -> list[str]:
    letters = sorted(uow.letters.where(template="escalation"), key=lambda letter: letter.created_at)
    return [letter.facts.partition('"occasion": "')[2].partition('"')[0] for letter in letters]


def test_nothing_happens_before_the_deadline() -> None:
    uow, case = disputed()
    due_at = found(uow, case).due_at
    assert due_at is not None and due_at - NOW == WEEK  # forty hours of five days
    assert chase(uow, desk(), due_at - timedelta(minutes=1)) == ()
    assert chase(uow, desk(), due_at) == (case,)


def test_after_the_deadline_comes_a_reminder_then_the_lead_then_the_management() -> None:
    uow, case = disputed()
    owners, moment = [], NOW + WEEK
    for _ in range(10):
        chase(uow, managed(), moment)
        owners.append(found(uow, case).owner)
        moment += timedelta(days=1)
    assert owners == [
        "sales@nordwerk.example", "lead@nordwerk.example", "lead@nordwerk.example",
        *[BOSS] * 7,
    ]  # fmt: skip
    assert occasions(uow) == ["new", "reminder", "next_level", "next_level", "reminder"]


def test_after_an_outage_it_takes_one_step_and_not_all_at_once() -> None:
    uow, case = disputed()
    late = NOW + 10 * WEEK
    assert chase(uow, managed(), late) == (case,)
    assert chase(uow, managed(), late) == ()
    assert found(uow, case).level == 1


def test_time_stands_still_while_the_customer_is_asked() -> None:
    uow, case = disputed()
    act_on_case(CaseAction(case, "ask", "ada", text="Which pallet?"), uow, desk(), NOW + timedelta(hours=1))
    assert found(uow, case).minutes_left == 39 * 60
    assert chase(uow, desk(), NOW + 3 * WEEK) == ()
    answered = datetime(2026, 3, 9, 9, tzinfo=NOW.tzinfo)
    note_reply(NoteReply(source(message_id="<m2@x>"), case, "The first one."), uow, desk(), answered)
    heard = found(uow, case)
    assert heard.due_at == datetime(2026, 3, 13, 16, tzinfo=NOW.tzinfo)
    assert (heard.due, heard.minutes_left) == (datetime(2026, 3, 13).date(), 0)


def test_a_closed_case_is_chased_no_more() -> None:
    uow, case = disputed()
    act_on_case(CaseAction(case, "reject", "ada", text="as agreed"), uow, desk(), NOW)
    assert chase(uow, desk(), NOW + 9 * WEEK) == ()
