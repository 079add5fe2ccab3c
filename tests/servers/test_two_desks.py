"""Two desks as they run for a user, each the other's customer, on Dovecot and a relay: they fall silent by themselves.

The relay does what relays do: it notes the sender of the envelope as Return-Path. A bad one takes away every header by
which programs know each other and their threads; and one of the two may be somebody's out-of-office instead of a desk.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from imapclient import IMAPClient

from bot.app import App
from tests.acceptance.test_robots_meet import (
    BRANDL,
    COMPLAINT,
    DAYS,
    KNOWN_AS_ROBOTS,
    LECHTAL,
    QUESTION,
    THREAD,
    Peer,
    automatic_answers,
    away,
    desk,
    mail,
    most_in_a_thread_a_day,
)
from tests.bot.fault_runs import wait_until
from tests.bot.free_port import free_port
from tests.servers.dovecot_server import PASSWORD, DovecotServer
from workflows.letters import LetterStatus
from workflows.messages import MessageStatus

ROOT = Path(__file__).resolve().parents[2]
USERS = {LECHTAL: "lechtal", BRANDL: "brandl"}
NAMES = {LECHTAL: "Lechtal Werkzeuge GmbH", BRANDL: "Schreinerei Brandl GmbH"}
SERVERS = """
[mailboxes.auftrag]
company = "DE01"
kind = "imap"
host = "127.0.0.1"
port = {imap}
tls = "none"
user = "{user}"
password = "env:DESK_PASSWORD"
poll_seconds = 1
[outgoing]
kind = "smtp"
host = "127.0.0.1"
port = {smtp}
tls = "none"
[console]
port = {console}
"""
DAY = DAYS[0]


class Relay:
    """Carries mail to the inboxes of the two; `peer`: a robot that lives at BRANDL."""

    def __init__(self, server: DovecotServer, strip: tuple[str, ...], peer: Peer | None) -> None:
        self._port, self._strip, self._peer = server.port, strip, peer
        self.carried = dict.fromkeys(USERS, 0)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # Any: aiosmtpd's own types
        letter: Any = message_from_bytes(envelope.content, _class=EmailMessage, policy=policy.default)
        letter["Return-Path"] = f"<{envelope.mail_from or ''}>"
        for name in self._strip:
            del letter[name]
        for address in envelope.rcpt_tos:
            if address == BRANDL and self._peer is not None:
                answer = self._peer(letter, sum(self.carried.values()), DAY)
                self.carry(LECHTAL, answer.as_bytes() if answer else b"")
            elif address in USERS:
                self.carry(address, letter.as_bytes())
        return "250 taken"

    def carry(self, to: str, raw: bytes) -> None:
        if raw:
            self.carried[to] += 1
            with IMAPClient("127.0.0.1", port=self._port, ssl=False) as client:
                client.login(USERS[to], PASSWORD)
                client.append("INBOX", raw)


def made(folder: Path, own: str, other: str, imap: int, smtp: int) -> App:
    """A desk whose one customer is the other, on servers."""
    app = desk(folder, own, NAMES[own], other, NAMES[other])
    text = (folder / "bot.toml").read_text(encoding="utf-8")
    rest = SERVERS.format(imap=imap, user=USERS[own], smtp=smtp, console=free_port())
    (folder / "bot.toml").write_text(text.partition("[mailboxes.")[0] + rest, encoding="utf-8")
    return app


@contextmanager
def at_work(folders: list[Path]) -> Iterator[None]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DESK_PASSWORD": PASSWORD}
    command = [sys.executable, "-m", "bot", "--as-of", DAY.isoformat(), "run"]
    running = []
    for folder in folders:
        with (folder / "run.log").open("wb") as log:
            running.append(subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log))
    try:
        yield
        assert [one.poll() for one in running] == [None] * len(running)
    finally:
        for one in running:
            one.send_signal(signal.SIGTERM)
        for one in running:
            one.wait(60)


def is_quiet(app: App, arrived: int) -> bool:
    """Everything that arrived is at its end, and nothing waits to leave."""
    with app.database.read() as uow:
        states = [one.state for one in uow.messages.where()]
        waiting = uow.letters.where(state=(LetterStatus.QUEUED, LetterStatus.SENDING))
    return len(states) == arrived and MessageStatus.RECEIVED not in states and not waiting


def notice(to: str, number: int) -> bytes:
    """A program's news: what came before it was worked before it, and nobody answers it."""
    return mail(
        "Wartung.", "Wartung", "news@x.example", to, 900 + number, DAY, Auto_Submitted="auto-generated"
    ).as_bytes()


def fall_silent(apps: dict[str, App], relay: Relay) -> None:
    """Waits until both are quiet, twice, with a notice worked in between: nothing was on its way any more."""
    for number in range(20):
        before = dict(relay.carried)
        for to in apps:
            relay.carry(to, notice(to, number))
        wait_until(lambda: all(is_quiet(app, relay.carried[to]) for to, app in apps.items()), seconds=90)
        if all(relay.carried[to] == before[to] + 1 for to in apps):
            return
    raise AssertionError(f"they go on and on: {relay.carried}")


CASES = [
    ((), None),
    (KNOWN_AS_ROBOTS, None),
    ((*KNOWN_AS_ROBOTS, *THREAD), None),
    ((), away),
]


@pytest.mark.parametrize(("strip", "peer"), CASES, ids=["fair", "bad", "worst", "out of office"])
def test_desks_and_robots_give_one_answer_a_thread_and_day(
    new_dovecot: Callable[..., DovecotServer], tmp_path: Path, strip: tuple[str, ...], peer: Peer | None
) -> None:
    server = new_dovecot(users=[*USERS.values()])
    smtp = free_port()
    relay = Relay(server, strip, peer)
    controller = Controller(relay, hostname="127.0.0.1", port=smtp)
    controller.start()
    owners = [LECHTAL, BRANDL] if peer is None else [LECHTAL]
    others = {LECHTAL: BRANDL, BRANDL: LECHTAL}
    apps = {own: made(tmp_path / USERS[own], own, others[own], server.port, smtp) for own in owners}
    try:
        relay.carry(LECHTAL, mail(QUESTION, "Kontoauszug", BRANDL, LECHTAL, 1, DAY).as_bytes())
        if peer is None:
            relay.carry(BRANDL, mail(COMPLAINT, "LT-2025-00090", LECHTAL, BRANDL, 2, DAY).as_bytes())
        with at_work([tmp_path / USERS[own] for own in owners]):
            fall_silent(apps, relay)
        assert automatic_answers(apps[LECHTAL]), "nobody answered: the test proves nothing"
        assert max(map(most_in_a_thread_a_day, apps.values())) == 1
    finally:
        controller.stop()
        for app in apps.values():
            app.database.close()
