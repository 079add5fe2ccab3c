"""Changes of master data that somebody asked for by mail: one person calls back, another one approves."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from bot.console.books import find, message_ids, names
from bot.console.web import Ask, decided, unchanged
from bot.storage.tables import changes
from bot.storage.unit_of_work import SqlUnitOfWork
from workflows.commands import DecideChange
from workflows.dispatch import decide_change
from workflows.errors import NotFound
from workflows.master_data.lifecycle import UNDECIDED
from workflows.master_data.model import ChangeStatus

SAID = {"verify": "verified", "apply": "applied", "refuse": "refused"}


def listing(ask: Ask) -> Response:
    state = ask.query("state") or "undecided"
    conditions: list[Any] = []  # SQL expressions
    if state == "undecided":
        conditions.append(changes.c.state.in_([status.value for status in UNDECIDED]))
    elif state != "all":
        conditions.append(changes.c.state == state)
    with ask.console.database.read() as uow:
        rows = find(uow, "changes", *conditions, order=(changes.c.requested_on,))
        customers = {change.customer for change in rows}
        known = names(uow, customers)
        mails = message_ids(uow, (change.message_id for change in rows))
        contacts = {number: uow.contacts.where(customer=number) for number in customers}
    return ask.page(
        "changes.html.j2",
        rows=rows,
        names=known,
        mails=mails,
        contacts=contacts,
        state=state,
        states=["undecided", *(status.value for status in ChangeStatus), "all"],
    )


def decide(ask: Ask) -> Response:
    action = ask.path("action")
    if action not in SAID:
        raise NotFound("action", action)

    def change(uow: SqlUnitOfWork) -> str:
        request = uow.changes.get(ask.path("id"))
        if request is None:
            raise NotFound("change", ask.path("id"))
        uow.lock(f"customer:{request.customer}")
        unchanged(ask, uow.changes.get(request.id))
        command = DecideChange(request.id, action, ask.person.name, ask.form.get("text", "").strip())
        decide_change(command, uow, ask.console.desk, ask.console.now())
        return SAID[action]

    return decided(ask, change, "/changes")
