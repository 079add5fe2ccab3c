"""Several receipts that together pay what a person names: each puts its share, the oldest money first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from workflows.cash.amounts import Line
from workflows.cash.deciding import decide_payment, given_away
from workflows.cash.model import Payment
from workflows.cash.refundable import left_of
from workflows.commands import CombinePayments, DecidePayment
from workflows.errors import BadDecision, NotAllowed, NotFound
from workflows.ledger.money import ZERO
from workflows.ports import Desk, UnitOfWork


def combine(command: CombinePayments, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """Does what a person decided, all or nothing; the ids of what it touched.

    Raises NotFound, BadDecision for money that is not enough or not needed, NotAllowed for more given away than the
    person's limit on all of it together, and what each decision by itself would.
    """
    found = [_payment(number, uow) for number in dict.fromkeys(command.payments)]
    found.sort(key=lambda each: (each.value_date, each.id))
    if len({payment.currency for payment in found}) != 1 or any(line.paid is not None for line in command.lines):
        raise BadDecision("only money of one currency, for documents in it, is put together")
    parts = list(zip(found, shares(command.lines, [left_of(each.id, uow) for each in found]), strict=True))
    items = {line.invoice: uow.open_items.get(line.invoice) for line in command.lines}
    given = sum(
        (given_away(line, item, payment, desk) for payment, lines in parts for line in lines
         if (item := items[line.invoice]) is not None),
        ZERO,
    )  # fmt: skip
    if command.limit is not None and given > command.limit:
        raise NotAllowed(command.actor, f"give away {given}", f"the limit is {command.limit}; a lead may give more")
    touched: list[str] = []
    for payment, lines in parts:
        if not lines:
            raise BadDecision(f"{payment.id} is not needed for this")
        one = DecidePayment(payment.id, "apply", command.actor, lines, text=command.text, limit=command.limit)
        touched += decide_payment(one, uow, desk, now)
    return tuple(dict.fromkeys(touched))


def shares(lines: Sequence[Line], purses: Sequence[Decimal]) -> list[tuple[Line, ...]]:
    """What each purse puts on the documents, in their order; credit notes taken add to the first one.

    A document's discount and write-off go with the money that closes it. Raises BadDecision where it is not enough.
    """
    taken = [line for line in lines if line.amount < 0]
    wanted = [line for line in lines if line.amount >= 0]
    found: list[tuple[Line, ...]] = []
    for place, purse in enumerate(purses):
        own = list(taken) if place == 0 else []
        left = purse - sum((line.amount for line in own), ZERO)
        while wanted and left > 0:
            line = wanted.pop(0)
            part = min(line.amount, left)
            if part < line.amount:
                wanted.insert(0, replace(line, amount=line.amount - part))
                line = Line(line.invoice, part)
            own.append(line)
            left -= part
        found.append(tuple(own))
    if wanted:
        missing = sum((line.amount for line in wanted), ZERO)
        raise BadDecision(f"the lines come to {missing} more than the money that is there")
    return found


def _payment(number: str, uow: UnitOfWork) -> Payment:
    payment = uow.payments.get(number)
    if payment is None:
        raise NotFound("payment", number)
    return payment
