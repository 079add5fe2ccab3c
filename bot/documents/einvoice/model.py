"""An e-invoice is one value of the semantic model of EN 16931-1, whatever syntax it is written in.

Names in brackets are the standard's business terms (BT) and groups (BG). Amounts are in `currency` unless said
otherwise; rates are in percent. None and "" mean that a term is not stated.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier and the scheme that it belongs to (ISO 6523 ICD, or EAS for electronic addresses)."""

    value: str = ""
    scheme: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address (BG-5, BG-8, BG-15)."""

    line_one: str = ""
    line_two: str = ""
    line_three: str = ""
    city: str = ""
    postcode: str = ""
    country: str = ""  # ISO 3166-1 alpha-2


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask (BG-6, BG-9)."""

    name: str = ""  # BT-41
    phone: str = ""  # BT-42
    email: str = ""  # BT-43


@dataclass(frozen=True, slots=True)
class Trader:
    """Seller (BG-4) or buyer (BG-7)."""

    name: str = ""  # BT-27, BT-44
    legal_id: Identifier | None = None  # BT-30, BT-47
    legal_note: str = ""  # BT-33: legal form, capital, register court
    vat_id: str = ""  # BT-31, BT-48
    tax_number: str = ""  # BT-32
    endpoint: Identifier | None = None  # BT-34, BT-49
    address: Address = Address()
    contact: Contact | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """Where and when goods arrived or a service ended (BG-13)."""

    on: date | None = None  # BT-72
    name: str = ""  # BT-70
    address: Address | None = None  # BG-15


@dataclass(frozen=True, slots=True)
class Period:
    """A span of invoicing (BG-14, BG-26)."""

    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence on the document (BG-1); `subject` is of UNTDID 4451."""

    text: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class DiscountTerms:
    """Less to pay for paying within `days` of the issue date: a group of Factur-X EXTENDED only."""

    days: int = 0
    percent: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class PaymentStep:
    """A further share or a further discount: groups of Factur-X EXTENDED only."""

    due_on: date | None = None
    partial: Decimal | None = None
    discount: DiscountTerms | None = None


@dataclass(frozen=True, slots=True)
class DocumentAdjustment:
    """An allowance (BG-20) or a charge (BG-21) on the whole document."""

    is_charge: bool = False
    amount: Decimal = ZERO  # BT-92, BT-99
    base: Decimal | None = None  # BT-93, BT-100
    percent: Decimal | None = None  # BT-94, BT-101
    reason: str = ""  # BT-97, BT-104
    reason_code: str = ""  # BT-98, BT-105
    category: str = ""  # BT-95, BT-102
    rate: Decimal | None = None  # BT-96, BT-103
    exemption_reason: str = ""  # Factur-X EXTENDED only
    exemption_code: str = ""


@dataclass(frozen=True, slots=True)
class TaxBreakdown:
    """One category and rate of VAT (BG-23)."""

    base: Decimal = ZERO  # BT-116
    tax: Decimal = ZERO  # BT-117
    category: str = ""  # BT-118, UNCL5305
    rate: Decimal | None = None  # BT-119; None: not subject to VAT
    exemption_reason: str = ""  # BT-120
    exemption_code: str = ""  # BT-121, VATEX
    point_code: str = ""  # BT-8 as CII has it, UNTDID 2475: 5 date of invoice, 29 of delivery, 72 of payment


@dataclass(frozen=True, slots=True)
class AccountingTax:
    """The total of VAT in the currency that the seller accounts for it in, where that is another one (BT-111)."""

    amount: Decimal = ZERO
    currency: str = ""  # BT-6


@dataclass(frozen=True, slots=True)
class Preceding:
    """An invoice that this document goes back to (BG-3): the one that is corrected, a deposit that is taken off."""

    number: str = ""  # BT-25
    on: date | None = None  # BT-26


@dataclass(frozen=True, slots=True)
class Totals:
    """What it comes to (BG-22)."""

    lines: Decimal = ZERO  # BT-106
    allowances: Decimal | None = None  # BT-107
    charges: Decimal | None = None  # BT-108
    net: Decimal = ZERO  # BT-109
    tax: Decimal = ZERO  # BT-110
    gross: Decimal = ZERO  # BT-112
    accounting: AccountingTax | None = None  # BT-111
    prepaid: Decimal | None = None  # BT-113
    payable: Decimal = ZERO  # BT-115


@dataclass(frozen=True, slots=True)
class Line:
    """What was sold (BG-25)."""

    id: str = ""  # BT-126
    name: str = ""  # BT-153
    seller_sku: str = ""  # BT-155
    buyer_sku: str = ""  # BT-156
    quantity: Decimal = ZERO  # BT-129
    unit: str = ""  # BT-130, UN/ECE recommendation 20
    price: Decimal = ZERO  # BT-146, net, for one unit
    net: Decimal = ZERO  # BT-131
    category: str = ""  # BT-151
    rate: Decimal | None = None  # BT-152
    period: Period | None = None  # BG-26
    exemption_reason: str = ""  # Factur-X EXTENDED only
    exemption_code: str = ""


@dataclass(frozen=True, slots=True)
class EInvoice:
    """An invoice or a credit note."""

    specification: str = ""  # BT-24
    process: str = ""  # BT-23
    number: str = ""  # BT-1
    type_code: str = ""  # BT-3, UNTDID 1001
    issued_on: date | None = None  # BT-2
    due_on: date | None = None  # BT-9
    currency: str = ""  # BT-5, ISO 4217
    tax_currency: str = ""  # BT-6; "": the same
    buyer_reference: str = ""  # BT-10
    contract: str = ""  # BT-12
    purchase_order: str = ""  # BT-13
    sales_order: str = ""  # BT-14
    preceding: tuple[Preceding, ...] = ()  # BG-3
    notes: tuple[Note, ...] = ()  # BG-1
    seller: Trader = Trader()
    buyer: Trader = Trader()
    delivery: Delivery | None = None
    period: Period | None = None  # BG-14
    tax_point_code: str = ""  # BT-8 as UBL has it, UNTDID 2005: 3 date of invoice, 35 of delivery, 432 of payment
    terms: str = ""  # BT-20
    partial: Decimal | None = None  # what is due on `due_on`, where that is a share; Factur-X EXTENDED only
    discount: DiscountTerms | None = None
    further_terms: tuple[PaymentStep, ...] = ()  # Factur-X EXTENDED only
    means_code: str = ""  # BT-81, UNTDID 4461
    payment_reference: str = ""  # BT-83
    account: str = ""  # BT-84
    account_name: str = ""  # BT-85
    bic: str = ""  # BT-86
    adjustments: tuple[DocumentAdjustment, ...] = ()
    taxes: tuple[TaxBreakdown, ...] = ()
    totals: Totals = Totals()
    lines: tuple[Line, ...] = ()
