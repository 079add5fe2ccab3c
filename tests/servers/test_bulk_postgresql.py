"""PostgreSQL gets many rows by COPY: what comes back is what SQLite gives, and a row that is there is refused."""

from __future__ import annotations

import pytest

from bot.storage.database import Database
from tests.bot.test_bulk import ITEMS, check_rows_at_once
from workflows.errors import AlreadyExists

pytestmark = pytest.mark.servers


def test_rows_at_once_are_rows_one_by_one(postgresql: Database) -> None:
    check_rows_at_once(postgresql)


def test_a_row_that_is_there_is_refused(postgresql: Database) -> None:
    with pytest.raises(AlreadyExists), postgresql.begin() as uow:
        uow.open_items.add_all([ITEMS[0], ITEMS[0]])  # type: ignore[attr-defined]
