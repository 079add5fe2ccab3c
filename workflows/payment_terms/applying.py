"""When an invoice of a customer is due and what is granted for paying sooner: as its terms say, else its days."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from workflows.customers import Customer
from workflows.ledger.money import ZERO
from workflows.payment_terms.ceilings import TooLong, too_long
from workflows.payment_terms.due import due_on, moved, schedule
from workflows.payment_terms.model import OnHoliday
from workflows.payment_terms.reading import read_terms
from workflows.ports import Desk


def due_date(customer: Customer, issued: date, desk: Desk) -> date:
    """The day on which all of an invoice is due: of terms with several shares the last one's, so that nobody is
    reminded of what is not due yet. Raises TermsUnclear."""
    if not customer.payment_terms:
        return issued + timedelta(days=customer.payment_days)
    terms = read_terms(customer.payment_terms)
    how = terms.on_holiday or desk.terms.on_holiday.get(customer.country, OnHoliday.KEEP)
    last = max(due_on(share.rule, issued) for share in terms.shares)
    return moved(last, how, customer.country, desk.holidays)


def due_parts(
    customer: Customer, issued: date, total: Decimal, currency: str, desk: Desk
) -> tuple[tuple[date, Decimal], ...]:
    """(day, amount) of each share of an invoice, earliest first; one where the terms know no shares."""
    if not customer.payment_terms:
        return ((due_date(customer, issued, desk), total),)
    how = desk.terms.on_holiday.get(customer.country, OnHoliday.KEEP)
    terms = read_terms(customer.payment_terms)
    return schedule(terms, issued, total, currency, how=how, country=customer.country, holidays=desk.holidays)


def cash_discount(customer: Customer, issued: date) -> tuple[Decimal, int]:
    """(percent, days after the invoice's date) of the discount that an invoice grants; (0, 0) where it grants none."""
    if customer.payment_terms and not customer.discount_days:
        for discount in read_terms(customer.payment_terms).discounts:
            return discount.percent, (due_on(discount.rule, issued) - issued).days
    return (customer.discount_percent, customer.discount_days) if customer.discount_days else (ZERO, 0)


def obstacle(text: str, discount_percent: Decimal, discount_days: int) -> str:
    """Why a customer cannot have these terms, in words; "" if it can. Raises TermsUnclear."""
    discounts = read_terms(text).discounts
    if len(discounts) > 1:
        return "the terms grant several discounts; one is kept for an invoice"
    if discounts and (discount_percent or discount_days):
        return "the terms say a discount themselves; leave discount_percent and discount_days empty"
    return ""


def warning(customer: Customer, desk: Desk) -> TooLong | None:
    """Where a customer's terms run longer than the law of its country lets them."""
    ceiling = desk.terms.ceilings.get(customer.country)
    if ceiling is None or not customer.payment_terms:
        return None
    return too_long(read_terms(customer.payment_terms), ceiling)
