"""Putting money and credit notes on invoices: residuals never change sign, everything is undone by its mirror."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from workflows.errors import NotFound
from workflows.ledger.chart import rate_text, tax_key
from workflows.ledger.discount_tax import corrected
from workflows.ledger.exchange import account_of, realised
from workflows.ledger.journal import chart_of, leg, post
from workflows.ledger.model import CHARGED, PAID_BACK, AccountKind, Allocation, OpenItem
from workflows.ledger.money import ZERO
from workflows.ledger.numbering import ALLOCATION, next_id
from workflows.ports import Desk, UnitOfWork

CHARGE_KEY = "other.charge"  # of the chart


def apply_payment(
    uow: UnitOfWork,
    desk: Desk,
    *,
    payment: str,
    invoice: str,
    amount: Decimal,
    discount: Decimal = ZERO,
    write_off: Decimal = ZERO,
    on: date,
    rule: str,
    proof: str,
    paid: Decimal | None = None,
) -> Allocation:
    """Moves `amount` of a payment's unapplied money to an open item, clearing `discount` and `write_off` with it.

    All amounts are in the item's currency; `paid` is the money in the payment's, where that is another one. A
    negative `amount` puts a taken credit note (negative item) into the payment, or undoes an earlier allocation. Posts
    on account and reductions against the receivable, a discount with the tax in it, an exchange between currencies.
    Raises ValueError if the item's residual would change its sign or grow past its original.
    """
    money, item = uow.payments.get(payment), uow.open_items.get(invoice)
    if money is None:
        raise NotFound("payment", payment)
    if item is None:
        raise NotFound("open item", invoice)
    if (money.currency != item.currency) != (paid is not None):
        raise ValueError(f"payment {payment} is in {money.currency}, {invoice} in {item.currency}: {paid} is paid")
    cleared = amount + discount + write_off
    rest = item.open_amount - cleared
    if rest * item.original < 0 or abs(rest) > abs(item.original):
        raise ValueError(f"{cleared} on {invoice} would leave {rest} of {item.original}")
    uow.open_items.put(item.with_open(rest))
    uow.payments.put(replace(money, unapplied=money.unapplied - (amount if paid is None else paid)))
    text, source = f"{payment}: {rule}", (AccountKind.ON_ACCOUNT, "")
    if paid is not None:
        gained = realised(uow, desk, item, amount, paid, money.currency, on)
        source = (AccountKind.FX, account_of(gained))
        _post_exchange(uow, desk, item, money.currency, paid, source, on, text)
        proof += "" if gained is None else f"; exchange difference {gained} {desk.company(item.company).currency}"
    legs = [
        (*source, amount),
        *_discount_legs(uow, desk, item, discount),
        (AccountKind.WRITE_OFF, "", write_off),
        (AccountKind.RECEIVABLE, "", -cleared),
    ]
    post(
        uow,
        company=item.company,
        on=on,
        currency=item.currency,
        document=invoice,
        text=text,
        lines=[
            leg(desk, item.company, kind, value, customer=item.customer, account=account)
            for kind, account, value in legs
            if value
        ],
    )
    allocation = Allocation(
        id=next_id(uow, item.company, ALLOCATION, on, width=7),
        payment=payment,
        credit_note="",
        invoice=invoice,
        customer=item.customer,
        amount=amount,
        discount=discount,
        write_off=write_off,
        currency=item.currency,
        date=on,
        rule=rule,
        proof=proof,
        paid=paid,
    )
    uow.allocations.add(allocation)
    return allocation


def _post_exchange(
    uow: UnitOfWork, desk: Desk, item: OpenItem, currency: str, paid: Decimal, other: tuple[AccountKind, str],
    on: date, text: str,
) -> None:  # fmt: skip
    """The payment's side in its own currency: from on account to the exchange."""
    kind, account = other
    post(
        uow,
        company=item.company,
        on=on,
        currency=currency,
        document=item.document,
        text=text,
        lines=[
            leg(desk, item.company, AccountKind.ON_ACCOUNT, paid, customer=item.customer),
            leg(desk, item.company, kind, -paid, account=account),
        ],
    )


def _discount_legs(
    uow: UnitOfWork, desk: Desk, item: OpenItem, discount: Decimal
) -> Iterator[tuple[AccountKind, str, Decimal]]:
    """(kind, key of the chart, amount): net and tax by the document's own rates; no tax goes back where it has none."""
    if not discount:
        return
    document, chart = uow.invoices.get(item.document), chart_of(desk, item.company)
    is_whole = item.open_amount == item.original  # nothing cleared it yet, or all of that was undone
    before = ZERO if is_whole else sum((row.discount for row in uow.allocations.where(invoice=item.document)), ZERO)
    nets: dict[str, Decimal] = {}
    for rate, (net, tax) in corrected(before, discount, document.taxes if document else (), item.currency).items():
        key = chart.finest(AccountKind.DISCOUNT.value, rate_text(rate))
        nets[key] = nets.get(key, ZERO) + net
        yield AccountKind.TAX, tax_key(rate), tax
    for key, net in nets.items():
        yield AccountKind.DISCOUNT, key, net


