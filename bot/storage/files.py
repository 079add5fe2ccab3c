"""Bytes that must outlive a crash: accepted messages as they came, documents and letters as they were rendered."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from bot.storage import tables
from bot.storage.repositories import upsert


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
        insert = upsert(self._connection, tables.files).values(
            key=file.key,
            name=file.name,
            content_type=file.content_type,
            bytes=file.bytes,
            sha256=hashlib.sha256(file.bytes).hexdigest(),
        )
        is_new = self._connection.execute(insert.on_conflict_do_nothing()).rowcount == 1
        return file if is_new else self.get(file.key) or file
