"""A campaign that is killed in mid-run, on both databases, is resumed and has written to everybody exactly once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from bot.campaign import Campaign
from bot.storage.database import Database, open_database
from bot.storage.migrations import migrate
from tests.servers.dunning_worker import DAY, NOW
from tests.workflows.dunning_desk import customer, desk, item
from workflows.letters import LetterKind

CUSTOMERS = 3000
WORKER, ROOT = "tests.servers.dunning_worker", Path(__file__).parents[2]


def fill(database: Database) -> None:
    with database.begin() as uow:
        for number in range(CUSTOMERS):
            uow.customers.add(customer(f"K{number:04d}"))
            uow.open_items.add(item(f"R{number:04d}", DAY - timedelta(days=10), customer=f"K{number:04d}"))


def killed_and_resumed(url: str, database: Database) -> int:
    """Kills the run each time a page is committed, until nothing is left to write; how often that was."""
    kills = 0
    while True:
        with subprocess.Popen([sys.executable, "-m", WORKER, url], stdout=subprocess.PIPE, text=True, cwd=ROOT) as run:
            assert run.stdout is not None
            if run.stdout.readline().strip() == "0":  # the page was done before
                run.stdout.read()
                return kills
            os.kill(run.pid, signal.SIGKILL)
            kills += 1


def check(database: Database, kills: int) -> None:
    with database.read() as snapshot:
        letters = snapshot.letters.where(kind=LetterKind.DUNNING)
        raised = snapshot.open_items.where(dunning_level=1, level_raised_on=DAY)
    assert kills >= 2
    assert Counter(letter.customer for letter in letters) == {f"K{number:04d}": 1 for number in range(CUSTOMERS)}
    assert len(raised) == CUSTOMERS
    assert [plan.letters for plan in Campaign(database, desk(), NOW).carry_out() if plan.letters] == []


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_killed_campaign_is_resumed_and_nobody_is_written_to_twice(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = f"sqlite:///{tmp_path / 'desk.db'}" if kind == "sqlite" else request.getfixturevalue("postgresql_url")
    migrate(url)
    database = open_database(url)
    try:
        fill(database)
        check(database, killed_and_resumed(url, database))
    finally:
        database.close()
