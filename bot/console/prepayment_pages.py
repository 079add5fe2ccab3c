"""Money that was set aside for orders: what of it invoices took, what is left; set aside and given free here."""

from __future__ import annotations

from starlette.responses import Response

from bot.console import entered
from bot.console.books import PAGE_ROWS, find, names
from bot.console.web import Ask, decided
from bot.storage.tables import prepayments
from bot.storage.unit_of_work import SqlUnitOfWork
from workflows.invoicing import prepaying

PATH = "/billing/prepayments"


def listing(ask: Ask) -> Response:
    table = prepayments.c
    conditions = [] if ask.query("state") == "all" else [table.withdrawn_on.is_(None), table.applied < table.amount]
    with ask.console.database.read() as uow:
        rows = find(uow, "prepayments", *conditions, order=(table.set_on.desc(), table.id))
        known = names(uow, (one.customer for one in rows))
    return ask.page(
        "prepayments.html.j2",
        rows=rows,
        names=known,
        state=ask.query("state") or "standing",
        is_cut=len(rows) >= PAGE_ROWS,
        payment=ask.query("payment"),
        order=ask.query("order"),
    )


def set_aside(ask: Ask) -> Response:
    payment, order = entered.text(ask, "payment"), entered.text(ask, "order")
    amount = entered.amount(ask, "amount")

    def change(uow: SqlUnitOfWork) -> str:
        console = ask.console
        prepaying.set_aside(
            uow, console.desk, console.now(), payment=payment, order=order, amount=amount, actor=ask.person.name
        )
        return "set_aside"

    return decided(ask, change, PATH)


def withdraw(ask: Ask) -> Response:
    payment, _, order = ask.path("id").partition("|")

    def change(uow: SqlUnitOfWork) -> str:
        prepaying.withdraw(uow, ask.console.now(), payment=payment, order=order, actor=ask.person.name)
        return "given_free"

    return decided(ask, change, PATH)
