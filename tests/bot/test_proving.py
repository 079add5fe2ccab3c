"""Each night books and archive are proved; what is wrong raises an alarm that names it, and ends when it is right."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from bot.proving import Proof, last_proof, prove
from bot.settings.values import WatchSettings
from bot.sight.measuring import measure
from bot.sight.watched import Watched
from bot.storage import tables
from bot.storage.database import Database
from bot.watch import Kind, wrongs
from tests.bot.archived_desk import DESK, LATER, archived


def proof(database: Database) -> Proof:
    with database.read() as uow:
        return last_proof(uow.connection)


def alarms(database: Database) -> list[str]:
    sight = measure(database, Watched({}), LATER, rates=False).sight
    return [one.sentence() for one in wrongs(sight, WatchSettings(), LATER, LATER) if one.kind is Kind.UNSOUND]


def test_before_the_first_proof_and_after_a_sound_one_there_is_nothing_to_tell(database: Database) -> None:
    assert proof(database) == Proof() and alarms(database) == []
    archived(database)
    assert prove(database, DESK, LATER) == [] and proof(database) == Proof() and alarms(database) == []


def test_what_is_wrong_is_told_with_its_name_until_it_is_right_again(database: Database) -> None:
    archived(database)
    with database.connection() as connection:
        kept = connection.execute(sa.select(tables.files).where(tables.files.c.key == "mime:L9")).one()._mapping
        connection.execute(sa.delete(tables.files).where(tables.files.c.key == "mime:L9"))
    assert prove(database, DESK, LATER) == ["mime:L9 is gone"]
    assert alarms(database) == [
        "The nightly proof of books and archive found what is wrong: 1. mime:L9 is gone",
    ]
    with database.connection() as connection:
        connection.execute(sa.insert(tables.files).values(**kept))
    assert prove(database, DESK, LATER + timedelta(days=1)) == [] and alarms(database) == []
