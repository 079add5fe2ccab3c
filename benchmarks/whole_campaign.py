"""`python3 -m benchmarks.whole_campaign sqlite|postgresql`: a dunning campaign planned at the size of its bars.

100,000 customers with four open items each, two of them due for a letter: the letters of a run, without writing them.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

from benchmarks.measuring import Skipped
from benchmarks.money import TODAY
from benchmarks.postgresql import private_cluster
from bot.storage.database import Database, open_database
from bot.storage.migrations import migrate
from tests.workflows import dunning_desk
from workflows.dunning.campaign import concerned, pages
from workflows.dunning.plan import plan
from workflows.ledger.model import OpenItem

CUSTOMERS = 100_000
PORTION = 5_000  # customers written at once while the books are filled
DAYS_OVERDUE = {"a": 40, "b": 10, "c": -10, "d": 25}
REMINDED = frozenset("ad")  # once already, twenty days ago


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.whole_campaign", description=__doc__)
    parser.add_argument("what", choices=("sqlite", "postgresql"))
    parser.add_argument("--customers", type=int, default=CUSTOMERS)
    asked = parser.parse_args()
    with ExitStack() as stack:
        if asked.what == "sqlite":
            place = stack.enter_context(tempfile.TemporaryDirectory(prefix="o2cbot-bench-"))
            url = f"sqlite:///{Path(place) / 'books.db'}"
        else:
            try:
                url = stack.enter_context(private_cluster())()
            except Skipped as why:
                raise SystemExit(str(why)) from why
        migrate(url)
        database = open_database(url)
        fill(database, asked.customers)
        print(planned(database))
        database.close()


def fill(database: Database, customers: int) -> None:
    for start in range(0, customers, PORTION):
        owners = [f"K{number:06d}" for number in range(start, min(customers, start + PORTION))]
        with database.begin() as uow:
            uow.customers.add_all([dunning_desk.customer(owner) for owner in owners])
            uow.open_items.add_all([item(owner, name) for owner in owners for name in DAYS_OVERDUE])


def item(owner: str, name: str) -> OpenItem:
    due = TODAY - timedelta(days=DAYS_OVERDUE[name])
    if name not in REMINDED:
        return dunning_desk.item(f"R{owner}{name}", due, customer=owner)
    raised = TODAY - timedelta(days=20)
    return dunning_desk.item(f"R{owner}{name}", due, customer=owner, dunning_level=1, level_raised_on=raised)


def planned(database: Database) -> str:
    """The letters of a run, and what they took: our processor, the clock (the server's work within), our memory."""
    desk, letters = dunning_desk.desk(), 0
    with database.read() as uow:
        processor, clock = time.process_time(), time.monotonic()
        for page in pages(concerned(uow, TODAY)):
            letters += len(plan(uow, desk, TODAY, page).letters)
        processor, clock = time.process_time() - processor, time.monotonic() - clock
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return f"{letters} letters, {processor:.1f} s of processor time, {clock:.1f} s by the clock, {megabytes:.0f} MB"


if __name__ == "__main__":
    main()
