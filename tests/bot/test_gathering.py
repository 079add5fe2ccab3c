"""A unit of work that writes in portions leaves what one that writes each row leaves, and reads what it wrote."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC
from decimal import Decimal
from pathlib import Path

import pytest

from bot.storage.database import Database, open_database
from bot.storage.gathering import gathered
from bot.storage.migrations import migrate
from tests.workflows import cash_builders as cash
from workflows.cash.handlers import book_statements
from workflows.errors import AlreadyExists
from workflows.ports import UnitOfWork

NOW = cash.NOW.replace(tzinfo=UTC)
ITEMS = [cash.item(f"DE-2026-{number:05d}", "K1", f"{number}.37") for number in range(100, 130)]
ENTRIES = [
    *(
        cash.entry(f"{number}.37", f"DE-2026-{number:05d}", position=number, payer_iban="DE11")
        for number in range(100, 120)
    ),
    cash.entry("-100.37", "DE-2026-00100", kind="return", position=200, payer_iban="DE11"),
    cash.entry("120.00", "DE-2026-00120", position=201, payer_iban="DE11"),
    cash.entry("-14.90", "KONTOFUEHRUNG", kind="charge", position=202),
]
KINDS = ("payments", "open_items", "allocations", "entries", "cases", "audit", "statements")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    url = f"sqlite:///{tmp_path / 'books.db'}"
    migrate(url)
    opened = open_database(url)
    with opened.begin() as uow:
        uow.customers.add(cash.customer("K1", "Anker Werft GmbH", "DE11"))
        for each in ITEMS:
            uow.open_items.add(each)
    yield opened
    opened.close()


def book(uow: UnitOfWork) -> None:
    book_statements([cash.statement(*ENTRIES), cash.statement(*ENTRIES, number="2")], uow, cash.desk(), NOW)


def test_the_books_are_the_same_in_portions_as_row_by_row(database: Database) -> None:
    with database.engine.connect() as connection, connection.begin() as transaction:
        from bot.storage.unit_of_work import SqlUnitOfWork

        plain = SqlUnitOfWork(connection)
        book(plain)
        one_by_one = {kind: getattr(plain, kind).where() for kind in KINDS}
        transaction.rollback()
    with database.begin() as inner, gathered(inner) as uow:
        book(uow)
    with database.read() as snapshot:
        assert {kind: getattr(snapshot, kind).where() for kind in KINDS} == one_by_one
    assert len(one_by_one["payments"]) == 22


def test_numbers_go_on_where_the_portion_stopped(database: Database) -> None:
    with database.begin() as inner, gathered(inner) as uow:
        assert [uow.draw("DE10-X-2026") for _ in range(3)] == [1, 2, 3]
    with database.begin() as uow:
        assert uow.draw("DE10-X-2026") == 4


def test_nothing_stays_of_a_run_that_fails(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.begin() as inner, gathered(inner) as uow:
        uow.open_items.put(replace(ITEMS[0], open_amount=Decimal(1)))
        uow.draw("DE10-X-2026")
        raise ZeroDivisionError
    with database.begin() as uow:
        assert uow.open_items.get(ITEMS[0].document) == ITEMS[0]
        assert uow.draw("DE10-X-2026") == 1


def test_what_is_there_is_not_added_again(database: Database) -> None:
    with pytest.raises(AlreadyExists), database.begin() as inner, gathered(inner) as uow:
        uow.open_items.add(ITEMS[0])


def test_questions_see_what_was_just_written(database: Database) -> None:
    with database.begin() as inner, gathered(inner) as uow:
        uow.open_items.put(replace(ITEMS[0], open_amount=Decimal("1.00")))
        assert [each.document for each in uow.open_items.where(open_amount=Decimal("1.00"))] == ["DE-2026-00100"]
        assert ("DE-2026-00100", Decimal("1.00")) in uow.open_items.columns("document", "open_amount")
        assert uow.open_items.get("nobody") is None
