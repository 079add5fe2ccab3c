"""Whether the desk works, proved by sums: for a person, and for a supervisor (`/healthz`, `/readyz`)."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.console.web import Ask, Console
from bot.gate import stopped
from bot.sight.measuring import Health, measure
from bot.storage.migrations import is_current
from bot.watch import Kind, Wrong, wrongs
from workflows.messages import MessageStatus

EVER = datetime(1970, 1, 1, tzinfo=UTC)


def page(ask: Ask) -> Response:
    console = ask.console
    now = console.clock()
    business = console.now()
    found = measure(console.database, console.watched, now, business=business)
    begun = [alarm for alarm in found.alarms if alarm.ended_at is None]
    told = {alarm.key for alarm in begun}
    all_wrong = wrongs(found.sight, console.watched.limits, now, EVER, business.date())
    wrong = [one for one in all_wrong if (one.kind, one.subject) not in told]
    with console.database.read() as uow:
        brake = stopped(uow)
    return ask.page(
        "health.html.j2",
        health=found,
        brake=brake,
        sight=found.sight,
        begun=begun,
        ended=[alarm for alarm in found.alarms if alarm.ended_at is not None],
        wrong=wrong,
        hints=hints(found, {kind for kind, _ in told} | {one.kind for one in wrong}),
        states=[status.value for status in MessageStatus],
        limits=console.watched.limits,
        real=now,
        where="SQLite" if console.database.is_sqlite else "PostgreSQL",
    )


def hints(found: Health, told: set[Kind]) -> list[str]:
    """What is no alarm by this desk's limits, and still waits for somebody."""
    counts = {
        Kind.UNCERTAIN_LETTERS: found.sight.uncertain,
        Kind.FAILED_LETTERS: found.sight.failed,
        Kind.QUARANTINED: found.sight.quarantined,
    }
    return [Wrong(kind, "", count).sentence() for kind, count in counts.items() if count and kind not in told]


async def alive(request: Request) -> Response:
    """The process answers. Nothing else is asked: a database that is away is no reason to kill us."""
    return PlainTextResponse("ok\n")


async def ready(request: Request) -> Response:
    """The database answers, its tables are ours, and a process that works gets on; else 503 and why."""
    console: Console = request.app.state.console

    def why_not() -> str:
        try:
            with console.database.read() as uow:
                uow.connection.execute(sa.select(1)).all()
            if not is_current(console.database):
                return "the database has tables of another version"
        except sa.exc.SQLAlchemyError:
            return "the database does not answer"
        return console.unready()

    why = await run_in_threadpool(why_not)
    return PlainTextResponse(f"{why}\n" if why else "ok\n", 503 if why else 200)
