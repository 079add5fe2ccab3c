"""How many messages a second are fetched, worked and confirmed, with trivial work: what durability itself costs.

python -m benchmarks.durable sqlite:////tmp/bench.db [mails]      (an empty database; or a PostgreSQL URL)
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from bot.mail.maildir import make_maildir
from bot.storage.migrations import migrate
from tests.servers.desk_worker import MAILBOXES, main


def measure(url: str, mails: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for box in range(MAILBOXES):
            make_maildir(folder / f"box{box}")
        for number in range(mails):
            raw = f"Subject: {number}\r\n\r\n{'x' * 4000}\r\n".encode()
            (folder / f"box{number % MAILBOXES}" / "new" / f"1700000000.M{number:06d}.host").write_bytes(raw)
        migrate(url)
        begun, used = time.perf_counter(), time.process_time()
        main(url, folder, folder / "sent.log", mails, 0.0)
        seconds, cpu = time.perf_counter() - begun, time.process_time() - used
    print(f"{mails} messages, {mails} letters in {seconds:.1f} s: {mails / seconds:.0f} messages/s, {cpu:.1f} s of CPU")


if __name__ == "__main__":
    measure(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1000)
