"""What a person decides about money: put it on documents, leave it on account, take it back, ask the payer.

A person's decision outlasts every later run: the desk never moves money again that a person put, kept or took back.
Each decision is an event of the audit trail, an undoing one too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from workflows.audit import note
from workflows.cash.amounts import Line, discounts
from workflows.cash.asking import ask
from workflows.cash.booking import post_between
from workflows.cash.exchanging import paid_by, total_paid
from workflows.cash.mirroring import cleared_by, mirror
from workflows.cash.model import AdviceStatus, Payment
from workflows.cash.proposals import KEPT
from workflows.cash.refundable import left_of
from workflows.cash.teaching import teach_account
from workflows.commands import DecidePayment
from workflows.customers import Customer
from workflows.errors import BadDecision, IllegalTransition, NotAllowed, NotFound
from workflows.ledger.allocation import apply_payment
from workflows.ledger.model import OpenItem
from workflows.ledger.money import ZERO, is_exact, plain
from workflows.ports import Desk, UnitOfWork


def decide_payment(command: DecidePayment, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """Does what a person decided; the ids of what it touched. Raises NotFound, IllegalTransition, BadDecision for
    lines that do not fit, and NotAllowed for more given away than the person's limit."""
    payment = uow.payments.get(command.payment)
    if payment is None:
        raise NotFound("payment", command.payment)
    if command.action not in ACTIONS:
        raise NotFound("action", command.action)
    _lock(command, payment, uow)
    if uow.payments.get(payment.id) != payment:
        raise IllegalTransition("changed", command.action)
    if payment.amount <= 0 or uow.payments.where(reverses=payment.id):
        raise IllegalTransition("returned", command.action)
    return ACTIONS[command.action](command, payment, uow, desk, now)


def _lock(command: DecidePayment, payment: Payment, uow: UnitOfWork) -> None:
    """The account, then every customer concerned: a statement, or an advice by mail, may move the same money now."""
    uow.lock(f"account:{payment.company}")
    documents = {line.invoice for line in command.lines} | set(cleared_by(payment.id, uow))
    customers = {item.customer for name in documents if (item := uow.open_items.get(name)) is not None}
    for customer in sorted((customers | {payment.customer, command.customer}) - {""}):
        uow.lock(f"customer:{customer}")


