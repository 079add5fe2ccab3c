"""Many clocks tick once."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.clock import Clock, Job, at_hour, every, slot_day
from bot.engine import Engine, Queue
from bot.storage.database import Database

FRIDAY = datetime(2026, 10, 23, 6, 0, tzinfo=UTC)


@pytest.fixture
def ran() -> list[tuple[str, str]]:
    return []


@pytest.fixture
def engine(database: Database, ran: list[tuple[str, str]]) -> Iterator[Engine]:
    made = Engine(database, poll_seconds=0.02)
    made.queue(Queue("poll"))
    made.workflow("poll")(lambda mailbox, slot: ran.append((mailbox, slot)))
    made.launch()
    yield made
    made.shutdown(timeout_seconds=1)


def poll(trigger: object, **more: object) -> Job:
    return Job("poll-ar", trigger, "poll", "poll", "ar", ("ar",), **more)  # type: ignore[arg-type]


def test_two_clocks_tick_a_slot_once(database: Database, engine: Engine, ran: list[tuple[str, str]]) -> None:
    clocks = [Clock(database, engine, [poll(every(30))]) for _ in range(2)]
    for clock in clocks:
        clock.tick(poll(every(30)), FRIDAY)
    assert engine.drain(10)
    assert ran == [("ar", "20261023T060000Z")]


def test_a_running_clock_ticks_at_the_same_moments_as_every_other(
    database: Database, engine: Engine, ran: list[tuple[str, str]]
) -> None:
    clocks = [Clock(database, engine, [poll(every(1))]) for _ in range(2)]
    for clock in clocks:
        clock.start()
    deadline = time.monotonic() + 10
    while len(ran) < 2 and time.monotonic() < deadline:
        engine.drain(1)
    for clock in clocks:
        clock.stop()
    assert engine.drain(10)
    assert len(ran) >= 2 and len(ran) == len(set(ran))


def test_slots_of_an_interval_do_not_depend_on_when_the_clock_started() -> None:
    times = [every(45).get_next_fire_time(None, FRIDAY + timedelta(seconds=start)) for start in (1, 7, 29)]
    assert len(set(times)) == 1


@pytest.mark.parametrize(
    ("days", "last", "now", "slots"),
    [
        ((), FRIDAY, FRIDAY + timedelta(hours=1), []),
        ((), FRIDAY, FRIDAY + timedelta(days=3, hours=2), ["20261026T070000Z"]),
        (("fri",), FRIDAY, FRIDAY + timedelta(days=3, hours=2), []),
        ((), FRIDAY - timedelta(days=400), FRIDAY, ["20261023T060000Z"]),
    ],
    ids=["nothing missed", "over a week-end and a clock change", "no such day", "after a year"],
)
def test_the_newest_missed_slot_is_made_up_for(
    database: Database,
    engine: Engine,
    ran: list[tuple[str, str]],
    days: tuple[str, ...],
    last: datetime,
    now: datetime,
    slots: list[str],
) -> None:
    job = poll(at_hour(8, "Europe/Berlin", days))
    clock = Clock(database, engine, [job])
    clock.tick(job, last)
    assert engine.drain(10)
    ran.clear()
    clock.make_up(now)
    clock.make_up(now)
    assert engine.drain(10)
    assert [slot for _, slot in ran] == slots


def test_a_job_that_never_ran_has_missed_nothing(database: Database, engine: Engine) -> None:
    assert Clock(database, engine, [poll(every(30))]).make_up(FRIDAY) == []


def test_a_slot_on_a_holiday_does_not_count(database: Database, engine: Engine, ran: list[tuple[str, str]]) -> None:
    job = poll(at_hour(8, "Europe/Berlin"), on=lambda day: day.weekday() < 5)
    clock = Clock(database, engine, [job])
    clock.tick(job, FRIDAY + timedelta(days=1))
    assert engine.drain(10)
    assert ran == []


@pytest.mark.parametrize(
    "at, zone, day",
    [
        (datetime(2026, 3, 1, 7, 0, tzinfo=UTC), "Europe/Berlin", date(2026, 3, 1)),
        (datetime(2026, 2, 28, 23, 30, tzinfo=UTC), "Europe/Berlin", date(2026, 3, 1)),
        (datetime(2026, 3, 1, 2, 0, tzinfo=UTC), "America/New_York", date(2026, 2, 28)),
    ],
)
def test_a_slot_is_of_its_local_day_whenever_it_is_worked(at: datetime, zone: str, day: date) -> None:
    assert slot_day(Job("state:DE01", every(60), "state", "campaign", "statements").slot(at), zone) == day
