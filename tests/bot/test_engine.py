"""What is enqueued runs to its end, once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from bot.engine import AlreadyRunning, Engine, Queue
from bot.storage.database import Database
from bot.storage.unit_of_work import SqlUnitOfWork
from tests.bot.records import customer


@pytest.fixture
def engine(database: Database) -> Iterator[Engine]:
    made = Engine(database, poll_seconds=0.02)
    made.queue(Queue("work"))
    yield made
    made.shutdown(timeout_seconds=1)


def test_a_workflow_enqueued_in_a_transaction_runs_once(engine: Engine, database: Database) -> None:
    ran: list[str] = []

    @engine.workflow("greet")
    def greet(name: str) -> None:
        ran.append(name)

    engine.launch()
    for _ in range(2):
        with database.begin() as uow:
            engine.enqueue(uow, "greet", "work", "greet:ann", "ann", partition="p")
    assert engine.drain(10)
    assert ran == ["ann"]
    assert engine.status("greet:ann") == "SUCCESS"


def test_what_rolls_back_was_never_enqueued(engine: Engine, database: Database) -> None:
    engine.launch()
    with pytest.raises(RuntimeError), database.begin() as uow:
        engine.enqueue(uow, "greet", "work", "greet:ann", partition="p")
        raise RuntimeError
    assert engine.status("greet:ann") is None


def test_work_enqueued_before_the_launch_is_taken_up(engine: Engine, database: Database) -> None:
    ran: list[int] = []
    engine.workflow("count")(lambda number: ran.append(number))
    with database.begin() as uow:
        for number in range(20):
            engine.enqueue(uow, "count", "work", f"count:{number:04d}", number, partition="p")
    engine.launch()
    assert engine.drain(10)
    assert ran == list(range(20))


def test_a_transaction_writes_its_records_and_gives_its_result(engine: Engine, database: Database) -> None:
    def insert(uow: SqlUnitOfWork, number: str) -> str:
        uow.customers.add(customer(number))
        return number

    add = engine.transaction("add")(insert)
    results: list[Any] = []
    engine.workflow("take_in")(lambda number: results.append(add(number)))
    engine.launch()
    with database.begin() as uow:
        engine.enqueue(uow, "take_in", "work", "take_in:K1", "K1", partition="p")
    assert engine.drain(10)
    with database.read() as uow:
        assert [found.number for found in uow.customers.where()] == results == ["K1"]


def test_a_step_is_tried_again(engine: Engine, database: Database) -> None:
    tries: list[int] = []

    def fail_twice() -> str:
        tries.append(1)
        if len(tries) < 3:
            raise OSError("away")
        return "there"

    reach = engine.step("reach", attempts=5, wait_seconds=0.001)(fail_twice)
    engine.workflow("call")(lambda: reach())
    engine.launch()
    with database.begin() as uow:
        engine.enqueue(uow, "call", "work", "call:1", partition="p")
    assert engine.drain(10)
    assert (len(tries), engine.status("call:1")) == (3, "SUCCESS")


def test_one_partition_is_worked_in_order_while_others_go_on(engine: Engine, database: Database) -> None:
    ran: list[str] = []
    engine.workflow("note")(lambda name: ran.append(name))
    with database.begin() as uow:
        for number in range(10):
            for partition in "ab":
                id = f"note:{partition}:{number:04d}"
                engine.enqueue(uow, "note", "work", id, f"{partition}{number}", partition=partition)
    engine.launch()
    assert engine.drain(10)
    for partition in "ab":
        assert [name for name in ran if name[0] == partition] == [f"{partition}{number}" for number in range(10)]


def test_two_processes_cannot_work_on_one_sqlite_file(engine: Engine, database: Database) -> None:
    engine.launch()
    with pytest.raises(AlreadyRunning):
        Engine(database).launch()


def test_finished_workflows_can_be_forgotten(engine: Engine, database: Database) -> None:
    engine.workflow("count")(lambda number: None)
    engine.launch()
    with database.begin() as uow:
        for number in range(5):
            engine.enqueue(uow, "count", "work", f"count:{number}", number, partition="p")
    assert engine.drain(10)
    assert engine.forget_finished("2999-01-01T00:00:00+00:00", batch=2) == 5
    assert engine.status("count:1") is None
