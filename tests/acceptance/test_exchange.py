"""A desk on Exchange by its configuration alone: mail in, worked, moved, answered once, whenever it is killed."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from email import message_from_bytes
from pathlib import Path

import pytest

from tests.acceptance.desk_folder import CONFIG, ROOT, DeskFolder, desk_folder, mail
from tests.bot.ews_server import EwsServer

USER, SENDER = "auftrag@lechtal.example", "rechnung@lechtal.example"
EWS = f"""
[mailboxes.auftrag]
company = "DE01"
kind = "ews"
endpoint = "@ENDPOINT@"
auth = "basic"
user = "desk"
password = "env:EWS_PASSWORD"
mailbox = "{USER}"
done = "Erledigt/2026"
[outgoing]
kind = "ews"
endpoint = "@ENDPOINT@"
auth = "basic"
user = "desk"
password = "env:EWS_PASSWORD"
from = {{ DE01 = "{SENDER}" }}
"""
ORDER = "Guten Tag,\n\nwir bestellen 10 Stück BO-08 zu 12,50 EUR.\n\nS. Brandl"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[EwsServer]:
    monkeypatch.setenv("EWS_PASSWORD", "secret")
    made = EwsServer()
    made.add(USER)
    made.add(SENDER)
    made.deliver(USER, mail("Bestellung", ORDER))
    yield made
    made.stop()


@pytest.fixture
def desk(tmp_path: Path, server: EwsServer) -> DeskFolder:
    made = desk_folder(tmp_path)
    made.write("bot.toml", CONFIG.partition("[mailboxes.")[0] + EWS.replace("@ENDPOINT@", server.endpoint))
    return made


def exported(desk: DeskFolder, kind: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in desk.run("export", kind, "--json").out.splitlines()]


def check(desk: DeskFolder, server: EwsServer) -> None:
    """One message in its folder, each letter out once, no draft left."""
    (message,), letters = exported(desk, "messages"), exported(desk, "outbox")
    folder = "Erledigt/2026" if message["state"] == "done" else "Review"
    assert server.mimes(USER, "Inbox") == [] and len(server.mimes(USER, folder)) == 1
    assert letters and {letter["state"] for letter in letters} == {"sent"}
    assert sorted(str(message_from_bytes(raw)["Message-ID"]) for raw in server.sent) == sorted(
        letter["message_id"] for letter in letters
    )
    assert server.mimes(SENDER, "Drafts") == [] and len(server.mimes(SENDER, "Sent Items")) == len(letters)


def test_a_mail_is_fetched_worked_moved_and_answered_once(desk: DeskFolder, server: EwsServer) -> None:
    for _ in range(2):
        result = desk.run("run", "--once")
        assert result.status == 0, result.err
    check(desk, server)


@pytest.mark.parametrize(
    ("operation", "done"),
    [
        ("GetItem", True),
        ("MoveItem", True),
        ("CreateItem", False),
        ("CreateItem", True),
        ("SendItem", False),
        ("SendItem", True),
    ],
)
def test_killed_at_a_request_nothing_is_lost_or_done_twice(
    desk: DeskFolder, server: EwsServer, operation: str, done: bool
) -> None:
    program = [sys.executable, "-m", "bot", "--as-of", "2026-02-16", "run", "--once"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(program, cwd=desk.path, env=environment, stderr=subprocess.DEVNULL) as killed:
        (server.after if done else server.before)[operation] = killed.kill
        server.fail(operation, "lost" if done else "dropped")
        assert killed.wait(120) < 0
    assert desk.run("run", "--once").status == 0
    with closing(sqlite3.connect(desk.path / "desk.db")) as database, database:  # the pause before the next try is over
        database.execute("update send_attempts set ended_at = datetime(ended_at, '-1 day')")
    assert desk.run("run", "--once").status == 0
    check(desk, server)


def test_check_says_what_an_administrator_must_do(
    desk: DeskFolder, server: EwsServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "ok     mailbox auftrag: reached" in desk.run("check").out
    server.full_access.clear()
    assert "give it full access" in desk.run("check").err
    monkeypatch.setenv("EWS_PASSWORD", "old")
    result = desk.run("check")
    assert result.status == 1 and "password is refused (401)" in result.err and "old" not in result.err.split()
