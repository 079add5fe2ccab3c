"""A change of master data asked for by mail: applied only by a second person after a call back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ChangeStatus(StrEnum):
    REQUESTED = "requested"
    VERIFIED = "verified"  # called back on a known number
    APPLIED = "applied"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class ChangeRequest:
    id: str  # "<company>-M-<year>-<number>"
    customer: str
    company: str
    field: str  # name, address, emails, contact, vat_id, iban, delivery_address
    old: str
    new: str
    state: ChangeStatus
    message_id: str
    requested_on: date
    warnings: tuple[str, ...]  # why one should look twice: unverified sender, bad check digit, lookalike domain …
    verified_by: str
    approved_by: str
