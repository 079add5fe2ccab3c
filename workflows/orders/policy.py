"""Whether an order may be confirmed without a person: every difference to what we know is named, with both sides."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from nlp import reading
from workflows.catalogue import Product
from workflows.customers import Customer
from workflows.ledger.money import ZERO, plain, rounded
from workflows.orders.model import Deviation, Order, OrderLine
from workflows.places import is_known, known_places
from workflows.pricing import Quote

# Orders of the same goods within so many days are taken for one order that was sent twice.
SAME_ORDER_DAYS = 7
# A price asked above ours by more than this factor means another article, another unit or a misreading.
FAR_ABOVE = Decimal("1.5")
LARGEST_QUANTITY = Decimal(10_000_000)
CREDIT_HOLD_LEVEL = 3
# UN/ECE recommendation 20 and 21: what is only sold whole.
WHOLE_UNITS = frozenset({"C62", "H87", "EA", "PCE", "NAR", "NMP", "PR", "SET", "BX", "CT", "PK", "XBX", "XCT", "XPK"})
LONGEST_PO = 100  # characters that are looked at
_REVISION = re.compile(
    r"(?:[\s_./-]{1,3}(?:v|r|amd|index)|[\s_./-]{0,3}(?:rev|revision|version|nachtrag|avenant))[\s_.:-]{0,3}\d{1,3}$",
    re.IGNORECASE,
)


class Finding(StrEnum):
    """Codes of deviations; templates and the console word them."""

    NO_LINES = "no_lines"
    UNKNOWN_ARTICLE = "unknown_article"
    BAD_QUANTITY = "bad_quantity"
    NO_PRICE = "no_price"
    PRICE_LOWER = "price_lower"
    PRICE_HIGHER = "price_higher"
    TAX_UNCLEAR = "tax_unclear"
    CURRENCY = "currency"
    TOTAL = "total"
    NO_PO_NUMBER = "no_po_number"
    DUPLICATE_PO = "duplicate_po"
    AMENDS_PO = "amends_po"
    SAME_GOODS = "same_goods"
    CREDIT_LIMIT = "credit_limit"
    CREDIT_UNKNOWN = "credit_unknown"
    CREDIT_HOLD = "credit_hold"
    REQUESTED_IN_THE_PAST = "requested_in_the_past"
    DELIVERY_ADDRESS = "delivery_address"


# What nobody can release: without these facts there is nothing to confirm.
NEEDS_CORRECTION = frozenset({Finding.NO_LINES, Finding.UNKNOWN_ARTICLE, Finding.BAD_QUANTITY, Finding.NO_PRICE})


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """What we know when an order is judged; `quotes`, `gross` and `tax_problems` as of `today`."""

    today: date
    customer: Customer
    currency: str  # of the order, the customer's where it names none
    products: Mapping[str, Product]
    quotes: tuple[Quote | None, ...]  # our price of each line
    tax_rates: tuple[Decimal, ...]  # percent, of each line
    tax_problems: tuple[str, ...]
    orders: tuple[Order, ...]  # of this customer, neither cancelled nor rejected
    invoiced_po_numbers: Mapping[str, str]  # `normal_po` of an invoice, taken over or ours -> its number
    exposure: Decimal | None  # open items and orders not yet invoiced, gross, in `currency`; None: not computable
    credit_limit: Decimal | None  # in `currency`; None: no limit
    dunning_level: int  # the highest of the customer's open items
    delivery_address: str = ""  # that the order names
    place_is_trusted: bool = False  # see PlaceOrder


def check(order: reading.Order, facts: OrderFacts) -> tuple[Deviation, ...]:
    """Every difference, in the order of the lines, then of the whole; blocking ones wait for a person."""
    found = list(_line_findings(order, facts))
    found += _whole_findings(order, facts)
    found += _duplicates(order, facts)
    found += credit_findings(order, facts)
    found += delivery_findings(facts)
    return tuple(found)


def is_blocked(deviations: Iterable[Deviation]) -> bool:
    return any(deviation.blocking for deviation in deviations)


def needs_correction(deviations: Iterable[Deviation]) -> tuple[Deviation, ...]:
    """The deviations that even a person cannot wave through."""
    return tuple(deviation for deviation in deviations if deviation.code in NEEDS_CORRECTION)


def _line_findings(order: reading.Order, facts: OrderFacts) -> Iterator[Deviation]:
    if not order.lines:
        yield _blocking(Finding.NO_LINES)
    for position, (line, ours) in enumerate(zip(order.lines, facts.quotes, strict=True), start=1):
        product = facts.products.get(line.sku or "")
        if product is None:
            yield _blocking(Finding.UNKNOWN_ARTICLE, position, line.sku or line.description)
        if not quantity_is_possible(line.quantity, product):
            yield _blocking(Finding.BAD_QUANTITY, position, f"{line.quantity}", product.unit if product else "")
        if product is not None and ours is None:
            yield _blocking(Finding.NO_PRICE, position, facts.currency, product.currency)
        if ours is not None and line.unit_price is not None:
            yield from price_findings(position, line.unit_price, ours.unit_price)


def price_findings(position: int, asked: Decimal, ours: Decimal) -> Iterator[Deviation]:
    """A lower price asked waits for a person; a higher one is answered with ours, unless it is too far from it."""
    texts = f"{asked:f}", f"{ours:f}"
    if asked < ours:
        yield _blocking(Finding.PRICE_LOWER, position, *texts)
    elif asked > ours:
        yield Deviation(Finding.PRICE_HIGHER, position, *texts, blocking=asked > ours * FAR_ABOVE)


def quantity_is_possible(quantity: Decimal, product: Product | None) -> bool:
    """Above zero, whole for what is sold by the piece, and not beyond all sense."""
    if not (quantity.is_finite() and ZERO < quantity <= LARGEST_QUANTITY):
        return False
    return product is None or product.unit not in WHOLE_UNITS or quantity == quantity.to_integral_value()


def _whole_findings(order: reading.Order, facts: OrderFacts) -> Iterator[Deviation]:
    if order.currency is not None and order.currency != facts.customer.currency:
        yield _blocking(Finding.CURRENCY, 0, order.currency, facts.customer.currency)
    for problem in facts.tax_problems:
        yield _blocking(Finding.TAX_UNCLEAR, 0, "", problem)
    if order.total is not None:
        yield from _total_finding(order, order.total, facts)
    if order.po_number is None:
        yield Deviation(Finding.NO_PO_NUMBER, 0, "", "", blocking=False)
    if order.requested_date is not None and order.requested_date < facts.today:
        yield Deviation(
            Finding.REQUESTED_IN_THE_PAST, 0, order.requested_date.isoformat(), facts.today.isoformat(), blocking=False
        )


def _total_finding(order: reading.Order, stated: Decimal, facts: OrderFacts) -> Iterator[Deviation]:
    """The stated total is the lines' sum, net or with tax; a cent a line is the customer's own rounding."""
    net = gross = ZERO
    for line, ours, rate in zip(order.lines, facts.quotes, facts.tax_rates, strict=True):
        price = line.unit_price if line.unit_price is not None else ours.unit_price if ours is not None else None
        if price is None or not quantity_is_possible(line.quantity, None):
            return  # named already: without its price or quantity no sum can be told
        line_net = rounded(price * line.quantity, facts.currency)
        net, gross = net + line_net, gross + line_net * (100 + rate) / 100
    tolerance = Decimal("0.01") * max(len(order.lines), 1)
    if min(abs(stated - net), abs(stated - gross)) > tolerance:
        yield _blocking(Finding.TOTAL, 0, plain(stated, facts.currency), plain(net, facts.currency))


def _duplicates(order: reading.Order, facts: OrderFacts) -> Iterator[Deviation]:
    if order.po_number is not None:
        asked = normal_po(order.po_number)
        known = {normal_po(row.po_number): row.number for row in facts.orders if row.po_number}
        first = known.get(asked) or facts.invoiced_po_numbers.get(asked)
        if first is not None:
            yield _blocking(Finding.DUPLICATE_PO, 0, order.po_number, first)
            return
        amended = known.get(_without_revision(order.po_number)) or next(
            (row.number for row in facts.orders if row.po_number and _without_revision(row.po_number) == asked), None
        )
        if amended is not None:
            yield _blocking(Finding.AMENDS_PO, 0, order.po_number, amended)
            return
    ordered_on = order.order_date or facts.today
    wanted = _goods(order.lines)
    for row in facts.orders:
        if (
            abs(row.order_date - ordered_on) <= timedelta(days=SAME_ORDER_DAYS)
            and _goods(row.lines) == wanted
            and not _other_date(row.requested_date, order.requested_date)
        ):
            yield _blocking(Finding.SAME_GOODS, 0, row.order_date.isoformat(), row.number)
            return


def _goods(lines: Iterable[reading.OrderLine | OrderLine]) -> Counter[tuple[str, Decimal]]:
    return Counter((line.sku or line.description, line.quantity) for line in lines)


def _other_date(left: date | None, right: date | None) -> bool:
    """Whether both name a date and it is not the same: a call-off of its own."""
    return left is not None and right is not None and left != right


def normal_po(number: str) -> str:
    """A purchase order number without what people vary in it: case, spaces, and signs between the parts."""
    return re.sub(r"[\s_./-]", "", number).casefold()


def _without_revision(number: str) -> str:
    """`normal_po` of the number that "-rev2" and the like stand behind; of itself where there is no such suffix."""
    return normal_po(_REVISION.sub("", number.strip()[:LONGEST_PO]))


def credit_findings(order: reading.Order, facts: OrderFacts) -> Iterator[Deviation]:
    """Whether the customer may owe us what this order adds."""
    if facts.dunning_level >= CREDIT_HOLD_LEVEL:
        yield _blocking(Finding.CREDIT_HOLD, 0, str(facts.dunning_level), "")
    if facts.credit_limit is None:
        return
    if facts.exposure is None:
        yield _blocking(Finding.CREDIT_UNKNOWN, 0, "", plain(facts.credit_limit, facts.currency))
        return
    after = facts.exposure + own_gross(order, facts)
    if after > facts.credit_limit:
        texts = plain(after, facts.currency), plain(facts.credit_limit, facts.currency)
        yield _blocking(Finding.CREDIT_LIMIT, 0, *texts)


def delivery_findings(facts: OrderFacts) -> Iterator[Deviation]:
    """An address that the record does not have is told: goods led elsewhere are the oldest fraud of orders."""
    if facts.delivery_address and not is_known(facts.delivery_address, facts.customer):
        ours = "; ".join(f"{street}, {code} {town}" for street, code, town in known_places(facts.customer))
        blocking = not facts.place_is_trusted
        yield Deviation(Finding.DELIVERY_ADDRESS.value, 0, facts.delivery_address, ours, blocking)


def own_gross(order: reading.Order, facts: OrderFacts) -> Decimal:
    """What the order comes to at our prices with tax, as far as its lines have a price."""
    return sum(
        (
            ours.unit_price * line.quantity * (100 + rate) / 100
            for line, ours, rate in zip(order.lines, facts.quotes, facts.tax_rates, strict=True)
            if ours is not None and quantity_is_possible(line.quantity, None)
        ),
        ZERO,
    )


def _blocking(code: Finding, position: int = 0, asked: str = "", ours: str = "") -> Deviation:
    return Deviation(code.value, position, asked, ours, blocking=True)
