"""Whom nothing more goes to: the holds with their reasons; anybody may hold, who has the right releases until a day."""

from __future__ import annotations

from starlette.responses import Response

from bot.console import entered
from bot.console.books import PAGE_ROWS, find, names
from bot.console.web import Ask, decided, unchanged
from bot.storage.tables import credit_holds
from bot.storage.unit_of_work import SqlUnitOfWork
from workflows.collections.credit_holds import HoldCredit, ReleaseCredit, hold_credit, release_credit
from workflows.errors import NotFound

PATH = "/dunning/credit"


def listing(ask: Ask) -> Response:
    today, state = ask.console.now().date(), ask.query("state") or "active"
    conditions = [credit_holds.c.released_on.is_(None)] if state == "active" else []
    with ask.console.database.read() as uow:
        rows = find(uow, "credit_holds", *conditions, order=(credit_holds.c.level.desc(), credit_holds.c.set_on.desc()))
        rows = [one for one in rows if state == "all" or one.holds(today)]
        known = names(uow, (one.customer for one in rows))
    return ask.page(
        "credit.html.j2",
        rows=rows,
        names=known,
        state=state,
        policy=ask.console.desk.collections.credit,
        is_cut=len(rows) >= PAGE_ROWS,
        customer=ask.query("customer"),
        today=today,
    )


def hold(ask: Ask) -> Response:
    command = HoldCredit(
        entered.text(ask, "customer"), entered.text(ask, "reason"), entered.day(ask, "until"), ask.person.name
    )

    def change(uow: SqlUnitOfWork) -> str:
        hold_credit(command, uow, ask.console.desk, ask.console.now())
        return "credit_held"

    return decided(ask, change, PATH)


def release(ask: Ask) -> Response:
    number = ask.path("id")
    command = ReleaseCredit(number, entered.text(ask, "reason"), entered.day(ask, "until"), ask.person.name)

    def change(uow: SqlUnitOfWork) -> str:
        found = uow.credit_holds.get(number)
        if found is None:
            raise NotFound("credit hold", number)
        unchanged(ask, found)
        release_credit(command, uow, ask.console.desk, ask.console.now())
        return "credit_released"

    return decided(ask, change, PATH)
