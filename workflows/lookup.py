"""Many records by one field, read in few questions: in portions of keys, or all at once where most are wanted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from workflows.ports import Repository

T = TypeVar("T")

PORTION = 2000  # keys in one question; SQLite takes 32,766 parameters, PostgreSQL 65,535
MOST = 5000  # from so many keys on the whole kind is read once: one scan is faster than many questions


def fetch(repository: Repository[T], field: str, keys: Sequence[str], **equal: Any) -> list[T]:
    """The records whose `field` is one of `keys`. Any: as in Repository.where."""
    if len(keys) >= MOST:
        wanted = frozenset(keys)
        return [row for row in repository.where(**equal) if getattr(row, field) in wanted]
    found: list[T] = []
    for start in range(0, len(keys), PORTION):
        found += repository.where(**{field: tuple(keys[start : start + PORTION])}, **equal)
    return found
