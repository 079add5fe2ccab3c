"""Recognition of deferred revenue over all schedules, read in pages, each page one commit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from bot.storage.database import Database
from bot.storage.gathering import gathered
from workflows.dunning.campaign import pages
from workflows.errors import Exceeds
from workflows.ledger.money import plain
from workflows.ports import Desk, UnitOfWork
from workflows.revenue.handlers import Recognition, due, recognise
from workflows.revenue.model import OVER_TIME

PAGE = 2_000  # schedules


@dataclass(frozen=True, slots=True)
class RevenueRun:
    """What is earned by the end of the day `until`, as of a business moment."""

    database: Database
    desk: Desk
    now: datetime
    until: date

    def preview(self) -> Iterator[list[Recognition]]:
        """What a run would book, page by page, out of one snapshot; schedules without a change are left out."""
        with self.database.read() as snapshot:
            for schedules in pages(unearned(snapshot), PAGE):
                yield [one for one in due(snapshot, self.until, schedules) if one.amount]

    def carry_out(self) -> Iterator[list[Recognition]]:
        """Books. Raises Exceeds for a day after the business date, before anything is booked."""
        if self.until > self.now.date():
            raise Exceeds("recognition until", self.until.isoformat(), self.now.date().isoformat())
        with self.database.read() as snapshot:
            found = unearned(snapshot)
        for schedules in pages(found, PAGE):
            with self.database.begin() as plain_uow, gathered(plain_uow) as uow:
                done = recognise(uow, self.desk, self.now, until=self.until, schedules=schedules)
            yield [one for one in done if one.amount]


def unearned(uow: UnitOfWork) -> list[str]:
    """The schedules of which passing days earn something yet, ascending."""
    return [id for (id,) in uow.revenue_schedules.columns("id", done=False, method=OVER_TIME)]


def row(one: Recognition) -> dict[str, str]:
    """A recognition as JSON."""
    schedule = one.schedule
    return {
        "schedule": schedule.id,
        "company": schedule.company,
        "customer": schedule.customer,
        "invoice": schedule.invoice,
        "currency": schedule.currency,
        "first_day": schedule.first_day.isoformat(),
        "last_day": schedule.last_day.isoformat(),
        "recognised": plain(one.amount, schedule.currency),
        "remaining": plain(one.remaining, schedule.currency),
    }


def line_of(one: Recognition) -> str:
    """A recognition for people."""
    said = row(one)
    return (
        f"{said['schedule']} {said['customer']}: {said['recognised']} {said['currency']}, {said['remaining']} deferred"
    )
