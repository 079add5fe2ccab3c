"""A campaign of invoices with a PDF of 60 kB through a real relay, over few connections; the pace is printed (-s)."""

from __future__ import annotations

import os
import random
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.engine import Engine
from bot.mail.compose import Attachment, compose
from bot.mail.smtp import MAILS_PER_CONNECTION, SmtpAccount, SmtpOutgoing
from bot.outbox import Outbox
from bot.storage.database import Database, open_database
from bot.storage.migrations import migrate
from bot.storage.unit_of_work import SqlUnitOfWork
from tests.bot.free_port import wait_for
from tests.bot.records import NOW, letter
from tests.servers.conftest import program, unprivileged
from workflows.letters import Letter, LetterStatus

LETTERS, LANES = int(os.environ.get("O2CBOT_LETTERS", "400")), int(os.environ.get("O2CBOT_LANES", "4"))
PDF_BYTES = 60_000
COMPOSED = 40
DESK = "ar@desk.example"


@pytest.fixture
def world(postfix: tuple[int, int]) -> Iterator[int]:
    """The relay's port; what it relays goes into Postfix's own bottomless sink, in a process of its own."""
    port, relay_port = postfix
    user = unprivileged("nobody")
    command = [
        program("smtp-sink"),
        *(["-u", user.pw_name] if os.getuid() == 0 else []),
        f"127.0.0.1:{relay_port}",
        "100",
    ]
    sink = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wait_for(relay_port, sink)
    yield port
    sink.terminate()
    sink.wait(10)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    url = f"sqlite:///{tmp_path / 'desk.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgresql_url")
    migrate(url)
    opened = open_database(url)
    yield opened
    opened.close()


def connections(server_folder: Path) -> int:
    """How many the relay has ever been asked for."""
    return (server_folder / "postfix" / "mail.log").read_text().count(": connect from localhost")


def test_many_letters_with_a_pdf_go_over_few_connections(world: int, database: Database, server_folder: Path) -> None:
    pdf = random.Random(1).randbytes(PDF_BYTES)

    def render(one: Letter, uow: SqlUnitOfWork) -> bytes:
        file = Attachment(f"{one.id}.pdf", "application/pdf", pdf)
        return compose(one, sender=DESK, sender_name="Desk", subject=f"Rechnung {one.id}", text="Guten Tag\n" * 20,
                       html="<p>Guten Tag</p>\n" * 20, attachments=(file,), at=NOW)  # fmt: skip

    begun = time.process_time()
    for number in range(COMPOSED):
        compose(letter(f"{number:032x}"), sender=DESK, sender_name="Desk", subject="x", text="Guten Tag\n" * 20,
                attachments=(Attachment("x.pdf", "application/pdf", pdf),), at=NOW)  # fmt: skip
    composing = (time.process_time() - begun) / COMPOSED
    with database.begin() as uow:
        for number in range(LETTERS):
            uow.letters.put(letter(f"{number:032x}", to=(f"einkauf@kunde{number % 97}.example",)))
    engine = Engine(database)
    outgoing, opened = SmtpOutgoing(SmtpAccount("127.0.0.1", world, tls="none"), LANES), connections(server_folder)
    outbox = Outbox(database, engine, outgoing, {"DE10": DESK}, render=render, recheck=lambda *_: None,
                    now=lambda: NOW, lanes=LANES)  # fmt: skip
    begun, worked = time.perf_counter(), time.process_time()
    assert outbox.send_all(DESK) == LETTERS
    seconds, processor = time.perf_counter() - begun, time.process_time() - worked
    outgoing.close()
    engine.shutdown(timeout_seconds=0)
    with database.read() as snapshot:
        assert len(snapshot.letters.where(state=LetterStatus.SENT)) == LETTERS
    rate, alone = LETTERS / seconds, LETTERS / processor
    print(
        f"\n{rate:.0f} letters/s by the clock, {alone:.0f} a second of processor time, composing {1 / composing:.0f}/s"
    )
    assert 0 < connections(server_folder) - opened <= LANES + LETTERS // MAILS_PER_CONNECTION
