"""Revenue is booked against what is owed in performance: a liability, of an arrangement also the asset (IFRS 15.105).

An arrangement has one position: what was invoiced less what is earned. Above zero it is a contract liability, below
zero a contract asset, each on its account.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from workflows.errors import NotFound
from workflows.invoicing.accounts import revenue_key
from workflows.invoicing.model import Invoice, InvoiceLine
from workflows.ledger.journal import leg, post
from workflows.ledger.model import AccountKind, JournalLine
from workflows.ledger.money import ZERO
from workflows.ports import Desk, UnitOfWork
from workflows.revenue.model import Arrangement, RevenueSchedule

ASSET = f"{AccountKind.DEFERRED_REVENUE.value}.asset"


def position(uow: UnitOfWork, arrangement: Arrangement) -> Decimal:
    """What was invoiced of an arrangement less what is earned of it."""
    elements = uow.revenue_schedules.where(arrangement=arrangement.id)
    return arrangement.billed - sum((element.recognised for element in elements), ZERO)


def arrangement_of(uow: UnitOfWork, key: str) -> Arrangement:
    """Raises NotFound."""
    found = uow.arrangements.get(key)
    if found is None:
        raise NotFound("arrangement", key)
    return found


def arrangements_of(uow: UnitOfWork, customer: str) -> dict[str, str]:
    """By what a customer's arrangements are invoiced: key of the source -> arrangement."""
    return {source.key: one.id for one in uow.arrangements.where(customer=customer) for source in one.sources}


def arrangement_of_line(uow: UnitOfWork, customer: str, line: InvoiceLine) -> str:
    """The arrangement that a line of an invoice belongs to; "" for none. One that waited for its delivery may have been
    invoiced before its arrangement was made."""
    return line.arrangement or (arrangements_of(uow, customer).get(line.source, "") if line.source else "")


def book_earned(
    uow: UnitOfWork, desk: Desk, schedule: RevenueSchedule, earned: Decimal, *, document: str, on: date
) -> None:
    """Books an amount as revenue, below zero the other way; nothing for nothing. What is kept of the schedule says
    already that it is recognised."""
    if not earned:
        return
    company = schedule.company
    if schedule.arrangement:
        after = position(uow, arrangement_of(uow, schedule.arrangement))
        legs = position_legs(desk, company, after + earned, after)
    else:
        legs = [leg(desk, company, AccountKind.DEFERRED_REVENUE, earned)]
    post(
        uow,
        company=company,
        on=on,
        currency=schedule.currency,
        document=document,
        text=f"{schedule.id} {schedule.first_day}/{schedule.last_day}",
        lines=[*legs, leg(desk, company, AccountKind.REVENUE, -earned, account=schedule.account)],
    )


def book_billed(
    uow: UnitOfWork, desk: Desk, document: Invoice, line: InvoiceLine, net: Decimal, arrangement: str
) -> Arrangement:
    """Takes what a document claims of an arrangement (below zero: gives back) out of revenue, into its position."""
    kept = arrangement_of(uow, arrangement)
    before, after = position(uow, kept), replace(kept, billed=kept.billed + net)
    uow.arrangements.put(after)
    if net:
        legs = position_legs(desk, document.company, before, before + net)
        account = revenue_key(desk, document.company, line)
        post(
            uow,
            company=document.company,
            on=document.issue_date,
            currency=document.currency,
            document=document.number,
            text=f"{document.number} {kept.id}",
            lines=[leg(desk, document.company, AccountKind.REVENUE, net, account=account), *legs],
        )
    return after


def position_legs(desk: Desk, company: str, before: Decimal, after: Decimal) -> list[JournalLine]:
    """The legs that bring an arrangement's accounts from one position to another."""
    owed = max(after, ZERO) - max(before, ZERO)
    due = max(-after, ZERO) - max(-before, ZERO)
    sides = ((-owed, ""), (due, ASSET))
    return [
        leg(desk, company, AccountKind.DEFERRED_REVENUE, amount, account=account) for amount, account in sides if amount
    ]
