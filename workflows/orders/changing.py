"""A confirmed order changes alone only while nothing of it is delivered or invoiced and the change is certain."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from nlp import reading
from workflows import audit
from workflows.catalogue import Product
from workflows.commands import ChangeOrder
from workflows.customers import Customer
from workflows.errors import NotAllowed
from workflows.ledger.money import ZERO, rounded
from workflows.orders import answers, line_rules, policy
from workflows.orders.back_orders import uncredited_deposits, without_rest
from workflows.orders.facts import gather
from workflows.orders.findings import Finding
from workflows.orders.known import LineFacts, OrderFacts
from workflows.orders.lifecycle import ENDED, WAITING, step
from workflows.orders.model import Deviation, Order, OrderEvent, OrderLine, OrderStatus
from workflows.orders.placing import abroad, as_read, confirmed_day, find_customer
from workflows.orders.stock import reserve
from workflows.orders.units import weighed
from workflows.places import is_known
from workflows.ports import Desk, UnitOfWork
from workflows.pricing import Quote, quote


class Obstacle(StrEnum):
    """Codes of what stands against a change, besides the findings of orders."""

    NO_ORDER_NAMED = "no_order_named"
    ORDER_UNKNOWN = "order_unknown"
    ORDER_AMBIGUOUS = "order_ambiguous"
    ORDER_STATE = "order_state"
    ORDER_WAITS = "order_waits"
    REST_ONLY = "rest_only"
    DEPOSIT_INVOICED = "deposit_invoiced"
    LINE_AMBIGUOUS = "line_ambiguous"
    PARTIAL_CANCELLATION = "partial_cancellation"
    NOTHING_TO_CHANGE = "nothing_to_change"
    NOTHING_LEFT = "nothing_left"
    PRICE_RISES = "price_rises"
    NEW_PLACE = "new_place"


# What a person may wave through; everything else must be cleared up first.
ACCEPTABLE = frozenset(
    {
        Obstacle.PRICE_RISES,
        Obstacle.ORDER_WAITS,
        Obstacle.REST_ONLY,
        Finding.PRICE_LOWER,
        Finding.PRICE_BREAK,
        Finding.PRICE_OUTDATED,
        Finding.PRICE_FAR_ABOVE,
        Finding.PACK_SIZE,
        Finding.LEAST_QUANTITY,
        Finding.NO_STOCK,
        Finding.EXPORT_ARTICLE,
        Finding.EXPORT_LICENCE,
        Finding.CREDIT_LIMIT,
        Finding.CREDIT_UNKNOWN,
        Finding.CREDIT_HOLD,
        Finding.INSOLVENCY,
        Finding.REQUESTED_IN_THE_PAST,
    }
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a change comes to: the order before and after, and what stands against it."""

    before: Order | None
    after: Order | None
    deviations: tuple[Deviation, ...]


