"""What a person may choose for a receipt that waits: the suggestions kept when it was held, if they still hold."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from workflows.cash.amounts import Line
from workflows.cash.proposals import Suggestion
from workflows.ledger.model import AuditEvent
from workflows.ledger.money import ZERO
from workflows.lookup import fetch
from workflows.ports import UnitOfWork

HELD = "payment_held"  # the audit event that keeps them


def as_details(suggestions: Iterable[Suggestion]) -> list[dict[str, Any]]:
    """Suggestions as plain JSON values (Any: whatever JSON holds); amounts as strings, zeros left out."""
    return [
        {
            "customer": each.customer,
            "proof": each.proof,
            "lines": [
                [line.invoice, *(str(part) for part in (line.amount, line.discount, line.write_off)), *_paid(line)]
                for line in each.lines
            ],
        }
        for each in suggestions
    ]


def suggestions(payment: str, uow: UnitOfWork) -> tuple[Suggestion, ...]:
    """The likeliest first; one whose documents have less open than it would clear is left out."""
    return suggestions_of([payment], uow).get(payment, ())


def suggestions_of(payments: Iterable[str], uow: UnitOfWork) -> dict[str, tuple[Suggestion, ...]]:
    """The same for many payments in few questions; those without a suggestion are left out."""
    newest: dict[str, AuditEvent] = {}
    for event in fetch(uow.audit, "subject", list(payments), action=HELD):
        if event.subject not in newest or newest[event.subject].id < event.id:
            newest[event.subject] = event
    kept = {name: _kept(event) for name, event in newest.items()}
    documents = {line.invoice for each in kept.values() for one in each for line in one.lines}
    left = {item.document: item.open_amount for item in fetch(uow.open_items, "document", sorted(documents))}
    valid = {name: tuple(one for one in each if _still_open(one.lines, left)) for name, each in kept.items()}
    return {name: each for name, each in valid.items() if each}


def _kept(event: AuditEvent) -> list[Suggestion]:
    told = json.loads(event.details).get("suggestions", [])
    return [
        Suggestion(each["customer"], tuple(_line(*values) for values in each["lines"]), each["proof"]) for each in told
    ]


def _paid(line: Line) -> list[str]:
    return [] if line.paid is None else [str(line.paid)]


def _line(invoice: str, amount: str, discount: str, write_off: str, paid: str = "") -> Line:
    return Line(invoice, Decimal(amount), Decimal(discount), Decimal(write_off), Decimal(paid) if paid else None)


def _still_open(lines: Sequence[Line], open_amounts: Mapping[str, Decimal]) -> bool:
    for line in lines:
        left = open_amounts.get(line.invoice, ZERO)
        cleared = line.amount + line.discount + line.write_off
        if left * cleared <= 0 or abs(cleared) > abs(left):
            return False
    return True
