"""What collecting by phone knows: how risky an account is and why, how its segment is worked, what calls came to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from workflows.collections.credit import CreditPolicy
from workflows.ledger.model import OpenItem
from workflows.ledger.money import ZERO


class Sign(StrEnum):
    """What makes an account risky; each gives from none to all of its points."""

    DAYS_LATE = "days_late"  # average of the last year, weighted by amount
    TREND = "trend"  # days later than half a year before
    BROKEN_PROMISES = "broken_promises"  # share of those kept or broken
    EXPOSURE = "exposure"  # open, of the credit limit
    OVERDUE = "overdue"  # share of what is open


@dataclass(frozen=True, slots=True)
class Segment:
    """How accounts from so many points on are worked. `minimum`: of what may be asked for, in its currency."""

    name: str
    from_points: int
    call_from_days_overdue: int
    gap_days: int  # least days between two calls
    minimum: Decimal


@dataclass(frozen=True, slots=True)
class CollectionPolicy:
    """`points`: what each sign gives at its `full` figure (days, or a share of 1) and beyond; `segments` ascending."""

    points: Mapping[Sign, Decimal] = field(default_factory=dict)
    full: Mapping[Sign, Decimal] = field(default_factory=dict)
    segments: tuple[Segment, ...] = ()
    credit: CreditPolicy = field(default_factory=CreditPolicy)

    def segment(self, points: Decimal) -> Segment | None:
        """The highest one that these points reach."""
        return next((one for one in reversed(self.segments) if points >= one.from_points), None)


@dataclass(frozen=True, slots=True)
class Risk:
    """`parts`: sign -> (its figure, the points it gives); signs without a figure are not there."""

    parts: Mapping[Sign, tuple[Decimal, Decimal]]

    @property
    def points(self) -> Decimal:
        return sum((points for _, points in self.parts.values()), ZERO)


class Outcome(StrEnum):
    """What a call came to."""

    PROMISED = "promised"
    DISPUTED = "disputed"
    PAID = "paid"  # the customer says that the money is on its way
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"
    REFUSES = "refuses"
    INSOLVENT = "insolvent"


@dataclass(frozen=True, slots=True)
class Call:
    """A call that somebody made. `next_on`: nobody calls before."""

    customer: str
    company: str
    currency: str
    on: date
    outcome: Outcome
    actor: str
    text: str
    next_on: date | None


@dataclass(frozen=True, slots=True)
class CallTask:
    """An account that somebody calls today; `items` are those that may be asked for, oldest first.

    `credit_notes`: what we owe ourselves; `amount` is what may be asked for less these.
    """

    customer: str
    name: str
    company: str
    currency: str
    language: str
    phones: tuple[tuple[str, str], ...]  # (whose, number)
    segment: Segment
    risk: Risk
    items: tuple[OpenItem, ...]
    held: Mapping[str, str]  # document -> why nobody asks for it
    last: Call | None
    credit_notes: tuple[OpenItem, ...] = ()

    @property
    def amount(self) -> Decimal:
        return sum((item.open_amount for item in (*self.items, *self.credit_notes)), ZERO)
