"""Money that goes back to a customer: what a refund is, and in which states it may be.

A refund takes money on account (an overpayment, a double payment) or a credit balance. While it is under way nothing
else uses what it will pay.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from workflows.ledger.money import ZERO


class RefundStatus(StrEnum):
    PROPOSED = "proposed"
    RELEASED = "released"  # a second person agrees; it goes into the next file for the bank
    ORDERED = "ordered"  # it is in a file for the bank
    PAID = "paid"  # the bank booked it
    REJECTED = "rejected"  # the bank did not carry it out: the money is on account as before
    CANCELLED = "cancelled"
    RETURNED = "returned"  # booked, and it came back: on account anew, as a payment of its own


OF_A_REFUND = "refund "  # how what is said of the bank's movements of one begins: a person alone puts such money
UNDER_WAY = (RefundStatus.PROPOSED, RefundStatus.RELEASED, RefundStatus.ORDERED)
LET_GO = (RefundStatus.RELEASED, RefundStatus.ORDERED, RefundStatus.PAID)


class RefundReason(StrEnum):
    OVERPAYMENT = "overpayment"
    DOUBLE_PAYMENT = "double_payment"  # what it names was paid before
    ON_ACCOUNT = "on_account"  # nobody knows what it is for, or it came ahead
    CREDIT_BALANCE = "credit_balance"


@dataclass(frozen=True, slots=True)
class Refund:
    """One transfer to a customer. `source` is the payment, or the credit note, whose money goes back."""

    id: str
    company: str
    customer: str
    source: str
    reason: RefundReason
    amount: Decimal
    currency: str
    iban: str  # one of the customer's record
    name: str
    reference: str  # its end-to-end id, by which the bank's debit is known
    state: RefundStatus
    proposed_by: str
    proposed_on: date
    note: str = ""  # of whoever proposed it
    released_by: str = ""
    released_on: date | None = None
    file: str = ""  # message id of the file for the bank
    payment: str = ""  # the bank's debit, once it is booked
    why: str = ""  # of rejected, cancelled and returned
    is_proven: bool = False  # whoever proposed it had signed in: only then it counts as one of two persons

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY


@dataclass(frozen=True, slots=True)
class Refundable:
    """Money of a customer that could go back. `owed`: what the customer owes in this currency and company besides."""

    source: str
    reason: RefundReason
    company: str
    customer: str
    amount: Decimal
    currency: str
    since: date
    owed: Decimal


def reserved(refunds: Iterable[Refund]) -> Mapping[str, Decimal]:
    """Payment or credit note -> what refunds under way will take of it."""
    found: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for refund in refunds:
        if refund.is_under_way:
            found[refund.source] += refund.amount
    return dict(found)
