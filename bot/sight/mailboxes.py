"""What a mailbox has brought and how its polls went, from the notes that polls leave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.sight.counting import rows
from bot.sight.watched import Watched
from bot.storage import tables
from bot.watch import MailboxSight
from workflows.messages import MessageStatus


def mailboxes_seen(
    connection: sa.Connection,
    watched: Watched,
    by_mailbox: Mapping[str, Mapping[str, int]],
    now: datetime,
    rates: Sequence[timedelta],
) -> tuple[MailboxSight, ...]:
    """Every mailbox that is watched or has messages. `rates`: the last hour and day, () where nobody asks for them."""
    kept_in = [_kept_since(connection, now - span) for span in rates] or [{}, {}]
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
    return dict(rows(connection, grouped.group_by(message.mailbox)))


def _oldest_by_mailbox(connection: sa.Connection) -> dict[str, datetime]:
    raw, message = tables.raw_messages.c, tables.messages.c
    joined = tables.messages.outerjoin(tables.raw_messages, raw.sha256 == message.sha256)
    kept_at = sa.func.min(sa.func.coalesce(raw.kept_at, message.received_at), type_=raw.kept_at.type)
    waiting = sa.select(message.mailbox, kept_at).select_from(joined)
    waiting = waiting.where(message.state == MessageStatus.RECEIVED.value).group_by(message.mailbox)
    return dict(rows(connection, waiting))
