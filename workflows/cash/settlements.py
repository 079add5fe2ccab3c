"""What persons say of a debit that fits a file of refunds half, and what became of their word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Rest(StrEnum):
    """What of a debit is beyond the refunds that it pays."""

    NONE = "none"
    CHARGE = "charge"  # the bank's own
    OPEN = "open"  # nobody knows yet: it waits on the debit


class SettlementStatus(StrEnum):
    PROPOSED = "proposed"
    SETTLED = "settled"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Settlement:
    """What a person says a held debit is. `rest`: what of it is beyond `refunds`, >= 0."""

    id: str
    company: str
    payment: str  # the debit
    refunds: tuple[str, ...]
    rest: Decimal
    currency: str
    rest_is: Rest
    proof: str  # what speaks for it, and the person's own words
    state: SettlementStatus
    proposed_by: str
    proposed_on: date
    decided_by: str = ""
    decided_on: date | None = None
    why: str = ""  # of withdrawn
