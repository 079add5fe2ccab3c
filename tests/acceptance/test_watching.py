"""A desk on which something is wrong writes to its lead, once; the letter goes the way of every letter."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from email import message_from_bytes, policy
from pathlib import Path

import httpx
import pytest

from bot.mail.maildir import make_maildir
from tests.acceptance.desk_folder import CONFIG, ROOT, DeskFolder
from tests.bot.free_port import free_port, wait_for

WATCH = '[watch]\nlead = "leitung@lechtal.example"\nfree_disk_mb = {}\n'


@pytest.fixture
def desk(tmp_path: Path) -> DeskFolder:
    made = DeskFolder(tmp_path)
    set_limit(made, 2_000_000_000)
    make_maildir(tmp_path / "mail" / "auftrag")
    return made


def set_limit(desk: DeskFolder, megabytes: int) -> None:
    (desk.path / "bot.toml").write_text(CONFIG + WATCH.format(megabytes))


def letters(desk: DeskFolder) -> list[str]:
    files = sorted((desk.path / "mail" / "out" / "new").glob("*"), key=lambda file: file.stat().st_mtime)
    mails = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
    assert all(mail["To"] == "leitung@lechtal.example" for mail in mails)
    return [mail.get_body(("plain",)).get_content() for mail in mails]  # type: ignore[union-attr]


def test_the_lead_is_written_to_once_in_german_whatever_is_run_again(desk: DeskFolder) -> None:
    for _ in range(2):
        result = desk.run("run", "--once")
        assert result.status == 0, result.err
    (letter,) = letters(desk)
    assert "Freier Platz auf dem Datenträger" in letter and "Guten Tag" in letter
    assert "escalation,de,sent" in desk.run("export", "outbox").out


def test_a_desk_where_all_is_well_writes_nothing(desk: DeskFolder) -> None:
    set_limit(desk, 0)
    assert desk.run("run", "--once").status == 0
    assert letters(desk) == []


def test_check_says_where_alarms_go(desk: DeskFolder) -> None:
    assert "leitung@lechtal.example" in desk.run("check").out
    (desk.path / "bot.toml").write_text(CONFIG)
    assert "warning alarms" in desk.run("check").out


def test_a_running_desk_tells_a_supervisor_that_it_polls(desk: DeskFolder) -> None:
    port = free_port()
    config = CONFIG.replace('path = "mail/auftrag"', 'path = "mail/auftrag"\npoll_seconds = 1')
    (desk.path / "bot.toml").write_text(f"{config}[console]\nport = {port}\n")
    command = [sys.executable, "-m", "bot", "--config", str(desk.path / "bot.toml"), "run"]
    process = subprocess.Popen(command, cwd=ROOT)
    try:
        wait_for(port, process)
        address = f"http://127.0.0.1:{port}"
        ready = httpx.get(f"{address}/readyz")
        assert (ready.status_code, ready.text) == (200, "ok\n")
        assert polled(address) > time.time() - 120
    finally:
        process.terminate()
    assert process.wait(30) == 0


def polled(address: str) -> float:
    """When the mailbox was last polled well, once it was."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        found = re.search(r'^o2cbot_mailbox_last_poll_timestamp_seconds{mailbox="auftrag"} (\S+)$',
                          httpx.get(f"{address}/metrics").text, re.M)  # fmt: skip
        if found and float(found[1]):
            return float(found[1])
        time.sleep(0.2)
    raise AssertionError("the mailbox was not polled")
