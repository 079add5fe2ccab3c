"""A deposit is invoiced on a confirmed order, with the tax of what it is for, never above what is left."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from workflows import correspondence
from workflows.errors import AlreadyExists, Contradicts, Exceeds, NotFound
from workflows.invoicing.accounts import DEPOSIT
from workflows.invoicing.deposited import Group, deposits_of, left_of
from workflows.invoicing.deposits import PIECE, bases_of
from workflows.invoicing.issuing import issue
from workflows.invoicing.model import Invoice
from workflows.invoicing.policy import Draft, draft_of
from workflows.ledger.money import ZERO, plain, rounded
from workflows.orders.model import Order, OrderLine, OrderStatus
from workflows.ports import Desk, UnitOfWork
from workflows.tax.policy import Treatment, treatment

STANDING = (OrderStatus.CONFIRMED, OrderStatus.PARTLY_DELIVERED)
WORDS = {
    "en": "Deposit of {percent} % on order {order}",
    "fr": "Acompte de {percent} % sur la commande {order}",
    "de": "Anzahlung von {percent} % auf Auftrag {order}",
}


def invoice_deposit(uow: UnitOfWork, desk: Desk, now: datetime, *, order: str, percent: Decimal) -> Invoice:
    """Invoices a percentage of what is not yet invoiced of an order and sends it; one deposit an order and day.

    One line for each rate of tax, in the proportion of what was ordered. Raises NotFound, Contradicts (an order that
    does not stand), AlreadyExists (a second deposit of the day), Exceeds (more than is left, or no percentage).
    """
    uow.lock("billing")
    standing = uow.orders.get(order)
    if standing is None:
        raise NotFound("order", order)
    customer = uow.customers.get(standing.customer)
    if customer is None:
        raise NotFound("customer", standing.customer)
    if standing.state not in STANDING:
        raise Contradicts("order", order, "state", standing.state.value, OrderStatus.CONFIRMED.value)
    earlier = deposits_of(uow, order)
    if any(deposit.issue_date == now.date() for deposit in earlier):
        raise AlreadyExists("deposit of the day", f"{order} {now.date()}")
    language = correspondence.language_for(customer, desk)
    text = WORDS.get(language, WORDS["en"]).format(
        percent=f"{percent.normalize():f}", order=standing.po_number or order
    )
    rest = _not_invoiced(uow, desk, standing)
    bases = bases_of([(group, net) for group, net, _ in rest])
    before = sum((net for deposit in earlier for net in left_of(uow, deposit).values()), ZERO)
    parts = {group: rounded(net * percent / 100, standing.currency) for group, net in bases.items()}
    asked, left = sum(parts.values(), ZERO), sum(bases.values(), ZERO) - before
    if not ZERO < asked <= left:
        currency = standing.currency
        raise Exceeds(f"deposit on {order}", plain(asked, currency), plain(max(left, ZERO), currency))
    samples = {group: draft for group, _, draft in rest}
    drafts = [
        replace(samples[group], sku="", description=text, quantity=Decimal(1), unit=PIECE, unit_price=net)
        for group, net in parts.items()
        if net
    ]
    return issue(
        uow,
        desk,
        now,
        company=desk.company(standing.company),
        customer=customer,
        currency=standing.currency,
        drafts=drafts,
        po_number=standing.po_number,
        order=order,
    )


def _not_invoiced(uow: UnitOfWork, desk: Desk, order: Order) -> list[tuple[Group, Decimal, Draft]]:
    """The lines that are left to invoice: their group of tax, their net, and a draft that is taxed like them."""
    found = []
    for line in order.lines:
        left = line.quantity - line.invoiced
        if left > 0:
            draft = _draft(uow, desk, order, line)
            tax = draft.taxed_as
            assert tax is not None
            net = rounded(left * line.unit_price, order.currency)
            found.append(((tax.category, tax.rate), net, draft))
    return found


def _draft(uow: UnitOfWork, desk: Desk, order: Order, line: OrderLine) -> Draft:
    product, customer = uow.products.get(line.sku), uow.customers.get(order.customer)
    if product is None or customer is None:
        raise NotFound("product", line.sku)
    seller = desk.company(order.company)
    tax: Treatment = treatment(
        seller.country,
        customer.country,
        customer.vat_id,
        product.revenue,
        product.vat_rate_class,
        desk.countries,
        goods_to=order.delivery_country,
    )
    return replace(draft_of(product, "", Decimal(1), ZERO), booked_as=DEPOSIT, taxed_as=tax)
