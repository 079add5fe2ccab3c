"""What a person does with a case: every action is checked against its state, noted, audited and told to whom it may
concern.

Letters and their facts (amounts and dates as text, `amount` and `currency` "" where none is known):
dispute_resolved, dispute_rejected: customer {number, name}, case, reason, invoices [number], amount, currency, text
case_reply: customer {number, name}, case, invoices [number], text
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from workflows.addresses import letter_address
from workflows.audit import note
from workflows.commands import CaseAction, Source
from workflows.correspondence import language_for, write
from workflows.disputes.handlers import subject_facts, tell_owner, with_note
from workflows.disputes.model import Case, CaseEvent, CaseKind
from workflows.disputes.policy import credits
from workflows.errors import NotAllowed, NotFound
from workflows.letters import LetterKind
from workflows.ports import Desk, UnitOfWork
from workflows.threads import answer_to

Credit = Callable[[Case, str, Decimal, CaseAction, UnitOfWork, Desk, datetime], str]
"""Credits an invoice of a case: (case, invoice, gross amount, the person's command, …) -> the credit note's number."""

ABOUT_INVOICES = (CaseKind.DISPUTE, CaseKind.SHORT_PAYMENT)
EVENTS = {
    "assign": CaseEvent.ASSIGNED,
    "reply": CaseEvent.REPLIED,
    "answered": CaseEvent.ANSWERED,
    "escalate": CaseEvent.ESCALATED,
    "resolve": CaseEvent.RESOLVED,
    "credit": CaseEvent.RESOLVED,
    "reject": CaseEvent.REJECTED,
}
OUTCOMES = {"resolve": "resolved", "credit": "credited", "reject": "rejected"}
LETTERS = {"reply": "case_reply", "resolve": "dispute_resolved", "reject": "dispute_rejected"}


def act(command: CaseAction, uow: UnitOfWork, desk: Desk, now: datetime, *, credit: Credit) -> tuple[str, ...]:
    """Does a person's action on a case: (its id, credit notes made). Raises NotFound, NotAllowed, IllegalTransition."""
    case = uow.cases.get(command.case)
    if case is None:
        raise NotFound("case", command.case)
    uow.lock(f"customer:{case.customer}")
    _check(command, case)
    moved = with_note(case, EVENTS[command.action], command.actor, command.text, now)
    moved = replace(moved, outcome=OUTCOMES.get(command.action, moved.outcome), owner=_owner(command, case, desk))
    notes = _credited(command, case, uow, desk, now, credit) if command.action == "credit" else ()
    uow.cases.put(moved)
    note(
        uow,
        now,
        actor=command.actor,
        action=f"case_{command.action}",
        subject=case.id,
        state=moved.state,
        owner=moved.owner,
        text=command.text,
        credit_notes=notes,
    )
    if command.action in LETTERS and (command.action == "reply" or case.kind in ABOUT_INVOICES):
        _write_to_customer(LETTERS[command.action], command, moved, uow, desk, now)
    if command.action == "escalate":
        tell_owner(moved, uow, desk, now, source=None, text=command.text)
    return (case.id, *notes)


def _check(command: CaseAction, case: Case) -> None:
    if command.action not in EVENTS:
        raise NotAllowed(command.actor, command.action, f"a case knows {', '.join(EVENTS)}")
    if command.action == "assign" and not command.owner:
        raise NotAllowed(command.actor, "assign", "nobody was named to assign it to")
    if command.action == "reply" and not command.text.strip():
        raise NotAllowed(command.actor, "reply", "an answer needs words")
    if command.action == "credit" and case.kind not in ABOUT_INVOICES:
        raise NotAllowed(command.actor, "credit", f"a case of kind {case.kind} is not about an invoice's amount")


def _owner(command: CaseAction, case: Case, desk: Desk) -> str:
    """Who has the case afterwards: a named address, or a name of the company's escalation map."""
    if command.action not in ("assign", "escalate"):
        return case.owner
    escalation = desk.company(case.company).escalation
    return escalation.get(command.owner or "default") or command.owner


def _credited(
    command: CaseAction, case: Case, uow: UnitOfWork, desk: Desk, now: datetime, credit: Credit
) -> tuple[str, ...]:
    items = [item for number in case.invoices if (item := uow.open_items.get(number)) is not None]
    shares = credits(case, command.amount, items)
    if isinstance(shares, str):
        raise NotAllowed(command.actor, "credit", shares)
    return tuple(credit(case, invoice, amount, command, uow, desk, now) for invoice, amount in shares.items())


def _write_to_customer(
    template: str, command: CaseAction, case: Case, uow: UnitOfWork, desk: Desk, now: datetime
) -> None:
    customer = uow.customers.get(case.customer)
    if customer is None:
        return
    source = _thread(case, command.actor, uow, desk)
    facts = {
        "customer": {"number": customer.number, "name": customer.name},
        "case": case.id,
        "invoices": list(case.invoices),
        "text": command.text,
    }
    if template != "case_reply":
        facts |= subject_facts(case)
    write(
        uow,
        now,
        kind=LetterKind.REPLY,
        template=template,
        language=source.language if source else language_for(customer, desk),
        company=desk.company(case.company),
        customer=customer.number,
        to=(source.sender,) if source else letter_address(customer, uow),
        facts=facts,
        documents=case.invoices,
        case=case.id,
        source=source,
        dedup_key=f"{template}:{case.id}:{len(case.notes)}",
    )


def _thread(case: Case, actor: str, uow: UnitOfWork, desk: Desk) -> Source | None:
    """The customer's latest message about the case, to answer in its thread."""
    messages = uow.messages.where(message_id=case.message_ids, customer=case.customer) if case.message_ids else []
    by_id = {message.message_id: message for message in messages}
    latest = next((by_id[name] for name in reversed(case.message_ids) if name in by_id), None)
    return answer_to(latest, desk, actor=actor) if latest else None
