"""When the desk does what it does by itself: every duty's slots, by the settings and the companies' calendars."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial

from bot.clock import Job, at_hour, every
from bot.engine import Queue
from bot.intake import POLL
from bot.settings import Settings
from bot.settings.values import StatementSchedule
from workflows.calendar import is_business_day
from workflows.ports import Desk
from workflows.statements.schedule import scheduled_day

CAMPAIGN = Queue("campaign")
NIGHT_HOUR = 4
CHASE_SECONDS = 900  # deadlines of cases are looked at
HEAR_SECONDS = 900  # platforms are asked what became of e-invoices
TELL_SECONDS = 3600  # platforms are told of money received


def timetable(settings: Settings, desk: Desk, zone: str) -> list[Job]:
    """Every job of a desk. `zone`: the desk's own time zone, for what concerns no single company."""
    night = at_hour(NIGHT_HOUR, zone)
    return [
        *_mailbox_jobs(settings, zone),
        *_platform_jobs(settings),
        *_billing_jobs(settings, zone),
        *_dunning_jobs(settings, desk),
        *_statement_jobs(settings, desk),
        *_credit_jobs(desk, zone),
        Job("chase", every(CHASE_SECONDS), "chase", CAMPAIGN.name, "chase"),
        *(Job(name, night, name, CAMPAIGN.name, name) for name in ("forget", "prove")),
    ]


def statements_of(desk: Desk, schedule: StatementSchedule, company: str, day: date) -> date | None:
    """The scheduled day whose statements a company sends on `day`; None on all other days."""
    return scheduled_day(day, schedule.day, desk.company(company).country, desk.holidays)


def _mailbox_jobs(settings: Settings, zone: str) -> Iterator[Job]:
    for one in settings.mailboxes:
        yield Job(f"poll:{one.name}", every(one.poll_seconds), "poll", POLL.name, one.name, (one.name,))
        nightly = at_hour(NIGHT_HOUR, zone)
        yield Job(f"reconcile:{one.name}", nightly, "reconcile", POLL.name, one.name, (one.name,))


def _platform_jobs(settings: Settings) -> Iterator[Job]:
    """Each is asked what it heard, and all are told of money received."""
    for one in settings.platforms:
        yield Job(f"hear:{one.name}", every(HEAR_SECONDS), "hear", POLL.name, f"platform:{one.name}", (one.name,))
    if settings.platforms:
        yield Job("tell", every(TELL_SECONDS), "tell", POLL.name, "platforms")


def _billing_jobs(settings: Settings, zone: str) -> Iterator[Job]:
    """One run over all companies; what is due is due on public holidays, too."""
    schedule = settings.billing_schedule
    if schedule.days:
        yield Job("bill", at_hour(schedule.hour, zone, schedule.days), "bill", CAMPAIGN.name, "billing")


def _dunning_jobs(settings: Settings, desk: Desk) -> Iterator[Job]:
    """Each company on its own days, at its own local hour, and never on a public holiday of its country."""
    schedule = settings.dunning_schedule
    for company in desk.companies.values() if schedule.days else ():
        country = desk.countries[company.country]
        yield Job(
            f"dun:{company.code}",
            at_hour(schedule.hour, country.time_zone, schedule.days),
            "dun",
            CAMPAIGN.name,
            "dunning",
            (company.code,),
            on=partial(_is_open, desk, country.code),
        )


def _is_open(desk: Desk, country: str, day: date) -> bool:
    return country not in desk.holidays or is_business_day(day, country, desk.holidays)


def _credit_jobs(desk: Desk, zone: str) -> Iterator[Job]:
    """Each night, where the desk holds customers by itself."""
    if desk.collections.credit.hold_from:
        yield Job("credit", at_hour(NIGHT_HOUR, zone), "credit", CAMPAIGN.name, "dunning")


def _statement_jobs(settings: Settings, desk: Desk) -> Iterator[Job]:
    """Each company on its day of the month, at its own local hour."""
    schedule = settings.statement_schedule
    for company in desk.companies.values() if schedule.day else ():
        zone = desk.countries[company.country].time_zone
        yield Job(
            f"state:{company.code}",
            at_hour(schedule.hour, zone),
            "state",
            CAMPAIGN.name,
            "statements",
            (company.code,),
            on=partial(_states, desk, schedule, company.code),
        )


def _states(desk: Desk, schedule: StatementSchedule, company: str, day: date) -> bool:
    return statements_of(desk, schedule, company, day) is not None
