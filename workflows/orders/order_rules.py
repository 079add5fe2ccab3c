"""What may be wrong with an order as a whole: currency, tax, total, number, days, place and country."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from nlp import reading
from workflows.calendar import add_business_days, is_business_day
from workflows.catalogue import RevenueKind
from workflows.ledger.money import ZERO, plain, rounded
from workflows.orders.findings import Finding, found
from workflows.orders.known import LineFacts, OrderFacts
from workflows.orders.line_rules import quantity_is_possible
from workflows.orders.model import Deviation
from workflows.places import is_known, known_places

Findings = Iterator[Deviation]


def lines(order: reading.Order, facts: OrderFacts) -> Findings:
    if not order.lines:
        yield found(Finding.NO_LINES)


def currency(order: reading.Order, facts: OrderFacts) -> Findings:
    if order.currency is not None and order.currency != facts.customer.currency:
        yield found(Finding.CURRENCY, 0, order.currency, facts.customer.currency)


def tax(order: reading.Order, facts: OrderFacts) -> Findings:
    for problem in facts.tax_problems:
        yield found(Finding.TAX_UNCLEAR, 0, "", problem)


def total(order: reading.Order, facts: OrderFacts) -> Findings:
    """The stated total is the lines' sum, net or with tax; a cent a line is the customer's own rounding."""
    if order.total is None:
        return
    net = gross = ZERO
    for line, known in zip(order.lines, facts.lines, strict=True):
        own = known.quote.unit_price if known.quote is not None else None
        price = line.unit_price if line.unit_price is not None else own
        if price is None or not quantity_is_possible(line.quantity, None):
            return  # named already: without its price or quantity no sum can be told
        line_net = rounded(price * line.quantity, facts.currency)
        net, gross = net + line_net, gross + line_net * (100 + known.tax_rate) / 100
    tolerance = facts.policy.tolerance_of(facts.customer.number).total * max(len(order.lines), 1)
    if min(abs(order.total - net), abs(order.total - gross)) > tolerance:
        yield found(Finding.TOTAL, 0, plain(order.total, facts.currency), plain(net, facts.currency))


def minimum(order: reading.Order, facts: OrderFacts) -> Findings:
    """The least value of an order, net at our prices; told only where every line has one."""
    least = facts.policy.minimum.get(facts.currency, ZERO)
    if not least or not order.lines or any(known.quote is None for known in facts.lines):
        return
    value = rounded(own_value(order, facts.lines), facts.currency)
    if value < least:
        yield found(Finding.BELOW_MINIMUM, 0, plain(value, facts.currency), plain(least, facts.currency))


def po_number(order: reading.Order, facts: OrderFacts) -> Findings:
    if order.po_number is None:
        required = facts.customer.number in facts.policy.po_required
        yield found(Finding.PO_REQUIRED if required else Finding.NO_PO_NUMBER)


def requested_day(order: reading.Order, facts: OrderFacts) -> Findings:
    """A day that is over, on which nobody receives goods where they go, or that comes before we can deliver."""
    asked = order.requested_date
    if asked is None:
        return
    goods = any(known.product and known.product.revenue is RevenueKind.GOODS for known in facts.lines)
    if asked < facts.today:
        yield found(Finding.REQUESTED_IN_THE_PAST, 0, asked.isoformat(), facts.today.isoformat())
    elif goods and not is_business_day(asked, facts.goods_to, facts.holidays):
        following = add_business_days(asked, 0, facts.goods_to, facts.holidays)
        yield found(Finding.NO_WORKING_DAY, 0, asked.isoformat(), following.isoformat())
    earliest = max((day for known in facts.lines if (day := earliest_day(known, facts)) is not None), default=None)
    if earliest is not None and asked < earliest:
        yield found(Finding.LEAD_TIME, 0, asked.isoformat(), earliest.isoformat())


def earliest_day(known: LineFacts, facts: OrderFacts) -> date | None:
    """When all of a line can be delivered at the earliest; None where nobody knows.

    What is not there yet goes on from its arrival as soon as it comes, and never sooner than the article's usual time.
    """
    days = known.product.terms.lead_days if known.product is not None else None
    usual = None if days is None else add_business_days(facts.today, days, facts.seller_country, facts.holidays)
    if known.stock is None or not known.stock.is_short:
        return usual
    if known.stock.complete_on is None:
        return None
    comes = add_business_days(known.stock.complete_on, 0, facts.seller_country, facts.holidays)
    return max(comes, usual) if usual is not None else comes


def delivery_place(order: reading.Order, facts: OrderFacts) -> Findings:
    """An address that the record does not have is told: goods led elsewhere are the oldest fraud of orders."""
    if facts.delivery_address and not is_known(facts.delivery_address, facts.customer):
        ours = "; ".join(f"{street}, {code} {town}" for street, code, town in known_places(facts.customer))
        blocking = not facts.place_is_trusted
        yield Deviation(Finding.DELIVERY_ADDRESS.value, 0, facts.delivery_address, ours, blocking)


def export_country(order: reading.Order, facts: OrderFacts) -> Findings:
    """What goes to a restricted country, or to anybody who sits in one."""
    for country in dict.fromkeys((facts.goods_to, facts.customer.country)):
        law = facts.policy.restricted.get(country)
        if law is not None:
            yield found(Finding.EXPORT_COUNTRY, 0, country, law)


def delivery_country(order: reading.Order, facts: OrderFacts) -> Findings:
    """An address abroad without its country: neither export nor tax can be told."""
    if facts.delivery_address and not facts.delivery_country:
        yield found(Finding.DELIVERY_COUNTRY, 0, facts.delivery_address, facts.customer.country)


def own_value(order: reading.Order, known: tuple[LineFacts, ...], *, with_tax: bool = False) -> Decimal:
    """What the order comes to at our prices, as far as its lines have a price."""
    return sum(
        (
            facts.quote.unit_price * line.quantity * (100 + (facts.tax_rate if with_tax else ZERO)) / 100
            for line, facts in zip(order.lines, known, strict=True)
            if facts.quote is not None and quantity_is_possible(line.quantity, None)
        ),
        ZERO,
    )
