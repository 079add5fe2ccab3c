"""A new version of an order ("4711 rev 2") is a change of the first one, never an order beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from nlp import reading
from workflows.commands import ChangeOrder, PlaceOrder
from workflows.ledger.money import ZERO
from workflows.orders import changing, placing
from workflows.orders.duplicate_rules import normal_po, revision, version_of
from workflows.orders.findings import Finding, Outcome
from workflows.orders.known import EarlierOrder
from workflows.orders.lifecycle import ENDED
from workflows.orders.model import Deviation, Order
from workflows.ports import Desk, UnitOfWork


def review_reasons(command: PlaceOrder, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[Deviation, ...]:
    """Why a person must see an order first; of a version that may be taken alone, what stands against it."""
    amended = _amended(command, uow) if _taken_alone(desk) else None
    if amended is None:
        return placing.review_reasons(command, uow, desk, now)
    return changing.change_obstacles(_as_change(command, amended), uow, desk, now)


def place(command: PlaceOrder, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """Places an order, or makes its first version what the new one says.

    The latter where a person released it, or where the desk lets such changes be made alone. Raises NotAllowed where
    the first version cannot be changed any more.
    """
    amended = _amended(command, uow) if command.release or _taken_alone(desk) else None
    if amended is None:
        return placing.place(command, uow, desk, now)
    made = changing.change(_as_change(command, amended), uow, desk, now)
    after = uow.orders.get(amended.number) or amended
    uow.orders.put(replace(after, po_number=command.order.po_number or after.po_number))
    return made


def _taken_alone(desk: Desk) -> bool:
    return desk.orders.outcomes.get(Finding.AMENDS_PO) is Outcome.AUTO


def _amended(command: PlaceOrder, uow: UnitOfWork) -> Order | None:
    """The living order that this is a newer version of; None for a number that was there before, or an older one."""
    number = command.order.po_number
    if number is None or not revision(number):
        return None
    rows = uow.orders.columns("number", "po_number", "order_date", "state", customer=command.customer)
    living = [EarlierOrder(row[0], row[1], row[2]) for row in rows if row[3] not in ENDED]
    known = {normal_po(row.po_number) for row in living if row.po_number}
    first = version_of(number, living)
    if first is None or normal_po(number) in known or revision(number) <= revision(first.po_number):
        return None
    return uow.orders.get(first.number)


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
    )