def apply_credit_note(
    uow: UnitOfWork, *, credit_note: str, invoice: str, amount: Decimal, on: date, rule: str, proof: str
) -> Allocation:
    """Sets an open credit note against an invoice: both residuals shrink by `amount` (above zero), nothing is posted,
    for both stand on the same receivables account. Raises ValueError if either has less open."""
    credit, item = uow.open_items.get(credit_note), uow.open_items.get(invoice)
    if credit is None:
        raise NotFound("open item", credit_note)
    if item is None:
        raise NotFound("open item", invoice)
    if credit.currency != item.currency:
        raise ValueError(f"{credit_note} is in {credit.currency}, {invoice} in {item.currency}")
    if not ZERO < amount <= min(-credit.open_amount, item.open_amount):
        raise ValueError(f"{amount} of {credit_note} ({credit.open_amount}) on {invoice} ({item.open_amount})")
    uow.open_items.put(replace(credit, open_amount=credit.open_amount + amount))
    uow.open_items.put(item.with_open(item.open_amount - amount))
    allocation = Allocation(
        id=next_id(uow, item.company, ALLOCATION, on, width=7),
        payment="",
        credit_note=credit_note,
        invoice=invoice,
        customer=item.customer,
        amount=amount,
        discount=ZERO,
        write_off=ZERO,
        currency=item.currency,
        date=on,
        rule=rule,
        proof=proof,
    )
    uow.allocations.add(allocation)
    return allocation


def pay_back(
    uow: UnitOfWork, *, payment: str, by: str, refund: str, amount: Decimal, on: date, proof: str, rule: str = PAID_BACK
) -> tuple[Allocation, Allocation]:
    """Sets `amount` (above zero) of a payment's unapplied money against the debit that paid it back, or took it back.

    `refund`: what the rows name in place of a document.

    Nothing is posted: the debit's own booking took the money off the account where the payment's had put it. Raises
    ValueError if one of them has less.
    """
    money, debit = uow.payments.get(payment), uow.payments.get(by)
    if money is None:
        raise NotFound("payment", payment)
    if debit is None:
        raise NotFound("payment", by)
    if money.currency != debit.currency or not ZERO < amount <= min(money.unapplied, -debit.unapplied):
        raise ValueError(f"{amount} of {payment} ({money.unapplied}) by {by} ({debit.unapplied} {debit.currency})")
    uow.payments.put(replace(money, unapplied=money.unapplied - amount))
    uow.payments.put(replace(debit, unapplied=debit.unapplied + amount))
    row = Allocation(
        id=next_id(uow, money.company, ALLOCATION, on, width=7),
        payment=payment,
        credit_note="",
        invoice=refund,
        customer=money.customer,
        amount=amount,
        discount=ZERO,
        write_off=ZERO,
        currency=money.currency,
        date=on,
        rule=rule,
        proof=proof,
    )
    mirrored = replace(row, id=next_id(uow, money.company, ALLOCATION, on, width=7), payment=by, amount=-amount)
    uow.allocations.add(row)
    uow.allocations.add(mirrored)
    return row, mirrored


def charge_off(uow: UnitOfWork, desk: Desk, *, payment: str, amount: Decimal, on: date, proof: str) -> Allocation:
    """Books `amount` (above zero) of a debit's unapplied money as the bank's charge.

    Raises ValueError if the debit has less.
    """
    debit = uow.payments.get(payment)
    if debit is None:
        raise NotFound("payment", payment)
    if not ZERO < amount <= -debit.unapplied:
        raise ValueError(f"{amount} of {payment} ({debit.unapplied} {debit.currency})")
    uow.payments.put(replace(debit, unapplied=debit.unapplied + amount))
    post(
        uow,
        company=debit.company,
        on=on,
        currency=debit.currency,
        document=payment,
        text=f"{payment}: {CHARGED}",
        lines=[
            leg(desk, debit.company, AccountKind.ON_ACCOUNT, -amount, customer=debit.customer),
            leg(desk, debit.company, AccountKind.OTHER, amount, account=CHARGE_KEY),
        ],
    )
    allocation = Allocation(
        id=next_id(uow, debit.company, ALLOCATION, on, width=7),
        payment=payment,
        credit_note="",
        invoice=payment,
        customer=debit.customer,
        amount=-amount,
        discount=ZERO,
        write_off=ZERO,
        currency=debit.currency,
        date=on,
        rule=CHARGED,
        proof=proof,
    )
    uow.allocations.add(allocation)
    return allocation
