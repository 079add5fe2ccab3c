"""Who decides a dispute and until when, what a decision may be about, and when time runs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from workflows.business_hours import WorkingTime
from workflows.calendar import add_business_days
from workflows.disputes.model import Case, CaseStatus
from workflows.disputes.rules import DEFAULT
from workflows.ledger.model import OpenItem
from workflows.ledger.money import ZERO, is_exact
from workflows.ports import Company, Desk


def owner_and_due(reason: str, company: Company, desk: Desk, today: date) -> tuple[str, date]:
    """(address that decides, day until which): by reason from the company's escalation map, in working days."""
    rules = desk.disputes.of(reason)
    days = -(-rules.hours * 60 // desk.disputes.hours.minutes_a_day)
    return owner_of(reason, company, desk), add_business_days(today, days, company.country, desk.holidays)


def owner_of(reason: str, company: Company, desk: Desk) -> str:
    return company.escalation.get(desk.disputes.of(reason).owner) or company.escalation[DEFAULT]


def deadline(reason: str, company: Company, desk: Desk, now: datetime) -> datetime:
    """Until when a dispute of this reason is to be decided: business hours of the company, in UTC."""
    return working_time(company, desk).after(now, desk.disputes.of(reason).hours * 60)


def working_time(company: Company, desk: Desk) -> WorkingTime:
    country = desk.country(company.country)
    zone = country.time_zone if country else "UTC"
    return WorkingTime(desk.disputes.hours, company.country, zone, desk.holidays)


def with_clock(before: Case, after: Case, work: WorkingTime, now: datetime) -> Case:
    """The case after an event with its deadline: while it waits for the customer no time runs, then the rest of it."""
    if after.state is before.state or before.due_at is None:
        return after
    if after.state is CaseStatus.WAITING:
        return replace(after, minutes_left=work.between(now, before.due_at))
    if after.state is CaseStatus.OPEN:
        due_at = work.after(now, before.minutes_left)
        return replace(after, due_at=due_at, due=work.day_of(due_at), minutes_left=0)
    return replace(after, minutes_left=0)


def credits(case: Case, amount: str, items: list[OpenItem]) -> dict[str, Decimal] | str:
    """What a credit of a case puts on which invoice (gross, above zero), or why that cannot be told.

    `amount` "" means the disputed amount, and where none is known all that is open. An amount is never spread over
    several invoices by guess: with more than one it must be all of them or nothing.
    """
    owed = {item.document: item.open_amount for item in items if item.open_amount > ZERO}
    if not owed:
        return "nothing is open on its invoices: a refund is a person's task"
    if len({item.currency for item in items if item.document in owed}) > 1:
        return "its invoices are in several currencies: no amount is one of all of them"
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


def still_open(shares: Iterable[tuple[str, Decimal]], items: list[OpenItem]) -> bool:
    """Whether what was proposed can be credited yet: each share is open on its invoice."""
    owed = {item.document: item.open_amount for item in items}
    return all(amount <= owed.get(invoice, ZERO) for invoice, amount in shares)
