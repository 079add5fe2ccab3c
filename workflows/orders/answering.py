"""The customer's answer to our question: the order goes on where it settles everything, else a person reads it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from nlp import reading
from workflows import audit, correspondence
from workflows.commands import AnswerQuestion
from workflows.customers import Customer
from workflows.deviation_words import in_words
from workflows.errors import NotAllowed
from workflows.orders import answers, asking, policy
from workflows.orders.facts import gather
from workflows.orders.findings import Finding
from workflows.orders.known import OrderFacts
from workflows.orders.lifecycle import step
from workflows.orders.model import Deviation, Order, OrderEvent, OrderStatus
from workflows.orders.placing import as_read, confirm_and_invoice, locked, priced
from workflows.orders.questions import BY_YES, Agreed, Settlement, settled
from workflows.ports import Desk, UnitOfWork

ANSWERED = "order.answered"  # of the audit trail: what the customer answered, and what was made of it
# Differences that only the customer's own words show: judged by our books alone they are not found again.
SHOWN_BY_WORDS = frozenset(
    {
        Finding.UNIT_COUNTED,
        Finding.REPLACED_ARTICLE,
        Finding.PRICE_LOWER,
        Finding.PRICE_TOLERATED,
        Finding.PRICE_BREAK,
        Finding.PRICE_OUTDATED,
        Finding.PRICE_HIGHER,
        Finding.PRICE_FAR_ABOVE,
        Finding.TOTAL,
    }
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What an order becomes by an answer: None where a person decides, `why` says for what reason, in words."""

    after: Order | None
    agreed: tuple[Deviation, ...] = ()
    why: tuple[str, ...] = ()


