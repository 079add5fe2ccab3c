"""An IMAP server in memory, on loopback: without NAMESPACE, UNSELECT and special uses."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.mail.imap import ImapAccount
from tests.bot.free_port import free_port, wait_for


@contextmanager
def memory_imap() -> Iterator[ImapAccount]:
    port = free_port()
    command = [str(Path(sys.executable).parent / "pymap"), "--no-tls", "--no-service", "admin", "--no-service",
               "managesieve", "--host", "127.0.0.1", "--port", str(port), "dict", "--demo-user", "bot",
               "--demo-password", "secret"]  # fmt: skip
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(port, server)
        yield ImapAccount("127.0.0.1", port, "bot", "secret", tls="none")
    finally:
        server.terminate()
        server.wait(10)
