"""Whether a message may be acted upon alone: only if every single thing in it is certain, else a person is told why.

The rules are pure: what they need of the books comes in as `Known`, the day and the thresholds as arguments.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from nlp.reading import (
    SENDER_PROBLEMS,
    Bounce,
    DisputeReason,
    Identification,
    IntentName,
    Problem,
    Reading,
    Robot,
    RobotKind,
    Speaks,
    Trust,
    TrustLevel,
)
from workflows.commands import (
    Act,
    Command,
    DecideCase,
    Decision,
    ForSpecialist,
    Ignore,
    NoteReply,
    RaiseDispute,
    RecordBounce,
    RecordRobot,
    RequestMasterDataChange,
    RequestReturn,
    Source,
)
from workflows.correspondence import known_language
from workflows.orders.returns import OUR_FAULT
from workflows.ports import Desk
from workflows.routing_answers import answer
from workflows.routing_facts import AskedOrder, Known
from workflows.routing_rules import RULES, Ready, Unsure

BUSINESS = frozenset(RULES)
SILENT = frozenset({IntentName.AUTO_REPLY, IntentName.BOUNCE, IntentName.SPAM})
# What a reader may remark without any doubt about what the sender wants: a line of an advice may name no amount.
HARMLESS_PROBLEMS = frozenset({"missing_message_id", "charset_repaired", "no_amount"})
# In the thread of a case the invoice is known without being named.
KNOWN_BY_THREAD = frozenset({"no_invoice"})
NOTICES = {
    RobotKind.COMPLAINT: "A mail of ours was reported as abuse.",
    RobotKind.CHALLENGE: "A program holds a mail of ours until a person proves to be one.",
}
SEVERAL = "several"  # the certainty asked of a message with more than one intent


def decide(reading: Reading, known: Known, desk: Desk, now: datetime) -> Decision:
    """What to do with a message: act, ask a person (with what is certain all the same), or nothing."""
    for rule in (_team_reply, _own_mail, _seen_before, _silent):
        decision = rule(reading, known, desk)
        if decision is not None:
            return decision
    stranger = _doubtful_sender(reading, known, desk)
    wanted = [_wish(name, reading, known, desk, now) for name in _in_order(_named(reading))]
    proposed = tuple(wish.command for wish in wanted if isinstance(wish, Ready))
    if stranger:
        answers = (f"It answers our question about order {known.question.order}.",) if known.question else ()
        why = " ".join((stranger, *answers, *_possible_case(known, known.others_case)))
        return ForSpecialist(why=why, proposed=tuple(_mute(command) for command in proposed))
    heard = _reply_to_case(reading, known, desk)
    if known.question is not None and known.question.customer == known.customer:
        return _answered(known.question, reading, known, desk, wanted, heard)
    doubts = _doubts(reading, known, desk, wanted)
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
    doubts = (*command.doubts, *_first_seen(reading, known, desk))
    if not doubts:
        return Act((*heard, command))
    why = " ".join((f"It answers our question about order {asked.order}.", *doubts))
    proposed = tuple(wish.command for wish in wanted if isinstance(wish, Ready))
    certain = (*heard, replace(command, doubts=doubts), *_safe_at_once(wanted, reading, desk))
    return ForSpecialist(why=why, proposed=proposed, certain=certain)


def _first_seen(reading: Reading, known: Known, desk: Desk) -> tuple[str, ...]:
    if not desk.trust.review_first_seen or known.record_has_sender:
        return ()
    return tuple(f"{r.detail.capitalize()}." for r in reading.trust_reasons if r.code == "first_seen")


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


def source_of(reading: Reading, known: Known, desk: Desk, *, actor: str = "o2cbot") -> Source:
    """Where a command comes from. An automatic answer goes to people only, never on a forged word."""
    doubted = reading.trust_level in (TrustLevel.FAILED, TrustLevel.SUSPECT)
    person = not reading.automatic and not doubted and not known.own_sender and record_knows(reading, known, desk)
    wished = reading.language if reading.language in desk.languages else known.language
    return Source(
        message=known.message,
        message_id=reading.message_id,
        sender=reading.sender.email,
        subject=reading.subject,
        references=tuple(dict.fromkeys((*reading.references, *filter(None, (reading.in_reply_to,))))),
        language=known_language(wished, desk),
        may_answer=person,
        actor=actor,
        possible_case=known.others_case or known.suggested_case,
    )


def record_knows(reading: Reading, known: Known, desk: Desk) -> bool:
    """Whether an answer to the address that wrote stays with the customer: its record has the address, or the domain
    and either proof that the mail came from there, or a desk that does not ask for it. Reply-To is never asked."""
    if known.record_has_sender or reading.identified_by is Identification.ADDRESS:
        return True
    proven = reading.trust_level is TrustLevel.VERIFIED or desk.trust.answer == "domain"
    return reading.identified_by is Identification.DOMAIN and proven


def threshold(name: str, desk: Desk) -> float:
    """The least calibrated confidence from which an intent is acted upon alone."""
    least = desk.routing.auto_confidence
    return least.get(name, least["default"])


def least_certainty(name: str, desk: Desk) -> float:
    """How likely a whole Reading with this intent must be right before it is acted upon alone."""
    least = desk.routing.certainty
    return least.get(name, least["default"])


def _is_certain(reading: Reading, desk: Desk) -> bool:
    """Whether the Reading as a whole is as likely right as the strictest of its intents asks, where that was judged."""
    asked = [str(name) for name in _named(reading)]
    if len(asked) > 1:
        asked.append(SEVERAL)
    least = max(least_certainty(name, desk) for name in asked)
    return reading.certainty is None or reading.certainty >= least


def _team_reply(reading: Reading, known: Known, desk: Desk) -> Decision | None:
    """One of our own people decides about a case: done where it is proven who writes, and only the first time."""
    said = known.team_reply
    if said is None or known.is_our_letter or known.same_message_id:
        return None
    if known.same_mail:
        return Ignore(f"The same mail was delivered twice; it is worked as {known.same_mail}.")
    if said.doubt:
        return ForSpecialist(said.doubt)
    return Act((DecideCase(source_of(reading, known, desk), said.case, said.letter, reading.decision),))


def _own_mail(reading: Reading, known: Known, desk: Desk) -> Decision | None:
    if known.is_our_letter:
        return Ignore("A letter of ours came back to our own mailbox.")
    if not known.own_sender:
        return None
    if reading.automatic and reading.bounce is None:
        return Ignore("An automatic message from our own address.")
    return None if reading.bounce is not None else ForSpecialist("It was sent from an address of our own company.")


def _seen_before(reading: Reading, known: Known, desk: Desk) -> Decision | None:
    if known.same_mail:
        return Ignore(f"The same mail was delivered twice; it is worked as {known.same_mail}.")
    if known.same_message_id:
        return ForSpecialist(f"Another mail, {known.same_message_id}, has the same Message-ID and other words.")
    return None


def _silent(reading: Reading, known: Known, desk: Desk) -> Decision | None:
    """Robots and unwanted mail: nothing to do, unless they also say something that the desk must hear."""
    names = _named(reading)
    if reading.bounce is not None:
        return _bounce(reading.bounce, reading, known, desk)
    if reading.robot is not None and reading.robot.kind in NOTICES:
        return _notice(reading.robot, reading, known, desk)
    if not names or names[0] not in SILENT:
        circular = reading.automatic and not known.customer and set(names) <= {IntentName.OTHER}
        return Ignore("A circular from nobody in the books.") if circular else None
    main = names[0]
    if reading.confidence(main) < threshold(main, desk):
        return ForSpecialist(f"It looks like {_words(main)}, but that is not certain.")
    business = bool(BUSINESS & set(names))
    customers_own_words = _speaks_for_customer(reading, known) and not reading.automatic
    if main is IntentName.SPAM and (business or customers_own_words):
        return ForSpecialist("It looks unwanted, but a customer may have written it.")
    if main is IntentName.AUTO_REPLY and not reading.automatic and business:
        return ForSpecialist("It looks like an automatic reply that also says something about business.")
    if reading.robot is not None and reading.robot.returns_on is not None:
        return Ignore(f"It is {_words(main)}: nobody is there before {reading.robot.returns_on}.")
    return Ignore(f"It is {_words(main)}: there is nothing to do.")


def _bounce(bounce: Bounce, reading: Reading, known: Known, desk: Desk) -> Decision:
    if known.bounced_letter and reading.trust is Trust.FAILED:
        return ForSpecialist("It reports that a mail of ours did not arrive, but its sender is proven to be false.")
    if known.bounced_letter:
        record = RecordBounce(source_of(reading, known, desk), bounce, known.bounced_letter)
        return Ignore("A mail of ours did not arrive.", (record,))
    if known.bounced_customer:
        return ForSpecialist(f"A mail of ours to {bounce.recipient} did not arrive; which one is not said.")
    return Ignore("A report about a mail that is not ours.")


def _notice(robot: Robot, reading: Reading, known: Known, desk: Desk) -> Decision:
    """A complaint or a challenge: never answered; what it means for our letter is kept."""
    if known.robot_letter:
        return Ignore(NOTICES[robot.kind], (RecordRobot(source_of(reading, known, desk), robot, known.robot_letter),))
    if robot.kind is RobotKind.COMPLAINT:
        return ForSpecialist("Somebody reported a mail as abuse; whether it was ours is not said.")
    return Ignore("A program asks for a proof about a mail that is not ours.")


def _doubtful_sender(reading: Reading, known: Known, desk: Desk) -> str:
    """Why nobody knows that the customer speaks, or not as surely as the desk asks, in words; "" if it does."""
    if reading.trust is Trust.FAILED:
        return "The sender's domain says that it did not send this mail: it may be forged."
    deceiving = [problem.detail for problem in reading.problems if problem.code in SENDER_PROBLEMS]
    deceiving += [reason.detail for reason in reading.trust_reasons if reason.speaks is Speaks.AGAINST]
    if deceiving:
        return f"The sender may not be who it seems to be: {deceiving[0]}"
    if not known.customer:
        return "The sender is nobody in the books."
    if not _speaks_for_customer(reading, known):
        return f"Only the text points to customer {known.customer}; the sender's address is unknown."
    if desk.trust.act is TrustLevel.VERIFIED and reading.trust_level is not TrustLevel.VERIFIED:
        return "Nothing proves that the sender's domain sent this mail."
    return ""


def _speaks_for_customer(reading: Reading, known: Known) -> bool:
    return bool(known.customer) and reading.identified_by in (Identification.ADDRESS, Identification.DOMAIN)


def _named(reading: Reading) -> list[IntentName]:
    return list(dict.fromkeys(intent.name for intent in reading.intents)) or [IntentName.OTHER]


def _in_order(names: list[IntentName]) -> list[IntentName]:
    """What was paid is kept before what is disputed, an order is placed before a question about it is answered."""
    return sorted(names, key=lambda name: list(RULES).index(name) if name in RULES else len(RULES))


def _wish(name: IntentName, reading: Reading, known: Known, desk: Desk, now: datetime) -> Ready | Unsure:
    """One intent as a command, with what is doubtful about it."""
    rule = RULES.get(name)
    if rule is None:
        return Unsure("It says nothing that the desk could do by itself.")
    return rule(reading, known, source_of(reading, known, desk), desk, now)


def _doubts(reading: Reading, known: Known, desk: Desk, wanted: list[Ready | Unsure]) -> list[str]:
    """Everything that keeps the desk from acting alone, in words; [] if nothing does."""
    names = _named(reading)
    # An answer in the thread of a case needs no other meaning: the case's owner reads it.
    plain_reply = bool(known.thread_case) and set(names) <= {IntentName.OTHER, IntentName.DISPUTE}
    doubts = [doubt for wish in wanted for doubt in wish.doubts if not (plain_reply and isinstance(wish, Unsure))]
    for intent in reading.intents:
        least = threshold(intent.name, desk)
        if intent.name in BUSINESS and intent.confidence < least:
            doubts.append(
                f"It is not certain that this is {_words(intent.name)} ({intent.confidence:.2f} of {least:.2f})."
            )
    if not plain_reply and not _is_certain(reading, desk):
        doubts.append(f"All that was read together is not certain enough ({reading.certainty:.2f}).")
    harmless = HARMLESS_PROBLEMS | (KNOWN_BY_THREAD if plain_reply else frozenset())
    doubts += [_sentence(problem) for problem in reading.problems if problem.code not in harmless]
    doubts += _contradictions(reading)
    if known.others_case:
        doubts.append(f"It answers a letter about case {known.others_case}, which is another customer's.")
    if known.question is not None:
        doubts.append(f"It answers a letter about order {known.question.order}, which is another customer's.")
    doubts += _first_seen(reading, known, desk)
    return doubts


def _contradictions(reading: Reading) -> list[str]:
    """Two wishes of one message that cannot both be meant for the same invoice or order."""
    found = []
    promised = set(reading.promise.invoices) if reading.promise else set()
    if reading.dispute and promised & set(reading.dispute.invoices):
        found.append("The same invoice is both disputed and promised to be paid.")
    if reading.remittance and promised & {line.invoice for line in reading.remittance.lines}:
        found.append("The same invoice is said to be paid and promised to be paid.")
    if reading.goods_back and reading.goods_back.lines and (reading.order or reading.order_change):
        found.append("It orders goods, or changes an order, and speaks of goods that go back.")
    if reading.order and reading.order_change:
        found.append("It both places an order and changes one.")
    return found


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
                clear = clear and _is_certain(reading, desk)
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


def _sentence(problem: Problem) -> str:
    return f"{problem.code.replace('_', ' ').capitalize()}: {problem.detail.rstrip('.')}."


def _words(name: IntentName) -> str:
    return WORDS[name]


WORDS = {
    IntentName.ORDER: "an order",
    IntentName.ORDER_CHANGE: "a change of an order",
    IntentName.REMITTANCE: "a payment advice",
    IntentName.DISPUTE: "a dispute",
    IntentName.PROMISE: "a promise to pay",
    IntentName.QUERY: "a question",
    IntentName.MASTER_DATA: "a change of master data",
    IntentName.AUTO_REPLY: "an automatic reply",
    IntentName.BOUNCE: "a report that a mail did not arrive",
    IntentName.SPAM: "unwanted mail",
    IntentName.OTHER: "something else",
}
