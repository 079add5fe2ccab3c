"""Our own look at signatures, once for each message: keys by DNS, the check in the bounded reader, the verdict kept.

Reading has no network: names are looked up at intake, within seconds and from a cache, and what came out is kept with
the message, so that working it again asks nobody. Off unless `[security] dkim = true` or `arc = true`.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.signatures import as_text, from_text, key_names
from bot.storage import tables
from bot.storage.repositories import upsert
from nlp.trust import DKIM, Signature

if TYPE_CHECKING:
    from bot.storage.database import Database

LARGEST_KEY = 1_024  # bytes; a key of 4096 bits has 736, and a far longer one would take long to check
SECONDS = 5.0  # for all keys of one message
KEEP_SECONDS, KEEP_MISSING_SECONDS, MOST_KEPT = 3_600.0, 300.0, 10_000

Lookup = Callable[[str, float], bytes | None]
"""(name, seconds) -> its TXT record, None if there is none. Raises LookupFailed."""
Check = Callable[[bytes, Mapping[str, bytes]], tuple[Signature, ...]]
"""(message, keys by name) -> its signatures: `BoundedReader.signatures`."""


class LookupFailed(Exception):
    """Nobody answered in time: there may be a record or not."""


class KeyLookup:
    """TXT records by DNS, kept for a while. May be asked from many threads."""

    def __init__(self, ask: Callable[[str, float], tuple[bytes | None, float]] | None = None) -> None:
        self._ask = ask or ask_dns
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, tuple[float, bytes | None]] = OrderedDict()

    def __call__(self, name: str, seconds: float) -> bytes | None:
        now = time.monotonic()
        with self._lock:
            until, record = self._kept.get(name, (0.0, None))
        if until > now:
            return record
        record, lasts = self._ask(name, seconds)
        keep = min(lasts, KEEP_SECONDS) if record is not None else KEEP_MISSING_SECONDS
        with self._lock:
            self._kept[name] = (now + keep, record)
            self._kept.move_to_end(name)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return record


def ask_dns(name: str, seconds: float) -> tuple[bytes | None, float]:
    """(TXT record or None, seconds that it may be kept) by the resolvers of this machine. Raises LookupFailed."""
    import dns.exception
    import dns.resolver

    try:
        answer = dns.resolver.resolve(f"{name}.", "TXT", lifetime=seconds, raise_on_no_answer=False, search=False)
    except dns.resolver.NXDOMAIN:
        return None, 0.0
    except (dns.exception.DNSException, OSError) as error:
        raise LookupFailed(f"{type(error).__name__}") from error
    if answer.rrset is None:
        return None, 0.0
    return b"".join(next(iter(answer.rrset)).strings), float(answer.rrset.ttl)


class SignatureCheck:
    """The verdict on each message's signatures, asked for once and kept."""

    def __init__(
        self,
        database: Database,
        check: Check,
        lookup: Lookup | None = None,
        *,
        now: Callable[[], datetime],
        kinds: Collection[str] = (DKIM,),
    ) -> None:
        self._database, self._check, self._lookup, self._now = database, check, lookup or KeyLookup(), now
        self._kinds = tuple(kinds)

    def of(self, raw: bytes) -> tuple[Signature, ...] | None:
        """A message's signatures; None where nobody could look just now. Raises nothing that a mail can cause."""
        sha256 = hashlib.sha256(raw).hexdigest()
        known = self._kept(sha256)
        if known is not None:
            return known
        keys = self._keys(key_names(raw, self._kinds))
        if keys is None:
            return None
        found = self._check(raw, keys) if keys else _unanswered(key_names(raw)) if DKIM in self._kinds else ()
        found = tuple(one for one in found if one.kind in self._kinds)
        self._keep(sha256, found)
        return found

    def _keys(self, names: tuple[str, ...]) -> dict[str, bytes] | None:
        deadline, keys = time.monotonic() + SECONDS, {}
        for name in names:
            left = deadline - time.monotonic()
            try:
                record = self._lookup(name, left) if left > 0 else None
            except LookupFailed:
                return None
            if left <= 0:
                return None
            if record is not None and len(record) <= LARGEST_KEY:
                keys[name] = record
        return keys

    def _kept(self, sha256: str) -> tuple[Signature, ...] | None:
        table = tables.signature_verdicts
        with self._database.read() as snapshot:
            text = snapshot.connection.execute(sa.select(table.c.signatures).where(table.c.sha256 == sha256)).scalar()
        return None if text is None else from_text(text)

    def _keep(self, sha256: str, found: tuple[Signature, ...]) -> None:
        row = {"sha256": sha256, "checked_at": self._now(), "signatures": as_text(found)}
        with self._database.connection() as connection:
            insert = upsert(connection, tables.signature_verdicts).values(**row)
            connection.execute(insert.on_conflict_do_nothing(index_elements=["sha256"]))


def _unanswered(names: tuple[str, ...]) -> tuple[Signature, ...]:
    """No key is published for any of them."""
    return tuple(Signature(name.partition("._domainkey.")[2], False, "its key is not published") for name in names)
