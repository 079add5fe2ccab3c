"""Counts that every part of the sight asks for in the same way."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa


def rows(connection: sa.Connection, query: sa.Select[Any]) -> list[Any]:  # Any: tuples of the query's columns
    return [tuple(row) for row in connection.execute(query)]


def count_of(connection: sa.Connection, table: sa.Table, *conditions: sa.ColumnElement[bool]) -> int:
    return int(connection.execute(sa.select(sa.func.count()).select_from(table).where(*conditions)).scalar_one())
