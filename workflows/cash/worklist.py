"""What a person may choose for a receipt that waits: the suggestions kept when it was held, if they still hold."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from workflows.cash.amounts import Line
from workflows.cash.proposals import Suggestion
from workflows.ledger.money import ZERO
from workflows.ports import UnitOfWork

HELD = "payment_held"  # the audit event that keeps them


def as_details(suggestions: Iterable[Suggestion]) -> list[dict[str, Any]]:
    """Suggestions as plain JSON values (Any: whatever JSON holds); amounts as strings, zeros left out."""
    return [
        {
            "customer": each.customer,
            "proof": each.proof,
            "lines": [
                [line.invoice, str(line.amount), *(str(part) for part in (line.discount, line.write_off))]
                for line in each.lines
            ],
        }
        for each in suggestions
    ]


def suggestions(payment: str, uow: UnitOfWork) -> tuple[Suggestion, ...]:
    """The likeliest first; one whose documents have less open than it would clear is left out."""
    events = uow.audit.where(subject=payment, action=HELD)
    if not events:
        return ()
    kept = json.loads(max(events, key=lambda event: event.id).details).get("suggestions", [])
    found = [
        Suggestion(each["customer"], tuple(_line(*values) for values in each["lines"]), each["proof"]) for each in kept
    ]
    return tuple(each for each in found if _still_open(each.lines, uow))


def _line(invoice: str, amount: str, discount: str, write_off: str) -> Line:
    return Line(invoice, Decimal(amount), Decimal(discount), Decimal(write_off))


def _still_open(lines: Sequence[Line], uow: UnitOfWork) -> bool:
    items = {
        item.document: item.open_amount for item in uow.open_items.where(document=[line.invoice for line in lines])
    }
    for line in lines:
        left = items.get(line.invoice, ZERO)
        cleared = line.amount + line.discount + line.write_off
        if left * cleared <= 0 or abs(cleared) > abs(left):
            return False
    return True
