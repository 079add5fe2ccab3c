"""`python3 -m benchmarks.invoice_fleet [--workers 1 4]`: invoices a second by the clock, of one process and of several.

Every process takes order mails and makes of each a posted, rendered, judged and embedded invoice in its mail; all draw
from the same series of numbers on one PostgreSQL. The clock runs from the moment at which all are warm until the last
is done; what it shows depends on what else the machine does, so nothing is recorded and nothing asserted.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import time
from dataclasses import replace
from multiprocessing.synchronize import Barrier

from benchmarks.buyers import take_on
from benchmarks.chain import WARM_UP, bold, order_mails, spent
from benchmarks.desk import classifier, fresh_desk
from benchmarks.measuring import Skipped
from benchmarks.postgresql import private_cluster
from bot.app import App
from bot.documents.einvoice.rules import RuleRunner
from bot.documents.einvoice.validation import Judge
from bot.settings import Settings
from bot.storage.database import open_database

EACH = 60  # orders of one process
ORDERS_OF_ONE = 3  # customer: as at a desk with many of them, whose credit none of them uses up
START_SECONDS = 120
DIGITS = 5  # of a number in its series, as the sample company's formats say


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.invoice_fleet", description=__doc__)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 4])
    parser.add_argument("--each", type=int, default=EACH, help="orders of one process")
    asked = parser.parse_args()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the command does: processes are what runs side by side
    single = 0.0
    try:
        with private_cluster() as new_database:
            for workers in asked.workers:
                found = invoices_a_second(new_database(), workers, asked.each)
                single = single or found
                print(f"{workers} processes: {found:.1f} invoices/s, {found / single:.2f} times the first row")
    except Skipped as why:
        raise SystemExit(str(why)) from why


def invoices_a_second(database: str, workers: int, each: int) -> float:
    """All that were posted over the time from the common start to the last end."""
    spawned = multiprocessing.get_context("spawn")
    with fresh_desk(database) as app:
        before, orders = documents(app), workers * (each + WARM_UP)
        mails = order_mails(app, orders, take_on(app, -(-orders // ORDERS_OF_ONE)))
        begin, done = spawned.Barrier(workers + 1), spawned.Queue()
        tasks = [(app.settings, mails[number::workers], number, begin, done) for number in range(workers)]
        processes = [spawned.Process(target=work, args=task) for task in tasks]
        for process in processes:
            process.start()
        begin.wait(START_SECONDS)
        started = time.monotonic()
        made = sum(done.get(timeout=START_SECONDS) for _ in processes)
        seconds = time.monotonic() - started
        for process in processes:
            process.join()
        require_gapless(documents(app) - before, before)
    return made / seconds


def work(
    settings: Settings, mails: list[tuple[str, bytes]], own: int, begin: Barrier, done: multiprocessing.Queue
) -> None:  # type: ignore[type-arg]
    """One process: warm first, then all of its orders; says how many became invoices."""
    app = App(replace(settings, desk=bold(settings.desk)), open_database(settings.database, b""), as_of=None)
    model, runner = classifier(), RuleRunner()
    judge, first = Judge(runner), own * len(mails) * 10
    for number, mail in enumerate(mails[:WARM_UP], first):
        spent(app, model, judge, runner, number, *mail)
    begin.wait(START_SECONDS)
    found = [
        spent(app, model, judge, runner, number, *mail) for number, mail in enumerate(mails[WARM_UP:], first + WARM_UP)
    ]
    done.put(sum(one is not None for one in found))
    runner.stop()
    app.database.close()


def documents(app: App) -> set[str]:
    with app.database.read() as snapshot:
        return {item.document for item in snapshot.open_items.where()}


def require_gapless(drawn: set[str], taken_over: set[str]) -> None:
    """A rate of numbers with gaps is no rate; a number that the sample company took over is skipped."""
    last = {number[:-DIGITS]: number[-DIGITS:] for number in sorted(drawn)}
    for head, end in last.items():
        numbers = {f"{head}{number:0{DIGITS}}" for number in range(1, int(end) + 1)}
        if missing := numbers - drawn - taken_over:
            raise RuntimeError(f"missing: {sorted(missing)}")


if __name__ == "__main__":
    main()
