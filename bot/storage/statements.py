"""Statements about records, made once: to build one costs more than SQLite takes to answer it."""

from __future__ import annotations

from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bot.storage import tables

SEPARATOR = "\x1f"  # between the keys of one question; where a key holds it, an array is asked with


def upsert(connection: sa.Connection, table: sa.Table) -> Any:
    """The dialect's INSERT that knows ON CONFLICT. Any: the two dialects' classes share no typed base for it."""
    return insert_into(connection.dialect.name, table)


def insert_into(dialect: str, table: sa.Table) -> Any:
    """The same by the dialect's name."""
    return (postgresql if dialect == "postgresql" else sqlite).insert(table)


def draw(connection: sa.Connection, series: str) -> int:
    """The next number of a series, from 1; given back if the transaction fails."""
    return int(connection.execute(counting(connection.dialect.name), {"name": series, "value": 1}).scalar_one())


@cache
def counting(dialect: str) -> Any:
    table = tables.series
    insert = insert_into(dialect, table).on_conflict_do_update(
        index_elements=["name"], set_={"value": table.c.value + 1}
    )
    return insert.returning(table.c.value)


@cache
def adding(dialect: str, table: sa.Table, key: str) -> Any:
    # RETURNING, because the row count of DO NOTHING is unknown on PostgreSQL. Every unique index counts.
    return insert_into(dialect, table).on_conflict_do_nothing().returning(table.c[key])


@cache
def putting(dialect: str, table: sa.Table, key: str, names: tuple[str, ...]) -> Any:
    insert = insert_into(dialect, table)
    changed = {name: insert.excluded[name] for name in names if name != key}
    return insert.on_conflict_do_update(index_elements=[key], set_=changed)


@cache
def selecting(table: sa.Table, names: tuple[str, ...], key: str, tests: tuple[tuple[str, str], ...]) -> sa.Select[Any]:
    """These columns of the rows that pass every test, in order of their key: (column, how it is compared)."""
    conditions = [COMPARED[how](table.c[name]) for name, how in tests]
    return sa.select(*(table.c[name] for name in names)).where(*conditions).order_by(table.c[key])


COMPARED: dict[str, Any] = {
    "equal": lambda column: column == sa.bindparam(column.name),
    "one of": lambda column: column.in_(sa.bindparam(column.name, expanding=True)),
    # One text, which the server takes apart, instead of hundreds of bound values that SQLAlchemy writes, or of an
    # array whose every element psycopg looks through for signs to quote.
    "any of": lambda column: column == sa.any_(sa.func.string_to_array(sa.bindparam(column.name), SEPARATOR)),
    "any of array": lambda column: column == sa.any_(sa.bindparam(column.name, type_=postgresql.ARRAY(sa.Text()))),
    "none": lambda column: column.is_(None),
    "other": lambda column: column != sa.bindparam(column.name),
}
