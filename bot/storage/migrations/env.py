"""Runs migrations on the database whose URL `migrate` was given; knows our tables only, not the durable engine's."""

from __future__ import annotations

from alembic import context

from bot.storage.database import open_database
from bot.storage.migrations import is_ours
from bot.storage.tables import metadata

database = open_database(context.config.attributes["url"])
try:
    with database.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=metadata,
            render_as_batch=True,
            include_name=is_ours,
            transactional_ddl=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
finally:
    database.close()
