"""What was invoiced as a deposit, which invoices took it off, and what of it is left to take off or to credit."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from workflows.errors import Exceeds
from workflows.invoicing.accounts import DEPOSIT
from workflows.invoicing.model import Invoice, TaxTotal
from workflows.ledger.model import DocumentKind
from workflows.ledger.money import ZERO, plain
from workflows.ports import UnitOfWork

Group = tuple[str, Decimal]
"""Category and rate of tax."""


def is_deposit(invoice: Invoice) -> bool:
    """Whether all that an invoice claims is paid in advance."""
    lines = invoice.lines
    return bool(lines) and all(line.revenue == DEPOSIT and line.net > 0 for line in lines)


def deposits_taken(invoice: Invoice) -> tuple[str, ...]:
    """Numbers of the deposits that an invoice takes off."""
    taken = (line.sku for line in invoice.lines if line.revenue == DEPOSIT and line.net < 0)
    return tuple(dict.fromkeys(taken))


def deposits_of(uow: UnitOfWork, order: str) -> list[Invoice]:
    """The deposit invoices of an order, oldest first."""
    if not order:
        return []
    found = [one for one in uow.invoices.where(order=order, kind=DocumentKind.INVOICE) if is_deposit(one)]
    return sorted(found, key=lambda one: (one.issue_date, one.sequence))


def left_of(uow: UnitOfWork, deposit: Invoice) -> dict[Group, Decimal]:
    """Net by group of tax: what was paid in advance and not yet taken off an invoice.

    A credit note on the deposit lessens it; one on an invoice that had taken it off gives it back.
    """
    found = {(total.category, total.rate): total.base for total in deposit.taxes}
    for note in uow.invoices.where(corrects=deposit.number):
        for total in note.taxes:
            found[total.category, total.rate] -= total.base
    for document in uow.invoices.where(order=deposit.order):
        sign = 1 if document.kind is DocumentKind.INVOICE else -1
        for line in document.lines:
            if line.sku == deposit.number and line.revenue == DEPOSIT and line.net < 0:
                found[line.tax_category, line.tax_rate] += sign * line.net
    return found


def check_credit(uow: UnitOfWork, deposit: Invoice, wanted: Iterable[TaxTotal]) -> None:
    """Raises Exceeds, naming the invoices, where what is to be credited of a deposit was taken off invoices already.

    Its money has paid for what they supplied: giving it back too would give it twice. They are credited first.
    """
    left = left_of(uow, deposit)
    if all(total.base <= left.get((total.category, total.rate), ZERO) for total in wanted):
        return
    takers = [
        one.number
        for one in uow.invoices.where(order=deposit.order, kind=DocumentKind.INVOICE)
        if deposit.number in deposits_taken(one)
    ]
    asked, there = sum((total.base for total in wanted), ZERO), sum(left.values(), ZERO)
    what = f"credit of deposit {deposit.number}, taken off by {', '.join(takers)}"
    raise Exceeds(what, plain(asked, deposit.currency), plain(there, deposit.currency))
