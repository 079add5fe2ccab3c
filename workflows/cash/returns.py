"""A payment that the bank takes back: a negative payment that undoes the first in full, the bank's fee apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from workflows.audit import note
from workflows.cash.application import Books
from workflows.cash.booking import payment_of, post_between, post_other, post_receipt
from workflows.cash.model import BankEntry, Payment
from workflows.cash.references import compact
from workflows.ledger.allocation import apply_payment
from workflows.ledger.money import ZERO
from workflows.ports import Company, Desk, UnitOfWork


def take_back(entry: BankEntry, company: Company, statement: str, books: Books, desk: Desk, now: datetime) -> str:
    """A negative payment that undoes the one it takes back; what the bank adds for itself is booked apart."""
    uow = books.uow
    original, fee = _original(entry, company, uow)
    amount = -original.amount if original else entry.amount
    payment = payment_of(entry, company, uow, statement, amount=amount)
    customer = original.customer if original else books.payer(payment).customer
    held = "" if original else "taken back by the bank, but the payment is not in the books"
    payment = replace(payment, customer=customer, reverses=original.id if original else "", held=held)
    uow.payments.add(payment)
    post_receipt(uow, desk, payment)
    if fee:
        post_other(uow, desk, company, entry, -fee)
    undone = uow.allocations.where(payment=original.id) if original else []
    for row in undone:
        item = uow.open_items.get(row.invoice)
        if item is not None and item.company != payment.company:
            post_between(uow, desk, payment, item.company, -row.amount, entry.value_date)
        apply_payment(
            uow,
            desk,
            payment=payment.id,
            invoice=row.invoice,
            amount=-row.amount,
            discount=-row.discount,
            write_off=-row.write_off,
            on=entry.value_date,
            rule="returned",
            proof=f"the bank took {original.id if original else ''} back {entry.reason}".strip(),
        )
    books.refresh(row.invoice for row in undone)
    note(
        uow, now, actor="o2cbot", action="payment_returned", subject=payment.id, reason=entry.reason,
        reverses=payment.reverses, documents=[row.invoice for row in undone],
    )  # fmt: skip
    return payment.id


def _original(entry: BankEntry, company: Company, uow: UnitOfWork) -> tuple[Payment | None, Decimal]:
    """(the payment that comes back, the bank's fee in the amount): by reference, else by document, else by payer."""
    earlier = [
        payment for payment in uow.payments.where(company=company.code) if payment.booking_date <= entry.booking_date
    ]
    taken = {payment.reverses for payment in earlier}
    amounts = {-entry.amount: ZERO}
    for fee in (entry.charges, -entry.amount - (entry.instructed_amount or -entry.amount)):
        if ZERO < fee < -entry.amount:
            amounts[-entry.amount - fee] = fee
    fitting = [payment for payment in earlier if payment.amount in amounts and payment.id not in taken]
    text = compact(" ".join((*entry.texts, *entry.structured, entry.end_to_end_id)))
    rules = (
        lambda each: bool(each.reference) and each.reference == entry.end_to_end_id,
        lambda each: any(compact(row.invoice) in text for row in uow.allocations.where(payment=each.id)),
        lambda each: bool(entry.payer_iban) and each.payer_iban == entry.payer_iban,
    )
    for rule in rules:
        found = [payment for payment in fitting if rule(payment)]
        if found:
            chosen = max(found, key=lambda each: (each.booking_date, each.id))
            return chosen, amounts[chosen.amount]
    return None, ZERO
