"""What a specialist's decision takes back of what was done at once, and what it teaches."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from nlp.reading import IntentName, Reading
from workflows.disputes.handlers import with_note
from workflows.disputes.lifecycle import ACTIVE
from workflows.disputes.model import NO_DISPUTE, CaseEvent, CaseKind
from workflows.lessons import Lesson
from workflows.messages import Message
from workflows.ports import UnitOfWork
from workflows.routing.rules import RULES


def withdraw_holds(message: Message, confirmed: set[str], actor: str, uow: UnitOfWork, now: datetime) -> list[str]:
    """Ends cases that only held dunning until a person looked, where the person found no such dispute.

    A case of which the customer was told, or that another message joined, is a case of its own.
    """
    ended = []
    for record in message.records:
        case = uow.cases.get(record)
        if case is None or record in confirmed or case.kind is not CaseKind.DISPUTE or case.state not in ACTIVE:
            continue
        told = uow.letters.where(case=case.id, template="dispute_received")
        if told or case.message_ids != (message.message_id,):
            continue
        closed = with_note(case, CaseEvent.REJECTED, actor, "The message was found to be no such dispute.", now)
        uow.cases.put(replace(closed, outcome=NO_DISPUTE))
        ended.append(case.id)
    return ended


def differences(read: Reading, corrected: Reading) -> dict[str, list[str]]:
    """What the specialist corrected: field -> [as read, as corrected]."""
    names = ("customer", "language", "intents", "order", "order_change", "remittance", "dispute", "promise", "query")
    pairs = {name: (getattr(read, name), getattr(corrected, name)) for name in (*names, "master_data")}
    return {name: [str(before), str(after)] for name, (before, after) in pairs.items() if before != after}


def lesson_of_approval(message: str, approved: Reading, corrected: bool, actor: str, now: datetime) -> Lesson:
    """Whoever approves has confirmed every intent, and every fact unless something was corrected."""
    return Lesson(message, now, actor, _names(approved), not corrected)


def lesson_of_dismissal(message: str, read: Reading, was: IntentName | None, actor: str, now: datetime) -> Lesson:
    """Nothing was to be done: a Reading that asked for something would have acted wrongly.

    What the message wanted is known only where the person says it (`was`), or where nothing had been read either.
    """
    asks = any(intent.name in RULES for intent in read.intents)
    if was is not None:
        return Lesson(message, now, actor, (was.value,), not asks and read.main_intent is was)
    return Lesson(message, now, actor, () if asks else _names(read), not asks)


def _names(reading: Reading) -> tuple[str, ...]:
    return tuple(intent.name.value for intent in reading.intents)
