"""What keeps a queued letter from leaving now: the hour, a complaint of its addressee, the brake of all answers.

The brake: more automatic answers than configured in so many minutes look as if programs talk to each other. None goes
out any more, that is an alarm like all others (`bot.watch`), and a person lets them go again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.storage import tables
from bot.storage.unit_of_work import SqlUnitOfWork
from workflows.addresses import note_of
from workflows.audit import note
from workflows.brakes import ANSWERS, Brake
from workflows.letters import ANSWERS as ANSWER_KINDS
from workflows.letters import BY_PERSONS, Letter, LetterStatus
from workflows.ports import Desk
from workflows.sending_hours import UNASKED, SendingHours, may_arrive

COMPLAINED = "its addressee reported our mail as abuse: a person decides whether it is sent all the same"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Gate:
    """`wire_time`: the real time, in which answers are counted; letters and hours have the business time."""

    desk: Desk
    hours: SendingHours
    wire_time: Callable[[], datetime]

    def waiting(self, uow: SqlUnitOfWork, now: datetime) -> list[sa.ColumnElement[bool]]:
        """Conditions on the table of letters: which of the queued ones may leave now."""
        letter = tables.letters.c
        found: list[sa.ColumnElement[bool]] = [sa.or_(letter.not_before.is_(None), letter.not_before <= now)]
        brake = uow.brakes.get(ANSWERS)
        if brake is not None and brake.stopped_at is not None:
            found.append(sa.not_(_is_automatic_answer()))
        if not self.hours.always:
            unasked = sa.and_(letter.kind.in_([kind.value for kind in UNASKED]), letter.in_reply_to == "")
            found.append(sa.or_(sa.not_(unasked), letter.customer.in_(self._awake(uow, now))))
        return found

    def refuses(self, letter: Letter, uow: SqlUnitOfWork) -> str:
        """Why a letter may not go out without a person; "" if it may. What a person wrote or let go may."""
        if not letter.customer or letter.template in BY_PERSONS or letter.released_by:
            return ""
        return COMPLAINED if any(note_of(email, uow).complained_at for email in letter.to) else ""

    def stops(self, letter: Letter, uow: SqlUnitOfWork, now: datetime) -> bool:
        """Whether a letter is one automatic answer too many: then the brake holds it and all that follow."""
        if not letter.is_automatic_answer:
            return False
        brake, clock = uow.brakes.get(ANSWERS), self.wire_time()
        if brake is not None and brake.stopped_at is not None:
            return True
        since = clock - timedelta(minutes=self.desk.answers.brake_minutes)
        if brake is not None and brake.released_at is not None:
            since = max(since, brake.released_at)
        count = _answers_since(uow, since)
        if count < self.desk.answers.brake_answers:
            return False
        why = f"{count} automatic answers in {self.desk.answers.brake_minutes} minutes"
        uow.brakes.put(Brake(ANSWERS, clock, why))
        note(uow, now, actor="o2cbot", action="answers_stopped", subject=ANSWERS, why=why)
        log.error("%s: perhaps programs talk to each other; none goes out until a person lets them", why)
        return True

    def _awake(self, uow: SqlUnitOfWork, now: datetime) -> sa.Select[tuple[str]]:
        """The customers in whose countries it is a time for letters."""
        customer = tables.customers.c
        pairs = uow.connection.execute(sa.select(customer.country, customer.company).distinct()).all()
        companies = self.desk.companies
        open_now = [
            sa.and_(customer.country == country, customer.company == company)
            for country, company in pairs
            if company not in companies or may_arrive(self.hours, country, companies[company].country, self.desk, now)
        ]
        return sa.select(customer.number).where(sa.or_(sa.false(), *open_now))


def release(uow: SqlUnitOfWork, actor: str, now: datetime, clock: datetime) -> bool:
    """A person lets the automatic answers go again; False where they were not stopped. `clock`: the real time."""
    brake = uow.brakes.get(ANSWERS)
    if brake is None or brake.stopped_at is None:
        return False
    uow.brakes.put(Brake(ANSWERS, None, brake.why, clock, actor))
    note(uow, now, actor=actor, action="answers_released", subject=ANSWERS, why=brake.why)
    return True


def stopped(uow: SqlUnitOfWork) -> Brake | None:
    """The brake, if it holds the automatic answers."""
    brake = uow.brakes.get(ANSWERS)
    return brake if brake is not None and brake.stopped_at is not None else None


def held_answers(uow: SqlUnitOfWork) -> int:
    """Automatic answers that are written and not sent."""
    waits = (tables.letters.c.state == LetterStatus.QUEUED.value, _is_automatic_answer())
    counted = sa.select(sa.func.count()).select_from(tables.letters).where(*waits)
    return int(uow.connection.execute(counted).scalar_one())


def _is_automatic_answer() -> sa.ColumnElement[bool]:
    """`Letter.is_automatic_answer` in the database."""
    letter = tables.letters.c
    kinds = letter.kind.in_([kind.value for kind in ANSWER_KINDS])
    return sa.and_(kinds, letter.in_reply_to != "", letter.template.not_in(sorted(BY_PERSONS)))


def _answers_since(uow: SqlUnitOfWork, since: datetime) -> int:
    attempt = tables.send_attempts.c
    joined = tables.send_attempts.join(tables.letters, tables.letters.c.id == attempt.letter)
    counted = sa.select(sa.func.count(attempt.letter.distinct())).select_from(joined)
    return int(uow.connection.execute(counted.where(attempt.started_at > since, _is_automatic_answer())).scalar_one())
