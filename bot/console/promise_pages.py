"""Promises to pay and plans of instalments: which are open, kept or broken, and one that a customer made by phone."""

from __future__ import annotations

from starlette.responses import Response

from bot.console import entered
from bot.console.books import PAGE_ROWS, find, names
from bot.console.web import Ask, decided
from bot.spoken_promise import as_command
from bot.storage.tables import promises
from bot.storage.unit_of_work import SqlUnitOfWork
from workflows.dispatch import handle, obstacles
from workflows.disputes.model import PromiseStatus
from workflows.errors import BadInput
from workflows.promises import holds_until

PATH = "/dunning/promises"
MOST_INSTALMENTS = 24


def listing(ask: Ask) -> Response:
    state, desk = ask.query("state") or PromiseStatus.OPEN.value, ask.console.desk
    conditions = [] if state == "all" else [promises.c.state == state]
    with ask.console.database.read() as uow:
        rows = find(uow, "promises", *conditions, order=(promises.c.pays_on,))
        known = names(uow, (promise.customer for promise in rows))
    return ask.page(
        "promises.html.j2",
        rows=[(promise, holds_until(promise, desk.promise_grace_days)) for promise in rows],
        names=known,
        state=state,
        states=[*(status.value for status in PromiseStatus), "all"],
        is_cut=len(rows) >= PAGE_ROWS,
        customer=ask.query("customer"),
        today=ask.console.now().date(),
    )


def promise(ask: Ask) -> Response:
    """A plan is entered as lines, each a day and, where it is not all that is due, an amount."""
    console = ask.console
    told = [part for line in entered.text(ask, "instalments").splitlines() if (part := "=".join(line.split()))]
    if not 0 < len(told) <= MOST_INSTALMENTS:
        raise BadInput("instalments", f"{len(told)} are named", todo=f"1 to {MOST_INSTALMENTS}, one in each line")
    invoices = entered.words(ask, "invoices")
    if not invoices:
        raise BadInput("invoices", "none is named")
    tell = bool(entered.text(ask, "tell"))
    command = as_command(console, entered.text(ask, "customer"), invoices, told, ask.person.name, tell=tell)

    def change(uow: SqlUnitOfWork) -> str:
        uow.lock(f"customer:{command.customer}")
        beyond = obstacles(command, uow, console.desk, console.now())
        if beyond and not ask.person.may("lead"):
            raise BadInput("the promise", " ".join(beyond), todo="a lead accepts it")
        handle(command, uow, console.desk, console.now())
        return "promise_kept"

    return decided(ask, change, PATH)
