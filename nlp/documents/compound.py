"""A compound file (OLE2, [MS-CFB]) gives its streams by path, within bounds: no circle, no more than it says."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FREE, END = 0xFFFFFFFF, 0xFFFFFFFE
ENTRY_BYTES = 128
ENTRIES = 20_000
STORAGE, STREAM, ROOT = 1, 2, 5
DEPTH = 30


class BrokenCompound(ValueError):
    """The file is no compound file, or its tables lead outside of it or round in a circle."""


@dataclass(slots=True)
class _Entry:
    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int


@dataclass(slots=True)
class Compound:
    """`streams`: path from the root ("__attach_version1.0_#00000000/__substg1.0_37010102") to content."""

    streams: dict[str, bytes] = field(default_factory=dict)


def read_compound(data: bytes, most_bytes: int) -> Compound:
    """All streams; raises BrokenCompound. `most_bytes`: of all streams together."""
    try:
        return _Reader(data, most_bytes).read()
    except (struct.error, IndexError, UnicodeDecodeError, OverflowError) as error:
        raise BrokenCompound(str(error)) from None


class _Reader:
    def __init__(self, data: bytes, most_bytes: int) -> None:
        if not data.startswith(MAGIC):
            raise BrokenCompound("no compound file")
        self.data, self.left = data, most_bytes
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise BrokenCompound("sectors of an unknown size")
        self.size, self.mini_size = 1 << shift, 1 << mini_shift
        self.cutoff = struct.unpack_from("<I", data, 56)[0]
        self.table = self._table()
        self.entries = self._entries(struct.unpack_from("<I", data, 48)[0])
        mini_start = struct.unpack_from("<I", data, 60)[0]
        self.mini_table = self._numbers(self._chain(mini_start)) if mini_start < END else []
        self.mini_data = self._chain(self.entries[0].start) if self.entries and self.entries[0].start < END else b""

    def read(self) -> Compound:
        found = Compound()
        pending = [(self.entries[0].child, "", 0)] if self.entries else []
        seen: set[int] = set()
        while pending:
            number, path, depth = pending.pop()
            if number >= len(self.entries) or number in seen or depth > DEPTH:
                continue
            seen.add(number)
            entry = self.entries[number]
            pending += [(entry.left, path, depth), (entry.right, path, depth)]
            if entry.kind == STORAGE:
                pending.append((entry.child, f"{path}{entry.name}/", depth + 1))
            elif entry.kind == STREAM:
                found.streams[path + entry.name] = self._stream(entry)
        return found

    def _stream(self, entry: _Entry) -> bytes:
        self.left -= entry.size
        if self.left < 0 or entry.size > len(self.data):
            raise BrokenCompound("streams larger than allowed")
        if entry.size >= self.cutoff:
            return self._chain(entry.start)[: entry.size]
        parts, sector, steps = [], entry.start, 0
        while sector < END and steps * self.mini_size < entry.size:
            parts.append(self.mini_data[sector * self.mini_size : (sector + 1) * self.mini_size])
            sector, steps = self.mini_table[sector], steps + 1
        return b"".join(parts)[: entry.size]

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self.size
        if start >= len(self.data):
            raise BrokenCompound("a sector outside of the file")
        return self.data[start : start + self.size]

    def _chain(self, sector: int) -> bytes:
        parts: list[bytes] = []
        while sector < END:
            parts.append(self._sector(sector))
            if len(parts) * self.size > len(self.data) + self.size:
                raise BrokenCompound("a chain of sectors that does not end")
            sector = self.table[sector]
        return b"".join(parts)

    def _numbers(self, data: bytes) -> list[int]:
        return list(struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))

    def _table(self) -> list[int]:
        sectors = [n for n in struct.unpack_from("<109I", self.data, 76) if n < END]
        following = struct.unpack_from("<I", self.data, 68)[0]
        while following < END and len(sectors) * self.size <= len(self.data):
            numbers = self._numbers(self._sector(following))
            sectors += [n for n in numbers[:-1] if n < END]
            following = numbers[-1]
        return [n for sector in sectors for n in self._numbers(self._sector(sector))]

    def _entries(self, start: int) -> list[_Entry]:
        raw, found = self._chain(start), []
        for place in range(0, min(len(raw), ENTRIES * ENTRY_BYTES), ENTRY_BYTES):
            length, kind = struct.unpack_from("<HB", raw, place + 64)
            left, right, child = struct.unpack_from("<3I", raw, place + 68)
            first, size = struct.unpack_from("<II", raw, place + 116)
            name = raw[place : place + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
            found.append(_Entry(name, kind, left, right, child, first, size))
        return found
