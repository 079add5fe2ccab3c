"""Many rows of one table at once: values are turned to and from the driver's form column by column, not one by one.

SQLAlchemy looks at every value of every row; for the hundred thousand rows of a bank's file that costs three times what
the database takes. PostgreSQL gets new rows by COPY.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import Any

import psycopg
import sqlalchemy as sa

from bot.storage.columns import Amount, amounts_bound

Column = Sequence[Any]  # the values of one column. Any: whatever its type holds
ROWS_AT_ONCE = 5_000
PORTIONS = "o2cbot_portions"  # name of the server's cursor


def insert_rows(connection: sa.Connection, table: sa.Table, names: tuple[str, ...], columns: Sequence[Column]) -> None:
    """Adds rows given as columns; raises sqlalchemy.exc.IntegrityError if one was there before."""
    rows = _bound(connection.dialect, table, names, columns)
    if connection.dialect.name == "postgresql":
        _copy(connection, _copying(connection.dialect, table, names), rows)
        return
    _execute(connection, _text(connection.dialect, _inserting(table), names), rows)


def run(
    connection: sa.Connection, statement: Any, table: sa.Table, names: tuple[str, ...], columns: Sequence[Column]
) -> None:
    """A statement with a parameter for each name, for every row. Any: an insert of either dialect."""
    rows = _bound(connection.dialect, table, names, columns)
    _execute(connection, _text(connection.dialect, statement, names), rows)


def read_portions(
    connection: sa.Connection, table: sa.Table, names: tuple[str, ...], key: str
) -> Iterator[Sequence[Column]]:
    """The columns of all rows in order of their key, some thousands of rows at once, as the driver gives them but for
    days: amounts as they lie in the database."""
    turning = [_days if isinstance(table.c[name].type, sa.Date) else None for name in names]
    with closing(_cursor(connection)) as cursor:
        cursor.execute(_reading(connection.dialect, table, names, key))
        while portion := cursor.fetchmany(ROWS_AT_ONCE):
            columns = zip(*portion, strict=True)
            yield [turn(column) if turn else column for turn, column in zip(turning, columns, strict=True)]


def _cursor(connection: sa.Connection) -> Any:
    """The driver's own cursor, for nothing is turned row by row; on PostgreSQL one of the server, which keeps what is
    not fetched yet. Any: of either driver."""
    raw: Any = connection.connection
    return raw.driver_connection.cursor(name=PORTIONS) if connection.dialect.name == "postgresql" else raw.cursor()


@lru_cache(maxsize=256)
def _reading(dialect: sa.Dialect, table: sa.Table, names: tuple[str, ...], key: str) -> str:
    quote = dialect.identifier_preparer
    # SQLite reads a table in its own order and sorts in half the time that it takes to follow the key's index.
    order = f"+{quote.quote(key)}" if dialect.name == "sqlite" else quote.quote(key)
    return f"SELECT {', '.join(quote.quote(name) for name in names)} FROM {quote.format_table(table)} ORDER BY {order}"


def _days(column: Column) -> Column:
    """Days as SQLite has them, text; other drivers give dates."""
    if None not in column and isinstance(column[0], str):
        return list(map(_day, column))
    return [_day(text) if isinstance(text, str) else text for text in column]


@lru_cache(maxsize=8192)
def _day(text: str) -> date:
    return date.fromisoformat(text)


def _execute(connection: sa.Connection, told: tuple[str, tuple[int, ...]], rows: Iterator[tuple[Any, ...]]) -> None:
    text, places = told
    ordered = rows if places == tuple(range(len(places))) else (tuple(row[place] for place in places) for row in rows)
    while portion := list(islice(ordered, ROWS_AT_ONCE)):
        connection.exec_driver_sql(text, portion)


@lru_cache(maxsize=256)
def _inserting(table: sa.Table) -> sa.Insert:
    return sa.insert(table)


@lru_cache(maxsize=256)
def _text(dialect: sa.Dialect, statement: Any, names: tuple[str, ...]) -> tuple[str, tuple[int, ...]]:
    """The driver's text with a mark for each value, and which name each mark stands for."""
    compiled = statement.compile(dialect=_positional(dialect), column_keys=list(names))
    return str(compiled), tuple(names.index(name) for name in compiled.positiontup)


@lru_cache(maxsize=16)
def _positional(dialect: sa.Dialect) -> sa.Dialect:
    """The dialect with values by their place: psycopg's own way is by name."""
    if dialect.positional:
        return dialect
    other: sa.Dialect = type(dialect)(paramstyle="format")  # type: ignore[call-arg]  # every dialect of a driver takes it
    return other


def _bound(
    dialect: sa.Dialect, table: sa.Table, names: Iterable[str], columns: Sequence[Column]
) -> Iterator[tuple[Any, ...]]:
    bindings = (_binding(dialect, table, name) for name in names)
    turned = [bind(column) for bind, column in zip(bindings, columns, strict=True)]
    return zip(*turned, strict=True)


@lru_cache(maxsize=1024)
def _binding(dialect: sa.Dialect, table: sa.Table, name: str) -> Callable[[Column], Iterable[Any]]:
    """How a column's values become what the driver takes."""
    kind = table.c[name].type
    if isinstance(kind, Amount):
        return amounts_bound
    process = kind.dialect_impl(dialect).bind_processor(dialect)
    if process is None:
        return iter
    return lambda values: map(process, values)


@lru_cache(maxsize=256)
def _copying(dialect: sa.Dialect, table: sa.Table, names: tuple[str, ...]) -> str:
    quote = dialect.identifier_preparer
    return f"COPY {quote.format_table(table)} ({', '.join(quote.quote(name) for name in names)}) FROM STDIN"


def _copy(connection: sa.Connection, statement: str, rows: Iterator[tuple[Any, ...]]) -> None:
    cursor = connection.connection.cursor()
    try:
        with cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    except psycopg.errors.IntegrityError as error:
        raise sa.exc.IntegrityError(statement, None, error) from error
    finally:
        cursor.close()
