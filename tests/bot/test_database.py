"""A database that cannot be written says so in one sentence."""

from __future__ import annotations

import pytest

from bot.storage.database import Database, DatabaseFailed


def test_a_probe_writes_and_leaves_nothing_behind(database: Database) -> None:
    database.probe()
    database.probe()
    with database.read() as uow:
        assert uow.messages.where() == []


def test_a_database_that_takes_nothing_is_named_with_its_reason(database: Database) -> None:
    with database.connection() as connection:
        connection.exec_driver_sql("DROP TABLE series")
    with pytest.raises(DatabaseFailed, match=r"series.*nothing is lost"):
        database.probe()
