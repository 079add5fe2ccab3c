"""IDLE hastens polls, survives what breaks it, and is missed by nobody when it is gone."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import ClassVar

import pytest

from bot.clock import Clock, Job, every
from bot.engine import Engine, Queue
from bot.mail import imap_session
from bot.mail.idle import IdleWatch
from bot.mail.imap import ImapAccount
from bot.storage.database import Database
from tests.bot.fault_proxy import Fault, FaultProxy, How, Imap, fault_proxy
from tests.bot.fault_runs import wait_until
from tests.bot.mailbox_contract import ImapBox, mail
from tests.bot.memory_imap import memory_imap


@pytest.fixture(scope="module")
def account() -> Iterator[ImapAccount]:
    with memory_imap() as made:
        yield made


@pytest.fixture
def box(account: ImapAccount) -> Iterator[ImapBox]:
    made = ImapBox(account)
    yield made
    made.mailbox.close()
    made.client.logout()


class Hints:
    """What a watch called: counted; `trouble` is raised each time."""

    def __init__(self, trouble: Exception | None = None) -> None:
        self.count, self._trouble = 0, trouble

    def __call__(self) -> None:
        self.count += 1
        if self._trouble is not None:
            raise self._trouble

    def wait_for(self, count: int) -> None:
        wait_until(lambda: self.count >= count)


@contextmanager
def watching(proxy: FaultProxy, hints: Hints, renew_seconds: float = 30) -> Iterator[IdleWatch]:
    account = ImapAccount("127.0.0.1", proxy.port, "bot", "secret", tls="none")
    watch = IdleWatch(account, "INBOX", hints, renew_seconds=renew_seconds, first_pause_seconds=0.05)
    watch.start()
    try:
        yield watch
    finally:
        watch.stop()
    assert not watch.is_alive


def listening(proxy: FaultProxy, times: int = 1) -> None:
    wait_until(lambda: proxy.commands.count("IDLE") >= times)


def test_mail_that_comes_gives_a_hint(box: ImapBox, account: ImapAccount) -> None:
    hints = Hints()
    with fault_proxy(account.port, Imap) as proxy, watching(proxy, hints):
        listening(proxy)
        before = hints.count
        box.deliver(mail(1))
        hints.wait_for(before + 1)


def test_who_begins_to_listen_looks_once_at_what_came_before(account: ImapAccount) -> None:
    hints = Hints()
    with fault_proxy(account.port, Imap) as proxy, watching(proxy, hints):
        hints.wait_for(1)


def test_a_silent_line_is_begun_anew_in_time(account: ImapAccount) -> None:
    with fault_proxy(account.port, Imap) as proxy, watching(proxy, Hints(), renew_seconds=0.1):
        listening(proxy, times=4)
        assert proxy.connections == 1


def test_a_line_that_breaks_is_made_again(box: ImapBox, account: ImapAccount) -> None:
    hints = Hints()
    with fault_proxy(account.port, Imap) as proxy, watching(proxy, hints):
        listening(proxy)
        proxy.cut_all()
        listening(proxy, times=2)
        before = hints.count
        box.deliver(mail(1))
        hints.wait_for(before + 1)


@pytest.mark.parametrize(
    "fault",
    [
        Fault(How.CUT_BEFORE, verb="IDLE", times=3),
        Fault(How.ANSWER, verb="IDLE", times=3, words=b"{tag} BAD not today\r\n"),
        Fault(How.ANSWER, verb="IDLE", times=3, words=b"* BYE\r\n{tag} NO [UNAVAILABLE] x\r\n"),
        Fault(How.ANSWER, verb="LOGIN", times=3, words=b"{tag} NO [AUTHENTICATIONFAILED] x\r\n"),
        Fault(How.SILENCE, verb="IDLE", times=2, seconds=20),
    ],
    ids=lambda fault: f"{fault.how} {fault.verb}",
)
def test_a_server_that_fails_is_asked_again(
    fault: Fault, account: ImapAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    if fault.how is How.SILENCE:
        monkeypatch.setattr(imap_session, "READ_SECONDS", 1.5)
    fault.seen = 0
    with fault_proxy(account.port, Imap, fault) as proxy, watching(proxy, Hints(), renew_seconds=0.1) as watch:
        listening(proxy, times=2 if fault.verb == "LOGIN" else fault.times + 2)
        assert watch.is_alive


class Plain(socketserver.StreamRequestHandler):
    """A server that can sign in, and hardly more."""

    said: ClassVar[list[bytes]] = []

    def handle(self) -> None:
        self.wfile.write(b"* OK [CAPABILITY IMAP4rev1] hello\r\n")
        while line := self.rfile.readline(1000):
            tag, verb = line.split()[:2]
            self.said.append(verb)
            if verb == b"CAPABILITY":
                self.wfile.write(b"* CAPABILITY IMAP4rev1\r\n")
            self.wfile.write(tag + b" OK done\r\n")


def test_a_server_without_idle_is_left_to_the_clock() -> None:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Plain) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        account = ImapAccount("127.0.0.1", server.server_address[1], "bot", "secret", tls="none")
        watch = IdleWatch(account, "INBOX", Hints())
        watch.start()
        wait_until(lambda: not watch.is_alive)
        watch.stop()
        server.shutdown()
    assert Plain.said[:2] == [b"CAPABILITY", b"LOGIN"] and b"IDLE" not in Plain.said


def test_what_a_hint_breaks_ends_no_watch(box: ImapBox, account: ImapAccount) -> None:
    hints = Hints(RuntimeError("the database is away"))
    with fault_proxy(account.port, Imap) as proxy, watching(proxy, hints):
        listening(proxy)
        before = hints.count
        box.deliver(mail(1))
        hints.wait_for(before + 1)
        listening(proxy, times=2)


def test_a_hint_enqueues_the_poll_once_though_many_come(database: Database) -> None:
    engine, polled, go_on = Engine(database, poll_seconds=0.02), [], threading.Event()
    queue = Queue("poll")
    engine.queue(queue)
    engine.workflow("poll")(lambda mailbox, slot: (go_on.wait(20), polled.append(mailbox))[0])
    clock = Clock(database, engine, [Job("poll:ar", every(3600), "poll", "poll", "ar", ("ar",))])
    assert [clock.hasten("poll:ar") for _ in range(3)] == [True, False, False]
    assert clock.make_up(datetime.now(UTC)) == []
    engine.launch()
    go_on.set()
    assert engine.drain(20)
    assert len(polled) == 1
    engine.shutdown(timeout_seconds=1)
