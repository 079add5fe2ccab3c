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
from workflows.collections import outcomes
from workflows.collections.outcomes import RecordCall
from workflows.commands import (
    Act,
    AdviseRemittance,
    AnswerQuery,
    AnswerQuestion,
    CaseAction,
    ChangeOrder,
    Command,
    DecideCase,
    DecideChange,
    Decision,
    ForSpecialist,
    NoteReply,
    PlaceOrder,
    PromisePayment,
    RaiseDispute,
    RecordBounce,
    RecordRobot,
    RequestMasterDataChange,
    RequestReturn,
    Source,
    StopDunning,
)
from workflows.deviation_words import in_words
from workflows.disputes import actions, handlers, replies
from workflows.disputes.meanings import Refusal
from workflows.disputes.model import Case, CaseKind, CaseStatus
from workflows.disputes.money import items_of
from workflows.disputes.policy import credits
from workflows.disputes.telling import ready_to_correct
from workflows.dunning.handlers import stop_dunning
from workflows.errors import NotAllowed, NotFound
from workflows.invoicing import correcting
from workflows.invoicing.approving import Approval, Exempt
from workflows.invoicing.crediting import content, issue_credit_note, left_to_credit
from workflows.master_data import handlers as master_data
from workflows.master_data.model import ChangeStatus
from workflows.orders import handlers as orders
from workflows.ports import Desk, Handler, UnitOfWork
from workflows.queries import handlers as queries


