"""One message, one transaction, one end state: decided, acted upon, explained; and what a specialist does with it.

Letters and their facts:
free_reply: text
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime

from nlp.reading import IntentName, Reading
from workflows.addresses import heard
from workflows.audit import note
from workflows.commands import Act, Command, Decision, ForSpecialist, Ignore
from workflows.corrections import differences, lesson_of_approval, lesson_of_dismissal, withdraw_holds
from workflows.correspondence import write
from workflows.dispatch import confirm, handle, released
from workflows.errors import IllegalTransition, NotAllowed, NotFound
from workflows.letters import LetterKind
from workflows.message_facts import facts
from workflows.messages import Message, MessageStatus
from workflows.ports import Desk, UnitOfWork
from workflows.routing.bounds import threshold
from workflows.routing.deciding import decide, route_of
from workflows.routing.facts import Known
from workflows.routing.rules import RULES, Ready, Unsure
from workflows.routing.senders import record_knows, source_of
from workflows.threads import answer_to

STATES = {"auto": MessageStatus.DONE, "review": MessageStatus.REVIEW, "ignore": MessageStatus.IGNORED}
WORKABLE = (MessageStatus.RECEIVED, MessageStatus.QUARANTINED, MessageStatus.REVIEW)
DECIDABLE = (MessageStatus.REVIEW, MessageStatus.QUARANTINED)
ANSWERABLE = (MessageStatus.REVIEW, MessageStatus.DONE, MessageStatus.IGNORED)


def preview(message: Message, reading: Reading, uow: UnitOfWork, desk: Desk, now: datetime) -> Decision:
    """What would be decided about a message, changing nothing."""
    return confirm(decide(reading, facts(message, reading, uow, desk, now), desk, now), uow, desk, now)


def work(message: Message, reading: Reading, uow: UnitOfWork, desk: Desk, now: datetime) -> Message:
    """Decides and does everything about a message; the row with its end state, kept in the unit of work.

    Worked again (a replay, a retry after a crash), a message that is done or ignored stays as it is.
    """
    if message.state not in WORKABLE:
        return message
    if reading.customer:
        uow.lock(f"customer:{reading.customer}")
    known = facts(message, reading, uow, desk, now)
    heard(reading, known.customer, uow, now)
    decision = confirm(decide(reading, known, desk, now), uow, desk, now)
    commands = _at_once(decision)
    if commands:  # letters about what is made of a message find it by its Message-ID, to show and to attach it
        uow.messages.put(replace(message, message_id=reading.message_id, customer=known.customer))
    records = [record for command in commands for record in handle(command, uow, desk, now)]
    route = route_of(decision)
    worked = replace(
        message,
        message_id=reading.message_id,
        state=STATES[route],
        language=reading.language,
        customer=known.customer,
        intents=tuple(intent.name.value for intent in reading.intents),
        route=route,
        records=tuple(dict.fromkeys((*message.records, *records))),
        why=_why(decision),
    )
    uow.messages.put(worked)
    _explain(worked, reading, decision, uow, desk, now)
    return worked


def approve(
    message_id: str,
    actor: str,
    read: Reading,
    uow: UnitOfWork,
    desk: Desk,
    now: datetime,
    *,
    corrected: Reading | None = None,
    call_back: str = "",
) -> Message:
    """A specialist lets the reading be acted upon, as it was read or as corrected.

    `message_id` is the row's id; `call_back`: a note of whom they spoke to about an unknown delivery address. Approving
    what the same reading has already done does nothing more. Raises NotFound, IllegalTransition, and NotAllowed where
    the reading asks for nothing that can be done.
    """
    message = _message(message_id, uow)
    reading = corrected or read
    if message.state is MessageStatus.DONE and message.owner == actor:
        return message
    _require(message, DECIDABLE, "approve")
    if reading.customer:
        uow.lock(f"customer:{reading.customer}")
    known = facts(message, reading, uow, desk, now)
    speaker = reading if reading.customer == read.customer else replace(reading, identified_by=None)
    commands = _wishes(speaker, known, actor, desk, now)
    records = [record for command in commands for record in handle(released(command, call_back), uow, desk, now)]
    withdrawn = withdraw_holds(message, set(records), actor, uow, now)
    kept = [record for record in message.records if record not in withdrawn]
    approved = replace(
        message,
        message_id=reading.message_id,
        state=MessageStatus.DONE,
        language=reading.language,
        customer=known.customer,
        intents=tuple(intent.name.value for intent in reading.intents),
        records=tuple(dict.fromkeys((*kept, *records))),
        owner=actor,
    )
    uow.messages.put(approved)
    changed = differences(read, reading)
    if read.impression is not None:
        uow.lessons.put(lesson_of_approval(message.id, reading, bool(changed), actor, now))
    note(
        uow,
        now,
        actor=actor,
        action="message_approved",
        subject=message.id,
        message_id=message.message_id,
        corrected=changed,
        **_trust(reading),
        commands=[type(command).__name__ for command in commands],
        records=records,
        withdrawn=withdrawn,
    )
    return approved


def dismiss(
    message_id: str,
    actor: str,
    why: str,
    uow: UnitOfWork,
    desk: Desk,
    now: datetime,
    *,
    read: Reading | None = None,
    was: IntentName | None = None,
) -> Message:
    """A specialist says that nothing more is to do: done where something was made of it, else ignored.

    `read`: what had been read of it; `was`: what it is instead, where the specialist says so.
    """
    message = _message(message_id, uow)
    if message.state in (MessageStatus.DONE, MessageStatus.IGNORED) and message.why == why and message.owner == actor:
        return message
    _require(message, DECIDABLE, "dismiss")
    withdrawn = withdraw_holds(message, set(), actor, uow, now)
    kept = tuple(record for record in message.records if record not in withdrawn)
    state = MessageStatus.DONE if kept else MessageStatus.IGNORED
    dismissed = replace(message, state=state, records=kept, why=why, owner=actor)
    uow.messages.put(dismissed)
    if read is not None and read.impression is not None:
        uow.lessons.put(lesson_of_dismissal(message.id, read, was, actor, now))
    note(
        uow,
        now,
        actor=actor,
        action="message_dismissed",
        subject=message.id,
        message_id=message.message_id,
        why=why,
        **(_trust(read) if read is not None else {}),
        withdrawn=withdrawn,
    )
    return dismissed


def reassign(message_id: str, owner: str, actor: str, uow: UnitOfWork, desk: Desk, now: datetime) -> Message:
    """Gives a message that waits for a decision to somebody."""
    message = _message(message_id, uow)
    _require(message, DECIDABLE, "reassign")
    if message.owner == owner:
        return message
    given = replace(message, owner=owner)
    uow.messages.put(given)
    note(
        uow,
        now,
        actor=actor,
        action="message_reassigned",
        subject=message.id,
        message_id=message.message_id,
        owner=owner,
        was=message.owner,
    )
    return given


def reply(message_id: str, actor: str, text: str, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """Writes a specialist's own words to the sender, in the thread: (the letter's id), () if they were written before.

    The message waits for its decision as before.
    """
    message = _message(message_id, uow)
    _require(message, ANSWERABLE, "reply")
    source = answer_to(message, desk, actor=actor)
    if source is None or not text.strip():
        raise NotAllowed(actor, "reply", "there is no sender to answer" if source is None else "an answer needs words")
    letter = write(
        uow,
        now,
        kind=LetterKind.REPLY,
        template="free_reply",
        language=source.language,
        company=desk.company(message.company),
        customer=message.customer,
        to=(source.sender,),
        facts={"text": text},
        source=source,
        dedup_key=f"free_reply:{message.id}:{hashlib.sha256(text.encode()).hexdigest()}",
    )
    if letter is None:
        return ()
    note(
        uow,
        now,
        actor=actor,
        action="message_answered",
        subject=message.id,
        message_id=message.message_id,
        letter=letter.id,
    )
    return (letter.id,)


def _at_once(decision: Decision) -> tuple[Command, ...]:
    match decision:
        case Act(commands):
            return commands
        case ForSpecialist():
            return decision.certain
        case Ignore():
            return decision.commands


def _why(decision: Decision) -> str:
    return "" if isinstance(decision, Act) else decision.why


def _explain(
    message: Message, reading: Reading, decision: Decision, uow: UnitOfWork, desk: Desk, now: datetime
) -> None:
    """The decision with all that it rests on, beside the evidence that the reading keeps."""
    proposed = decision.proposed if isinstance(decision, ForSpecialist) else ()
    note(
        uow,
        now,
        actor="o2cbot",
        action=f"message_{message.route}",
        subject=message.id,
        message_id=reading.message_id,
        why=message.why,
        customer=message.customer,
        identified_by=reading.identified_by,
        trust=reading.trust,
        **_trust(reading),
        automatic=reading.automatic,
        intents=[
            {"name": i.name, "confidence": round(i.confidence, 4), "threshold": threshold(i.name, desk)}
            for i in reading.intents
        ],
        problems=[problem.code for problem in reading.problems],
        done=[type(command).__name__ for command in _at_once(decision)],
        proposed=[type(command).__name__ for command in proposed],
        records=message.records,
    )


def _trust(reading: Reading) -> dict[str, object]:
    """How far the sender's word carried when this was decided, and why."""
    reasons = [{"code": r.code, "detail": r.detail, "speaks": r.speaks} for r in reading.trust_reasons]
    return {"trust_level": reading.trust_level, "trust_reasons": reasons}


