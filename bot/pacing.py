"""How many letters left in the last minute, of an account and to a domain: more than its servers like have to wait."""

from __future__ import annotations

import threading
from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import Enum, auto

WINDOW = timedelta(minutes=1)
ACCOUNT = "account"


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


class May(Enum):
    NOW = auto()
    WAIT = auto()  # the account has had enough for now, and so have all its letters
    LATER = auto()  # one of the recipients' domains has


class AccountPace:
    """The pace of one account and of the domains that it writes to, for several threads.

    `starts`: when letters began to leave before, and to whom, in order of time.
    """

    def __init__(
        self,
        per_minute: int | None,
        per_domain_minute: int | None,
        starts: Iterable[tuple[datetime, Sequence[str]]] = (),
    ) -> None:
        self._own, self._domains = Pace(per_minute), Pace(per_domain_minute)
        self._lock = threading.Lock()
        for at, recipients in starts:
            self._note(domains_of(recipients), at)

    def start(self, recipients: Sequence[str], now: datetime) -> May:
        """Whether a letter may leave; if so, it is counted."""
        domains = domains_of(recipients)
        with self._lock:
            if not self._domains.allows(domains, now):
                return May.LATER
            if not self._own.allows((ACCOUNT,), now):
                return May.WAIT
            self._note(domains, now)
        return May.NOW

    def _note(self, domains: Iterable[str], at: datetime) -> None:
        self._own.note((ACCOUNT,), at)
        self._domains.note(domains, at)