def change_obstacles(command: ChangeOrder, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[Deviation, ...]:
    """Why a person must see the change first; () if it may be made as it is. Changes nothing."""
    plan = _plan(command, uow, desk, now)
    return tuple(deviation for deviation in plan.deviations if deviation.blocking)


def change(command: ChangeOrder, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """Makes the change and tells the customer. Raises NotAllowed while something stands against it.

    Whoever acts alone asks `change_obstacles` first; a person's release passes over what is in `ACCEPTABLE`.
    """
    uow.lock(f"customer:{command.customer}")
    plan = _plan(command, uow, desk, now)
    acceptable = _acceptable(command)
    against = [found for found in plan.deviations if found.blocking and found.code not in acceptable]
    if against or plan.before is None or plan.after is None:
        told = ", ".join(f"{found.code} {found.asked} {found.ours}".strip() for found in against)
        raise NotAllowed(command.source.actor, f"change order {command.change.po_number or ''}".strip(), told)
    customer = find_customer(uow, command.customer)
    uow.orders.put(plan.after)
    reserve(uow, plan.before, plan.after)
    if plan.after.state is OrderStatus.CANCELLED:
        answers.tell_cancellation(uow, desk, now, plan.after, customer, command.source)
    else:
        answers.tell_change(uow, desk, now, plan.before, plan.after, customer, command.source, plan.deviations)
    audit.note(
        uow,
        now,
        actor=command.source.actor,
        action=f"order.{'cancelled' if plan.after.state is OrderStatus.CANCELLED else 'changed'}",
        subject=plan.after.number,
        message_id=command.source.message_id,
        total_before=f"{plan.before.total:f}",
        total=f"{plan.after.total:f}",
        requested_date=plan.after.requested_date,
        **({"call_back": command.call_back} if command.call_back else {}),
    )
    return (plan.after.number,)


def _plan(command: ChangeOrder, uow: UnitOfWork, desk: Desk, now: datetime) -> Plan:
    customer = find_customer(uow, command.customer)
    found = _orders_named(command, uow)
    if len(found) != 1:
        named = command.change.po_number or ""
        code = Obstacle.ORDER_AMBIGUOUS if found else Obstacle.ORDER_UNKNOWN if named else Obstacle.NO_ORDER_NAMED
        return Plan(None, None, (_blocking(code, 0, named),))
    order = found[0]
    if order.state is OrderStatus.PARTLY_DELIVERED and _is_whole(command.change, order):
        kept = uncredited_deposits(uow, order.number)
        against = (
            _blocking(Obstacle.DEPOSIT_INVOICED, 0, "", ", ".join(kept)) if kept else _blocking(Obstacle.REST_ONLY)
        )
        return Plan(order, None if kept else without_rest(order), (against,))
    if order.state in WAITING and _is_whole(command.change, order):
        cancelled = replace(order, state=step(order.state, OrderEvent.CANCELLED))
        return Plan(order, cancelled, (_blocking(Obstacle.ORDER_WAITS, 0, "", order.state.value),))
    if not _untouched(order):
        return Plan(order, None, (_blocking(Obstacle.ORDER_STATE, 0, "", order.state.value),))
    if command.change.action is reading.ChangeAction.CANCEL:
        return _cancellation(order, command.change, uow)
    return _changed(order, command, customer, uow, desk, now)


def _orders_named(command: ChangeOrder, uow: UnitOfWork) -> list[Order]:
    """The customer's living orders under the number that the message gives: its own or ours."""
    if not command.change.po_number:
        return []
    asked = policy.normal_po(command.change.po_number)
    return [
        order
        for order in uow.orders.where(customer=command.customer)
        if order.state not in ENDED and asked in (policy.normal_po(order.po_number), policy.normal_po(order.number))
    ]


def _untouched(order: Order) -> bool:
    return order.state is OrderStatus.CONFIRMED and not any(line.delivered or line.invoiced for line in order.lines)


def _cancellation(order: Order, asked: reading.OrderChange, uow: UnitOfWork) -> Plan:
    """The whole order; a message that names some of its lines only may mean those alone.

    A deposit that nobody has credited would be owed, or kept, for goods that never come: it is credited first.
    """
    kept = uncredited_deposits(uow, order.number)
    if kept:
        return Plan(order, None, (_blocking(Obstacle.DEPOSIT_INVOICED, 0, "", ", ".join(kept)),))
    if not _is_whole(asked, order):
        return Plan(order, None, (_blocking(Obstacle.PARTIAL_CANCELLATION),))
    return Plan(order, replace(order, state=step(order.state, OrderEvent.CANCELLED)), ())


def _is_whole(asked: reading.OrderChange, order: Order) -> bool:
    """Whether a change cancels the order, and not only lines that it names."""
    named = {line.sku for line in asked.lines}
    return asked.action is reading.ChangeAction.CANCEL and (not named or named == {line.sku for line in order.lines})


def _acceptable(command: ChangeOrder) -> frozenset[str]:
    """What this person waves through; another delivery address takes a note about the call-back."""
    if not command.release:
        return frozenset()
    return ACCEPTABLE | {Obstacle.NEW_PLACE} if command.call_back.strip() else ACCEPTABLE


def _changed(
    order: Order, command: ChangeOrder, customer: Customer, uow: UnitOfWork, desk: Desk, now: datetime
) -> Plan:
    counted = weighed(command.change.lines, uow)
    asked = replace(command.change, lines=counted.lines)
    lines = {line.position: line for line in order.lines}
    against: list[Deviation] = []
    named = Counter(wanted.sku for wanted in asked.lines if wanted.sku)
    against += [_blocking(Obstacle.LINE_AMBIGUOUS, 0, sku) for sku, times in named.items() if times > 1]
    place, country = _place(order, command, customer)
    facts = _facts_of(order, asked.lines, place, country, customer, uow, desk, now)
    for wanted, known in zip(asked.lines, facts.lines, strict=True):
        against += _change_line(lines, wanted, known, facts, order, uow)
    kept = tuple(line for _, line in sorted(lines.items()) if line.quantity)
    after = replace(
        order,
        state=step(order.state, OrderEvent.CHANGED),
        lines=kept,
        total=sum((line.net for line in kept), ZERO),
        requested_date=asked.requested_date or order.requested_date,
        delivery_address=place,
        delivery_country=abroad(facts),
    )
    if after.delivery_address != order.delivery_address and not is_known(after.delivery_address, customer):
        against.append(_blocking(Obstacle.NEW_PLACE, 0, after.delivery_address))
    if asked.requested_date is not None and asked.requested_date < now.date():
        against.append(
            _blocking(Finding.REQUESTED_IN_THE_PAST, 0, asked.requested_date.isoformat(), now.date().isoformat())
        )
    if not kept:
        against.append(_blocking(Obstacle.NOTHING_LEFT))
    elif after == order and not against:
        against.append(_blocking(Obstacle.NOTHING_TO_CHANGE))
    wanted_order = as_read(after, tuple(reading.OrderLine(row.sku, row.description, row.quantity) for row in kept))
    facts = _facts_of(order, wanted_order.lines, place, country, customer, uow, desk, now)
    if after.total > order.total:
        against += policy.credit_findings(wanted_order, facts)
    if after.delivery_address != order.delivery_address:
        against += policy.place_findings(wanted_order, facts)
    if asked.requested_date is not None:
        days = [confirmed_day(known, asked.requested_date, facts) for known in facts.lines]
        kept = tuple(replace(line, confirmed_date=day) for line, day in zip(kept, days, strict=True))
    return Plan(order, replace(after, lines=kept), tuple(against))


def _place(order: Order, command: ChangeOrder, customer: Customer) -> tuple[str, str]:
    """(address, country as it is said) that the goods go to after a change."""
    if not command.delivery_address or command.delivery_address == order.delivery_address:
        return order.delivery_address, order.delivery_country or customer.country
    return command.delivery_address, command.delivery_country


def _facts_of(
    order: Order,
    lines: tuple[reading.OrderLine, ...],
    place: str,
    country: str,
    customer: Customer,
    uow: UnitOfWork,
    desk: Desk,
    now: datetime,
) -> OrderFacts:
    return gather(
        as_read(order, lines),
        customer,
        uow,
        desk,
        now.date(),
        apart_from=order.number,
        delivery_address=place,
        delivery_country=country,
    )


def _change_line(
    lines: dict[int, OrderLine],
    wanted: reading.OrderLine,
    known: LineFacts,
    facts: OrderFacts,
    order: Order,
    uow: UnitOfWork,
) -> list[Deviation]:
    """Puts the wanted quantity into `lines`, 0 to leave the article out; what stands against it."""
    product = known.asked
    if product is None:
        return [_blocking(Finding.UNKNOWN_ARTICLE, 0, wanted.sku or wanted.description)]
    same = [line for line in lines.values() if line.sku == product.sku]
    if len(same) > 1:
        return [_blocking(Obstacle.LINE_AMBIGUOUS, 0, product.sku)]
    if wanted.quantity == ZERO and same:
        lines[same[0].position] = replace(same[0], quantity=ZERO, net=ZERO)
        return []
    if wanted.unit is not None:
        return list(line_rules.unit(0, wanted, known, facts))
    if not policy.quantity_is_possible(wanted.quantity, product):
        return [_blocking(Finding.BAD_QUANTITY, 0, f"{wanted.quantity}", product.unit)]
    old = same[0] if same else None
    position = old.position if old else max(lines) + 1
    against = list(line_rules.quantity_findings(position, wanted.quantity, product))
    if old is None:  # what is confirmed stays so; what is added must be sold, and may go there
        against += line_rules.article(position, wanted, known, facts)
        against += line_rules.export(position, wanted, known, facts)
    if old is None or wanted.quantity > old.quantity:
        against += line_rules.availability(position, wanted, known, facts)
    price, more = _new_price(order, old, wanted, position, known, facts, uow)
    against += more
    if price is None:
        return against
    new = OrderLine(position, product.sku, product.name(facts.customer.language), ZERO, product.unit, price, ZERO)
    new = old or replace(new, confirmed_date=confirmed_day(known, order.requested_date, facts))
    if known.stock is not None and known.stock.is_short:
        new = replace(new, confirmed_date=confirmed_day(known, order.requested_date, facts))
    net = rounded(wanted.quantity * price, order.currency)
    lines[position] = replace(new, quantity=wanted.quantity, unit=product.unit, unit_price=price, net=net)
    return against


def _new_price(
    order: Order,
    old: OrderLine | None,
    wanted: reading.OrderLine,
    position: int,
    known: LineFacts,
    facts: OrderFacts,
    uow: UnitOfWork,
) -> tuple[Decimal | None, list[Deviation]]:
    """The confirmed price stays unless the new quantity reaches or leaves a quantity break; a new line is quoted."""
    new = _quoted(known.asked, wanted.quantity, order, facts, uow)
    if new is None:
        return None, [_blocking(Finding.NO_PRICE, position, order.currency)]
    former = _quoted(known.asked, old.quantity, order, facts, uow) if old is not None else None
    unbroken = former is not None and former.unit_price == new.unit_price
    price = old.unit_price if old is not None and unbroken else new.unit_price
    against = []
    if old is not None and price > old.unit_price:
        against.append(_blocking(Obstacle.PRICE_RISES, position, f"{old.unit_price:f}", f"{price:f}"))
    if wanted.unit_price is not None:
        confirmed = replace(known, product=known.asked, quote=replace(new, unit_price=price))
        tolerance = facts.policy.tolerance_of(order.customer)
        against += line_rules.price_findings(position, wanted.unit_price, confirmed, tolerance)
    return price, against


def _quoted(
    product: Product | None, quantity: Decimal, order: Order, facts: OrderFacts, uow: UnitOfWork
) -> Quote | None:
    sku = product.sku if product is not None else ""
    return quote(uow, customer=order.customer, sku=sku, currency=order.currency, quantity=quantity, day=facts.today)


def _blocking(code: StrEnum, position: int = 0, asked: str = "", ours: str = "") -> Deviation:
    return Deviation(code.value, position, asked, ours, blocking=True)
