"""A customer's account with one company: every document, payment, discount and write-off, with the balance they leave.

The balance of a day is what was open of documents less money that was put on none: the same two figures that the
open items and the payments say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from workflows.cash.model import Payment
from workflows.ledger.model import PAID_BACK, REFUND, TAKEN_BACK, Allocation, DocumentKind, OpenItem, in_shares
from workflows.ledger.money import ZERO
from workflows.lookup import fetch
from workflows.ports import UnitOfWork
from workflows.reporting.receivables import Receivables


class MovementKind(StrEnum):
    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    PAYMENT = "payment"
    RETURNED = "returned"  # the bank took a payment back
    REFUND = "refund"  # we paid money back
    DISCOUNT = "discount"
    WRITE_OFF = "write_off"
    MOVED = "moved"  # money that another account of the group paid, or that paid for another account


@dataclass(frozen=True, slots=True)
class Movement:
    """One line of the account. `amount` above zero raises what the customer owes; `balance` after it."""

    on: date
    kind: MovementKind
    document: str  # of an invoice, a credit note, or the invoice that a discount clears; "" of money
    reference: str  # the customer's order, or what the payer wrote
    currency: str
    amount: Decimal
    due_date: date | None = None
    balance: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Account:
    """What the books know of a customer at one company."""

    customer: str
    company: str
    books: Receivables  # its items; allocations that touch its items or its money
    known: Mapping[str, Payment]  # payments by id, also those of others that cleared its items

    def open_items(self, day: date) -> list[OpenItem]:
        """With what was open at the end of a day, oldest due date first; of an invoice in shares each by itself."""
        return sorted(in_shares(self.books.open_on(day)), key=lambda item: (item.due_date, item.document))

    def unapplied(self, day: date) -> list[Payment]:
        """Its payments with the money that was put on nothing at the end of a day, where there was any."""
        used: dict[str, Decimal] = defaultdict(lambda: ZERO)
        for row in self.books.allocations:
            if row.payment and row.date <= day:
                used[row.payment] += row.money
        arrived = (payment for payment in self.books.payments if payment.booking_date <= day)
        left = (replace(payment, unapplied=payment.amount - used[payment.id]) for payment in arrived)
        return sorted((one for one in left if one.unapplied), key=lambda one: (one.value_date, one.id))

    def movements(self) -> dict[str, list[Movement]]:
        """Currency -> every movement from the first one on, in order, with the balance after it."""
        items = {item.document: item for item in self.books.items}
        lines = [_opened(item) for item in self.books.items]
        gone = {row.payment for row in self.books.allocations if row.rule in REFUNDS and row.amount < ZERO}
        lines += [_paid(payment, payment.id in gone) for payment in self.books.payments]
        by_own_debit = {row.invoice for row in self.books.allocations if row.rule == PAID_BACK and row.amount < ZERO}
        for row in self.books.allocations:
            lines += _cleared(row, items.get(row.invoice), self.known.get(row.payment), self._is_own(row.payment))
            if row.rule == PAID_BACK and row.invoice not in by_own_debit:  # one debit paid several customers' refunds
                lines.append(Movement(row.date, MovementKind.REFUND, "", "", row.currency, row.amount))
        found: dict[str, list[Movement]] = {}
        for line in sorted(lines, key=lambda line: (line.on, ORDER[line.kind], line.document, line.reference)):
            told = found.setdefault(line.currency, [])
            told.append(replace(line, balance=(told[-1].balance if told else ZERO) + line.amount))
        return found

    def _is_own(self, payment: str) -> bool:
        found = self.known.get(payment)
        return found is not None and (found.customer, found.company) == (self.customer, self.company)


REFUNDS = (PAID_BACK, REFUND)
BOOKED_WITH_THE_MONEY = (PAID_BACK, TAKEN_BACK)  # the debit's own movement says it all
ORDER = {kind: place for place, kind in enumerate(MovementKind)}


def _opened(item: OpenItem) -> Movement:
    kind = MovementKind.CREDIT_NOTE if item.kind is DocumentKind.CREDIT_NOTE else MovementKind.INVOICE
    return Movement(item.issue_date, kind, item.document, item.po_number, item.currency, item.original, item.due_date)


def _paid(payment: Payment, is_refund: bool) -> Movement:
    taken = MovementKind.REFUND if is_refund else MovementKind.RETURNED
    kind = taken if payment.amount < ZERO else MovementKind.PAYMENT
    return Movement(payment.booking_date, kind, "", payment.reference, payment.currency, -payment.amount)


def _cleared(row: Allocation, item: OpenItem | None, payment: Payment | None, is_own_money: bool) -> Iterable[Movement]:
    """What an allocation changes beside the payment itself: `item` where it is the account's own."""
    if row.rule in BOOKED_WITH_THE_MONEY:
        return
    if item is not None:
        if row.discount:
            yield Movement(row.date, MovementKind.DISCOUNT, row.invoice, "", row.currency, -row.discount)
        if row.write_off:
            yield Movement(row.date, MovementKind.WRITE_OFF, row.invoice, "", row.currency, -row.write_off)
    if row.paid is not None and payment is not None:  # it leaves the account's balance in one currency for another's
        if is_own_money:
            yield Movement(row.date, MovementKind.MOVED, row.invoice, "", payment.currency, row.paid)
        if item is not None:
            yield Movement(row.date, MovementKind.MOVED, row.invoice, "", row.currency, -row.amount)
    elif row.payment and row.amount and is_own_money != (item is not None):
        sign = 1 if is_own_money else -1
        yield Movement(row.date, MovementKind.MOVED, row.invoice, "", row.currency, row.amount * sign)


def account(uow: UnitOfWork, customer: str, company: str) -> Account:
    """Reads a customer's account with a company."""
    items = tuple(uow.open_items.where(customer=customer, company=company))
    payments = tuple(uow.payments.where(customer=customer, company=company))
    rows = fetch(uow.allocations, "invoice", [item.document for item in items])
    rows += fetch(uow.allocations, "payment", [payment.id for payment in payments])
    known = {one.id: one for one in fetch(uow.payments, "id", sorted({row.payment for row in rows if row.payment}))}
    allocations = {row.id: _once_booked(row, known.get(row.payment)) for row in rows}
    return Account(
        customer=customer,
        company=company,
        books=Receivables(
            items=items,
            allocations=tuple(allocations[id] for id in sorted(allocations)),
            payments=payments,
            bookings={},
            entered_on={item.document: item.issue_date for item in items},
            booked_on={},
        ),
        known=known,
    )


def _once_booked(row: Allocation, payment: Payment | None) -> Allocation:
    """On a statement money clears nothing before the day on which it is there itself: its value date may be earlier."""
    return row if payment is None else replace(row, date=max(row.date, payment.booking_date))


def companies_of(uow: UnitOfWork, customer: str, day: date) -> tuple[str, ...]:
    """The companies with which a customer had something open, or money on account, at the end of a day."""
    items = {company for (company,) in uow.open_items.columns("company", customer=customer)}
    items |= {company for (company,) in uow.payments.columns("company", customer=customer)}
    found = ((company, account(uow, customer, company)) for company in sorted(items))
    return tuple(company for company, each in found if each.open_items(day) or each.unapplied(day))


def debtors(uow: UnitOfWork) -> list[str]:
    """Customers of whom anything is open, or whose money lies on account, ascending."""
    zero = (ZERO,)
    found = {number for number, left in uow.open_items.columns("customer", "open_amount") if left not in zero}
    found |= {number for number, left in uow.payments.columns("customer", "unapplied") if left not in zero and number}
    return sorted(found)
