"""Disputes whose whole proof lies in the books: the receipt is there, or the goods were invoiced twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from nlp.reading import DisputeReason
from workflows.disputes.evidence import twins
from workflows.disputes.model import Case
from workflows.invoicing.deposited import is_deposit
from workflows.invoicing.model import Invoice
from workflows.ledger.model import OpenItem
from workflows.ledger.money import ZERO
from workflows.orders.model import Order
from workflows.ports import UnitOfWork


@dataclass(frozen=True, slots=True)
class Receipt:
    """Money on an invoice: the bank's value date and reference."""

    invoice: str
    on: date
    amount: Decimal
    currency: str
    reference: str


def receipts(reason: str, items: list[OpenItem], uow: UnitOfWork) -> tuple[Receipt, ...]:
    """The money that settled every one of these invoices, where the customer says that they are paid; else ().

    The proof is complete only where nothing is open, each invoice has money that the bank did not take back, and
    nothing but money, an agreed discount and what was written off settled it: no credit note, no remainder.
    """
    if reason != DisputeReason.ALREADY_PAID or not items:
        return ()
    found: list[Receipt] = []
    for item in items:
        own = _settling(item, uow)
        if not own:
            return ()
        found += own
    return tuple(found)


def _settling(item: OpenItem, uow: UnitOfWork) -> list[Receipt]:
    rows = uow.allocations.where(invoice=item.document)
    settled = sum((row.amount + row.discount + row.write_off for row in rows), ZERO)
    only_money = all(row.payment and row.amount > ZERO for row in rows)
    if item.open_amount != ZERO or item.original <= ZERO or settled != item.original or not only_money:
        return []
    found = []
    for row in rows:
        payment = uow.payments.get(row.payment)
        if payment is None:
            return []
        found.append(Receipt(item.document, payment.value_date, row.amount, row.currency, payment.reference))
    return found


def double_invoice(case: Case, uow: UnitOfWork) -> dict[str, Decimal]:
    """The later of two invoices of ours for the same goods of one order, with all of it; {} without complete proof.

    Complete: both are our own documents with the same lines, the order holds too little for both, nothing was
    credited of either, and the later one is open in full.
    """
    if case.reason != DisputeReason.DUPLICATE:
        return {}
    for number in case.invoices:
        invoice = uow.invoices.get(number)
        pairs = [(invoice, other) for other in twins(invoice, uow)] if invoice is not None else []
        for one, other in pairs:
            later = max((one, other), key=lambda each: (each.issue_date, each.sequence))
            item = uow.open_items.get(later.number)
            if _is_billed_twice(one, other, uow) and item is not None and item.open_amount == later.total:
                return {later.number: later.total}
    return {}


def _is_billed_twice(one: Invoice, other: Invoice, uow: UnitOfWork) -> bool:
    order = uow.orders.get(one.order) if one.order and one.order == other.order else None
    if order is None or one.taken_over or other.taken_over or is_deposit(one):
        return False
    if _quantities(one) != _quantities(other) or any(uow.invoices.where(corrects=each.number) for each in (one, other)):
        return False
    ordered = _quantities(order)
    return all(2 * quantity > ordered.get(sku, ZERO) for sku, quantity in _quantities(one).items())


def _quantities(document: Invoice | Order) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for line in document.lines:
        found[line.sku] = found.get(line.sku, ZERO) + line.quantity
    return found
