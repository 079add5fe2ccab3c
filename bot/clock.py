"""The one clock: at a job's slots it only enqueues a durable workflow, whose id is made of job and slot.

Any number of processes may run it: they compute the same slots, so a slot's workflow runs once. Slots that passed while
no clock ran are made up for, the newest of each job, when the next clock starts.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from apscheduler.events import EVENT_JOB_EXECUTED, JobExecutionEvent  # type: ignore[import-untyped]
from apscheduler.executors.base import BaseExecutor  # type: ignore[import-untyped]
from apscheduler.schedulers.background import BackgroundScheduler  # type: ignore[import-untyped]
from apscheduler.triggers.base import BaseTrigger  # type: ignore[import-untyped]
from apscheduler.triggers.cron import CronTrigger  # type: ignore[import-untyped]
from apscheduler.triggers.interval import IntervalTrigger  # type: ignore[import-untyped]

from bot.engine import Engine
from bot.storage import tables
from bot.storage.database import Database
from bot.storage.repositories import upsert

EPOCH = datetime(2020, 1, 1, tzinfo=UTC)  # intervals count from here in every process
LOOK_BACK = timedelta(days=14)
GRACE_SECONDS = 300
SLOT = "%Y%m%dT%H%M%SZ"  # UTC

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """At each slot of `trigger`, `workflow(*arguments, slot)` on a queue. `on`: the days on which slots count."""

    id: str
    trigger: BaseTrigger
    workflow: str
    queue: str
    partition: str
    arguments: tuple[Any, ...] = ()  # Any: JSON values
    on: Callable[[date], bool] = field(default=lambda day: True)

    def slot(self, at: datetime) -> str:
        """The slot's name, the same in every process and time zone."""
        return at.astimezone(UTC).strftime(SLOT)

    def counts(self, at: datetime) -> bool:
        return self.on(at.date())


def every(seconds: int) -> BaseTrigger:
    """Slots at the same moments in every process, whenever it started."""
    return IntervalTrigger(seconds=seconds, start_date=EPOCH, timezone=UTC)


def at_hour(hour: int, time_zone: str, days: Iterable[str] = ()) -> BaseTrigger:
    """Daily, or on the days ("tue", "fri"), at a local hour. Keep away from 2 and 3: a clock change skips them."""
    return CronTrigger(hour=hour, minute=0, day_of_week=",".join(days) or "*", timezone=ZoneInfo(time_zone))


def slot_day(slot: str, time_zone: str) -> date:
    """The local day of a slot by its name: what runs late, or after midnight, is still of that day."""
    return datetime.strptime(slot, SLOT).replace(tzinfo=UTC).astimezone(ZoneInfo(time_zone)).date()


class Clock:
    """`start` it where work may begin by itself; `stop` it before the engine shuts down."""

    def __init__(self, database: Database, engine: Engine, jobs: Iterable[Job]) -> None:
        self._database, self._engine, self._jobs = database, engine, tuple(jobs)
        self._scheduler = BackgroundScheduler(
            executors={"default": _DurableExecutor(self.tick)},
            timezone=UTC,
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": GRACE_SECONDS},
        )
        for job in self._jobs:
            # The executor calls `tick` itself, with the slot in place of this moment.
            self._scheduler.add_job(self.tick, job.trigger, args=[job, EPOCH], id=job.id)

    def start(self) -> None:
        self.make_up(datetime.now(UTC))
        self._scheduler.start()

    def stop(self) -> None:
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def tick(self, job: Job, at: datetime) -> None:
        """Enqueues the slot's workflow and remembers the slot, in one commit; a slot that was ticked stays as it is."""
        slot, table = job.slot(at), tables.clock_slots
        with self._database.begin() as uow:
            if job.counts(at):
                id = f"tick:{job.id}:{slot}"
                self._engine.enqueue(uow, job.workflow, job.queue, id, *job.arguments, slot, partition=job.partition)
            insert = upsert(uow.connection, table).values(job=job.id, slot=at)
            uow.connection.execute(
                insert.on_conflict_do_update(
                    index_elements=["job"], set_={"slot": at}, where=table.c.slot < insert.excluded.slot
                )
            )

    def hasten(self, id: str) -> bool:
        """A job's workflow now, besides its slots: at most once a second, and not while one waits to begin."""
        job = next(job for job in self._jobs if job.id == id)
        if self._engine.is_waiting(f"tick:{id}:"):
            return False
        slot = job.slot(datetime.now(UTC))
        with self._database.begin() as uow:
            key = f"tick:{id}:{slot}"
            self._engine.enqueue(uow, job.workflow, job.queue, key, *job.arguments, slot, partition=job.partition)
        return True

    def make_up(self, now: datetime) -> list[str]:
        """Ticks the newest slot that each job missed since its last one; returns the ids of the jobs made up for."""
        made_up = []
        with self._database.read() as snapshot:
            rows = snapshot.connection.execute(sa.select(tables.clock_slots)).all()
        last: dict[str, datetime] = {row.job: row.slot for row in rows}
        for job in self._jobs:
            if job.id not in last:
                continue
            missed = newest_missed(job, last[job.id], now)
            if missed is not None:
                log.warning("the clock stood still: %s is made up for at %s", job.id, job.slot(missed))
                self.tick(job, missed)
                made_up.append(job.id)
        return made_up


def newest_missed(job: Job, last: datetime, now: datetime) -> datetime | None:
    """The newest slot after `last` that counts and is not later than `now`; at most 14 days are looked back."""
    trigger = job.trigger
    look_back = trigger.interval if isinstance(trigger, IntervalTrigger) else LOOK_BACK
    newest, previous = None, max(last, now - look_back)
    following = trigger.get_next_fire_time(previous, previous + timedelta(microseconds=1))
    while following is not None and following <= now:
        if job.counts(following):
            newest = following
        previous = following
        following = trigger.get_next_fire_time(previous, previous + timedelta(microseconds=1))
    return newest


class _DurableExecutor(BaseExecutor):  # type: ignore[misc]  # APScheduler has no types
    """Runs nothing itself: a due job becomes a workflow in the scheduler's own thread."""

    def __init__(self, tick: Callable[[Job, datetime], None]) -> None:
        super().__init__()
        self._tick = tick

    def _do_submit_job(self, scheduled: Any, run_times: list[datetime]) -> None:
        try:
            for at in run_times:
                self._tick(scheduled.args[0], at)
        except Exception as error:  # the slot is made up for when a clock starts; the next slot comes by itself
            log.error("the clock could not tick %s: %s", scheduled.id, error)
            self._run_job_error(scheduled.id, error, error.__traceback__)
            return
        done = [JobExecutionEvent(EVENT_JOB_EXECUTED, scheduled.id, "default", at, None) for at in run_times]
        self._run_job_success(scheduled.id, done)
