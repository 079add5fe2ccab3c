"""What deciders may rely on, the same for the fake and for both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.storage import tables
from bot.storage.codec import is_optional
from bot.storage.database import Database
from bot.storage.unit_of_work import CODECS, RECORDS
from tests.bot.records import ENTRY, EXAMPLES, customer, letter, message
from tests.fakes import FakeUnitOfWork
from workflows.errors import AlreadyExists
from workflows.ports import Not

Begin = Callable[[], AbstractContextManager[Any]]
BeginCheck = Callable[[Begin], None]
DatabaseCheck = Callable[[Database], None]


@pytest.fixture(params=["fake", "sqlite"])
def begin(request: pytest.FixtureRequest) -> Begin:
    """Opens transactions on one store."""
    if request.param == "sqlite":
        database: Database = request.getfixturevalue("database")
        return database.begin
    fake = FakeUnitOfWork()

    @contextmanager
    def transaction() -> Iterator[Any]:
        yield fake

    return transaction


def add_what_it_hangs_on(uow: Any, name: str) -> None:
    if name == "lessons" and uow.messages.get(message().id) is None:
        uow.messages.add(message())


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_is_added_comes_back_equal(begin: Begin, name: str) -> None:
    value = EXAMPLES[name]
    with begin() as uow:
        add_what_it_hangs_on(uow, name)
        getattr(uow, name).add(value)
    with begin() as uow:
        key = getattr(value, fields(value)[0].name)
        assert getattr(uow, name).get(key) == value
        assert getattr(uow, name).where() == [value]


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_same_key_is_not_added_twice(begin: Begin, name: str) -> None:
    with begin() as uow:
        add_what_it_hangs_on(uow, name)
        getattr(uow, name).add(EXAMPLES[name])
        with pytest.raises(AlreadyExists):
            getattr(uow, name).add(EXAMPLES[name])


def test_putting_replaces_or_adds(begin: Begin) -> None:
    with begin() as uow:
        uow.customers.put(customer())
        uow.customers.put(customer(name="Anders GmbH"))
        assert [found.name for found in uow.customers.where()] == ["Anders GmbH"]


def test_a_key_that_is_not_there_gives_nothing(begin: Begin) -> None:
    with begin() as uow:
        assert uow.orders.get("DE10-O-2026-00099") is None


def test_values_are_found_by_fields_in_order_of_their_keys(begin: Begin) -> None:
    with begin() as uow:
        for number, country in [("K3", "DE"), ("K10", "FR"), ("É1", "DE"), ("k1", "GB"), ("K2", "DE")]:
            uow.customers.add(customer(number, country=country))
        assert [found.number for found in uow.customers.where(country="DE")] == ["K2", "K3", "É1"]
        assert [found.number for found in uow.customers.where(country=("FR", "GB"))] == ["K10", "k1"]
        assert uow.customers.where(country=()) == []
        assert [found.number for found in uow.customers.where(number=["K3", "nobody"], country="DE")] == ["K3"]


def test_none_and_amounts_and_enums_can_be_looked_for(begin: Begin) -> None:
    with begin() as uow:
        uow.customers.add(customer("K1", credit_limit=Decimal("10.50")))
        uow.customers.add(customer("K2"))
        uow.messages.add(message())
        assert [found.number for found in uow.customers.where(credit_limit=None)] == ["K2"]
        assert [found.number for found in uow.customers.where(credit_limit=Decimal("10.5"))] == ["K1"]
        assert len(uow.messages.where(state=message().state)) == 1


def test_numbers_are_drawn_from_one_without_gaps(begin: Begin) -> None:
    with begin() as uow:
        assert [uow.draw("DE10-I-2026") for _ in range(3)] == [1, 2, 3]
        assert uow.draw("DE10-I-2027") == 1
        uow.lock("customer:K107")


def test_a_failed_transaction_leaves_nothing_and_gives_its_numbers_back(database: Database) -> None:
    with pytest.raises(RuntimeError), database.begin() as uow:
        uow.draw("DE10-I-2026")
        uow.entries.add(ENTRY)
        raise RuntimeError
    with database.begin() as uow:
        assert uow.draw("DE10-I-2026") == 1
        assert uow.entries.where() == []


def test_a_letter_with_a_known_dedup_key_is_refused(database: Database) -> None:
    with database.begin() as uow:
        uow.letters.add(letter("L1", dedup_key="dunning:K107"))
        with pytest.raises(AlreadyExists):
            uow.letters.add(letter("L2", dedup_key="dunning:K107"))


def test_the_same_bytes_in_one_mailbox_are_one_message(database: Database) -> None:
    with database.begin() as uow:
        uow.messages.add(message("ar:1:1", sha256="ff"))
        uow.messages.add(message("orders:1:1", mailbox="orders", sha256="ff"))
        with pytest.raises(AlreadyExists):
            uow.messages.add(message("ar:1:2", sha256="ff"))


def test_what_is_posted_cannot_be_changed(database: Database) -> None:
    with database.begin() as uow:
        uow.entries.add(ENTRY)
    for statement in (sa.update(tables.journal_lines).values(account="1"), sa.delete(tables.journal_entries)):
        with pytest.raises(sa.exc.IntegrityError, match="never changed"), database.connection() as connection:
            connection.execute(statement)
    with database.begin() as uow, pytest.raises(AlreadyExists):
        uow.entries.put(replace(ENTRY, text="changed"))


def test_a_posted_document_is_never_changed_or_deleted(database: Database) -> None:
    posted = replace(EXAMPLES["invoices"], digest="d1", taken_over=False)
    with database.begin() as uow:
        uow.invoices.add(posted)
        uow.invoices.add(replace(posted, number="ALT-1", digest="", series="", sequence=0, taken_over=True))
    own = tables.invoices.c.number == posted.number
    for statement in (sa.update(tables.invoices).values(total=1).where(own), sa.delete(tables.invoices).where(own)):
        with pytest.raises(sa.exc.IntegrityError, match="never changed"), database.connection() as connection:
            connection.execute(statement)
    with database.connection() as connection:  # one that was taken over has no digest, and may be put right
        connection.execute(sa.update(tables.invoices).values(po_number="PO").where(~own))


def test_no_two_posted_documents_have_one_place_in_a_series(database: Database) -> None:
    posted = replace(EXAMPLES["invoices"], digest="d1", taken_over=False)
    with database.begin() as uow:
        uow.invoices.add(posted)
    with pytest.raises(AlreadyExists), database.begin() as uow:
        uow.invoices.add(replace(posted, number="R-2", digest="d2"))


@pytest.mark.parametrize(("original", "left"), [("100", "100.01"), ("100", "-0.01"), ("-100", "0.01"), ("0", "1")])
def test_a_residual_out_of_bounds_is_refused_by_the_table(database: Database, original: str, left: str) -> None:
    item = replace(EXAMPLES["open_items"], original=Decimal(original), open_amount=Decimal(left))
    with pytest.raises(sa.exc.IntegrityError, match="residual"), database.begin() as uow:
        uow.open_items.add(item)


def test_sql_can_sum_the_journal(database: Database) -> None:
    with database.begin() as uow:
        uow.entries.add(ENTRY)
        lines = tables.journal_lines.c
        assert uow.connection.execute(sa.select(sa.func.sum(lines.debit))).scalar() == Decimal("119.00")
        assert uow.connection.execute(sa.select(sa.func.sum(lines.debit - lines.credit))).scalar() == 0


def test_a_state_that_is_none_is_refused_by_the_table(database: Database) -> None:
    with database.begin() as uow:
        uow.letters.add(letter())
    with pytest.raises(sa.exc.IntegrityError, match="state_known"), database.connection() as connection:
        connection.execute(sa.update(tables.letters).values(state="lost"))


def test_fields_that_hold_structures_or_do_not_exist_cannot_be_searched(database: Database) -> None:
    with database.begin() as uow:
        for name in ("documents", "colour"):
            with pytest.raises(ValueError, match=name):
                uow.letters.where(**{name: "x"})


def test_a_snapshot_reads_and_does_not_write(database: Database) -> None:
    with database.begin() as uow:
        uow.customers.add(customer())
    with database.read() as snapshot:
        assert snapshot.customers.where()
        with database.begin() as uow:
            uow.customers.add(customer("K200"))
        assert len(snapshot.customers.where()) == 1
        with pytest.raises(sa.exc.OperationalError):
            snapshot.customers.add(customer("K300"))
    with database.begin() as uow:
        assert [found.number for found in uow.customers.where()] == ["K107", "K200"]


def test_thousands_of_keys_can_be_asked_for_at_once(database: Database) -> None:
    with database.begin() as uow:
        for number in range(3):
            uow.customers.add(customer(f"K{number}"))
        wanted = tuple(f"K{number}" for number in reversed(range(40_000)))
        assert [found.number for found in uow.customers.where(number=wanted)] == ["K0", "K1", "K2"]


@pytest.mark.parametrize("name", RECORDS)
def test_each_record_has_its_columns(name: str) -> None:
    table, hints = RECORDS[name][1], CODECS[name].hints
    columns = {column.name: column.nullable for column in table.columns}
    plain = {field: is_optional(hint) and not str(hint).startswith("workflows") for field, hint in hints.items()}
    expected = {field: optional and "Party" not in str(hints[field]) for field, optional in plain.items()}
    assert columns == expected


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.decimals(min_value=-(10**12), max_value=10**12, places=4))
def test_every_amount_survives_exactly(database: Database, value: Decimal) -> None:
    with database.begin() as uow:
        uow.customers.put(customer(credit_limit=value))
        found = uow.customers.get("K107")
        assert found is not None and found.credit_limit == value


def test_an_amount_with_too_many_decimals_is_refused(database: Database) -> None:
    with database.begin() as uow, pytest.raises(sa.exc.StatementError, match="decimals"):
        uow.customers.add(customer(credit_limit=Decimal("0.00001")))


def test_a_lesson_goes_with_its_message(database: Database) -> None:
    with database.begin() as uow:
        add_what_it_hangs_on(uow, "lessons")
        uow.lessons.add(EXAMPLES["lessons"])
    with database.begin() as uow:
        uow.connection.execute(sa.delete(tables.messages))
    with database.read() as uow:
        assert uow.lessons.where() == []


def test_some_columns_are_read_of_the_values_that_are_asked_for(begin: Begin) -> None:
    with begin() as uow:
        for number, country in [("K3", "DE"), ("K1", "FR"), ("K2", "DE")]:
            uow.customers.add(customer(number, country=country))
        assert list(uow.customers.columns("number")) == [("K1",), ("K2",), ("K3",)]
        assert list(uow.customers.columns("number", "country", country="DE")) == [("K2", "DE"), ("K3", "DE")]
        assert list(uow.customers.columns("number", number=("K3", "K9"))) == [("K3",)]
        assert list(uow.customers.columns("number", country=Not("DE"))) == [("K1",)]
        assert [found.number for found in uow.customers.where(country=Not("DE"))] == ["K1"]


def test_debtors_owe_something_that_was_due_before_the_day(begin: Begin) -> None:
    day = date(2026, 3, 16)
    with begin() as uow:
        for number, owner, due, left in [
            ("R1", "K2", 15, "1"), ("R2", "K2", 14, "1"), ("R3", "K1", 16, "1"),
            ("R4", "K3", 1, "0"), ("R5", "K4", 1, "-1"), ("R6", "K0", 1, "5"),
        ]:  # fmt: skip
            one = replace(EXAMPLES["open_items"], document=number, customer=owner, due_date=day.replace(day=due))
            uow.open_items.add(replace(one, original=Decimal(left) or one.original, open_amount=Decimal(left)))
        assert uow.debtors(day) == ["K0", "K2"]
