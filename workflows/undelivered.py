"""A mail of ours that did not arrive counts as not sent: a person mends the address, no dunning step stands on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from workflows.audit import note
from workflows.commands import RecordBounce
from workflows.disputes.handlers import tell_owner
from workflows.disputes.lifecycle import ACTIVE
from workflows.disputes.model import Case, CaseKind, CaseStatus
from workflows.disputes.policy import owner_and_due
from workflows.dunning.recheck import withdraw
from workflows.ledger.numbering import CASE, next_id
from workflows.letters import Letter, LetterKind, LetterStatus
from workflows.ports import Desk, UnitOfWork

MATTERS = (LetterKind.INVOICE, LetterKind.CREDIT_NOTE, LetterKind.DUNNING, LetterKind.ORDER_CONFIRMATION)
MAX_WHY = 300


def record_bounce(command: RecordBounce, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """Marks our letter as bounced: (the case that a person works on), () where nothing is to do.

    A delay is only noted: the relay still tries. A report about a mail that is not ours changes nothing.
    """
    letter = letter_of(command.bounce.message_id, uow)
    if letter is None:
        return ()
    if letter.customer:
        uow.lock(f"customer:{letter.customer}")
    why = f"{command.bounce.recipient or ', '.join(letter.to)}: {command.bounce.status or 'not delivered'}"[:MAX_WHY]
    note(
        uow,
        now,
        actor=command.source.actor,
        action="mail_bounced" if command.bounce.is_final else "mail_delayed",
        subject=letter.id,
        message_id=command.source.message_id,
        kind=letter.kind,
        documents=letter.documents,
        why=why,
    )
    if not command.bounce.is_final or letter.state is LetterStatus.BOUNCED:
        return ()
    arrived_elsewhere = len(letter.to) > 1 and command.bounce.recipient is not None
    if not arrived_elsewhere:
        uow.letters.put(replace(letter, state=LetterStatus.BOUNCED, why=why))
        if letter.kind is LetterKind.DUNNING:
            withdraw(letter, uow, now, why)
    return _case(letter, why, command, uow, desk, now) if letter.kind in MATTERS else ()


def letter_of(message_id: str | None, uow: UnitOfWork) -> Letter | None:
    """Our letter with this Message-ID."""
    found = uow.letters.where(message_id=message_id) if message_id else []
    return found[0] if found else None


def _case(
    letter: Letter, why: str, command: RecordBounce, uow: UnitOfWork, desk: Desk, now: datetime
) -> tuple[str, ...]:
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
        reason=why,
        amount=None,
        currency="",
        state=CaseStatus.OPEN,
        owner=owner,
        opened=now.date(),
        due=due,
        message_ids=tuple(filter(None, (command.source.message_id,))),
        outcome="",
        used=False,
        notes=(),
    )
    uow.cases.add(case)
    tell_owner(case, uow, desk, now, source=None, text=why)
    return (case.id,)
