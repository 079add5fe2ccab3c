"""What the books say about a customer at the moment when an order of his is judged."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from nlp import reading
from workflows.catalogue import Product
from workflows.customers import Customer
from workflows.ledger.money import ZERO
from workflows.orders.lifecycle import ENDED
from workflows.orders.model import Order, OrderStatus
from workflows.orders.policy import OrderFacts, normal_po
from workflows.ports import Desk, UnitOfWork
from workflows.pricing import quote
from workflows.tax.policy import Treatment, treatment

# Orders whose goods are promised and not wholly invoiced.
PROMISED = (OrderStatus.CONFIRMED, OrderStatus.PARTLY_DELIVERED, OrderStatus.DELIVERED)
BASE_CURRENCY = "EUR"  # the exchange rates are units for one of these
ONE = Decimal(1)


def gather(
    order: reading.Order,
    customer: Customer,
    uow: UnitOfWork,
    desk: Desk,
    today: date,
    *,
    apart_from: str = "",
    delivery_address: str = "",
    place_is_trusted: bool = False,
) -> OrderFacts:
    """The facts about an order; `apart_from` is the number of an order that is this very one."""
    currency = order.currency or customer.currency
    products: dict[str, Product] = {}
    for sku in {line.sku for line in order.lines if line.sku}:
        product = uow.products.get(sku)
        if product is not None:
            products[sku] = product
    quotes = tuple(
        quote(
            uow,
            customer=customer.number,
            sku=line.sku or "",
            currency=currency,
            quantity=line.quantity if line.quantity.is_finite() else ZERO,
            day=today,
        )
        for line in order.lines
    )
    taxes = [_tax(products.get(line.sku or ""), customer, desk) for line in order.lines]
    known = [row for row in uow.orders.where(customer=customer.number) if row.state not in ENDED]
    others = tuple(row for row in known if row.number != apart_from)
    documents = uow.open_items.where(customer=customer.number)
    items = [item for item in documents if item.open_amount]
    owed = [(item.open_amount, item.currency) for item in items]
    promised = [(_uninvoiced(row, customer, uow, desk), row.currency) for row in others if row.state in PROMISED]
    exposure = _sum_in(currency, [*owed, *promised], uow, today)
    limit = customer.credit_limit
    if limit is not None:
        converted = _sum_in(currency, [(limit, customer.currency)], uow, today)
        limit, exposure = (limit, None) if converted is None else (converted, exposure)
    return OrderFacts(
        today=today,
        customer=customer,
        currency=currency,
        products=products,
        quotes=quotes,
        tax_rates=tuple(tax.rate if tax else ZERO for tax in taxes),
        tax_problems=tuple(sorted({tax.problem.value for tax in taxes if tax and tax.problem})),
        orders=others,
        invoiced_po_numbers={normal_po(item.po_number): item.document for item in documents if item.po_number},
        exposure=exposure,
        credit_limit=limit,
        dunning_level=max((item.dunning_level for item in items if item.open_amount > 0), default=0),
        delivery_address=delivery_address,
        place_is_trusted=place_is_trusted,
    )


def _tax(product: Product | None, customer: Customer, desk: Desk) -> Treatment | None:
    if product is None:
        return None
    seller = desk.company(customer.company).country
    return treatment(seller, customer.country, customer.vat_id, product.revenue, product.vat_rate_class, desk.countries)


def _uninvoiced(order: Order, customer: Customer, uow: UnitOfWork, desk: Desk) -> Decimal:
    """What is still to be invoiced of an order, with tax."""
    amount = ZERO
    for line in order.lines:
        tax = _tax(uow.products.get(line.sku), customer, desk)
        amount += (line.quantity - line.invoiced) * line.unit_price * (100 + (tax.rate if tax else ZERO)) / 100
    return amount


def _sum_in(currency: str, amounts: Iterable[tuple[Decimal, str]], uow: UnitOfWork, today: date) -> Decimal | None:
    """The sum in one currency at the last rates known; None where a rate is missing."""
    total = ZERO
    for amount, own in amounts:
        rates = ONE, ONE
        if own != currency:
            found = _rate(own, uow, today), _rate(currency, uow, today)
            if found[0] is None or found[1] is None:
                return None
            rates = found[0], found[1]
        total += amount * rates[1] / rates[0]
    return total


def _rate(currency: str, uow: UnitOfWork, today: date) -> Decimal | None:
    """Units for one euro on the last day up to today that has a rate."""
    if currency == BASE_CURRENCY:
        return ONE
    known = [row for row in uow.rates.where(currency=currency) if row.date <= today]
    return max(known, key=lambda row: row.date).rate if known else None
