"""Records of one kind in their table; what `workflows.ports.Repository` promises, on SQLite and PostgreSQL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import product
from typing import Any, Generic, TypeVar

import sqlalchemy as sa

from bot.storage import tables
from bot.storage.bulk import insert_rows, read_portions, run
from bot.storage.codec import RowCodec, is_structure
from bot.storage.memory import Memory, Tests
from bot.storage.scope import Scope
from bot.storage.statements import COMPARED, SEPARATOR, adding, draw, putting, selecting
from bot.storage.statements import upsert as upsert
from workflows.errors import AlreadyExists
from workflows.ledger.model import JournalEntry, JournalLine
from workflows.ports import Not

T = TypeVar("T")
MOST_WAITING = 1_000  # records of one kind that wait to be written
MASTER_DATA_REVISION = "master-data"  # series that counts the transactions which wrote master data
CUSTOMER = "customer"  # field of what is few enough to be fetched at once
ROWS_AT_ONCE = 5_000  # of a long answer that is read row by row
VALUES_PER_QUERY = 10_000  # below SQLite's 32,766 and PostgreSQL's 65,535 bound values


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
        self._waiting: dict[str, tuple[bool, T]] = {}  # key -> (whether it is new, what is still to be written)

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
        self._require(values, is_new=True)
        self._forget()
        self._insert(values, in_bulk=True)

    def put_all(self, values: Sequence[T]) -> None:
        """Replaces or adds many at once."""
        self._require(values)
        self._forget()
        self._upsert(values, in_bulk=True)

    def flush(self) -> None:
        """Writes what waits; raises AlreadyExists if something added was there before."""
        if not self._waiting:
            return
        new = [value for is_new, value in self._waiting.values() if is_new]
        changed = [value for is_new, value in self._waiting.values() if not is_new]
        self._waiting.clear()
        if new:
            self._insert(new, in_bulk=len(new) > 1)
        if changed:
            self._upsert(changed, in_bulk=len(changed) > 1)

    def get(self, key: str) -> T | None:
        found = self._select({self._key: ("equal", key)})
        return found[0] if found else None

    def add(self, value: T) -> None:
        self._require((value,), is_new=True)
        if self._memory is None:
            self._insert((value,), in_bulk=False)
            return
        key = self.key_of(value)
        if key in self._waiting or self._memory.knows(key):
            raise AlreadyExists(self._kind, key)
        self._wait(key, True, value)

    def put(self, value: T) -> None:
        self._require((value,))
        if self._memory is None:
            self._upsert((value,), in_bulk=False)
            return
        key = self.key_of(value)
        is_new, _ = self._waiting.get(key, (False, None))
        self._wait(key, is_new, value)

    def _wait(self, key: str, is_new: bool, value: T) -> None:
        """What is changed several times in one transaction is written once."""
        self._waiting[key] = is_new, value
        if self._memory is not None:
            self._memory.wrote(value)
        if len(self._waiting) >= MOST_WAITING:
            self.flush()

    def _forget(self) -> None:
        self.flush()
        if self._memory is not None:
            self._memory.forget()

    def _insert(self, values: Sequence[T], *, in_bulk: bool) -> None:
        if not in_bulk:
            row = self._codec.row(values[0])
            if self._connection.execute(adding(self._dialect, self._table, self._key), row).first() is None:
                raise AlreadyExists(self._kind, str(row[self._key]))
            return
        try:
            insert_rows(self._connection, self._table, tuple(self._codec.hints), self._codec.columns(values))
        except sa.exc.IntegrityError as error:
            raise AlreadyExists(self._kind, f"one of {self.key_of(values[0])} … {self.key_of(values[-1])}") from error

    def _upsert(self, values: Sequence[T], *, in_bulk: bool) -> None:
        names = tuple(self._codec.hints)
        statement = putting(self._dialect, self._table, self._key, names)
        if not in_bulk:
            self._connection.execute(statement, self._codec.row(values[0]))
            return
        run(self._connection, statement, self._table, names, self._codec.columns(values))

    def _require(self, values: Sequence[T], *, is_new: bool = False) -> None:
        if self._scope is not None:
            for value in values:
                self._scope.require(self._kind, value, is_new=is_new)

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
        self.flush()
        decode = self._codec.some_in_order(fields)
        query, values = self._query(fields, tests)
        if at_once:
            query = query.execution_options(yield_per=at_once)
        for row in self._connection.execute(query, values):
            yield decode(row)

    def portions(self, *fields: str) -> Iterator[Sequence[Sequence[Any]]]:
        self.flush()
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
        how, key = tests.get(self._key, ("", None))
        if how != "equal" or key in self._waiting:
            self.flush()
        query, values = self._query(tuple(self._codec.hints), tests)
        return self._values(self._connection.execute(query, values).all())

    def _query(self, fields: tuple[str, ...], tests: Tests) -> tuple[sa.Select[Any], dict[str, Any]]:
        kinds = tuple((name, how) for name, (how, _) in tests.items())
        values = {name: value for name, (how, value) in tests.items() if how != "none"}
        return selecting(self._table, fields, self._key, kinds), values

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

    def _insert(self, values: Sequence[JournalEntry], *, in_bulk: bool) -> None:
        super()._insert(values, in_bulk=in_bulk)
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
    .where(COMPARED["one of"](tables.journal_lines.c.entry))
    .order_by(tables.journal_lines.c.entry, tables.journal_lines.c.position)
)
