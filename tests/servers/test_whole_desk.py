"""The whole desk on real servers: Dovecot, Postfix, PostgreSQL, two workers, killed five times; the same records."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from aiosmtpd.controller import Controller
from imapclient import IMAPClient

from bot.app import App
from bot.demo.mails import mail_bytes
from bot.demo.player import demo_folder
from bot.mail.imap import ImapAccount
from bot.mail.maildir import make_maildir
from bot.serving import run_once, send_due
from bot.settings.sending import OWN_RELAY_CONNECTIONS
from tests.servers.killed_desk import settled_by_a_person
from tests.servers.same_records import FOLDERS, Sink, config, prepared, records
from workflows.integrity import problems
from workflows.letters import LetterStatus
from workflows.messages import END_STATES, MessageStatus

ROOT = Path(__file__).resolve().parents[2]
DAY = date(2026, 3, 16)
KILLS, PATIENCE_SECONDS = 5, 300


def story_mails() -> list[tuple[str, bytes]]:
    """(company, mail) of everything in the story that needs no number of ours."""
    story = tomllib.loads((demo_folder() / "story.toml").read_text(encoding="utf-8"))
    wanted = [
        mail
        for mail in story["mail"]
        if "<<" not in json.dumps(mail, default=str) and not mail.get("bounce_of") and not mail.get("answers")
    ]
    return [(mail["to"], mail_bytes(mail, "desk@test.example", ZoneInfo("Europe/Paris"), None)) for mail in wanted]


@pytest.fixture
def reference(tmp_path: Path) -> Iterator[dict[str, list[str]]]:
    """The same mails through Maildir and SQLite in one undisturbed process."""
    folder = tmp_path / "reference"
    folder.mkdir()
    app = prepared(
        config(
            folder,
            "sqlite:///desk.db",
            'kind = "maildir"\npath = "mail/@NAME@"\n',
            'kind = "maildir"\npath = "mail/out"\n',
        ),
        DAY,
    )
    names = {code: name for name, code in FOLDERS.items()}
    for name in FOLDERS:
        make_maildir(folder / "mail" / name)
    for number, (company, raw) in enumerate(MAILS):
        (folder / "mail" / names[company] / "new" / f"{1_700_000_000 + number}.M1.test").write_bytes(raw)
    assert run_once(app) == []
    app.dun(dry_run=False)
    send_due(app)
    yield records(app, DAY)
    app.database.close()


MAILS = story_mails()


def start_worker(file: Path, log: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "bot", "--config", str(file), "--as-of", DAY.isoformat(), "worker"]
    with log.open("ab") as out:
        return subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=out)


def settled(app: App) -> int:
    with app.database.read() as uow:
        ended = [one for one in uow.messages.where() if one.state in END_STATES]
        return len(ended) + len(uow.letters.where(state=LetterStatus.SENT))


def test_the_desk_on_real_servers_survives_five_kills_with_the_same_records(
    tmp_path: Path,
    reference: dict[str, list[str]],
    postgresql_url: str,
    dovecot: ImapAccount,
    postfix: tuple[int, int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DESK_PASSWORD", dovecot.password)
    relay, sink_port = postfix
    unique = tmp_path.name.replace("_", "")[-12:]
    imap = "\n".join(
        [
            f'kind = "imap"\nhost = "127.0.0.1"\nport = {dovecot.port}\ntls = "none"\npoll_seconds = 1',
            f'user = "{dovecot.user}"\npassword = "env:DESK_PASSWORD"',
            f'folder = "{unique}-@NAME@"\ndone = "{unique}-done"\nreview = "{unique}-review"\n',
        ]
    )
    smtp = f'kind = "smtp"\nhost = "127.0.0.1"\nport = {relay}\ntls = "none"\nper_minute = 100000\n'
    file = config(tmp_path, postgresql_url, imap, smtp)
    app = prepared(file, DAY)
    with IMAPClient("127.0.0.1", port=dovecot.port, ssl=False) as client:
        client.login(dovecot.user, dovecot.password)
        for name in FOLDERS:
            client.create_folder(f"{unique}-{name}")
        names = {code: name for name, code in FOLDERS.items()}
        for company, raw in MAILS:
            client.append(f"{unique}-{names[company]}", raw)
    sink, log = Sink(), tmp_path / "workers.log"
    controller = Controller(sink, hostname="127.0.0.1", port=sink_port)
    controller.start()
    workers = [start_worker(file, log) for _ in range(2)]
    deadline = time.monotonic() + PATIENCE_SECONDS
    try:
        goal = len(MAILS)
        for kill in range(KILLS):
            while settled(app) < goal * (kill + 1) / KILLS and time.monotonic() < deadline:
                assert all(worker.poll() is None for worker in workers), log.read_text()[-3000:]
                time.sleep(0.05)
            victim = workers.pop(0)
            victim.kill()
            victim.wait()
            workers.append(start_worker(file, log))
        while not quiet(app) and time.monotonic() < deadline:
            time.sleep(0.2)
        app.dun(dry_run=False)
        while not quiet(app) and time.monotonic() < deadline:
            time.sleep(0.2)
    finally:
        for worker in workers:
            worker.terminate()
        for worker in workers:
            worker.wait(60)
        assert_delivered(app, sink, deadline)
        settled_by_a_person(file, DAY, sink)
        controller.stop()
    booked = records(app, DAY)
    for kind, rows in reference.items():
        assert booked[kind] == rows, f"{kind}\n{log.read_text()[-3000:]}"
    with app.database.read() as uow:
        assert problems(uow, app.desk) == []
    app.database.close()


def quiet(app: App) -> bool:
    """Nothing waits any more: every mail is at its end, every letter is out."""
    with app.database.read() as uow:
        waiting = uow.messages.where(state=MessageStatus.RECEIVED)
        unsent = uow.letters.where(state=(LetterStatus.QUEUED, LetterStatus.SENDING))
        return len(uow.messages.where()) == len(MAILS) and not waiting and not unsent


def assert_delivered(app: App, sink: Sink, deadline: float) -> None:
    """Every letter that we call sent reached the world once, nothing twice, and what a kill left open is told as such.

    No relay tells what it took: letters whose sender died between the last byte and the answer are `uncertain`, at most
    as many as it had connections.
    """
    with app.database.read() as uow:
        sent = {one.message_id for one in uow.letters.where(state=LetterStatus.SENT)}
        uncertain = {one.message_id for one in uow.letters.where(state=LetterStatus.UNCERTAIN)}
    assert len(uncertain) <= KILLS * OWN_RELAY_CONNECTIONS
    while not sent <= set(sink.received) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert set(sink.received.values()) == {1}
    assert sent <= set(sink.received) <= sent | uncertain
