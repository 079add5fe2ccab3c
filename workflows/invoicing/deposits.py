"""What was invoiced before delivery is taken off the invoices of what is delivered, once, with the tax that it bore.

A deposit has an invoice of its own whose lines are booked as a liability (`DEPOSIT`); later invoices of the order take
it off as lines below zero that name it, so that their tax is only what is still due (EN 16931; Directive 2006/112/EC
art. 65 and 220 (1) no. 4; UStG section 14 (5) sentence 2).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from workflows.catalogue import RateClass, RevenueKind
from workflows.invoicing.accounts import DEPOSIT
from workflows.invoicing.approving import Approval, Exempt
from workflows.invoicing.crediting import issue_credit_note
from workflows.invoicing.model import Invoice
from workflows.invoicing.policy import Draft
from workflows.ledger.model import DocumentKind
from workflows.ledger.money import ZERO
from workflows.ports import Desk, UnitOfWork
from workflows.tax.policy import Treatment

PIECE = "C62"  # UN/ECE recommendation 20: one
REASON = "final invoice"
DEDUCTED = {"en": "less deposit {number}", "fr": "acompte {number} déduit", "de": "abzüglich Anzahlung {number}"}

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


def withdraw_unpaid(uow: UnitOfWork, desk: Desk, now: datetime, order: str) -> None:
    """Takes back what was not paid of an order's deposits: the invoice that follows claims it, nobody pays it twice."""
    for deposit in deposits_of(uow, order):
        item = uow.open_items.get(deposit.number)
        if item is not None and item.open_amount > 0:
            issue_credit_note(
                uow,
                desk,
                now,
                invoice=deposit,
                gross_amount=item.open_amount,
                reason=REASON,
                actor="o2cbot",
                approval=Approval("o2cbot", exempt=Exempt.CLAIMED_AGAIN),
            )


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


def deductions(uow: UnitOfWork, order: str, bases: Mapping[Group, Decimal], language: str) -> list[Draft]:
    """Lines below zero for an invoice whose groups come to `bases`: never more of a group than it has."""
    room = dict(bases)
    drafts = []
    for deposit in deposits_of(uow, order):
        texts = {(total.category, total.rate): total for total in deposit.taxes}
        for group, left in left_of(uow, deposit).items():
            taken = min(left, room.get(group, ZERO))
            if taken <= 0:
                continue
            room[group] -= taken
            total = texts[group]
            tax = Treatment(total.category, total.rate, total.exemption_code, total.exemption_key)
            drafts.append(_draft(deposit.number, taken, tax, language))
    return drafts


def _draft(number: str, net: Decimal, tax: Treatment, language: str) -> Draft:
    return Draft(
        sku=number,
        description=DEDUCTED.get(language, DEDUCTED["en"]).format(number=number),
        quantity=Decimal(-1),
        unit=PIECE,
        unit_price=net,
        revenue=RevenueKind.SERVICE,
        rate_class=RateClass.STANDARD,
        booked_as=DEPOSIT,
        taxed_as=tax,
    )


def bases_of(lines: Sequence[tuple[Group, Decimal]]) -> dict[Group, Decimal]:
    """Net by group of tax."""
    found: dict[Group, Decimal] = {}
    for group, net in lines:
        found[group] = found.get(group, ZERO) + net
    return found
