"""Money that came before the invoice, set aside for the order or contract whose invoice takes it (EN 16931 BT-113)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from workflows.ledger.money import ZERO


@dataclass(frozen=True, slots=True)
class Prepayment:
    """Part of a payment on account, in its currency; `applied`: what invoices of the order, or contract, took of it."""

    id: str  # "<payment>|<order>"
    payment: str
    order: str  # or a contract's number
    customer: str
    amount: Decimal
    currency: str
    set_by: str
    set_on: date
    applied: Decimal = ZERO
    withdrawn_by: str = ""
    withdrawn_on: date | None = None

    @property
    def left(self) -> Decimal:
        return ZERO if self.withdrawn_on is not None else self.amount - self.applied


def prepayment_id(payment: str, order: str) -> str:
    return f"{payment}|{order}"
