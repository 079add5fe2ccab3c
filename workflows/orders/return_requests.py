"""A customer asks by mail to send goods back: prepared with all that a person decides by, and nothing done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from nlp.reading import OrderLine
from workflows import audit
from workflows.commands import RequestReturn
from workflows.errors import IllegalTransition, NotAllowed, NotFound
from workflows.ledger.money import ZERO
from workflows.ledger.numbering import RETURN, next_id
from workflows.orders import answers
from workflows.orders.duplicate_rules import normal_po
from workflows.orders.lifecycle import ENDED, WAITING
from workflows.orders.model import Deviation, Order
from workflows.orders.placing import find_customer, locked
from workflows.orders.returning import checked_lines, moved, returnable
from workflows.orders.returns import OUR_FAULT, Return, ReturnEvent, ReturnLine, ReturnStatus, step
from workflows.ports import Desk, UnitOfWork


class ReturnFinding(StrEnum):
    """What a person should know before a return is accepted."""

    NO_ORDER = "return_no_order"
    SEVERAL_ORDERS = "return_several_orders"
    UNKNOWN_ARTICLE = "return_unknown_article"
    NO_QUANTITY = "return_no_quantity"
    NOT_DELIVERED = "return_not_delivered"
    TOO_LATE = "return_too_late"
    EXCLUDED = "return_excluded"


def request(command: RequestReturn, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """Keeps the wish with the order, lines and findings that the books know: (its id). The same message asks once."""
    uow.lock(f"customer:{command.customer}")
    customer = find_customer(uow, command.customer)
    message_id = command.source.message_id
    for held in uow.returns.where(customer=customer.number):
        if message_id and held.message_id == message_id:
            return (held.id,)
    found = _orders(command, uow)
    order = found[0] if len(found) == 1 else None
    made = Return(
        id=next_id(uow, customer.company, RETURN, now.date()),
        order=order.number if order else "",
        customer=customer.number,
        company=order.company if order else customer.company,
        state=ReturnStatus.REQUESTED,
        reason=command.reason,
        lines=_lines(command.goods.lines, order),
        announced_on=now.date(),
        announced_by=command.source.actor,
        message_id=message_id,
        case=_case(command, uow),
        words=command.goods.words,
        findings=(*_named(found), *_of_lines(command.goods.lines, command.reason, order, uow, desk, now.date())),
    )
    uow.returns.add(made)
    _note(uow, now, made, command.source.actor, "return.requested")
    return (made.id,)


def place(uow: UnitOfWork, desk: Desk, now: datetime, *, number: str, order: str, actor: str) -> tuple[str, ...]:
    """A person says which order a request is about: (the return's id). Raises NotFound for another customer's."""
    held = _requested(uow, number)
    known, _ = locked(uow, order)
    if known.customer != held.customer:
        raise NotFound("order of the customer", order)
    positions = {line.sku: line.position for line in known.lines}
    lines = tuple(replace(line, position=positions.get(line.sku, 0)) for line in held.lines)
    asked = [OrderLine(line.sku, line.sku, line.quantity) for line in held.lines]
    unknown = tuple(found for found in held.findings if found.code == ReturnFinding.UNKNOWN_ARTICLE)
    findings = (*unknown, *_of_lines(asked, held.reason, known, uow, desk, now.date()))
    placed = replace(held, order=order, lines=lines, findings=findings)
    uow.returns.put(placed)
    _note(uow, now, placed, actor, "return.placed")
    return (number,)


def accept(
    uow: UnitOfWork,
    desk: Desk,
    now: datetime,
    *,
    number: str,
    lines: Mapping[int, Decimal],
    reason: str,
    actor: str,
) -> tuple[str, ...]:
    """A person lets goods come back (position -> quantity), and the customer is told under which number.

    Raises what `returning.announce` raises, and NotAllowed for a request whose order nobody has named.
    """
    held = _requested(uow, number)
    if not held.order:
        raise NotAllowed(actor, f"accept {number}", "say first which order it is about")
    order, customer = locked(uow, held.order)
    wanted = checked_lines(order, lines, actor)
    accepted = replace(
        held,
        state=step(held.state, ReturnEvent.ACCEPTED),
        reason=reason,
        lines=wanted,
        announced_on=now.date(),
        announced_by=actor,
    )
    uow.returns.put(accepted)
    uow.orders.put(moved(order, {line.position: line.quantity for line in wanted}))
    answers.tell_return(uow, desk, now, order, customer, accepted, actor, "return_expected", "")
    _note(uow, now, accepted, actor, "return.accepted")
    return (number,)


def refuse(uow: UnitOfWork, desk: Desk, now: datetime, *, number: str, actor: str, text: str) -> tuple[str, ...]:
    """A person does not take the goods back: the customer reads why, where we know of which order they are.

    Without an order nobody is written to: the person answers the mail. Raises NotAllowed without a reason.
    """
    held = _requested(uow, number)
    if not text.strip():
        raise NotAllowed(actor, f"refuse {number}", "the customer needs a reason")
    refused = replace(held, state=step(held.state, ReturnEvent.REFUSED), decided_by=actor)
    uow.returns.put(refused)
    if held.order:
        order, customer = locked(uow, held.order)
        answers.tell_return(uow, desk, now, order, customer, refused, actor, "return_refused", text)
    _note(uow, now, refused, actor, "return.refused", text)
    return (number,)


def _orders(command: RequestReturn, uow: UnitOfWork) -> list[Order]:
    """The orders that may be meant: those named by number or invoice, else those of which the goods were delivered."""
    living = [o for o in uow.orders.where(customer=command.customer) if o.state not in (*ENDED, *WAITING)]
    goods = command.goods
    asked = normal_po(goods.po_number or "")
    invoiced = {row.order for number in goods.invoices if (row := uow.invoices.get(number)) is not None}
    named = [o for o in living if (asked and asked in (normal_po(o.po_number), normal_po(o.number)))]
    named = named or [o for o in living if o.number in invoiced]
    skus = {line.sku for line in goods.lines if line.sku}
    having = [o for o in named or living if skus <= {line.sku for line in o.lines if returnable(line) > 0}]
    return having if skus and having else named


def _lines(asked: Iterable[OrderLine], order: Order | None) -> tuple[ReturnLine, ...]:
    """The lines asked for that name an article; position 0 where no line of the order has it."""
    positions = {line.sku: line.position for line in order.lines} if order is not None else {}
    return tuple(ReturnLine(positions.get(line.sku, 0), line.sku, line.quantity) for line in asked if line.sku)


def _named(found: list[Order]) -> Iterator[Deviation]:
    if not found:
        yield _finding(ReturnFinding.NO_ORDER)
    elif len(found) > 1:
        yield _finding(ReturnFinding.SEVERAL_ORDERS, ours=", ".join(order.number for order in found[:5]))


def _of_lines(
    lines: Iterable[OrderLine], reason: str, order: Order | None, uow: UnitOfWork, desk: Desk, today: date
) -> Iterator[Deviation]:
    """What the goods of each line say: known, delivered, in time, taken back at all."""
    terms = desk.orders.returns
    for asked in lines:
        if not asked.sku:
            yield _finding(ReturnFinding.UNKNOWN_ARTICLE, asked=asked.description)
            continue
        if not asked.quantity:
            yield _finding(ReturnFinding.NO_QUANTITY, asked=asked.sku)
        if any(start and asked.sku.startswith(start) for start in terms.excluded):
            yield _finding(ReturnFinding.EXCLUDED, asked=asked.sku)
        if order is None:
            continue
        left = sum((returnable(line) for line in order.lines if line.sku == asked.sku), ZERO)
        if left <= 0 or left < asked.quantity:
            yield _finding(ReturnFinding.NOT_DELIVERED, asked=f"{asked.quantity:f} {asked.sku}", ours=f"{left:f}")
        came = _delivered_on(order, asked.sku, uow)
        late = terms.within_days and came is not None and (today - came).days > terms.within_days
        if late and came is not None and reason not in OUR_FAULT:
            yield _finding(ReturnFinding.TOO_LATE, asked=asked.sku, ours=came.isoformat(), about=f"{terms.within_days}")


def _delivered_on(order: Order, sku: str, uow: UnitOfWork) -> date | None:
    """The day of the last delivery of an article; without one noted that of the order's last invoice."""
    days = [row.date for row in uow.deliveries.where(order=order.number) if row.sku == sku]
    days = days or [row.issue_date for row in uow.invoices.where(order=order.number) if not row.corrects]
    return max(days, default=None)


def _case(command: RequestReturn, uow: UnitOfWork) -> str:
    """The case of the thread, else the one that the same message opened."""
    if command.case or not command.source.message_id:
        return command.case
    mine = uow.cases.where(customer=command.customer)
    return max((case.id for case in mine if command.source.message_id in case.message_ids), default="")


def _finding(code: ReturnFinding, asked: str = "", ours: str = "", about: str = "") -> Deviation:
    return Deviation(code.value, 0, asked, ours, blocking=True, about=about)


def _requested(uow: UnitOfWork, number: str) -> Return:
    held = uow.returns.get(number)
    if held is None:
        raise NotFound("return", number)
    uow.lock(f"customer:{held.customer}")
    held = uow.returns.get(number) or held
    if held.state is not ReturnStatus.REQUESTED:
        raise IllegalTransition(held.state.value, ReturnEvent.ACCEPTED.value)
    return held


def _note(uow: UnitOfWork, now: datetime, held: Return, actor: str, action: str, text: str = "") -> None:
    audit.note(
        uow,
        now,
        actor=actor,
        action=action,
        subject=held.order or held.id,
        message_id=held.message_id,
        **{"return": held.id, "reason": held.reason, "words": held.words, "text": text},
        goods=[[line.sku, f"{line.quantity:f}"] for line in held.lines],
        findings=[[finding.code, finding.asked, finding.ours] for finding in held.findings],
    )
