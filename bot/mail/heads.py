"""A mail beyond the limit is never loaded: its header lines are all that is taken of it, and its size is told."""

from __future__ import annotations

import re

LARGEST_BYTES = 50 * 1024 * 1024  # of one mail, where nobody configured it (`[security] largest_mail_mb`)
HEAD_BYTES = 262_144  # in which its header lines are looked for
BLANK_LINE = re.compile(rb"\r?\n\r?\n")


def head_of(beginning: bytes) -> bytes:
    """The header lines of the mail that begins so, with the blank line behind them; whole lines, where they are cut."""
    some = beginning[:HEAD_BYTES]
    end = BLANK_LINE.search(some)
    if end is not None:
        return some[: end.end()]
    return some[: some.rfind(b"\n") + 1] + b"\r\n"
