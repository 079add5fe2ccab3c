"""The elements of an arrangement as a person names them, completed from contracts, orders and the price list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from workflows.catalogue import Product, RevenueKind
from workflows.errors import BadDecision, NotFound
from workflows.invoicing import policy
from workflows.invoicing.accounts import revenue_key
from workflows.ledger.money import ZERO, rounded
from workflows.ports import Desk, UnitOfWork
from workflows.pricing import right_price
from workflows.revenue.allocating import allocate, allocate_with_bundle
from workflows.revenue.model import Method, RevenueSchedule
from workflows.revenue.sources import Source


@dataclass(frozen=True, slots=True)
class ElementTerms:
    """One promise, as it is named. What is left out follows from `source`: its article, its days, the list price.

    `stand_alone`: net, of all of it (IFRS 15.77); `is_residual`: its price by itself is not known, it gets what the
    others leave (15.79 (c)). `bundle_price`: what it and the others with that figure are regularly sold at together
    (15.82). `by_supply`: earned when delivered or performed; False: by the days; None: as the article says.
    """

    source: str
    sku: str = ""
    quantity: Decimal | None = None
    stand_alone: Decimal | None = None
    is_residual: bool = False
    bundle_price: Decimal | None = None
    first_day: date | None = None
    last_day: date | None = None
    by_supply: bool | None = None


@dataclass(frozen=True, slots=True)
class Element:
    """An element that is whole but for its share of the price. `stand_alone` None: what the others leave."""

    source: str
    sku: str
    account: str
    method: Method
    quantity: Decimal
    first_day: date
    last_day: date
    stand_alone: Decimal | None
    bundle_price: Decimal | None


def completed(uow: UnitOfWork, desk: Desk, terms: ElementTerms, source: Source) -> Element:
    """Raises NotFound for an unknown article, BadDecision where no price by itself or no days are known."""
    sku = terms.sku or source.sku
    product = uow.products.get(sku)
    if product is None:
        raise NotFound("product", sku)
    is_own = sku == source.sku
    quantity = terms.quantity or (source.quantity if is_own else Decimal(1))
    by_supply = terms.by_supply
    if by_supply is None:
        by_supply = (source.by_delivery and is_own) or product.revenue is RevenueKind.GOODS
    first, last = terms.first_day or source.first_day, terms.last_day or source.last_day
    if last < first:
        raise BadDecision(f"{source.key} {sku}: {last} lies before {first}")
    return Element(
        source=source.key,
        sku=sku,
        account=_account(uow, desk, product, source),
        method=Method.SUPPLY if by_supply else desk.revenue.method,
        quantity=quantity if by_supply else ZERO,
        first_day=first,
        last_day=last,
        stand_alone=None if terms.is_residual else _stand_alone(uow, terms, product, source, quantity, is_own),
        bundle_price=terms.bundle_price,
    )


def _stand_alone(
    uow: UnitOfWork, terms: ElementTerms, product: Product, source: Source, quantity: Decimal, is_own: bool
) -> Decimal:
    """As named, else at the list price: of a contract for all the periods that it has."""
    if terms.stand_alone is not None:
        if terms.stand_alone <= 0:
            raise BadDecision(f"{source.key} {product.sku}: a price by itself is above zero")
        return terms.stand_alone
    listed = right_price(
        product, (), uow.prices.where(sku=product.sku, customer=""), customer="", currency=source.currency,
        quantity=quantity, day=source.first_day,
    )  # fmt: skip
    price = listed.unit_price if listed is not None else ZERO
    found = source.at_price(price) if is_own else rounded(quantity * price, source.currency)
    if found <= 0:
        raise BadDecision(f"{source.key} {product.sku}: the list has no price in {source.currency}: name stand_alone")
    return found


def _account(uow: UnitOfWork, desk: Desk, product: Product, source: Source) -> str:
    """The finest key of revenue that an invoice of the article would be booked on."""
    customer = uow.customers.get(source.customer)
    if customer is None:
        raise NotFound("customer", source.customer)
    draft = policy.draft_of(product, "", Decimal(1), ZERO)
    company = desk.company(source.company)
    lines, _ = policy.taxed_lines([draft], company, customer, source.currency, desk.countries, source.first_day)
    return revenue_key(desk, source.company, lines[0])


def shared(price: Decimal, elements: Sequence[Element], currency: str) -> tuple[Decimal, ...]:
    """What each element gets of a price (IFRS 15.76-86). Raises Exceeds where the figures leave nothing for one."""
    bundle = [place for place, one in enumerate(elements) if one.bundle_price is not None]
    figures = {one.bundle_price for one in elements if one.bundle_price is not None}
    stand_alone = [one.stand_alone for one in elements]
    if len(figures) > 1:
        raise BadDecision(f"one bundle has one price, not {', '.join(f'{figure:f}' for figure in sorted(figures))}")
    known = [one for one in stand_alone if one is not None]
    if not bundle and len(known) == len(stand_alone):
        return allocate(price, known, currency)
    return allocate_with_bundle(price, stand_alone, bundle, next(iter(figures), ZERO), currency)


def schedule_of(
    element: Element, share: Decimal, *, arrangement: str, position: int, source: Source
) -> RevenueSchedule:
    """An element with its share of the price, nothing of it earned."""
    return RevenueSchedule(
        id=f"{arrangement}#{position}",
        company=source.company,
        customer=source.customer,
        invoice=arrangement,
        position=position,
        currency=source.currency,
        account=element.account,
        method=element.method,
        amount=share,
        recognised=ZERO,
        first_day=element.first_day,
        last_day=element.last_day,
        recognised_until=None,
        done=False,
        arrangement=arrangement,
        source=element.source,
        sku=element.sku,
        quantity=element.quantity,
        stand_alone=element.stand_alone if element.stand_alone is not None else share,
    )
