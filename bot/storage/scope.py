"""What a transaction that shares PostgreSQL with others has locked: nothing else of the books may it change.

Locks are taken in one order, so that no two transactions wait for each other: first what was named at the beginning
(customers, messages), then articles, then the numbers of a company. Who asks for anything else, or against the order,
is `BeyondScope`: its work is undone and done again with the database for itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NoReturn

CUSTOMER, MESSAGE, ARTICLE, NUMBERS = "customer:", "message:", "article:", "numbers:"
ON_THE_WAY = (ARTICLE, NUMBERS)  # locks that may be taken after the beginning, in this order


def _of_customer(value: Any) -> str:
    return f"{CUSTOMER}{value.customer}"


# Kind of record -> the lock under which one is changed. A kind that is missing here is changed by nobody who shares
# the database: while it is shared, it stays as it is. Of these records none ever passes from one customer to another;
# an address may be two customers', and is missing for that. (Any: records of many types.)
LOCK_OF: dict[str, Callable[[Any], str]] = {
    **dict.fromkeys(("orders", "invoices", "open_items", "letters", "cases", "promises", "returns"), _of_customer),
    **dict.fromkeys(("advices", "changes", "revenue_schedules", "stops"), _of_customer),
    "messages": lambda value: f"{MESSAGE}{value.id}",
    "stock": lambda value: f"{ARTICLE}{value.sku}",
}
ONLY_ADDED = frozenset(("entries", "audit"))  # nobody changes them, and each gets an id that only its transaction drew

NEVER_ADDED = frozenset(("stock",))  # by anybody who shares the database: they change what an import counted


class BeyondScope(Exception):
    """A transaction that shares the database needs more of it than it has locked."""


class Scope:
    """The locks that one transaction holds until it ends."""

    def __init__(self, subjects: Iterable[str]) -> None:
        self._held = set(subjects)
        self._last = (-1, "")
        self.refused = ""  # what was asked for beyond

    def take(self, subject: str) -> bool:
        """Whether the lock is to be taken now; False if it is held. Raises BeyondScope where it may not be taken."""
        if subject in self._held:
            return False
        rank = next((place for place, kind in enumerate(ON_THE_WAY) if subject.startswith(kind)), -1)
        if (rank, subject) <= self._last or rank < 0:
            self._refuse(subject)
        self._last = (rank, subject)
        self._held.add(subject)
        return True

    def holds(self, kind: str, value: Any) -> bool:
        """Whether nobody else can change this record before the transaction ends. Any: as in `require`."""
        return kind not in ONLY_ADDED and (kind not in LOCK_OF or LOCK_OF[kind](value) in self._held)

    def settles(self, kind: str, tests: Mapping[str, tuple[str, Any]], *, none: bool = False) -> bool:
        """Whether nobody else can change which records pass these tests (`bot.storage.memory`). `none`: none does."""
        if kind in NEVER_ADDED and none:
            return True
        if kind not in LOCK_OF:
            return kind not in ONLY_ADDED
        how, customer = tests.get("customer", ("", ""))
        return LOCK_OF[kind] is _of_customer and how == "equal" and f"{CUSTOMER}{customer}" in self._held

    def require(self, kind: str, value: Any, *, is_new: bool = False) -> None:
        """Raises BeyondScope if a record may not be written under these locks. Any: of whatever type."""
        if is_new and kind in NEVER_ADDED:
            self._refuse(kind)
        if kind in ONLY_ADDED:
            return
        if kind not in LOCK_OF or LOCK_OF[kind](value) not in self._held:
            self._refuse(kind)

    def _refuse(self, what: str) -> NoReturn:
        self.refused = what
        raise BeyondScope(what)


def numbers_of(series: str) -> str:
    """The lock of a series of numbers: one for all series of a company ("FR01-invoice-2026")."""
    return f"{NUMBERS}{series.partition('-')[0]}"


def lock_key(subject: str) -> int:
    """The 64 bits by which PostgreSQL knows a lock."""
    return int.from_bytes(hashlib.blake2b(subject.encode(), digest_size=8).digest(), "big", signed=True)
