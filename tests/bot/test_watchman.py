"""The lead hears of each alarm once when it begins and once when it ends, by a letter like every other."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.gate import release
from bot.rendering import render_letter
from bot.settings.values import WatchSettings
from bot.sight.watched import Watched
from bot.storage import tables
from bot.storage.database import Database
from bot.watch import GATHER, CredentialSight
from bot.watchman import Watchman
from tests.bot import console_desk
from tests.bot.records import letter
from workflows.brakes import ANSWERS, Brake
from workflows.letters import Letter, LetterStatus

MINUTE = timedelta(minutes=1)
START = console_desk.NOW
LIMITS = WatchSettings(lead="lead@desk.example", language="fr", ping="https://watch.example/desk")


@dataclass
class World:
    database: Database
    limits: WatchSettings = LIMITS
    moment: datetime = START
    pinged: list[str] = field(default_factory=list)
    down: bool = False
    faults: list[CredentialSight] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.watchman = Watchman(
            self.database,
            Watched({}, {"FR01": "ar@desk.example"}, lambda: tuple(self.faults), self.limits),
            console_desk.desk(),
            ZoneInfo("Europe/Paris"),
            now=lambda: self.moment,
            clock=lambda: self.moment,
            ping=self.ping,
            place="desk-1",
        )

    def ping(self, url: str) -> None:
        if self.down:
            raise httpx.ConnectError("no route")
        self.pinged.append(url)

    def look(self, after: timedelta = MINUTE) -> bool:
        self.moment += after
        return self.watchman.look()

    def uncertain(self, *ids: str) -> None:
        self.put(*(letter(id, state=LetterStatus.UNCERTAIN) for id in ids))

    def settle(self, *ids: str) -> None:
        self.put(*(letter(id, state=LetterStatus.SENT) for id in ids))

    def put(self, *letters: Letter) -> None:
        with self.database.begin() as uow:
            for one in letters:
                uow.letters.put(one)

    def letters(self) -> list[Letter]:
        with self.database.read() as uow:
            found = uow.letters.where(template="alarm")
        return sorted(found, key=lambda one: one.created_at)

    def told(self) -> list[tuple[str, str]]:
        """("begun" or "ended", kind) in the order of the letters."""
        facts = [json.loads(one.facts) for one in self.letters()]
        return [(when, row["kind"]) for one in facts for when in ("begun", "ended") for row in one[when]]


@pytest.fixture
def world(database: Database) -> Iterator[World]:
    return World(database)  # type: ignore[return-value]


def test_the_lead_is_written_to_once_when_it_begins_and_once_when_it_ends(world: World) -> None:
    world.uncertain("L1")
    assert [world.look() for _ in range(20)] == [True, *[False] * 19]
    world.settle("L1")
    assert [world.look() for _ in range(20)].count(True) == 1
    assert world.told() == [("begun", "uncertain_letters"), ("ended", "uncertain_letters")]


def test_the_letter_goes_through_the_outbox_in_the_leads_language(world: World) -> None:
    world.uncertain("L1")
    world.look()
    (one,) = world.letters()
    assert (one.to, one.language, one.company, one.state) == (("lead@desk.example",), "fr", "FR01", LetterStatus.QUEUED)
    mail = render_letter(one, company=console_desk.desk().company("FR01"), customer=None, now=START).decode()
    assert "Auto-Submitted: auto-generated" in mail and "personne ne sait" in mail


def test_what_begins_soon_after_a_letter_is_gathered_for_the_next_one(world: World) -> None:
    world.uncertain("L1")
    assert world.look()
    world.faults = [CredentialSight(f"mailbox {number}", None, "gone") for number in range(100)]
    assert [world.look() for _ in range(5)] == [False, False, False, False, True]
    assert len(world.letters()) == 2 and len(world.told()) == 101


def test_an_alarm_that_came_and_went_between_two_letters_is_told_in_one(world: World) -> None:
    world.limits = replace(LIMITS, calm_minutes=1)
    world.__post_init__()
    world.faults = [CredentialSight("a", None, "gone")]
    assert world.look()
    world.uncertain("L1")
    world.look()
    world.settle("L1")
    for _ in range(4):
        world.look()
    assert world.told()[1:] == [("begun", "uncertain_letters"), ("ended", "uncertain_letters")]
    assert len(world.letters()) == 2


@pytest.mark.parametrize("lead", ["lead@desk.example", ""])
def test_stopped_answers_are_an_alarm_like_all_others_and_told_even_where_no_lead_is_named(
    world: World, lead: str
) -> None:
    world.limits = replace(LIMITS, lead=lead)
    world.__post_init__()
    with world.database.begin() as uow:
        uow.brakes.put(Brake(ANSWERS, START, "501 automatic answers in 30 minutes"))
    if not lead:
        world.uncertain("L1")  # an alarm that nobody is written to about
    world.look()
    (one,) = world.letters()
    assert one.to == (lead or console_desk.desk().company("FR01").escalation["default"],) and world.told() == [
        ("begun", "answers_stopped")
    ]
    with world.database.begin() as uow:
        assert release(uow, "ann", START, START)
    for _ in range(20):
        world.look()
    assert world.told()[-1] == ("ended", "answers_stopped") and len(world.letters()) == 2


def test_on_a_fixed_business_date_seconds_are_real_and_days_are_that_dates(world: World) -> None:
    long_ago = START - timedelta(days=400)
    world.watchman.now = lambda: long_ago
    world.put(letter("L1", created_at=long_ago, company="FR01"), letter("L2", created_at=long_ago, not_before=long_ago))
    world.faults = [CredentialSight("outgoing", long_ago.date() + timedelta(days=20))]
    for _ in range(5):
        world.look()
    assert world.told() == []  # 400 days are no hours that a letter waited
    world.faults = [CredentialSight("outgoing", long_ago.date() + timedelta(days=9))]
    world.look()
    assert world.told() == [("begun", "credential")]
    pinged = len(world.pinged)
    for _ in range(30):
        world.look()
    assert pinged < len(world.pinged) < pinged + 20  # its letter does not get out: silence is the alarm


def test_an_alarm_letter_that_fails_is_no_alarm(world: World) -> None:
    world.uncertain("L1")
    world.look()
    world.put(*(replace(one, state=LetterStatus.FAILED) for one in world.letters()))
    assert not any(world.look() for _ in range(30))


def test_without_a_lead_or_outgoing_mail_the_log_says_it(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.watchman.can_send = False
    world.uncertain("L1")
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            assert not world.look()
        world.settle("L1")
        for _ in range(12):
            world.look()
    said = [(record.levelname, record.getMessage().partition(":")[0]) for record in caplog.records]
    assert said == [("ERROR", "alarm"), ("WARNING", "over")] and world.letters() == []


def test_two_processes_that_look_write_one_letter(world: World) -> None:
    other = World(world.database)
    world.uncertain("L1")
    assert [world.look(), other.look()] == [True, False]
    assert world.told() == [("begun", "uncertain_letters")]


def test_a_stranger_outside_hears_of_every_look_until_the_lead_cannot_be_told(world: World) -> None:
    world.look()
    world.uncertain("L1")
    world.look()
    assert len(world.pinged) == 2
    for _ in range(30):
        world.look()
    assert len(world.pinged) < 20
    world.put(*(replace(one, state=LetterStatus.SENT) for one in world.letters()))
    world.look()
    assert world.pinged[-1] == LIMITS.ping
    before = len(world.pinged)
    world.look()
    assert len(world.pinged) == before + 1


def test_a_ping_that_does_not_get_through_is_said_once(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.down = True
    with caplog.at_level(logging.WARNING):
        for _ in range(5):
            world.look()
    assert [record.getMessage() for record in caplog.records] == [
        "the ping of [watch] does not get through: ConnectError"
    ]


def test_a_database_that_fails_is_a_line_in_the_log_and_no_end_of_the_program(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    with world.database.connection() as connection:
        connection.execute(sa.text("DROP TABLE alarms"))
    assert not world.look()
    assert "nobody can look" in caplog.text and world.pinged == []


def test_each_disk_is_asked_once_under_its_first_name(world: World, tmp_path: Path) -> None:
    world.watchman.folders = {"the database": tmp_path, "mailbox ar": tmp_path, "gone": tmp_path / "nowhere"}
    assert [disk.name for disk in world.watchman.disks()] == ["the database"]


STEPS = st.lists(st.tuples(st.integers(1, 12), st.sets(st.sampled_from("abc"))), max_size=12)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_comes_and_goes_each_alarm_is_told_once_each_way_and_letters_keep_their_distance(
    database: Database, steps: list[tuple[int, set[str]]]
) -> None:
    with database.connection() as connection:
        for table in (tables.alarms, tables.letters):
            connection.execute(sa.delete(table))
    world = World(database, limits=replace(LIMITS, calm_minutes=3))
    written = []
    for minutes, wrong in [*steps, (20, set()), (20, set())]:
        world.faults = [CredentialSight(name, None, "gone") for name in sorted(wrong)]
        for _ in range(minutes):
            if world.look():
                written.append(world.moment)
    assert all(later - earlier >= GATHER for earlier, later in pairwise(written))
    facts = [json.loads(one.facts) for one in world.letters()]
    begun = sorted((row["subject"], row["since"]) for one in facts for row in one["begun"])
    ended = sorted((row["subject"], row["since"]) for one in facts for row in one["ended"])
    assert begun == ended == sorted(set(begun))
    with database.read() as snapshot:
        rows: list[Any] = list(snapshot.connection.execute(sa.select(tables.alarms)))
    assert sorted(row.subject for row in rows) == [subject for subject, _ in begun]
