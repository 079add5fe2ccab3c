"""A new version of an order ("4711 rev 2") is a change of the first one, never an order beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from nlp import reading
from workflows.audit import note
from workflows.commands import ChangeOrder, PlaceOrder
from workflows.ledger.money import ZERO
from workflows.orders import answers, changing, placing
from workflows.orders.duplicate_rules import normal_po, revision, version_of
from workflows.orders.findings import Finding, Outcome
from workflows.orders.known import EarlierOrder
from workflows.orders.lifecycle import ENDED, WAITING, step
from workflows.orders.model import Deviation, Order, OrderEvent
from workflows.ports import Desk, UnitOfWork

# What the rules of an order say of a version as a whole, and those of a change do not.
OF_THE_WHOLE = frozenset({Finding.TOTAL, Finding.TAX_UNCLEAR, Finding.BELOW_MINIMUM, Finding.EXPORT_COUNTRY})


def review_reasons(command: PlaceOrder, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[Deviation, ...]:
    """Why a person must see an order first; of a version that may be taken alone, what stands against it."""
    amended = _amended(command, uow) if _taken_alone(desk) else None
    if amended is None:
        return placing.review_reasons(command, uow, desk, now)
    against = changing.change_obstacles(_as_change(command, amended), uow, desk, now)
    return (*_of_the_whole(command, amended, uow, desk, now), *against)


def place(command: PlaceOrder, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """Places an order, or makes its first version what the new one says.

    The latter where a person released it, or where the desk lets such changes be made alone. Raises NotAllowed where
    the first version cannot be changed any more. The same message changes it once.
    """
    changed = _changed_before(command, uow)
    if changed is not None:
        return (changed.number,)
    waits = placing.placed_before(command, uow) if command.release else None
    if waits is not None and waits.state in WAITING:
        actor, call_back = command.source.actor, command.call_back
        return release(uow, desk, now, order=waits.number, actor=actor, call_back=call_back)
    amended = _amended(command, uow) if command.release or _taken_alone(desk) else None
    if amended is None:
        return placing.place(command, uow, desk, now)
    return _changed(command, amended, uow, desk, now)


def release(
    uow: UnitOfWork,
    desk: Desk,
    now: datetime,
    *,
    order: str,
    actor: str,
    lines: tuple[reading.OrderLine, ...] = (),
    call_back: str = "",
    delivery_country: str = "",
) -> tuple[str, ...]:
    """A person accepts a held order; a held new version changes the first one, and ends without a word of its own.

    Raises what `placing.release` and `changing.change` raise.
    """
    held, customer = placing.locked(uow, order)
    first = _first_of(held.po_number, held.customer, uow, apart_from=order) if held.state in WAITING else None
    if first is None:
        return placing.release(
            uow,
            desk,
            now,
            order=order,
            actor=actor,
            lines=lines,
            call_back=call_back,
            delivery_country=delivery_country,
        )
    command = PlaceOrder(
        answers.source_of(held, customer, desk, actor),
        held.customer,
        placing.as_read(held, lines or placing.lines_as_read(held)),
        release=True,
        delivery_address=held.delivery_address,
        call_back=call_back,
        delivery_country=delivery_country or held.delivery_country,
    )
    uow.orders.put(replace(held, state=step(held.state, OrderEvent.CANCELLED)))
    note(
        uow,
        now,
        actor=actor,
        action="order.taken_as_version",
        subject=order,
        message_id=held.message_id,
        of=first.number,
    )
    return _changed(command, first, uow, desk, now)


def _changed(command: PlaceOrder, first: Order, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    made = changing.change(_as_change(command, first), uow, desk, now)
    after = uow.orders.get(first.number) or first
    uow.orders.put(replace(after, po_number=command.order.po_number or after.po_number))
    return made


def _taken_alone(desk: Desk) -> bool:
    return desk.orders.outcomes.get(Finding.AMENDS_PO) is Outcome.AUTO


def _of_the_whole(
    command: PlaceOrder, amended: Order, uow: UnitOfWork, desk: Desk, now: datetime
) -> Iterator[Deviation]:
    """What speaks against a version as a whole: its lines take the place of all that were confirmed, so one that was
    not read, or an order of something else under a like number, must not pass."""
    number, currency = command.order.po_number or "", command.order.currency or amended.currency
    if currency != amended.currency:
        yield Deviation(Finding.CURRENCY.value, 0, currency, amended.currency, blocking=True)
    if {line.sku for line in command.order.lines}.isdisjoint(line.sku for line in amended.lines):
        yield Deviation(Finding.AMENDS_PO.value, 0, number, amended.number, blocking=True)
    found = placing.deviations_of(command, uow, desk, now)
    yield from (row for row in found if row.blocking and row.code in OF_THE_WHOLE)


def _amended(command: PlaceOrder, uow: UnitOfWork) -> Order | None:
    return _first_of(command.order.po_number or "", command.customer, uow)


def _first_of(number: str, customer: str, uow: UnitOfWork, *, apart_from: str = "") -> Order | None:
    """The living order that this number is a newer version of; None for one that was there before, or an older one."""
    if not revision(number):
        return None
    rows = uow.orders.columns("number", "po_number", "order_date", "state", customer=customer)
    living = [EarlierOrder(row[0], row[1], row[2]) for row in rows if row[3] not in ENDED and row[0] != apart_from]
    known = {normal_po(row.po_number) for row in living if row.po_number}
    first = version_of(number, living)
    if first is None or normal_po(number) in known or revision(number) <= revision(first.po_number):
        return None
    return uow.orders.get(first.number)


def _changed_before(command: PlaceOrder, uow: UnitOfWork) -> Order | None:
    """The order that this very message made what it is: a replay repeats no effect."""
    number = command.order.po_number or ""
    if not revision(number) or not command.source.message_id:
        return None
    for order in uow.orders.where(customer=command.customer, po_number=number):
        if answers.changed_by(order, command.source, uow):
            return order
    return None


def _as_change(command: PlaceOrder, amended: Order) -> ChangeOrder:
    """What the new version changes: every line as it says, and without those that it has no more."""
    named = {line.sku for line in command.order.lines}
    gone = tuple(reading.OrderLine(line.sku, line.description, ZERO) for line in amended.lines if line.sku not in named)
    change = reading.OrderChange(
        po_number=amended.number,
        action=reading.ChangeAction.CHANGE,
        lines=command.order.lines + gone,
        requested_date=command.order.requested_date,
    )
    return ChangeOrder(
        command.source,
        command.customer,
        change,
        release=command.release,
        delivery_address=command.delivery_address,
        call_back=command.call_back,
        delivery_country=command.delivery_country,
    )
