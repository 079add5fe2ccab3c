"""How much one message may cost: its bytes, its time and memory, its nesting, and the text that is kept of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of reading one message; the first seven are `[security].attachment_limits` of the configuration.

    `bytes`: of the message and, summed up, of what is unpacked from it; `seconds` and `memory_mb`: of the process that
    reads it; `depth`: messages and archives inside one another; `parts`: MIME parts and archive members;
    `ratio`: unpacked to packed size; `scanned_pages`: pictures of pages that are given to text recognition, which needs
    the program tesseract (0: none). The others cap what is kept; what goes beyond is cut off and named.
    """

    bytes: int = 26_214_400
    seconds: int = 10
    memory_mb: int = 400
    depth: int = 5
    parts: int = 200
    ratio: int = 100
    scanned_pages: int = 0
    text_characters: int = 200_000
    headers: int = 1_000
    pages: int = 100
    rows: int = 20_000
    columns: int = 200


class LimitExceeded(Exception):
    """A message as a whole is beyond a limit: `what` was counted, and the limit it passed."""

    def __init__(self, what: str, limit: int) -> None:
        self.what, self.limit = what, limit
        super().__init__(what, limit)

    def __str__(self) -> str:
        return f"more {self.what} than the limit of {self.limit}"
