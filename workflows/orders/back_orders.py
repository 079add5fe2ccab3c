"""What is not delivered yet: a person confirms when it comes, or lets go of it; the customer reads either."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from workflows import audit
from workflows.errors import Exceeds, NotAllowed, NotFound
from workflows.invoicing.deposited import deposits_of, left_of
from workflows.ledger.money import ZERO, rounded
from workflows.orders import answers
from workflows.orders.lifecycle import step
from workflows.orders.model import Order, OrderEvent, OrderStatus
from workflows.orders.placing import locked
from workflows.orders.stock import reserve
from workflows.ports import Desk, UnitOfWork

OPEN = (OrderStatus.CONFIRMED, OrderStatus.PARTLY_DELIVERED, OrderStatus.INVOICED)


def confirm_dates(
    uow: UnitOfWork, desk: Desk, now: datetime, *, order: str, days: Mapping[int, date | None], actor: str
) -> tuple[str, ...]:
    """When the open lines of an order are to be delivered (position -> day; None: not known any more).

    Raises NotFound for a line that is not open, Exceeds for a day that is over, NotAllowed where nothing changes.
    """
    found, customer = locked(uow, order)
    lines = {line.position: line for line in found.lines if line.open > 0 and found.state in OPEN}
    for position, day in days.items():
        if position not in lines:
            raise NotFound("open line", f"{order}/{position}")
        if day is not None and day < now.date():
            raise Exceeds(f"delivery date of {order} line {position}", day.isoformat(), now.date().isoformat())
    dated = tuple(replace(line, confirmed_date=days.get(line.position, line.confirmed_date)) for line in found.lines)
    if dated == found.lines:
        raise NotAllowed(actor, f"confirm dates of {order}", "they are confirmed like this already")
    after = replace(found, lines=dated)
    uow.orders.put(after)
    answers.tell_dates(uow, desk, now, after, customer, actor)
    audit.note(
        uow,
        now,
        actor=actor,
        action="order.dates_confirmed",
        subject=order,
        dates={str(position): day.isoformat() if day else "" for position, day in days.items()},
    )
    return (order,)


def cancel_rest(uow: UnitOfWork, desk: Desk, now: datetime, *, order: str, actor: str) -> tuple[str, ...]:
    """A partly delivered order ends with what was delivered of it; the customer reads what it is now.

    Raises IllegalTransition for any other order, NotAllowed while a deposit of it is not credited.
    """
    found, customer = locked(uow, order)
    after = without_rest(found)
    kept = uncredited_deposits(uow, order)
    if kept:
        raise NotAllowed(actor, f"end {order}", f"its deposits are not credited: {', '.join(kept)}")
    uow.orders.put(after)
    reserve(uow, found, after)
    source = answers.source_of(after, customer, desk, actor)
    answers.tell_change(uow, desk, now, found, after, customer, source, ())
    audit.note(uow, now, actor=actor, action="order.rest_cancelled", subject=order, total=f"{after.total:f}")
    return (order,)


def without_rest(order: Order) -> Order:
    """What is left of a partly delivered order when nothing more of it comes. Raises IllegalTransition for others."""
    state = step(order.state, OrderEvent.REST_CANCELLED)
    lines = tuple(
        replace(line, quantity=line.delivered, net=rounded(line.delivered * line.unit_price, order.currency))
        for line in order.lines
        if line.delivered
    )
    if all(line.invoiced == line.quantity for line in lines):
        state = step(state, OrderEvent.INVOICED)
    return replace(order, lines=lines, total=sum((line.net for line in lines), ZERO), state=state)


def uncredited_deposits(uow: UnitOfWork, order: str) -> list[str]:
    """Deposits that would be kept for goods that never come."""
    return [deposit.number for deposit in deposits_of(uow, order) if any(left_of(uow, deposit).values())]
