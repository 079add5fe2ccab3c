"""The archive's searches and holds say the same on PostgreSQL."""

from __future__ import annotations

import pytest

from bot.archive_keeping import Keeping
from bot.storage.database import Database
from tests.bot.archived_desk import DESK, LATER
from tests.bot.test_archive_links import KINDS, ORDER, PURCHASE, fill, letters_found
from workflows.archive import Search


@pytest.mark.servers
def test_every_kind_of_letter_is_found_and_held_by_its_order(postgresql: Database) -> None:
    fill(postgresql)
    with postgresql.begin() as uow:
        for search in (Search(number=ORDER), Search(number=PURCHASE), Search(customer="K1")):
            assert letters_found(uow, search) == set(KINDS)
        keeping = Keeping(uow, DESK)
        assert {item.id for item in keeping.due(LATER.date())} >= set(KINDS)
        keeping.hold("", ORDER, "Ada", "court", LATER)
        assert not {item.id for item in keeping.due(LATER.date())} & set(KINDS)
