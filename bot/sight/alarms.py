"""The alarms that are kept: open ones, suspicions, and those that ended lately."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.storage import tables
from bot.watch import Alarm, DiskSight, Kind, Wrong

TOLD_ENDED = timedelta(days=7)  # so long the page shows alarms that are over


def open_alarms(connection: sa.Connection) -> tuple[Alarm, ...]:
    """Alarms and suspicions that are not over."""
    table = tables.alarms
    rows = connection.execute(sa.select(table).where(table.c.ended_at.is_(None)).order_by(table.c.seen_at, table.c.id))
    return tuple(_alarm(row) for row in rows)


def alarms_told(connection: sa.Connection, now: datetime) -> tuple[Alarm, ...]:
    """The open alarms, then those that ended lately."""
    table = tables.alarms
    ended = sa.select(table).where(table.c.ended_at > now - TOLD_ENDED).order_by(table.c.ended_at.desc()).limit(20)
    begun = tuple(alarm for alarm in open_alarms(connection) if alarm.begun_at is not None)
    return begun + tuple(_alarm(row) for row in connection.execute(ended))


def _alarm(row: Any) -> Alarm:  # Any: a row of alarms
    wrong = Wrong(Kind(row.kind), row.subject, row.figure, row.words)
    return Alarm(row.id, wrong, row.seen_at, row.begun_at, row.clear_since, row.ended_at)


def looks(connection: sa.Connection) -> tuple[datetime | None, tuple[DiskSight, ...]]:
    """When the watchman looked last, and the space that each place had then."""
    rows = connection.execute(sa.select(tables.watch_looks).order_by(tables.watch_looks.c.place)).all()
    disks = tuple(DiskSight(row.place, name, free) for row in rows for name, free in json.loads(row.disks).items())
    return max((row.at for row in rows), default=None), disks
