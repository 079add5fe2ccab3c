"""How many messages a second are fetched, worked and confirmed, with trivial work: what durability itself costs."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.measuring import Round, Sizes, rate
from bot.mail.maildir import make_maildir
from bot.storage.migrations import migrate
from tests.servers.desk_worker import MAILBOXES, main


@contextmanager
def durability(sizes: Sizes) -> Iterator[Round]:
    """Each message a letter; the start and the stop of the engine are part of it."""
    yield lambda: worked(sizes.messages)


def worked(mails: int) -> float:
    with tempfile.TemporaryDirectory(prefix="o2cbot-bench-") as name:
        folder = Path(name)
        for box in range(MAILBOXES):
            make_maildir(folder / f"box{box}")
        for number in range(mails):
            raw = f"Subject: {number}\r\n\r\n{'x' * 4000}\r\n".encode()
            (folder / f"box{number % MAILBOXES}" / "new" / f"1700000000.M{number:06d}.host").write_bytes(raw)
        url = f"sqlite:///{folder / 'desk.db'}"
        migrate(url)
        return rate(mails, lambda: main(url, folder, folder / "sent.log", mails, 0.0))
