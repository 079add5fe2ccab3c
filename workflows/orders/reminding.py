"""A question about an order that nobody answers is asked again after some working days, at last a person takes over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum

from workflows import audit
from workflows.calendar import add_business_days
from workflows.customers import Customer
from workflows.letters import Letter, LetterStatus
from workflows.orders import asking
from workflows.orders.lifecycle import step
from workflows.orders.model import Order, OrderEvent, OrderStatus
from workflows.orders.placing import locked
from workflows.ports import Desk, UnitOfWork


class Next(StrEnum):
    """What is to be done about a question that waits for its answer."""

    WAIT = "wait"
    REMIND = "remind"
    GIVE_UP = "give_up"


def next_step(sent: list[Letter], customer: Customer, desk: Desk, today: date) -> Next:
    """`sent`: the question and its reminders, the oldest first. A letter that nobody got is a person's at once."""
    if not sent or sent[-1].state in asking.NOBODY_GOT_IT:
        return Next.GIVE_UP
    reminders = 0
    for letter in reversed(sent):
        if letter.template != asking.REMINDER:
            break
        reminders += 1
    waits = desk.orders.remind_after_days
    if sent[-1].state is not LetterStatus.SENT or not waits:
        return Next.WAIT
    last = sent[-1].sent_at or sent[-1].created_at
    days = waits[min(reminders, len(waits) - 1)]
    if today < add_business_days(last.date(), days, customer.country, desk.holidays):
        return Next.WAIT
    return Next.REMIND if reminders < len(waits) - 1 else Next.GIVE_UP


def remind_all(uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """Takes the next step about every order whose customer was asked: numbers of those about which one was due."""
    done = []
    for row in uow.orders.where(state=OrderStatus.ASKED):
        order, customer = locked(uow, row.number)
        sent = asking.questions_sent(order, uow)
        due = next_step(sent, customer, desk, now.date())
        if order.state is not OrderStatus.ASKED or due is Next.WAIT:
            continue
        if due is Next.REMIND:
            asking.remind(uow, desk, now, order, customer, sent[-1])
        else:
            uow.orders.put(replace(order, state=step(order.state, OrderEvent.UNANSWERED)))
        _note(order, due, sent, uow, now)
        done.append(order.number)
    return tuple(done)


def _note(order: Order, due: Next, sent: list[Letter], uow: UnitOfWork, now: datetime) -> None:
    audit.note(
        uow,
        now,
        actor="o2cbot",
        action="order.reminded" if due is Next.REMIND else "order.unanswered",
        subject=order.number,
        message_id=order.message_id,
        letters=[letter.id for letter in sent],
        last=sent[-1].state.value if sent else "",
    )
