"""The state of a desk in one snapshot of its database, for people, Prometheus and alarms: all get the same figures."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.gate import held_answers, stopped
from bot.mail.ports import Sending
from bot.proving import last_proof
from bot.settings.values import WatchSettings
from bot.storage import tables
from bot.storage.database import Database
from bot.storage.unit_of_work import SqlUnitOfWork
from bot.watch import (
    AccountSight,
    Alarm,
    CredentialSight,
    DiskSight,
    Kind,
    MailboxSight,
    Sight,
    Wrong,
    wiped,
)
from workflows.letters import LetterStatus
from workflows.messages import MessageStatus

ALARM_TEMPLATE = "alarm"  # an alarm is no reason for another one
FAILED_OUTCOMES = (Sending.DEFERRED.value, Sending.UNCERTAIN.value, "lost")
RATES = (timedelta(hours=1), timedelta(days=1))
TOLD_ENDED = timedelta(days=7)  # so long the page shows alarms that are over


@dataclass(frozen=True, slots=True)
class Watched:
    """What this desk is configured to watch. `mailboxes`: name -> time between polls; `senders`: company -> address.

    `may_leave`: conditions on the table of letters: which of the queued ones may leave now.
    """

    mailboxes: Mapping[str, timedelta] = field(default_factory=dict)
    senders: Mapping[str, str] = field(default_factory=dict)
    credentials: Callable[[], tuple[CredentialSight, ...]] = tuple
    limits: WatchSettings = field(default_factory=WatchSettings)
    may_leave: Callable[[SqlUnitOfWork, datetime], list[sa.ColumnElement[bool]]] | None = None


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
        spans = RATES if rates else ()
        kept_in = [_kept_since(connection, now - span) for span in spans] or [{}, {}]
        boxes = _mailboxes(connection, watched, by_mailbox, kept_in, now)
        alarms = _alarms(connection, now)
        looked_at, disks = _looks(connection)
        letters = tables.letters.c
        by_letter = dict(_rows(connection, sa.select(letters.state, sa.func.count()).group_by(letters.state)))
        asked = (LetterStatus.UNCERTAIN.value, LetterStatus.FAILED.value)
        ours = sa.select(letters.state, sa.func.count()).where(
            letters.state.in_(asked), letters.template == ALARM_TEMPLATE
        )
        alarm_letters = dict(_rows(connection, ours.group_by(letters.state)))
        by_state = {
            status.value: sum(counts.get(status.value, 0) for counts in by_mailbox.values()) for status in MessageStatus
        }
        may_go, brake = _may_go(snapshot, watched, now, now - ahead), stopped(snapshot)
        accounts = tuple(_in_real_time(one, ahead) for one in _accounts(connection, watched.senders, may_go))
        oldest_letter, proof = _oldest_letter(connection, may_go), last_proof(connection)
        return Health(
            sight=Sight(
                mailboxes=boxes,
                accounts=accounts,
                disks=disks,
                credentials=watched.credentials(),
                oldest_received=min((box.oldest_received for box in boxes if box.oldest_received), default=None),
                quarantined=by_state[MessageStatus.QUARANTINED.value],
                uncertain=by_letter.get(asked[0], 0) - alarm_letters.get(asked[0], 0),
                failed=by_letter.get(asked[1], 0) - alarm_letters.get(asked[1], 0),
                missing=abs(kept - different),
                stopped=wiped(brake.why) if brake is not None else "",
                held=held_answers(snapshot) if brake is not None else 0,
                unsound=proof.problems,
                proof=wiped(proof.words),
            ),
            by_state=by_state,
            fetched=fetched,
            kept=kept,
            second=fetched - different,
            oldest_review=_oldest_review(connection),
            outbox={status.value: by_letter.get(status.value, 0) for status in LetterStatus},
            oldest_letter=oldest_letter + ahead if oldest_letter is not None else None,
            moves_waiting=_count(connection, tables.mailbox_moves, tables.mailbox_moves.c.moved_at.is_(None)),
            held_orders=_count(connection, tables.orders, tables.orders.c.state == "on_hold"),
            open_changes=_count(connection, tables.changes, tables.changes.c.state.in_(("requested", "verified"))),
            open_cases=_count(connection, tables.cases, tables.cases.c.state.in_(("open", "waiting"))),
            by_kind=_by_kind(connection) if rates else {},
            alarms=alarms,
            looked_at=looked_at,
        )


def open_alarms(connection: sa.Connection) -> tuple[Alarm, ...]:
    """Alarms and suspicions that are not over."""
    table = tables.alarms
    rows = connection.execute(sa.select(table).where(table.c.ended_at.is_(None)).order_by(table.c.seen_at, table.c.id))
    return tuple(_alarm(row) for row in rows)


def queues(database: Database) -> list[tuple[str, str, int, int]]:
    """(queue, state, workflows, milliseconds since 1970 of the oldest) of the durable engine's live and failed work.

    Read from its own table, so that a process without an engine gives the same answer; [] where there is none yet.
    """
    schema = None if database.is_sqlite else "dbos"
    names = ("queue_name", "status", "created_at")
    table = sa.table("workflow_status", *(sa.column(name) for name in names), schema=schema)
    states = ("ENQUEUED", "PENDING", "DELAYED", "ERROR", "MAX_RECOVERY_ATTEMPTS_EXCEEDED")
    wanted = (
        sa.select(table.c.queue_name, table.c.status, sa.func.count(), sa.func.min(table.c.created_at))
        .where(table.c.status.in_(states), table.c.queue_name.is_not(None))
        .group_by(table.c.queue_name, table.c.status)
    )
    try:
        with database.read() as snapshot:
            return [tuple(row) for row in snapshot.connection.execute(wanted)]
    except sa.exc.DBAPIError:
        return []


def _rows(connection: sa.Connection, query: sa.Select[Any]) -> list[Any]:  # Any: tuples of the query's columns
    return [tuple(row) for row in connection.execute(query)]


def _count(connection: sa.Connection, table: sa.Table, *conditions: sa.ColumnElement[bool]) -> int:
    return int(connection.execute(sa.select(sa.func.count()).select_from(table).where(*conditions)).scalar_one())


def _messages_by_mailbox(connection: sa.Connection) -> dict[str, dict[str, int]]:
    message = tables.messages.c
    grouped = sa.select(message.mailbox, message.state, sa.func.count()).group_by(message.mailbox, message.state)
    found: dict[str, dict[str, int]] = {}
    for mailbox, state, count in _rows(connection, grouped):
        found.setdefault(mailbox, {})[state] = count
    return found


def _sums(connection: sa.Connection) -> tuple[int, int, int]:
    """(message rows, mails in the store of raw bytes, different mails among the rows)."""
    different = sa.select(sa.func.count(tables.messages.c.sha256.distinct()))
    return (
        _count(connection, tables.messages),
        _count(connection, tables.raw_messages),
        int(connection.execute(different).scalar_one()),
    )


def _mailboxes(
    connection: sa.Connection,
    watched: Watched,
    by_mailbox: Mapping[str, Mapping[str, int]],
    kept_in: Sequence[Mapping[str, int]],
    now: datetime,
) -> tuple[MailboxSight, ...]:
    notes = {row.mailbox: row for row in connection.execute(sa.select(tables.mailbox_notes))}
    oldest = _oldest_by_mailbox(connection)
    boxes = []
    for name in sorted({*watched.mailboxes, *notes, *by_mailbox}):
        box = MailboxSight(
            name,
            watched.mailboxes.get(name, timedelta()),
            now,
            last_hour=kept_in[0].get(name, 0),
            last_day=kept_in[1].get(name, 0),
            oldest_received=oldest.get(name),
            by_state=by_mailbox.get(name, {}),
        )
        boxes.append(_noted(box, notes[name]) if name in notes else box)
    return tuple(boxes)


def _noted(box: MailboxSight, row: Any) -> MailboxSight:  # Any: a row of mailbox_notes
    names = (
        "since tried_at good_at failures error error_at wait_until newest_kept polls_total failures_total mails_total "
        "reconciled_at missed"
    )
    values: dict[str, Any] = {name: getattr(row, name) for name in names.split()}
    return replace(box, **values, lag=_lag(row), seconds=row.poll_ms / 1000)


def _lag(row: Any) -> timedelta | None:  # Any: a row of mailbox_notes
    """How much newer the newest mail on the server is than the newest one kept."""
    if row.server_told_at is None:
        return None
    if row.newest_on_server is None:
        return timedelta()
    newest: datetime = row.newest_on_server
    against: datetime = row.newest_kept or min(newest, row.since)
    return max(newest - against, timedelta())


def _kept_since(connection: sa.Connection, moment: datetime) -> dict[str, int]:
    raw, message = tables.raw_messages.c, tables.messages.c
    lately = sa.select(raw.sha256).where(raw.kept_at > moment)
    grouped = sa.select(message.mailbox, sa.func.count()).where(message.sha256.in_(lately))
    return dict(_rows(connection, grouped.group_by(message.mailbox)))


def _oldest_by_mailbox(connection: sa.Connection) -> dict[str, datetime]:
    raw, message = tables.raw_messages.c, tables.messages.c
    joined = tables.messages.outerjoin(tables.raw_messages, raw.sha256 == message.sha256)
    kept_at = sa.func.min(sa.func.coalesce(raw.kept_at, message.received_at), type_=raw.kept_at.type)
    waiting = sa.select(message.mailbox, kept_at).select_from(joined)
    waiting = waiting.where(message.state == MessageStatus.RECEIVED.value).group_by(message.mailbox)
    return dict(_rows(connection, waiting))


def _oldest_review(connection: sa.Connection) -> datetime | None:
    message = tables.messages.c
    waiting = sa.select(sa.func.min(message.received_at)).where(message.state == MessageStatus.REVIEW.value)
    return connection.execute(waiting).scalar()


def _may_go(snapshot: SqlUnitOfWork, watched: Watched, now: datetime, business: datetime) -> sa.ColumnElement[bool]:
    letter = tables.letters.c
    waits = sa.or_(letter.not_before.is_(None), letter.not_before <= business)
    more = watched.may_leave(snapshot, now) if watched.may_leave is not None else []
    return sa.and_(letter.state == LetterStatus.QUEUED.value, waits, *more)


def _oldest_letter(connection: sa.Connection, may_go: sa.ColumnElement[bool]) -> datetime | None:
    return connection.execute(sa.select(sa.func.min(tables.letters.c.created_at)).where(may_go)).scalar()


def _accounts(
    connection: sa.Connection, senders: Mapping[str, str], may_go: sa.ColumnElement[bool]
) -> tuple[AccountSight, ...]:
    letter = tables.letters.c
    counts = _rows(
        connection,
        sa.select(letter.company, letter.state, sa.func.count()).group_by(letter.company, letter.state),
    )
    oldest = _rows(
        connection,
        sa.select(letter.company, sa.func.min(letter.created_at)).where(may_go).group_by(letter.company),
    )
    untried = dict(
        _rows(
            connection,
            sa.select(letter.company, sa.func.count())
            .where(may_go, letter.attempts == 0, letter.template != ALARM_TEMPLATE)
            .group_by(letter.company),
        )
    )
    found = []
    for address in sorted(set(senders.values())):
        companies = {company for company, sender in senders.items() if sender == address}
        by_state = {
            status.value: sum(n for company, state, n in counts if company in companies and state == status.value)
            for status in LetterStatus
        }
        queued = min((since for company, since in oldest if company in companies), default=None)
        new = sum(untried.get(company, 0) for company in companies)
        account = AccountSight(address, "+".join(sorted(companies)), by_state, queued, untried=new)
        found.append(_account(connection, account))
    return tuple(found)


def _account(connection: sa.Connection, account: AccountSight) -> AccountSight:
    tried = tables.send_attempts.c
    mine = tried.account == account.address
    sent = sa.select(sa.func.max(tried.started_at)).where(mine, tried.outcome == Sending.SENT.value)
    sent_at = connection.execute(sent).scalar()
    last_try = connection.execute(sa.select(sa.func.max(tried.started_at)).where(mine)).scalar()
    failed = [mine, tried.outcome.in_(FAILED_OUTCOMES)]
    since = [*failed, tried.started_at > sent_at] if sent_at is not None else failed
    first, count = connection.execute(sa.select(sa.func.min(tried.started_at), sa.func.count()).where(*since)).one()
    words = sa.select(tried.words, tried.started_at).where(mine, tried.outcome.in_((*FAILED_OUTCOMES, "refused")))
    last = connection.execute(words.order_by(tried.started_at.desc()).limit(1)).first()
    return replace(
        account,
        sent_at=sent_at,
        idle_since=last_try,
        failing_since=first if _waits(account) else None,
        failures=count,
        error=wiped(last.words) if last else "",
        error_at=last.started_at if last else None,
    )


def _in_real_time(account: AccountSight, ahead: timedelta) -> AccountSight:
    """Letters have the business time, tries the real one: without a try, the oldest letter's is translated."""
    oldest = account.oldest_queued + ahead if account.oldest_queued is not None else None
    return replace(account, oldest_queued=oldest, idle_since=account.idle_since or oldest)


