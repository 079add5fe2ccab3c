"""Workers are killed in the middle of their work: every mail is booked once, no letter goes out twice."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from bot.mail.maildir import make_maildir
from bot.storage.database import Database, open_database
from bot.storage.migrations import migrate
from tests.servers.desk_worker import MAILBOXES
from workflows.letters import LetterStatus
from workflows.messages import MessageStatus

ROOT = Path(__file__).parents[2]
MAILS, KILLS, PAUSE_SECONDS = 120, 5, 0.02


def deliver(inbox: Path) -> None:
    for box in range(MAILBOXES):
        make_maildir(inbox / f"box{box}")
    for number in range(MAILS):
        raw = f"Subject: {number}\r\n\r\nGuten Tag\r\n".encode()
        (inbox / f"box{number % MAILBOXES}" / "new" / f"1700000000.M{number:06d}.host").write_bytes(raw)


def start(url: str, folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.servers.desk_worker", url, str(folder / "in"), str(folder / "sent.log"),
               str(MAILS), str(PAUSE_SECONDS)]  # fmt: skip
    with (folder / "workers.log").open("ab") as log:
        return subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log, env={**os.environ, "PYTHONPATH": str(ROOT)})


def progress(database: Database) -> int:
    with database.read() as snapshot:
        sent = snapshot.letters.where(state=LetterStatus.SENT)
        return len(snapshot.messages.where(state=MessageStatus.DONE)) + len(sent)


def run_with_kills(url: str, folder: Path, workers: int) -> Database:
    deliver(folder / "in")
    database = open_database(url)
    running = [start(url, folder) for _ in range(workers)]
    deadline = time.monotonic() + 240
    for kill in range(KILLS):
        while progress(database) < 2 * MAILS * (kill + 0.5) / KILLS and time.monotonic() < deadline:
            time.sleep(0.01)
        victim = running.pop(0)
        victim.kill()
        victim.wait()
        running.append(start(url, folder))
    for worker in running:
        assert worker.wait(max(1, deadline - time.monotonic())) == 0, (folder / "workers.log").read_text()[-3000:]
    return database


def check(database: Database, folder: Path) -> None:
    with database.read() as uow:
        messages, orders, letters = uow.messages.where(), uow.orders.where(), uow.letters.where()
    assert [message.state for message in messages] == [MessageStatus.DONE] * MAILS
    assert Counter(order.message_id for order in orders) == Counter(message.id for message in messages)
    for box in range(MAILBOXES):
        worked = [order.message_id for order in orders if order.number.startswith(f"C{box}-")]
        assert worked == sorted(worked) and len(worked) == MAILS // MAILBOXES
        left = [file for part in ("new", "cur") for file in (folder / "in" / f"box{box}" / part).iterdir()]
        assert left == []
    assert [letter.state for letter in letters] == [LetterStatus.SENT] * MAILS
    sent = (folder / "sent.log").read_text().split()
    assert Counter(sent) == Counter(letter.message_id for letter in letters)


def test_a_killed_worker_on_sqlite_neither_loses_nor_doubles(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'desk.db'}"
    migrate(url)
    check(run_with_kills(url, tmp_path, workers=1), tmp_path)


@pytest.mark.parametrize("workers", [3])
def test_a_fleet_on_postgresql_neither_loses_nor_doubles(postgresql_url: str, tmp_path: Path, workers: int) -> None:
    check(run_with_kills(postgresql_url, tmp_path, workers), tmp_path)
