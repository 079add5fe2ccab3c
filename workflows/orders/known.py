"""What is known when an order is judged, as values: lines beside our articles and prices, and what is owed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from workflows.calendar import NO_HOLIDAYS, HolidayRules
from workflows.catalogue import Contract, Product
from workflows.customers import Customer
from workflows.ledger.money import ZERO
from workflows.orders.model import Order
from workflows.orders.stock import Availability
from workflows.orders.terms import OrderPolicy
from workflows.pricing import OtherPrice, Quote


@dataclass(frozen=True, slots=True)
class LineFacts:
    """One line beside our books, as of the day of the order."""

    asked: Product | None = None  # the article that the customer names
    product: Product | None = None  # what is supplied: that article, or the one that replaced it
    quote: Quote | None = None  # our price of `product`
    others: tuple[OtherPrice, ...] = ()  # its prices at other quantities and on other days
    contract: Contract | None = None  # that holds today
    tax_rate: Decimal = ZERO  # percent
    stock: Availability | None = None  # of `product`; None: nobody counts it


@dataclass(frozen=True, slots=True)
class Exposure:
    """What a customer owes and will owe, with tax, in one currency; `overdue` is the part of `open` that is."""

    open: Decimal = ZERO
    overdue: Decimal = ZERO
    not_invoiced: Decimal = ZERO  # of confirmed orders
    insured: Decimal = ZERO

    def after(self, added: Decimal) -> Decimal:
        """What we would bear ourselves with so much more."""
        return max(ZERO, self.open + self.not_invoiced + added - self.insured)


@dataclass(frozen=True, slots=True)
class EarlierOrder:
    """A living order of the customer: enough to tell whether it is this one once more."""

    number: str
    po_number: str
    order_date: date


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """What we know when an order is judged; prices, taxes and debts as of `today`."""

    today: date
    customer: Customer
    currency: str  # of the order, the customer's where it names none
    lines: tuple[LineFacts, ...]
    policy: OrderPolicy
    seller_country: str
    union: frozenset[str]  # countries between which goods under control travel free
    tax_problems: tuple[str, ...] = ()
    earlier: tuple[EarlierOrder, ...] = ()  # all of this customer, neither cancelled nor rejected
    orders: Mapping[str, Order] = field(default_factory=dict)  # those of them that may be about the same goods
    invoiced_po_numbers: Mapping[str, str] = field(default_factory=dict)  # `normal_po` -> an invoice's number
    exposure: Exposure | None = Exposure()  # in `currency`; None: not computable
    credit_limit: Decimal | None = None  # in `currency`; None: no limit
    dunning_level: int = 0  # the highest of the customer's open items
    days_overdue: int = 0  # the most of them
    insolvent: bool = False
    credit_hold: str = ""  # why the customer's credit is held; "": it is not
    credit_released: bool = False  # a person lets orders pass although the customer is far in dunning
    po_missing: bool = False  # the order names no number of the customer's
    delivery_address: str = ""  # that the order names
    delivery_country: str = ""  # that its goods go to; "": an address abroad of which nobody knows the country
    place_is_trusted: bool = False  # see PlaceOrder
    holidays: Mapping[str, HolidayRules] = field(default_factory=lambda: NO_HOLIDAYS)

    @property
    def goods_to(self) -> str:
        """The country that goods go to, the customer's where another one is not known."""
        return self.delivery_country or self.customer.country

    @property
    def tax_rates(self) -> tuple[Decimal, ...]:
        return tuple(line.tax_rate for line in self.lines)
