"""A dispute becomes a case: one per invoice and reason, with an owner and a day, its invoices held, everybody told.

Letters and their facts (amounts and dates as text, `amount` and `currency` "" where none is known):
dispute_received: customer {number, name}, case, reason, invoices [number], amount, currency, due
escalation: case, kind, reason, customer {number, name}, invoices [{document, due_date, open_amount, currency}],
    amount, currency, due, text, notes [{at, actor, event, text}]
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from nlp.reading import Dispute
from workflows.audit import note
from workflows.commands import NoteReply, RaiseDispute, Source
from workflows.correspondence import known_language, language_for, write
from workflows.customers import Customer
from workflows.disputes.lifecycle import ACTIVE, after
from workflows.disputes.model import Case, CaseEvent, CaseKind, CaseNote, CaseStatus
from workflows.disputes.policy import owner_and_due
from workflows.errors import NotFound
from workflows.ledger.model import OpenItem
from workflows.ledger.money import plain
from workflows.ledger.numbering import CASE, next_id
from workflows.letters import LetterKind
from workflows.ports import Desk, UnitOfWork

MAX_NOTE = 2000  # characters of a customer's words that a case keeps; the whole mail lies beside it


def raise_dispute(command: RaiseDispute, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """Opens a case or joins the open one of the same invoice and reason. Raises NotFound for a foreign invoice."""
    uow.lock(f"customer:{command.customer}")
    customer = uow.customers.get(command.customer)
    if customer is None:
        raise NotFound("customer", command.customer)
    items = [_item(uow, customer.number, number) for number in command.dispute.invoices]
    known = _same_case(uow, command)
    if known is not None:
        case = _joined(known, command, now)
        uow.cases.put(case)
        action = "dispute_joined"
    else:
        case = _opened(command, customer, items, uow, desk, now)
        uow.cases.add(case)
        action = "dispute_opened"
        tell_owner(case, uow, desk, now, source=command.source)
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
    )
    if command.source.may_answer:
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
        with_note(case, CaseEvent.ANSWERED, command.source.sender, command.text, now),
        message_ids=(*case.message_ids, command.source.message_id),
    )
    uow.cases.put(heard)
    if case.state is CaseStatus.WAITING:  # its owner waits for this; while it is open, it is on their list
        tell_owner(heard, uow, desk, now, source=command.source, text=command.text[:MAX_NOTE])
    note(
        uow,
        now,
        actor=command.source.actor,
        action="case_answered",
        subject=case.id,
        message_id=command.source.message_id,
    )
    return (case.id,)


def with_note(case: Case, event: CaseEvent, actor: str, text: str, now: datetime) -> Case:
    """The case after an event, with who did it and what they said; raises IllegalTransition."""
    said = CaseNote(at=now, actor=actor, event=event.value, text=text[:MAX_NOTE])
    return replace(case, state=after(case.state, event), notes=(*case.notes, said))


def tell_owner(
    case: Case, uow: UnitOfWork, desk: Desk, now: datetime, *, source: Source | None, text: str = ""
) -> None:
    """Writes to the owner of a case, with the customer's message and our invoices as evidence."""
    company = desk.company(case.company)
    customer = uow.customers.get(case.customer)
    messages = uow.messages.where(message_id=case.message_ids) if case.message_ids else []
    ours = [number for number in case.invoices if _rendered_here(uow, number)]
    items = [item for number in case.invoices if (item := uow.open_items.get(number)) is not None]
    facts: dict[str, Any] = {  # Any: JSON values
        "case": case.id,
        "kind": case.kind,
        "customer": {"number": case.customer, "name": customer.name if customer else ""},
        "invoices": [
            {
                "document": item.document,
                "due_date": item.due_date,
                "open_amount": plain(item.open_amount, item.currency),
                "currency": item.currency,
            }
            for item in items
        ],
        "due": case.due.isoformat() if case.due else "",
        "text": text,
        "notes": [{"at": said.at, "actor": said.actor, "event": said.event, "text": said.text} for said in case.notes],
        **subject_facts(case),
    }
    write(
        uow,
        now,
        kind=LetterKind.ESCALATION,
        template="escalation",
        language=known_language(company.language, desk),
        company=company,
        customer="",
        to=(case.owner,),
        facts=facts,
        documents=case.invoices,
        attach=(*dict.fromkeys(f"raw:{message.sha256}" for message in messages), *(f"invoice:{name}" for name in ours)),
        case=case.id,
        source=None,
        dedup_key=f"escalation:{case.id}:{case.owner}:{len(case.notes)}",
    )


def subject_facts(case: Case) -> dict[str, str]:
    """What a case is about, as letters say it."""
    return {
        "reason": case.reason,
        "amount": plain(case.amount, case.currency) if case.amount is not None else "",
        "currency": case.currency if case.amount is not None else "",
    }


def _opened(
    command: RaiseDispute, customer: Customer, items: list[OpenItem], uow: UnitOfWork, desk: Desk, now: datetime
) -> Case:
    company = items[0].company if items else customer.company
    owner, due = owner_and_due(command.dispute.reason, desk.company(company), desk, now.date())
    return Case(
        id=next_id(uow, company, CASE, now.date()),
        kind=CaseKind.DISPUTE,
        customer=customer.number,
        company=company,
        invoices=tuple(item.document for item in items),
        reason=command.dispute.reason,
        amount=command.dispute.amount,
        currency=items[0].currency if items else command.dispute.currency or customer.currency,
        state=CaseStatus.OPEN,
        owner=owner,
        opened=now.date(),
        due=due,
        message_ids=tuple(filter(None, (command.source.message_id,))),
        outcome="",
        used=False,
        notes=_possibly_of(command.source, now),
    )


def _possibly_of(source: Source, now: datetime) -> tuple[CaseNote, ...]:
    """A thread or a number alone joins no case: the person who decides sees that there may be one."""
    if not source.possible_case:
        return ()
    return (CaseNote(at=now, actor=source.actor, event="possible", text=source.possible_case),)


def _same_case(uow: UnitOfWork, command: RaiseDispute) -> Case | None:
    """The open dispute with this reason that names one of these invoices already."""
    wanted = set(command.dispute.invoices)
    cases = uow.cases.where(customer=command.customer, kind=CaseKind.DISPUTE, state=ACTIVE)
    return next((case for case in cases if case.reason == command.dispute.reason and wanted & set(case.invoices)), None)


def _joined(case: Case, command: RaiseDispute, now: datetime) -> Case:
    if command.source.message_id in case.message_ids:  # a person has looked at it again: what they say counts
        return replace(case, amount=_newer_amount(case, command.dispute))
    heard = with_note(case, CaseEvent.ANSWERED, command.source.sender, command.source.subject, now)
    return replace(
        heard,
        invoices=tuple(dict.fromkeys((*case.invoices, *command.dispute.invoices))),
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


def _item(uow: UnitOfWork, customer: str, number: str) -> OpenItem:
    item = uow.open_items.get(number)
    if item is None or item.customer != customer:
        raise NotFound(f"invoice of customer {customer}", number)
    return item


def _rendered_here(uow: UnitOfWork, number: str) -> bool:
    invoice = uow.invoices.get(number)
    return invoice is not None and not invoice.taken_over
