"""A payer who always announces his payments is waited for, some days, before money without a word is put anywhere.

Derived from the books alone (applied payments and the advices paired with them), so that it needs no upkeep: a customer
who stops sending advices is no longer waited for after two payments without one.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from workflows.cash.habits import FORGOTTEN_AFTER_DAYS, LEAST_CONFIDENCE

WAITS = "waits for the customer's remittance advice"


def always_advises(paid: Sequence[tuple[str, date]], advised: Collection[str], today: date) -> bool:
    """Whether the next payment will be announced, by the rule of succession (Laplace 1774) over the last 400 days.

    `paid`: (payment, value date) of what was applied; `advised`: payments that were paired with an advice.
    """
    recent = [payment for payment, on in paid if (today - on).days <= FORGOTTEN_AFTER_DAYS]
    announced = sum(payment in advised for payment in recent)
    return (announced + 1) / (len(recent) + 2) >= LEAST_CONFIDENCE


def is_waited_for(booked_on: date, today: date, wait_days: int) -> bool:
    """Whether the advice of money that was booked on a day may still come."""
    return (today - booked_on).days < wait_days
