"""What matching says about a receipt: a proposal with its proof, or why it waits and what a person may choose from."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from workflows.cash.amounts import Line
from workflows.ledger.money import ZERO

MOST_SUGGESTED = 3
KEPT = "left on account by a person"  # nobody but a person moves it again
CLOSED = ": closed"  # what money waits for that names documents which were paid before ends so


class Deduction(NamedTuple):
    """Something kept back without ground in the terms: the invoice stays open by it."""

    invoice: str
    amount: Decimal
    reason: str  # a dispute reason (contract)


class Proposal(NamedTuple):
    customer: str
    lines: tuple[Line, ...]
    rule: str
    proof: str
    tier: int  # 1 reference, amount and payer; 2 reference and amount; 3 reference and payer; 4 amount and payer
    rest: Decimal = ZERO  # stays unapplied with the customer
    deductions: tuple[Deduction, ...] = ()


class Suggestion(NamedTuple):
    """One thing that a person may do with a receipt that waits; `proof` says what speaks for it."""

    customer: str
    lines: tuple[Line, ...]
    proof: str


class Held(NamedTuple):
    why: str
    customer: str = ""
    contradiction: bool = False  # between the money and what its advice says
    suggestions: tuple[Suggestion, ...] = ()  # the likeliest first, MOST_SUGGESTED at most
