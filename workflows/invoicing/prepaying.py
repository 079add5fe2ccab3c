"""Money on account is set aside for an order or a contract by a person; its invoices state and take it.

Nothing is matched by guessing: which money is meant for which order, a person says. The invoice claims the whole price
with its tax; what was paid before lessens what is due (BT-113, BT-115: BR-CO-16), never the tax. An advance that tax is
due on at once is invoiced as a deposit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from workflows import audit
from workflows.cash.proposals import KEPT
from workflows.cash.refundable import left_of
from workflows.errors import BadDecision, Contradicts, Exceeds, NotFound
from workflows.invoicing.model import Invoice
from workflows.invoicing.prepayment import Prepayment, prepayment_id
from workflows.ledger.allocation import apply_payment
from workflows.ledger.money import ZERO, is_exact, plain
from workflows.orders.model import INVOICED_NO_MORE, OrderStatus
from workflows.ports import Desk, UnitOfWork

RULE = "prepaid"


@dataclass(frozen=True, slots=True)
class Taken:
    """What an invoice takes of money that was set aside."""

    prepayment: Prepayment
    amount: Decimal
    paid_on: date  # the bank's value date


def set_aside(
    uow: UnitOfWork, desk: Desk, now: datetime, *, payment: str, order: str, amount: Decimal | None, actor: str
) -> Prepayment:
    """Keeps a payment's money, or part of it, for an order or a contract; again: instead of what no invoice has taken.

    No run moves the money any more. Raises NotFound, Contradicts (another customer, company or currency, an order
    that takes no invoice any more), Exceeds (more than lies on account), BadDecision (no amount).
    """
    money, wanted = uow.payments.get(payment), _purpose(uow, order)
    if money is None:
        raise NotFound("payment", payment)
    uow.lock(f"account:{money.company}")
    uow.lock(f"customer:{wanted.customer}")
    money, wanted = uow.payments.get(payment) or money, _purpose(uow, order)
    for name in ("company", "currency", "customer"):
        ours, theirs = getattr(wanted, name), getattr(money, name)
        if ours != theirs and not (name == "customer" and not theirs):
            raise Contradicts("payment", payment, name, theirs, ours)
    if wanted.ended:
        raise Contradicts("order", order, "state", wanted.ended, OrderStatus.CONFIRMED.value)
    before = uow.prepayments.get(prepayment_id(payment, order))
    there = left_of(payment, uow, for_order=order)
    share = there if amount is None else amount
    if share <= 0 or not is_exact(share, money.currency):
        raise BadDecision(f"{plain(share, money.currency)} {money.currency} of {payment} cannot be set aside")
    if share > there:
        raise Exceeds(f"money of {payment}", plain(share, money.currency), plain(there, money.currency))
    applied = before.applied if before is not None else ZERO
    made = Prepayment(
        id=prepayment_id(payment, order),
        payment=payment,
        order=order,
        customer=wanted.customer,
        amount=applied + share,
        currency=money.currency,
        set_by=actor,
        set_on=now.date(),
        applied=applied,
    )
    uow.prepayments.put(made)
    uow.payments.put(replace(money, customer=wanted.customer, held=KEPT))
    _note(uow, now, made, actor, "prepayment.set_aside")
    return made


@dataclass(frozen=True, slots=True)
class _Purpose:
    """What money is meant for; `ended`: the state of an order that is invoiced no more."""

    company: str
    currency: str
    customer: str
    ended: str


def _purpose(uow: UnitOfWork, number: str) -> _Purpose:
    """An order, or a contract. Raises NotFound."""
    order = uow.orders.get(number)
    if order is not None:
        ended = order.state.value if order.state in INVOICED_NO_MORE else ""
        return _Purpose(order.company, order.currency, order.customer, ended)
    contract = uow.contracts.get(number)
    buyer = uow.customers.get(contract.customer) if contract is not None else None
    if contract is None or buyer is None:
        raise NotFound("order or contract", number)
    return _Purpose(contract.terms.company or buyer.company, contract.currency, contract.customer, "")


def withdraw(uow: UnitOfWork, now: datetime, *, payment: str, order: str, actor: str) -> Prepayment:
    """Gives free what no invoice has taken; the money stays on account. Raises NotFound."""
    kept = uow.prepayments.get(prepayment_id(payment, order))
    if kept is None or kept.withdrawn_on is not None:
        raise NotFound("prepayment", f"{payment} for {order}")
    ended = replace(kept, withdrawn_by=actor, withdrawn_on=now.date())
    uow.prepayments.put(ended)
    _note(uow, now, ended, actor, "prepayment.withdrawn")
    return ended


def prepaid_for(
    uow: UnitOfWork, purposes: Sequence[str], *, company: str, customer: str, currency: str, total: Decimal
) -> tuple[Taken, ...]:
    """What an invoice takes of the money set aside for its order or contracts, the first set aside first; never above
    its total, nor above what is still on account, nor what a person has named as another customer's since."""
    found: list[Taken] = []
    if not purposes:
        return ()
    owner, room = (company, customer), total
    standing = [
        one for one in uow.prepayments.where(order=tuple(purposes)) if one.left > 0 and one.currency == currency
    ]
    for one in sorted(standing, key=lambda each: (each.set_on, each.id)):
        money = uow.payments.get(one.payment)
        amount = min(one.left, left_of(one.payment, uow, for_order=one.order), room)
        if money is not None and (money.company, money.customer) == owner and amount > 0:
            found.append(Taken(one, amount, money.value_date))
            room -= amount
    return tuple(found)


def take(uow: UnitOfWork, desk: Desk, invoice: Invoice, taken: Sequence[Taken]) -> None:
    """Puts the money on the invoice that has stated it as paid before."""
    for one in taken:
        kept = one.prepayment
        apply_payment(
            uow,
            desk,
            payment=kept.payment,
            invoice=invoice.number,
            amount=one.amount,
            on=invoice.issue_date,
            rule=RULE,
            proof=f"set aside for {kept.order} by {kept.set_by}",
        )
        uow.prepayments.put(replace(kept, applied=kept.applied + one.amount))


def _note(uow: UnitOfWork, now: datetime, made: Prepayment, actor: str, action: str) -> None:
    audit.note(
        uow,
        now,
        actor=actor,
        action=action,
        subject=made.payment,
        order=made.order,
        amount=plain(made.amount, made.currency),
        applied=plain(made.applied, made.currency),
        currency=made.currency,
    )
