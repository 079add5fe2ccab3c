"""`o2cbot export KIND`: records as rows with the contract's fields, in a stable order."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date

from bot.exchange.exported_money import allocations, journal, open_items, payments, refunds
from bot.exchange.exported_sales import documents, orders, returns
from bot.exchange.lines import Row
from workflows.disputes.model import CaseStatus, PromiseStatus
from workflows.ledger.model import DocumentKind
from workflows.ledger.money import plain
from workflows.letters import LetterStatus
from workflows.ports import Desk, UnitOfWork

# The contract knows three states of the outbox; ours are finer.
OUTBOX_STATES = {
    LetterStatus.QUEUED: "queued",
    LetterStatus.SENDING: "queued",
    LetterStatus.SENT: "sent",
    LetterStatus.UNCERTAIN: "failed",
    LetterStatus.FAILED: "failed",
    LetterStatus.BOUNCED: "failed",
    LetterStatus.CANCELLED: "failed",
}

# A promise that a later one took the place of counts no more and is not told.
CONTRACT_PROMISES = (PromiseStatus.OPEN, PromiseStatus.KEPT, PromiseStatus.BROKEN)


def messages(uow: UnitOfWork, desk: Desk, today: date) -> Iterator[Row]:
    for message in uow.messages.where():
        yield {
            "message_id": message.message_id,
            "mailbox": message.mailbox,
            "received": message.received_at.isoformat(),
            "language": message.language or None,
            "customer": message.customer or None,
            "intents": list(message.intents),
            "route": message.route or None,
            "state": message.state.value,
            "records": list(message.records),
            "why": message.why,
            "id": message.id,
        }


def cases(uow: UnitOfWork, desk: Desk, today: date) -> Iterator[Row]:
    for case in uow.cases.where():
        yield {
            "id": case.id,
            "kind": case.kind.value,
            "customer": case.customer,
            "invoices": list(case.invoices),
            "reason": case.reason or None,
            "amount": None if case.amount is None else plain(case.amount, case.currency),
            "currency": case.currency or None,
            "state": case.state.value,
            "owner": case.owner or None,
            "opened": case.opened.isoformat(),
            "due": case.due.isoformat() if case.due else None,
            "message_ids": list(case.message_ids),
            "outcome": (case.outcome or None) if case.state is CaseStatus.CLOSED else None,
        }


def promises(uow: UnitOfWork, desk: Desk, today: date) -> Iterator[Row]:
    for promise in uow.promises.where(state=CONTRACT_PROMISES):
        yield {
            "customer": promise.customer,
            "invoices": list(promise.invoices),
            "date": promise.pays_on.isoformat(),
            "amount": None if promise.amount is None else plain(promise.amount, promise.currency),
            "state": promise.state.value,
            "id": promise.id,
        }


def changes(uow: UnitOfWork, desk: Desk, today: date) -> Iterator[Row]:
    for change in uow.changes.where():
        yield {
            "id": change.id,
            "customer": change.customer,
            "field": change.field,
            "old": change.old,
            "new": change.new,
            "state": change.state.value,
            "message_id": change.message_id,
            "requested_on": change.requested_on.isoformat(),
            "warnings": list(change.warnings),
            "verified_by": change.verified_by or None,
            "approved_by": change.approved_by or None,
        }


def outbox(uow: UnitOfWork, desk: Desk, today: date) -> Iterator[Row]:
    for letter in uow.letters.where():
        yield {
            "id": letter.id,
            "to": list(letter.to),
            "subject": letter.subject,
            "kind": letter.kind.value,
            "language": letter.language,
            "state": OUTBOX_STATES[letter.state],
            "message_id": letter.message_id,
            "in_reply_to": letter.in_reply_to or None,
            "documents": list(letter.documents),
            "about": list(letter.about),
            "attachments": list(letter.attachments),
            "detail": letter.state.value,
            "why": letter.why,
            "company": letter.company,
            "customer": letter.customer or None,
        }


def audit(uow: UnitOfWork, desk: Desk, today: date) -> Iterator[Row]:
    for event in uow.audit.where():
        yield {
            "id": event.id,
            "at": event.at.isoformat(),
            "actor": event.actor,
            "action": event.action,
            "subject": event.subject,
            "message_id": event.message_id or None,
            "details": json.loads(event.details),
        }


KINDS: dict[str, Callable[[UnitOfWork, Desk, date], Iterator[Row]]] = {
    "messages": messages,
    "orders": orders,
    "returns": returns,
    "invoices": documents(DocumentKind.INVOICE),
    "credit-notes": documents(DocumentKind.CREDIT_NOTE),
    "payments": payments,
    "allocations": allocations,
    "refunds": refunds,
    "open-items": open_items,
    "cases": cases,
    "promises": promises,
    "changes": changes,
    "outbox": outbox,
    "journal": journal,
    "audit": audit,
}
