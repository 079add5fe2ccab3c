"""XML as its parser reads it: never more of it at once than fits in memory, however large the file.

A parser keeps what it has read until the reader frees it, and a tree takes up to thirty times its text.
"""

from __future__ import annotations

from bot.banks.values import BankFile
from workflows.errors import BadInput

MAX_MARKUP = 4_000_000  # tags and attributes between two things that are freed: some 75,000 transactions


class XmlSource:
    """A file for lxml to read; raises BadInput where more stands between two calls of `freed` than may be kept."""

    def __init__(self, file: BankFile) -> None:
        if b"<!DOCTYPE" in file.data[:100_000].replace(b"\0", b""):
            raise BadInput(file.name, "a document type declaration is not allowed", line=1)
        self._file = file
        self._place = self._kept = 0

    def read(self, size: int) -> bytes:
        """The next part of the file, b"" at its end."""
        part = self._file.data[self._place : self._place + size]
        self._place += len(part)
        self._kept += part.count(b"<") + 2 * part.count(b"=")  # an attribute takes twice the memory
        if self._kept > MAX_MARKUP:
            line = self._file.data.count(b"\n", 0, self._place) + 1
            raise BadInput(self._file.name, "more in one entry than can be read at once", line=line)
        return part

    def freed(self) -> None:
        """What was read so far is no longer kept."""
        self._kept = 0
