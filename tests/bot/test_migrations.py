"""The migrated tables are the tables of the code, and the way down leaves nothing."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.storage.database import Database, open_database
from bot.storage.migrations import VERSIONS, is_current, is_ours, migrate, newest, unmigrate
from bot.storage.tables import metadata


def test_a_migrated_database_is_what_the_code_expects(database: Database) -> None:
    with database.connection() as connection:
        found = compare_metadata(MigrationContext.configure(connection, opts={"include_name": is_ours}), metadata)
    assert found == []


def test_files_begin_with_their_revision_so_that_the_newest_is_known_without_alembic() -> None:
    scripts = ScriptDirectory(VERSIONS.parent)
    assert newest() == scripts.get_current_head()
    for script in scripts.walk_revisions():
        assert Path(script.path).name.startswith(f"{script.revision}_")


def test_only_migrated_tables_are_current(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'desk.db'}")
    assert not is_current(database)
    migrate(database.url)
    assert is_current(database)
    unmigrate(database.url, "base")
    assert not is_current(database)
    database.close()


def test_checks_of_the_code_stand_in_the_migrated_tables(database: Database) -> None:
    with database.connection() as connection:
        inspector = sa.inspect(connection)
        for table in metadata.sorted_tables:
            wanted = {
                str(check.name): str(check.sqltext)
                for check in [*table.constraints, *(check for column in table.columns for check in column.constraints)]
                if isinstance(check, sa.CheckConstraint)
            }
            migrated = {check["name"]: check["sqltext"] for check in inspector.get_check_constraints(table.name)}
            assert migrated == wanted


def test_migrating_twice_and_down_again(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'desk.db'}"
    migrate(url)
    migrate(url)
    unmigrate(url, "base")
    database = open_database(url)
    with database.connection() as connection:
        assert set(sa.inspect(connection).get_table_names()) <= {"alembic_version"}
    database.close()
    migrate(url)
