"""What the books say about a customer at the moment when an order of his is judged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TypeVar

from nlp import reading
from workflows.catalogue import Contract, Price, Product
from workflows.collections.credit import CreditFigures, CreditStanding, standing
from workflows.customers import Customer
from workflows.dunning.stops import StopKind
from workflows.ledger.model import OpenItem, in_shares
from workflows.ledger.money import ZERO
from workflows.ledger.valuation import Rates
from workflows.orders.duplicate_rules import may_be_alike, normal_po, recent_enough
from workflows.orders.known import EarlierOrder, Exposure, LineFacts, OrderFacts
from workflows.orders.lifecycle import ENDED
from workflows.orders.model import Order, OrderStatus
from workflows.orders.stock import of_lines
from workflows.places import country_of
from workflows.ports import Desk, Not, UnitOfWork
from workflows.pricing import other_prices, right_price
from workflows.tax.policy import TaxProblem, Treatment, treatment

# Orders whose goods are promised and not wholly invoiced.
PROMISED = (OrderStatus.CONFIRMED, OrderStatus.PARTLY_DELIVERED, OrderStatus.DELIVERED)
BASE_CURRENCY = "EUR"  # the exchange rates are units for one of these
MOST_SUCCESSORS = 8  # of an article that was replaced again and again; a circle is none
ONE = Decimal(1)
Priced = TypeVar("Priced", Contract, Price)


def gather(
    order: reading.Order,
    customer: Customer,
    uow: UnitOfWork,
    desk: Desk,
    today: date,
    *,
    apart_from: str = "",
    delivery_address: str = "",
    delivery_country: str = "",
    place_is_trusted: bool = False,
) -> OrderFacts:
    """The facts about an order; `apart_from` is the number of an order that is this very one."""
    currency = order.currency or customer.currency
    goes_to = country_of(delivery_address, delivery_country, customer)
    lines, taxes = _lines(order, customer, currency, uow, desk, today, goes_to)
    lines = _with_stock(order, lines, apart_from, uow, today)
    earlier, orders = _earlier(order, customer, uow, desk, today, apart_from)
    numbers = uow.open_items.columns("po_number", "document", customer=customer.number, po_number=Not(""))
    items = uow.open_items.where(customer=customer.number, open_amount=Not(ZERO))
    owed = [item for item in items if item.open_amount > 0]
    limit = customer.credit_limit
    exposure: Exposure | None = Exposure()
    if limit is not None:
        known = _exposure(customer, currency, uow, desk, today, orders, items)
        converted = _sum_in(currency, [(limit, customer.currency)], uow, today)
        limit, exposure = (limit, None) if converted is None or known is None else (converted, known)
    stops = uow.stops.where(customer=customer.number, kind=StopKind.INSOLVENCY)
    credit = standing(uow.credit_holds.where(customer=customer.number), today)
    return OrderFacts(
        today=today,
        customer=customer,
        currency=currency,
        lines=lines,
        policy=desk.orders,
        seller_country=desk.company(customer.company).country,
        union=frozenset(code for code, country in desk.countries.items() if country.eu),
        tax_problems=_tax_problems(taxes, customer, currency, uow, desk, today),
        earlier=earlier,
        orders=orders,
        invoiced_po_numbers={normal_po(number): document for number, document in numbers},
        exposure=exposure,
        credit_limit=limit,
        dunning_level=max((item.dunning_level for item in owed), default=0),
        days_overdue=max((item.days_overdue(today) for item in owed), default=0),
        insolvent=any(stop.holds(today) for stop in stops),
        credit_hold=credit.reason,
        credit_released=_is_released(credit, owed, desk, today),
        po_missing=order.po_number is None,
        delivery_address=delivery_address,
        delivery_country=goes_to,
        place_is_trusted=place_is_trusted,
        holidays=desk.holidays,
    )


def _is_released(credit: CreditStanding, owed: Iterable[OpenItem], desk: Desk, today: date) -> bool:
    """Whether a person lets orders pass today: what is owed must not be worse than what was released."""
    if credit.released is None:
        return False
    late = [item for item in in_shares(owed) if item.days_overdue(today) > 0]
    figures = CreditFigures(
        days_overdue=max((item.days_overdue(today) for item in late), default=0),
        dunning_level=max((item.dunning_level for item in late), default=0),
        overdue=sum((item.open_amount for item in late), ZERO),
    )
    return desk.collections.credit.level_of(figures)[0] <= credit.released


def exposure_of(customer: Customer, uow: UnitOfWork, desk: Desk, today: date) -> Exposure | None:
    """What the customer owes and will owe by confirmed orders, in its own currency; None where a rate is missing."""
    promised = {row.number: row for row in uow.orders.where(customer=customer.number, state=PROMISED)}
    items = uow.open_items.where(customer=customer.number, open_amount=Not(ZERO))
    return _exposure(customer, customer.currency, uow, desk, today, promised, items)


def _tax_problems(
    taxes: Iterable[Treatment], customer: Customer, currency: str, uow: UnitOfWork, desk: Desk, today: date
) -> tuple[str, ...]:
    """Why no invoice could be written, by names of TaxProblem: also tax that the seller's own currency cannot state."""
    found = {tax.problem for tax in taxes if tax.problem}
    home = desk.country(desk.company(customer.company).country)
    taxed = any(tax.rate for tax in taxes)
    if (
        taxed
        and home is not None
        and home.currency != currency
        and not Rates(uow).knows(currency, home.currency, today)
    ):
        found.add(TaxProblem.RATE_MISSING)
    return tuple(sorted(problem.value for problem in found))


