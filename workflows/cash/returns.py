"""A payment that the bank takes back: a negative payment that undoes the first in full, the bank's fee apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from workflows.audit import note
from workflows.cash.application import Books
from workflows.cash.booking import payment_of, post_other, post_receipt
from workflows.cash.folding import compact
from workflows.cash.mirroring import mirror
from workflows.cash.model import BankEntry, Payment
from workflows.cash.payers import name_tokens
from workflows.cash.return_reasons import ReturnReason, explained
from workflows.ledger.money import ZERO
from workflows.ports import Company, Desk, UnitOfWork

NOT_FOUND = "taken back by the bank, but the payment is not in the books"


def take_back(entry: BankEntry, company: Company, statement: str, books: Books, desk: Desk, now: datetime) -> str:
    """Books a return and undoes what it takes back; without its payment it waits. Returns the payment's id."""
    uow = books.uow
    told = payment_of(entry, company, uow, statement)
    fees = _fees(entry)
    original = original_of(told, uow, fees)
    fee = fees[original.amount] if original else ZERO
    payment = payment_of(entry, company, uow, statement, amount=entry.amount + fee)
    payment = replace(payment, customer=original.customer if original else books.payer(payment).customer)
    uow.payments.add(payment)
    post_receipt(uow, desk, payment)
    if fee:
        post_other(uow, desk, company, entry, -fee)
    undo(payment, original, books, desk, now, on=entry.value_date, reason=entry.reason)
    return payment.id


def settle_late(company: Company, books: Books, desk: Desk, now: datetime) -> None:
    """Returns whose payment came with a later file: undone now, as if it had been there before."""
    for payment in books.uow.payments.where(company=company.code, held=NOT_FOUND):
        original = original_of(payment, books.uow, {-payment.amount: ZERO})
        if original is not None:
            undo(payment, original, books, desk, now, on=payment.value_date, reason="")


def _fees(entry: BankEntry) -> dict[Decimal, Decimal]:
    """What the first payment may have been -> the fee that the bank added to it when it took it back."""
    fees = {-entry.amount: ZERO}
    for fee in (entry.charges, -entry.amount - (entry.instructed_amount or -entry.amount)):
        if ZERO < fee < -entry.amount:
            fees[-entry.amount - fee] = fee
    return fees


def original_of(payment: Payment, uow: UnitOfWork, fees: Mapping[Decimal, Decimal]) -> Payment | None:
    """The payment that comes back: by its reference, else by a document it paid, by its account, by its name."""
    fitting = [
        each
        for each in uow.payments.where(company=payment.company, currency=payment.currency)
        if each.amount in fees and each.booking_date <= payment.booking_date
    ]
    fitting = [each for each in fitting if not uow.payments.where(reverses=each.id)]
    text = compact(f"{payment.text} {payment.reference}")
    rules = (
        lambda each: bool(each.reference) and each.reference == payment.reference,
        lambda each: any(compact(row.invoice) in text for row in uow.allocations.where(payment=each.id)),
        lambda each: bool(payment.payer_iban) and each.payer_iban == payment.payer_iban,
        lambda each: bool(payment.payer_name) and name_tokens(each.payer_name) == name_tokens(payment.payer_name),
    )
    for rule in rules:
        found = [each for each in fitting if rule(each)]
        if found:
            return max(found, key=lambda each: (each.booking_date, each.id))
    return None


def undo(
    payment: Payment, original: Payment | None, books: Books, desk: Desk, now: datetime, *, on: date, reason: str
) -> None:
    """Opens again what `original` had cleared, with its discounts and write-offs; without it, says that it waits."""
    uow = books.uow
    if original is None:
        uow.payments.put(replace(payment, held=NOT_FOUND))
        return
    uow.payments.put(replace(payment, customer=original.customer, reverses=original.id, held=""))
    told = desk.return_reasons.get(reason)
    said = explained(reason, desk.return_reasons)
    proof = f"the bank took {original.id} back: {said}" if said else f"the bank took {original.id} back"
    undone = mirror(original.id, payment, uow, desk, on=on, rule="returned", proof=proof)
    books.refresh(undone)
    note(
        uow, now, actor="o2cbot", action="payment_returned", subject=payment.id, reason=said,
        reverses=original.id, documents=list(undone), **_follows(told),
    )  # fmt: skip


def _follows(reason: ReturnReason | None) -> dict[str, str]:
    """What the reason means for mandate, retry and customer; {} where none is known."""
    if reason is None:
        return {}
    return {"mandate": reason.mandate.value, "retry": reason.retry.value, "next": reason.next_step.value}
