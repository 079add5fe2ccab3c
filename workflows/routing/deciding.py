"""Whether a message may be acted upon alone: only if every single thing in it is certain, else a person is told why.

The rules are pure: what they need of the books comes in as `Known`, the day and the thresholds as arguments.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from nlp.reading import (
    DisputeReason,
    IntentName,
    Reading,
)
from workflows.commands import (
    Act,
    Command,
    Decision,
    ForSpecialist,
    Ignore,
    NoteReply,
    RaiseDispute,
    RequestMasterDataChange,
    RequestReturn,
)
from workflows.orders.returns import OUR_FAULT
from workflows.ports import Desk
from workflows.routing.answers import answer
from workflows.routing.bounds import HARMLESS_PROBLEMS, is_certain, names_of, threshold
from workflows.routing.doubts import doubts_of
from workflows.routing.facts import AskedOrder, Known
from workflows.routing.rules import RULES, Ready, Unsure
from workflows.routing.senders import doubtful_sender, first_seen, source_of
from workflows.routing.silence import before_any_wish


def decide(reading: Reading, known: Known, desk: Desk, now: datetime) -> Decision:
    """What to do with a message: act, ask a person (with what is certain all the same), or nothing."""
    settled = before_any_wish(reading, known, desk)
    if settled is not None:
        return settled
    stranger = doubtful_sender(reading, known, desk)
    wanted = [_wish(name, reading, known, desk, now) for name in _in_order(names_of(reading))]
    proposed = tuple(wish.command for wish in wanted if isinstance(wish, Ready))
    if stranger:
        answers = (f"It answers our question about order {known.question.order}.",) if known.question else ()
        why = " ".join((stranger, *answers, *_possible_case(known, known.others_case)))
        return ForSpecialist(why=why, proposed=tuple(_mute(command) for command in proposed))
    heard = _reply_to_case(reading, known, desk)
    if known.question is not None and known.question.customer == known.customer:
        return _answered(known.question, reading, known, desk, wanted, heard)
    doubts = doubts_of(reading, known, desk, wanted)
    back = _goods_back(reading, known, desk)
    if not doubts and proposed:
        return Act((*heard, *proposed, *back))
    if heard and not doubts:
        return Act((*heard, *back))
    certain = (*heard, *_safe_at_once(wanted, reading, desk), *back)
    why = " ".join(dict.fromkeys((*doubts, *_possible_case(known, known.suggested_case))))
    return ForSpecialist(why=why, proposed=proposed, certain=certain)


def _answered(
    asked: AskedOrder,
    reading: Reading,
    known: Known,
    desk: Desk,
    wanted: list[Ready | Unsure],
    heard: tuple[Command, ...],
) -> Decision:
    """An answer to a question about an order: it may let the order go on, and nothing else is done by such a mail."""
    command = answer(reading, known, asked, source_of(reading, known, desk))
    doubts = (*command.doubts, *first_seen(reading, known, desk))
    if not doubts:
        return Act((*heard, command))
    why = " ".join((f"It answers our question about order {asked.order}.", *doubts))
    proposed = tuple(wish.command for wish in wanted if isinstance(wish, Ready))
    certain = (*heard, replace(command, doubts=doubts), *_safe_at_once(wanted, reading, desk))
    return ForSpecialist(why=why, proposed=proposed, certain=certain)


def _possible_case(known: Known, case: str) -> tuple[str, ...]:
    """What a person is told of a case that a message does not join by itself."""
    return (f"It may belong to case {case}.",) if case and case != known.thread_case else ()


def route_of(decision: Decision) -> str:
    """The contract's word for a decision: "auto", "review" or "ignore"."""
    match decision:
        case Act():
            return "auto"
        case ForSpecialist():
            return "review"
        case Ignore():
            return "ignore"


def _in_order(names: list[IntentName]) -> list[IntentName]:
    """What was paid is kept before what is disputed, an order is placed before a question about it is answered."""
    return sorted(names, key=lambda name: list(RULES).index(name) if name in RULES else len(RULES))


def _wish(name: IntentName, reading: Reading, known: Known, desk: Desk, now: datetime) -> Ready | Unsure:
    """One intent as a command, with what is doubtful about it."""
    rule = RULES.get(name)
    if rule is None:
        return Unsure("It says nothing that the desk could do by itself.")
    return rule(reading, known, source_of(reading, known, desk), desk, now)


def _safe_at_once(wanted: list[Ready | Unsure], reading: Reading, desk: Desk) -> tuple[Command, ...]:
    """What is done although a person decides: it moves no money, changes no record, and a person can undo it.

    A request for a change of master data waits for two persons by itself. A dispute holds dunning of its invoices:
    better a letter too late than one to somebody who was right; while anything is unclear, nobody is told of the case,
    and an amount that does not fit is left out of it.
    """
    safe: list[Command] = []
    for wish in wanted:
        if not isinstance(wish, Ready):
            continue
        match wish.command:
            case RequestMasterDataChange():
                if reading.confidence(IntentName.MASTER_DATA) >= threshold(IntentName.MASTER_DATA, desk):
                    safe.append(wish.command)
            case RaiseDispute() if not wish.doubts:
                confidence = reading.confidence(IntentName.DISPUTE)
                clear = all(problem.code in HARMLESS_PROBLEMS for problem in reading.problems)
                clear = clear and is_certain(reading, desk)
                if confidence >= threshold(IntentName.DISPUTE, desk) and clear:
                    safe.append(wish.command)
                elif confidence >= threshold("hold", desk):
                    safe.append(_mute(wish.command))
            case RaiseDispute() if wish.hold and reading.confidence(IntentName.DISPUTE) >= threshold("hold", desk):
                safe.append(_mute(wish.hold))
    return tuple(safe)


def _reply_to_case(reading: Reading, known: Known, desk: Desk) -> tuple[Command, ...]:
    """What wakes the case of a thread: done first, so that its owner reads the words whatever else is made of them."""
    if not known.thread_case:
        return ()
    return (NoteReply(source_of(reading, known, desk), known.thread_case, reading.new_text),)


def _goods_back(reading: Reading, known: Known, desk: Desk) -> tuple[Command, ...]:
    """The wish to send goods back, kept for a person: of goods that are named, or where something is contested."""
    back = reading.goods_back
    if back is None or not (back.lines or (reading.dispute and reading.dispute.reason in OUR_FAULT)):
        return ()
    reason = reading.dispute.reason if reading.dispute else DisputeReason.OTHER
    return (RequestReturn(source_of(reading, known, desk), known.customer, back, reason.value, case=known.thread_case),)


def _mute(command: Command) -> Command:
    return replace(command, source=replace(command.source, may_answer=False))
