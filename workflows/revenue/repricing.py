"""Another price of an arrangement counts from its beginning: shares, and what is earned of them, follow at once.

IFRS 15.21 (b) and 15.87-90: on the basis of the inception, in the period of the change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from workflows.invoicing.model import Invoice, InvoiceLine
from workflows.ledger.money import ZERO
from workflows.ports import Desk, UnitOfWork
from workflows.revenue.allocating import allocate
from workflows.revenue.booking import book_earned
from workflows.revenue.model import Arrangement, Credited, Method, RevenueSchedule
from workflows.revenue.spreading import earned


def standing(uow: UnitOfWork, arrangement: str) -> list[RevenueSchedule]:
    """The elements of an arrangement that no modification has ended, done or not."""
    return [one for one in elements_of(uow, arrangement) if one.stand_alone]


def elements_of(uow: UnitOfWork, arrangement: str) -> list[RevenueSchedule]:
    """In order of their numbers."""
    return sorted(uow.revenue_schedules.where(arrangement=arrangement), key=lambda one: one.position)


def reprice(
    uow: UnitOfWork, desk: Desk, arrangement: Arrangement, price: Decimal, *, on: date, document: str
) -> Decimal:
    """Shares a price over the standing elements as the old one was, and books what that changes: that amount.

    Where credits leave less than earlier modifications closed, what was closed shrinks with the rest. Raises Exceeds
    for a price below zero.
    """
    every = elements_of(uow, arrangement.id)
    elements = [one for one in every if one.stand_alone]
    closed = sum((one.amount for one in every if not one.stand_alone), ZERO)
    if price < closed or not elements:
        elements, closed = every, ZERO
    uow.arrangements.put(replace(arrangement, price=price))
    weights = [one.amount for one in elements]
    if not any(weights):
        weights = [one.stand_alone for one in elements]
    changed = ZERO
    for one, part in zip(elements, allocate(price - closed, weights, arrangement.currency), strict=True):
        changed += settle(uow, desk, replace(one, amount=part), on=on, document=document)
    return changed


def settle(uow: UnitOfWork, desk: Desk, element: RevenueSchedule, *, on: date, document: str) -> Decimal:
    """Keeps a changed element with what it has earned by now, and books the difference: that amount."""
    by_supply = element.method is Method.SUPPLY
    until = on if by_supply else element.recognised_until
    now_earned = earned(element, until) if until is not None else ZERO
    over = element.supplied >= element.quantity if by_supply else until is not None and until >= element.last_day
    difference = now_earned - element.recognised
    uow.revenue_schedules.put(replace(element, recognised=now_earned, done=over or not element.amount))
    book_earned(uow, desk, element, difference, document=document, on=on)
    return difference


def credited_element(
    uow: UnitOfWork, desk: Desk, note: Invoice, arrangement: Arrangement, line: InvoiceLine, credited: Credited
) -> None:
    """Of pieces that came back, or will not be supplied, elements are smaller, and their shares of the price with them.

    What came back lessens first what was supplied, the last first, also what a modification ended; the rest of it, and
    what will not come, lessens what is still promised.
    """
    if credited is Credited.PRICE:
        return
    own = [
        one
        for one in elements_of(uow, arrangement.id)
        if (one.source, one.sku, one.method) == (line.source, line.sku, Method.SUPPLY)
    ]
    left = line.quantity
    if credited is Credited.RETURNED:
        left = _fewer(uow, desk, note, own[::-1], left, credited)
    left = _fewer(uow, desk, note, [one for one in own if one.stand_alone], left, Credited.NOT_SUPPLIED)
    _fewer(uow, desk, note, [one for one in own[::-1] if not one.stand_alone], left, Credited.NOT_SUPPLIED)


def _fewer(
    uow: UnitOfWork, desk: Desk, note: Invoice, elements: Sequence[RevenueSchedule], pieces: Decimal, way: Credited
) -> Decimal:
    """Takes pieces off elements, one after the other: how many are left to take. An ended one is booked at once."""
    for each in elements:
        one = uow.revenue_schedules.get(each.id) or each
        part = min(pieces, one.supplied if way is Credited.RETURNED else one.quantity)
        if part <= 0:
            continue
        pieces -= part
        fewer = without(one, part, way)
        share = allocate(one.amount, [fewer.quantity, part], one.currency)[0]
        if one.stand_alone:
            uow.revenue_schedules.put(replace(fewer, amount=share))
        else:
            settle(uow, desk, replace(fewer, amount=share), on=note.issue_date, document=note.number)
    return pieces


def without(schedule: RevenueSchedule, pieces: Decimal, credited: Credited) -> RevenueSchedule:
    """The schedule with so many pieces less: that came back, or that will not be supplied."""
    quantity = max(schedule.quantity - pieces, ZERO)
    kept = schedule.supplied - pieces if credited is Credited.RETURNED else schedule.supplied
    return replace(schedule, quantity=quantity, supplied=min(max(kept, ZERO), quantity))
