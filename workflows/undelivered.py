"""A mail of ours that did not arrive counts as not sent: it goes to another address of the customer, or to a person.

Nobody there, or nothing taken for 72 hours: the address is dead until a mail comes from it or a person has mended it.
What passes by itself (a full mailbox, a server that was down) is sent again a day later. A reminder is never sent again
by itself: its step is taken back, and the next run takes it anew, to an address that takes mail.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from nlp.reading import Bounce, Robot, RobotKind
from workflows.addresses import failed, known_addresses, note_of, usable
from workflows.audit import note
from workflows.commands import RecordBounce, RecordRobot, Source
from workflows.correspondence import write_again
from workflows.customers import AddressNote
from workflows.disputes.handlers import tell_owner
from workflows.disputes.lifecycle import ACTIVE
from workflows.disputes.model import Case, CaseKind, CaseStatus
from workflows.disputes.policy import owner_and_due
from workflows.dunning.recheck import withdraw
from workflows.ledger.numbering import CASE, next_id
from workflows.letters import Letter, LetterKind, LetterStatus
from workflows.ports import Desk, UnitOfWork
from workflows.report_doubts import doubt, reported_before

MATTERS = (LetterKind.INVOICE, LetterKind.CREDIT_NOTE, LetterKind.DUNNING, LetterKind.ORDER_CONFIRMATION)
SENT_AGAIN = (LetterKind.INVOICE, LetterKind.CREDIT_NOTE, LetterKind.ORDER_CONFIRMATION, LetterKind.STATEMENT)
AGAIN_AFTER = timedelta(hours=24)
MAX_WHY = 300


def record_bounce(command: RecordBounce, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """Marks our letter as bounced: (what was made of it: a letter again, or a case), () where nothing is to do.

    A delay is only noted, for the relay still tries; after 72 hours of delays a person sees it. A report about a mail
    that is not ours changes nothing, and one about a reminder that may be forged is a person's.
    """
    bounce = command.bounce
    letter = uow.letters.get(command.letter) if command.letter else letter_of(bounce.message_id, uow)
    if letter is None:
        return ()
    if letter.customer:
        uow.lock(f"customer:{letter.customer}")
    why = f"{bounce.recipient or ', '.join(letter.to)}: {bounce.status or 'not delivered'}"[:MAX_WHY]
    note(
        uow,
        now,
        actor=command.source.actor,
        action="mail_bounced" if bounce.is_final else "mail_delayed",
        subject=letter.id,
        message_id=command.source.message_id,
        kind=letter.kind,
        documents=letter.documents,
        why=why,
    )
    if letter.state is LetterStatus.BOUNCED:
        return ()
    if doubtful := doubt(letter, bounce, command.source.sender, uow, now):
        return _case(
            letter, f"{why}: a report that may be forged: {doubtful}; its step stands", command.source, uow, desk, now
        )
    seen_before = reported_before(letter, uow)
    notes = _failures(letter, bounce, why, uow, now)
    if not bounce.is_final:
        uow.letters.put(replace(letter, why=f"delayed: {why}"[:MAX_WHY]))
        dead = any(one.dead_since for one in notes)
        return _case(letter, f"delayed for 72 hours: {why}", command.source, uow, desk, now) if dead else ()
    arrived_elsewhere = len(letter.to) > max(1, len(notes)) and bounce.recipient is not None
    if arrived_elsewhere:
        return _case(letter, why, command.source, uow, desk, now)
    if letter.kind is LetterKind.DUNNING:
        withdraw(letter, uow, now, why)
    bounced = replace(letter, state=LetterStatus.BOUNCED, why=why)
    uow.letters.put(bounced)
    if letter.kind is LetterKind.DUNNING and seen_before:  # no third one in silence, whoever reports
        return _case(bounced, f"again: {why}", command.source, uow, desk, now)
    return _follow(bounced, bounce, notes, command.source, uow, desk, now)


def not_taken(letter: Letter, bounce: Bounce, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """The same for a letter that the relay refused because of its recipient: it has failed, or reached only others."""
    why = letter.why[:MAX_WHY]
    notes = _failures(letter, bounce, why, uow, now)
    if letter.state is LetterStatus.SENT:
        return _case(letter, why, None, uow, desk, now)
    return _follow(letter, bounce, notes, None, uow, desk, now)


def record_robot(command: RecordRobot, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """A complaint: nothing more is written to the address without a person. A challenge: a person may answer it."""
    letter = uow.letters.get(command.letter)
    if letter is None:
        return ()
    robot, who = command.robot, ", ".join(_complainants(command.robot, letter))
    complaint = robot.kind is RobotKind.COMPLAINT
    if complaint:
        for email in _complainants(robot, letter):
            known = note_of(email, uow, letter.customer)
            uow.addresses.put(
                replace(known, complained_at=known.complained_at or now, why="reported our mail as abuse")
            )
    note(
        uow,
        now,
        actor=command.source.actor,
        action="mail_reported_as_abuse" if complaint else "mail_held_by_a_challenge",
        subject=letter.id,
        message_id=command.source.message_id,
        kind=letter.kind,
        documents=letter.documents,
    )
    why = f"{who}: reported our mail as abuse" if complaint else f"{who}: holds our mail until a person confirms it"
    wanted = complaint or letter.kind in MATTERS
    return _case(letter, why, command.source, uow, desk, now, any_kind=True) if wanted and letter.customer else ()


def letter_of(message_id: str | None, uow: UnitOfWork) -> Letter | None:
    """Our letter with this Message-ID."""
    found = uow.letters.where(message_id=message_id) if message_id else []
    return found[0] if found else None


def _complainants(robot: Robot, letter: Letter) -> tuple[str, ...]:
    named = (robot.recipient or "").casefold()
    return tuple(email for email in letter.to if email.casefold() == named) or letter.to


def _failures(letter: Letter, bounce: Bounce, why: str, uow: UnitOfWork, now: datetime) -> list[AddressNote]:
    """The notes of the letter's addresses that the report is about, kept.

    An address that it did not go to is none: a report may name whom the customer's own server passed it on to.
    """
    told = {email.casefold() for email in (*bounce.recipients, bounce.recipient or "")}
    about = [email for email in letter.to if email.casefold() in told] or list(letter.to if len(letter.to) == 1 else ())
    content = bounce.is_final and not bounce.permanent and not bounce.passing
    notes = []
    for email in about:
        known = note_of(email, uow, letter.customer)
        # What was refused for its content says nothing of the address.
        after = known if content else failed(known, now, why, dead=bounce.permanent)
        uow.addresses.put(after)
        notes.append(after)
    return notes


def _follow(
    letter: Letter,
    bounce: Bounce,
    notes: Iterable[AddressNote],
    source: Source | None,
    uow: UnitOfWork,
    desk: Desk,
    now: datetime,
) -> tuple[str, ...]:
    """The letter again to where it may arrive, or a person's task, for what matters."""
    dead = any(one.dead_since for one in notes)
    to, not_before = letter.to, now + AGAIN_AFTER
    if dead:
        to, not_before = _another_address(letter, uow), now
    elif not bounce.passing:
        to = ()
    if letter.kind is LetterKind.DUNNING and to:
        return ()  # the next run writes it
    if letter.kind in SENT_AGAIN and to:
        again = write_again(letter, to, uow, now, not_before=None if dead else not_before)
        if again is not None:
            told = f"{letter.why}; sent again to {', '.join(to)}"[:MAX_WHY]
            uow.letters.put(replace(letter, state=LetterStatus.BOUNCED, why=told))
            note(uow, now, actor="o2cbot", action="letter_written_again", subject=again.id, before=letter.id, to=to)
            return (again.id,)
    return _case(letter, letter.why, source, uow, desk, now)


