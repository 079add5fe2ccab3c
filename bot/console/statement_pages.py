"""Statements of account: one for a customer at once, and those that went out lately."""

from __future__ import annotations

from starlette.responses import Response

from bot.console import entered
from bot.console.books import find, names
from bot.console.web import Ask, gone
from bot.statement_run import StatementRun
from bot.storage.tables import letters
from workflows.errors import BadInput
from workflows.letters import LetterKind
from workflows.statements.handlers import StatementKind

PATH = "/dunning/statements"
RECENT = 50


def form(ask: Ask) -> Response:
    with ask.console.database.read() as uow:
        rows = find(
            uow,
            "letters",
            letters.c.kind == LetterKind.STATEMENT.value,
            order=(letters.c.created_at.desc(),),
            limit=RECENT,
        )
        known = names(uow, (letter.customer for letter in rows))
    return ask.page(
        "statements.html.j2",
        rows=rows,
        names=known,
        kinds=[kind.value for kind in StatementKind],
        customer=ask.query("customer"),
        today=ask.console.now().date(),
    )


def send(ask: Ask) -> Response:
    """One letter for each company of the customer, once a day."""
    console, kind = ask.console, entered.text(ask, "kind") or StatementKind.OPEN.value
    if kind not in set(StatementKind):
        raise BadInput("kind", f"{kind[:20]!r} is none of {', '.join(StatementKind)}")
    first = entered.day(ask, "first")
    run = StatementRun(console.database, console.desk, console.now(), StatementKind(kind), (), first, True)
    made = list(run.send([entered.text(ask, "customer")], f"{console.now().date()}", ask.person.name))
    return gone(ask, PATH, "statement_queued" if made else "statement_repeated", send=True)
