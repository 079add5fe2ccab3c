"""When what is sold is earned: one schedule for each promise, and what several promises are sold for together.

IFRS 15: a schedule is a performance obligation or the invoiced part of one; an arrangement is the contract of 15.9 and
15.17, however many contracts and orders it is invoiced by.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from workflows.ledger.money import ZERO


class Method(StrEnum):
    """How a promise is earned: over time (IFRS 15.39-45, time elapsed), or as it is supplied (15.38, B15)."""

    DAILY = "daily"  # each day of the period alike
    MONTHLY = "monthly"  # each month alike, the days of a part of a month by its length
    SUPPLY = "supply"  # by what of its quantity was delivered or performed


OVER_TIME = (Method.DAILY, Method.MONTHLY)


class GoodsEarned(StrEnum):
    """When the lines of orders are earned that are invoiced before they are delivered."""

    ON_INVOICE = "invoice"  # a desk that notes no deliveries
    ON_DELIVERY = "delivery"  # by the record of their delivery


class Credited(StrEnum):
    """What a credit note gives back, which decides whether it lessens what is earned or what is still to be."""

    PRICE = "price"  # part of the price: of both, in proportion
    NOT_SUPPLIED = "not_supplied"  # pieces that will not come: first of what is still to be supplied
    RETURNED = "returned"  # pieces that came back: of what was supplied


@dataclass(frozen=True, slots=True)
class RevenueSchedule:
    """What is to be earned by one promise, and what of it was recognised since; both net, in `currency`, both only
    adjusted by entries of the journal.

    Of an invoice's line what was invoiced ahead; of an arrangement's element its share of the price.
    """

    id: str  # "<invoice>#<position>", "<arrangement>#<element>"
    company: str
    customer: str
    invoice: str  # or the arrangement
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
    arrangement: str = ""
    source: str = ""  # the contract that it is invoiced by, or the order's line: "<order>/<position>"
    sku: str = ""
    quantity: Decimal = ZERO  # to be supplied, and what of it was: of Method.SUPPLY
    supplied: Decimal = ZERO
    stand_alone: Decimal = ZERO  # of an element: what it costs by itself; 0 once a modification ended it

    @property
    def remaining(self) -> Decimal:
        return self.amount - self.recognised


@dataclass(frozen=True, slots=True)
class AgreedSource:
    """What an arrangement is invoiced by, and its terms as they were agreed: other terms are a modification."""

    key: str  # a contract's number, or an order's line: "<order>/<position>"
    terms: str
    quantity: Decimal
    last_day: date


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What was agreed together. `price`: net, of all that it is invoiced by; `billed`: what of it was, less credits."""

    id: str
    customer: str
    company: str
    currency: str
    made_on: date
    made_by: str
    sources: tuple[AgreedSource, ...]
    price: Decimal
    billed: Decimal


@dataclass(frozen=True, slots=True)
class RevenuePolicy:
    """`[revenue]`: how subscriptions are spread, and when goods are earned that are invoiced ahead."""

    method: Method = Method.DAILY
    goods: GoodsEarned = GoodsEarned.ON_INVOICE


def source_of_line(order: str, position: int) -> str:
    """The key of an order's line."""
    return f"{order}/{position}"
