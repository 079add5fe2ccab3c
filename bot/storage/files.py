"""Bytes that must outlive a crash: accepted messages as they came, documents and letters as they were rendered."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from bot.storage import tables
from bot.storage.statements import insert_into, upsert


@dataclass(frozen=True, slots=True)
class File:
    key: str  # "invoice:<number>", "mime:<letter id>" …
    name: str
    content_type: str
    bytes: bytes


class RawMessages:
    """Accepted messages under the sha256 of their bytes."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, raw: bytes) -> str:
        """Keeps the bytes once; returns their sha256 in hexadecimal."""
        sha256 = hashlib.sha256(raw).hexdigest()
        row = {"sha256": sha256, "bytes": raw, "kept_at": datetime.now(UTC)}
        insert = upsert(self._connection, tables.raw_messages).values(**row)
        self._connection.execute(insert.on_conflict_do_nothing())
        return sha256

    def get(self, sha256: str) -> bytes | None:
        table = tables.raw_messages
        return self._connection.execute(sa.select(table.c.bytes).where(table.c.sha256 == sha256)).scalar()


class Files:
    """Rendered files under their key; the first rendering stays."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def get(self, key: str) -> File | None:
        column = tables.files.c
        wanted = sa.select(column.key, column.name, column.content_type, column.bytes).where(column.key == key)
        row = self._connection.execute(wanted).first()
        return File(**row._mapping) if row else None

    def add_once(self, file: File) -> File:
        """Keeps the file unless its key is taken; returns what is kept."""
        return self.add_all_once([file])[0]

    def add_all_once(self, files: Sequence[File]) -> list[File]:
        """Keeps the files whose keys are not taken; returns what is kept under each key, in their order."""
        if not files:
            return []
        rows = [
            {"key": one.key, "name": one.name, "content_type": one.content_type, "bytes": one.bytes,
             "sha256": hashlib.sha256(one.bytes).hexdigest()}
            for one in files
        ]  # fmt: skip
        self._connection.execute(_adding(self._connection.dialect.name), rows)
        found = self._connection.execute(_DIGESTS, {"keys": [one.key for one in files]})
        kept = {row.key: row.sha256 for row in found}
        return [
            one if kept[one.key] == row["sha256"] else self.get(one.key) or one
            for one, row in zip(files, rows, strict=True)
        ]


_DIGESTS = sa.select(tables.files.c.key, tables.files.c.sha256).where(
    tables.files.c.key.in_(sa.bindparam("keys", expanding=True))
)


@cache
def _adding(dialect: str) -> Any:
    """Made once: to build a statement costs more than to carry it out. (Any: see `insert_into`.)"""
    return insert_into(dialect, tables.files).on_conflict_do_nothing()
