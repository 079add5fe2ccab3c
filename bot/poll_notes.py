"""How each mailbox fares, noted poll by poll: when it was last good, what the server said, what lies unfetched."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol, runtime_checkable

import sqlalchemy as sa

from bot.mail.ports import Batch, Mailbox, MailError
from bot.storage import tables
from bot.storage.database import Database
from bot.storage.repositories import upsert
from bot.watch import back_off, wiped

ASK_AGAIN = timedelta(minutes=5)  # the server about its newest mail


@runtime_checkable
class Telling(Protocol):
    """A Mailbox that can say when its newest mail arrived; None where the folder is empty. Raises MailError."""

    def newest(self) -> datetime | None: ...


class PollNotes:
    """`every`: mailbox -> time between two polls; `clock`: the real time."""

    def __init__(
        self,
        database: Database,
        every: Mapping[str, timedelta],
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database, self._every, self._clock = database, every, clock
        self._asked: dict[str, datetime] = {}

    def register(self) -> None:
        """Mailboxes are watched from now on; whatever they failed of before, they are asked again at once."""
        newest = self._newest_of_unnoted()
        for name in self._every:
            kept = {"newest_kept": newest[name]} if name in newest else {}
            self._note(name, {"wait_until": None, **kept})

    def may_poll(self, mailbox: str) -> bool:
        """False while a mailbox that failed several times is left alone."""
        table = tables.mailbox_notes
        with self._database.read() as snapshot:
            wanted = sa.select(table.c.wait_until).where(table.c.mailbox == mailbox)
            until = snapshot.connection.execute(wanted).scalar()
        return until is None or self._clock() >= until

    @contextmanager
    def poll(self, mailbox: str, peer: Mailbox) -> Iterator[None]:
        """Around a poll: good if it ends without MailError. What the server had before it must be kept after it."""
        began, started = self._clock(), time.monotonic()
        try:
            told = self._asked_for(mailbox, peer, began)
            yield
        except MailError as error:
            self._failed(mailbox, error, began)
            raise
        self._good(mailbox, began, time.monotonic() - started, told)

    def kept(self, mailbox: str, batch: Batch) -> None:
        """A batch is committed: a long first poll shows that it gets on."""
        table, newest = tables.mailbox_notes, max((mail.received_at for mail in batch.mails), default=None)
        values: dict[str, Any] = {"good_at": self._clock(), "mails_total": table.c.mails_total + len(batch.mails)}
        if newest is not None:
            column = table.c.newest_kept
            older = sa.or_(column.is_(None), column < newest)
            values["newest_kept"] = sa.case((older, sa.literal(newest, column.type)), else_=column)
        self._note(mailbox, values)

    def reconciled(self, mailbox: str, missed: int) -> None:
        """What the comparison of the server with the store found: mails that had not been kept (and now are)."""
        self._note(mailbox, {"reconciled_at": self._clock(), "missed": missed})

    def _newest_of_unnoted(self) -> dict[str, datetime]:
        """Of mailboxes that have no note yet: when their newest message arrived."""
        message, noted = tables.messages.c, tables.mailbox_notes.c
        with self._database.read() as snapshot:
            names = set(self._every) - set(snapshot.connection.execute(sa.select(noted.mailbox)).scalars())
            if not names:
                return {}
            newest = sa.select(message.mailbox, sa.func.max(message.received_at)).where(message.mailbox.in_(names))
            return dict(tuple(row) for row in snapshot.connection.execute(newest.group_by(message.mailbox)))

    def _good(self, mailbox: str, at: datetime, seconds: float, told: Mapping[str, datetime | None]) -> None:
        polls = tables.mailbox_notes.c.polls_total + 1
        values = {"tried_at": at, "good_at": self._clock(), "failures": 0, "wait_until": None, "polls_total": polls}
        self._note(mailbox, {**values, **told, "poll_ms": min(int(seconds * 1000), 10**9)})

    def _failed(self, mailbox: str, error: MailError, at: datetime) -> None:
        table = tables.mailbox_notes
        with self._database.read() as snapshot:
            wanted = sa.select(table.c.failures).where(table.c.mailbox == mailbox)
            failures = (snapshot.connection.execute(wanted).scalar() or 0) + 1
        every = self._every.get(mailbox, timedelta(minutes=1))
        wait = back_off(failures, every)
        values: dict[str, Any] = {"tried_at": at, "failures": failures, "error": wiped(error.what), "error_at": at}
        values["wait_until"] = at + wait - every / 2 if wait else None
        values |= {"polls_total": table.c.polls_total + 1, "failures_total": table.c.failures_total + 1}
        self._note(mailbox, values)

    def _asked_for(self, mailbox: str, peer: Mailbox, now: datetime) -> dict[str, datetime | None]:
        """When the newest mail on the server arrived, where the connector can tell, every few minutes."""
        if not isinstance(peer, Telling) or now - self._asked.get(mailbox, now - ASK_AGAIN) < ASK_AGAIN:
            return {}
        newest = peer.newest()
        self._asked[mailbox] = now
        return {"newest_on_server": newest, "server_told_at": now}

    def _note(self, mailbox: str, values: Mapping[str, Any]) -> None:
        """Any: values of columns, or expressions of them."""
        table = tables.mailbox_notes
        with self._database.connection() as connection:
            first = upsert(connection, table).values(
                mailbox=mailbox, since=self._clock(), failures=0, error="", poll_ms=0, polls_total=0,
                failures_total=0, mails_total=0, missed=0,
            )  # fmt: skip
            connection.execute(first.on_conflict_do_nothing())
            connection.execute(sa.update(table).where(table.c.mailbox == mailbox).values(**values))
