"""Durable execution behind few names: a workflow that was enqueued runs to its end, through crashes and restarts.

DBOS on the same database as the records: what is enqueued in a transaction exists if, and only if, it commits.
A SQLite file has one working process (a lock file says so), PostgreSQL any number of them on any machines.
"""

from __future__ import annotations

import fcntl
import logging
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import IO, Any, Literal

from dbos import DBOS, DBOSClient, DBOSConfig, DBOSPortableJSONSerializer, SQLAlchemyDatasource

from bot.fleet import BEAT_SECONDS, Fleet
from bot.storage.database import Database
from bot.storage.unit_of_work import SqlUnitOfWork
from workflows.errors import O2CError

NAME = "o2cbot"
# Pinned: by default it is a hash of the code, and after an update nobody would take up what the old code left.
# A workflow whose steps change gets a new name.
VERSION = "o2cbot-1"
LIVE = ["ENQUEUED", "PENDING", "DELAYED"]
EMBEDDED_EXECUTOR = "local"
MAX_RECOVERIES = 5  # a workflow that took the whole process down so often is left to a person


class AlreadyRunning(O2CError):
    def __init__(self, database: str) -> None:
        self.database = database
        super().__init__(f"another o2cbot is working on {database}")


@dataclass(frozen=True, slots=True)
class Queue:
    """`per_partition`: workflows of one partition that run at once; `limit`: starts per partition and period."""

    name: str
    per_partition: int = 1
    per_process: int = 8
    limit: int | None = None
    period_seconds: float = 60.0


