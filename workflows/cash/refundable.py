"""What could be paid back to customers now; refunds under way, and what is set aside for orders, have taken theirs."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from workflows.cash.model import Payment
from workflows.cash.proposals import CLOSED
from workflows.cash.refunds import UNDER_WAY, Refund, Refundable, RefundReason, reserved
from workflows.ledger.model import DocumentKind
from workflows.ledger.money import ZERO
from workflows.orders.model import INVOICED_NO_MORE
from workflows.ports import Not, UnitOfWork


def reason_of(payment: Payment) -> RefundReason:
    """Why money of a payment could go back, as far as its own record tells."""
    if payment.unapplied != payment.amount:
        return RefundReason.OVERPAYMENT
    return RefundReason.DOUBLE_PAYMENT if payment.held.endswith(CLOSED) else RefundReason.ON_ACCOUNT


def under_way(uow: UnitOfWork, **equal: str) -> list[Refund]:
    """Refunds that are neither paid nor given up, of one `source` or `company` if asked."""
    return uow.refunds.where(state=UNDER_WAY, **equal)


def set_aside(uow: UnitOfWork, **equal: object) -> dict[str, Decimal]:
    """Payment -> what of it is meant for invoices still to come; of one `payment`, if asked. What an order left that is
    wholly invoiced, or was cancelled, is free."""
    found: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for one in uow.prepayments.where(withdrawn_on=None, **equal):
        order = uow.orders.get(one.order) if one.left else None
        if order is None or order.state not in INVOICED_NO_MORE:
            found[one.payment] += one.left
    return found


def left_of(source: str, uow: UnitOfWork, *, besides: str = "", for_order: str = "") -> Decimal:
    """What of a payment or credit note may go back, beside the refunds under way (but for `besides`) and what is set
    aside for orders (but for `for_order`)."""
    others = [refund for refund in under_way(uow, source=source) if refund.id != besides]
    taken = reserved(others).get(source, ZERO)
    payment = uow.payments.get(source)
    if payment is not None:
        gone = payment.amount <= 0 or bool(uow.payments.where(reverses=source))
        meant = set_aside(uow, payment=source, order=Not(for_order))[source]
        return ZERO if gone else max(payment.unapplied - taken - meant, ZERO)
    item = uow.open_items.get(source)
    return max(-item.open_amount - taken, ZERO) if item is not None else ZERO


def refundable(uow: UnitOfWork, company: str = "") -> list[Refundable]:
    """Everything that could be paid back now, the oldest first: a list to choose from, no proposal."""
    taken, meant = reserved(under_way(uow)), set_aside(uow)
    owed: dict[tuple[str, str, str], Decimal] = defaultdict(lambda: ZERO)
    found: list[Refundable] = []
    for item in uow.open_items.where():
        if item.open_amount > 0:
            owed[item.company, item.customer, item.currency] += item.open_amount
        left = -item.open_amount - taken.get(item.document, ZERO)
        if item.kind is DocumentKind.CREDIT_NOTE and left > 0:
            found.append(
                Refundable(item.document, RefundReason.CREDIT_BALANCE, item.company, item.customer, left,
                           item.currency, item.issue_date, ZERO)
            )  # fmt: skip
    payments = uow.payments.where()
    returned = {payment.reverses for payment in payments if payment.reverses}
    for payment in payments:
        left = payment.unapplied - taken.get(payment.id, ZERO) - meant.get(payment.id, ZERO)
        if payment.amount > 0 and left > 0 and payment.customer and payment.id not in returned:
            found.append(
                Refundable(payment.id, reason_of(payment), payment.company, payment.customer, left, payment.currency,
                           payment.value_date, ZERO)
            )  # fmt: skip
    told = [
        Refundable(one.source, one.reason, one.company, one.customer, one.amount, one.currency, one.since,
                   owed[one.company, one.customer, one.currency])
        for one in found
        if company in ("", one.company)
    ]  # fmt: skip
    return sorted(told, key=lambda one: (one.since, one.source))
