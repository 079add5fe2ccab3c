"""Invoices and credit notes: immutable once posted, chained by digest, numbered without a gap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from workflows.ledger.model import DocumentKind


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


@dataclass(frozen=True, slots=True)
class TaxTotal:
    category: str
    rate: Decimal
    base: Decimal
    tax: Decimal
    exemption_code: str = ""  # VATEX-…
    exemption_key: str = ""  # key of the sentence in config/countries (intra_eu_goods, reverse_charge, export …)


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
