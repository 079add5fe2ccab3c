"""Who pays for whom, as a person tells it: factors and group payers, and customers whose debts are sold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class RelationKind(StrEnum):
    FACTOR = "factor"  # `payer` pays what the customer owes
    GROUP = "group"  # `payer` is a company of the customer's group that pays for it
    SOLD = "sold"  # the customer's debts are sold to `payer`: what the customer pays to us is not ours to keep


@dataclass(frozen=True, slots=True)
class PayerRelation:
    """`payer` is a name as statements have it, `iban` an account; one of the two may be missing."""

    id: str  # "<kind>|<account or name>|<customer>"
    kind: RelationKind
    payer: str
    iban: str
    customer: str
    valid_from: date | None = None
    valid_to: date | None = None  # the last day

    def holds(self, on: date) -> bool:
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


def relation_id(kind: RelationKind, payer: str, iban: str, customer: str) -> str:
    return f"{kind.value}|{iban or ' '.join(payer.split()).casefold()}|{customer}"
