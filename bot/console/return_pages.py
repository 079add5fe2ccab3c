"""Goods that come back: noted on the order's page, counted, credited or refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from starlette.responses import Response

from bot.console.correction import NUMBER, BadEntry
from bot.console.web import Ask, NotYours, decided, unchanged
from bot.storage.tables import Role
from bot.storage.unit_of_work import SqlUnitOfWork
from nlp.reading import DisputeReason
from workflows.errors import NotFound
from workflows.orders import return_requests, returning
from workflows.orders.returns import Return, ReturnStatus

Action = Callable[[Ask, SqlUnitOfWork, Return], object]


def announce(ask: Ask) -> Response:
    """A return of the order in the path."""

    def change(uow: SqlUnitOfWork) -> str:
        order = uow.orders.get(ask.path("id"))
        if order is None:
            raise NotFound("order", ask.path("id"))
        unchanged(ask, order)
        returning.announce(
            uow,
            ask.console.desk,
            ask.console.now(),
            order=order.number,
            lines=quantities("returned", ask.form),
            reason=_reason(ask),
            actor=ask.person.name,
            case=ask.form.get("case", "").strip()[:60],
        )
        return "acted"

    return decided(ask, change, f"/orders/{ask.path('id')}")


def act(ask: Ask) -> Response:
    """accept, place, receive, credit, approve, decline or refuse the return in the path."""
    action = ACTIONS.get(ask.path("action"))
    if action is None:
        raise NotFound("action", ask.path("action"))
    with ask.console.database.read() as uow:
        order = _return(ask, uow).order or ask.form.get("order", "").strip()[:60]

    def change(uow: SqlUnitOfWork) -> str:
        held = _return(ask, uow)
        unchanged(ask, held)
        action(ask, uow, held)
        return "acted"

    return decided(ask, change, f"/orders/{order}" if order else "/orders")


def _accept(ask: Ask, uow: SqlUnitOfWork, held: Return) -> None:
    return_requests.accept(
        uow,
        ask.console.desk,
        ask.console.now(),
        number=held.id,
        lines=quantities("returned", ask.form),
        reason=_reason(ask),
        actor=ask.person.name,
    )


def _place(ask: Ask, uow: SqlUnitOfWork, held: Return) -> None:
    order = ask.form.get("order", "").strip()[:60]
    return_requests.place(uow, ask.console.desk, ask.console.now(), number=held.id, order=order, actor=ask.person.name)


def _receive(ask: Ask, uow: SqlUnitOfWork, held: Return) -> None:
    counted = quantities("counted", ask.form)
    returning.receive(uow, ask.console.desk, ask.console.now(), number=held.id, received=counted, actor=ask.person.name)


def _credit(ask: Ask, uow: SqlUnitOfWork, held: Return) -> None:
    returning.credit(uow, ask.console.desk, ask.console.now(), number=held.id, actor=ask.person.name, text=_text(ask))


def _approve(ask: Ask, uow: SqlUnitOfWork, held: Return) -> None:
    if not ask.person.may(Role.LEAD.value):
        raise NotYours(f"approve the credit of {held.id}", Role.LEAD.value)
    returning.approve(uow, ask.console.desk, ask.console.now(), number=held.id, actor=ask.person.name, text=_text(ask))


def _decline(ask: Ask, uow: SqlUnitOfWork, held: Return) -> None:
    if not ask.person.may(Role.LEAD.value):
        raise NotYours(f"decide about the credit of {held.id}", Role.LEAD.value)
    returning.decline(uow, ask.console.desk, ask.console.now(), number=held.id, actor=ask.person.name, text=_text(ask))


def _refuse(ask: Ask, uow: SqlUnitOfWork, held: Return) -> None:
    refused = return_requests.refuse if held.state is ReturnStatus.REQUESTED else returning.refuse
    refused(uow, ask.console.desk, ask.console.now(), number=held.id, actor=ask.person.name, text=_text(ask))


ACTIONS: Mapping[str, Action] = {
    "accept": _accept,
    "place": _place,
    "receive": _receive,
    "credit": _credit,
    "approve": _approve,
    "decline": _decline,
    "refuse": _refuse,
}


def _reason(ask: Ask) -> str:
    reason = ask.form.get("reason", "")
    if reason not in set(DisputeReason):
        raise BadEntry({"reason": f"{reason or 'nothing'} is none of {', '.join(DisputeReason)}"})
    return reason


def quantities(name: str, form: Mapping[str, str]) -> dict[int, Decimal]:
    """ "name.POSITION" of a form -> quantities above zero. Raises BadEntry."""
    found, faults = {}, {}
    for key, written in form.items():
        field, _, position = key.partition(".")
        if field != name or not position.isdigit() or not written.strip():
            continue
        if not NUMBER.fullmatch(written.strip()):
            faults[f"line {position}"] = "write the quantity like 12 or 2.5"
        elif quantity := Decimal(written.strip().replace(",", ".")):
            found[int(position)] = quantity
    if faults:
        raise BadEntry(faults)
    return found


def _text(ask: Ask) -> str:
    return ask.form.get("text", "").replace("\r\n", "\n").strip()


def _return(ask: Ask, uow: SqlUnitOfWork) -> Return:
    held = uow.returns.get(ask.path("id"))
    if held is None:
        raise NotFound("return", ask.path("id"))
    return held
