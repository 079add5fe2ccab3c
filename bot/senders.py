"""Which addresses have written before: kept once a mail of theirs is worked and nothing speaks against its sender."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from bot.storage import tables
from bot.storage.repositories import upsert
from bot.storage.unit_of_work import SqlUnitOfWork
from nlp.reading import Reading, TrustLevel

DECEIVING = (TrustLevel.FAILED, TrustLevel.SUSPECT)


def seen_before(email: str, message: str, uow: SqlUnitOfWork) -> bool:
    """Whether another message than this one came from the address before."""
    table = tables.senders
    first = uow.connection.execute(sa.select(table.c.first_message).where(table.c.address == email.lower())).scalar()
    return first is not None and first != message


def note_sender(reading: Reading, message: str, uow: SqlUnitOfWork, now: datetime) -> None:
    """Keeps the address; a forger must not make the address that he uses a known one."""
    if not reading.sender.email or reading.trust_level in DECEIVING:
        return
    row = {"address": reading.sender.email.lower(), "first_message": message, "first_seen_at": now}
    insert = upsert(uow.connection, tables.senders).values(**row)
    uow.connection.execute(insert.on_conflict_do_nothing(index_elements=["address"]))
