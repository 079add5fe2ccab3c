"""A desk that runs beside Dovecot: mail is fetched within seconds though the clock polls once an hour."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from imapclient import IMAPClient

from bot.storage.database import Database, open_database
from tests.acceptance.desk_folder import CONFIG
from tests.bot.fault_runs import wait_until
from tests.bot.free_port import free_port
from tests.bot.mailbox_contract import mail
from tests.servers.dovecot_server import PASSWORD, DovecotServer

ROOT = Path(__file__).resolve().parents[2]
MAILBOX = """
[mailboxes.live]
company = "DE01"
kind = "imap"
host = "127.0.0.1"
port = {port}
tls = "none"
user = "bot"
password = "env:LIVE_PASSWORD"
poll_seconds = 3600
idle = true
[console]
port = {console}
"""


def kept(database: Database) -> int:
    with database.read() as uow:
        return len(uow.messages.where())


def test_mail_is_fetched_within_seconds_and_after_a_restart_of_the_server(
    new_dovecot: Callable[..., DovecotServer], tmp_path: Path
) -> None:
    server = new_dovecot()
    (tmp_path / "bot.toml").write_text(CONFIG + MAILBOX.format(port=server.port, console=free_port()))
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LIVE_PASSWORD": PASSWORD}
    run = [sys.executable, "-m", "bot"]
    subprocess.run([*run, "check"], cwd=tmp_path, env=environment, capture_output=True, check=False)
    with (tmp_path / "run.log").open("wb") as log:
        desk = subprocess.Popen([*run, "run"], cwd=tmp_path, env=environment, stdout=log, stderr=log)
    database = open_database(f"sqlite:///{tmp_path / 'desk.db'}")
    try:
        for number in range(1, 4):
            with IMAPClient("127.0.0.1", port=server.port, ssl=False) as client:
                client.login("bot", PASSWORD)
                client.append("INBOX", mail(number))
            wait_until(lambda number=number: kept(database) == number)  # type: ignore[misc]
            if number == 2:
                server.crash()
    finally:
        desk.send_signal(signal.SIGTERM)
        assert desk.wait(60) == 0, (tmp_path / "run.log").read_text()[-3000:]
        database.close()