def decide_case(command: DecideCase, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """Does what one of our people answered to a letter about a case."""
    return replies.decide(command, uow, desk, now, act=act_on_case, obstacle=_obstacle)


def _obstacle(action: CaseAction, case: Case, uow: UnitOfWork, desk: Desk) -> Refusal | None:
    """Why the stage of invoicing would refuse an action, before anything is written."""
    if action.action == "correct":
        found = [correcting.obstacle(uow.invoices.get(number), uow) for number in case.invoices]
        return Refusal.NOTHING_TO_CORRECT if any(found) or not found else None
    if action.action == "approve" and case.proposal is not None:
        return Refusal.NOTHING_OPEN if _over(dict(case.proposal.shares), uow, desk) else None
    shares = credits(case, action.amount, items_of(case, uow)) if action.action == "credit" else {}
    return Refusal.TOO_MUCH if isinstance(shares, str) or _over(shares, uow, desk) else None


def _over(shares: Mapping[str, Decimal], uow: UnitOfWork, desk: Desk) -> bool:
    """Whether more would be credited of an invoice than is open, or than earlier credit notes left of it."""
    for number, amount in shares.items():
        invoice, item = uow.invoices.get(number), uow.open_items.get(number)
        customer = uow.customers.get(invoice.customer) if invoice else None
        if invoice is None or item is None or customer is None or amount > item.open_amount:
            return True
        whole = content(invoice, desk.company(invoice.company), customer, desk)
        if amount > left_to_credit(whole, uow.invoices.where(corrects=number)).gross:
            return True
    return False


HANDLERS: Mapping[type, Handler] = {
    PlaceOrder: orders.place,
    ChangeOrder: orders.change,
    AnswerQuestion: orders.answer,
    AdviseRemittance: cash.advise_remittance,
    RaiseDispute: handlers.raise_dispute,
    PromisePayment: promises_handlers.promise_payment,
    AnswerQuery: queries.answer_query,
    RequestReturn: orders.request_return,
    RequestMasterDataChange: master_data.request_change,
    RecordBounce: undelivered.record_bounce,
    RecordRobot: undelivered.record_robot,
    NoteReply: handlers.note_reply,
    DecideCase: decide_case,
}


def handle(command: Command, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """Does a command: ids of the records that it made or touched."""
    made = HANDLERS[type(command)](command, uow, desk, now)
    if isinstance(command, PlaceOrder | ChangeOrder):
        source = command.source
        _suggest_place(
            command.customer, command.delivery_address, source.message_id, source.actor, command.call_back, uow, now
        )
    if isinstance(command, PlaceOrder | AnswerQuestion | PromisePayment):
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
    safe: list[Command] = [c for c in decision.commands if isinstance(c, RaiseDispute | NoteReply) and not found[c]]
    safe += [c for c in decision.commands if isinstance(c, RequestReturn)]
    safe += [replace(c, doubts=found[c][1:]) for c in decision.commands if isinstance(c, AnswerQuestion)]
    return ForSpecialist(why=" ".join(dict.fromkeys(why)), proposed=decision.commands, certain=tuple(safe))


def obstacles(command: Command, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """Why a command may not be done without a person, in words; () if it may."""
    match command:
        case PlaceOrder():
            return tuple(in_words(found) for found in orders.review_reasons(command, uow, desk, now))
        case ChangeOrder():
            return tuple(in_words(found) for found in orders.change_obstacles(command, uow, desk, now))
        case AnswerQuestion():
            return orders.answer_obstacles(command, uow, desk, now)
        case AnswerQuery():
            why = queries.answerable(command.query, command.customer, uow)
            return (why,) if why else ()
        case PromisePayment():
            return promises_handlers.promise_obstacles(command, uow, desk, now)
        case _:
            return ()


def record_call(call: RecordCall, source: Source, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """Keeps what a call came to and does what follows from it: ids of the records made. Raises O2CError."""
    if uow.customers.get(call.customer) is None:
        raise NotFound("customer", call.customer)
    if call.company not in desk.companies:
        raise NotFound("company", call.company)
    made: list[str] = []
    for command in outcomes.consequences(call, source, now.date()):
        if isinstance(command, StopDunning):
            made += stop_dunning(command, uow, desk, now)
        else:
            made += handle(command, uow, desk, now)
    outcomes.keep(call, uow, now, tuple(made))
    return tuple(made)


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
    delivery_country: str = "",
) -> tuple[str, ...]:
    """A person releases a held order; see `workflows.orders.placing.release`."""
    made = orders.release(
        uow,
        desk,
        now,
        order=order,
        actor=actor,
        lines=lines,
        call_back=call_back,
        delivery_country=delivery_country,
    )
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


def decide_change(command: DecideChange, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """Does a person's decision about a change of master data; who has a case that waited for it is told."""
    made = master_data.decide(command, uow, desk, now)
    change = uow.changes.get(command.change)
    if change is not None and change.state is ChangeStatus.APPLIED:
        ready_to_correct(change.customer, change.field, uow, desk, now)
    return made


def act_on_case(command: CaseAction, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """Does a person's action on a case; a credit becomes a credit note of ours on its invoice."""
    made = actions.act(command, uow, desk, now, credit=_credit, correct=_correct)
    case = uow.cases.get(command.case)
    if case is not None and case.kind is CaseKind.UNDELIVERED and case.state is CaseStatus.CLOSED:
        mended(case.customer, uow)
    return made


def _correct(case: Case, command: CaseAction, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """Credit note and new invoice for each invoice of a case, all of them or none."""
    invoices = [uow.invoices.get(number) for number in case.invoices]
    why = [reason for invoice in invoices if (reason := correcting.obstacle(invoice, uow))]
    if why or not invoices:
        raise NotAllowed(command.actor, "correct", why[0] if why else "the case names no invoice")
    reason = command.text or case.reason
    made: list[str] = []
    for invoice in filter(None, invoices):
        made += correcting.write_again(invoice, uow, desk, now, case=case.id, reason=reason, actor=command.actor)
    return tuple(made)


def _approval(case: Case, command: CaseAction, desk: Desk) -> Approval:
    """Whose word a credit stands on: the proposer's and the approver's, or one person's up to the limit."""
    if command.action == "approve" and case.proposal is not None:
        return Approval(case.proposal.actor, command.actor, case.reason)
    is_script = command.limit is None and not desk.disputes.scripts_need_two
    return Approval(command.actor, reason=case.reason, exempt=Exempt.OPERATOR if is_script else None)


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
            approval=_approval(case, command, desk),
        )
    except ValueError as error:
        raise NotAllowed(command.actor, "credit", str(error)) from error
    return credit_note.number
