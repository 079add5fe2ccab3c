"""Whoever changes the books where they lie is found by `audit verify`, and what was touched is named."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from bot.storage.database import Database
from tests.bot.archived_desk import DESK, archived
from workflows.integrity import problems

OLD, NEW, GAP = "DE01-J-2016-0000001", "DE01-J-2026-0000001", "DE01-J-2016-0000003"
TRIGGERS = "SELECT name FROM sqlite_master WHERE type = 'trigger'"


@pytest.fixture
def kept(database: Database) -> Database:
    archived(database)
    with database.connection() as connection:  # who may write the file may also take its guards away
        for name in connection.execute(sa.text(TRIGGERS)).scalars().all():
            connection.execute(sa.text(f"DROP TRIGGER {name}"))
    return database


def found(database: Database) -> list[str]:
    with database.read() as uow:
        return problems(uow, DESK)


def change(database: Database, statement: str) -> None:
    with database.connection() as connection:
        for part in ("PRAGMA defer_foreign_keys = ON", *statement.split("; ")):
            connection.execute(sa.text(part))


def test_untouched_books_are_sound(kept: Database) -> None:
    assert found(kept) == []


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE invoices SET total = 1 WHERE number = 'R-2016-00001'", "R-2016-00001 is not as it was posted"),
        ("UPDATE invoices SET due_date = '2030-01-01' WHERE number = 'R-2026-00001'", "R-2026-00001 is not as it was"),
        ("DELETE FROM invoices WHERE number = 'R-2026-00001'", "R-2026-00001: the journal has it, and there is no"),
        ("UPDATE journal_lines SET debit = debit + 100 WHERE debit > 0", "the journal was changed where it lies"),
        ("UPDATE journal_lines SET debit = debit * 2, credit = credit * 2", "R-2016-00001: receivable is 238.00"),
        (
            f"DELETE FROM journal_lines WHERE entry = '{NEW}'; DELETE FROM journal_entries WHERE id = '{NEW}'",
            "R-2026-00001: receivable is 0 in the journal",
        ),
        ("UPDATE journal_entries SET date = '2017-01-01' WHERE document = 'R-2016-00001'", "is none of DE01 in 2017"),
        (
            f"UPDATE journal_lines SET entry = '{GAP}' WHERE entry = '{OLD}'; UPDATE journal_entries SET id = '{GAP}' "
            f"WHERE id = '{OLD}'",
            "entries are missing",
        ),
        ("UPDATE open_items SET open_amount = 0 WHERE document = 'R-2016-00001'", "receivables of DE01 in EUR"),
        ("UPDATE open_items SET open_amount = 0, original = 0", "receivables of DE01 in EUR"),
    ],
)
def test_a_change_is_named(kept: Database, statement: str, named: str) -> None:
    change(kept, statement)
    assert any(named in problem for problem in found(kept)), found(kept)
