"""A deadline that passes is noticed: a reminder, then the next level, one step at a time and one a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from workflows.audit import note
from workflows.business_hours import WorkingTime
from workflows.disputes.model import Case, CaseEvent, CaseStatus
from workflows.disputes.policy import working_time
from workflows.disputes.rules import DEFAULT, OWNER, Step
from workflows.disputes.telling import ABOUT_INVOICES, BOT, Occasion, tell_owner, with_note
from workflows.ports import Desk, UnitOfWork

STEPS = frozenset({CaseEvent.REMINDED.value, CaseEvent.ESCALATED.value})


def next_step(case: Case, steps: tuple[Step, ...], work: WorkingTime, now: datetime) -> Step | None:
    """The one step that is due; None while the customer is asked, before its time, and on a day that had one.

    After an outage of days a case takes one step a day, never several at once.
    """
    if case.state is not CaseStatus.OPEN or case.due is None or case.level >= len(steps):
        return None
    today = work.day_of(now)
    if any(said.event in STEPS and work.day_of(said.at) == today for said in case.notes):
        return None
    step = steps[case.level]
    due_at = case.due_at or work.closing(case.due)
    return step if now >= work.after(due_at, step.after_hours * 60) and now >= due_at else None


def chase(uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """Reminds and hands on every case about invoices whose time is over: their ids."""
    chased = []
    for case in uow.cases.where(kind=ABOUT_INVOICES, state=CaseStatus.OPEN):
        company = desk.companies.get(case.company)
        step = next_step(case, desk.disputes.steps, working_time(company, desk), now) if company else None
        if step is not None:
            _take(case, step, uow, desk, now)
            chased.append(case.id)
    return tuple(chased)


def _take(case: Case, step: Step, uow: UnitOfWork, desk: Desk, now: datetime) -> None:
    escalation = desk.company(case.company).escalation
    owner = case.owner if step.to == OWNER else escalation.get(step.to) or escalation[DEFAULT]
    same = owner == case.owner
    event = CaseEvent.REMINDED if same else CaseEvent.ESCALATED
    handed = replace(with_note(case, event, BOT, "", now), level=case.level + 1, owner=owner)
    uow.cases.put(handed)
    occasion = Occasion.REMINDER if same else Occasion.NEXT_LEVEL
    tell_owner(handed, uow, desk, now, source=None, occasion=occasion)
    note(uow, now, actor=BOT, action=f"case_{event.value}", subject=case.id, owner=owner, level=handed.level)
