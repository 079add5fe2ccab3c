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
from workflows.invoicing.crediting import issue_credit_note, left_of_deposit
from workflows.invoicing.deposited import Group, deposits_of, left_of
from workflows.invoicing.policy import Draft
from workflows.ledger.money import ZERO
from workflows.ports import Desk, UnitOfWork
from workflows.tax.policy import Treatment

PIECE = "C62"  # UN/ECE recommendation 20: one
REASON = "final invoice"
DEDUCTED = {"en": "less deposit {number}", "fr": "acompte {number} déduit", "de": "abzüglich Anzahlung {number}"}


def withdraw_unpaid(uow: UnitOfWork, desk: Desk, now: datetime, order: str) -> None:
    """Takes back what was not paid of an order's deposits: the invoice that follows claims it, nobody pays it twice.

    What an invoice has taken off stays claimed, also where its payment was taken back since.
    """
    for deposit in deposits_of(uow, order):
        item = uow.open_items.get(deposit.number)
        customer = uow.customers.get(deposit.customer)
        if item is None or customer is None:
            continue
        unpaid = min(item.open_amount, left_of_deposit(uow, desk, deposit, customer).gross)
        if unpaid > 0:
            issue_credit_note(
                uow,
                desk,
                now,
                invoice=deposit,
                gross_amount=unpaid,
                reason=REASON,
                actor="o2cbot",
                approval=Approval("o2cbot", exempt=Exempt.CLAIMED_AGAIN),
            )


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
