"""A dispute becomes a case: one per invoice and reason, with an owner and a day, its invoices held, everybody told.

Letters and their facts (amounts and dates as text, `amount` and `currency` "" where none is known):
dispute_received: customer {number, name}, case, reason, invoices [number], amount, currency, due
dispute_settled: customer {number, name}, case, invoices [number], receipts [{document, date, amount, currency, text}]
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from nlp.reading import Dispute
from workflows.audit import note
from workflows.commands import NoteReply, RaiseDispute, Source
from workflows.correspondence import language_for, write
from workflows.customers import Customer
from workflows.disputes.lifecycle import ACTIVE
from workflows.disputes.model import NO_DISPUTE, Case, CaseEvent, CaseKind, CaseNote, CaseStatus, CreditProposal
from workflows.disputes.policy import deadline, owner_of, working_time
from workflows.disputes.solving import Receipt, double_invoice, receipts
from workflows.disputes.telling import BOT, MAX_NOTE, Occasion, moved, subject_facts
from workflows.disputes.telling import tell_owner as tell_owner
from workflows.disputes.telling import with_note as with_note
from workflows.errors import NotFound
from workflows.ledger.model import OpenItem
from workflows.ledger.money import plain
from workflows.ledger.numbering import CASE, next_id
from workflows.letters import LetterKind
from workflows.ports import Desk, UnitOfWork


def raise_dispute(
    command: RaiseDispute, uow: UnitOfWork, desk: Desk, now: datetime, *, words: str = ""
) -> tuple[str, ...]:
    """Opens a case or joins the open one of the same invoice and reason. Raises NotFound for a foreign invoice.

    `words` of whoever contests, where no message holds them, stand in the case and in the letter to its owner.
    """
    uow.lock(f"customer:{command.customer}")
    customer = uow.customers.get(command.customer)
    if customer is None:
        raise NotFound("customer", command.customer)
    items = [_item(uow, customer.number, number) for number in command.dispute.invoices]
    decided = _decided_before(uow, command)
    if decided is not None:
        return (decided.id,)
    known = _same_case(uow, command)
    proof = receipts(command.dispute.reason, items, uow) if known is None and command.source.may_answer else ()
    if known is not None:
        case = _joined(known, command, desk, now)
        uow.cases.put(case)
        action = "dispute_joined"
    elif proof:
        case = _solved(_opened(command, customer, items, uow, desk, now), proof, now)
        uow.cases.add(case)
        action = "dispute_solved"
    else:
        case = _with_double(_opened(command, customer, items, uow, desk, now), uow, now)
        if words:
            case = with_note(case, CaseEvent.ANSWERED, command.source.actor, words, now)
        uow.cases.add(case)
        action = "dispute_opened"
        tell_owner(case, uow, desk, now, source=command.source, text=words)
    note(
        uow,
        now,
        actor=command.source.actor,
        action=action,
        subject=case.id,
        message_id=command.source.message_id,
        invoices=case.invoices,
        reason=case.reason,
        amount=case.amount,
        owner=case.owner,
        due=case.due,
        proof=[(one.invoice, one.on.isoformat(), plain(one.amount, one.currency), one.reference) for one in proof],
    )
    if proof:
        _show_receipts(case, customer, proof, command.source, uow, desk, now)
    elif command.source.may_answer:
        _acknowledge(case, customer, command.source, uow, desk, now)
    return (case.id,)


def note_reply(command: NoteReply, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """The customer wrote in the thread of a case: it is kept there and the case waits no longer.

    Raises IllegalTransition where the case is closed: what it asks is then a matter of its own.
    """
    case = uow.cases.get(command.case)
    if case is None:
        raise NotFound("case", command.case)
    if command.source.message_id in case.message_ids:
        return (case.id,)
    heard = replace(
        moved(case, CaseEvent.ANSWERED, command.source.sender, command.text, desk, now),
        message_ids=(*case.message_ids, command.source.message_id),
    )
    uow.cases.put(heard)
    if case.state is CaseStatus.WAITING:  # its owner waits for this; while it is open, it is on their list
        words = command.text[:MAX_NOTE]
        tell_owner(heard, uow, desk, now, source=command.source, text=words, occasion=Occasion.ANSWERED)
    note(
        uow,
        now,
        actor=command.source.actor,
        action="case_answered",
        subject=case.id,
        message_id=command.source.message_id,
    )
    return (case.id,)


def _opened(
    command: RaiseDispute, customer: Customer, items: list[OpenItem], uow: UnitOfWork, desk: Desk, now: datetime
) -> Case:
    company = items[0].company if items else customer.company
    reason, ours = command.dispute.reason, desk.company(company)
    due_at = deadline(reason, ours, desk, now)
    return Case(
        id=next_id(uow, company, CASE, now.date()),
        kind=CaseKind.DISPUTE,
        customer=customer.number,
        company=company,
        invoices=tuple(item.document for item in items),
        reason=reason,
        amount=command.dispute.amount,
        currency=items[0].currency if items else command.dispute.currency or customer.currency,
        state=CaseStatus.OPEN,
        owner=owner_of(reason, ours, desk),
        opened=now.date(),
        due=working_time(ours, desk).day_of(due_at),
        message_ids=tuple(filter(None, (command.source.message_id,))),
        outcome="",
        used=False,
        notes=_possibly_of(command.source, now),
        due_at=due_at,
    )


def _solved(case: Case, proof: tuple[Receipt, ...], now: datetime) -> Case:
    """The books answer by themselves: opened and closed in one commit."""
    shown = "; ".join(f"{one.invoice}: {one.on} {plain(one.amount, one.currency)} {one.currency}" for one in proof)
    return replace(with_note(case, CaseEvent.SOLVED, BOT, shown, now), outcome="resolved", closed_on=now.date())


def _with_double(case: Case, uow: UnitOfWork, now: datetime) -> Case:
    """An invoice that was proven to be written twice is proposed for credit; a person says yes with one word."""
    double = double_invoice(case, uow)
    if not double:
        return case
    proposal = CreditProposal(tuple(double.items()), "", BOT, now)
    noted = with_note(case, CaseEvent.PROPOSED, BOT, ", ".join(double), now)
    return replace(noted, proposal=proposal, invoices=tuple(dict.fromkeys((*case.invoices, *double))))


def _possibly_of(source: Source, now: datetime) -> tuple[CaseNote, ...]:
    """A thread or a number alone joins no case: the person who decides sees that there may be one."""
    if not source.possible_case:
        return ()
    return (CaseNote(at=now, actor=source.actor, event="possible", text=source.possible_case),)


def _decided_before(uow: UnitOfWork, command: RaiseDispute) -> Case | None:
    """The ended case that this very message led to: worked again, or approved for something else in it, it is settled.

    One that ended because it was no dispute does not count.
    """
    message = uow.messages.get(command.source.message) if command.source.message else None
    cases = [case for record in (message.records if message else ()) if (case := uow.cases.get(record)) is not None]
    wanted = set(command.dispute.invoices)
    return next(
        (
            case
            for case in cases
            if (case.customer, case.kind, case.reason) == (command.customer, CaseKind.DISPUTE, command.dispute.reason)
            and case.state not in ACTIVE
            and case.outcome != NO_DISPUTE
            and wanted <= set(case.invoices)
        ),
        None,
    )


def _same_case(uow: UnitOfWork, command: RaiseDispute) -> Case | None:
    """The open dispute with this reason that names one of these invoices already."""
    wanted = set(command.dispute.invoices)
    cases = uow.cases.where(customer=command.customer, kind=CaseKind.DISPUTE, state=ACTIVE)
    return next((case for case in cases if case.reason == command.dispute.reason and wanted & set(case.invoices)), None)


def _joined(case: Case, command: RaiseDispute, desk: Desk, now: datetime) -> Case:
    invoices = tuple(dict.fromkeys((*case.invoices, *command.dispute.invoices)))
    if command.source.message_id in case.message_ids:  # its words are heard, or a person looked at it again
        return replace(case, invoices=invoices, amount=_newer_amount(case, command.dispute))
    heard = moved(case, CaseEvent.ANSWERED, command.source.sender, command.source.subject, desk, now)
    return replace(
        heard,
        invoices=invoices,
        amount=_newer_amount(case, command.dispute),
        message_ids=tuple(filter(None, (*case.message_ids, command.source.message_id))),
    )


def _newer_amount(case: Case, dispute: Dispute) -> Decimal | None:
    """What the customer said last counts; an amount for fewer invoices than the case has says nothing of the whole."""
    said_of_all = set(dispute.invoices) >= set(case.invoices)
    return dispute.amount if dispute.amount is not None and said_of_all else case.amount


def _acknowledge(case: Case, customer: Customer, source: Source, uow: UnitOfWork, desk: Desk, now: datetime) -> None:
    write(
        uow,
        now,
        kind=LetterKind.REPLY,
        template="dispute_received",
        language=source.language or language_for(customer, desk),
        company=desk.company(case.company),
        customer=customer.number,
        to=(source.sender,),
        facts={
            "customer": {"number": customer.number, "name": customer.name},
            "case": case.id,
            "invoices": list(case.invoices),
            "due": case.due.isoformat() if case.due else "",
            **subject_facts(case),
        },
        documents=case.invoices,
        case=case.id,
        source=source,
        dedup_key=f"dispute_received:{case.id}",
    )


def _show_receipts(
    case: Case,
    customer: Customer,
    proof: tuple[Receipt, ...],
    source: Source,
    uow: UnitOfWork,
    desk: Desk,
    now: datetime,
) -> None:
    """The customer is right, and sees which money of theirs settled what."""
    write(
        uow,
        now,
        kind=LetterKind.REPLY,
        template="dispute_settled",
        language=source.language or language_for(customer, desk),
        company=desk.company(case.company),
        customer=customer.number,
        to=(source.sender,),
        facts={
            "customer": {"number": customer.number, "name": customer.name},
            "case": case.id,
            "invoices": list(case.invoices),
            "receipts": [
                {
                    "document": one.invoice,
                    "date": one.on,
                    "amount": plain(one.amount, one.currency),
                    "currency": one.currency,
                    "text": one.reference,
                }
                for one in proof
            ],
        },
        documents=case.invoices,
        case=case.id,
        source=source,
        dedup_key=f"dispute_settled:{case.id}",
    )


def _item(uow: UnitOfWork, customer: str, number: str) -> OpenItem:
    item = uow.open_items.get(number)
    if item is None or item.customer != customer:
        raise NotFound(f"invoice of customer {customer}", number)
    return item