def _waits(account: AccountSight) -> bool:
    """Whether a letter is still to be sent: without one, old failures say nothing."""
    return any(account.by_state[status.value] for status in (LetterStatus.QUEUED, LetterStatus.SENDING))


def _by_kind(connection: sa.Connection) -> dict[tuple[str, str, str], int]:
    message = tables.messages.c
    columns = (message.mailbox, message.intents, message.route)
    found: dict[tuple[str, str, str], int] = {}
    for mailbox, intents, route, count in _rows(
        connection, sa.select(*columns, sa.func.count()).where(message.route != "").group_by(*columns)
    ):
        names = json.loads(intents or "[]")
        key = (mailbox, str(names[0]) if names else "none", route)
        found[key] = found.get(key, 0) + count
    return found


def _alarms(connection: sa.Connection, now: datetime) -> tuple[Alarm, ...]:
    table = tables.alarms
    ended = sa.select(table).where(table.c.ended_at > now - TOLD_ENDED).order_by(table.c.ended_at.desc()).limit(20)
    begun = tuple(alarm for alarm in open_alarms(connection) if alarm.begun_at is not None)
    return begun + tuple(_alarm(row) for row in connection.execute(ended))


def _alarm(row: Any) -> Alarm:  # Any: a row of alarms
    wrong = Wrong(Kind(row.kind), row.subject, row.figure, row.words)
    return Alarm(row.id, wrong, row.seen_at, row.begun_at, row.clear_since, row.ended_at)


def _looks(connection: sa.Connection) -> tuple[datetime | None, tuple[DiskSight, ...]]:
    rows = connection.execute(sa.select(tables.watch_looks).order_by(tables.watch_looks.c.place)).all()
    disks = tuple(DiskSight(row.place, name, free) for row in rows for name, free in json.loads(row.disks).items())
    return max((row.at for row in rows), default=None), disks
