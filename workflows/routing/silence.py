"""What is settled before a message can want anything: our own people and letters, robots, unwanted mail."""

from __future__ import annotations

from nlp.reading import Bounce, IntentName, Reading, Robot, RobotKind, Trust
from workflows.commands import Act, DecideCase, Decision, ForSpecialist, Ignore, RecordBounce, RecordRobot
from workflows.ports import Desk
from workflows.routing.bounds import WORDS, names_of, threshold
from workflows.routing.facts import Known
from workflows.routing.rules import BUSINESS
from workflows.routing.senders import source_of, speaks_for_customer

SILENT = frozenset({IntentName.AUTO_REPLY, IntentName.BOUNCE, IntentName.SPAM})
NOTICES = {
    RobotKind.COMPLAINT: "A mail of ours was reported as abuse.",
    RobotKind.CHALLENGE: "A program holds a mail of ours until a person proves to be one.",
}


def before_any_wish(reading: Reading, known: Known, desk: Desk) -> Decision | None:
    """What is to be done with a message whatever it says; None where its wishes decide."""
    for rule in (_team_reply, _own_mail, _seen_before, _silent):
        decision = rule(reading, known, desk)
        if decision is not None:
            return decision
    return None


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
    names = names_of(reading)
    if reading.bounce is not None:
        return _bounce(reading.bounce, reading, known, desk)
    if reading.robot is not None and reading.robot.kind in NOTICES:
        return _notice(reading.robot, reading, known, desk)
    if not names or names[0] not in SILENT:
        circular = reading.automatic and not known.customer and set(names) <= {IntentName.OTHER}
        return Ignore("A circular from nobody in the books.") if circular else None
    main = names[0]
    if reading.confidence(main) < threshold(main, desk):
        return ForSpecialist(f"It looks like {WORDS[main]}, but that is not certain.")
    business = bool(BUSINESS & set(names))
    customers_own_words = speaks_for_customer(reading, known) and not reading.automatic
    if main is IntentName.SPAM and (business or customers_own_words):
        return ForSpecialist("It looks unwanted, but a customer may have written it.")
    if main is IntentName.AUTO_REPLY and not reading.automatic and business:
        return ForSpecialist("It looks like an automatic reply that also says something about business.")
    if reading.robot is not None and reading.robot.returns_on is not None:
        return Ignore(f"It is {WORDS[main]}: nobody is there before {reading.robot.returns_on}.")
    return Ignore(f"It is {WORDS[main]}: there is nothing to do.")


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
