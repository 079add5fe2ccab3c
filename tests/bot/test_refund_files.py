"""The file of refunds is made once, by whoever is first, and what the bank then says is booked from its own files."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC
from decimal import Decimal
from pathlib import Path

import pytest

from bot.banks.detect import read_contents
from bot.banks.refund_files import file_of, order_files
from bot.banks.statuses import transfers_refused
from bot.storage.database import Database, open_database
from bot.storage.gathering import gathered
from tests.bot.test_pain001 import report
from tests.workflows import cash_builders as cash
from workflows.cash.handlers import book_statements
from workflows.cash.refund_booking import refuse
from workflows.cash.refunding import propose, release
from workflows.cash.refunds import Refund, RefundStatus
from workflows.commands import OrderRefunds, ProposeRefund, ReleaseRefund
from workflows.errors import BadInput, NotFound

NOW = cash.NOW.replace(tzinfo=UTC)
THEIRS = "DE89370400440532013000"
CREDITS = ("GDE-2026-00007", "GDE-2026-00008")
ORDER = OrderRefunds("DE10", "lea")


@pytest.fixture
def database(migrated_file: Path, tmp_path: Path) -> Iterator[Database]:
    """Two released refunds of credit notes."""
    path = tmp_path / "desk.db"
    path.write_bytes(migrated_file.read_bytes())
    made = open_database(f"sqlite:///{path}")
    with made.begin() as uow:
        uow.customers.add(replace(cash.customer("K1", "Anker Werft GmbH"), ibans=(THEIRS,)))
        for place, number in enumerate(CREDITS):
            uow.open_items.add(cash.item(number, "K1", f"-{80 + place}.00"))
            (refund,) = propose(ProposeRefund(number, "sam", signed_in=True), uow, cash.desk(), NOW)
            release(ReleaseRefund(refund, "lea"), uow, cash.desk(), NOW)
    yield made
    made.close()


def refunds(database: Database) -> list[Refund]:
    with database.read() as uow:
        return uow.refunds.where()


def order(database: Database, version: str = "09") -> list[str]:
    with database.begin() as uow:
        made, _ = order_files(ORDER, version, uow, cash.desk(), NOW)
        return [each.order.id for each in made]


def test_two_workers_order_each_refund_once(database: Database) -> None:
    with ThreadPoolExecutor(4) as workers:
        made = [name for names in workers.map(lambda _: order(database), range(8)) for name in names]
    assert len(made) == 1
    assert {refund.file for refund in refunds(database)} == set(made)
    with database.read() as uow:
        assert file_of(made[0], uow).bytes.count(b"<EndToEndId>") == 2


def test_a_file_that_cannot_be_written_orders_nothing(database: Database) -> None:
    with pytest.raises(BadInput):
        order(database, "99")
    assert {refund.state for refund in refunds(database)} == {RefundStatus.RELEASED}
    with database.read() as uow, pytest.raises(NotFound):
        file_of("DE10-X-2026-00001", uow)


def test_a_refused_file_frees_all_of_it_and_the_next_one_orders_it_anew(database: Database) -> None:
    (first,) = order(database)
    data = report(group="RJCT").replace(b"DE10-X-2026-00001", first.encode())
    with database.begin() as uow:
        for each in transfers_refused(read_contents("status.xml", data).statuses):
            refuse(each, uow, cash.desk(), NOW)
        assert {refund.state for refund in uow.refunds.where()} == {RefundStatus.REJECTED}
        (again,) = propose(ProposeRefund(CREDITS[0], "sam", signed_in=True), uow, cash.desk(), NOW)
        release(ReleaseRefund(again, "lea"), uow, cash.desk(), NOW)
    assert order(database) != [first]


def test_the_statement_books_them_in_the_unit_of_work_of_a_bank_file(database: Database) -> None:
    order(database)
    entries = [
        cash.entry(f"-{refund.amount}", "SEPA", end_to_end_id=refund.reference, position=place)
        for place, refund in enumerate(refunds(database), 1)
    ]
    with database.begin() as plain, gathered(plain) as uow:
        book_statements([cash.statement(*entries)], uow, cash.desk(), NOW)
    assert {refund.state for refund in refunds(database)} == {RefundStatus.PAID}
    with database.read() as uow:
        assert {item.open_amount for item in uow.open_items.where()} == {Decimal(0)}
        assert len(uow.letters.where(template="refund_paid")) == 2
