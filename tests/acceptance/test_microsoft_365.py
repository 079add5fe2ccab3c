"""A desk on Microsoft 365 by its configuration alone: mail in, worked, moved, answered; a credential that ends."""

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
from tests.bot.graph_server import CLIENT, SECRET, GraphServer

USER = "auftrag@lechtal.example"
OAUTH = f"""provider = "custom"
token_url = "@BASE@/token"
client_id = "{CLIENT}"
client_secret = "env:GRAPH_SECRET"
expires_on = "2026-03-01"
"""
GRAPH = f"""
[mailboxes.auftrag]
company = "DE01"
kind = "graph"
url = "@BASE@/v1.0"
user = "{USER}"
done = "Erledigt/2026"
[mailboxes.auftrag.oauth]
{OAUTH}
[outgoing]
kind = "graph"
url = "@BASE@/v1.0"
[outgoing.oauth]
{OAUTH}
"""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[GraphServer]:
    monkeypatch.setenv("GRAPH_SECRET", SECRET)
    made = GraphServer()
    made.box(USER)
    yield made
    made.stop()


@pytest.fixture
def desk(tmp_path: Path, server: GraphServer) -> DeskFolder:
    made = desk_folder(tmp_path)
    made.write("bot.toml", CONFIG.partition("[mailboxes.")[0] + GRAPH.replace("@BASE@", server.base))
    return made


def test_a_mail_is_fetched_worked_and_moved_and_a_letter_sent_once(desk: DeskFolder, server: GraphServer) -> None:
    server.box(USER).put(mail("Bestellung", "Guten Tag,\n\nwir bestellen 10 Stück BO-08 zu 12,50 EUR.\n\nS. Brandl"))
    assert desk.run("dun").status == 0
    for _ in range(2):
        result = desk.run("run", "--once")
        assert result.status == 0, result.err
    states = [json.loads(line)["state"] for line in desk.run("export", "messages", "--json").out.splitlines()]
    letters = [json.loads(line) for line in desk.run("export", "outbox", "--json").out.splitlines()]
    box = server.box(USER)
    assert len(states) == 1 and box.inside("inbox-id") == []
    assert len(box.inside(box.by_path("Erledigt/2026" if states == ["done"] else "Review"))) == 1
    assert letters and {letter["state"] for letter in letters} == {"sent"}
    assert sorted(str(message_from_bytes(raw)["Message-ID"]) for _, raw in server.wire) == sorted(
        letter["message_id"] for letter in letters
    )
    assert box.inside("drafts-id") == [] and len(box.inside("sentitems-id")) == len(letters)


@pytest.mark.parametrize("cut", ["before", "after"])
@pytest.mark.parametrize("path", ["/messages$", "/messages/[^/]+$", "/send$"])
def test_killed_at_any_request_of_sending_the_letter_goes_out_once(
    desk: DeskFolder, server: GraphServer, path: str, cut: str
) -> None:
    program = [sys.executable, "-m", "bot", "--as-of", "2026-02-16", "dun"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(program, cwd=desk.path, env=environment, stderr=subprocess.DEVNULL) as killed:
        server.fail("PATCH" if path.endswith("+$") else "POST", path, cut=cut, meanwhile=killed.kill)
        assert killed.wait(120) < 0
    assert desk.run("run", "--once").status == 0
    with closing(sqlite3.connect(desk.path / "desk.db")) as database, database:  # the pause before the next try is over
        database.execute("update send_attempts set ended_at = datetime(ended_at, '-1 day')")
    assert desk.run("run", "--once").status == 0
    letters = [json.loads(line) for line in desk.run("export", "outbox", "--json").out.splitlines()]
    assert {letter["state"] for letter in letters} == {"sent"}
    assert sorted(str(message_from_bytes(raw)["Message-ID"]) for _, raw in server.wire) == sorted(
        letter["message_id"] for letter in letters
    )
    assert server.box(USER).inside("drafts-id") == []


@pytest.mark.parametrize(
    ("as_of", "status", "words"),
    [
        ("2026-01-15", 0, "ok     credential of mailbox auftrag, outgoing: holds until 2026-03-01, 45 days more"),
        ("2026-02-16", 0, "warning credential of mailbox auftrag, outgoing: holds until 2026-03-01, 13 days more"),
        ("2026-03-02", 1, "failed credential of mailbox auftrag, outgoing: expired on 2026-03-01"),
    ],
)
def test_check_reaches_the_mailbox_and_warns_of_a_credential_that_ends(
    desk: DeskFolder, as_of: str, status: int, words: str
) -> None:
    result = desk.run("check", as_of=as_of)
    assert result.status == status and words in result.out
    assert "ok     mailbox auftrag: reached" in result.out and "ok     outgoing: reached" in result.out


def test_check_says_what_an_administrator_must_do(desk: DeskFolder, server: GraphServer) -> None:
    server.refuse_grants = {"error": "invalid_client", "error_description": "AADSTS7000222: expired"}
    result = desk.run("check")
    assert result.status == 1 and "the client secret has expired" in result.err and SECRET not in result.err