class Engine:
    """Register workflows and queues, `launch`, then enqueue; one engine at a time in a process."""

    def __init__(self, database: Database, *, poll_seconds: float = 0.2, dead_after_seconds: float = 30.0) -> None:
        self.database = database
        self.executor = EMBEDDED_EXECUTOR if database.is_sqlite else _fleet_executor()
        self.launched = False
        self._poll_seconds = poll_seconds
        self._queues: list[Queue] = []
        self._serializer = DBOSPortableJSONSerializer()  # the default one pickles
        self._isolation: Literal["SERIALIZABLE", "READ COMMITTED"] = (
            "SERIALIZABLE" if database.is_sqlite else "READ COMMITTED"
        )
        self._lock: IO[str] | None = None
        self._stopping = threading.Event()
        self._fleet = Fleet(database, self.executor, dead_after_seconds)
        DBOS.migrate(database.url)
        self._client = DBOSClient(
            system_database_url=database.url,
            system_database_engine=database.system_engine,
            application_name=NAME,
            serializer=self._serializer,
        )

    def queue(self, queue: Queue) -> None:
        """Makes a queue known; before `launch`."""
        self._queues.append(queue)

    def workflow(self, name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Decorator: a function whose steps are remembered. Arguments and results are small JSON values."""
        return _plain(DBOS.workflow(name=name, max_recovery_attempts=MAX_RECOVERIES))

    def step(
        self, name: str, *, attempts: int = 1, wait_seconds: float = 1.0
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Decorator: done at least once, its result remembered; tried again `attempts` times, waiting twice as long."""
        return _plain(
            DBOS.step(
                name=name,
                retries_allowed=attempts > 1,
                max_attempts=max(attempts, 2),
                interval_seconds=wait_seconds,
                backoff_rate=2.0,
            )
        )

    def transaction(self, name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Decorator for `function(uow, *arguments)`: done exactly once, its result commits with its records."""

        def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
            def with_session(*arguments: Any) -> Any:
                connection = self._datasource.sql_session().connection()
                self.database.lock_whole(connection)
                return function(SqlUnitOfWork(connection, self.database.reply_secret), *arguments)

            return self._datasource.transaction(name=name, isolation_level=self._isolation)(
                wraps(function)(with_session)
            )

        return decorate

    def sleep(self, seconds: float) -> None:
        """In a workflow: waits, also over a restart."""
        if seconds > 0:
            DBOS.sleep(seconds)

    def enqueue(self, uow: SqlUnitOfWork, workflow: str, queue: str, id: str, *arguments: Any, partition: str) -> None:
        """Has the workflow run once under this id after the unit of work commits; an id that exists changes nothing."""
        self._client.enqueue_in_transaction(
            uow.connection,
            {
                "workflow_name": workflow,
                "queue_name": queue,
                "workflow_id": id,
                "app_version": VERSION,
                "queue_partition_key": partition,
            },
            *arguments,
        )

    def status(self, id: str) -> str | None:
        """The state of a workflow as the engine names it (SUCCESS, ERROR, …); None if there is none of this id."""
        found = self._client.list_workflows(workflow_ids=[id], load_input=False, load_output=False)
        return str(found[0].status) if found else None

    def is_waiting(self, prefix: str) -> bool:
        """Whether a workflow whose id begins so is enqueued and not yet begun."""
        found = self._client.list_workflows(
            workflow_id_prefix=prefix, status="ENQUEUED", limit=1, load_input=False, load_output=False
        )
        return bool(found)

    @property
    def stopping(self) -> bool:
        """Whether a shutdown has begun: long steps end at the next good moment."""
        return self._stopping.is_set()

    def is_live(self, id: str) -> bool:
        """Whether the workflow waits or runs."""
        return self.status(id) in LIVE

    def launch(self) -> None:
        """Takes up what was left, then what comes. Raises AlreadyRunning if another process has the SQLite file."""
        self._take_lock()
        _ = self._datasource  # its checkpoint table must exist before DBOS starts
        DBOS(
            config=DBOSConfig(
                name=NAME,
                system_database_url=self.database.url,
                system_database_engine=self.database.system_engine,
                serializer=self._serializer,
                application_version=VERSION,
                executor_id=self.executor,
                log_level="WARNING",
                notification_listener_polling_interval_sec=self._poll_seconds,
            )
        )
        _join_our_logs()
        if not self.database.is_sqlite:
            self._fleet.beat()
        for queue in self._queues:  # before the launch: later DBOS looks for new queues once a second
            self._client.register_queue(
                queue.name,
                worker_concurrency=queue.per_process,
                partition_concurrency=queue.per_partition,
                partition_limiter={"limit": queue.limit, "period": queue.period_seconds} if queue.limit else None,
                polling_interval_sec=self._poll_seconds,
                on_conflict="always_update",
            )
        DBOS.launch()
        self.launched = True
        if not self.database.is_sqlite:
            threading.Thread(target=self._stay_in_fleet, name="o2cbot-heartbeat", daemon=True).start()

    def drain(self, timeout_seconds: float, *queues: Queue) -> bool:
        """Waits until no workflow of these queues (none named: of any) is enqueued or running; False if some still are
        after the time."""
        deadline = time.monotonic() + timeout_seconds
        names = [queue.name for queue in queues] or None
        while self._client.list_workflows(status=LIVE, queue_name=names, limit=1, load_input=False, load_output=False):
            if time.monotonic() > deadline:
                return False
            time.sleep(min(0.05, self._poll_seconds))
        return True

    def forget_finished(self, before: str, batch: int = 500) -> int:
        """Deletes the memory of workflows that succeeded before an ISO moment; returns how many. Records stay."""
        count = 0
        while done := self._client.list_workflows(
            status="SUCCESS", completed_before=before, limit=batch, load_input=False, load_output=False
        ):
            self._client.delete_workflows([workflow.workflow_id for workflow in done])
            count += len(done)
        return count

    def shutdown(self, timeout_seconds: int = 20) -> None:
        """Lets running workflows end, as far as the time allows; the rest is taken up at the next launch."""
        self._stopping.set()
        if not self._is_working():
            timeout_seconds = 0  # DBOS would look once a second
        self._client.destroy()
        DBOS.destroy(destroy_registry=True, workflow_completion_timeout_sec=timeout_seconds)
        if self.launched and not self.database.is_sqlite:
            self._fleet.leave()
        self.launched = False
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    @cached_property
    def _datasource(self) -> SQLAlchemyDatasource:
        return SQLAlchemyDatasource.create(self.database.url, engine=self.database.engine, serializer=self._serializer)

    def _is_working(self) -> bool:
        running = self._client.list_workflows(
            status="PENDING", executor_id=self.executor, limit=1, load_input=False, load_output=False
        )
        return self.launched and bool(running)

    def _take_lock(self) -> None:
        if not self.database.is_sqlite:
            return
        path = f"{self.database.engine.url.database}.lock"
        self._lock = open(path, "w", encoding="ascii")  # noqa: PTH123, SIM115 - held open until shutdown
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._lock.close()
            self._lock = None
            raise AlreadyRunning(str(self.database.engine.url.database)) from None

    def _stay_in_fleet(self) -> None:
        log = logging.getLogger(__name__)
        while not self._stopping.wait(BEAT_SECONDS):
            try:
                self._fleet.beat()
                self._fleet.take_over(self._client)
            except Exception as error:  # a database that is away for a moment must not end the heartbeat
                log.warning("heartbeat failed: %s", error)


def _plain(decorator: Callable[..., Any]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """DBOS marks the functions that it takes; bound methods cannot be marked, so it gets a function around them."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            return function(*arguments)

        marked: Callable[..., Any] = decorator(call)
        return marked

    return decorate


def _fleet_executor() -> str:
    return f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(4)}"


def _join_our_logs() -> None:
    """DBOS's own handler goes: its warnings come out where ours do."""
    logger = logging.getLogger("dbos")
    logger.handlers.clear()
    logger.propagate = True
    logger.setLevel(logging.WARNING)
