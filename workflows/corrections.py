"""What a specialist's decision takes back of what was done at once, and what it teaches."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from nlp.reading import Reading
from workflows.disputes.handlers import with_note
from workflows.disputes.lifecycle import ACTIVE
from workflows.disputes.model import CaseEvent, CaseKind
from workflows.messages import Message
from workflows.ports import UnitOfWork

SUPERSEDED = "superseded"


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
        uow.cases.put(replace(closed, outcome=SUPERSEDED))
        ended.append(case.id)
    return ended


def differences(read: Reading, corrected: Reading) -> dict[str, list[str]]:
    """What the specialist corrected: field -> [as read, as corrected]; the training corpus grows by it."""
    names = ("customer", "language", "intents", "order", "order_change", "remittance", "dispute", "promise", "query")
    pairs = {name: (getattr(read, name), getattr(corrected, name)) for name in (*names, "master_data")}
    return {name: [str(before), str(after)] for name, (before, after) in pairs.items() if before != after}
