"""Invoices and credit notes: immutable once posted, chained by digest, numbered without a gap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from workflows.ledger.model import DiscountStep, DocumentKind, DueShare

LATER: Mapping[str, bool] = MappingProxyType({"later": True})
"""Of fields that came after documents had been posted: at their default they are no part of a document's digest."""


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """Quantities and nets are positive on credit notes too: the document's kind carries the sign."""

    position: int
    sku: str
    description: str
    quantity: Decimal
    unit: str
    unit_price: Decimal
    net: Decimal
    tax_category: str  # UNCL5305: S, Z, E, AE, K, G, O
    tax_rate: Decimal  # percent
    revenue: str  # goods, service, subscription
    period_start: date | None = field(default=None, metadata=LATER)  # BT-134, with period_end (BT-135)
    period_end: date | None = field(default=None, metadata=LATER)
    buyer_sku: str = field(default="", metadata=LATER)  # BT-156
    supply: str = field(default="", metadata=LATER)  # of a deposit: what it is for (goods, service, subscription)
    source: str = field(default="", metadata=LATER)  # "<order>/<position>", where its revenue hangs on deliveries
    undelivered: Decimal = field(default=Decimal(0), metadata=LATER)  # of `quantity`, when it was invoiced
    arrangement: str = field(default="", metadata=LATER)  # what was agreed together with other promises


@dataclass(frozen=True, slots=True)
class Adjustment:
    """An allowance or a charge on the whole document (BG-20, BG-21), net; it bears tax like a line of its category."""

    amount: Decimal  # above zero
    is_charge: bool
    reason: str
    reason_code: str  # UNTDID 5189 of an allowance, 7161 of a charge
    tax_category: str
    tax_rate: Decimal
    revenue: str  # whose account it lessens or raises
    percent: Decimal = Decimal(0)  # of `base`, where it is one
    base: Decimal = Decimal(0)

    @property
    def signed(self) -> Decimal:
        """What it adds to the net total."""
        return self.amount if self.is_charge else -self.amount


@dataclass(frozen=True, slots=True)
class ElectronicTerms:
    """What the buyer asks of his e-invoices, as it stood on the day of issue."""

    profile: str = ""
    endpoint_id: str = ""
    endpoint_scheme: str = ""
    buyer_reference: str = ""
    contract_reference: str = ""


@dataclass(frozen=True, slots=True)
class TaxTotal:
    category: str
    rate: Decimal
    base: Decimal
    tax: Decimal
    exemption_code: str = ""  # VATEX-…
    exemption_key: str = ""  # key of the sentence in config/countries (intra_eu_goods, reverse_charge, export …)
    accounting_tax: Decimal | None = field(default=None, metadata=LATER)  # `tax` in the currency of the seller's books


@dataclass(frozen=True, slots=True)
class Party:
    """A party as it stood on the day of issue."""

    name: str
    street: str
    postcode: str
    city: str
    country: str
    vat_id: str
    registration: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class Invoice:
    """An invoice or a credit note. Taken-over documents have no lines, and `net` and `tax` None."""

    number: str
    kind: DocumentKind
    company: str
    customer: str
    issue_date: date
    due_date: date
    currency: str
    net: Decimal | None
    tax: Decimal | None
    total: Decimal  # positive on our own credit notes too; negative on credit notes taken over, as imported
    po_number: str
    order: str
    delivery_date: date | None
    lines: tuple[InvoiceLine, ...]
    taxes: tuple[TaxTotal, ...]
    seller: Party | None
    buyer: Party | None
    discount_percent: Decimal
    discount_days: int
    corrects: str  # of a credit note: the invoice's number
    case: str  # of a credit note: the dispute's id
    taken_over: bool
    sequence: int  # in its series; 0: taken over
    series: str
    previous_digest: str
    digest: str  # sha256 over the canonical content and the previous digest; "" if taken over
    adjustments: tuple[Adjustment, ...] = field(default=(), metadata=LATER)
    prepaid: Decimal = field(default=Decimal(0), metadata=LATER)  # BT-113: of `total`, before the invoice was issued
    prepaid_on: date | None = field(default=None, metadata=LATER)  # the last day on which money of it came
    electronic: ElectronicTerms = field(default=ElectronicTerms(), metadata=LATER)
    ship_to: Party | None = field(default=None, metadata=LATER)  # BG-13, where it is another place than the buyer's
    shares: tuple[DueShare, ...] = field(default=(), metadata=LATER)  # earliest first, together `total`; () of a whole
    later_discounts: tuple[DiscountStep, ...] = field(default=(), metadata=LATER)

    @property
    def is_paid_before(self) -> bool:
        """Whether nothing was left to pay when it was issued."""
        return self.prepaid_on is not None and self.prepaid >= self.total

    @property
    def discounts(self) -> tuple[DiscountStep, ...]:
        """What it grants for paying sooner, the largest and shortest first; () of a credit note."""
        if self.kind is DocumentKind.CREDIT_NOTE or not (self.discount_percent and self.discount_days):
            return ()
        return (DiscountStep(self.discount_percent, self.discount_days), *self.later_discounts)
