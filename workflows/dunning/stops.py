"""A person's word on dunning: nobody duns a customer or an item for a while, and charges of an invoice are given up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class StopKind(StrEnum):
    MANUAL = "manual"
    INSOLVENCY = "insolvency"  # proceedings stop every single creditor until a person lifts the stop


class Waived(StrEnum):
    INTEREST = "interest"
    COMPENSATION = "compensation"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class DunningStop:
    """Holds one document, or everything of a customer, up to and including `until`; None: until a person lifts it."""

    id: str  # "<company>-S-<year>-<number>"
    customer: str
    document: str  # "": all of the customer's
    kind: StopKind
    reason: str
    set_by: str
    set_on: date
    until: date | None = None
    lifted_by: str = ""
    lifted_on: date | None = None

    def holds(self, today: date) -> bool:
        return self.lifted_on is None and (self.until is None or today <= self.until)


@dataclass(frozen=True, slots=True)
class ChargeWaiver:
    """Interest, compensation or both are not claimed for an invoice any more. It is withdrawn by another decision."""

    id: str  # "<company>-W-<year>-<number>"
    document: str
    customer: str
    waived: Waived
    reason: str
    waived_by: str
    waived_on: date
    withdrawn_by: str = ""
    withdrawn_on: date | None = None

    def gives_up(self, charge: Waived) -> bool:
        return self.withdrawn_on is None and self.waived in (charge, Waived.BOTH)
