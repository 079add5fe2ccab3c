"""A desk whose mail does not go as it should: a mailbox that fails, letters put off, an alarm, a full disk."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.settings.values import WatchSettings
from bot.sight.watched import Watched
from bot.storage import tables
from bot.storage.database import Database
from bot.watch import CredentialSight
from tests.bot import console_desk

NOW = console_desk.NOW
EVERY = timedelta(minutes=1)
SENDERS = {
    "DE01": "rechnung@igel.example",
    "FR01": "comptabilite-clients@verrelab.example",
    "GB01": "ar@thames.example",
}


def watched(**changes: Any) -> Watched:
    values: dict[str, Any] = {
        "mailboxes": dict.fromkeys(("auftrag", "commandes", "orders"), EVERY),
        "senders": SENDERS,
        "credentials": lambda: (CredentialSight("mailbox orders", date(2026, 3, 25)),),
        "limits": WatchSettings(lead="lead@desk.example"),
    }
    return Watched(**(values | changes))


def note(database: Database, mailbox: str, **changes: Any) -> None:
    """A row of how a mailbox fares; what is not said is as after a good poll a moment ago."""
    good = NOW - timedelta(seconds=20)
    values: dict[str, Any] = {
        "mailbox": mailbox, "since": NOW - timedelta(days=30), "tried_at": good, "good_at": good, "failures": 0,
        "error": "", "poll_ms": 140, "polls_total": 43_120, "failures_total": 0, "mails_total": 0, "missed": 0,
        "reconciled_at": NOW - timedelta(hours=5),
    }  # fmt: skip
    with database.connection() as connection:
        connection.execute(sa.delete(tables.mailbox_notes).where(tables.mailbox_notes.c.mailbox == mailbox))
        connection.execute(sa.insert(tables.mailbox_notes).values(**(values | changes)))


def attempt(database: Database, letter: str, number: int, account: str, at: datetime, outcome: str, words: str) -> None:
    with database.connection() as connection:
        row = {"letter": letter, "attempt": number, "account": account, "started_at": at, "ended_at": at}
        connection.execute(sa.insert(tables.send_attempts).values(**row, outcome=outcome, words=words))


def full(database: Database) -> None:
    """The sample desk with something of everything that the health page shows."""
    console_desk.full(database)
    newest = NOW - timedelta(minutes=2)
    note(database, "auftrag", newest_on_server=newest, newest_kept=newest, server_told_at=NOW, failures_total=3,
         error="the connection was lost", error_at=NOW - timedelta(days=2))  # fmt: skip
    note(database, "commandes", missed=2)
    note(database, "orders", good_at=NOW - timedelta(minutes=47), failures=7, failures_total=19,
         error="LoginError: b'[AUTHENTICATIONFAILED] Authentication failed for <address>. Your access token has "
         "expired, ask the administrator for another one.'", error_at=NOW - timedelta(minutes=1),
         wait_until=NOW + timedelta(minutes=6))  # fmt: skip
    attempt(database, "X", 1, SENDERS["GB01"], NOW - timedelta(hours=30), "sent", "")
    attempt(database, "Y", 1, SENDERS["GB01"], NOW - timedelta(hours=2), "deferred", "451 4.7.1 a@b.example: try later")
    with database.begin() as uow:
        for place, disks in (("desk-1", {"the database": 41_233, "mailbox orders": 612}),):
            look = {"place": place, "at": NOW - timedelta(seconds=30), "disks": json.dumps(disks)}
            uow.connection.execute(sa.insert(tables.watch_looks).values(**look))
        hour, day = timedelta(hours=1), timedelta(days=1)
        rows: tuple[dict[str, Any], ...] = (
            {"kind": "no_good_poll", "subject": "orders", "figure": 47, "seen_at": NOW - hour / 4, "ended_at": None},
            {"kind": "uncertain_letters", "subject": "", "figure": 1, "seen_at": NOW - hour, "ended_at": None},
            {"kind": "oldest_message", "subject": "", "figure": 71, "seen_at": NOW - 2 * day, "ended_at": NOW - day},
        )  # fmt: skip
        for row in rows:
            told = {"words": "", "begun_at": row["seen_at"], "begin_told_at": row["seen_at"]}
            uow.connection.execute(sa.insert(tables.alarms).values(id=f"{row['kind']}:{row['seen_at']}", **row, **told))
