"""Changes of several threads share a commit, and none of them pays for another's failure."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.storage.database import Database
from bot.storage.shared_commit import SharedCommit
from bot.storage.unit_of_work import SqlUnitOfWork
from tests.bot.records import customer

THREADS = 8


def kept(database: Database) -> set[str]:
    with database.read() as snapshot:
        return {one.number for one in snapshot.customers.where()}


def test_every_change_is_kept_when_its_call_returns(database: Database) -> None:
    together = SharedCommit(database)

    def add(number: int) -> bool:
        together.do(lambda uow: uow.customers.put(customer(f"C{number}")))
        return f"C{number}" in kept(database)

    with ThreadPoolExecutor(THREADS) as pool:
        assert all(pool.map(add, range(50)))


def test_changes_that_wait_are_one_commit_and_the_failure_of_one_is_its_own(database: Database) -> None:
    together, in_first, go_on = SharedCommit(database), threading.Event(), threading.Event()

    def first(uow: SqlUnitOfWork) -> None:
        in_first.set()
        assert go_on.wait(10)

    def change(number: int) -> object:
        def make(uow: SqlUnitOfWork) -> int:
            uow.customers.put(customer(f"C{number}"))
            if number == 3:
                raise ValueError("not this one")
            return number

        return together.do(make)

    with ThreadPoolExecutor(THREADS) as pool:
        slow = pool.submit(together.do, first)
        assert in_first.wait(10)
        waiting = [pool.submit(change, number) for number in range(THREADS - 1)]
        while len(together._waiting) < THREADS - 1:  # the session's limit ends a loop
            pass
        go_on.set()
        assert slow.result() is None
        with pytest.raises(ValueError, match="not this one"):
            waiting[3].result()
        assert [one.result() for one in waiting if one is not waiting[3]] == [0, 1, 2, 4, 5, 6]
    assert kept(database) == {f"C{number}" for number in range(THREADS - 1)} - {"C3"}


def test_a_change_that_may_wait_is_kept_with_the_next_one_and_before_it(database: Database) -> None:
    together, order = SharedCommit(database), list[str]()

    def change(name: str) -> Callable[[SqlUnitOfWork], None]:
        def make(uow: SqlUnitOfWork) -> None:
            order.append(name)
            uow.customers.put(customer(name))

        return make

    waiting = together.later(change("C1"))
    assert kept(database) == set()
    together.do(change("C2"))
    assert (kept(database), order, waiting.done) == ({"C1", "C2"}, ["C1", "C2"], True)
    last = together.later(change("C3"))
    together.finish([waiting, last])
    assert kept(database) == {"C1", "C2", "C3"}


def test_a_change_that_may_wait_and_fails_harms_no_other_and_is_told(database: Database) -> None:
    together = SharedCommit(database)

    def fails(uow: SqlUnitOfWork) -> None:
        raise ValueError("not this one")

    failing = together.later(fails)
    together.do(lambda uow: uow.customers.put(customer("C1")))
    assert kept(database) == {"C1"}
    with pytest.raises(ValueError, match="not this one"):
        failing.result()


def test_a_change_that_nobody_waits_for_is_committed_at_once_unless_somebody_commits(database: Database) -> None:
    together, in_first, go_on = SharedCommit(database), threading.Event(), threading.Event()
    together.soon(lambda uow: uow.customers.put(customer("C1")))
    assert kept(database) == {"C1"}

    def slow(uow: SqlUnitOfWork) -> None:
        in_first.set()
        assert go_on.wait(10)

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(together.do, slow)
        assert in_first.wait(10)
        change = together.soon(lambda uow: uow.customers.put(customer("C2")))
        assert not change.done
        go_on.set()
        first.result()
    together.finish([change])
    assert kept(database) == {"C1", "C2"}
