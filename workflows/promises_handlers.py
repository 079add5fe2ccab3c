"""A customer's promise to pay is kept instalment by instalment; a later one on the same invoices takes its place.

Later is what was written later: a promise that is read after its successor is kept as replaced.

Letters and their facts (amounts and dates as text, `amount` "" where all that is due is promised):
promise_received: customer {number, name}, invoices [number], instalments [{date, amount}], currency, date
plan_accepted: the same of several instalments that all name their amounts, with the plan as a page
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from nlp.reading import Instalment
from workflows.audit import note
from workflows.commands import PromisePayment
from workflows.correspondence import write
from workflows.customers import Customer
from workflows.disputes.model import PromiseStatus, PromiseToPay
from workflows.errors import NotFound
from workflows.ledger.model import OpenItem
from workflows.ledger.money import plain
from workflows.ledger.numbering import PROMISE, next_id
from workflows.letters import LetterKind
from workflows.ports import Desk, UnitOfWork
from workflows.promises_policy import beyond


def promise_payment(command: PromisePayment, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """Keeps one promise per instalment: their ids. Raises NotFound for an invoice that is not the customer's.

    The same message makes the same promises once.
    """
    uow.lock(f"customer:{command.customer}")
    customer = uow.customers.get(command.customer)
    if customer is None:
        raise NotFound("customer", command.customer)
    items = [_item(uow, customer.number, number) for number in command.promise.invoices]
    if not items:
        raise NotFound(f"invoice of customer {customer.number}", "")
    if before := _made_before(command, uow):
        return before
    is_news = not _has_later(command, uow)
    replaced = _replace_earlier(command, uow) if is_news else []
    state = PromiseStatus.OPEN if is_news else PromiseStatus.REPLACED
    made = [_kept(instalment, command, items, uow, now, state) for instalment in command.promise.instalments]
    note(
        uow,
        now,
        actor=command.source.actor,
        action="promise_made",
        subject=made[0].id if made else customer.number,
        message_id=command.source.message_id,
        promises=[promise.id for promise in made],
        invoices=[item.document for item in items],
        replaces=replaced,
    )
    is_ahead = any(promise.pays_on >= now.date() for promise in made)  # nobody is thanked for a day that is over
    if command.source.may_answer and is_news and is_ahead:
        _acknowledge(made, customer, command, uow, desk, now)
    return tuple(promise.id for promise in made)


def promise_obstacles(command: PromisePayment, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """Why a promise may not be accepted without a person, in words; () if it may, or was already."""
    if _made_before(command, uow):
        return ()
    items = [item for number in command.promise.invoices if (item := uow.open_items.get(number)) is not None]
    earlier = uow.promises.where(customer=command.customer)
    return beyond(command.promise.instalments, items, earlier, now.date(), desk.promises)


def _made_before(command: PromisePayment, uow: UnitOfWork) -> tuple[str, ...]:
    """The promises that this very message made already, whatever became of them: a replay repeats no effect."""
    if not command.source.message_id:
        return ()
    made = uow.promises.where(customer=command.customer, message_id=command.source.message_id)
    days = sorted(instalment.date for instalment in command.promise.instalments)
    return tuple(promise.id for promise in made) if sorted(promise.pays_on for promise in made) == days else ()


def _has_later(command: PromisePayment, uow: UnitOfWork) -> bool:
    """Whether the customer has promised something else of these invoices since."""
    named = set(command.promise.invoices)
    promises = uow.promises.where(customer=command.customer)
    return any(named & set(promise.invoices) and promise.made_on > command.made_on for promise in promises)


def _replace_earlier(command: PromisePayment, uow: UnitOfWork) -> list[str]:
    """Open promises on these invoices give way; what they said of other invoices goes on holding those."""
    named = set(command.promise.invoices)
    replaced = []
    for earlier in uow.promises.where(customer=command.customer, state=PromiseStatus.OPEN):
        if not named & set(earlier.invoices):
            continue
        left = tuple(number for number in earlier.invoices if number not in named)
        if left:
            uow.promises.put(replace(earlier, invoices=left, amount=None))
        else:
            uow.promises.put(replace(earlier, state=PromiseStatus.REPLACED))
        replaced.append(earlier.id)
    return replaced


def _kept(
    instalment: Instalment,
    command: PromisePayment,
    items: list[OpenItem],
    uow: UnitOfWork,
    now: datetime,
    state: PromiseStatus,
) -> PromiseToPay:
    promise = PromiseToPay(
        id=next_id(uow, items[0].company, PROMISE, now.date()),
        customer=command.customer,
        company=items[0].company,
        invoices=tuple(item.document for item in items),
        pays_on=instalment.date,
        amount=instalment.amount,
        currency=items[0].currency,
        state=state,
        message_id=command.source.message_id,
        made_on=command.made_on,
    )
    uow.promises.add(promise)
    return promise


def _acknowledge(
    made: list[PromiseToPay], customer: Customer, command: PromisePayment, uow: UnitOfWork, desk: Desk, now: datetime
) -> None:
    first = made[0]
    is_plan = len(made) > 1 and all(promise.amount is not None for promise in made)
    write(
        uow,
        now,
        kind=LetterKind.REPLY,
        template="plan_accepted" if is_plan else "promise_received",
        language=command.source.language,
        company=desk.company(first.company),
        customer=customer.number,
        to=(command.source.sender,),
        facts={
            "customer": {"number": customer.number, "name": customer.name},
            "invoices": list(first.invoices),
            "instalments": [
                {
                    "date": promise.pays_on,
                    "amount": plain(promise.amount, promise.currency) if promise.amount is not None else "",
                }
                for promise in made
            ],
            "currency": first.currency,
            "date": now.date(),
        },
        documents=first.invoices,
        about=tuple(promise.id for promise in made),
        attach=("plan",) if is_plan else (),
        source=command.source,
        dedup_key=f"promise_received:{first.id}",
    )


def _item(uow: UnitOfWork, customer: str, number: str) -> OpenItem:
    item = uow.open_items.get(number)
    if item is None or item.customer != customer:
        raise NotFound(f"invoice of customer {customer}", number)
    return item
