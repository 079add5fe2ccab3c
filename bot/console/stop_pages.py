"""Whom nobody duns by a person's word, until when and why; set and lifted here, each with a reason."""

from __future__ import annotations

from starlette.responses import Response

from bot.console import entered
from bot.console.books import PAGE_ROWS, find, names
from bot.console.web import Ask, decided, unchanged
from bot.storage.tables import stops
from bot.storage.unit_of_work import SqlUnitOfWork
from workflows.commands import ResumeDunning, StopDunning
from workflows.dunning.handlers import resume_dunning, stop_dunning
from workflows.dunning.stops import StopKind
from workflows.errors import BadInput, NotFound

PATH = "/dunning/stops"


def listing(ask: Ask) -> Response:
    today, state = ask.console.now().date(), ask.query("state") or "active"
    conditions = [stops.c.lifted_on.is_(None)] if state == "active" else []
    with ask.console.database.read() as uow:
        rows = find(uow, "stops", *conditions, order=(stops.c.set_on.desc(),))
        rows = [stop for stop in rows if state == "all" or stop.holds(today)]
        known = names(uow, (stop.customer for stop in rows))
    return ask.page(
        "stops.html.j2",
        rows=rows,
        names=known,
        state=state,
        kinds=[kind.value for kind in StopKind],
        is_cut=len(rows) >= PAGE_ROWS,
        customer=ask.query("customer"),
        today=today,
    )


def stop(ask: Ask) -> Response:
    kind = entered.text(ask, "kind") or StopKind.MANUAL.value
    if kind not in set(StopKind):
        raise BadInput("kind", f"{kind[:20]!r} is none of {', '.join(StopKind)}")
    command = StopDunning(
        entered.text(ask, "customer"),
        entered.text(ask, "document"),
        kind,
        entered.text(ask, "reason"),
        entered.day(ask, "until"),
        ask.person.name,
    )

    def change(uow: SqlUnitOfWork) -> str:
        stop_dunning(command, uow, ask.console.desk, ask.console.now())
        return "stopped"

    return decided(ask, change, PATH)


def lift(ask: Ask) -> Response:
    number = ask.path("id")

    def change(uow: SqlUnitOfWork) -> str:
        found = uow.stops.get(number)
        if found is None:
            raise NotFound("stop", number)
        unchanged(ask, found)
        command = ResumeDunning(number, entered.text(ask, "reason"), ask.person.name)
        resume_dunning(command, uow, ask.console.desk, ask.console.now())
        return "resumed"

    return decided(ask, change, PATH)
