"""What is written and read many rows at once is what is written and read one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bot.storage.database import Database, open_database
from bot.storage.migrations import migrate
from tests.fakes import FakeUnitOfWork
from tests.workflows import cash_builders as cash
from workflows.cash.open_book import COLUMNS
from workflows.errors import AlreadyExists
from workflows.ledger.model import DiscountStep, DueShare, OpenItem

SHARES = (DueShare(date(2026, 3, 1), Decimal("3.00")), DueShare(date(2026, 4, 1), Decimal("7.5000")))
ITEMS = [
    cash.item("R-2", "K1", "10.50", shares=SHARES, discount_percent=Decimal("2.5"), discount_days=8,
              later_discounts=(DiscountStep(Decimal(1), 14),)),
    cash.item("R-1", "K1", "-0.0001", currency="UYW", level_raised_on=date(2026, 1, 1), po_number="PO\t\\N\n7"),
]  # fmt: skip


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    url = f"sqlite:///{tmp_path / 'books.db'}"
    migrate(url)
    opened = open_database(url)
    yield opened
    opened.close()


def check_rows_at_once(database: Database) -> None:
    """The same on every database."""
    raised = replace(ITEMS[0], open_amount=Decimal("4.25"), dunning_level=2)
    with database.begin() as uow:
        uow.open_items.add_all(ITEMS)  # type: ignore[attr-defined]
        assert uow.open_items.where() == [ITEMS[1], ITEMS[0]]
        uow.open_items.put_all([raised, ITEMS[1]])  # type: ignore[attr-defined]
        assert uow.open_items.get("R-2") == raised
        fake = FakeUnitOfWork()
        for each in (raised, ITEMS[1]):
            fake.open_items.add(each)  # type: ignore[attr-defined]
        (found,), (expected,) = uow.open_items.portions(*COLUMNS), fake.open_items.portions(*COLUMNS)  # type: ignore[attr-defined]
        assert [list(column) for column in found] == [list(column) for column in expected]


def test_rows_at_once_are_rows_one_by_one(database: Database) -> None:
    check_rows_at_once(database)


def test_a_row_that_is_there_is_refused(database: Database) -> None:
    with pytest.raises(AlreadyExists), database.begin() as uow:
        uow.open_items.add_all([ITEMS[0], ITEMS[0]])  # type: ignore[attr-defined]


@pytest.mark.parametrize("finer", ["1.00001", "0.00001", "-7.123456"])
def test_an_amount_finer_than_the_column_is_refused(finer: str, database: Database) -> None:
    item: OpenItem = replace(ITEMS[1], original=Decimal(finer), open_amount=Decimal(finer))
    with pytest.raises(ValueError, match="more than 4 decimals"), database.begin() as uow:
        uow.open_items.add_all([item])  # type: ignore[attr-defined]


def test_an_unknown_field_has_no_portions(database: Database) -> None:
    with database.read() as uow, pytest.raises(ValueError, match="colour"):
        list(uow.open_items.portions("document", "colour"))
