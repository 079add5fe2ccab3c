"""Which handler does which command, in one table; and the composition of stages that know nothing of each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from nlp.reading import OrderLine
from workflows import promises_handlers, undelivered
from workflows.addresses import mended
from workflows.cash import handlers as cash
from workflows.commands import (
    Act,
    AdviseRemittance,
    AnswerQuery,
    CaseAction,
    ChangeOrder,
    Command,
    Decision,
    ForSpecialist,
    NoteReply,
    PlaceOrder,
    PromisePayment,
    RaiseDispute,
    RecordBounce,
    RecordRobot,
    RequestMasterDataChange,
)
from workflows.deviation_words import in_words
from workflows.disputes import actions, handlers
from workflows.disputes.model import Case, CaseKind, CaseStatus
from workflows.errors import NotAllowed, NotFound
from workflows.invoicing.crediting import issue_credit_note
from workflows.master_data import handlers as master_data
from workflows.orders import handlers as orders
from workflows.ports import Desk, Handler, UnitOfWork
from workflows.queries import handlers as queries

HANDLERS: Mapping[type, Handler] = {
    PlaceOrder: orders.place,
    ChangeOrder: orders.change,
    AdviseRemittance: cash.advise_remittance,
    RaiseDispute: handlers.raise_dispute,
    PromisePayment: promises_handlers.promise_payment,
    AnswerQuery: queries.answer_query,
    RequestMasterDataChange: master_data.request_change,
    RecordBounce: undelivered.record_bounce,
    RecordRobot: undelivered.record_robot,
    NoteReply: handlers.note_reply,
}


def handle(command: Command, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """Does a command: ids of the records that it made or touched."""
    made = HANDLERS[type(command)](command, uow, desk, now)
    if isinstance(command, PlaceOrder | ChangeOrder):
        source = command.source
        _suggest_place(
            command.customer, command.delivery_address, source.message_id, source.actor, command.call_back, uow, now
        )
    if isinstance(command, PlaceOrder | PromisePayment):
        settle_waiting_money(command.customer, uow, desk, now)
    return made


def settle_waiting_money(customer: str, uow: UnitOfWork, desk: Desk, now: datetime) -> None:
    """Money of this customer that waited for an invoice or a promise is tried again."""
    if any(payment.unapplied > 0 for payment in uow.payments.where(customer=customer)):
        cash.reapply(uow, desk, now, customer)


def settle_all_waiting_money(uow: UnitOfWork, desk: Desk, now: datetime) -> None:
    """The same for every customer at once: after an import of documents."""
    waiting = {payment.customer for payment in uow.payments.where() if payment.customer and payment.unapplied > 0}
    if waiting:
        cash.reapply(uow, desk, now, *waiting)


def confirm(decision: Decision, uow: UnitOfWork, desk: Desk, now: datetime) -> Decision:
    """The decision after the stages' own checks: what deviates from the books is a person's to decide."""
    if not isinstance(decision, Act):
        return decision
    found = {command: obstacles(command, uow, desk, now) for command in decision.commands}
    why = [reason for reasons in found.values() for reason in reasons]
    if not why:
        return decision
    safe = tuple(c for c in decision.commands if isinstance(c, RaiseDispute | NoteReply) and not found[c])
    return ForSpecialist(why=" ".join(dict.fromkeys(why)), proposed=decision.commands, certain=safe)


def obstacles(command: Command, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """Why a command may not be done without a person, in words; () if it may."""
    match command:
        case PlaceOrder():
            return tuple(in_words(found) for found in orders.review_reasons(command, uow, desk, now))
        case ChangeOrder():
            return tuple(in_words(found) for found in orders.change_obstacles(command, uow, desk, now))
        case AnswerQuery():
            why = queries.answerable(command.query, command.customer, uow)
            return (why,) if why else ()
        case _:
            return ()


def released(command: Command, call_back: str = "") -> Command:
    """The command as a person approved it: an order's deviations are accepted, with a note of a call-back if any."""
    if isinstance(command, PlaceOrder | ChangeOrder):
        return replace(command, release=True, call_back=call_back)
    return command


def release_order(
    order: str,
    actor: str,
    uow: UnitOfWork,
    desk: Desk,
    now: datetime,
    *,
    lines: tuple[OrderLine, ...] = (),
    call_back: str = "",
) -> tuple[str, ...]:
    """A person releases a held order; see `workflows.orders.placing.release`."""
    made = orders.release(uow, desk, now, order=order, actor=actor, lines=lines, call_back=call_back)
    held = uow.orders.get(order)
    if held is not None:
        _suggest_place(held.customer, held.delivery_address, held.message_id, actor, call_back, uow, now)
    return made


def _suggest_place(
    customer: str, address: str, message_id: str, actor: str, call_back: str, uow: UnitOfWork, now: datetime
) -> None:
    """An address that was called back on for one order may become a standing one: a second person says so."""
    if call_back.strip() and address:
        master_data.suggest_place(customer, address, message_id, actor, call_back, uow, now)


def act_on_case(command: CaseAction, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """Does a person's action on a case; a credit becomes a credit note of ours on its invoice."""
    made = actions.act(command, uow, desk, now, credit=_credit)
    case = uow.cases.get(command.case)
    if case is not None and case.kind is CaseKind.UNDELIVERED and case.state is CaseStatus.CLOSED:
        mended(case.customer, uow)
    return made


def _credit(
    case: Case, invoice: str, amount: Decimal, command: CaseAction, uow: UnitOfWork, desk: Desk, now: datetime
) -> str:
    document = uow.invoices.get(invoice)
    if document is None:
        raise NotFound("invoice", invoice)
    try:
        credit_note = issue_credit_note(
            uow,
            desk,
            now,
            invoice=document,
            gross_amount=amount,
            case=case.id,
            reason=command.text or case.reason,
            actor=command.actor,
        )
    except ValueError as error:
        raise NotAllowed(command.actor, "credit", str(error)) from error
    return credit_note.number
