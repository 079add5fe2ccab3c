"""Goods come back: announced, counted, credited by a person (above a limit by two); never more than was delivered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from workflows import audit
from workflows.errors import Exceeds, IllegalTransition, NotAllowed, NotFound
from workflows.invoicing.approving import Approval, credited_of
from workflows.invoicing.crediting import Content, by_lines, content, issue_credit_note, left_to_credit
from workflows.invoicing.model import Invoice
from workflows.ledger.model import DocumentKind
from workflows.ledger.money import ZERO
from workflows.ledger.numbering import RETURN, next_id
from workflows.orders import answers
from workflows.orders.model import Order, OrderLine
from workflows.orders.placing import locked
from workflows.orders.returns import Return, ReturnEvent, ReturnLine, ReturnStatus, step
from workflows.persons import same_person
from workflows.ports import Desk, UnitOfWork
from workflows.revenue.model import Credited

Share = tuple[Invoice, tuple[tuple[int, Decimal], ...]]
"""What is credited of one invoice: (position, quantity) of its lines."""


def returnable(line: OrderLine) -> Decimal:
    """What of a line can still come back; a company that invoices confirmations may not note deliveries."""
    return max(line.delivered, line.invoiced) - line.returned


def announce(
    uow: UnitOfWork,
    desk: Desk,
    now: datetime,
    *,
    order: str,
    lines: Mapping[int, Decimal],
    reason: str,
    actor: str,
    case: str = "",
    message_id: str = "",
) -> tuple[str, ...]:
    """A person notes that goods come back, and the customer is told under which number: (the return's id).

    `lines`: position -> quantity. Raises NotFound (order, position), Exceeds (more than was delivered and not returned
    before), NotAllowed where nothing is named.
    """
    found, customer = locked(uow, order)
    wanted = checked_lines(found, lines, actor)
    made = Return(
        id=next_id(uow, found.company, RETURN, now.date()),
        order=order,
        customer=customer.number,
        company=found.company,
        state=ReturnStatus.ANNOUNCED,
        reason=reason,
        lines=wanted,
        announced_on=now.date(),
        announced_by=actor,
        message_id=message_id,
        case=case,
    )
    uow.returns.add(made)
    uow.orders.put(moved(found, {line.position: line.quantity for line in wanted}))
    answers.tell_return(uow, desk, now, found, customer, made, actor, "return_expected", "")
    _note(uow, now, made, actor, "return.announced")
    return (made.id,)


def checked_lines(order: Order, lines: Mapping[int, Decimal], actor: str) -> tuple[ReturnLine, ...]:
    """position -> quantity as lines of a return. Raises NotFound, Exceeds and NotAllowed as `announce` does."""
    known = {line.position: line for line in order.lines}
    wanted = {position: quantity for position, quantity in lines.items() if quantity}
    if not wanted:
        raise NotAllowed(actor, f"note a return of {order.number}", "no quantity is named")
    for position, quantity in wanted.items():
        if position not in known:
            raise NotFound("order line", f"{order.number}/{position}")
        left = returnable(known[position])
        if not ZERO < quantity <= left:
            raise Exceeds(f"return of {order.number} line {position}", f"{quantity:f}", f"{left:f}")
    return tuple(ReturnLine(position, known[position].sku, quantity) for position, quantity in wanted.items())


def receive(
    uow: UnitOfWork, desk: Desk, now: datetime, *, number: str, received: Mapping[int, Decimal], actor: str
) -> tuple[str, ...]:
    """The goods are back: what was counted of each line; what did not come may come another time.

    Raises Exceeds for more than was announced, NotAllowed where nothing came.
    """
    held, order = _locked(uow, number)
    after = step(held.state, ReturnEvent.RECEIVED)
    missing: dict[int, Decimal] = {}
    lines = []
    for line in held.lines:
        came = received.get(line.position, ZERO)
        if not ZERO <= came <= line.quantity:
            raise Exceeds(f"return {number} line {line.position}", f"{came:f}", f"{line.quantity:f}")
        missing[line.position] = came - line.quantity
        lines.append(replace(line, quantity=came))
    kept = tuple(line for line in lines if line.quantity)
    if not kept:
        raise NotAllowed(actor, f"receive {number}", "nothing came; refuse it where nothing will")
    counted = replace(held, state=after, lines=kept, received_on=now.date())
    uow.returns.put(counted)
    uow.orders.put(moved(order, missing))
    _note(uow, now, counted, actor, "return.received")
    return (number,)


def credit(uow: UnitOfWork, desk: Desk, now: datetime, *, number: str, actor: str, text: str = "") -> tuple[str, ...]:
    """A person credits what came back at what it was invoiced for; above one person's limit it waits for a second one.

    (the return's id, credit notes made). Raises Exceeds where less was invoiced, or is left of it, than came back.
    """
    held, order = _locked(uow, number)
    if held.state is not ReturnStatus.RECEIVED:
        raise IllegalTransition(held.state.value, ReturnEvent.CREDITED.value)
    before = credited_of(uow, (invoice.number for invoice, _ in shares(held, order, uow, desk)))
    word = Approval(actor, reason=held.reason)
    if word.obstacle(gross(held, order, uow, desk), before, desk):
        waiting = replace(held, state=step(held.state, ReturnEvent.PROPOSED), proposed_by=actor)
        uow.returns.put(waiting)
        _note(uow, now, waiting, actor, "return.credit_proposed", text)
        return (number,)
    return _credited(uow, desk, now, held, order, word, text)


def approve(uow: UnitOfWork, desk: Desk, now: datetime, *, number: str, actor: str, text: str = "") -> tuple[str, ...]:
    """A second person lets a proposed credit go. Raises NotAllowed for whoever proposed it."""
    held, order = _locked(uow, number)
    step(held.state, ReturnEvent.DECLINED)  # only what is proposed can be decided
    word = Approval(held.proposed_by, approved_by=actor, reason=held.reason)
    if same_person(actor, held.proposed_by):
        raise NotAllowed(actor, f"approve {number}", "whoever proposed a credit does not approve it")
    return _credited(uow, desk, now, held, order, word, text)


def decline(uow: UnitOfWork, desk: Desk, now: datetime, *, number: str, actor: str, text: str = "") -> tuple[str, ...]:
    """A proposed credit is not granted: the return waits for another decision."""
    held, _ = _locked(uow, number)
    after = replace(held, state=step(held.state, ReturnEvent.DECLINED), proposed_by="")
    uow.returns.put(after)
    _note(uow, now, after, actor, "return.credit_declined", text)
    return (number,)


def refuse(uow: UnitOfWork, desk: Desk, now: datetime, *, number: str, actor: str, text: str) -> tuple[str, ...]:
    """A person does not take announced or received goods back; the customer reads why. Raises NotAllowed without it."""
    held, order = _locked(uow, number)
    if held.state is ReturnStatus.REQUESTED:  # nothing of the order is set aside for it: see `return_requests.refuse`
        raise IllegalTransition(held.state.value, ReturnEvent.REFUSED.value)
    if not text.strip():
        raise NotAllowed(actor, f"refuse {number}", "the customer needs a reason")
    refused = replace(held, state=step(held.state, ReturnEvent.REFUSED), decided_by=actor)
    uow.returns.put(refused)
    uow.orders.put(moved(order, {line.position: -line.quantity for line in held.lines}))
    customer = locked(uow, order.number)[1]
    answers.tell_return(uow, desk, now, order, customer, refused, actor, "return_refused", text)
    _note(uow, now, refused, actor, "return.refused", text)
    return (number,)


def gross(held: Return, order: Order, uow: UnitOfWork, desk: Desk) -> Decimal:
    """What the credit notes of a return come to, with tax."""
    amount = ZERO
    for invoice, quantities in shares(held, order, uow, desk):
        amount += by_lines(_left(invoice, uow, desk), quantities, invoice.currency).gross
    return amount


def shares(held: Return, order: Order, uow: UnitOfWork, desk: Desk) -> tuple[Share, ...]:
    """The goods that came back on the invoices that they were on, the oldest first. Raises Exceeds."""
    invoices = sorted(
        (row for row in uow.invoices.where(order=order.number) if row.kind is DocumentKind.INVOICE and row.total > 0),
        key=lambda row: (row.issue_date, row.sequence),
    )
    left = {invoice.number: {line.position: line for line in _left(invoice, uow, desk).lines} for invoice in invoices}
    prices = {line.position: line.unit_price for line in order.lines}
    found: dict[str, dict[int, Decimal]] = {}
    for line in held.lines:
        rest = line.quantity
        for invoice in invoices:
            for position, sold in left[invoice.number].items():
                if (sold.sku, sold.unit_price) != (line.sku, prices[line.position]) or sold.net <= 0:
                    continue
                own = found.setdefault(invoice.number, {})
                part = min(rest, sold.quantity - own.get(position, ZERO))
                own[position] = own.get(position, ZERO) + part
                rest -= part
        if rest:
            raise Exceeds(
                f"credit of {held.id} line {line.position}", f"{line.quantity:f}", f"{line.quantity - rest:f}"
            )
    by_number = {invoice.number: invoice for invoice in invoices}
    return tuple(
        (by_number[number], tuple((position, part) for position, part in sorted(own.items()) if part))
        for number, own in found.items()
        if any(own.values())
    )


def _credited(
    uow: UnitOfWork, desk: Desk, now: datetime, held: Return, order: Order, word: Approval, text: str
) -> tuple[str, ...]:
    actor = word.approved_by or word.created_by
    notes = tuple(
        issue_credit_note(
            uow,
            desk,
            now,
            invoice=invoice,
            lines=quantities,
            case=held.case,
            reason=text or held.reason,
            actor=actor,
            approval=word,
            credited=Credited.RETURNED,
        ).number
        for invoice, quantities in shares(held, order, uow, desk)
    )
    done = replace(held, state=step(held.state, ReturnEvent.CREDITED), decided_by=actor, credit_notes=notes)
    uow.returns.put(done)
    _note(uow, now, done, actor, "return.credited", text)
    return (held.id, *notes)


def _left(invoice: Invoice, uow: UnitOfWork, desk: Desk) -> Content:
    customer = uow.customers.get(invoice.customer)
    if customer is None:
        raise NotFound("customer", invoice.customer)
    whole = content(invoice, desk.company(invoice.company), customer, desk)
    return left_to_credit(whole, uow.invoices.where(corrects=invoice.number))


def moved(order: Order, more: Mapping[int, Decimal]) -> Order:
    """The order with so much more, or less, of its lines returned."""
    lines = (replace(line, returned=line.returned + more.get(line.position, ZERO)) for line in order.lines)
    return replace(order, lines=tuple(lines))


def _locked(uow: UnitOfWork, number: str) -> tuple[Return, Order]:
    held = uow.returns.get(number)
    if held is None:
        raise NotFound("return", number)
    order, _ = locked(uow, held.order)
    return uow.returns.get(number) or held, order


def _note(uow: UnitOfWork, now: datetime, held: Return, actor: str, action: str, text: str = "") -> None:
    goods: Sequence[list[str]] = [[line.sku, f"{line.quantity:f}"] for line in held.lines]
    audit.note(
        uow,
        now,
        actor=actor,
        action=action,
        subject=held.order,
        message_id=held.message_id,
        **{"return": held.id, "reason": held.reason, "goods": goods, "text": text},
        credit_notes=list(held.credit_notes),
    )
