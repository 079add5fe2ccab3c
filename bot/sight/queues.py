"""What waits in the durable engine's queues, read from its own table."""

from __future__ import annotations

import sqlalchemy as sa

from bot.storage.database import Database


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
