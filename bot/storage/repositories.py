"""Records of one kind in their table; what `workflows.ports.Repository` promises, on SQLite and PostgreSQL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bot.storage import tables
from bot.storage.codec import RowCodec, is_structure
from workflows.errors import AlreadyExists
from workflows.ledger.model import JournalEntry, JournalLine

T = TypeVar("T")
MASTER_DATA_REVISION = "master-data"  # series that counts the transactions which wrote master data
VALUES_PER_QUERY = 10_000  # below SQLite's 32,766 and PostgreSQL's 65,535 bound values


def upsert(connection: sa.Connection, table: sa.Table) -> Any:
    """The dialect's INSERT that knows ON CONFLICT. Any: the two dialects' classes share no typed base for it."""
    return (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(table)


def draw(connection: sa.Connection, series: str) -> int:
    """The next number of a series, from 1; given back if the transaction fails."""
    table = tables.series
    insert = upsert(connection, table).values(name=series, value=1)
    counted = insert.on_conflict_do_update(index_elements=["name"], set_={"value": table.c.value + 1})
    return int(connection.execute(counted.returning(table.c.value)).scalar_one())


class SqlRepository(Generic[T]):
    """Values under the primary key of `table`."""

    def __init__(self, connection: sa.Connection, table: sa.Table, codec: RowCodec, kind: str) -> None:
        self._connection, self._table, self._codec, self._kind = connection, table, codec, kind
        self._key = table.c[codec.key]

    def get(self, key: str) -> T | None:
        found = self._select(self._key == key)
        return found[0] if found else None

    def add(self, value: T) -> None:
        row = self._codec.row(value)
        # RETURNING, because the row count of DO NOTHING is unknown on PostgreSQL. Every unique index counts.
        insert = upsert(self._connection, self._table).values(row).on_conflict_do_nothing().returning(self._key)
        if self._connection.execute(insert).first() is None:
            raise AlreadyExists(self._kind, str(row[self._codec.key]))

    def put(self, value: T) -> None:
        row = self._codec.row(value)
        changed = {name: item for name, item in row.items() if name != self._codec.key}
        insert = upsert(self._connection, self._table).values(row)
        self._connection.execute(insert.on_conflict_do_update(index_elements=[self._codec.key], set_=changed))

    def where(self, **equal: Any) -> list[T]:
        conditions = [self._condition(name, wanted) for name, wanted in equal.items()]
        found: list[T] = []
        for parts in _combinations(conditions):
            found += self._select(*parts)
        if any(len(parts) > 1 for parts in conditions):
            found.sort(key=lambda value: str(getattr(value, self._codec.key)))
        return found

    def _condition(self, name: str, wanted: Any) -> list[sa.ColumnElement[bool]]:
        """The alternatives of one condition: several only where a list is too long for one statement."""
        hint = self._codec.hints.get(name)
        if hint is None or is_structure(hint):
            raise ValueError(f"{self._kind} cannot be searched by {name!r}")
        column = self._table.c[name]
        if not isinstance(wanted, (tuple, list, set, frozenset)):
            return [column.is_(None) if wanted is None else column == wanted]
        values = sorted({value for value in wanted if value is not None}, key=str)
        parts: list[sa.ColumnElement[bool]] = [
            column.in_(values[start : start + VALUES_PER_QUERY]) for start in range(0, len(values), VALUES_PER_QUERY)
        ]
        if None in wanted:
            parts.append(column.is_(None))
        return parts or [sa.false()]

    def _select(self, *conditions: sa.ColumnElement[bool]) -> list[T]:
        rows = self._connection.execute(sa.select(self._table).where(*conditions).order_by(self._key))
        return self._values([row._mapping for row in rows])

    def _values(self, rows: list[sa.RowMapping]) -> list[T]:
        return [self._codec.value(row) for row in rows]  # type: ignore[arg-type]


class AppendOnlyRepository(SqlRepository[T]):
    """What is never edited: putting a value again is an error, as adding it twice is."""

    def put(self, value: T) -> None:
        self.add(value)


class MasterDataRepository(SqlRepository[T]):
    """Customers, contacts, articles: a transaction that writes them moves their revision, for those who keep copies."""

    _moved = False

    def add(self, value: T) -> None:
        super().add(value)
        self._move()

    def put(self, value: T) -> None:
        super().put(value)
        self._move()

    def _move(self) -> None:
        if not self._moved:
            draw(self._connection, MASTER_DATA_REVISION)
            self._moved = True


class JournalRepository(AppendOnlyRepository[JournalEntry]):
    """Entries with their lines in a table of their own, so that SQL can sum them."""

    def add(self, value: JournalEntry) -> None:
        super().add(value)
        lines = [
            {"entry": value.id, "position": position, **_LINE.row(line)}
            for position, line in enumerate(value.lines, start=1)
        ]
        self._connection.execute(sa.insert(tables.journal_lines), lines)

    def _values(self, rows: list[sa.RowMapping]) -> list[JournalEntry]:
        lines = self._lines([row["id"] for row in rows])
        return [self._codec.value(row, lines=tuple(lines[row["id"]])) for row in rows]  # type: ignore[arg-type]

    def _lines(self, entries: list[str]) -> dict[str, list[JournalLine]]:
        table, found = tables.journal_lines, defaultdict(list)
        for start in range(0, len(entries), VALUES_PER_QUERY):
            wanted = table.c.entry.in_(entries[start : start + VALUES_PER_QUERY])
            query = sa.select(table).where(wanted).order_by(table.c.entry, table.c.position)
            for row in self._connection.execute(query):
                found[row.entry].append(_LINE.value(row._mapping))  # type: ignore[arg-type]
        return found


def _combinations(conditions: list[list[sa.ColumnElement[bool]]]) -> Iterator[tuple[sa.ColumnElement[bool], ...]]:
    """Every choice of one alternative per condition."""
    chosen: Iterable[tuple[sa.ColumnElement[bool], ...]] = [()]
    for parts in conditions:
        chosen = [(*before, part) for before in chosen for part in parts]
    yield from chosen


_LINE = RowCodec(JournalLine)
