"""What is sold, at which price: articles, list and customer prices, contracts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class RateClass(StrEnum):
    STANDARD = "standard"
    REDUCED = "reduced"
    SUPER_REDUCED = "super_reduced"
    ZERO = "zero"
    EXEMPT = "exempt"
    INTERMEDIATE = "intermediate"
    REVERSE_CHARGE = "reverse_charge"  # the domestic buyer owes the tax, if he is a taxable person
    OUT_OF_SCOPE = "out_of_scope"  # not subject to VAT at all


class RevenueKind(StrEnum):
    GOODS = "goods"
    SERVICE = "service"
    SUBSCRIPTION = "subscription"


class Billing(StrEnum):
    ONCE = "once"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"


@dataclass(frozen=True, slots=True)
class Product:
    sku: str
    names: tuple[tuple[str, str], ...]  # (language, name)
    unit: str  # UN/ECE recommendation 20
    price: Decimal
    currency: str
    vat_rate_class: RateClass
    aliases: tuple[str, ...]
    revenue: RevenueKind

    def name(self, language: str) -> str:
        """The name in a language, else the first one there is."""
        return dict(self.names).get(language) or self.names[0][1]


@dataclass(frozen=True, slots=True)
class Price:
    """A price from `min_quantity` on; `customer` "" means the list price in that currency."""

    id: str  # "customer|sku|currency|min_quantity|valid_from"
    customer: str
    sku: str
    price: Decimal
    currency: str
    min_quantity: Decimal
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Contract:
    number: str
    customer: str
    sku: str
    quantity: Decimal
    price: Decimal
    currency: str
    start: date
    end: date | None
    billing: Billing


@dataclass(frozen=True, slots=True)
class ExchangeRate:
    """Units of `currency` for one EUR on `date`."""

    id: str  # "currency|date"
    currency: str
    date: date
    rate: Decimal
