"""How many letters went to each recipient's domain in the last minute: more than its servers like have to wait."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=1)


def domains_of(recipients: Iterable[str]) -> frozenset[str]:
    return frozenset(address.rpartition("@")[2].casefold() for address in recipients)


class Pace:
    """`limit`: starts a minute and domain, None: any number. `starts`: those that others made, in order of time."""

    def __init__(self, limit: int | None, starts: Iterable[tuple[datetime, frozenset[str]]] = ()) -> None:
        self._limit = limit
        self._starts: defaultdict[str, deque[datetime]] = defaultdict(deque)
        for at, domains in starts:
            self.note(domains, at)

    def note(self, domains: Iterable[str], at: datetime) -> None:
        for domain in domains:
            self._starts[domain].append(at)

    def allows(self, domains: Iterable[str], now: datetime) -> bool:
        """Whether every one of the domains may get one more."""
        return self._limit is None or all(self._recent(domain, now) < self._limit for domain in domains)

    def _recent(self, domain: str, now: datetime) -> int:
        starts = self._starts[domain]
        while starts and starts[0] <= now - WINDOW:
            starts.popleft()
        return len(starts)
