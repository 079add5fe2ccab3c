"""The reader's questions answered from the database, with an index where there may be a million rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import sqlalchemy as sa

from bot.book import MasterData, StoredBook, folded_number
from bot.storage import tables
from bot.storage.database import Database
from tests.workflows.selling_desk import customer, desk
from workflows.invoicing.opening import take_over

NOW = datetime(2026, 2, 16, 12, tzinfo=UTC)


def with_an_invoice(database: Database) -> None:
    with database.begin() as uow:
        uow.customers.put(customer("K1", emails=("a@buyer.example",)))
        take_over(
            uow,
            desk(),
            NOW,
            number="R-2025-00314",
            customer="K1",
            company="DE01",
            issue_date=date(2025, 12, 1),
            due_date=date(2025, 12, 31),
            total=Decimal("119.00"),
            open_amount=Decimal("119.00"),
            currency="EUR",
        )


def test_a_number_is_found_in_whatever_separators(database: Database) -> None:
    with_an_invoice(database)
    with database.read() as uow:
        book = StoredBook(uow, MasterData(desk()).snapshot(uow))
        found = [book.document(text) for text in ("R-2025-00314", "r 2025/00314", "R.2025.00314")]
        assert [one.number for one in found if one] == ["R-2025-00314"] * 3
        assert book.document("R-2025-00315") is None


def test_numbers_are_looked_up_by_an_index(database: Database) -> None:
    query = sa.select(tables.invoices.c.number).where(folded_number(tables.invoices.c.number) == "R202500314")
    with database.read() as uow:
        plan = uow.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query.compile(database.engine)}", ("X",)).all()
    assert "ix_invoices_folded" in str(plan)


def test_master_data_is_read_again_when_its_revision_moves(database: Database) -> None:
    with_an_invoice(database)
    master = MasterData(desk())
    with database.read() as uow:
        assert master.snapshot(uow).customers_by_email("b@buyer.example") == ()
    with database.begin() as uow:
        uow.customers.put(customer("K1", emails=("b@buyer.example",)))
    with database.read() as uow:
        assert [one.number for one in master.snapshot(uow).customers_by_email("b@buyer.example")] == ["K1"]


def test_an_order_leads_to_its_customer(database: Database) -> None:
    with_an_invoice(database)
    with database.begin() as uow:
        invoice = next(iter(uow.invoices.where(number="R-2025-00314")))
        uow.invoices.put(replace(invoice, po_number="AB-440-9"))
    with database.read() as uow:
        book = StoredBook(uow, MasterData(desk()).snapshot(uow))
        assert book.customers_by_order("AB-440-9") == {invoice.customer}
        assert book.customers_by_order("AB-440-8") == frozenset()
