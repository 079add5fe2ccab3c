"""When an invoice of a customer is due and what is granted for paying sooner: as its terms say, else its days."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from workflows.customers import Customer
from workflows.ledger.model import DiscountStep, DueShare
from workflows.ledger.money import ZERO
from workflows.payment_terms.ceilings import TooLong, too_long
from workflows.payment_terms.due import due_on, schedule
from workflows.payment_terms.model import WHOLE, OnHoliday
from workflows.payment_terms.reading import read_terms
from workflows.ports import Desk


def due_date(customer: Customer, issued: date, desk: Desk) -> date:
    """The day on which an invoice is due: of terms with several shares the first one's (EN 16931, BT-9: "for partial
    payments it states the first net due date"). Raises TermsUnclear."""
    if not customer.payment_terms:
        return issued + timedelta(days=customer.payment_days)
    return due_parts(customer, issued, WHOLE, customer.currency, desk)[0][0]


def due_parts(
    customer: Customer, issued: date, total: Decimal, currency: str, desk: Desk
) -> tuple[tuple[date, Decimal], ...]:
    """(day, amount) of each share of an invoice, earliest first; one where the terms know no shares."""
    if not customer.payment_terms:
        return ((due_date(customer, issued, desk), total),)
    how = desk.terms.on_holiday.get(customer.country, OnHoliday.KEEP)
    terms = read_terms(customer.payment_terms)
    return schedule(terms, issued, total, currency, how=how, country=customer.country, holidays=desk.holidays)


def due_shares(
    customer: Customer, issued: date, total: Decimal, currency: str, desk: Desk, *, not_before: date
) -> tuple[DueShare, ...]:
    """The shares in which an invoice is due, none before a day; () where all of it is due at once."""
    if total <= ZERO or not customer.payment_terms:
        return ()
    days: dict[date, Decimal] = {}
    for day, amount in due_parts(customer, issued, total, currency, desk):
        if amount:
            days[max(day, not_before)] = days.get(max(day, not_before), ZERO) + amount
    return tuple(DueShare(day, amount) for day, amount in days.items()) if len(days) > 1 else ()


def cash_discounts(customer: Customer, issued: date) -> tuple[DiscountStep, ...]:
    """What an invoice grants for paying sooner, the shortest time first; () where it grants nothing."""
    if customer.discount_days:
        return (DiscountStep(customer.discount_percent, customer.discount_days),)
    if not customer.payment_terms:
        return ()
    granted = read_terms(customer.payment_terms).discounts
    steps = (DiscountStep(one.percent, (due_on(one.rule, issued) - issued).days) for one in granted)
    return tuple(sorted(steps, key=lambda step: step.days))


def obstacle(text: str, discount_percent: Decimal, discount_days: int) -> str:
    """Why a customer cannot have these terms, in words; "" if it can. Raises TermsUnclear."""
    discounts = read_terms(text).discounts
    if discounts and (discount_percent or discount_days):
        return "the terms say a discount themselves; leave discount_percent and discount_days empty"
    return ""


def warning(customer: Customer, desk: Desk) -> TooLong | None:
    """Where a customer's terms run longer than the law of its country lets them."""
    ceiling = desk.terms.ceilings.get(customer.country)
    if ceiling is None or not customer.payment_terms:
        return None
    return too_long(read_terms(customer.payment_terms), ceiling)
