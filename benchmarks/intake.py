"""What fetching costs: waiting mails kept from Dovecot, and mailboxes asked in which there is nothing new."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from benchmarks.measuring import Round, Sizes, Skipped, rate
from bot.engine import Engine
from bot.intake import Desktop, Inbox, Intake
from bot.mail.imap import ImapAccount, ImapMailbox
from bot.runtime import MAILBOXES_AT_ONCE
from bot.storage.database import Database, open_database
from bot.storage.migrations import migrate
from tests.servers.dovecot_server import DovecotServer, NotInstalled, running

MAIL_BYTES = 4000


class KeptOnly:
    """An intake whose messages nobody works: one mailbox an account. A context manager."""

    def __init__(self, database: Database, accounts: Sequence[ImapAccount], poll_seconds: float = 0.2) -> None:
        self.engine = Engine(database, poll_seconds=poll_seconds)
        self._inboxes = {
            f"box{number:03}": Inbox(f"box{number:03}", f"C{number}", ImapMailbox(account), "Processed", "Review")
            for number, account in enumerate(accounts)
        }
        desktop = Desktop(None, None, None, None, lambda: datetime.now(UTC))  # type: ignore[arg-type]
        self._intake = Intake(database, self.engine, self._inboxes, desktop)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.forget_connections()
        self.engine.shutdown(timeout_seconds=0)

    @property
    def names(self) -> list[str]:
        return list(self._inboxes)

    def poll(self) -> int:
        """Every mailbox once, as many at a time as a pass does; how many messages are new."""
        with ThreadPoolExecutor(MAILBOXES_AT_ONCE) as pool:
            return sum(pool.map(self._intake.poll, self._inboxes))

    def reconcile(self) -> int:
        return sum(map(self._intake.reconcile, self._inboxes))

    def forget_connections(self) -> None:
        for inbox in self._inboxes.values():
            inbox.mailbox.close()


def mails(count: int, to: str, size: int = MAIL_BYTES) -> Iterator[bytes]:
    body = (b"x" * 70 + b"\r\n") * (size // 72)
    for number in range(count):
        head = f"From: a@kunde.example\r\nTo: {to}@desk.example\r\nMessage-ID: <{number}.{to}@kunde.example>\r\n\r\n"
        yield head.encode() + body


@contextmanager
def server(users: Sequence[str], waiting: int) -> Iterator[DovecotServer]:
    """With so many mails in each inbox; raises Skipped where it is not installed."""
    with tempfile.TemporaryDirectory(prefix="o2c-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        try:
            made = DovecotServer(Path(name) / "dovecot", users)
        except NotInstalled as why:
            raise Skipped(str(why)) from why
        for user in users:
            made.deliver(user, mails(waiting, user))
        with running(made):
            yield made


@contextmanager
def new_database() -> Iterator[Database]:
    with tempfile.TemporaryDirectory(prefix="o2cbot-bench-") as name:
        url = f"sqlite:///{name}/desk.db"
        migrate(url)
        database = open_database(url)
        yield database
        database.close()


@contextmanager
def keeping(sizes: Sizes) -> Iterator[Round]:
    """Waiting mails into a new database."""
    with server(("bot",), sizes.waiting) as dovecot:
        yield lambda: kept(dovecot.account(), sizes.waiting)


def kept(account: ImapAccount, waiting: int) -> float:
    with new_database() as database, KeptOnly(database, [account]) as desk:
        found = []
        figure = rate(waiting, lambda: found.append(desk.poll()))
        if found != [waiting]:
            raise RuntimeError(f"{found} of {waiting} mails were kept")
    return figure


@contextmanager
def quiet(sizes: Sizes) -> Iterator[Round]:
    """Milliseconds for one poll of all mailboxes, with the connections that the last poll left."""
    users = [f"box{number:03}" for number in range(sizes.mailboxes)]
    with server(users, 1) as dovecot, new_database() as database:
        accounts = [dovecot.account(user) for user in users]
        yield lambda: milliseconds(database, accounts)


def milliseconds(database: Database, accounts: Sequence[ImapAccount]) -> float:
    with KeptOnly(database, accounts) as desk:
        desk.poll()
        begun = time.perf_counter()
        if desk.poll():
            raise RuntimeError("a mail came that nobody sent")
        return (time.perf_counter() - begun) * 1000
