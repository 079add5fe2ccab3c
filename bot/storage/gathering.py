"""A unit of work that writes in portions: what a long run adds and changes is written many rows at once.

For runs in one transaction that book thousands of lines (a bank file): a statement for each row costs more than all
thinking about it. Reading sees what was written: by key from memory, by anything else after the table's rows are
written. Numbers are drawn from the database once and counted on here; nobody else draws meanwhile, because such a
transaction has the database for itself (`Database.begin`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Generic, TypeVar, cast

import sqlalchemy as sa

from bot.storage import tables
from bot.storage.repositories import SqlRepository
from bot.storage.unit_of_work import SqlUnitOfWork
from workflows.errors import AlreadyExists
from workflows.ports import UnitOfWork

T = TypeVar("T")
GATHERED = ("statements", "payments", "open_items", "allocations", "entries", "cases", "audit", "habits")
PORTION = 4_000  # rows of one kind kept until they are written
# What is added and changed within one file is written once; the run holds these values anyway.
LARGE_PORTIONS = {"payments": 50_000, "open_items": 50_000}
MOST_KNOWN = 40_000  # values of one kind kept to be read again
ABSENT = object()


class GatheringRepository(Generic[T]):
    """One kind of record; the first field of its value is the key, as everywhere."""

    def __init__(self, inner: SqlRepository[T], portion: int = PORTION) -> None:
        self._inner, self._portion = inner, portion
        self._added: dict[str, T] = {}
        self._changed: dict[str, T] = {}
        self._known: dict[str, Any] = {}  # Any: a value, or ABSENT

    def get(self, key: str) -> T | None:
        found = self._known.get(key) or self._added.get(key)
        if found is None:
            found = self._inner.get(key)
            self._remember(key, ABSENT if found is None else found)
        return None if found is ABSENT else cast(T, found)

    def add(self, value: T) -> None:
        key = self._inner.key_of(value)
        known = self._known.get(key)
        if (known is not None and known is not ABSENT) or key in self._added:
            raise AlreadyExists(self._inner.kind, key)
        self._added[key] = value
        if not self._inner.only_appends:  # what is never changed is not looked at again
            self._remember(key, value)
        if len(self._added) >= self._portion:
            self.flush()

    def put(self, value: T) -> None:
        key = self._inner.key_of(value)
        (self._added if key in self._added or self._inner.only_appends else self._changed)[key] = value
        self._remember(key, value)
        if len(self._changed) >= self._portion:
            self.flush()

    def where(self, **equal: Any) -> list[T]:
        wanted: Any = equal.get(self._inner.key_field) if len(equal) == 1 else None
        by_key = isinstance(wanted, (tuple, list, set, frozenset))
        if by_key and all(key in self._known for key in wanted):
            return [self._known[key] for key in sorted(set(wanted)) if self._known[key] is not ABSENT]
        self.flush()
        found = self._inner.where(**equal)
        if by_key:  # what is not there is known, too
            for key in wanted:
                self._remember(key, ABSENT)
            for value in found:
                self._remember(self._inner.key_of(value), value)
        return found

    def columns(self, *fields: str) -> Iterator[tuple[Any, ...]]:
        self.flush()
        return self._inner.columns(*fields)

    def portions(self, *fields: str) -> Iterator[Sequence[Sequence[Any]]]:
        self.flush()
        return self._inner.portions(*fields)

    def flush(self) -> None:
        """Writes what is kept; raises AlreadyExists if something added was there before."""
        if self._added:
            self._inner.add_all(list(self._added.values()))
            self._added.clear()
        if self._changed:
            self._inner.put_all(list(self._changed.values()))
            self._changed.clear()

    def _remember(self, key: str, value: Any) -> None:
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
            self._known.update(self._added)
            self._known.update(self._changed)
        self._known[key] = value


class GatheringUnitOfWork:
    """Everything of the transaction below it, the kinds of `GATHERED` in portions."""

    def __init__(self, inner: SqlUnitOfWork) -> None:
        self._inner = inner
        self._drawn: dict[str, int] = {}
        self._gathered = {
            name: GatheringRepository[Any](getattr(inner, name), LARGE_PORTIONS.get(name, PORTION)) for name in GATHERED
        }
        self.__dict__.update(self._gathered)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def draw(self, series: str) -> int:
        if not self._inner.is_counted(series):
            return self._inner.draw(series)
        self._drawn[series] = self._drawn[series] + 1 if series in self._drawn else self._inner.draw(series)
        return self._drawn[series]

    def progress(self) -> Mapping[str, int]:
        self.flush()
        return self._inner.progress()

    def flush(self) -> None:
        for repository in self._gathered.values():
            repository.flush()
        if self._drawn:
            same = tables.series.c.name == sa.bindparam("series")
            counted = sa.update(tables.series).where(same).values(value=sa.bindparam("reached"))
            reached = [{"series": series, "reached": value} for series, value in self._drawn.items()]
            self._inner.connection.execute(counted, reached)
            self._drawn.clear()


@contextmanager
def gathered(uow: SqlUnitOfWork) -> Iterator[UnitOfWork]:
    """The same transaction, written in portions; the rest is written when the block ends without an error."""
    gathering = GatheringUnitOfWork(uow)
    yield cast(UnitOfWork, gathering)
    gathering.flush()
