"""Revenue that was billed before it is earned: one schedule a line of an invoice (IFRS 15.105, contract liability)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Method(StrEnum):
    """How revenue over time is spread (IFRS 15.39-45: time elapsed)."""

    DAILY = "daily"  # each day of the period alike
    MONTHLY = "monthly"  # each month alike, the days of a part of a month by its length


@dataclass(frozen=True, slots=True)
class RevenueSchedule:
    """What was deferred of a line, and what of it was recognised since; both net, in `currency`, both only adjusted by
    entries of the journal."""

    id: str  # "<invoice>#<position>"
    company: str
    customer: str
    invoice: str
    position: int
    currency: str
    account: str  # the finest key of the seller's chart for this revenue: "revenue.subscription"
    method: Method
    amount: Decimal
    recognised: Decimal
    first_day: date
    last_day: date
    recognised_until: date | None  # the last day that is booked
    done: bool  # nothing is left to recognise

    @property
    def remaining(self) -> Decimal:
        return self.amount - self.recognised


@dataclass(frozen=True, slots=True)
class RevenuePolicy:
    """`[revenue]`: how subscriptions are spread."""

    method: Method = Method.DAILY