def _apply(command: DecidePayment, payment: Payment, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """Puts the money on the lines; what is left of it stays on account."""
    items = _checked(command, payment, uow, desk)
    owner = next(iter(items.values())).customer
    rest = payment.unapplied - total_paid(command.lines)
    guessed = payment.unapplied == payment.amount and payment.customer not in {item.customer for item in items.values()}
    uow.payments.put(replace(payment, customer=owner if guessed else payment.customer, held=KEPT if rest else ""))
    on = now.date()
    for line in command.lines:
        item = items[line.invoice]
        if item.company != payment.company:
            post_between(uow, desk, payment, item.company, paid_by(line), on)
        apply_payment(
            uow,
            desk,
            payment=payment.id,
            invoice=item.document,
            amount=line.amount,
            discount=line.discount,
            write_off=line.write_off,
            on=on,
            rule="person",
            proof=f"{command.actor}: {command.text}" if command.text else command.actor,
            paid=line.paid,
        )
    note(
        uow, now, actor=command.actor, action="payment_applied", subject=payment.id, rule="person", proof=command.text,
        documents=list(items), rest=plain(rest, payment.currency),
    )  # fmt: skip
    _settle_advices(payment, set(items), uow)
    if {item.customer for item in items.values()} == {owner}:
        teach_account(payment, owner, uow)
    return tuple(items)


def _checked(command: DecidePayment, payment: Payment, uow: UnitOfWork, desk: Desk) -> dict[str, OpenItem]:
    """Document -> its open item; every line fits its document, all of them the money and the person's limit."""
    if not command.lines:
        raise BadDecision("name at least one document")
    items: dict[str, OpenItem] = {}
    given = ZERO
    for line in command.lines:
        item = uow.open_items.get(line.invoice)
        if item is None:
            raise NotFound("open item", line.invoice)
        if item.document in items:
            raise BadDecision(f"{item.document} is named twice")
        items[item.document] = item
        _fits(line, _without_refunds(item, uow), payment)
        given += given_away(line, item, payment, desk)
    total = total_paid(command.lines)
    there = left_of(payment.id, uow)
    if not ZERO <= total <= there:
        going = f", {payment.unapplied - there} is to be paid back" if there < payment.unapplied else ""
        raise BadDecision(f"the lines come to {total}, {there} is there{going}")
    if command.limit is not None and given > command.limit:
        raise NotAllowed(command.actor, f"give away {given}", f"the limit is {command.limit}; a lead may give more")
    return items


def given_away(line: Line, item: OpenItem, payment: Payment, desk: Desk) -> Decimal:
    """What a person gives away with a line: what is written off, and a discount that the terms do not grant."""
    granted = discounts(item, payment.value_date, desk.cash)
    return line.write_off + (ZERO if line.discount <= max(granted, default=ZERO) else line.discount)


def _without_refunds(item: OpenItem, uow: UnitOfWork) -> OpenItem:
    """A credit note with what refunds under way leave of it."""
    return replace(item, open_amount=-left_of(item.document, uow)) if item.open_amount < 0 else item


def _fits(line: Line, item: OpenItem, payment: Payment) -> None:
    cleared = line.amount + line.discount + line.write_off
    if (item.currency != payment.currency) != (line.paid is not None):
        raise BadDecision(f"{item.document} is in {item.currency}, the money in {payment.currency}: say both amounts")
    if line.paid is not None and (line.paid * line.amount <= 0 or not is_exact(line.paid, payment.currency)):
        raise BadDecision(f"{item.document}: {line.paid} {payment.currency} is no amount to put on it")
    if not all(is_exact(each, item.currency) for each in (line.amount, line.discount, line.write_off)):
        raise BadDecision(f"{item.document}: an amount has more decimals than {item.currency}")
    if min(line.discount, line.write_off) < 0:
        raise BadDecision(f"{item.document}: discount and write-off are not below zero")
    if cleared * item.open_amount <= 0 or line.amount * item.open_amount < 0 or abs(cleared) > abs(item.open_amount):
        raise BadDecision(f"{item.document}: {cleared} would be cleared, {item.open_amount} is open")


def _settle_advices(payment: Payment, documents: set[str], uow: UnitOfWork) -> None:
    """An advice that contradicted this money is settled with it; one of others' documents waits on."""
    for advice in uow.advices.where(payment=payment.id, state=AdviceStatus.CONTRADICTING):
        if {line.invoice for line in advice.lines} & documents:
            uow.advices.put(replace(advice, state=AdviceStatus.PAIRED))


def _keep(command: DecidePayment, payment: Payment, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """Leaves the money with the customer, who is named where nobody knew."""
    if payment.unapplied <= 0:
        raise IllegalTransition("applied", "keep")
    owner = _named(command, payment, uow)
    uow.payments.put(replace(payment, customer=owner.number, held=KEPT))
    note(
        uow, now, actor=command.actor, action="payment_kept", subject=payment.id, customer=owner.number,
        text=command.text,
    )  # fmt: skip
    return (payment.id,)


def _named(command: DecidePayment, payment: Payment, uow: UnitOfWork) -> Customer:
    """Whose money it is: whom the person names, else whom the desk took it for. Raises BadDecision."""
    owner = uow.customers.get(command.customer or payment.customer)
    if owner is None:
        raise BadDecision("whose money is it? name the customer")
    if payment.customer not in ("", owner.number) and payment.unapplied != payment.amount:
        raise BadDecision(f"a part of it is applied for {payment.customer}; take that back first")
    return owner


def _undo(command: DecidePayment, payment: Payment, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """Takes back what the payment cleared; the money stays on account until a person decides anew."""
    if not command.text:
        raise BadDecision("say why, in a few words")
    if not cleared_by(payment.id, uow):
        raise IllegalTransition("unapplied", "undo")
    uow.payments.put(replace(payment, held=KEPT))
    proof = f"undone by {command.actor}: {command.text}"
    undone = mirror(payment.id, uow.payments.get(payment.id) or payment, uow, desk, on=now.date(), rule="undone",
                    proof=proof)  # fmt: skip
    note(
        uow, now, actor=command.actor, action="payment_undone", subject=payment.id, text=command.text,
        documents=list(undone),
    )  # fmt: skip
    return undone


def _ask(command: DecidePayment, payment: Payment, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """Writes to the customer of the record, never to an address that came with the money, what the person has read."""
    customer = _named(command, payment, uow)
    ask(payment, customer, command.text, command.read, command.actor, uow, desk, now)
    return (payment.id,)


Action = Callable[[DecidePayment, Payment, UnitOfWork, Desk, datetime], tuple[str, ...]]
ACTIONS: Mapping[str, Action] = {"apply": _apply, "keep": _keep, "undo": _undo, "ask": _ask}
