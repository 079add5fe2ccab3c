"""A desk whose processes are killed at random moments while it works mails and duns; what it was doing is counted."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import sqlalchemy as sa

from bot.app import App, build
from bot.runtime import Runtime
from bot.settings import load
from bot.storage import tables
from tests.servers.same_records import Sink
from workflows.letters import LetterStatus
from workflows.messages import MessageStatus

ROOT = Path(__file__).resolve().parents[2]
UNSENT = (LetterStatus.QUEUED.value, LetterStatus.SENDING.value)
OVERSLEPT_SECONDS = 40  # without progress the next kill comes all the same


@dataclass
class KilledDesk:
    """`workers`: how many processes work at once, each started with `command`."""

    file: Path
    workers: int
    command: str  # "run" or "worker"
    random: random.Random
    log: Path
    kills: int = 0
    moments: Counter[str] = field(default_factory=Counter)  # what was going on when somebody was killed
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, day: date, command: str) -> subprocess.Popen[bytes]:
        arguments = ["--config", str(self.file), "--as-of", day.isoformat(), command]
        with self.log.open("ab") as out:
            return subprocess.Popen(
                [sys.executable, "-m", "tests.servers.quick_desk", *arguments], cwd=ROOT, stdout=out, stderr=out
            )

    def work(self, app: App, day: date, mails: int, kills: int, deadline: float) -> None:
        """Works until so many mails are at their ends and every letter is out, killed at random points of progress."""
        self.running = [self.start(day, self.command) for _ in range(self.workers)]
        for goal in sorted(self.random.random() for _ in range(kills)):
            overslept = time.monotonic() + OVERSLEPT_SECONDS
            while progress(app) < goal * mails and time.monotonic() < min(deadline, overslept):
                self.assert_alive()
                time.sleep(0.02)
            time.sleep(self.random.random() / 2)
            self.kill_one(app, day)
        self.finish(lambda: quiet(app, mails), deadline)

    def dun(self, app: App, day: date, mails: int, kills: int, deadline: float) -> None:
        """A dunning run and its letters, killed at random moments; a run that was killed is started again."""
        self.running = [self.start(day, self.command) for _ in range(self.workers)]
        run = self.start(day, "dun")
        for _ in range(kills):
            time.sleep(self.random.uniform(0.2, 4.0))
            if run.poll() is None and self.random.random() < 0.5:
                self.note(app, "dun")
                run = kill(run) or self.start(day, "dun")
            else:
                self.kill_one(app, day)
        while run.wait(max(1, deadline - time.monotonic())) != 0:
            run = self.start(day, "dun")
        self.finish(lambda: quiet(app, mails), deadline)

    def kill_one(self, app: App, day: date) -> None:
        place = self.random.randrange(len(self.running))
        self.note(app, self.command)
        kill(self.running[place])
        self.running[place] = self.start(day, self.command)

    def note(self, app: App, whose: str) -> None:
        self.kills += 1
        with app.database.read() as uow:
            sending = uow.connection.execute(_counted(tables.letters, LetterStatus.SENDING.value)).scalar_one()
            received = uow.connection.execute(_counted(tables.messages, MessageStatus.RECEIVED.value)).scalar_one()
        self.moments[f"{whose}{', messages at work' * bool(received)}{', a letter under way' * bool(sending)}"] += 1

    def finish(self, done: Callable[[], bool], deadline: float) -> None:
        while not done():
            assert time.monotonic() < deadline, self.tail()
            self.assert_alive()
            time.sleep(0.2)
        for one in self.running:
            one.terminate()
        for one in self.running:
            one.wait(90)
        self.running = []

    def assert_alive(self) -> None:
        ended = [one.returncode for one in self.running if one.poll() is not None]
        assert not ended, f"ended by itself: {ended}\n{self.tail()}"

    def tail(self) -> str:
        return self.log.read_text(errors="replace")[-4000:]

    def close(self) -> None:
        for one in self.running:
            kill(one)


def kill(process: subprocess.Popen[bytes]) -> None:
    os.kill(process.pid, signal.SIGKILL)
    process.wait()


def progress(app: App) -> int:
    """Messages at their ends, plus letters that are out, as a share of what both will come to."""
    with app.database.read() as uow:
        ended = uow.connection.execute(
            sa.select(sa.func.count()).where(tables.messages.c.state != MessageStatus.RECEIVED.value)
        ).scalar_one()
    return int(ended)


def quiet(app: App, mails: int) -> bool:
    """Every mail is at its end, and no letter waits."""
    with app.database.read() as uow:
        kept = uow.connection.execute(sa.select(sa.func.count()).select_from(tables.messages)).scalar_one()
        waiting = uow.connection.execute(_counted(tables.messages, MessageStatus.RECEIVED.value)).scalar_one()
        unsent = uow.connection.execute(_counted(tables.letters, *UNSENT)).scalar_one()
    return bool(kept == mails and not waiting and not unsent)


def settled_by_a_person(file: Path, day: date, sink: Sink) -> dict[str, int]:
    """What nobody can know is settled as a person does who looks into the relay's log; how many of each."""
    app = build(load(file), as_of=day)
    decided: Counter[str] = Counter()
    try:
        with Runtime(app) as runtime:
            assert runtime.outbox is not None
            with app.database.read() as uow:
                open_letters = uow.letters.where(state=LetterStatus.UNCERTAIN)
            for letter in open_letters:
                action = "sent" if letter.message_id in sink.received else "again"
                runtime.outbox.decide(letter.id, action, "credit controller")
                decided[action] += 1
            runtime.send_all()
    finally:
        app.database.close()
    return dict(decided)


def _counted(table: sa.Table, *states: str) -> sa.Select[tuple[int]]:
    return sa.select(sa.func.count()).select_from(table).where(table.c.state.in_(states))


def delivered_into(folder: Path, box: str, mails: Sequence[bytes]) -> None:
    """Lays mails into a Maildir in this order, as a mail server would."""
    for number, raw in enumerate(mails):
        (folder / box / "new" / f"{1_772_000_000 + number}.M{number:06d}.test").write_bytes(raw)
