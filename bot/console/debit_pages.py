"""Direct debits: what could be collected, collections that wait for a second person, and the files for the bank."""

from __future__ import annotations

from datetime import date

from starlette.responses import Response

from bot.banks.debit_files import debit_file, order_debits
from bot.banks.pain008 import VERSIONS
from bot.console.books import names
from bot.console.correction import BadEntry
from bot.console.web import Ask, decided, unchanged
from bot.storage.unit_of_work import SqlUnitOfWork
from workflows.cash.debit_booking import EndDebits, end_debits
from workflows.collections.candidates import candidates
from workflows.collections.collecting import (
    CancelCollection,
    ProposeCollection,
    ReleaseCollection,
    TakeOnCollection,
    cancel,
    propose,
    release,
    take_on,
)
from workflows.collections.mandates import CollectionStatus
from workflows.collections.ordering import OrderCollection
from workflows.errors import NotFound
from workflows.persons import Matter, same_person

SHOWN = 30
ACTIONS = ("take-on", "release", "cancel", "order", "end")
TOLD = {"take-on": "proposed", "release": "debits_released", "cancel": "debits_cancelled", "order": "debits_ordered",
        "end": "debits_ended"}  # fmt: skip


def listing(ask: Ask) -> Response:
    desk, today = ask.console.desk, ask.console.now().date()
    creditors = [code for code, company in sorted(desk.companies.items()) if company.creditor_id]
    with ask.console.database.read() as uow:
        every = sorted(uow.debit_collections.where(), key=lambda one: one.id, reverse=True)[:SHOWN]
        debits = {one.id: uow.direct_debits.where(collection=one.id) for one in every}
        could = {code: candidates(uow, desk, code, today, today) for code in creditors}
        owners = {line.customer for one in every for line in one.lines}
        return ask.page(
            "debits.html.j2",
            collections=every,
            debits={number: {one.document: one for one in rows} for number, rows in debits.items()},
            own={one.id for one in every if same_person(one.proposed_by, ask.person.name)},
            could=could,
            sums={code: sum(one.amount for one in found.candidates.values()) for code, found in could.items()},
            names=names(uow, sorted(owners)),
            versions=VERSIONS,
            limit=desk.limits.of(ask.person.name, Matter.DIRECT_DEBIT),
            notice_days=desk.debit_notice_days,
            proposed=CollectionStatus.PROPOSED,
        )


def propose_one(ask: Ask) -> Response:
    text = ask.form.get("on", "").strip()
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError:
        raise BadEntry({"on": "write a day like 2026-04-07"}) from None
    command = ProposeCollection(ask.form.get("company", "")[:50], ask.person.name, day, signed_in=True)

    def change(uow: SqlUnitOfWork) -> str:
        propose(command, uow, ask.console.desk, ask.console.now())
        return "proposed"

    return decided(ask, change, "/debits")


def act(ask: Ask) -> Response:
    """Releases, cancels or orders one, or ends debits of it, on the state that the page showed."""
    number, action = ask.path("id"), ask.path("action")
    if action not in ACTIONS:
        raise NotFound("action", action)

    def change(uow: SqlUnitOfWork) -> str:
        collection = uow.debit_collections.get(number)
        if collection is None:
            raise NotFound("collection", number)
        unchanged(ask, collection)
        desk, now, name = ask.console.desk, ask.console.now(), ask.person.name
        if action == "take-on":
            take_on(TakeOnCollection(number, name), uow, now)
        elif action == "release":
            release(ReleaseCollection(number, name), uow, desk, now)
        elif action == "cancel":
            cancel(CancelCollection(number, ask.form.get("text", "").strip()[:500], name), uow, desk, now)
        elif action == "end":
            marked = tuple(field.partition(":")[2] for field in ask.form if field.startswith("debit:"))
            end_debits(EndDebits(number, marked, name, ask.form.get("text", "").strip()[:500]), uow, now)
        else:
            order_debits(OrderCollection(number, name), ask.form.get("version", VERSIONS[0]), uow, desk, now)
        return TOLD[action]

    return decided(ask, change, "/debits")


def file(ask: Ask) -> Response:
    with ask.console.database.read() as uow:
        found = debit_file(ask.path("id"), uow)
    name = found.name.replace('"', "")
    return Response(
        found.bytes, media_type=found.content_type, headers={"content-disposition": f'attachment; filename="{name}"'}
    )
