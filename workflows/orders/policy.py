"""Whether an order may be confirmed without a person: every difference to what we know is named, with both sides.

The rules are tables of named pure functions; each gives deviations by the usual outcome, the desk's own has the last
word on those that may be left to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from nlp import reading
from workflows.orders import credit_rules, duplicate_rules, line_rules, order_rules
from workflows.orders.duplicate_rules import normal_po as normal_po
from workflows.orders.findings import NEEDS_CORRECTION, Outcome, as_configured, outcome_of
from workflows.orders.findings import Finding as Finding
from workflows.orders.known import LineFacts, OrderFacts
from workflows.orders.line_rules import quantity_is_possible as quantity_is_possible
from workflows.orders.model import Deviation

LineRule = Callable[[int, reading.OrderLine, LineFacts, OrderFacts], Iterator[Deviation]]
OrderRule = Callable[[reading.Order, OrderFacts], Iterator[Deviation]]

LINE_RULES: Mapping[str, LineRule] = {
    "article": line_rules.article,
    "unit": line_rules.unit,
    "quantity": line_rules.quantity,
    "availability": line_rules.availability,
    "price": line_rules.price,
    "contract": line_rules.contract,
    "export of the article": line_rules.export,
}
CREDIT_RULES: Mapping[str, OrderRule] = {"credit hold": credit_rules.hold, "credit limit": credit_rules.limit}
ORDER_RULES: Mapping[str, OrderRule] = {
    "lines": order_rules.lines,
    "currency": order_rules.currency,
    "tax": order_rules.tax,
    "total": order_rules.total,
    "minimum value": order_rules.minimum,
    "purchase order number": order_rules.po_number,
    "requested day": order_rules.requested_day,
    "duplicates": duplicate_rules.duplicates,
    **CREDIT_RULES,
    "delivery place": order_rules.delivery_place,
    "delivery country": order_rules.delivery_country,
    "export to the country": order_rules.export_country,
}


def check(order: reading.Order, facts: OrderFacts) -> tuple[Deviation, ...]:
    """Every difference, in the order of the lines, then of the whole; blocking ones wait for whom it concerns."""
    found = [
        deviation
        for position, (line, known) in enumerate(zip(order.lines, facts.lines, strict=True), start=1)
        for rule in LINE_RULES.values()
        for deviation in rule(position, line, known, facts)
    ]
    found += [deviation for rule in ORDER_RULES.values() for deviation in rule(order, facts)]
    return tuple(as_configured(deviation, facts.policy.outcomes) for deviation in found)


PLACE_RULES = ("tax", "delivery country", "export to the country")


def place_findings(order: reading.Order, facts: OrderFacts) -> tuple[Deviation, ...]:
    """What the rules of a place alone say, of the order and of each line: goods that go elsewhere."""
    found = [deviation for name in PLACE_RULES for deviation in ORDER_RULES[name](order, facts)]
    for position, (line, known) in enumerate(zip(order.lines, facts.lines, strict=True), start=1):
        found += line_rules.export(position, line, known, facts)
    return tuple(found)


def credit_findings(order: reading.Order, facts: OrderFacts) -> tuple[Deviation, ...]:
    """What the rules of credit alone say."""
    return tuple(deviation for rule in CREDIT_RULES.values() for deviation in rule(order, facts))


def outcome(deviations: Iterable[Deviation], configured: Mapping[str, Outcome]) -> Outcome:
    """Who decides about an order with these: the strictest that any of them asks for."""
    asked = {outcome_of(deviation, configured) for deviation in deviations}
    return next((one for one in (Outcome.SPECIALIST, Outcome.ASK) if one in asked), Outcome.AUTO)


def needs_correction(deviations: Iterable[Deviation]) -> tuple[Deviation, ...]:
    """The deviations that even a person cannot wave through."""
    return tuple(deviation for deviation in deviations if deviation.code in NEEDS_CORRECTION)
