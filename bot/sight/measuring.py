"""The state of a desk in one snapshot of its database, for people, Prometheus and alarms: all get the same figures."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.gate import held_answers, stopped
from bot.proving import last_proof
from bot.sight.accounts import ALARM_TEMPLATE, accounts_seen, in_real_time, letters_by_state, may_go, oldest_letter
from bot.sight.alarms import alarms_told, looks
from bot.sight.counting import count_of, rows
from bot.sight.mailboxes import mailboxes_seen
from bot.sight.watched import Watched
from bot.storage import tables
from bot.storage.database import Database
from bot.storage.unit_of_work import SqlUnitOfWork
from bot.watch import (
    Alarm,
    Sight,
    wiped,
)
from workflows.letters import LetterStatus
from workflows.messages import MessageStatus

RATES = (timedelta(hours=1), timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Health:
    """`kept`: different mails in the store of raw bytes; `second`: deliveries of a mail that was there already;
    `by_kind`: (mailbox, main intent, route) of worked messages; `alarms`: open ones, then those that ended lately."""

    sight: Sight
    by_state: Mapping[str, int]
    fetched: int
    kept: int
    second: int
    oldest_review: datetime | None
    outbox: Mapping[str, int]
    oldest_letter: datetime | None
    moves_waiting: int
    held_orders: int
    open_changes: int
    open_cases: int
    by_kind: Mapping[tuple[str, str, str], int]
    alarms: tuple[Alarm, ...]
    looked_at: datetime | None

    @property
    def adds_up(self) -> bool:
        return sum(self.by_state.values()) == self.fetched == self.kept + self.second


def measure(
    database: Database, watched: Watched, now: datetime, *, rates: bool = True, business: datetime | None = None
) -> Health:
    """`now`: the real time; `business`: the one that letters are written in, where it is another (`--as-of`). Without
    `rates` what came lately and what of which kind is not counted: no alarm asks."""
    ahead = now - business if business is not None else timedelta()
    with database.read() as snapshot:
        connection = snapshot.connection
        by_mailbox = _messages_by_mailbox(connection)
        fetched, kept, different = _sums(connection)
        by_letter, leaving = letters_by_state(connection), may_go(snapshot, watched, now, now - ahead)
        oldest, (looked_at, disks) = oldest_letter(connection, leaving), looks(connection)
        by_state = {
            status.value: sum(counts.get(status.value, 0) for counts in by_mailbox.values()) for status in MessageStatus
        }
        seen = Sight(
            mailboxes=mailboxes_seen(connection, watched, by_mailbox, now, RATES if rates else ()),
            accounts=tuple(in_real_time(one, ahead) for one in accounts_seen(connection, watched.senders, leaving)),
            disks=disks,
            credentials=watched.credentials(),
            quarantined=by_state[MessageStatus.QUARANTINED.value],
            missing=abs(kept - different),
        )
        return Health(
            sight=_with_what_stands(seen, by_letter, snapshot),
            by_state=by_state,
            fetched=fetched,
            kept=kept,
            second=fetched - different,
            oldest_review=_oldest_review(connection),
            outbox={status.value: by_letter.get(status.value, 0) for status in LetterStatus},
            oldest_letter=oldest + ahead if oldest is not None else None,
            moves_waiting=count_of(connection, tables.mailbox_moves, tables.mailbox_moves.c.moved_at.is_(None)),
            held_orders=count_of(connection, tables.orders, tables.orders.c.state == "on_hold"),
            open_changes=count_of(connection, tables.changes, tables.changes.c.state.in_(("requested", "verified"))),
            open_cases=count_of(connection, tables.cases, tables.cases.c.state.in_(("open", "waiting"))),
            by_kind=_by_kind(connection) if rates else {},
            alarms=alarms_told(connection, now),
            looked_at=looked_at,
        )


def _with_what_stands(seen: Sight, by_letter: Mapping[str, int], snapshot: SqlUnitOfWork) -> Sight:
    """The sight with what waits for a person until somebody does something: letters, the brake, the nightly proof."""
    unsent, brake = letters_by_state(snapshot.connection, ALARM_TEMPLATE), stopped(snapshot)
    uncertain, failed = LetterStatus.UNCERTAIN.value, LetterStatus.FAILED.value
    proof = last_proof(snapshot.connection)
    return replace(
        seen,
        oldest_received=min((box.oldest_received for box in seen.mailboxes if box.oldest_received), default=None),
        uncertain=by_letter.get(uncertain, 0) - unsent.get(uncertain, 0),
        failed=by_letter.get(failed, 0) - unsent.get(failed, 0),
        stopped=wiped(brake.why) if brake is not None else "",
        held=held_answers(snapshot) if brake is not None else 0,
        unsound=proof.problems,
        proof=wiped(proof.words),
    )


def _messages_by_mailbox(connection: sa.Connection) -> dict[str, dict[str, int]]:
    message = tables.messages.c
    grouped = sa.select(message.mailbox, message.state, sa.func.count()).group_by(message.mailbox, message.state)
    found: dict[str, dict[str, int]] = {}
    for mailbox, state, count in rows(connection, grouped):
        found.setdefault(mailbox, {})[state] = count
    return found


def _sums(connection: sa.Connection) -> tuple[int, int, int]:
    """(message rows, mails in the store of raw bytes, different mails among the rows)."""
    different = sa.select(sa.func.count(tables.messages.c.sha256.distinct()))
    return (
        count_of(connection, tables.messages),
        count_of(connection, tables.raw_messages),
        int(connection.execute(different).scalar_one()),
    )


def _oldest_review(connection: sa.Connection) -> datetime | None:
    message = tables.messages.c
    waiting = sa.select(sa.func.min(message.received_at)).where(message.state == MessageStatus.REVIEW.value)
    return connection.execute(waiting).scalar()


def _by_kind(connection: sa.Connection) -> dict[tuple[str, str, str], int]:
    message = tables.messages.c
    columns = (message.mailbox, message.intents, message.route)
    found: dict[tuple[str, str, str], int] = {}
    for mailbox, intents, route, count in rows(
        connection, sa.select(*columns, sa.func.count()).where(message.route != "").group_by(*columns)
    ):
        names = json.loads(intents or "[]")
        key = (mailbox, str(names[0]) if names else "none", route)
        found[key] = found.get(key, 0) + count
    return found
