"""Looks at the desk every minute: alarms are kept, said in the log, and told to the lead by letter, once each way."""

from __future__ import annotations

import hashlib
import json
import logging
import shutil
import socket
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import sqlalchemy as sa

from bot.settings.values import WatchSettings
from bot.sight.accounts import ALARM_TEMPLATE
from bot.sight.alarms import open_alarms
from bot.sight.measuring import Health, measure
from bot.sight.watched import Watched
from bot.storage import tables
from bot.storage.database import Database
from bot.storage.repositories import upsert
from bot.storage.unit_of_work import SqlUnitOfWork
from bot.watch import ALWAYS_TOLD, GATHER, Alarm, DiskSight, Moved, moved, wrongs
from workflows.correspondence import known_language, write
from workflows.letters import LetterKind, LetterStatus
from workflows.ports import Desk

FORGET_PLACE = timedelta(days=1)  # a machine that nobody looked from is none of ours any more
KEEP_ENDED = timedelta(days=90)
UNTOLD_AFTER = timedelta(minutes=15)  # a letter that is not out by then: the lead does not know, so no ping either
PING_SECONDS = 10
MB = 1024 * 1024
OUT = (LetterStatus.SENT.value, LetterStatus.CANCELLED.value)
log = logging.getLogger(__name__)


def ask(url: str) -> None:
    """Raises httpx.HTTPError."""
    httpx.get(url, timeout=PING_SECONDS, follow_redirects=False).raise_for_status()


