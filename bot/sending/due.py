"""Which letters of an account are due, in their order, and how they are spread over lanes."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from bot.pacing import WINDOW, AccountPace
from bot.sending.attempts import next_tries
from bot.sending.rules import Rules
from bot.storage import tables
from bot.storage.unit_of_work import SqlUnitOfWork
from workflows.letters import LetterStatus

Due = tuple[str, tuple[str, ...]]  # a letter's id and its recipients


class DueLetters:
    """`senders`: company -> the account that it writes from."""

    def __init__(self, senders: Mapping[str, str], rules: Rules) -> None:
        self._senders, self._rules = senders, rules

    def due(self, account: str, uow: SqlUnitOfWork) -> list[Due]:
        """Queued letters that may leave now, but for those tried too short ago."""
        letters, rules = tables.letters, self._rules
        may_leave = rules.gate.waiting(uow, rules.now()) if rules.gate is not None else []
        wanted = sa.select(letters.c.id, letters.c.to).where(*self._of(account, LetterStatus.QUEUED), *may_leave)
        queued = uow.connection.execute(wanted.order_by(letters.c.created_at, letters.c.id)).all()
        now = rules.wire_time()
        again = next_tries(now, uow)
        return [(row.id, tuple(json.loads(row.to))) for row in queued if row.id not in again or again[row.id] <= now]

    def under_way(self, account: str, uow: SqlUnitOfWork) -> list[str]:
        """Letters that somebody sends or was sending."""
        table = tables.letters
        wanted = sa.select(table.c.id).where(*self._of(account, LetterStatus.SENDING))
        return list(uow.connection.execute(wanted.order_by(table.c.created_at, table.c.id)).scalars())

    def _of(self, account: str, state: LetterStatus) -> tuple[sa.ColumnElement[bool], ...]:
        companies = [company for company, sender in self._senders.items() if sender == account]
        return tables.letters.c.state == state.value, tables.letters.c.company.in_(companies)

    def pace(
        self, account: str, per_minute: int | None, per_domain_minute: int | None, uow: SqlUnitOfWork
    ) -> AccountPace:
        """How many letters of an account went out in the last minute, and to which domains, whoever sent them.

        While one sender works for the account nobody else does: from here on it counts its own.
        """
        if per_minute is None and per_domain_minute is None:
            return AccountPace(None, None)
        attempt, letter = tables.send_attempts.c, tables.letters.c
        recent = (
            sa.select(attempt.started_at, letter.to)
            .join_from(tables.send_attempts, tables.letters, letter.id == attempt.letter)
            .where(attempt.account == account, attempt.started_at > self._rules.wire_time() - WINDOW)
            .order_by(attempt.started_at)
        )
        starts = ((row.started_at, json.loads(row.to)) for row in uow.connection.execute(recent).all())
        return AccountPace(per_minute, per_domain_minute, starts)


def in_lanes(due: Sequence[Due], count: int) -> list[list[Due]]:
    """The letters in at most so many lanes; those to one addressee share one, in their order."""
    lanes: list[list[Due]] = [[] for _ in range(count)]
    for id, recipients in due:
        lanes[zlib.crc32("".join(recipients[:1]).casefold().encode()) % count].append((id, recipients))
    return [lane for lane in lanes if lane]
