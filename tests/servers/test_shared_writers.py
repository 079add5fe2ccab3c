"""Several write to one PostgreSQL at once, and the books are as if one had done all of it."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.campaign import Campaign
from bot.storage.database import Database, open_database
from bot.storage.migrations import migrate
from bot.storage.unit_of_work import SqlUnitOfWork
from tests.servers import shared_worker
from tests.servers.shared_worker import COUNTED, CUSTOMERS, IN_STOCK, NOW, OWN, Deed, count_one, deeds, do, fill, order
from tests.workflows import dunning_desk
from tests.workflows.selling_desk import customer
from workflows.addresses import failed, note_of
from workflows.customers import AddressNote
from workflows.integrity import problems
from workflows.invoicing.chain import verify_chain
from workflows.ledger.model import DocumentKind
from workflows.ledger.money import ZERO
from workflows.letters import LetterKind
from workflows.orders.model import OrderStatus, Stock

WORKERS, ROOT, SECONDS = 4, Path(__file__).parents[2], 20
K1, K2 = (f"customer:{number}" for number in CUSTOMERS[:2])


@pytest.fixture
def filled(postgresql: Database) -> Database:
    fill(postgresql)
    return postgresql


def counts(database: Database) -> dict[str, int]:
    with database.read() as snapshot:
        items = snapshot.open_items.where(document=tuple(f"OLD-{number}" for number in CUSTOMERS))
    return {item.customer: item.discount_days for item in items}


def until_somebody_waits(database: Database) -> None:
    """For a lock that another holds."""
    waiting = sa.text("SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'advisory'")
    deadline = time.monotonic() + SECONDS
    while True:
        with database.connection() as connection:
            if connection.execute(waiting).scalar_one():
                return
        assert time.monotonic() < deadline, "nobody waits"


def told(database: Database) -> dict[str, object]:
    """What the books say, whoever came first; the last numbers of all series with it."""
    balances: dict[str, Decimal] = defaultdict(lambda: ZERO)
    with database.read() as snapshot:
        orders, documents, stock = snapshot.orders.where(), snapshot.invoices.where(), snapshot.stock.get(COUNTED)
        for entry in snapshot.entries.where():
            for line in entry.lines:
                balances[line.account] += line.debit - line.credit
        letters = Counter(letter.template for letter in snapshot.letters.where())
        wrong, reached = problems(snapshot, OWN), snapshot.progress()
    assert stock is not None
    scarce = [row for row in orders if any(line.sku == COUNTED for line in row.lines)]
    return {
        "wrong": wrong,
        "orders": sorted((row.po_number, row.customer) for row in orders),
        "had some": sum(row.state is OrderStatus.INVOICED for row in scarce),
        "set aside": stock.reserved,
        "documents": Counter((row.kind, row.total) for row in documents),
        "numbers": {kind: sorted(row.sequence for row in documents if row.kind is kind) for kind in DocumentKind},
        "balances": balances,
        "letters": letters,
        "counts": counts(database),
        "reached": reached,
    }


@pytest.mark.parametrize("seed", [20260316, 7, 1999])
def test_what_several_do_at_once_is_what_one_does_alone(seed: int, filled: Database, tmp_path: Path) -> None:
    alone = open_database(f"sqlite:///{tmp_path / 'alone.db'}")
    migrate(alone.url)
    fill(alone)
    for deed in deeds(seed):
        do(alone, deed)
    command = [sys.executable, "-m", shared_worker.__name__, filled.url, str(seed)]
    runs = [subprocess.Popen([*command, str(worker), str(WORKERS)], cwd=ROOT) for worker in range(WORKERS)]
    assert [run.wait(300) for run in runs] == [0] * WORKERS
    expected = told(alone)
    alone.close()
    assert expected["wrong"] == []
    assert expected["had some"] == expected["set aside"] == IN_STOCK
    assert told(filled) == expected


def test_several_who_change_one_customers_document_lose_nothing(filled: Database) -> None:
    with ThreadPoolExecutor(8) as pool:
        for _ in range(200):
            pool.submit(filled.do, lambda uow: count_one(uow, "K1"), K1)
    assert counts(filled)["K1"] == 200


def test_a_run_over_everybody_beside_small_changes_loses_nothing(filled: Database) -> None:
    def everybody() -> None:
        with filled.begin() as uow:
            for number in CUSTOMERS:
                count_one(uow, number)

    with ThreadPoolExecutor(8) as pool:
        for turn in range(120):
            number = CUSTOMERS[turn % len(CUSTOMERS)]
            pool.submit(filled.do, lambda uow, number=number: count_one(uow, number), f"customer:{number}")
            if turn % 10 == 0:
                pool.submit(everybody)
    assert counts(filled) == dict.fromkeys(CUSTOMERS, 120 // len(CUSTOMERS) + 12)


def test_a_campaign_beside_orders_writes_to_everybody_once_and_loses_no_order(filled: Database) -> None:
    numbers = [f"K{number}" for number in range(10, 50)]
    own = replace(OWN, dunning=dunning_desk.policies())
    with filled.begin() as uow:
        for number in numbers:
            uow.customers.add(customer(number))
            overdue = dunning_desk.item(
                f"DUE-{number}", NOW.date() - timedelta(days=10), customer=number, company="DE01"
            )
            uow.open_items.add(overdue)

    def ordered(place: int, number: str) -> tuple[str, ...]:
        wanted = Deed(place, "order", number, "")
        return filled.do(lambda uow: order(uow, wanted, release=True), f"customer:{number}")

    with ThreadPoolExecutor(6) as pool:
        orders = [pool.submit(ordered, place, number) for place, number in enumerate(numbers)]
        campaign = pool.submit(lambda: list(Campaign(filled, own, NOW).carry_out()))
        orders += [pool.submit(ordered, place, number) for place, number in enumerate(numbers, len(numbers))]
        campaign.result()
        made = [one.result() for one in orders]
    with filled.read() as snapshot:
        dunned = Counter(letter.customer for letter in snapshot.letters.where(kind=LetterKind.DUNNING))
        raised = {item.customer: item.dunning_level for item in snapshot.open_items.where(dunning_level=1)}
        documents = snapshot.invoices.where()
        chain = verify_chain(snapshot, OWN.company("DE01"))
    assert dunned == raised == dict.fromkeys(numbers, 1)
    assert sorted(row.number for row in documents) == sorted(invoice for _, invoice in made)
    assert chain == []


def test_two_customers_are_worked_at_the_same_time(filled: Database) -> None:
    both = threading.Barrier(2)

    def meet(uow: SqlUnitOfWork) -> None:
        uow.customers.get("K1")
        both.wait(SECONDS)

    with ThreadPoolExecutor(2) as pool:
        met = [pool.submit(filled.do, meet, subject) for subject in (K1, K2)]
        assert [one.result() for one in met] == [None, None]


@pytest.mark.parametrize("about", [(K1,), ()], ids=["the same customer", "everything"])
def test_who_needs_the_same_reads_only_what_the_other_left(filled: Database, about: tuple[str, ...]) -> None:
    begun, let_go, seen = threading.Event(), threading.Event(), []

    def slow(uow: SqlUnitOfWork) -> None:
        count_one(uow, "K1")
        begun.set()
        let_go.wait(SECONDS)

    def look(uow: SqlUnitOfWork) -> None:
        item = uow.open_items.get("OLD-K1")
        seen.append((let_go.is_set(), item.discount_days if item else None))

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(filled.do, slow, K1)
        begun.wait(SECONDS)
        second = pool.submit(filled.do, look, *about)
        until_somebody_waits(filled)
        let_go.set()
        first.result()
        second.result()
    assert seen == [(True, 1)]


def test_a_server_whose_transactions_see_their_beginning_alone_loses_nothing_either(
    filled: Database, postgresql_url: str
) -> None:
    strict = sa.make_url(postgresql_url).update_query_dict({"options": "-c default_transaction_isolation=serializable"})
    database = open_database(strict.render_as_string(hide_password=False))
    begun, let_go, seen = threading.Event(), threading.Event(), []

    def slow(uow: SqlUnitOfWork) -> None:
        count_one(uow, "K1")
        begun.set()
        let_go.wait(SECONDS)

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(database.do, slow, K1)
        begun.wait(SECONDS)
        second = pool.submit(database.do, lambda uow: seen.append(uow.open_items.get("OLD-K1")), K1)
        until_somebody_waits(filled)
        let_go.set()
        first.result()
        second.result()
    database.close()
    assert [item.discount_days for item in seen if item] == [1]


def test_the_last_piece_is_sold_once(filled: Database) -> None:
    begun, let_go = threading.Event(), threading.Event()
    with filled.begin() as uow:
        uow.stock.put(Stock(COUNTED, Decimal(1), NOW.date(), None))

    def first(uow: SqlUnitOfWork) -> tuple[str, ...]:
        made = order(uow, Deed(1, "scarce", "K1", ""), COUNTED)
        begun.set()
        let_go.wait(SECONDS)
        return made

    with ThreadPoolExecutor(2) as pool:
        one = pool.submit(filled.do, first, K1)
        begun.wait(SECONDS)
        other = pool.submit(filled.do, lambda uow: order(uow, Deed(2, "scarce", "K2", ""), COUNTED), K2)
        until_somebody_waits(filled)
        let_go.set()
        assert (len(one.result()), len(other.result())) == (2, 1)  # an order with its invoice; an order on hold
    with filled.read() as snapshot:
        assert [row.reserved for row in snapshot.stock.where()] == [1]


def test_two_customers_who_share_an_address_lose_nothing_of_what_is_learned_of_it(filled: Database) -> None:
    both, shared, met = threading.Barrier(2), "accounts@shared.example", set()

    def learn(uow: SqlUnitOfWork, number: str, change: Callable[[AddressNote], AddressNote]) -> None:
        known = note_of(shared, uow, number)
        if number not in met:  # both have read before either writes
            met.add(number)
            both.wait(SECONDS)
        uow.addresses.put(change(known))

    with ThreadPoolExecutor(2) as pool:
        told = [
            pool.submit(
                filled.do, lambda uow: learn(uow, "K1", lambda note: failed(note, NOW, "full", dead=False)), K1
            ),
            pool.submit(filled.do, lambda uow: learn(uow, "K2", lambda note: replace(note, complained_at=NOW)), K2),
        ]
        assert [one.result() for one in told] == [None, None]
    with filled.read() as snapshot:
        note = note_of(shared, snapshot)
    assert (note.failures, note.complained_at is not None) == (1, True)


def test_who_changes_more_than_was_said_does_it_once_with_the_books_to_itself(filled: Database) -> None:
    alone = []

    def forgetful(uow: SqlUnitOfWork) -> None:
        count_one(uow, "K1")
        count_one(uow, "K2")
        alone.append(uow)

    filled.do(forgetful, K1)
    assert (len(alone), counts(filled)) == (1, {"K1": 1, "K2": 1, "K3": 0, "K4": 0})


@pytest.mark.parametrize("goes_on", [True, False])
def test_a_refusal_that_is_swallowed_counts_all_the_same(filled: Database, goes_on: bool) -> None:
    def careless(uow: SqlUnitOfWork) -> None:
        count_one(uow, "K1")
        try:
            count_one(uow, "K2")
        except Exception as error:
            if not goes_on:
                raise ValueError("K2") from error

    filled.do(careless, K1)
    assert (counts(filled)["K1"], counts(filled)["K2"]) == (1, 1)


def test_a_change_that_fails_leaves_nothing(filled: Database) -> None:
    def fails(uow: SqlUnitOfWork) -> None:
        count_one(uow, "K1")
        uow.draw("DE01-O-2026")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        filled.do(fails, K1)
    assert counts(filled)["K1"] == 0
    assert filled.do(lambda uow: uow.draw("DE01-O-2026"), K2) == 1


def test_what_was_read_and_written_is_remembered_as_it_stands(filled: Database) -> None:
    def twice(uow: SqlUnitOfWork) -> list[int]:
        count_one(uow, "K1")
        asked = uow.open_items.where(customer="K1")
        uow.open_items.put(replace(asked[0], discount_days=5))
        return [item.discount_days for item in (*asked, *uow.open_items.where(customer="K1"))]

    assert filled.do(twice, K1) == [1, 5]
