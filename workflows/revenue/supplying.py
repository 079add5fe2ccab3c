"""What is invoiced ahead is revenue when it is supplied: a delivery says so, or a person who notes a performance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from workflows import audit
from workflows.errors import BadDecision, Exceeds, NotFound
from workflows.ledger.money import ZERO, plain
from workflows.orders.model import Order
from workflows.ports import Desk, UnitOfWork
from workflows.revenue.booking import arrangement_of, book_earned
from workflows.revenue.model import Method, RevenueSchedule, source_of_line
from workflows.revenue.spreading import earned


def delivered(uow: UnitOfWork, desk: Desk, before: Order, after: Order, on: date) -> None:
    """Books what a delivery earned of what waited for it, the first invoice first; never before its invoice's day."""
    known = {line.position: line.delivered for line in before.lines}
    came: dict[tuple[str, str], Decimal] = {
        (source_of_line(after.number, line.position), line.sku): line.delivered - known[line.position]
        for line in after.lines
        if line.delivered > known[line.position]
    }
    _supply(uow, desk, came, on)


def _supply(uow: UnitOfWork, desk: Desk, came: Mapping[tuple[str, str], Decimal], on: date) -> None:
    left = dict(came)
    sources = tuple(dict.fromkeys(source for source, _ in came))
    waiting = uow.revenue_schedules.where(source=sources, done=False, method=Method.SUPPLY)
    for schedule in sorted(waiting, key=lambda one: (one.first_day, one.invoice, one.position)):
        key = (schedule.source, schedule.sku)
        put = min(left.get(key, ZERO), schedule.quantity - schedule.supplied)
        if put > 0:
            left[key] -= put
            _book(uow, desk, schedule, schedule.supplied + put, max(on, schedule.first_day))


def perform(
    uow: UnitOfWork, desk: Desk, now: datetime, *, schedule: str, supplied: Decimal, on: date, actor: str
) -> Decimal:
    """A person notes what of an element was performed or handed over so far: what that earns, below zero where the
    estimate was too high.

    Raises NotFound, Exceeds for more than was promised or a day to come, BadDecision for a day before there was a
    contract (IFRS 15.9) and for what other records say: an order's deliveries, or the days of a period.
    """
    kept = uow.revenue_schedules.get(schedule)
    if kept is None:
        raise NotFound("revenue schedule", schedule)
    if kept.method is not Method.SUPPLY or not (kept.arrangement and kept.stand_alone):
        raise BadDecision(f"{schedule} is not earned by what a person notes")
    if _is_delivered(uow, kept):
        raise BadDecision(f"{schedule} is earned by the deliveries of {kept.source}: import them")
    if not ZERO <= supplied <= kept.quantity:
        raise Exceeds(f"performance of {schedule}", f"{supplied:f}", f"{kept.quantity:f}")
    if on > now.date():
        raise Exceeds(f"performance of {schedule}", on.isoformat(), now.date().isoformat())
    begun = min(kept.first_day, arrangement_of(uow, kept.arrangement).made_on)
    if on < begun:
        raise BadDecision(f"{schedule}: {on} lies before {begun}, when there was no contract yet")
    gained = _book(uow, desk, kept, supplied, on)
    audit.note(
        uow,
        now,
        actor=actor,
        action="revenue.performed",
        subject=schedule,
        supplied=[f"{kept.supplied:f}", f"{supplied:f}"],
        of=f"{kept.quantity:f}",
        earned=plain(gained, kept.currency),
        on=on,
    )
    return gained


def _is_delivered(uow: UnitOfWork, schedule: RevenueSchedule) -> bool:
    """Whether an order's deliveries bring it: an article of that line."""
    number = schedule.source.rpartition("/")[0]
    order = uow.orders.get(number)
    lines = order.lines if order is not None else ()
    return any((source_of_line(number, one.position), one.sku) == (schedule.source, schedule.sku) for one in lines)


def _book(uow: UnitOfWork, desk: Desk, schedule: RevenueSchedule, supplied: Decimal, on: date) -> Decimal:
    further = replace(schedule, supplied=supplied)
    now_earned = earned(further, on)
    uow.revenue_schedules.put(replace(further, recognised=now_earned, done=supplied >= schedule.quantity))
    gained = now_earned - schedule.recognised
    book_earned(uow, desk, schedule, gained, document=schedule.invoice, on=on)
    return gained