@dataclass
class Watchman:
    """`folders`: name -> a folder whose disk is watched; `now`: business time, of the letters; `clock`: the real one.

    `can_send`: whether there is outgoing mail at all.
    """

    database: Database
    watched: Watched
    desk: Desk
    zone: ZoneInfo
    now: Callable[[], datetime]
    folders: Mapping[str, Path] = field(default_factory=dict)
    can_send: bool = True
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ping: Callable[[str], None] = ask
    place: str = field(default_factory=socket.gethostname)
    started_at: datetime = field(init=False)
    looked_at: datetime | None = field(default=None, init=False)
    _ping_failed: bool = field(default=False, init=False)
    _waits_since: datetime | None = field(default=None, init=False)  # an alarm letter

    def __post_init__(self) -> None:
        self.started_at = self.clock()

    @property
    def limits(self) -> WatchSettings:
        return self.watched.limits

    def look(self) -> bool:
        """One look; True if a letter was written. Never raises: a database that fails is a line in the log."""
        now = self.clock()
        try:
            self._note_look(now)
            health = measure(self.database, self.watched, now, rates=False, business=self.now())
            with self.database.begin() as uow:
                uow.lock("alarms")
                change = self._move(uow, health, now)
                written = self._tell(uow, now)
        except sa.exc.SQLAlchemyError as error:
            log.error("nobody can look whether anything is wrong: the database fails: %s", type(error).__name__)
            return False
        for alarm in change.begun:
            log.error("alarm: %s", alarm.wrong.sentence())
        for alarm in change.ended:
            log.warning("over: %s", alarm.wrong.sentence())
        self.looked_at = now
        self._give_sign(now)
        return written

    def _move(self, uow: SqlUnitOfWork, health: Health, now: datetime) -> Moved:
        table, connection = tables.alarms, uow.connection
        wrong = wrongs(health.sight, self.limits, now, self.started_at, self.now().date())
        change = moved(open_alarms(connection), wrong, now, timedelta(minutes=self.limits.calm_minutes))
        for alarm in change.kept:
            row = _row(alarm)
            insert = upsert(connection, table).values(**row)
            connection.execute(insert.on_conflict_do_update(index_elements=["id"], set_=row))
        gone = [alarm.id for alarm in change.dropped]
        if gone:
            connection.execute(sa.delete(table).where(table.c.id.in_(gone)))
        connection.execute(sa.delete(table).where(table.c.ended_at < now - KEEP_ENDED))
        return change

    def _tell(self, uow: SqlUnitOfWork, now: datetime) -> bool:
        """One letter about everything that is not told yet; what comes soon after it is gathered for the next one."""
        table, connection = tables.alarms, uow.connection
        began = sa.and_(table.c.begun_at.is_not(None), table.c.begin_told_at.is_(None))
        ended = sa.and_(table.c.ended_at.is_not(None), table.c.end_told_at.is_(None))
        rows = connection.execute(sa.select(table).where(sa.or_(began, ended)).order_by(table.c.seen_at)).all()
        if not rows or not _may_write(connection, now):
            return False
        for row in rows:
            at = {"begin_told_at": row.begin_told_at or now, "end_told_at": now if row.ended_at else None}
            connection.execute(sa.update(table).where(table.c.id == row.id).values(**at))
        told = [row for row in rows if self.limits.lead or row.kind in ALWAYS_TOLD]
        if not told or not self.can_send:
            return False
        self._write(uow, told, now)
        return True

    def _write(self, uow: SqlUnitOfWork, rows: Iterable[Any], now: datetime) -> None:
        company = self.desk.companies.get(self.limits.company) or next(iter(self.desk.companies.values()))
        begun = [self._facts(row) for row in rows if row.begin_told_at is None]
        ended = [self._facts(row) for row in rows if row.ended_at is not None]
        key = hashlib.sha256(json.dumps([begun, ended, now.isoformat()]).encode()).hexdigest()
        write(
            uow,
            self.now(),
            kind=LetterKind.ESCALATION,
            template=ALARM_TEMPLATE,
            language=known_language(self.limits.language or company.language, self.desk),
            company=company,
            customer="",
            to=(self.limits.lead or company.escalation["default"],),
            facts={"begun": begun, "ended": ended, "zone": str(self.zone)},
            source=None,
            dedup_key=f"alarm:{key}",
        )

    def _facts(self, row: Any) -> dict[str, Any]:  # Any: a row of alarms, and JSON values
        moments = {"since": row.begun_at, "until": row.ended_at}
        return {
            "kind": row.kind,
            "subject": row.subject,
            "figure": row.figure,
            "words": row.words,
            **{name: f"{at.astimezone(self.zone):%Y-%m-%d %H:%M}" if at else "" for name, at in moments.items()},
        }

    def _note_look(self, now: datetime) -> None:
        table, place = tables.watch_looks, self.place
        values = {"at": now, "disks": json.dumps({disk.name: disk.free_mb for disk in self.disks()})}
        with self.database.connection() as connection:
            insert = upsert(connection, table).values(place=place, **values)
            connection.execute(insert.on_conflict_do_update(index_elements=["place"], set_=values))
            connection.execute(sa.delete(table).where(table.c.at < now - FORGET_PLACE))

    def disks(self) -> tuple[DiskSight, ...]:
        """Each disk once, under the name of the first of its folders."""
        found: dict[int, DiskSight] = {}
        for name, folder in self.folders.items():
            try:
                device, free = folder.stat().st_dev, shutil.disk_usage(folder).free
            except OSError as error:
                log.info("the disk of %s cannot be asked: %s", name, error.strerror)
                continue
            found.setdefault(device, DiskSight(self.place, name, free // MB))
        return tuple(found.values())

    def _give_sign(self, now: datetime) -> None:
        """Somebody outside hears that we look; not while an alarm cannot be told: then silence is the alarm."""
        if not self.limits.ping or self._untold(now):
            return
        try:
            self.ping(self.limits.ping)
        except httpx.HTTPError as error:
            if not self._ping_failed:
                log.warning("the ping of [watch] does not get through: %s", type(error).__name__)
            self._ping_failed = True
        else:
            self._ping_failed = False

    def _untold(self, now: datetime) -> bool:
        """Whether an alarm letter waits for too long: by its own time, or where that stands still (`--as-of`), as long
        as we have seen one wait."""
        letter = tables.letters.c
        ours = (letter.kind == LetterKind.ESCALATION.value, letter.template == ALARM_TEMPLATE)
        oldest = sa.select(sa.func.min(letter.created_at)).where(*ours, letter.state.not_in(OUT))
        try:
            with self.database.read() as snapshot:
                written_at = snapshot.connection.execute(oldest).scalar()
        except sa.exc.SQLAlchemyError:
            return True
        if written_at is None:
            self._waits_since = None
            return False
        self._waits_since = self._waits_since or now
        return written_at < self.now() - UNTOLD_AFTER or self._waits_since < now - UNTOLD_AFTER


def _may_write(connection: sa.Connection, now: datetime) -> bool:
    """Whether the last letter is long enough ago."""
    table = tables.alarms.c
    moments = connection.execute(sa.select(sa.func.max(table.begin_told_at), sa.func.max(table.end_told_at))).one()
    last = max((moment for moment in moments if moment is not None), default=None)
    return last is None or not last <= now < last + GATHER


def _row(alarm: Alarm) -> dict[str, Any]:  # Any: values of columns
    wrong = alarm.wrong
    return {
        "id": alarm.id,
        "kind": wrong.kind.value,
        "subject": wrong.subject,
        "figure": wrong.figure,
        "words": wrong.words,
        "seen_at": alarm.seen_at,
        "begun_at": alarm.begun_at,
        "clear_since": alarm.clear_since,
        "ended_at": alarm.ended_at,
    }
