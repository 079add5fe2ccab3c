"""Records of one kind in their table; what `workflows.ports.Repository` promises, on SQLite and PostgreSQL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache, partial
from itertools import product
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bot.storage import tables
from bot.storage.bulk import insert_rows, read_portions, run
from bot.storage.codec import RowCodec, is_structure
from bot.storage.memory import Memory, Tests
from bot.storage.scope import Scope
from workflows.errors import AlreadyExists
from workflows.ledger.model import JournalEntry, JournalLine
from workflows.ports import Not

T = TypeVar("T")
MASTER_DATA_REVISION = "master-data"  # series that counts the transactions which wrote master data
CUSTOMER = "customer"  # field of what is few enough to be fetched at once
ROWS_AT_ONCE = 5_000  # of a long answer that is read row by row
SEPARATOR = "\x1f"  # between the keys of one question; where a key holds it, an array is asked with
VALUES_PER_QUERY = 10_000  # below SQLite's 32,766 and PostgreSQL's 65,535 bound values


def upsert(connection: sa.Connection, table: sa.Table) -> Any:
    """The dialect's INSERT that knows ON CONFLICT. Any: the two dialects' classes share no typed base for it."""
    return insert_into(connection.dialect.name, table)


def insert_into(dialect: str, table: sa.Table) -> Any:
    """The same by the dialect's name."""
    return (postgresql if dialect == "postgresql" else sqlite).insert(table)


def draw(connection: sa.Connection, series: str) -> int:
    """The next number of a series, from 1; given back if the transaction fails."""
    return int(connection.execute(_counting(connection.dialect.name), {"name": series, "value": 1}).scalar_one())


# Statements are made once: to build one costs more than SQLite takes to answer it. (Any: see `upsert`.)


@cache
def _counting(dialect: str) -> Any:
    table = tables.series
    insert = insert_into(dialect, table).on_conflict_do_update(
        index_elements=["name"], set_={"value": table.c.value + 1}
    )
    return insert.returning(table.c.value)


@cache
def _adding(dialect: str, table: sa.Table, key: str) -> Any:
    # RETURNING, because the row count of DO NOTHING is unknown on PostgreSQL. Every unique index counts.
    return insert_into(dialect, table).on_conflict_do_nothing().returning(table.c[key])


@cache
def _putting(dialect: str, table: sa.Table, key: str, names: tuple[str, ...]) -> Any:
    insert = insert_into(dialect, table)
    changed = {name: insert.excluded[name] for name in names if name != key}
    return insert.on_conflict_do_update(index_elements=[key], set_=changed)


@cache
def _selecting(table: sa.Table, names: tuple[str, ...], key: str, tests: tuple[tuple[str, str], ...]) -> sa.Select[Any]:
    """These columns of the rows that pass every test, in order of their key: (column, how it is compared)."""
    conditions = [_COMPARED[how](table.c[name]) for name, how in tests]
    return sa.select(*(table.c[name] for name in names)).where(*conditions).order_by(table.c[key])


_COMPARED: dict[str, Any] = {
    "equal": lambda column: column == sa.bindparam(column.name),
    "one of": lambda column: column.in_(sa.bindparam(column.name, expanding=True)),
    # One text, which the server takes apart, instead of hundreds of bound values that SQLAlchemy writes, or of an
    # array whose every element psycopg looks through for signs to quote.
    "any of": lambda column: column == sa.any_(sa.func.string_to_array(sa.bindparam(column.name), SEPARATOR)),
    "any of array": lambda column: column == sa.any_(sa.bindparam(column.name, type_=postgresql.ARRAY(sa.Text()))),
    "none": lambda column: column.is_(None),
    "other": lambda column: column != sa.bindparam(column.name),
}


