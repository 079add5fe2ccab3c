"""What must be true of the books at any moment, each invariant a check that names what breaks it.

The health page and `o2cbot audit verify` run these; tests run them after everything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal

from workflows.disputes.soundness import cases
from workflows.errors import UnbalancedEntry
from workflows.invoicing.accounts import DEPOSIT
from workflows.invoicing.chain import verify_chain
from workflows.invoicing.posting import SIGN
from workflows.invoicing.soundness import documents_in_journal, journal_numbers
from workflows.ledger.model import AccountKind, Allocation, OpenItem, unpaid
from workflows.ledger.money import ZERO
from workflows.ports import Desk, Not, UnitOfWork

Balances = Mapping[tuple[str, str], Decimal]  # (company, currency) -> amount


def problems(uow: UnitOfWork, desk: Desk) -> list[str]:
    """Every breach in words; an empty list when the books are sound."""
    try:
        entries = uow.entries.where()
    except (UnbalancedEntry, ValueError) as broken:  # such an entry cannot be posted: somebody changed it where it lies
        return [f"the journal was changed where it lies: {broken}"]
    allocations = uow.allocations.where()
    return [
        *journal_numbers(entries),
        *documents_in_journal(uow.invoices.where(), uow.open_items.where(), entries),
        *control_account(uow),
        *on_account(uow),
        *deferred(uow),
        *arrangements(uow),
        *payments(uow, allocations),
        *open_items(uow, allocations),
        *documents(uow, desk),
        *cases(uow),
    ]


def journal_balances(uow: UnitOfWork, kind: AccountKind) -> Balances:
    """Debit less credit of one kind of account, by company and currency."""
    found: dict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
    for entry in uow.entries.where():
        for line in entry.lines:
            if line.kind is kind:
                found[entry.company, entry.currency] += line.debit - line.credit
    return found


def differences(what: str, journal: Balances, records: Balances) -> Iterator[str]:
    for company, currency in sorted(set(journal) | set(records)):
        booked, kept = journal.get((company, currency), ZERO), records.get((company, currency), ZERO)
        if booked != kept:
            yield f"{what} of {company} in {currency}: the journal says {booked}, the records {kept}"


def control_account(uow: UnitOfWork) -> Iterator[str]:
    """Open items = receivables account."""
    kept: dict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
    for item in uow.open_items.where():
        kept[item.company, item.currency] += item.open_amount
    yield from differences("receivables", journal_balances(uow, AccountKind.RECEIVABLE), kept)


def on_account(uow: UnitOfWork) -> Iterator[str]:
    """Unapplied money = on-account liability."""
    kept: dict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
    for payment in uow.payments.where():
        kept[payment.company, payment.currency] -= payment.unapplied
    yield from differences("money on account", journal_balances(uow, AccountKind.ON_ACCOUNT), kept)


def deferred(uow: UnitOfWork) -> Iterator[str]:
    """What is owed in performance: revenue that is not earned yet, deposits that nothing took off yet, and what of
    arrangements is invoiced and not earned (earned and not invoiced: below zero)."""
    kept: dict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
    for schedule in uow.revenue_schedules.where():
        is_element = bool(schedule.arrangement)
        kept[schedule.company, schedule.currency] += schedule.recognised if is_element else -schedule.remaining
    for arrangement in uow.arrangements.where():
        kept[arrangement.company, arrangement.currency] -= arrangement.billed
    for document in uow.invoices.where(taken_over=False):
        paid_ahead = sum((line.net for line in document.lines if line.revenue == DEPOSIT), ZERO)
        kept[document.company, document.currency] -= SIGN[document.kind] * paid_ahead
    yield from differences("deferred revenue", journal_balances(uow, AccountKind.DEFERRED_REVENUE), kept)


def arrangements(uow: UnitOfWork) -> Iterator[str]:
    """The shares of an arrangement's elements are its price, and nothing is recognised above its share."""
    shares: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for schedule in uow.revenue_schedules.where(arrangement=Not("")):
        shares[schedule.arrangement] += schedule.amount
        if not ZERO <= schedule.recognised <= schedule.amount:
            yield f"{schedule.id}: {schedule.recognised} of {schedule.amount} is recognised"
    for arrangement in uow.arrangements.where():
        if (shared := shares[arrangement.id]) != arrangement.price:
            yield f"arrangement {arrangement.id}: {arrangement.price} is not the {shared} of its elements"


def payments(uow: UnitOfWork, allocations: list[Allocation]) -> Iterator[str]:
    """A payment's amount = what is put on documents + what is not."""
    applied: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for row in allocations:
        if row.payment:
            applied[row.payment] += row.money
    for payment in uow.payments.where():
        if payment.amount != applied[payment.id] + payment.unapplied:
            yield f"payment {payment.id}: {payment.amount} is not {applied[payment.id]} + {payment.unapplied}"


def open_items(uow: UnitOfWork, allocations: list[Allocation]) -> Iterator[str]:
    """What is open = the original less everything that cleared it, and never of the other sign."""
    cleared: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for row in allocations:
        cleared[row.invoice] += row.amount + row.discount + row.write_off
        if row.credit_note:
            cleared[row.credit_note] -= row.amount
    for item in uow.open_items.where():
        if item.original - cleared[item.document] != item.open_amount:
            yield f"{item.document}: {item.original} less {cleared[item.document]} is not {item.open_amount}"
        if item.open_amount * item.original < 0 or abs(item.open_amount) > abs(item.original):
            yield f"{item.document}: {item.open_amount} of {item.original} is open"
        yield from shares(item)


def shares(item: OpenItem) -> Iterator[str]:
    """Of an item in shares: they are the original, and the first one that is not paid gives the due date."""
    total = sum((share.amount for share in item.shares), ZERO)
    if item.shares and total != item.original:
        yield f"{item.document}: its shares come to {total} of {item.original}"
    left = unpaid(item.shares, item.open_amount)
    if left and left[0].due_on != item.due_date:
        yield f"{item.document}: due on {item.due_date}, its first unpaid share on {left[0].due_on}"


def documents(uow: UnitOfWork, desk: Desk) -> Iterator[str]:
    """Numbers without a gap, content as it was posted."""
    for company in desk.companies.values():
        for problem in verify_chain(uow, company):
            yield str(problem)