def _wishes(reading: Reading, known: Known, actor: str, desk: Desk, now: datetime) -> list[Command]:
    """Every command that the reading asks for, in the rules' order; a person has weighed its doubts."""
    if not known.customer:
        raise NotAllowed(actor, "approve", "it is not said which customer it is from")
    # A person has weighed who writes; the answer still goes to the record's address where the record knows no other.
    answered = not reading.automatic and record_knows(reading, known, desk)
    source = replace(source_of(reading, known, desk, actor=actor), may_answer=answered)
    commands: list[Command] = []
    for name in (name for name in RULES if any(intent.name is name for intent in reading.intents)):
        wish = RULES[name](reading, known, source, desk, now)
        match wish:
            case Ready(command):
                commands.append(command)
            case Unsure(why):
                raise NotAllowed(actor, "approve", why)
    if not commands:
        raise NotAllowed(actor, "approve", "it asks for nothing that can be done; dismiss it or answer it")
    return commands


def _message(message_id: str, uow: UnitOfWork) -> Message:
    message = uow.messages.get(message_id)
    if message is None:
        raise NotFound("message", message_id)
    return message


def _require(message: Message, states: tuple[MessageStatus, ...], action: str) -> None:
    if message.state not in states:
        raise IllegalTransition(message.state, action)
