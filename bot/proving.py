"""The nightly proof of the books, and that nothing of the archive is gone: its outcome is kept, the watch tells of it.

`archive verify` also reads every byte, which is no work for each night.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.archive_keeping import Keeping
from bot.storage.database import Database
from bot.storage.repositories import upsert
from bot.storage.tables import proofs
from workflows.integrity import problems
from workflows.ports import Desk

BOOKS = "books"
LONGEST_WORDS = 300


@dataclass(frozen=True, slots=True)
class Proof:
    """How many problems the last proof found, and the first of them in words; 0 and "" before the first proof."""

    problems: int = 0
    words: str = ""


def prove(database: Database, desk: Desk, now: datetime) -> list[str]:
    """Proves books and archive in one snapshot and keeps the outcome; the problems in words."""
    with database.read() as snapshot:
        found = [*problems(snapshot, desk), *Keeping(snapshot, desk).gone()]
    row = {"proved_at": now, "problems": len(found), "words": found[0][:LONGEST_WORDS] if found else ""}
    with database.connection() as connection:
        kept = upsert(connection, proofs).values(name=BOOKS, **row)
        connection.execute(kept.on_conflict_do_update(index_elements=["name"], set_=row))
    return found


def last_proof(connection: sa.Connection) -> Proof:
    row = connection.execute(sa.select(proofs.c.problems, proofs.c.words).where(proofs.c.name == BOOKS)).first()
    return Proof(*row) if row else Proof()
