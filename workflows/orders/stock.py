"""What is free of an article: what the last count said less what was confirmed since; what nobody counts is free."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from workflows.ledger.money import ZERO
from workflows.orders.model import Order, OrderStatus, Stock
from workflows.ports import UnitOfWork

# Orders whose goods are set aside, delivered or not: the next count knows what left.
SET_ASIDE = (
    OrderStatus.CONFIRMED,
    OrderStatus.PARTLY_DELIVERED,
    OrderStatus.DELIVERED,
    OrderStatus.INVOICED,
)


@dataclass(frozen=True, slots=True)
class Availability:
    """What is there for one line, after the lines before it. `complete_on`: when all of it is; None: nobody knows."""

    free: Decimal
    is_short: bool
    complete_on: date | None


def reserve(uow: UnitOfWork, before: Order | None, after: Order) -> None:
    """Sets goods aside for a confirmed order, or gives them free again: the difference to what it was."""
    held, wanted = _set_aside(before), _set_aside(after)
    more = {sku: wanted.get(sku, ZERO) - held.get(sku, ZERO) for sku in wanted | held if sku}
    for row in _counted((sku for sku, quantity in more.items() if quantity), uow):
        uow.stock.put(replace(row, reserved=max(row.reserved + more[row.sku], ZERO)))


def of_lines(
    lines: Iterable[tuple[str, Decimal]], own: Order | None, uow: UnitOfWork, today: date
) -> tuple[Availability | None, ...]:
    """What is there for each (article, quantity), one after the other; None for an article that nobody counts.

    `own`: the order itself, if goods are set aside for it already.
    """
    lines = tuple(lines)
    rows = {row.sku: row for row in _counted((sku for sku, _ in lines), uow)}
    if not rows:
        return tuple(None for _ in lines)
    free = {sku: row.available - row.reserved for sku, row in rows.items()}
    for sku, quantity in _set_aside(own).items():
        if sku in free:
            free[sku] += quantity
    found: list[Availability | None] = []
    for sku, quantity in lines:
        row = rows.get(sku)
        if row is None:
            found.append(None)
            continue
        wanted = quantity if quantity.is_finite() else ZERO
        found.append(_available(row, free[sku], wanted, today))
        free[sku] -= wanted
    return tuple(found)


def _counted(skus: Iterable[str], uow: UnitOfWork) -> list[Stock]:
    """The counted ones of these articles, as they stand while nobody else sets any aside; others wait for nobody."""
    wanted = {sku for sku in skus if sku}
    rows = uow.stock.where(sku=tuple(sorted(wanted))) if wanted else []
    for row in rows:
        uow.lock(f"article:{row.sku}")
    return uow.stock.where(sku=tuple(row.sku for row in rows)) if rows else []


def _available(row: Stock, left: Decimal, wanted: Decimal, today: date) -> Availability:
    """`left`: below zero, what was promised already of what arrives."""
    free = max(left, ZERO)
    if wanted <= free:
        return Availability(free, is_short=False, complete_on=today)
    comes = row.next_arrival is not None and row.next_arrival >= today
    enough = not row.arriving or wanted <= left + row.arriving
    return Availability(free, is_short=True, complete_on=row.next_arrival if comes and enough else None)


def _set_aside(order: Order | None) -> dict[str, Decimal]:
    """Article -> quantity that an order holds."""
    held: dict[str, Decimal] = {}
    for line in order.lines if order is not None and order.state in SET_ASIDE else ():
        held[line.sku] = held.get(line.sku, ZERO) + line.quantity
    return held
