"""Watching on PostgreSQL: the same figures, and of several workers that look at the same moment one writes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.poll_notes import PollNotes
from bot.sight.measuring import measure
from bot.sight.queues import queues
from bot.storage.database import Database
from bot.watch import Kind, wrongs
from tests.bot import unwell_desk
from tests.bot.records import letter
from tests.bot.test_watchman import World
from workflows.letters import LetterStatus

pytestmark = pytest.mark.servers


def test_an_unwell_desk_is_seen_alike_on_postgresql(postgresql: Database) -> None:
    unwell_desk.full(postgresql)
    PollNotes(postgresql, {"auftrag": timedelta(minutes=1)}, clock=lambda: unwell_desk.NOW).register()
    watched = unwell_desk.watched()
    found = measure(postgresql, watched, unwell_desk.NOW)
    kinds = {one.kind for one in wrongs(found.sight, watched.limits, unwell_desk.NOW, unwell_desk.NOW)}
    assert found.adds_up and found.fetched == 8
    assert kinds == {Kind.NO_GOOD_POLL, Kind.MISSED_MAILS, Kind.NO_GOOD_SEND, Kind.UNCERTAIN_LETTERS, Kind.FREE_DISK,
                     Kind.CREDENTIAL}  # fmt: skip
    assert queues(postgresql) == []


def test_several_workers_that_look_at_once_write_one_letter(postgresql: Database) -> None:
    with postgresql.begin() as uow:
        uow.letters.put(letter("L1", state=LetterStatus.UNCERTAIN))
    workers = [World(postgresql) for _ in range(4)]
    for number, worker in enumerate(workers):
        worker.watchman = replace(worker.watchman, place=f"desk-{number}")
    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(lambda worker: worker.look(), workers)) == [False, False, False, True]
    assert workers[0].told() == [("begun", "uncertain_letters")]
