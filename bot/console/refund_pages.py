"""Refunds: what could go back, proposals that wait for a second person, and the files for the bank."""

from __future__ import annotations

from starlette.responses import Response

from bot.banks.pain001 import VERSIONS
from bot.banks.refund_files import file_of, order_files
from bot.console.books import find, names
from bot.console.correction import BadEntry, money
from bot.console.web import Ask, decided, unchanged
from bot.storage.tables import payments
from bot.storage.unit_of_work import SqlUnitOfWork
from workflows.cash.model import Payment
from workflows.cash.refund_settling import is_settled_here
from workflows.cash.refundable import refundable, under_way
from workflows.cash.refunding import cancel, obstacles, propose, release, take_on
from workflows.cash.refunds import RefundStatus
from workflows.cash.settlements import SettlementStatus
from workflows.commands import CancelRefund, OrderRefunds, ProposeRefund, ReleaseRefund, TakeOnRefund
from workflows.errors import NotFound
from workflows.persons import Matter, same_person

MOST_SHOWN = 200
FINISHED_SHOWN = 50
SAID = {"take-on": "proposed", "release": "refund_released", "cancel": "refund_cancelled"}


def listing(ask: Ask) -> Response:
    with ask.console.database.read() as uow:
        moving = under_way(uow)
        could = refundable(uow)
        ended = [refund for refund in uow.refunds.where() if not refund.is_under_way]
        owners = {each.customer for each in (*moving, *ended)} | {each.customer for each in could[:MOST_SHOWN]}
        return ask.page(
            "refunds.html.j2",
            under_way=moving,
            why={refund.id: obstacles(refund, uow) for refund in moving if refund.state is not RefundStatus.ORDERED},
            own={refund.id for refund in moving if same_person(refund.proposed_by, ask.person.name)},
            candidates=could[:MOST_SHOWN],
            left_out=max(0, len(could) - MOST_SHOWN),
            accounts={number: _accounts(number, uow) for number in {one.customer for one in could[:MOST_SHOWN]}},
            ended=sorted(ended, key=lambda refund: refund.id, reverse=True)[:FINISHED_SHOWN],
            companies=sorted({refund.company for refund in moving if refund.state is RefundStatus.RELEASED}),
            names=names(uow, sorted(owners)),
            versions=VERSIONS,
            debits=[(debit, _said_of(debit, uow)) for debit in _waiting_debits(uow)],
            limit=ask.console.desk.limits.of(ask.person.name, Matter.REFUND),
        )


def _waiting_debits(uow: SqlUnitOfWork) -> list[Payment]:
    """Debits of which somebody says which refunds they pay, the oldest first."""
    held = find(uow, "payments", payments.c.unapplied < 0, order=(payments.c.booking_date,), limit=MOST_SHOWN)
    return [debit for debit in held if is_settled_here(debit)]


def _said_of(debit: Payment, uow: SqlUnitOfWork) -> str:
    """Who said what it is and waits for another one; "" if nobody did."""
    said = uow.refund_settlements.where(payment=debit.id, state=SettlementStatus.PROPOSED)
    return said[0].proposed_by if said else ""


def _accounts(customer: str, uow: SqlUnitOfWork) -> tuple[str, ...]:
    found = uow.customers.get(customer)
    return found.ibans if found is not None else ()


def propose_one(ask: Ask) -> Response:
    text = ask.form.get("amount", "").strip()
    amount = money(text) if text else None
    if text and amount is None:
        raise BadEntry({"amount": "write an amount like 1250.00"})
    command = ProposeRefund(
        source=ask.form.get("source", "")[:100],
        actor=ask.person.name,
        amount=amount,
        iban=ask.form.get("iban", "")[:60],
        text=ask.form.get("text", "").strip()[:500],
        signed_in=True,
    )

    def change(uow: SqlUnitOfWork) -> str:
        propose(command, uow, ask.console.desk, ask.console.now())
        return "proposed"

    return decided(ask, change, "/refunds")


def act(ask: Ask) -> Response:
    """Takes one on, releases or cancels it, on the state that the page showed."""
    number, action = ask.path("id"), ask.path("action")
    if action not in SAID:
        raise NotFound("action", action)

    def change(uow: SqlUnitOfWork) -> str:
        refund = uow.refunds.get(number)
        if refund is None:
            raise NotFound("refund", number)
        unchanged(ask, refund)
        desk, now = ask.console.desk, ask.console.now()
        if action == "take-on":
            take_on(TakeOnRefund(number, ask.person.name), uow, now)
        elif action == "release":
            release(ReleaseRefund(number, ask.person.name), uow, desk, now)
        else:
            cancel(CancelRefund(number, ask.person.name, ask.form.get("text", "").strip()[:500]), uow, desk, now)
        return SAID[action]

    return decided(ask, change, "/refunds")


def order(ask: Ask) -> Response:
    """Makes the files of a company; they are fetched from the list afterwards, as often as needed."""
    command = OrderRefunds(ask.form.get("company", "")[:50], ask.person.name)

    def change(uow: SqlUnitOfWork) -> str:
        made, _ = order_files(command, ask.form.get("version", "09"), uow, ask.console.desk, ask.console.now())
        return "refunds_ordered" if made else "nothing_to_order"

    return decided(ask, change, "/refunds")


def file(ask: Ask) -> Response:
    with ask.console.database.read() as uow:
        found = file_of(ask.path("id"), uow)
    name = found.name.replace('"', "")
    return Response(
        found.bytes, media_type=found.content_type, headers={"content-disposition": f'attachment; filename="{name}"'}
    )
