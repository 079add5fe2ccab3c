"""Customers and their contacts, as the master data has them."""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Contact:
    id: str  # "<customer>|<email>"
    customer: str
    name: str
    email: str
    role: str  # purchasing, accounting, management, other
    language: str
    phone: str
