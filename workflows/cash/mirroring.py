"""What a payment cleared is opened again by mirror rows and entries: nothing that was booked is ever changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from workflows.cash.booking import post_between
from workflows.cash.model import Payment
from workflows.ledger.allocation import apply_payment
from workflows.ledger.model import WITHOUT_DOCUMENT
from workflows.ledger.money import ZERO
from workflows.ports import Desk, UnitOfWork


@dataclass(slots=True)
class Cleared:
    """What a payment's rows come to on one document."""

    amount: Decimal = ZERO
    discount: Decimal = ZERO
    write_off: Decimal = ZERO
    paid: Decimal | None = None  # in the payment's currency, where that is another one


def cleared_by(payment: str, uow: UnitOfWork) -> dict[str, Cleared]:
    """Document -> what the payment clears there now: rows and their mirrors cancel out, and are left out.

    What was paid back is on no document, and nothing opens it again.
    """
    found: dict[str, Cleared] = {}
    for row in uow.allocations.where(payment=payment):
        if row.rule in WITHOUT_DOCUMENT:
            continue
        each = found.setdefault(row.invoice, Cleared())
        each.amount += row.amount
        each.discount += row.discount
        each.write_off += row.write_off
        if row.paid is not None:
            each.paid = (each.paid or ZERO) + row.paid
    return {name: each for name, each in found.items() if each.amount or each.discount or each.write_off}


def mirror(
    original: str, onto: Payment, uow: UnitOfWork, desk: Desk, *, on: date, rule: str, proof: str
) -> tuple[str, ...]:
    """Opens what `original` cleared, with its discounts and write-offs; the money is `onto`'s again.

    `onto` is the payment itself where a person undoes it, or the negative one by which the bank took it back. Due dates
    stay, so an opened item is as old as it was. Returns the documents.
    """
    undone = cleared_by(original, uow)
    for document, each in undone.items():
        item = uow.open_items.get(document)
        if item is not None and item.company != onto.company:
            post_between(uow, desk, onto, item.company, -(each.amount if each.paid is None else each.paid), on)
        apply_payment(
            uow,
            desk,
            payment=onto.id,
            invoice=document,
            amount=-each.amount,
            discount=-each.discount,
            write_off=-each.write_off,
            on=on,
            rule=rule,
            proof=proof,
            paid=None if each.paid is None else -each.paid,
        )
    return tuple(undone)