def _lines(
    order: reading.Order,
    customer: Customer,
    currency: str,
    uow: UnitOfWork,
    desk: Desk,
    today: date,
    goes_to: str,
) -> tuple[tuple[LineFacts, ...], list[Treatment]]:
    """Each line beside our books; all articles, contracts and prices of an order are read at once."""
    products = _with_successors({line.sku for line in order.lines if line.sku}, uow)
    skus = tuple(sorted(products))
    contracts = _by_sku(uow.contracts.where(customer=customer.number, sku=skus)) if skus else {}
    prices = _by_sku(uow.prices.where(sku=skus, customer=(customer.number, ""))) if skus else {}
    lines, taxes = [], []
    for line in order.lines:
        asked = products.get(line.sku or "")
        product = _supplied(asked, products, today)
        if asked is None or product is None:
            lines.append(LineFacts(asked=asked))
            continue
        tax = _tax(product, customer, desk, goes_to)
        taxes.append(tax)
        own, listed = contracts.get(product.sku, []), prices.get(product.sku, [])
        quantity = line.quantity if line.quantity.is_finite() else ZERO
        quoted = right_price(
            product, own, listed, customer=customer.number, currency=currency, quantity=quantity, day=today
        )
        others = other_prices(
            product, own, listed, customer=customer.number, currency=currency, quantity=quantity, day=today
        )
        holds = [row for row in own if row.start <= today and (row.end is None or today <= row.end)]
        agreed = max(holds, key=lambda row: (row.start, row.number), default=None)
        lines.append(LineFacts(asked, product, quoted, others, agreed, tax.rate))
    return tuple(lines), taxes


def _with_stock(
    order: reading.Order, lines: tuple[LineFacts, ...], apart_from: str, uow: UnitOfWork, today: date
) -> tuple[LineFacts, ...]:
    """Each line with what is there for it; goods that the order holds already are its own."""
    wanted = [
        (known.product.sku if known.product is not None else "", line.quantity)
        for line, known in zip(order.lines, lines, strict=True)
    ]
    own = uow.orders.get(apart_from) if apart_from else None
    return tuple(
        replace(known, stock=there) for known, there in zip(lines, of_lines(wanted, own, uow, today), strict=True)
    )


