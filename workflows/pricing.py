"""The right net price of an article: the contract's, else the customer's own, else the list's, else the article's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from workflows.catalogue import Contract, Price, Product
from workflows.ports import UnitOfWork


class PriceSource(StrEnum):
    """Where a price stands, the strongest first."""

    CONTRACT = "contract"
    CUSTOMER = "customer"
    LIST = "list"
    PRODUCT = "product"


@dataclass(frozen=True, slots=True)
class Quote:
    """A net price per unit and the record that says so: a contract's number, a price's id, or the article's sku."""

    unit_price: Decimal
    currency: str
    source: PriceSource
    record: str


@dataclass(frozen=True, slots=True)
class OtherPrice:
    """A price of the same article and customer that holds at another quantity or on another day."""

    unit_price: Decimal
    from_quantity: Decimal | None = None  # the quantity break that it belongs to, if the day is right
    since: date | None = None  # its first day, if it does not hold yet
    until: date | None = None  # its last day, if it holds no more


def right_price(
    product: Product,
    contracts: Iterable[Contract],
    prices: Iterable[Price],
    *,
    customer: str,
    currency: str,
    quantity: Decimal,
    day: date,
) -> Quote | None:
    """The net price that holds on `day`; None if there is none in `currency`, for nothing is converted.

    Of several contracts the one that began last holds; of several prices the highest quantity break that is
    reached, then the one that became valid last.
    """
    agreed = [
        contract
        for contract in contracts
        if (contract.customer, contract.sku, contract.currency) == (customer, product.sku, currency)
        and contract.start <= day
        and (contract.end is None or day <= contract.end)
    ]
    if agreed:
        latest = max(agreed, key=lambda contract: (contract.start, contract.number))
        return Quote(latest.price, currency, PriceSource.CONTRACT, latest.number)
    valid = [
        price
        for price in prices
        if (price.sku, price.currency) == (product.sku, currency)
        and price.min_quantity <= quantity
        and (price.valid_from is None or price.valid_from <= day)
        and (price.valid_to is None or day <= price.valid_to)
    ]
    for owner, source in ((customer, PriceSource.CUSTOMER), ("", PriceSource.LIST)):
        own = [price for price in valid if price.customer == owner]
        if own:
            best = max(own, key=lambda price: (price.min_quantity, price.valid_from or date.min, price.id))
            return Quote(best.price, currency, source, best.id)
    if product.currency == currency:
        return Quote(product.price, currency, PriceSource.PRODUCT, product.sku)
    return None


def other_prices(
    product: Product,
    contracts: Iterable[Contract],
    prices: Iterable[Price],
    *,
    customer: str,
    currency: str,
    quantity: Decimal,
    day: date,
) -> tuple[OtherPrice, ...]:
    """What the customer may have in mind besides `right_price`: larger breaks, and agreements over or to come."""
    found = [
        _dated(row.price, row.start, row.end, day)
        for row in contracts
        if (row.customer, row.sku, row.currency) == (customer, product.sku, currency)
    ]
    for row in prices:
        if (row.sku, row.currency) != (product.sku, currency) or row.customer not in (customer, ""):
            continue
        dated = _dated(row.price, row.valid_from, row.valid_to, day)
        found.append(dated or (OtherPrice(row.price, row.min_quantity) if row.min_quantity > quantity else None))
    return tuple(other for other in found if other is not None)


def _dated(price: Decimal, first: date | None, last: date | None, day: date) -> OtherPrice | None:
    """The price as one of another day; None if it holds today."""
    if last is not None and last < day:
        return OtherPrice(price, until=last)
    return OtherPrice(price, since=first) if first is not None and first > day else None


def quote(uow: UnitOfWork, *, customer: str, sku: str, currency: str, quantity: Decimal, day: date) -> Quote | None:
    """`right_price` from the records; None also for an article that is not in the catalogue."""
    product = uow.products.get(sku)
    if product is None:
        return None
    return right_price(
        product,
        uow.contracts.where(customer=customer, sku=sku),
        uow.prices.where(sku=sku, customer=(customer, "")),
        customer=customer,
        currency=currency,
        quantity=quantity,
        day=day,
    )
