"""The database behind a URL: a SQLite file or PostgreSQL, opened as two engines, ours and the durable engine's own."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import event

from bot.storage.scope import BeyondScope, Scope, lock_key
from bot.storage.unit_of_work import SqlUnitOfWork
from workflows.errors import O2CError

T = TypeVar("T")
ONE_WRITER = 0x6F326362  # key of the advisory lock: "o2cb"
ALONE = sa.text(f"SELECT pg_advisory_xact_lock({ONE_WRITER})")
POOL: dict[str, Any] = {"pool_size": 20, "max_overflow": 20}
TRUSTED_SECONDS = 1.0  # after which a connection that nobody used is tried
LAID_DOWN = "laid_down"  # when that began
PROBE = "probe"  # series that a probe counts in
PRAGMAS = ("busy_timeout=30000", "journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON")

log = logging.getLogger(__name__)


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
    # What never changes in this database, once it was read: its secret.
    _kept: dict[str, bytes] = field(default_factory=dict, repr=False, compare=False)

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
        """A unit of work that has the whole database for itself, committed unless the block raises.

        Handlers read values and put changed ones back. Were two of them at work on the same invoice, the later one
        would write over what the earlier one did. SQLite has one writer by itself; PostgreSQL gets it by this lock,
        before anything is read. Reading messages, rendering and sending happen outside of it.
        """
        with self.connection() as connection:
            self.lock_whole(connection)
            yield SqlUnitOfWork(connection, self.reply_secret, kept=self._kept)

    def lock_whole(self, connection: sa.Connection) -> None:
        """Waits until nobody else writes, and lets nobody until this transaction ends."""
        if not self.is_sqlite:
            connection.execute(ALONE)

    def do(self, make: Callable[[SqlUnitOfWork], T], *about: str) -> T:
        """What `make` gives, once it is committed; raises what it raises, and then nothing of it is kept.

        `about`: all that it will change, by the names of `UnitOfWork.lock`: "customer:K107". On PostgreSQL it then
        shares the database with others who change something else; these locks, too, are taken before anything is
        read. Where it turns out to change more than that, it is undone and run once more, with the database for
        itself: what `make` does besides the unit of work must not mind. It writes records through the repositories
        alone, for what was read is remembered.
        """
        if about and not self.is_sqlite:
            try:
                return self._beside_others(make, about)
            except BeyondScope as more:
                log.info("a change of %s needs more than its locks: %s", about[0], more)
        with self.connection() as connection:
            self.lock_whole(connection)
            uow = SqlUnitOfWork(connection, self.reply_secret, remembers=True, kept=self._kept)
            made = make(uow)
            uow.flush()
        return made

    def _beside_others(self, make: Callable[[SqlUnitOfWork], T], about: Iterable[str]) -> T:
        """Raises BeyondScope where it needs more than these locks."""
        scope = Scope(about)
        with self.connection() as connection:
            connection.execute(*_locks(about))
            uow = SqlUnitOfWork(connection, self.reply_secret, scope, remembers=True, kept=self._kept)
            try:
                made = make(uow)
                uow.flush()
            finally:  # a handler that went on after a refusal has not done its work, whatever it made of it
                if scope.refused:
                    raise BeyondScope(scope.refused)
        return made

    @contextmanager
    def read(self) -> Iterator[SqlUnitOfWork]:
        """One snapshot to read from: it never waits for a writer; writing in it is an error."""
        options: dict[str, Any] = {"readonly": True}
        if not self.is_sqlite:
            options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with self.engine.connect().execution_options(**options) as connection, connection.begin() as transaction:
            yield SqlUnitOfWork(connection, self.reply_secret, kept=self._kept)
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
        address = parsed.render_as_string(hide_password=False)
        engines = (_served(parsed), sa.create_engine(parsed, **POOL, pool_pre_ping=True))
        return Database(address, *engines, reply_secret=reply_secret)
    if not parsed.database or parsed.database == ":memory:":
        raise ValueError("the database needs a file: several connections share it")
    Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engines = (_sqlite(parsed, business=True), _sqlite(parsed, business=False))
    return Database(url, *engines, threading.Lock(), reply_secret)


def _locks(about: Iterable[str]) -> tuple[sa.TextClause, dict[str, int]]:
    """The statement that takes these locks, in the order of their names, beside all who do not want to be alone."""
    keys = {f"key_{place}": lock_key(subject) for place, subject in enumerate(sorted(set(about)))}
    locks = [f"pg_advisory_xact_lock_shared({ONE_WRITER})", *(f"pg_advisory_xact_lock(:{name})" for name in keys)]
    return sa.text(f"SELECT {', '.join(locks)}"), keys


def _served(url: sa.URL) -> sa.Engine:
    """On PostgreSQL. What lay idle is tried before it is used, for the server may have been restarted: to try each time
    costs as much as two questions. Who waited for a lock reads what the other left, whatever is usual on the server."""
    engine = sa.create_engine(url, **POOL, isolation_level="READ COMMITTED")

    @event.listens_for(engine, "checkin")
    def _laid_down(raw: Any, record: Any) -> None:
        record.info[LAID_DOWN] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def _taken_up(raw: Any, record: Any, proxy: Any) -> None:
        idle = time.monotonic() - record.info.get(LAID_DOWN, time.monotonic())
        if idle > TRUSTED_SECONDS:
            try:
                engine.dialect.do_ping(raw)
            except engine.dialect.loaded_dbapi.Error as error:
                raise sa.exc.InvalidatePoolError from error

    return engine


def _sqlite(url: sa.URL, *, business: bool) -> sa.Engine:
    engine = sa.create_engine(url, **POOL)

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