def _another_address(letter: Letter, uow: UnitOfWork) -> tuple[str, ...]:
    """Another address of the customer's record or contacts that takes mail."""
    customer = uow.customers.get(letter.customer) if letter.customer else None
    if customer is None:
        return ()
    tried = {email.casefold() for email in letter.to}
    others = (email for email in known_addresses(customer, uow) if email.casefold() not in tried)
    return usable(others, uow)[:1]


def _case(
    letter: Letter,
    why: str,
    source: Source | None,
    uow: UnitOfWork,
    desk: Desk,
    now: datetime,
    *,
    any_kind: bool = False,
) -> tuple[str, ...]:
    if letter.kind not in MATTERS and not any_kind:
        return ()
    known = uow.cases.where(customer=letter.customer, kind=CaseKind.UNDELIVERED, state=ACTIVE)
    same = next((case for case in known if case.invoices == letter.documents), None)
    if same is not None:
        return (same.id,)
    owner, due = owner_and_due("undelivered", desk.company(letter.company), desk, now.date())
    case = Case(
        id=next_id(uow, letter.company, CASE, now.date()),
        kind=CaseKind.UNDELIVERED,
        customer=letter.customer,
        company=letter.company,
        invoices=letter.documents,
        reason=why[:MAX_WHY],
        amount=None,
        currency="",
        state=CaseStatus.OPEN,
        owner=owner,
        opened=now.date(),
        due=due,
        message_ids=tuple(filter(None, (source.message_id if source else "",))),
        outcome="",
        used=False,
        notes=(),
    )
    uow.cases.add(case)
    tell_owner(case, uow, desk, now, source=None, text=why)
    return (case.id,)
