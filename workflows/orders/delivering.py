"""What was delivered is noted once and, where the company invoices deliveries, invoiced once per order and day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from workflows import audit
from workflows.commands import DeliverGoods
from workflows.errors import Contradicts, Exceeds, NotFound
from workflows.invoicing.issuing import issue_invoice
from workflows.ledger.money import ZERO
from workflows.orders.lifecycle import step
from workflows.orders.model import Delivery, Order, OrderEvent, OrderLine, OrderStatus
from workflows.orders.placing import locked
from workflows.ports import Desk, UnitOfWork
from workflows.revenue.supplying import delivered as revenue_of_delivery

ON_DELIVERY = "delivery"  # of Company.invoice_on


def deliver(command: DeliverGoods, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """One delivery of one article; see `deliver_all`."""
    return deliver_all((command,), uow, desk, now)


def deliver_all(commands: Sequence[DeliverGoods], uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """Books deliveries, all or none; ids of the new deliveries and invoices.

    A row is known by order, date, article and its place among equal ones: given again it changes nothing, with
    another quantity it raises Contradicts. Raises NotFound (order, article not in it), Exceeds (more than ordered, a
    day to come), IllegalTransition (an order that is held or ended).
    """
    places: Counter[tuple[str, date, str]] = Counter()
    groups: dict[tuple[str, date], list[Delivery]] = {}
    for command in commands:
        key = (command.order, command.date, command.sku)
        places[key] += 1
        delivery = Delivery(
            id=f"{command.order}|{command.date.isoformat()}|{command.sku}|{places[key]}",
            order=command.order,
            date=command.date,
            sku=command.sku,
            quantity=_quantity(command),
        )
        if _is_new(uow, delivery):
            groups.setdefault((command.order, command.date), []).append(delivery)
    made: list[str] = []
    for (order, day), deliveries in groups.items():
        made += _deliver_day(uow, desk, now, order, day, deliveries)
    return tuple(made)


def _quantity(command: DeliverGoods) -> Decimal:
    try:
        quantity = Decimal(command.quantity)
    except InvalidOperation:
        quantity = ZERO
    if not (quantity.is_finite() and quantity > 0):
        raise Exceeds(f"delivery of {command.sku} for {command.order}", command.quantity, "a quantity above zero")
    return quantity


def _is_new(uow: UnitOfWork, delivery: Delivery) -> bool:
    kept = uow.deliveries.get(delivery.id)
    if kept is not None and kept.quantity != delivery.quantity:
        raise Contradicts("delivery", delivery.id, "quantity", f"{kept.quantity:f}", f"{delivery.quantity:f}")
    return kept is None


def _deliver_day(
    uow: UnitOfWork, desk: Desk, now: datetime, number: str, day: date, deliveries: Sequence[Delivery]
) -> list[str]:
    before, _ = locked(uow, number)
    order = before
    if day > now.date():
        raise Exceeds(f"delivery date for {number}", day.isoformat(), now.date().isoformat())
    for delivery in deliveries:
        order = _with_delivery(order, delivery)
        uow.deliveries.add(delivery)
    complete = all(line.delivered == line.quantity for line in order.lines)
    order = replace(order, state=step(order.state, OrderEvent.DELIVERED if complete else OrderEvent.PARTLY_DELIVERED))
    uow.orders.put(order)
    revenue_of_delivery(uow, desk, before, order, day)
    audit.note(
        uow,
        now,
        actor="o2cbot",
        action="order.delivered",
        subject=number,
        date=day,
        goods=[[delivery.sku, f"{delivery.quantity:f}"] for delivery in deliveries],
    )
    return [delivery.id for delivery in deliveries] + _invoice(uow, desk, now, order, day)


def _with_delivery(order: Order, delivery: Delivery) -> Order:
    """The order with the goods put on its lines of that article, first line first."""
    own = [line for line in order.lines if line.sku == delivery.sku]
    if not own:
        raise NotFound("article of order", f"{order.number}/{delivery.sku}")
    left = sum((line.quantity - line.delivered for line in own), ZERO)
    if delivery.quantity > left:
        raise Exceeds(f"delivery of {delivery.sku} for {order.number}", f"{delivery.quantity:f}", f"{left:f}")
    rest = delivery.quantity
    lines: list[OrderLine] = []
    for line in order.lines:
        put = min(rest, line.quantity - line.delivered) if line.sku == delivery.sku else ZERO
        lines.append(replace(line, delivered=line.delivered + put))
        rest -= put
    return replace(order, lines=tuple(lines))


def _invoice(uow: UnitOfWork, desk: Desk, now: datetime, order: Order, day: date) -> list[str]:
    """Invoices what is delivered and not invoiced; the wholly delivered order is then invoiced."""
    due = [(line.position, line.delivered - line.invoiced) for line in order.lines if line.delivered > line.invoiced]
    if desk.company(order.company).invoice_on != ON_DELIVERY or not due:
        return []
    invoice = issue_invoice(uow, desk, now, order=order, lines=due, delivery_date=day)
    after = uow.orders.get(order.number) or order
    if after.state is OrderStatus.DELIVERED and all(line.invoiced == line.quantity for line in after.lines):
        uow.orders.put(replace(after, state=step(after.state, OrderEvent.INVOICED)))
    return [invoice.number]
