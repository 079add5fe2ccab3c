"""Customers and their contacts, as the master data has them; and what mail taught us about their addresses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Customer:
    number: str
    company: str  # the selling entity that serves it
    name: str
    country: str
    language: str
    vat_id: str
    registration: str
    street: str
    postcode: str
    city: str
    emails: tuple[str, ...]  # the first one takes letters
    domains: tuple[str, ...]
    ibans: tuple[str, ...]
    payment_days: int
    currency: str
    credit_limit: Decimal | None  # in `currency`; None: no limit
    dunning_policy: str
    aliases: tuple[str, ...]
    e_invoice: str = ""  # a profile of workflows.invoicing.electronic; "": the usual one
    endpoint_id: str = ""  # BT-49 where it is not made of VAT or registration number
    endpoint_scheme: str = ""  # EAS
    buyer_reference: str = ""  # BT-10: the Leitweg-ID of an authority, or what the customer wants named
    contract_reference: str = ""  # BT-12
    order_reference: str = ""  # BT-13 of invoices whose order names none
    discount_percent: Decimal = Decimal(0)  # for paying within `discount_days` of the invoice's date
    discount_days: int = 0
    delivery_addresses: tuple[str, ...] = ()  # where goods may go besides its own address: "street, postcode town"
    insured: Decimal = Decimal(0)  # of what it owes, in `currency`: borne by credit insurance
    segment: str = ""  # of [collections.segments], by its points of risk when they were last looked at; "": none
    payment_terms: str = ""  # "45 jours fin de mois": in place of `payment_days` (workflows.payment_terms)


@dataclass(frozen=True, slots=True)
class Contact:
    id: str  # "<customer>|<email>"
    customer: str
    name: str
    email: str
    role: str  # purchasing, accounting, management, other
    language: str
    phone: str


@dataclass(frozen=True, slots=True)
class AddressNote:
    """One address that we write to. `failures` counts since the last good mail from it.

    `dead_since`: nobody is there, or nothing arrived for 72 hours; `complained_at`: it reported our mail as abuse.
    `absent_until`: the day on which its owner said to be back; it never stops a clock by itself.
    """

    email: str  # casefolded
    customer: str
    failures: int = 0
    failing_since: datetime | None = None
    failed_at: datetime | None = None  # the last time
    dead_since: datetime | None = None
    complained_at: datetime | None = None
    absent_until: date | None = None
    absence_said_at: datetime | None = None
    why: str = ""

    @property
    def takes_letters(self) -> bool:
        return self.dead_since is None and self.complained_at is None
