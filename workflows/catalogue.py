"""What is sold, at which price: articles, list and customer prices, contracts."""

from __future__ import annotations

from dataclasses import dataclass, field
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
class ArticleTerms:
    """How an article is sold, beyond its price; the defaults are one that is sold in any quantity to any country."""

    replaced_by: str = ""  # the article that is supplied in its place once it is not sold any more
    sold_until: date | None = None  # its last day; None: no end, or, where it is replaced, over already
    pack_size: Decimal = Decimal(0)  # only multiples of it are sold; 0: any quantity
    least_quantity: Decimal = Decimal(0)  # 0: any
    lead_days: int | None = None  # business days from order to delivery; None: not known
    not_to: tuple[str, ...] = ()  # countries that it may not be delivered to
    packs: tuple[tuple[str, Decimal], ...] = ()  # (unit of UN/ECE 20 or 21, how many of the article's own one of it is)
    licence: str = ""  # its entry on a list of export control; "": no licence is needed

    def is_sold_on(self, day: date) -> bool:
        return day <= self.sold_until if self.sold_until is not None else not self.replaced_by


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
    terms: ArticleTerms = field(default=ArticleTerms())

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
class ContractTerms:
    """What a contract agrees beyond article, price and rhythm; the defaults are a plain one, billed in advance.

    A contract with `renewal_months` goes on after its end by so many months at a time, unless notice was given
    `notice_days` before the end of a term. A price follows either `index` (dated values that are imported, `index_base`
    being the value that the price belongs to) or `yearly_percent`, both from each anniversary of the start on.
    """

    company: str = ""  # who sells; "": the customer's company
    in_arrears: bool = False
    calendar: bool = False  # periods are calendar months, quarters, years; else they count from the start
    collective: bool = False  # on the customer's one invoice of the month
    po_number: str = ""
    po_required: bool = False  # nothing is billed without a PO number
    renewal_months: int = 0
    notice_days: int = 0
    notice_on: date | None = None  # when notice was given
    index: str = ""
    index_base: Decimal = Decimal(0)
    yearly_percent: Decimal = Decimal(0)
    metered: bool = False  # the price is one of a unit of imported usage, billed in arrears
    minimum: Decimal = Decimal(0)  # net, of a whole period of a metered contract
    billed_until: date | None = None  # what another system billed before this one


@dataclass(frozen=True, slots=True)
class Contract:
    """`price`: net, of a unit and a whole period (of a unit of usage, where metered)."""

    number: str
    customer: str
    sku: str
    quantity: Decimal
    price: Decimal
    currency: str
    start: date
    end: date | None
    billing: Billing
    terms: ContractTerms = field(default=ContractTerms())


@dataclass(frozen=True, slots=True)
class ExchangeRate:
    """Units of `currency` for one EUR on `date`."""

    id: str  # "currency|date"
    currency: str
    date: date
    rate: Decimal
