"""What a person may choose for a receipt that waits: the suggestions kept when it was held, if they still hold."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from workflows.cash.amounts import Line
from workflows.cash.habits import Habit
from workflows.cash.proposals import Suggestion
from workflows.cash.ranking import ranked
from workflows.ledger.model import AuditEvent, OpenItem
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


def suggestions(payment: str, uow: UnitOfWork, today: date) -> tuple[Suggestion, ...]:
    """The likeliest first; one whose documents have less open than it would clear is left out."""
    return suggestions_of([payment], uow, today).get(payment, ())


def suggestions_of(payments: Iterable[str], uow: UnitOfWork, today: date) -> dict[str, tuple[Suggestion, ...]]:
    """The same for many payments in few questions, ordered by what their payers are used to; those without a
    suggestion are left out."""
    newest: dict[str, AuditEvent] = {}
    for event in fetch(uow.audit, "subject", list(payments), action=HELD):
        if event.subject not in newest or newest[event.subject].id < event.id:
            newest[event.subject] = event
    kept = {name: _kept(event) for name, event in newest.items()}
    documents = {line.invoice for each in kept.values() for one in each for line in one.lines}
    items = {item.document: item for item in fetch(uow.open_items, "document", sorted(documents))}
    left = {name: item.open_amount for name, item in items.items()}
    valid = {name: tuple(one for one in each if _still_open(one.lines, left)) for name, each in kept.items()}
    return _ranked({name: each for name, each in valid.items() if each}, items, uow, today)


def _ranked(
    valid: dict[str, tuple[Suggestion, ...]], items: Mapping[str, OpenItem], uow: UnitOfWork, today: date
) -> dict[str, tuple[Suggestion, ...]]:
    customers = {one.customer for each in valid.values() for one in each} - {""}
    habits: dict[str, list[Habit]] = {}
    for habit in fetch(uow.habits, "customer", sorted(customers)):
        habits.setdefault(habit.customer, []).append(habit)
    if not habits:
        return valid
    waiting = {payment.id: payment for payment in fetch(uow.payments, "id", sorted(valid))}
    return {
        name: ranked(each, waiting[name], _of_any(each, habits), items, today) if name in waiting else each
        for name, each in valid.items()
    }


def _of_any(suggested: Iterable[Suggestion], habits: Mapping[str, list[Habit]]) -> list[Habit]:
    return [habit for customer in {one.customer for one in suggested} for habit in habits.get(customer, ())]


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
