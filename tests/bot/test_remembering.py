"""What a transaction wrote is there for whoever asks in it, whether it was sent to the database yet or not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.storage import tables
from bot.storage.database import Database
from bot.storage.unit_of_work import SqlUnitOfWork
from tests.bot.records import ENTRY, EXAMPLES
from tests.fakes import FakeUnitOfWork
from workflows.errors import AlreadyExists
from workflows.ledger.model import OpenItem

ITEM: OpenItem = EXAMPLES["open_items"]
# (what is done, to which document, of which customer, with which level)
DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["add", "put", "get", "of customer", "of level", "several", "count", "columns"]),
        st.sampled_from(["R-1", "R-2", "R-3"]),
        st.sampled_from(["K1", "K2"]),
        st.integers(0, 2),
    ),
    max_size=25,
)


def played(uow: Any, deeds: list[tuple[str, str, str, int]]) -> list[object]:
    """What the deeds give, one after the other. Any: either unit of work."""
    told: list[object] = []
    for what, number, customer, level in deeds:
        item = replace(ITEM, document=number, customer=customer, dunning_level=level)
        if what == "add":
            is_there = uow.open_items.get(number) is not None
            told.append("there" if is_there else uow.open_items.add(item))
        elif what == "put":
            uow.open_items.put(item)
        elif what == "get":
            told.append(uow.open_items.get(number))
        elif what == "of customer":
            told.append(uow.open_items.where(customer=customer))
        elif what == "of level":
            told.append(uow.open_items.where(dunning_level=level))
        elif what == "several":
            told.append(uow.open_items.where(document=(number, "R-1")))
        elif what == "columns":
            told.append(list(uow.open_items.columns("document", "dunning_level", customer=customer)))
        else:
            told.append(uow.progress()[""])
    return told


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(DEEDS, DEEDS)
def test_it_reads_what_one_that_writes_at_once_reads(
    database: Database, first: list[tuple[str, str, str, int]], then: list[tuple[str, str, str, int]]
) -> None:
    with database.connection() as connection:
        connection.execute(sa.delete(tables.open_items))
    fake = FakeUnitOfWork()
    for deeds in (first, then):
        assert database.do(lambda uow, deeds=deeds: played(uow, deeds)) == played(fake, deeds)
    with database.read() as snapshot:
        assert snapshot.open_items.where() == fake.open_items.where()


def test_what_is_changed_often_is_written_once(database: Database) -> None:
    sent: list[str] = []
    sa.event.listen(database.engine, "before_cursor_execute", lambda *told: sent.append(told[2]))

    def change(uow: SqlUnitOfWork) -> None:
        uow.open_items.add(ITEM)
        for level in range(5):
            uow.open_items.put(replace(ITEM, dunning_level=level))

    database.do(change)
    assert [text.split()[0] for text in sent if "open_items" in text] == ["INSERT"]
    with database.read() as snapshot:
        assert snapshot.open_items.where() == [replace(ITEM, dunning_level=4)]


@pytest.mark.parametrize("kind", ["open_items", "letters", "entries", "audit"])
def test_what_is_there_is_not_added_again(database: Database, kind: str) -> None:
    database.do(lambda uow: getattr(uow, kind).add(EXAMPLES[kind]))
    with pytest.raises(AlreadyExists):
        database.do(lambda uow: getattr(uow, kind).add(EXAMPLES[kind]))


def test_what_was_just_added_is_not_added_again(database: Database) -> None:
    def twice(uow: SqlUnitOfWork) -> None:
        uow.entries.add(ENTRY)
        uow.entries.add(ENTRY)

    with pytest.raises(AlreadyExists):
        database.do(twice)
    with database.read() as snapshot:
        assert snapshot.entries.where() == []


def test_an_entry_comes_with_its_lines(database: Database) -> None:
    database.do(lambda uow: uow.entries.add(ENTRY))
    with database.read() as snapshot:
        assert snapshot.entries.where() == [ENTRY]


def test_statements_of_ones_own_find_everything(database: Database) -> None:
    def count(uow: SqlUnitOfWork) -> int:
        uow.open_items.add(ITEM)
        return int(uow.connection.execute(sa.select(sa.func.count()).select_from(tables.open_items)).scalar_one())

    assert database.do(count) == 1
