"""A payment that the bank takes back: a negative payment that undoes the first in full, the bank's fee apart."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from workflows.audit import note
from workflows.cash.booking import payment_of, post_other, post_receipt
from workflows.cash.books import Books
from workflows.cash.folding import capitals
from workflows.cash.mirroring import cleared_by, mirror
from workflows.cash.model import BankEntry, Payment
from workflows.cash.payers import name_tokens
from workflows.cash.question import loosened
from workflows.cash.return_reasons import ReturnReason, explained
from workflows.ledger.allocation import pay_back
from workflows.ledger.model import TAKEN_BACK
from workflows.ledger.money import ZERO
from workflows.ports import Company, Desk, UnitOfWork

NOT_FOUND = "taken back by the bank, but the payment is not in the books"
SEVERAL = "taken back by the bank, but it could be several payments"


def take_back(entry: BankEntry, company: Company, statement: str, books: Books, desk: Desk, now: datetime) -> str:
    """Books a return and undoes what it takes back; without its payment it waits. Returns the payment's id."""
    uow = books.uow
    told = payment_of(entry, company, uow, statement)
    fees = _fees(entry)
    original = original_of(told, uow, fees)
    fee = fees[original.amount] if isinstance(original, Payment) else ZERO
    payment = payment_of(entry, company, uow, statement, amount=entry.amount + fee)
    owner = original.customer if isinstance(original, Payment) else books.payer(payment).customer
    payment = replace(payment, customer=owner)
    uow.payments.add(payment)
    post_receipt(uow, desk, payment)
    if fee:
        post_other(uow, desk, company, entry, -fee)
    if isinstance(original, Payment):
        undo(payment, original, books, desk, now, on=entry.value_date, reason=entry.reason)
    else:
        uow.payments.put(replace(payment, held=original))
    return payment.id


def settle_late(company: Company, books: Books, desk: Desk, now: datetime) -> None:
    """Returns whose payment came with a later file: undone now, as if it had been there before."""
    for payment in books.uow.payments.where(company=company.code, held=(NOT_FOUND, SEVERAL)):
        original = original_of(payment, books.uow, {-payment.amount: ZERO})
        if isinstance(original, Payment):
            undo(payment, original, books, desk, now, on=payment.value_date, reason="")


def _fees(entry: BankEntry) -> dict[Decimal, Decimal]:
    """What the first payment may have been -> the fee that the bank added to it when it took it back."""
    fees = {-entry.amount: ZERO}
    for fee in (entry.charges, -entry.amount - (entry.instructed_amount or -entry.amount)):
        if ZERO < fee < -entry.amount:
            fees[-entry.amount - fee] = fee
    return fees


def original_of(payment: Payment, uow: UnitOfWork, fees: Mapping[Decimal, Decimal]) -> Payment | str:
    """The payment that comes back: by its reference, by a document it paid, by its account, by its name.

    What one of these leaves open the next decides. Why it waits where none is found, or several that paid different
    documents; of those that paid the same ones it is the latest.
    """
    left = [
        each
        for each in uow.payments.where(company=payment.company, currency=payment.currency)
        if each.amount in fees and each.booking_date <= payment.booking_date
    ]
    left = [each for each in left if not uow.payments.where(reverses=each.id)]
    text = capitals(f"{payment.text} {payment.reference}")
    is_told = False
    for rule in RULES:
        found = [each for each in left if rule(each, payment, text, uow)]
        left, is_told = found or left, is_told or bool(found)
    if not is_told:
        return NOT_FOUND
    if len({frozenset(cleared_by(each.id, uow)) for each in left}) > 1:
        return SEVERAL
    return max(left, key=lambda each: (each.booking_date, each.id))


def _by_reference(each: Payment, payment: Payment, text: str, uow: UnitOfWork) -> bool:
    return bool(each.reference) and each.reference == payment.reference


def _by_document(each: Payment, payment: Payment, text: str, uow: UnitOfWork) -> bool:
    """The whole number of a document stands in the text, not as a part of a longer one."""
    return any(loosened(re.escape(row.invoice)).search(text) for row in uow.allocations.where(payment=each.id))


def _by_account(each: Payment, payment: Payment, text: str, uow: UnitOfWork) -> bool:
    return bool(payment.payer_iban) and each.payer_iban == payment.payer_iban and not _differ(each, payment)


def _by_name(each: Payment, payment: Payment, text: str, uow: UnitOfWork) -> bool:
    same = bool(payment.payer_name) and name_tokens(each.payer_name) == name_tokens(payment.payer_name)
    return same and not _differ(each, payment)


def _differ(each: Payment, payment: Payment) -> bool:
    """Whether both have a reference of the payer, and another one."""
    return bool(each.reference and payment.reference) and each.reference != payment.reference


RULES = (_by_reference, _by_document, _by_account, _by_name)


def undo(
    payment: Payment, original: Payment, books: Books, desk: Desk, now: datetime, *, on: date, reason: str
) -> None:
    """Opens again what `original` had cleared, with its discounts and write-offs."""
    uow = books.uow
    uow.payments.put(replace(payment, customer=original.customer, reverses=original.id, held=""))
    told = desk.return_reasons.get(reason)
    said = explained(reason, desk.return_reasons)
    proof = f"the bank took {original.id} back: {said}" if said else f"the bank took {original.id} back"
    undone = mirror(original.id, payment, uow, desk, on=on, rule="returned", proof=proof)
    _close(original.id, payment.id, uow, on=on, proof=proof)
    books.refresh(undone)
    note(
        uow, now, actor="o2cbot", action="payment_returned", subject=payment.id, reason=said,
        reverses=original.id, documents=list(undone), **_follows(told),
    )  # fmt: skip


def _close(original: str, returned: str, uow: UnitOfWork, *, on: date, proof: str) -> None:
    """What of the payment was on no document is gone with it: neither of the two has anything left to decide."""
    before, after = uow.payments.get(original), uow.payments.get(returned)
    if before is None or after is None:
        return
    rest = min(before.unapplied, -after.unapplied)
    if rest > ZERO:
        pay_back(uow, payment=original, by=returned, refund=returned, amount=rest, on=on, proof=proof, rule=TAKEN_BACK)
    before = uow.payments.get(original) or before
    if before.held and not before.unapplied:
        uow.payments.put(replace(before, held=""))


def _follows(reason: ReturnReason | None) -> dict[str, str]:
    """What the reason means for mandate, retry and customer; {} where none is known."""
    if reason is None:
        return {}
    return {"mandate": reason.mandate.value, "retry": reason.retry.value, "next": reason.next_step.value}
