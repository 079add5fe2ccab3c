"""Which mails of an IMAP folder are fetched by one command: as many as fit into memory, and of a giant its beginning.

What a server says of sizes is believed only where that costs nothing: a mail of unknown size is asked for up to the
limit, and a mail that comes whole was no giant.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.mail.heads import HEAD_BYTES, head_of
from bot.mail.ports import Arrived

BATCH_BYTES = 20_000_000
DATE, BODY = b"INTERNALDATE", b"BODY[]"


@dataclass(frozen=True, slots=True)
class Portion:
    """`first_bytes`: only so many of each are asked for, 0: all. `told_bytes`: the size, as the server has it."""

    uids: tuple[int, ...]
    first_bytes: int = 0
    told_bytes: int = 0

    def items(self, *, dated: bool) -> list[str]:
        """What FETCH asks for; without its date where that may be what cannot be read."""
        part = f"<0.{self.first_bytes}>" if self.first_bytes else ""
        return [f"BODY.PEEK[]{part}", *(["INTERNALDATE"] if dated else [])]

    def arrived(self, uid: int, row: Mapping[bytes, Any], largest_bytes: int) -> Arrived:
        """The mail of an answer to `items`; its head where there is more of it than the limit."""
        raw = body(row) or b""
        if not self.first_bytes or (len(raw) < self.first_bytes and len(raw) <= largest_bytes):
            return Arrived(str(uid), raw, received(row))
        return Arrived(str(uid), head_of(raw), received(row), whole_bytes=max(self.told_bytes, len(raw)))


def portions(uids: Iterable[int], sizes: Mapping[int, int], largest_bytes: int) -> list[Portion]:
    """The uids in parts; `sizes`: uid -> bytes, of those whose size is known."""
    found: list[Portion] = []
    part: list[int] = []
    room = BATCH_BYTES
    for uid in uids:
        size = sizes.get(uid, 0)
        alone = size <= 0 or size > largest_bytes
        if part and (alone or size > room):
            found.append(Portion(tuple(part)))
            part, room = [], BATCH_BYTES
        if alone:
            found.append(Portion((uid,), HEAD_BYTES if size > 0 else largest_bytes + 1, max(size, 0)))
        else:
            part.append(uid)
            room -= size
    return [*found, Portion(tuple(part))] if part else found


def body(row: Mapping[bytes, Any]) -> bytes | None:
    """The mail, or its beginning, in an answer to FETCH; None where there is none."""
    return next((value for key, value in row.items() if key.startswith(BODY) and isinstance(value, bytes)), None)


def received(row: Mapping[bytes, Any]) -> datetime:
    found = row.get(DATE)
    moment = found if isinstance(found, datetime) else datetime.now(UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
