"""Invoice numbers have no gap and no double, though eight processes draw them, fail, and are killed in the act."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.storage.database import Database, open_database
from bot.storage.migrations import migrate
from tests.servers.numbers_worker import CREDITED_EVERY, CUSTOMERS, OWN
from tests.workflows.selling_desk import customer, product
from workflows.integrity import problems
from workflows.ledger.model import DocumentKind

WORKERS, ORDERS, KILLS_EACH = 8, 240, 3
WORKER, ROOT = "tests.servers.numbers_worker", Path(__file__).parents[2]


def fill(database: Database) -> None:
    with database.begin() as uow:
        uow.products.add(product())
        for number in CUSTOMERS:
            uow.customers.add(customer(number))


def killed_again_and_again(url: str, worker: int) -> int:
    """Runs a worker to its end; a few times it is killed after some commits, most likely in mid-transaction."""
    chance = random.Random(worker)
    command = [sys.executable, "-m", WORKER, url, str(worker), str(WORKERS), str(ORDERS)]
    for kills in range(KILLS_EACH + 1):
        last = chance.randint(1, 9) * (kills + 1) if kills < KILLS_EACH else ORDERS
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as run:
            assert run.stdout is not None
            for seen, line in enumerate(run.stdout, 1):
                if line.strip() == "done":
                    return kills
                if seen >= last:
                    run.send_signal(signal.SIGKILL)
                    break
            else:
                raise AssertionError(f"worker {worker} ended by itself")
    raise AssertionError(f"worker {worker} was never done")


def check(database: Database) -> None:
    with database.read() as snapshot:
        orders, documents, letters = snapshot.orders.where(), snapshot.invoices.where(), snapshot.letters.where()
        wrong = problems(snapshot, OWN)
    assert Counter(row.message_id for row in orders) == {f"<{number}@kunde.example>": 1 for number in range(ORDERS)}
    credited = len(range(0, ORDERS, CREDITED_EVERY))
    for kind, count in ((DocumentKind.INVOICE, ORDERS), (DocumentKind.CREDIT_NOTE, credited)):
        own = [row for row in documents if row.kind is kind]
        assert sorted(row.sequence for row in own) == list(range(1, count + 1))
        assert len({row.number for row in own}) == count
    told = Counter(letter.documents[0] for letter in letters if letter.documents)
    assert told == {row.number: 1 for row in documents}
    assert wrong == []


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_eight_killed_workers_leave_no_gap_and_no_double(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = f"sqlite:///{tmp_path / 'desk.db'}" if kind == "sqlite" else request.getfixturevalue("postgresql_url")
    migrate(url)
    database = open_database(url)
    try:
        fill(database)
        with ThreadPoolExecutor(WORKERS) as pool:
            kills = sum(pool.map(lambda worker: killed_again_and_again(url, worker), range(WORKERS)))
        check(database)
        assert kills >= WORKERS
    finally:
        database.close()
