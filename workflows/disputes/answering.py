"""What a customer hears of a case, in the thread of their latest message and in their language.

Letters and their facts (amounts and dates as text, `amount` and `currency` "" where none is known):
dispute_resolved, dispute_rejected: customer {number, name}, case, reason, invoices [number], amount, currency, text
dispute_partly: as these, and granted, rest, credit_notes [number]
dispute_question: customer {number, name}, case, reason, invoices [number], text, wanted [{what}]
case_reply: customer {number, name}, case, invoices [number], text
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from nlp.reading import Identification, Trust
from workflows.addresses import letter_address
from workflows.commands import CaseAction, Source
from workflows.correspondence import language_for, write
from workflows.disputes.model import Case
from workflows.disputes.telling import subject_facts
from workflows.letters import LetterKind
from workflows.messages import Message
from workflows.ports import Desk, UnitOfWork
from workflows.threads import answer_to, said

SPEAKING = frozenset({Identification.ADDRESS, Identification.DOMAIN})


def write_to_customer(
    template: str, command: CaseAction, case: Case, more: dict[str, Any], uow: UnitOfWork, desk: Desk, now: datetime
) -> None:
    """A letter in the thread of the customer's latest message, in its language (`more`: Any, JSON values)."""
    customer = uow.customers.get(case.customer)
    if customer is None:
        return
    source = _thread(case, command.actor, uow, desk)
    facts = {
        "customer": {"number": customer.number, "name": customer.name},
        "case": case.id,
        "invoices": list(case.invoices),
        "text": command.text,
        **more,
    }
    if template != "case_reply":
        facts |= subject_facts(case)
    if template == "dispute_question":
        facts["wanted"] = [{"what": what} for what in desk.disputes.of(case.reason).ask]
    if template == "dispute_partly":
        facts["currency"] = case.currency
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
    """The customer's latest message about the case, to answer in its thread; None where only a stranger wrote."""
    messages = uow.messages.where(message_id=case.message_ids, customer=case.customer) if case.message_ids else []
    by_id = {message.message_id: message for message in messages if _is_from(case.customer, message)}
    latest = next((by_id[name] for name in reversed(case.message_ids) if name in by_id), None)
    return answer_to(latest, desk, actor=actor) if latest else None


def _is_from(customer: str, message: Message) -> bool:
    """Whether the customer wrote a message. Another mail may bring the same Message-ID, and text may name anybody."""
    read = said(message)
    forged = read.get("trust") == Trust.FAILED
    return not forged and read.get("customer") == customer and read.get("identified_by") in SPEAKING
