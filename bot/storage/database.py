"""The database behind a URL: a SQLite file or PostgreSQL, opened as two engines, ours and the durable engine's own."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

from bot.storage.unit_of_work import SqlUnitOfWork
from workflows.errors import O2CError

ONE_WRITER = 0x6F326362  # key of the advisory lock: "o2cb"
PROBE = "probe"  # series that a probe counts in
PRAGMAS = ("busy_timeout=30000", "journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON")


class DatabaseFailed(O2CError):
    """The database cannot do its work: a full disk, a server that is gone. What was committed is kept."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(f"the database cannot be written: {why}; nothing is lost, mend that and run again")


@dataclass(frozen=True, slots=True)
class Database:
    url: str  # as SQLAlchemy takes it
    engine: sa.Engine  # business transactions
    system_engine: sa.Engine  # the durable engine reads its tables while a business transaction is open
    # SQLite's writers of one process queue up here, in turn; in the file's own lock they would sleep and try again.
    _turn: AbstractContextManager[Any] = field(default_factory=nullcontext, repr=False)
    reply_secret: bytes = field(default=b"", repr=False)  # signs reply tokens; b"": the one kept in the database

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def connection(self) -> Iterator[sa.Connection]:
        """A transaction, committed unless the block raises."""
        with self._turn, self.engine.begin() as connection:
            yield connection

    @contextmanager
    def begin(self) -> Iterator[SqlUnitOfWork]:
        """A unit of work, committed unless the block raises; one at a time on the whole database.

        Handlers read values and put changed ones back. Were two of them at work on the same invoice, the later one
        would write over what the earlier one did. SQLite has one writer by itself; PostgreSQL gets it by this lock,
        before anything is read. Reading messages, rendering and sending happen outside of it.
        """
        with self.connection() as connection:
            if not self.is_sqlite:
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(ONE_WRITER)))
            yield SqlUnitOfWork(connection, self.reply_secret)

    @contextmanager
    def read(self) -> Iterator[SqlUnitOfWork]:
        """One snapshot to read from: it never waits for a writer; writing in it is an error."""
        options: dict[str, Any] = {"readonly": True}
        if not self.is_sqlite:
            options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with self.engine.connect().execution_options(**options) as connection, connection.begin() as transaction:
            yield SqlUnitOfWork(connection, self.reply_secret)
            transaction.rollback()

    def probe(self) -> None:
        """Writes and commits; raises DatabaseFailed."""
        try:
            with self.begin() as uow:
                uow.draw(PROBE)
        except sa.exc.DBAPIError as error:
            raise DatabaseFailed(str(error.orig)) from error

    def close(self) -> None:
        self.engine.dispose()
        self.system_engine.dispose()


def open_database(url: str, reply_secret: bytes = b"") -> Database:
    """Opens `sqlite:///file` or `postgresql+psycopg://…`; the tables come from `bot.storage.migrations.migrate`."""
    parsed = sa.make_url(url)
    if parsed.get_backend_name() != "sqlite":
        if parsed.drivername != "postgresql+psycopg":
            parsed = parsed.set(drivername="postgresql+psycopg")
        pool: dict[str, Any] = {"pool_size": 20, "max_overflow": 20, "pool_pre_ping": True}
        address = parsed.render_as_string(hide_password=False)
        engines = (sa.create_engine(parsed, **pool), sa.create_engine(parsed, **pool))
        return Database(address, *engines, reply_secret=reply_secret)
    if not parsed.database or parsed.database == ":memory:":
        raise ValueError("the database needs a file: several connections share it")
    Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engines = (_sqlite(parsed, business=True), _sqlite(parsed, business=False))
    return Database(url, *engines, threading.Lock(), reply_secret)


def _sqlite(url: sa.URL, *, business: bool) -> sa.Engine:
    engine = sa.create_engine(url, pool_size=20, max_overflow=20)

    @event.listens_for(engine, "connect")
    def _connect(raw: Any, record: Any) -> None:
        raw.isolation_level = None if business else "IMMEDIATE"
        for pragma in PRAGMAS:
            raw.execute(f"PRAGMA {pragma}")

    if business:

        @event.listens_for(engine, "begin")
        def _begin(connection: sa.Connection) -> None:
            # Without a real BEGIN IMMEDIATE, Python's sqlite3 lets two transactions read before either writes.
            readonly = connection.get_execution_options().get("readonly", False)
            connection.exec_driver_sql(f"PRAGMA query_only={'ON' if readonly else 'OFF'}")
            connection.exec_driver_sql("BEGIN" if readonly else "BEGIN IMMEDIATE")

    return engine
