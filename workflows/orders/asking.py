"""What we ask a customer about an order: questions that a plain answer settles, and their reminders."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from workflows import correspondence
from workflows.commands import Source
from workflows.customers import Customer
from workflows.letters import Letter, LetterStatus
from workflows.orders.answers import rows_of, source_of, write_about
from workflows.orders.findings import INTERNAL
from workflows.orders.model import Deviation, Order, OrderStatus
from workflows.orders.questions import QUESTIONS as ASKABLE
from workflows.ports import Desk, UnitOfWork

QUESTION, REMINDER = "order_question", "order_reminder"
QUESTIONS = (QUESTION, REMINDER)  # letters whose answers wake an order
NOBODY_GOT_IT = (LetterStatus.FAILED, LetterStatus.BOUNCED, LetterStatus.CANCELLED)


def about_customer(deviations: Iterable[Deviation]) -> tuple[Deviation, ...]:
    """Those of an order's differences that stand against it and that the customer can answer."""
    return tuple(deviation for deviation in deviations if deviation.blocking and deviation.code not in INTERNAL)


def ask(
    uow: UnitOfWork, desk: Desk, now: datetime, order: Order, customer: Customer, source: Source, text: str
) -> bool:
    """What stands against the order, as questions; `text` is what a specialist adds or asks instead.

    Whether there was an address to ask.
    """
    if not correspondence.answer_address(source, customer, uow):
        return False
    facts = {"text": text, "deviations": questions_of(order)}
    write_about(uow, desk, now, order, customer, source, QUESTION, facts, once=now.isoformat())
    return True


def is_asked(order: Order, text: str, uow: UnitOfWork, now: datetime) -> bool:
    """Whether today's last question about an order that waits for its answer is just this one: a form sent twice."""
    sent = questions_sent(order, uow)
    if order.state is not OrderStatus.ASKED or not sent or sent[-1].state in NOBODY_GOT_IT:
        return False
    said = json.loads(sent[-1].facts)
    same = (said.get("text") or "", said.get("deviations")) == (text, questions_of(order))
    return same and sent[-1].template == QUESTION and sent[-1].created_at.date() == now.date()


def remind(uow: UnitOfWork, desk: Desk, now: datetime, order: Order, customer: Customer, asked: Letter) -> None:
    """The same questions once more, to whom they went before: the answer to either letter is the same."""
    facts = {
        "text": json.loads(asked.facts).get("text") or "",
        "deviations": questions_of(order),
        "asked_on": asked.created_at.date(),
    }
    source = replace(source_of(order, customer, desk, "o2cbot"), sender="", message_id="")
    write_about(uow, desk, now, order, customer, source, REMINDER, facts, once=now.isoformat(), to=asked.to)


def questions_of(order: Order) -> list[dict[str, Any]]:
    """What stands against an order as its letters ask it (Any: JSON); `question` names the words of the question."""
    rows = rows_of(about_customer(order.deviations), order)
    return [row | {"question": row["code"] if row["code"] in ASKABLE else ""} for row in rows]


def questions_sent(order: Order, uow: UnitOfWork) -> list[Letter]:
    """Our letters that asked about an order, the oldest first."""
    sent = uow.letters.where(customer=order.customer, template=QUESTIONS)
    own = [letter for letter in sent if order.number in letter.dedup_key.split(":")]
    return sorted(own, key=lambda letter: letter.created_at)
