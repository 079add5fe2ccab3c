"""What is invoiced before it is earned is moved to a liability in the posting transaction; credit notes move it back.

The document's own entry shows revenue and tax as invoiced. A second one of two legs takes the unearned part out of
revenue, so that a tax code stays on the account that it belongs to.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from workflows.catalogue import RevenueKind
from workflows.invoicing.accounts import DEPOSIT, revenue_key
from workflows.invoicing.model import Invoice, InvoiceLine
from workflows.ledger.model import DocumentKind
from workflows.ledger.money import ZERO
from workflows.ports import Desk, UnitOfWork
from workflows.revenue.booking import arrangement_of_line, book_billed, book_earned
from workflows.revenue.model import Credited, Method, RevenueSchedule
from workflows.revenue.repricing import credited_element, reprice, without
from workflows.revenue.spreading import earned, exact

AT_ONCE = (RevenueKind.GOODS.value, DEPOSIT)  # what days do not earn


def defer(uow: UnitOfWork, desk: Desk, document: Invoice, credited: Credited = Credited.PRICE) -> None:
    """Defers what an invoice claims ahead; of a credit note takes back what was deferred.

    Lines of an arrangement go to its position: what they earn, its elements say.
    """
    if document.kind is DocumentKind.CREDIT_NOTE:
        for line in document.lines:
            _take_back(uow, desk, document, line, credited)
        return
    for line in document.lines:
        if line.arrangement:
            book_billed(uow, desk, document, line, line.net, line.arrangement)
            continue
        schedule = _schedule(desk, document, line)
        if schedule is not None:
            uow.revenue_schedules.add(schedule)
            ahead = -schedule.remaining
            book_earned(uow, desk, schedule, ahead, document=document.number, on=document.issue_date)


def _schedule(desk: Desk, document: Invoice, line: InvoiceLine) -> RevenueSchedule | None:
    """The schedule of a line; None where its revenue is earned by the day of the invoice."""
    if line.net <= 0 or line.revenue == DEPOSIT:
        return None
    by_days = _whole(desk, document, line)
    if line.undelivered:
        there = line.quantity - line.undelivered
        found = replace(by_days, method=Method.SUPPLY, quantity=line.quantity, supplied=there)
        return replace(found, recognised=earned(found, document.issue_date))
    first, last = line.period_start, line.period_end
    if first is None or last is None or last <= document.issue_date or line.revenue in AT_ONCE:
        return None
    return replace(by_days, first_day=first, last_day=last)


def _whole(desk: Desk, document: Invoice, line: InvoiceLine) -> RevenueSchedule:
    """A schedule of all that a line claims, nothing of it earned."""
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
        first_day=document.issue_date,
        last_day=document.issue_date,
        recognised_until=None,
        done=False,
        source=line.source,
        sku=line.sku,
    )


def _take_back(uow: UnitOfWork, desk: Desk, note: Invoice, line: InvoiceLine, credited: Credited) -> None:
    """The share of a credited line that is not recognised leaves the liability, the rest lessens revenue."""
    arrangement = arrangement_of_line(uow, note.customer, line)
    if arrangement:
        kept = book_billed(uow, desk, note, line, -line.net, arrangement)
        credited_element(uow, desk, note, kept, line, credited)
        reprice(uow, desk, kept, kept.price - line.net, on=note.issue_date, document=note.number)
        return
    schedule = uow.revenue_schedules.get(schedule_id(note.corrects, line.position))
    if schedule is None or not schedule.amount:
        return
    left = _lessened(schedule, line, credited)
    unearned = schedule.remaining - left.remaining
    uow.revenue_schedules.put(replace(left, done=left.done or not left.remaining))
    book_earned(uow, desk, schedule, unearned, document=note.number, on=note.issue_date)


def _lessened(schedule: RevenueSchedule, line: InvoiceLine, credited: Credited) -> RevenueSchedule:
    """The schedule without what was credited. A lower price counts from the beginning (IFRS 15.88): what was recognised
    shrinks in the same proportion."""
    taken = min(line.net, schedule.amount)
    amount = schedule.amount - taken
    if schedule.method is Method.SUPPLY and credited is not Credited.PRICE and amount:
        fewer = without(schedule, line.quantity, credited)
        return replace(fewer, amount=amount, recognised=earned(replace(fewer, amount=amount), schedule.last_day))
    unearned = exact(taken, Fraction(schedule.remaining) / Fraction(schedule.amount), schedule.currency)
    return replace(schedule, amount=amount, recognised=schedule.recognised - (taken - unearned))


def still_to_supply(uow: UnitOfWork, invoice: Invoice, line: InvoiceLine) -> Decimal:
    """What of a line waits for its delivery by now; nothing of what was no matter of deliveries."""
    schedule = uow.revenue_schedules.get(schedule_id(invoice.number, line.position))
    return schedule.quantity - schedule.supplied if schedule is not None and schedule.source else ZERO


def schedule_id(invoice: str, position: int) -> str:
    """The key of a line's schedule."""
    return f"{invoice}#{position}"
