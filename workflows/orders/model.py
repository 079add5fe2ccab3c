"""An order: what was agreed, what deviates from what we know, how far it is delivered and invoiced."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class OrderStatus(StrEnum):
    ON_HOLD = "on_hold"  # a specialist decides
    ASKED = "asked"  # the customer was asked about it, and has not answered yet
    CONFIRMED = "confirmed"
    PARTLY_DELIVERED = "partly_delivered"
    DELIVERED = "delivered"
    INVOICED = "invoiced"
    CANCELLED = "cancelled"
    REJECTED = "rejected"


INVOICED_NO_MORE = (OrderStatus.INVOICED, OrderStatus.CANCELLED, OrderStatus.REJECTED)


class OrderEvent(StrEnum):
    ASKED = "asked"
    ANSWERED = "answered"  # not so that the order could go on by it
    UNANSWERED = "unanswered"  # by the last day on which we wait for it
    RELEASED = "released"
    REJECTED = "rejected"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    PARTLY_DELIVERED = "partly_delivered"
    DELIVERED = "delivered"
    REST_CANCELLED = "rest_cancelled"  # what is not delivered yet is not wanted any more
    INVOICED = "invoiced"


@dataclass(frozen=True, slots=True)
class Deviation:
    """One difference between what was ordered and what we know, named: code, line, what was asked, what is right."""

    code: str
    position: int  # 0: the whole order
    asked: str
    ours: str
    blocking: bool
    about: str = ""  # what else the difference turns on: a quantity, a day, a document


@dataclass(frozen=True, slots=True)
class OrderLine:
    position: int
    sku: str
    description: str
    quantity: Decimal
    unit: str
    unit_price: Decimal  # net, in the order's currency
    net: Decimal
    delivered: Decimal = Decimal(0)
    invoiced: Decimal = Decimal(0)
    confirmed_date: date | None = None  # when what is open of it is to be delivered; None: nobody knows
    returned: Decimal = Decimal(0)  # of what was delivered: came back, or is announced to

    @property
    def open(self) -> Decimal:
        """What is still to be delivered: the back-order, once something of the order was."""
        return self.quantity - self.delivered


@dataclass(frozen=True, slots=True)
class Order:
    number: str
    customer: str
    company: str
    po_number: str
    order_date: date
    requested_date: date | None
    currency: str
    total: Decimal  # net
    state: OrderStatus
    lines: tuple[OrderLine, ...]
    deviations: tuple[Deviation, ...]
    message_id: str
    ordered_by: str  # address that the confirmation answers
    delivery_address: str = ""  # where its goods are to go, as it says; "": it says nothing, so to the customer's own
    delivery_country: str = ""  # that its goods go to, where that is another one than the customer's: ISO 3166-1


@dataclass(frozen=True, slots=True)
class Delivery:
    id: str  # "order|date|sku|n"
    order: str
    date: date
    sku: str
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class Stock:
    """One article as it was counted; an import sets all of it anew."""

    sku: str
    available: Decimal  # free for new orders when it was counted
    counted_on: date
    next_arrival: date | None = None
    arriving: Decimal = Decimal(0)  # on that day; 0: as much as is wanted
    reserved: Decimal = Decimal(0)  # confirmed since