class SqlRepository(Generic[T]):
    """Values under the primary key of `table`."""

    def __init__(
        self,
        connection: sa.Connection,
        table: sa.Table,
        codec: RowCodec,
        kind: str,
        scope: Scope | None = None,
        *,
        remembers: bool = False,
    ) -> None:
        """`scope`: what may be written, where not everything may. `remembers`: nothing is asked twice."""
        self._connection, self._table, self._codec, self._kind = connection, table, codec, kind
        self._dialect, self._key = connection.dialect.name, codec.key
        self._scope = scope
        self._memory: Memory[T] | None = Memory(kind, codec.key, self.key_of, scope) if remembers else None

    only_appends = False

    @property
    def kind(self) -> str:
        return self._kind

    @property
    def key_field(self) -> str:
        return self._key

    def key_of(self, value: T) -> str:
        return str(getattr(value, self._key))

    def add_all(self, values: Sequence[T]) -> None:
        """Adds many at once; raises AlreadyExists if one was there before."""
        self._require(values)
        try:
            insert_rows(self._connection, self._table, tuple(self._codec.hints), self._codec.columns(values))
        except sa.exc.IntegrityError as error:
            raise AlreadyExists(self._kind, f"one of {self.key_of(values[0])} … {self.key_of(values[-1])}") from error
        self._wrote(values)

    def put_all(self, values: Sequence[T]) -> None:
        """Replaces or adds many at once."""
        self._require(values)
        names = tuple(self._codec.hints)
        statement = _putting(self._dialect, self._table, self._key, names)
        run(self._connection, statement, self._table, names, self._codec.columns(values))
        self._wrote(values)

    def get(self, key: str) -> T | None:
        found = self._select({self._key: ("equal", key)})
        return found[0] if found else None

    def add(self, value: T) -> None:
        self._require((value,))
        row = self._codec.row(value)
        if self._connection.execute(_adding(self._dialect, self._table, self._key), row).first() is None:
            raise AlreadyExists(self._kind, str(row[self._key]))
        self._wrote((value,))

    def put(self, value: T) -> None:
        self._require((value,))
        row = self._codec.row(value)
        self._connection.execute(_putting(self._dialect, self._table, self._key, tuple(row)), row)
        self._wrote((value,))

    def _require(self, values: Sequence[T]) -> None:
        for value in values if self._scope is not None else ():
            self._scope.require(self._kind, value)  # type: ignore[union-attr]

    def _wrote(self, values: Sequence[T]) -> None:
        if self._memory is None:
            return
        if len(values) > 1:
            self._memory.forget()
        for value in values if len(values) == 1 else ():
            self._memory.wrote(value)

    def where(self, **equal: Any) -> list[T]:
        conditions = {name: self._tests(name, wanted) for name, wanted in equal.items()}
        found: list[T] = []
        for chosen in product(*conditions.values()):
            found += self._select(dict(zip(conditions, chosen, strict=True)))
        if any(len(tests) > 1 for tests in conditions.values()):
            found.sort(key=lambda value: str(getattr(value, self._key)))
        return found

    def columns(self, *fields: str, **equal: Any) -> Iterator[tuple[Any, ...]]:
        unknown = [field for field in fields if field not in self._codec.hints]
        if unknown:
            raise ValueError(f"{self._kind} has no {unknown[0]!r}")
        conditions = {name: self._tests(name, wanted) for name, wanted in equal.items()}
        for chosen in product(*conditions.values()):
            tests = dict(zip(conditions, chosen, strict=True))
            if tests.get(CUSTOMER, ("", ""))[0] != "equal":
                yield from self._fields(fields, tests, ROWS_AT_ONCE)
            elif self._memory is None:  # a cursor of the server costs three more ways there and back
                yield from self._fields(fields, tests)
            else:
                yield from self._memory.answer(tests, fields, partial(self._few_fields, fields, tests))

    def _few_fields(self, fields: tuple[str, ...], tests: Tests) -> list[tuple[Any, ...]]:
        return list(self._fields(fields, tests))

    def _fields(self, fields: tuple[str, ...], tests: Tests, at_once: int = 0) -> Iterator[tuple[Any, ...]]:
        """`at_once`: rows that are fetched and held at a time; 0: all of them."""
        decode = self._codec.some_in_order(fields)
        query, values = self._query(fields, tests)
        if at_once:
            query = query.execution_options(yield_per=at_once)
        for row in self._connection.execute(query, values):
            yield decode(row)

    def portions(self, *fields: str) -> Iterator[Sequence[Sequence[Any]]]:
        decoders = [self._codec.decoder(field) for field in fields]
        for portion in read_portions(self._connection, self._table, fields, self._key):
            columns = zip(decoders, portion, strict=True)
            yield [list(map(decode, column)) if decode else column for decode, column in columns]

    def _tests(self, name: str, wanted: Any) -> list[tuple[str, Any]]:
        """The alternatives of one condition: several only where a list is too long for one statement."""
        hint = self._codec.hints.get(name)
        if hint is None or is_structure(hint):
            raise ValueError(f"{self._kind} cannot be searched by {name!r}")
        if isinstance(wanted, Not):
            return [("other", wanted.value)]
        if not isinstance(wanted, (tuple, list, set, frozenset)):
            return [("none", None) if wanted is None else ("equal", wanted)]
        known = {value for value in wanted if value is not None}
        if known and self._dialect == "postgresql" and all(type(value) is str for value in known):
            joined = SEPARATOR.join(known)
            parts_again = "" not in known and joined.count(SEPARATOR) == len(known) - 1
            tests: list[tuple[str, Any]] = [("any of", joined) if parts_again else ("any of array", list(known))]
        else:
            values = sorted(known, key=str)
            starts = range(0, len(values), VALUES_PER_QUERY)
            tests = [("one of", values[start : start + VALUES_PER_QUERY]) for start in starts]
        if None in wanted:
            tests.append(("none", None))
        return tests

    def _select(self, tests: Tests) -> list[T]:
        if self._memory is None:
            return self._asked(tests)
        return self._memory.select(tests, lambda: self._asked(tests))

    def _asked(self, tests: Tests) -> list[T]:
        query, values = self._query(tuple(self._codec.hints), tests)
        return self._values(self._connection.execute(query, values).all())

    def _query(self, fields: tuple[str, ...], tests: Tests) -> tuple[sa.Select[Any], dict[str, Any]]:
        kinds = tuple((name, how) for name, (how, _) in tests.items())
        values = {name: value for name, (how, value) in tests.items() if how != "none"}
        return _selecting(self._table, fields, self._key, kinds), values

    def _values(self, rows: Sequence[sa.Row[Any]]) -> list[T]:
        return list(map(self._codec.in_order, rows))


