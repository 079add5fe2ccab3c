"""Many mails and many mailboxes on Dovecot: everything is kept, in order; `-s` shows how fast."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from benchmarks.intake import KeptOnly, mails
from bot.clock import Clock, Job, every
from bot.intake import POLL
from bot.serving import SERVE_POLL_SECONDS
from bot.storage import tables
from bot.storage.database import Database, open_database
from bot.storage.migrations import migrate
from tests.servers.dovecot_server import DovecotServer

WAITING, LARGE, MAILBOXES = 10_000, 50_000, 100
KEPT_A_SECOND, QUIET_SECONDS = 200, 5.0  # bars


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    url = f"sqlite:///{tmp_path / 'desk.db'}"
    migrate(url)
    opened = open_database(url)
    yield opened
    opened.close()


def kept(database: Database) -> list[int]:
    """Uids of the messages, in order of work."""
    table = tables.messages.c
    with database.read() as snapshot:
        rows = snapshot.connection.execute(sa.select(table.uid).order_by(table.received_at, table.id))
        return [int(uid) for uid in rows.scalars()]


def test_ten_thousand_waiting_mails_are_kept_in_order(
    new_dovecot: Callable[..., DovecotServer], database: Database
) -> None:
    server = new_dovecot()
    server.deliver("bot", mails(WAITING, "bot"))
    with KeptOnly(database, [server.account()]) as desk:
        begun = time.perf_counter()
        assert desk.poll() == WAITING
        print(f"kept {WAITING / (time.perf_counter() - begun):.0f} mails a second (bar: {KEPT_A_SECOND})")
        assert desk.poll() == 0
    assert kept(database) == list(range(1, WAITING + 1))


def test_a_folder_of_fifty_thousand_mails_is_read_compared_and_polled(
    new_dovecot: Callable[..., DovecotServer], database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.mail.imap.WINDOW_MAILS", 20_000)
    server = new_dovecot()
    server.deliver("bot", mails(LARGE, "bot", size=300))
    with KeptOnly(database, [server.account()]) as desk:
        assert desk.poll() == LARGE
        begun = time.perf_counter()
        assert (desk.poll(), desk.reconcile()) == (0, 0)
        print(f"polled and compared {LARGE} mails in {time.perf_counter() - begun:.2f} s")
    assert kept(database) == list(range(1, LARGE + 1))


def test_a_hundred_quiet_mailboxes_are_polled_in_seconds(
    new_dovecot: Callable[..., DovecotServer], database: Database
) -> None:
    users = [f"box{number:03}" for number in range(MAILBOXES)]
    server = new_dovecot(users=users)
    for user in users:
        server.deliver(user, mails(2, user))
    with KeptOnly(database, [server.account(user) for user in users]) as desk:
        assert desk.poll() == 2 * MAILBOXES
        begun = time.perf_counter()
        assert desk.poll() == 0
        print(f"polled {MAILBOXES} quiet mailboxes in {time.perf_counter() - begun:.2f} s (bar: {QUIET_SECONDS})")
        desk.forget_connections()
        begun = time.perf_counter()
        assert desk.poll() == 0
        print(f"polled {MAILBOXES} quiet mailboxes in {time.perf_counter() - begun:.2f} s (bar: {QUIET_SECONDS})")


def test_the_clocks_polls_of_a_hundred_mailboxes_are_done_in_seconds(
    new_dovecot: Callable[..., DovecotServer], database: Database
) -> None:
    users = [f"box{number:03}" for number in range(MAILBOXES)]
    server = new_dovecot(users=users)
    with KeptOnly(database, [server.account(user) for user in users], SERVE_POLL_SECONDS) as desk:
        desk.poll()
        jobs = [Job(f"poll:{name}", every(3600), "poll", POLL.name, name, (name,)) for name in desk.names]
        clock = Clock(database, desk.engine, jobs)
        desk.engine.launch()
        begun = time.perf_counter()
        assert all(clock.hasten(job.id) for job in jobs)
        assert desk.engine.drain(60, POLL)
        print(f"{time.perf_counter() - begun:.2f} s (bar: {QUIET_SECONDS})")
