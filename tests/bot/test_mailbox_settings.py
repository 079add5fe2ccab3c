"""What bot.toml says about IMAP folders and IDLE is refused whole, each fault by its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.app import App
from bot.mail.idle import IdleWatch
from bot.settings import SettingsError, load
from bot.storage.database import Database
from tests.acceptance.desk_folder import CONFIG

IMAP = """
[mailboxes.mine]
company = "DE01"
kind = "imap"
host = "127.0.0.1"
tls = "none"
user = "ar"
password = "env:AR_PASSWORD"
"""


def faults(tmp_path: Path, text: str) -> str:
    (tmp_path / "bot.toml").write_text(CONFIG + text)
    with pytest.raises(SettingsError) as refused:
        load(tmp_path / "bot.toml")
    return "\n".join(refused.value.faults)


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ('done = "inbox"\n', "[mailboxes.mine] done must be another folder than INBOX"),
        ('folder = "Review"\n', "review must be another folder than Review"),
        ('done = "\\\\Archiv"\n', "done: a use of a folder (IMAP) is one of"),
        ("idle = 1\n", "idle must be bool"),
    ],
)
def test_folders_that_cannot_be_are_named(tmp_path: Path, more: str, fault: str) -> None:
    assert fault in faults(tmp_path, IMAP + more)


def test_idle_and_uses_of_folders_are_for_imap_alone(tmp_path: Path) -> None:
    text = '\n[mailboxes.mine]\ncompany = "DE01"\nkind = "maildir"\npath = "x"\nidle = true\ndone = "\\\\Archive"\n'
    found = faults(tmp_path, text)
    assert 'idle is for kind = "imap" only' in found and "done: a use of a folder" in found


def test_who_asks_for_idle_is_listened_to(tmp_path: Path, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AR_PASSWORD", "secret")
    (tmp_path / "bot.toml").write_text(CONFIG + IMAP + 'idle = true\ndone = "\\\\Archive"\nfolder = "shared/ar"\n')
    app = App(load(tmp_path / "bot.toml"), database)
    watches = [app.peers.idle_watch(one, lambda: None) for one in app.settings.mailboxes]
    assert [type(one) for one in watches if one is not None] == [IdleWatch]
