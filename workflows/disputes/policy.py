"""Who decides a dispute and until when, and what a decision may be about."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation

from workflows.calendar import add_business_days
from workflows.disputes.model import Case
from workflows.ledger.model import OpenItem
from workflows.ledger.money import ZERO, is_exact
from workflows.ports import Company, Desk


def owner_and_due(reason: str, company: Company, desk: Desk, today: date) -> tuple[str, date]:
    """(address that decides, day until which): by reason from the company's escalation map, in working days."""
    owners, days = desk.disputes.owners, desk.disputes.days
    key = owners.get(reason) or owners.get("default", "default")
    owner = company.escalation.get(key) or company.escalation["default"]
    return owner, add_business_days(today, days.get(reason) or days["default"], company.country, desk.holidays)


def credits(case: Case, amount: str, items: list[OpenItem]) -> dict[str, Decimal] | str:
    """What a credit of a case puts on which invoice (gross, above zero), or why that cannot be told.

    `amount` "" means the disputed amount, and where none is known all that is open. An amount is never spread over
    several invoices by guess: with more than one it must be all of them or nothing.
    """
    owed = {item.document: item.open_amount for item in items if item.open_amount > ZERO}
    if not owed:
        return "nothing is open on its invoices: a refund is a person's task"
    everything = sum(owed.values(), ZERO)
    try:
        wanted = Decimal(amount) if amount else (case.amount if case.amount is not None else everything)
    except InvalidOperation:
        return f"{amount!r} is no amount"
    if not wanted.is_finite() or wanted <= ZERO or not is_exact(wanted, items[0].currency):
        return f"{wanted} is no amount in {items[0].currency}"
    if wanted > everything:
        return f"{wanted} is more than the {everything} that is open"
    if wanted == everything:
        return owed
    if len(owed) > 1:
        return "the case names several invoices: which of them a part is for cannot be told"
    return {next(iter(owed)): wanted}
