"""Deferred revenue becomes revenue as its days pass: a posting that, repeated, changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from workflows import audit
from workflows.errors import BadDecision, Exceeds, NotFound
from workflows.ledger.money import plain
from workflows.ports import Desk, UnitOfWork
from workflows.revenue.booking import book_earned
from workflows.revenue.model import OVER_TIME, RevenueSchedule
from workflows.revenue.spreading import earned


@dataclass(frozen=True, slots=True)
class Recognition:
    """What a run recognises of a schedule, and what of it stays deferred; below zero after a later end."""

    schedule: RevenueSchedule
    amount: Decimal
    remaining: Decimal


def due(uow: UnitOfWork, until: date, schedules: Sequence[str]) -> list[Recognition]:
    """What a run would book of these schedules; those that are booked up to a later day are left alone."""
    found = []
    for schedule in uow.revenue_schedules.where(id=tuple(schedules), done=False, method=OVER_TIME):
        if schedule.first_day > until or (schedule.recognised_until or date.min) > until:
            continue
        amount = earned(schedule, until) - schedule.recognised
        found.append(Recognition(schedule, amount, schedule.remaining - amount))
    return found


def recognise(
    uow: UnitOfWork, desk: Desk, now: datetime, *, until: date, schedules: Sequence[str]
) -> list[Recognition]:
    """Books what these schedules earned by the end of a day, on that day. Raises Exceeds for a day to come.

    Nothing is recognised before its period begins, and never more than was deferred.
    """
    if until > now.date():
        raise Exceeds("recognition until", until.isoformat(), now.date().isoformat())
    uow.lock("revenue")
    found = due(uow, until, schedules)
    for one in found:
        after = replace(
            one.schedule,
            recognised=one.schedule.recognised + one.amount,
            recognised_until=until,
            done=until >= one.schedule.last_day,
        )
        uow.revenue_schedules.put(after)
        book_earned(uow, desk, one.schedule, one.amount, document=one.schedule.invoice, on=until)
    return found


def revise(uow: UnitOfWork, now: datetime, *, schedule: str, last_day: date, actor: str, reason: str) -> None:
    """A new estimate of when a service ends: the next recognition books the difference, in its own period.

    IAS 8.36 and IFRS 15.21 (b). Raises NotFound, Exceeds for an end before the begin, and BadDecision for what no days
    earn, or a modification has ended.
    """
    kept = uow.revenue_schedules.get(schedule)
    if kept is None:
        raise NotFound("revenue schedule", schedule)
    if kept.method not in OVER_TIME or (kept.arrangement and not kept.stand_alone):
        raise BadDecision(f"{schedule} is not earned by days to come")
    if last_day < kept.first_day:
        raise Exceeds(f"end of {schedule}", last_day.isoformat(), kept.first_day.isoformat())
    uow.revenue_schedules.put(replace(kept, last_day=last_day, done=False))
    audit.note(
        uow,
        now,
        actor=actor,
        action="revenue.revised",
        subject=schedule,
        last_day=[kept.last_day.isoformat(), last_day.isoformat()],
        recognised=plain(kept.recognised, kept.currency),
        reason=reason,
    )
