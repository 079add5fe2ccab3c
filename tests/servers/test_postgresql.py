"""PostgreSQL keeps the same promises as SQLite and the fake."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from bot.engine import Engine, Queue
from bot.storage import tables
from bot.storage.database import Database, open_database
from bot.storage.migrations import is_ours, migrate, unmigrate
from bot.storage.tables import metadata
from tests.bot import test_storage_contract as contract
from tests.bot.records import ENTRY, EXAMPLES

FOR_BEGIN = (
    contract.test_putting_replaces_or_adds,
    contract.test_a_key_that_is_not_there_gives_nothing,
    contract.test_values_are_found_by_fields_in_order_of_their_keys,
    contract.test_none_and_amounts_and_enums_can_be_looked_for,
    contract.test_numbers_are_drawn_from_one_without_gaps,
)
FOR_DATABASE = (
    contract.test_a_failed_transaction_leaves_nothing_and_gives_its_numbers_back,
    contract.test_a_letter_with_a_known_dedup_key_is_refused,
    contract.test_the_same_bytes_in_one_mailbox_are_one_message,
    contract.test_sql_can_sum_the_journal,
    contract.test_fields_that_hold_structures_or_do_not_exist_cannot_be_searched,
    contract.test_thousands_of_keys_can_be_asked_for_at_once,
)


@pytest.mark.parametrize("check", FOR_BEGIN, ids=lambda check: check.__name__)
def test_the_contract_of_the_fake(postgresql: Database, check: contract.BeginCheck) -> None:
    check(postgresql.begin)


@pytest.mark.parametrize("check", FOR_DATABASE, ids=lambda check: check.__name__)
def test_the_contract_of_the_database(postgresql: Database, check: contract.DatabaseCheck) -> None:
    check(postgresql)


def test_every_record_comes_back_equal_and_is_not_added_twice(postgresql: Database) -> None:
    for name, value in EXAMPLES.items():
        contract.test_what_is_added_comes_back_equal(postgresql.begin, name)
        with postgresql.begin() as uow, pytest.raises(contract.AlreadyExists):
            getattr(uow, name).add(value)


def test_what_is_posted_cannot_be_changed(postgresql: Database) -> None:
    with postgresql.begin() as uow:
        uow.entries.add(ENTRY)
    for statement in (sa.update(tables.journal_lines).values(account="1"), sa.delete(tables.journal_entries)):
        with pytest.raises(sa.exc.DBAPIError, match="never changed"), postgresql.connection() as connection:
            connection.execute(statement)


def test_a_snapshot_does_not_write(postgresql: Database) -> None:
    with postgresql.read() as snapshot, pytest.raises(sa.exc.DBAPIError, match="read-only"):
        snapshot.customers.add(EXAMPLES["customers"])


def test_the_migrated_tables_are_the_codes_and_go_away_again(postgresql: Database) -> None:
    with postgresql.connection() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": is_ours})
        assert compare_metadata(context, metadata) == []
    unmigrate(postgresql.url, "base")
    with postgresql.connection() as connection:
        assert sa.inspect(connection).get_table_names() == ["alembic_version"]
    migrate(postgresql.url)


def test_numbers_stay_gapless_when_many_draw_and_some_fail(postgresql: Database) -> None:
    drawn: list[int] = []

    def draw(worker: int) -> None:
        for turn in range(20):
            try:
                with postgresql.begin() as uow:
                    uow.lock("series")
                    number = uow.draw("DE10-I-2026")
                    if turn % 3 == worker % 3:
                        raise RuntimeError
                drawn.append(number)
            except RuntimeError:
                pass

    threads = [threading.Thread(target=draw, args=(worker,)) for worker in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(drawn) == list(range(1, len(drawn) + 1))


def test_workflows_of_a_partition_run_once_and_in_order(postgresql: Database) -> None:
    ran: list[int] = []
    engine = Engine(postgresql, poll_seconds=0.05)
    engine.queue(Queue("work"))
    engine.workflow("count")(lambda number: ran.append(number))
    engine.launch()
    with postgresql.begin() as uow:
        for number in range(10):
            engine.enqueue(uow, "count", "work", f"count:{number:04d}", number, partition="p")
    assert engine.drain(30)
    engine.shutdown(timeout_seconds=1)
    assert ran == list(range(10))


def test_a_url_without_a_driver_is_taken(postgresql_url: str) -> None:
    database = open_database(postgresql_url.replace("+psycopg", ""))
    with database.read() as uow:
        assert uow.customers.where() == []
    database.close()


def test_two_processes_that_read_and_put_back_lose_nothing(postgresql: Database) -> None:
    """As a payment and a dunning run on one invoice: each reads it, changes its own field, puts the whole back."""
    item = EXAMPLES["open_items"]
    with postgresql.begin() as uow:
        uow.open_items.put(replace(item, dunning_level=0))

    def raise_level(times: int) -> None:
        for _ in range(times):
            with postgresql.begin() as uow:
                found = uow.open_items.get(item.document)
                assert found is not None
                uow.open_items.put(replace(found, dunning_level=found.dunning_level + 1))

    threads = [threading.Thread(target=raise_level, args=(25,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with postgresql.read() as uow:
        kept = uow.open_items.get(item.document)
    assert kept is not None
    assert kept.dunning_level == 100


def test_connections_of_a_server_that_was_restarted_are_made_anew(
    postgresql: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.database.TRUSTED_SECONDS", 0.0)
    with postgresql.connection() as one, postgresql.connection() as other:
        backends = [connection.execute(sa.text("SELECT pg_backend_pid()")).scalar_one() for connection in (one, other)]
    with postgresql.system_engine.connect() as admin:
        for backend in backends:
            admin.execute(sa.text("SELECT pg_terminate_backend(:backend, 5000)"), {"backend": backend})
    with postgresql.begin() as uow, postgresql.read() as snapshot:
        assert (uow.draw("DE10-O-2026"), snapshot.orders.where()) == (1, [])