def answer_obstacles(command: AnswerQuestion, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """Why a person must read the answer first, in words; () if the order may go on by it. Changes nothing."""
    order, customer = locked(uow, command.order)
    why = _plan(command, order, customer, uow, desk, now).why
    return (f"It answers our question about order {order.number}.", *why) if why else ()


def answer(command: AnswerQuestion, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """Does what the customer answered, where it settles every question; else the order waits for a person with it.

    (the order's number, an invoice where the company invoices confirmations). Raises NotAllowed for an answer of
    another customer.
    """
    order, customer = locked(uow, command.order)
    if order.customer != command.customer:
        raise NotAllowed(command.source.actor, f"answer about {order.number}", "it is another customer's order")
    plan = _plan(command, order, customer, uow, desk, now)
    if plan.after is None:
        if order.state is OrderStatus.ASKED:
            uow.orders.put(replace(order, state=step(order.state, OrderEvent.ANSWERED)))
        _note(command, plan, order, uow, now)
        return (order.number,)
    uow.orders.put(plan.after)
    _note(command, plan, plan.after, uow, now)
    if plan.after.state is OrderStatus.CANCELLED:
        answers.tell_cancellation(uow, desk, now, plan.after, customer, command.source)
        return (order.number,)
    return confirm_and_invoice(uow, desk, now, plan.after, customer, command.source)


def _plan(
    command: AnswerQuestion, order: Order, customer: Customer, uow: UnitOfWork, desk: Desk, now: datetime
) -> Plan:
    against = (*command.doubts, *_outdated(command, order, uow))
    if against:
        return Plan(None, why=against)
    if command.answer is None or not command.answer.complete or command.answer.order != order.number:
        return Plan(None, why=("It is not wholly clear what it answers.",))
    found = settled(order, command.answer)
    if isinstance(found, str):
        return Plan(None, why=(found,))
    if found.is_cancelled:
        return Plan(replace(order, state=step(order.state, OrderEvent.CANCELLED)))
    return _judged(found, order, customer, uow, desk, now)


def _outdated(command: AnswerQuestion, order: Order, uow: UnitOfWork) -> tuple[str, ...]:
    """Whether the letter that is answered is not the last word: an order is settled by what was asked of it last."""
    if order.state is not OrderStatus.ASKED:
        return (f"The order does not wait for an answer: it is {order.state.value.replace('_', ' ')}.",)
    sent = asking.questions_sent(order, uow)
    asked = next((letter for letter in sent if letter.id == command.letter), None)
    if asked is None or json.loads(asked.facts).get("deviations") != asking.questions_of(order):
        return ("It answers a letter that asked something else.",)
    if any(json.loads(letter.facts).get("text") for letter in sent):
        return ("A person asked in words of their own.",)
    return ()


def _judged(found: Settlement, order: Order, customer: Customer, uow: UnitOfWork, desk: Desk, now: datetime) -> Plan:
    """The order with what was agreed, judged anew by every rule: whatever stands against it now is a person's."""
    before = {line.position: line for line in order.lines}
    unknown = {one.position for one in order.deviations if one.code == Finding.UNKNOWN_ARTICLE}
    lines = tuple(
        replace(line, unit_price=before[position].unit_price or None) if position in unknown else line
        for position, line in found.lines
    )  # of an article that nobody knew the order keeps the price that the customer names
    named = replace(order, po_number=found.po_number)
    wanted = as_read(named, lines)
    trusted = not any(d.code == Finding.DELIVERY_ADDRESS and d.blocking for d in order.deviations)
    facts = gather(
        wanted,
        customer,
        uow,
        desk,
        now.date(),
        apart_from=order.number,
        delivery_address=order.delivery_address,
        delivery_country=order.delivery_country,
        place_is_trusted=trusted,
    )
    places = {old: new for new, (old, _) in enumerate(found.lines, start=1)}
    agreed = tuple(replace(one, position=places.get(one.position, 0)) for one in found.agreed)
    deviations = policy.check(wanted, facts)
    against = tuple(in_words(one) for one in deviations if one.blocking and not _is_agreed(one, agreed))
    against += _other_prices(found, order, agreed, facts)
    if against:
        return Plan(None, agreed, against)
    language = correspondence.language_for(customer, desk)
    after = priced(replace(named, state=step(order.state, OrderEvent.RELEASED)), wanted, facts, language)
    told = (*_told_before(order, after, places), *(one for one in deviations if not one.blocking), *agreed)
    return Plan(replace(after, deviations=told), agreed)


def _told_before(order: Order, after: Order, places: Mapping[int, int]) -> Iterator[Deviation]:
    """Differences to what the customer wrote that our books do not show any more, of what stays as it was read: the
    confirmation names them. `places`: position before -> position now."""
    before = {line.position: line for line in order.lines}
    now = {line.position: line for line in after.lines}
    for one in order.deviations:
        if one.blocking or one.code not in SHOWN_BY_WORDS:
            continue
        was, line = before.get(one.position), now.get(places.get(one.position, 0))
        if was is None:
            stays = after.total == order.total
        else:
            stays = line is not None and replace(line, position=was.position, net=was.net) == was
        if stays:
            yield replace(one, position=places.get(one.position, 0))


def _is_agreed(one: Deviation, agreed: tuple[Deviation, ...]) -> bool:
    """Whether the customer agreed to just this: the same line, and the values that our letter named."""
    meant = (BY_YES.get(Finding(one.code)), one.position, one.ours, one.about)
    return any(meant == (yes.code, yes.position, yes.ours, yes.about) and yes.ours for yes in agreed)


def _other_prices(found: Settlement, order: Order, agreed: tuple[Deviation, ...], facts: OrderFacts) -> tuple[str, ...]:
    """Prices that are not what the customer agreed to, or that rose, by a new quantity or since: nobody said yes."""
    before = {line.position: line for line in order.lines}
    promised = {one.position: one.ours for one in agreed if one.code == Agreed.PRICE}
    changed = {one.position for one in agreed if one.code == Agreed.QUANTITY}
    against = []
    for place, ((old, line), known) in enumerate(zip(found.lines, facts.lines, strict=True), start=1):
        price = known.quote.unit_price if known.quote is not None else None
        was = before[old]
        if place in promised and (price is None or price != Decimal(promised[place])):
            against.append(f"Line {old}: the price {promised[place]} that was agreed is not ours any more.")
        elif line.sku == was.sku and price is not None and price > was.unit_price:
            why = "the new quantity raises the price" if place in changed else "the price rose since it was ordered,"
            against.append(f"Line {old}: {why} from {was.unit_price:f} to {price:f}.")
    return tuple(against)


def _note(command: AnswerQuestion, plan: Plan, order: Order, uow: UnitOfWork, now: datetime) -> None:
    parts = command.answer.parts if command.answer is not None else ()
    audit.note(
        uow,
        now,
        actor=command.source.actor,
        action=ANSWERED,
        subject=order.number,
        message_id=command.source.message_id,
        message=command.source.message,
        letter=command.letter,
        text=command.text,
        understood=[_understood(part) for part in parts],
        agreed=[{"code": one.code, "position": one.position, "ours": one.ours} for one in plan.agreed],
        why=list(plan.why),
        state=order.state.value,
    )


def _understood(part: reading.AnswerPart) -> str:
    """One thing that an answer says, as a specialist reads it."""
    line = f"line {part.position}: " if part.position else ""
    said = {
        reading.AnswerKind.AGREE: "agrees" + (f" to the {part.matter}" if part.matter else ""),
        reading.AnswerKind.DECLINE: "says no",
        reading.AnswerKind.CANCEL: "cancels the order" if part.matter else "cancels",
        reading.AnswerKind.LEAVE_OUT: "leaves the line out",
        reading.AnswerKind.QUANTITY: f"quantity {part.quantity}",
        reading.AnswerKind.ARTICLE: f"article {part.value}",
        reading.AnswerKind.PO_NUMBER: f"order number {part.value}",
    }[part.kind]
    return line + said
