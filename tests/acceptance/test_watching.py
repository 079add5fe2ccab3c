"""A desk on which something is wrong writes to its lead, once; the letter goes the way of every letter."""

from __future__ import annotations

from email import message_from_bytes, policy
from pathlib import Path

import pytest

from bot.mail.maildir import make_maildir
from tests.acceptance.desk_folder import CONFIG, DeskFolder

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
