"""Letters of dunning: facts in, letters out; figures of policy and law are data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Hold(StrEnum):
    """Why nobody may dun an item."""

    DISPUTE = "dispute"
    PROMISE = "promise"
    PAYMENT_SEEN = "payment_seen"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class DunningPolicy:
    """A table `[dunning.NAME]`. `days[n-1]` days overdue make level n due; amounts in the item's currency."""

    name: str
    days: tuple[int, ...]
    gap_days: int
    minimum: Decimal
    release_from: int
    interest_from: int
    registered_letter: int


@dataclass(frozen=True, slots=True)
class DunnedItem:
    document: str
    due_date: date
    days_overdue: int
    open_amount: Decimal
    level: int  # after the letter
    interest: Decimal
    compensation: Decimal


@dataclass(frozen=True, slots=True)
class DunnedCredit:
    document: str
    open_amount: Decimal


@dataclass(frozen=True, slots=True)
class DunningLetter:
    customer: str
    company: str
    currency: str
    date: date
    level: int
    language: str
    items: tuple[DunnedItem, ...]
    credit_notes: tuple[DunnedCredit, ...]
    interest: Decimal
    compensation: Decimal
    total: Decimal


@dataclass(frozen=True, slots=True)
class Refusal:
    """A letter that cannot be written: nothing is sent and nothing changes for this customer and currency."""

    customer: str
    company: str
    currency: str
    why: str