class AppendOnlyRepository(SqlRepository[T]):
    """What is never edited: putting a value again is an error, as adding it twice is."""

    only_appends = True

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
        self._add_lines([value])

    def add_all(self, values: Sequence[JournalEntry]) -> None:
        super().add_all(values)
        self._add_lines(values)

    def _add_lines(self, values: Sequence[JournalEntry]) -> None:
        of = [(value.id, place) for value in values for place, _ in enumerate(value.lines, start=1)]
        lines = [line for value in values for line in value.lines]
        names, columns = ("entry", "position", *_LINE.hints), [*zip(*of, strict=True), *_LINE.columns(lines)]
        insert_rows(self._connection, tables.journal_lines, names, columns)

    def _values(self, rows: Sequence[sa.Row[Any]]) -> list[JournalEntry]:
        lines = self._lines([row.id for row in rows])
        return [self._codec.value(row._mapping, lines=tuple(lines[row.id])) for row in rows]  # type: ignore[arg-type]

    def _lines(self, entries: list[str]) -> dict[str, list[JournalLine]]:
        found = defaultdict(list)
        for start in range(0, len(entries), VALUES_PER_QUERY):
            for row in self._connection.execute(_LINES_OF, {"entry": entries[start : start + VALUES_PER_QUERY]}):
                found[row.entry].append(_LINE.value(row._mapping))  # type: ignore[arg-type]
        return found


_LINE = RowCodec(JournalLine)
_LINES_OF = (
    sa.select(tables.journal_lines)
    .where(_COMPARED["one of"](tables.journal_lines.c.entry))
    .order_by(tables.journal_lines.c.entry, tables.journal_lines.c.position)
)
