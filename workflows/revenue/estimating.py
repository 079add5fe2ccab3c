"""A changed contract or estimate: what is booked at once, and what the rest is spread over (IFRS 15.20-21, 15.88)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from workflows.revenue.spreading import exact


def catch_up(price: Decimal, done: Fraction, recognised: Decimal, currency: str) -> Decimal:
    """What is added to revenue (below zero: taken from it) when price or progress of one promise are seen anew.

    15.21 (b): as if the new figures had been known from the beginning; in the period of the change.
    """
    return exact(price, done, currency) - recognised


def rate_from_now(remaining: Decimal, added: Decimal, units_left: Decimal, currency: str) -> Decimal:
    """What a unit (a year, a piece) of distinct goods or services that are left earns after a change.

    15.21 (a): the old contract ends, a new one begins with what was not yet recognised and what is added.
    """
    return exact(remaining + added, Fraction(1) / Fraction(units_left), currency)
