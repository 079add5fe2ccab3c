"""What is invoiced before it is earned is moved to a liability in the posting transaction; credit notes move it back.

The document's own entry shows revenue and tax as invoiced. A second one of two legs takes the unearned part out of
revenue, so that a tax code stays on the account that it belongs to.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from workflows.catalogue import RevenueKind
from workflows.invoicing.accounts import DEPOSIT, revenue_key
from workflows.invoicing.model import Invoice, InvoiceLine
from workflows.ledger.journal import leg, post
from workflows.ledger.model import AccountKind, DocumentKind
from workflows.ledger.money import ZERO
from workflows.ports import Desk, UnitOfWork
from workflows.revenue.model import RevenueSchedule
from workflows.revenue.spreading import exact

AT_ONCE = (RevenueKind.GOODS.value, DEPOSIT)  # what days do not earn


def defer(uow: UnitOfWork, desk: Desk, document: Invoice) -> None:
    """Defers the lines of an invoice whose period is not over; of a credit note takes back what was deferred."""
    if document.kind is DocumentKind.CREDIT_NOTE:
        _take_back(uow, desk, document)
        return
    for line in document.lines:
        schedule = _schedule(desk, document, line)
        if schedule is not None:
            uow.revenue_schedules.add(schedule)
            book_earned(uow, desk, schedule, -schedule.amount, document=document.number, on=document.issue_date)


def book_earned(
    uow: UnitOfWork, desk: Desk, schedule: RevenueSchedule, earned: Decimal, *, document: str, on: date
) -> None:
    """Books an amount from the liability to revenue, below zero the other way; nothing for nothing."""
    if not earned:
        return
    company = schedule.company
    post(
        uow,
        company=company,
        on=on,
        currency=schedule.currency,
        document=document,
        text=f"{schedule.id} {schedule.first_day}/{schedule.last_day}",
        lines=[
            leg(desk, company, AccountKind.DEFERRED_REVENUE, earned),
            leg(desk, company, AccountKind.REVENUE, -earned, account=schedule.account),
        ],
    )


def _schedule(desk: Desk, document: Invoice, line: InvoiceLine) -> RevenueSchedule | None:
    """The schedule of a line; None where its revenue is earned by the day of the invoice, or by no passing of time."""
    first, last = line.period_start, line.period_end
    if first is None or last is None or last <= document.issue_date or line.net <= 0 or line.revenue in AT_ONCE:
        return None
    return RevenueSchedule(
        id=schedule_id(document.number, line.position),
        company=document.company,
        customer=document.customer,
        invoice=document.number,
        position=line.position,
        currency=document.currency,
        account=revenue_key(desk, document.company, line),
        method=desk.revenue.method,
        amount=line.net,
        recognised=ZERO,
        first_day=first,
        last_day=last,
        recognised_until=None,
        done=False,
    )


def _take_back(uow: UnitOfWork, desk: Desk, note: Invoice) -> None:
    """Of each credited line the share that is not recognised leaves the liability, the rest lessens revenue.

    A lower price counts from the beginning (IFRS 15.88): what was recognised shrinks in the same proportion.
    """
    for line in note.lines:
        schedule = uow.revenue_schedules.get(schedule_id(note.corrects, line.position))
        if schedule is None or not schedule.amount:
            continue
        taken = min(line.net, schedule.amount)
        unearned = exact(taken, Fraction(schedule.remaining) / Fraction(schedule.amount), schedule.currency)
        left = replace(schedule, amount=schedule.amount - taken, recognised=schedule.recognised - (taken - unearned))
        uow.revenue_schedules.put(replace(left, done=left.done or not left.amount))
        book_earned(uow, desk, schedule, unearned, document=note.number, on=note.issue_date)


def schedule_id(invoice: str, position: int) -> str:
    """The key of a line's schedule."""
    return f"{invoice}#{position}"
