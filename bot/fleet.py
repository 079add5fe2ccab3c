"""Who works in the fleet: every process beats, and what a silent one left is taken over by the others."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from dbos import DBOSClient

from bot.storage import tables
from bot.storage.database import Database
from bot.storage.repositories import upsert

BEAT_SECONDS = 3.0


class Fleet:
    def __init__(self, database: Database, executor: str, dead_after_seconds: float) -> None:
        self._database, self._executor = database, executor
        self._dead_after = timedelta(seconds=dead_after_seconds)

    def beat(self) -> None:
        """Says that this process lives."""
        table, now = tables.executor_heartbeat, datetime.now(UTC)
        with self._database.connection() as connection:
            insert = upsert(connection, table).values(executor=self._executor, beat=now)
            connection.execute(insert.on_conflict_do_update(index_elements=["executor"], set_={"beat": now}))

    def leave(self) -> None:
        """Signs off; what this process could not end is taken over at once by whoever looks next."""
        table = tables.executor_heartbeat
        with self._database.connection() as connection:
            gone = datetime.now(UTC) - self._dead_after - timedelta(seconds=1)
            connection.execute(sa.update(table).where(table.c.executor == self._executor).values(beat=gone))

    def take_over(self, client: DBOSClient) -> int:
        """Enqueues again what executors that fell silent left unfinished; returns how many workflows."""
        table, count = tables.executor_heartbeat, 0
        with self._database.read() as snapshot:
            silent = table.c.beat < datetime.now(UTC) - self._dead_after
            dead = snapshot.connection.execute(sa.select(table.c.executor, table.c.beat).where(silent)).all()
        for executor, beat in dead:
            if not self._lease(executor, beat):
                continue
            left = client.list_workflows(status="PENDING", executor_id=executor, load_input=False, load_output=False)
            for workflow in left:
                client.resume_workflows([workflow.workflow_id], queue_name=workflow.queue_name)
            count += len(left)
            with self._database.connection() as connection:
                connection.execute(sa.delete(table).where(table.c.executor == executor))
        return count

    def _lease(self, executor: str, beat: datetime) -> bool:
        """One rescuer wins; should it die over its work, the row falls silent again and the next one comes."""
        table = tables.executor_heartbeat
        with self._database.connection() as connection:
            mine = sa.update(table).where(table.c.executor == executor, table.c.beat == beat)
            return connection.execute(mine.values(beat=datetime.now(UTC))).rowcount == 1
