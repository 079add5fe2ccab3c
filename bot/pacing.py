"""How many letters left in the last minute, of an account and to a domain: more than its servers like have to wait."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=1)


def domains_of(recipients: Iterable[str]) -> frozenset[str]:
    return frozenset(address.rpartition("@")[2].casefold() for address in recipients)


class Pace:
    """`limit`: starts a minute of each (account or domain), None: any number. `starts`: those that others made, in
    order of time."""

    def __init__(self, limit: int | None, starts: Iterable[tuple[datetime, Iterable[str]]] = ()) -> None:
        self._limit = limit
        self._starts: defaultdict[str, deque[datetime]] = defaultdict(deque)
        for at, names in starts:
            self.note(names, at)

    def note(self, names: Iterable[str], at: datetime) -> None:
        if self._limit is not None:
            for name in names:
                self._starts[name].append(at)

    def allows(self, names: Iterable[str], now: datetime) -> bool:
        """Whether there may be one more of every one of them."""
        return self._limit is None or all(self._recent(name, now) < self._limit for name in names)

    def _recent(self, name: str, now: datetime) -> int:
        starts = self._starts[name]
        while starts and starts[0] <= now - WINDOW:
            starts.popleft()
        return len(starts)
