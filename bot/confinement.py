"""What the process that reads mail may not do: write, connect, start programs; and that it tried is known.

The kernel bounds memory, processor time, open files and the size of files written (none), and gives no network where it
lets a process give that up (user namespaces). An audit hook refuses the rest within Python, for good: a hook cannot be
taken away again.
"""

from __future__ import annotations

import ctypes
import os
import resource
import sys
from collections.abc import Callable
from typing import Any

from nlp.limits import Limits

OPEN_FILES = 64
NEW_USER, NEW_NET = 0x10000000, 0x40000000  # of unshare(2)
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
REFUSED_PREFIXES = ("socket.", "shutil.", "http.", "urllib.", "smtplib.", "ftplib.", "imaplib.", "tempfile.", "pty.")
REFUSED = frozenset(
    "os.system os.exec os.fork os.forkpty os.posix_spawn os.spawn subprocess.Popen os.remove os.rename os.mkdir "
    "os.rmdir os.link os.symlink os.chmod os.chown os.truncate os.utime os.kill".split()
)
STARTS = frozenset({"subprocess.Popen", "os.posix_spawn"})


class Forbidden(PermissionError):
    """A reader tried what no reader needs."""


def bind(limits: Limits) -> None:
    """Limits of the process for good: memory beyond what the libraries take, no files written, no core dump."""
    with open("/proc/self/statm", encoding="ascii") as statistics:  # noqa: PTH123
        taken = int(statistics.read().split()[0]) * resource.getpagesize()
    memory = taken + limits.memory_mb * 1024 * 1024
    leave_network()
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))


def leave_network() -> bool:
    """Whether the process now has a network of its own in which there is nothing; some systems do not allow it."""
    return bool(ctypes.CDLL(None, use_errno=True).unshare(NEW_USER | NEW_NET) == 0)


def confine(program: str = "") -> Callable[[], str]:
    """Refuses from now on; returns a question: what was tried since it was asked last ("": nothing).

    `program`: the one that may be started (text recognition).
    """
    tried: list[str] = []

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        refused = event in REFUSED or event.startswith(REFUSED_PREFIXES) or (event == "open" and _writes(*arguments))
        if not refused or (program and event in STARTS and arguments[0] in (program, program.encode())):
            return
        tried.append(event)
        raise Forbidden(f"the reader tried {event}")

    def since() -> str:
        found = ", ".join(dict.fromkeys(tried))
        tried.clear()
        return found

    sys.addaudithook(hook)
    return since


def _writes(path: object, mode: object = None, flags: object = 0) -> bool:
    """Whether a file is opened to be written; what is open already (a pipe to a program) may be."""
    if isinstance(path, int) or path in (os.devnull, os.devnull.encode()):
        return False
    by_flags = isinstance(flags, int) and bool(flags & WRITES)
    return by_flags or (isinstance(mode, str) and any(sign in mode for sign in "wax+"))
