"""Fixtures of the storage and engine tests: a migrated SQLite file per test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.engine import Engine
from bot.storage.database import Database, open_database
from bot.storage.migrations import migrate


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One migrated file; tests copy it, which is faster than migrating each."""
    path = tmp_path_factory.mktemp("schema") / "empty.db"
    migrate(f"sqlite:///{path}")
    made = open_database(f"sqlite:///{path}")
    Engine(made).shutdown()
    made.close()
    return path


@pytest.fixture
def database(migrated_file: Path, tmp_path: Path) -> Iterator[Database]:
    path = tmp_path / "desk.db"
    path.write_bytes(migrated_file.read_bytes())
    opened = open_database(f"sqlite:///{path}")
    yield opened
    opened.close()
