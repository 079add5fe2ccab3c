"""What billing keeps: a contract's period is billed once, for ever; usage and index values are dated facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class BilledPeriod:
    """A period of a contract that was billed, or for which nothing was to be billed. Its key forbids a second one."""

    id: str  # "<contract>|<first day>"
    contract: str
    customer: str
    first_day: date
    last_day: date
    net: Decimal
    currency: str
    invoice: str  # "": nothing was to be billed
    month: str  # of a collective invoice: "2026-03"; else ""
    billed_on: date


@dataclass(frozen=True, slots=True)
class Usage:
    """What a metered contract used on a day."""

    id: str  # "<contract>|<date>"
    contract: str
    date: date
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class IndexValue:
    """What a published index stood at from a day on."""

    id: str  # "<name>|<date>"
    name: str
    date: date
    value: Decimal


@dataclass(frozen=True, slots=True)
class BillingPolicy:
    """`[billing]`: invoices from this net amount on, in their own currency, wait for a person; None: none does."""

    approve_from: Decimal | None = None
