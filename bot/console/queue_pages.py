"""The queue: every message that waits for a person, oldest first, with why; and searching all messages."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from starlette.responses import Response

from bot.console.books import PAGE_ROWS, find, names
from bot.console.web import Ask
from bot.storage.codec import load
from bot.storage.tables import messages
from bot.storage.unit_of_work import SqlUnitOfWork
from nlp.reading import Reading
from workflows.messages import Message, MessageStatus

WAITING = (MessageStatus.REVIEW.value, MessageStatus.QUARANTINED.value)


@dataclass(frozen=True, slots=True)
class QueueRow:
    message: Message
    subject: str
    sender: str
    customer_name: str
    received_at: datetime


def reading_of(message: Message) -> Reading | None:
    """The kept Reading; None where the message was never read or its record is damaged."""
    if not message.reading:
        return None
    try:
        return load(Reading, message.reading)
    except (ValueError, KeyError, TypeError, ArithmeticError):
        return None


def queue(ask: Ask) -> Response:
    with ask.console.database.read() as uow:
        rows = _rows(uow, *_wanted(ask))
        facets = _facets(uow, ask)
    template = "_queue.html.j2" if ask.htmx and ask.request.headers.get("hx-target") == "queue" else "queue.html.j2"
    chosen = {name: ask.query(name) for name in ("mailbox", "intent", "owner")}
    return ask.page(template, rows=rows, chosen=chosen, mailboxes=ask.console.mailboxes, limit=PAGE_ROWS, **facets)


def all_messages(ask: Ask) -> Response:
    """Every message, newest first, by state and words."""
    state, words = ask.query("state"), ask.query("q").strip()
    conditions = [messages.c.state == state] if state else []
    if words:
        conditions.append(
            sa.or_(
                *(
                    column.icontains(words, autoescape=True)
                    for column in (messages.c.customer, messages.c.message_id, messages.c.reading)
                )
            )
        )
    with ask.console.database.read() as uow:
        found = find(uow, "messages", *conditions, order=(messages.c.received_at.desc(),))
        rows = _as_rows(uow, found)
    states = [status.value for status in MessageStatus]
    return ask.page("messages.html.j2", rows=rows, state=state, words=words, states=states, limit=PAGE_ROWS)


def next_waiting(uow: SqlUnitOfWork, after: Message) -> str | None:
    """The id of the next message of the queue."""
    later = sa.tuple_(messages.c.received_at, messages.c.id) > (after.received_at, after.id)
    query = sa.select(messages.c.id).where(messages.c.state.in_(WAITING), later)
    return uow.connection.execute(query.order_by(messages.c.received_at, messages.c.id).limit(1)).scalar()


def _wanted(ask: Ask) -> list[Any]:
    """Conditions of the filters that the address names (Any: SQL expressions)."""
    mailbox, intent, owner = ask.query("mailbox"), ask.query("intent"), ask.query("owner")
    found: list[Any] = []
    if mailbox:
        found.append(messages.c.mailbox == mailbox)
    if intent.replace("_", "").isalpha():
        found.append(messages.c.intents.contains(f'"{intent}"'))
    if owner:
        found.append(messages.c.owner == {"mine": ask.person.name, "nobody": ""}.get(owner, owner))
    return found


def _rows(uow: SqlUnitOfWork, *conditions: Any) -> list[QueueRow]:
    waiting = messages.c.state.in_(WAITING)
    return _as_rows(uow, find(uow, "messages", waiting, *conditions, order=(messages.c.received_at,)))


def _as_rows(uow: SqlUnitOfWork, found: list[Message]) -> list[QueueRow]:
    known = names(uow, (message.customer for message in found))
    rows = []
    for message in found:
        read = reading_of(message)
        subject = (read.subject if read else "") or ("(no subject)" if read else "(could not be read)")
        sender = (read.sender.name or read.sender.email) if read else ""
        rows.append(QueueRow(message, subject, sender, known.get(message.customer, ""), message.received_at))
    return rows


def _facets(uow: SqlUnitOfWork, ask: Ask) -> dict[str, Any]:
    """How many messages wait in all, per mailbox, intent and owner, whatever is chosen."""
    columns = (messages.c.mailbox, messages.c.intents, messages.c.owner, messages.c.state)
    rows = uow.connection.execute(sa.select(*columns).where(messages.c.state.in_(WAITING))).all()
    intents: Counter[str] = Counter()
    for row in rows:
        intents.update(set(row.intents.strip("[]").replace('"', "").split(",")) - {""})
    return {
        "waiting": len(rows),
        "quarantined": sum(row.state == MessageStatus.QUARANTINED.value for row in rows),
        "per_mailbox": Counter(row.mailbox for row in rows),
        "per_intent": dict(intents.most_common()),
        "mine": sum(row.owner == ask.person.name for row in rows),
        "nobody": sum(not row.owner for row in rows),
    }
