"""Each attempt to send a letter is a row: begun with its claim, noted before the last byte, ended by an outcome."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.mail.ports import Sending
from bot.storage import tables
from bot.storage.unit_of_work import SqlUnitOfWork
from workflows.letters import Letter, LetterStatus

RETRY_AFTER = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))  # then failed
HANDING_OVER = "handing over"  # its end is not known
NOT_RENDERED = "not rendered"  # it came to no mail
LOST = "lost"  # its sender stopped: no fault of the letter's, so it waits for nothing
CANCELLED = "cancelled"  # in the moment of handing over
DECIDED = "decided"  # a person began anew
TRIED_AGAIN = (Sending.DEFERRED.value, NOT_RENDERED)

# Statements are made once: to build one costs more than the database takes to answer it.
_ATTEMPT, _LETTER = tables.send_attempts, tables.letters
_THIS = (_ATTEMPT.c.letter == sa.bindparam("of"), _ATTEMPT.c.attempt == sa.bindparam("number"))
_BEGIN = sa.insert(_ATTEMPT)
_END = sa.update(_ATTEMPT).where(*_THIS)
_STILL_OURS = sa.exists().where(
    _LETTER.c.id == sa.bindparam("of"),
    _LETTER.c.state == LetterStatus.SENDING.value,
    _LETTER.c.attempts == sa.bindparam("number"),
)
_HAND_OVER = sa.update(_ATTEMPT).where(*_THIS, _STILL_OURS).values(outcome=HANDING_OVER)
_UNDO = sa.delete(_ATTEMPT).where(*_THIS, _STILL_OURS, _ATTEMPT.c.outcome == "")
_OUTCOME = sa.select(_ATTEMPT.c.outcome).where(*_THIS)
_COUNTED = sa.select(sa.func.count()).where(
    _ATTEMPT.c.letter == sa.bindparam("of"), _ATTEMPT.c.outcome.in_(sa.bindparam("outcomes", expanding=True))
)
_BEGIN_ANEW = sa.update(_ATTEMPT).where(_ATTEMPT.c.letter == sa.bindparam("of")).values(outcome=DECIDED)
_WAITING = (
    sa.select(_ATTEMPT.c.letter, sa.func.count(), sa.func.max(_ATTEMPT.c.ended_at))
    .join(_LETTER, _LETTER.c.id == _ATTEMPT.c.letter)
    .where(_LETTER.c.state == LetterStatus.QUEUED.value, _ATTEMPT.c.outcome.in_(TRIED_AGAIN))
    .group_by(_ATTEMPT.c.letter)
)


def begin(id: str, number: int, account: str, at: datetime, uow: SqlUnitOfWork) -> None:
    row = {"letter": id, "attempt": number, "account": account, "started_at": at}
    uow.connection.execute(_BEGIN, row | {"ended_at": None, "outcome": "", "words": ""})


def note_handing_over(letter: Letter, uow: SqlUnitOfWork) -> bool:
    """Notes that the last byte is about to leave; False where the letter was settled or taken by somebody else."""
    return uow.connection.execute(_HAND_OVER, {"of": letter.id, "number": letter.attempts}).rowcount == 1


def end(id: str, number: int, at: datetime, outcome: str, words: str, uow: SqlUnitOfWork) -> None:
    uow.connection.execute(_END, {"of": id, "number": number, "ended_at": at, "outcome": outcome, "words": words})


def undo(letter: Letter, uow: SqlUnitOfWork) -> bool:
    """Forgets an attempt in which nothing was done; False where it was noted or is not ours any more."""
    return uow.connection.execute(_UNDO, {"of": letter.id, "number": letter.attempts}).rowcount == 1


def may_have_left(letter: Letter, uow: SqlUnitOfWork) -> bool:
    """Whether the letter's last attempt came to handing over, or is not known at all."""
    return uow.connection.execute(_OUTCOME, {"of": letter.id, "number": letter.attempts}).scalar() != ""


def count(id: str, outcomes: tuple[str, ...], uow: SqlUnitOfWork) -> int:
    return int(uow.connection.execute(_COUNTED, {"of": id, "outcomes": outcomes}).scalar_one())


def begin_anew(id: str, uow: SqlUnitOfWork) -> None:
    """What was tried before does not count any more."""
    uow.connection.execute(_BEGIN_ANEW, {"of": id})


def next_tries(now: datetime, uow: SqlUnitOfWork) -> dict[str, datetime]:
    """When each queued letter that was tried before is tried again."""
    tried = uow.connection.execute(_WAITING)
    return {id: (ended_at or now) + RETRY_AFTER[min(tries, len(RETRY_AFTER)) - 1] for id, tries, ended_at in tried}