def _by_sku(rows: Iterable[Priced]) -> dict[str, list[Priced]]:
    found: dict[str, list[Priced]] = {}
    for row in rows:
        found.setdefault(row.sku, []).append(row)
    return found


def _with_successors(skus: Iterable[str], uow: UnitOfWork) -> dict[str, Product]:
    """The articles of these numbers, and those that replaced them."""
    products: dict[str, Product] = {}
    missing = set(skus)
    for _ in range(MOST_SUCCESSORS):
        if not missing:
            break
        new = {row.sku: row for row in uow.products.where(sku=tuple(sorted(missing)))}
        products |= new
        missing = {row.terms.replaced_by for row in new.values() if row.terms.replaced_by} - set(products)
    return products


def _supplied(asked: Product | None, products: Mapping[str, Product], today: date) -> Product | None:
    """What is supplied today: the article, or the last one that replaced it; itself where there is none."""
    product = asked
    for _ in range(MOST_SUCCESSORS):
        if product is None or product.terms.is_sold_on(today):
            return product
        product = products.get(product.terms.replaced_by)
    return asked


def _earlier(
    order: reading.Order, customer: Customer, uow: UnitOfWork, desk: Desk, today: date, apart_from: str
) -> tuple[tuple[EarlierOrder, ...], dict[str, Order]]:
    """All living orders by number and day; whole only those that may be this one, or that are not invoiced yet."""
    rows = uow.orders.columns("number", "po_number", "order_date", "state", customer=customer.number)
    earlier, wanted = [], []
    for number, po_number, day, state in rows:
        if state in ENDED or number == apart_from:
            continue
        row = EarlierOrder(number, po_number, day)
        earlier.append(row)
        near = recent_enough(row, order, today, desk.orders.same_order_days)
        if near or state in PROMISED or may_be_alike(po_number, order.po_number or ""):
            wanted.append(number)
    whole = uow.orders.where(number=tuple(wanted)) if wanted else []
    return tuple(earlier), {row.number: row for row in whole}


def _exposure(
    customer: Customer,
    currency: str,
    uow: UnitOfWork,
    desk: Desk,
    today: date,
    orders: Mapping[str, Order],
    items: Sequence[OpenItem],
) -> Exposure | None:
    confirmed = [row for row in orders.values() if row.state in PROMISED]
    skus = sorted({line.sku for row in confirmed for line in row.lines if line.sku})
    rates = {row.sku: _tax(row, customer, desk).rate for row in uow.products.where(sku=tuple(skus))} if skus else {}
    promised = [(_uninvoiced(row, rates), row.currency) for row in confirmed]
    late = [item for item in in_shares(items) if item.open_amount > 0 and item.due_date < today]
    parts = (
        _sum_in(currency, [(item.open_amount, item.currency) for item in items], uow, today),
        _sum_in(currency, [(item.open_amount, item.currency) for item in late], uow, today),
        _sum_in(currency, promised, uow, today),
        _sum_in(currency, [(customer.insured, customer.currency)] if customer.insured else [], uow, today),
    )
    known = [part for part in parts if part is not None]
    return Exposure(*known) if len(known) == len(parts) else None


def _tax(product: Product, customer: Customer, desk: Desk, goes_to: str = "") -> Treatment:
    return treatment(
        desk.company(customer.company).country,
        customer.country,
        customer.vat_id,
        product.revenue,
        product.vat_rate_class,
        desk.countries,
        goods_to=goes_to if goes_to != customer.country else "",
    )


def _uninvoiced(order: Order, rates: Mapping[str, Decimal]) -> Decimal:
    """What is still to be invoiced of an order, with tax; `rates`: article -> percent."""
    return sum(
        (
            (line.quantity - line.invoiced) * line.unit_price * (100 + rates.get(line.sku, ZERO)) / 100
            for line in order.lines
        ),
        ZERO,
    )


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
