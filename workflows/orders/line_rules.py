"""What may be wrong with one line: the article, its quantity, its price, and where it may go."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from nlp import reading
from workflows.catalogue import Billing, Product, RevenueKind
from workflows.ledger.money import ZERO
from workflows.orders.findings import Finding, found
from workflows.orders.known import LineFacts, OrderFacts
from workflows.orders.model import Deviation
from workflows.orders.terms import Tolerance

LARGEST_QUANTITY = Decimal(10_000_000)
# UN/ECE recommendation 20 and 21: what is only sold whole.
WHOLE_UNITS = frozenset({"C62", "H87", "EA", "PCE", "NAR", "NMP", "PR", "SET", "BX", "CT", "PK", "XBX", "XCT", "XPK"})
PACK_PRICE = Decimal("0.02")  # a price asked so near to that of a whole pack means the pack


def article(position: int, line: reading.OrderLine, known: LineFacts, facts: OrderFacts) -> Iterator[Deviation]:
    """An article that we do not have, or have no more; one that was replaced is supplied by its successor."""
    if known.asked is None:
        yield found(Finding.UNKNOWN_ARTICLE, position, line.sku or line.description)
    elif known.product is not None and known.product.sku != known.asked.sku:
        yield found(Finding.REPLACED_ARTICLE, position, known.asked.sku, known.product.sku)
    elif not known.asked.terms.is_sold_on(facts.today):
        last = known.asked.terms.sold_until
        yield found(Finding.ARTICLE_ENDED, position, known.asked.sku, "", last.isoformat() if last else "")


def quantity(position: int, line: reading.OrderLine, known: LineFacts, facts: OrderFacts) -> Iterator[Deviation]:
    yield from quantity_findings(position, line.quantity, known.product)


def unit(position: int, line: reading.OrderLine, known: LineFacts, facts: OrderFacts) -> Iterator[Deviation]:
    """A unit that could not be counted in the article's own: how many are meant is not ours to guess."""
    if line.unit is not None and known.asked is not None:
        quantity = f"{line.quantity.normalize():f}" if line.quantity.is_finite() else f"{line.quantity}"
        yield found(Finding.UNIT_OTHER, position, f"{quantity} {line.unit}", known.asked.unit)


def availability(position: int, line: reading.OrderLine, known: LineFacts, facts: OrderFacts) -> Iterator[Deviation]:
    """What is not there at once: a back-order with its day, or nobody knows when it comes."""
    there = known.stock
    if there is None or not there.is_short or not quantity_is_possible(line.quantity, None):
        return
    texts = f"{line.quantity.normalize():f}", f"{there.free.normalize():f}" if there.free else "0"
    if there.complete_on is None:
        yield found(Finding.NO_STOCK, position, *texts)
    else:
        yield found(Finding.BACK_ORDER, position, *texts, there.complete_on.isoformat())


def price(position: int, line: reading.OrderLine, known: LineFacts, facts: OrderFacts) -> Iterator[Deviation]:
    if known.product is not None and known.quote is None:
        yield found(Finding.NO_PRICE, position, facts.currency, known.product.currency)
    if line.unit_price is not None:
        tolerance = facts.policy.tolerance_of(facts.customer.number)
        yield from price_findings(position, line.unit_price, known, tolerance)


def contract(position: int, line: reading.OrderLine, known: LineFacts, facts: OrderFacts) -> Iterator[Deviation]:
    """What a contract about the article says besides its price."""
    agreed = known.contract
    if agreed is None:
        return
    if agreed.billing is not Billing.ONCE:
        yield found(Finding.CONTRACT_BILLS, position, f"{line.quantity:f}", agreed.number, agreed.billing.value)
    elif line.quantity.is_finite() and line.quantity > agreed.quantity:
        yield found(Finding.CONTRACT_QUANTITY, position, f"{line.quantity:f}", f"{agreed.quantity:f}", agreed.number)
    if agreed.terms.po_required and not agreed.terms.po_number and facts.po_missing:
        yield found(Finding.PO_REQUIRED, position, "", agreed.number)


def export(position: int, line: reading.OrderLine, known: LineFacts, facts: OrderFacts) -> Iterator[Deviation]:
    """Articles that may not go to the country of delivery, or only with a licence; movements within the Union are free
    (Regulation (EU) 2021/821, article 11, but for its annex IV, which belongs into `not_to`)."""
    product, country = known.product, facts.goods_to
    if product is None or product.revenue is not RevenueKind.GOODS:
        return
    listed = any(
        product.sku.startswith(start) and country in countries
        for start, countries in facts.policy.restricted_articles
        if start
    )
    if listed or country in product.terms.not_to:
        yield found(Finding.EXPORT_ARTICLE, position, product.sku, country)
    within = country == facts.seller_country or {country, facts.seller_country} <= facts.union
    if product.terms.licence and not within:
        yield found(Finding.EXPORT_LICENCE, position, product.sku, country, product.terms.licence)


def price_findings(position: int, asked: Decimal, known: LineFacts, tolerance: Tolerance) -> Iterator[Deviation]:
    """A price that is not ours, by its most telling name.

    A lower one waits for a person unless the tolerance takes it; a higher one is answered with ours, unless it is too
    far from it. Ours is confirmed in any case.
    """
    if known.quote is None or asked == known.quote.unit_price:
        return
    ours = known.quote.unit_price
    texts = f"{asked:f}", f"{ours:f}"
    pack = known.product.terms.pack_size if known.product else ZERO
    if pack > 1 and abs(asked - ours * pack) <= ours * pack * PACK_PRICE:
        yield found(Finding.UNIT, position, *texts, f"{pack:f}")
    elif asked > ours:
        far = asked > ours * (100 + tolerance.higher_percent) / 100
        yield found(Finding.PRICE_FAR_ABOVE if far else Finding.PRICE_HIGHER, position, *texts)
    elif asked >= ours * (100 - tolerance.lower_percent) / 100:
        yield found(Finding.PRICE_TOLERATED, position, *texts)
    else:
        yield _lower(position, asked, texts, known)


def _lower(position: int, asked: Decimal, texts: tuple[str, str], known: LineFacts) -> Deviation:
    """A lower price is easier to answer where we know whence the customer has it."""
    for other in known.others:
        if other.unit_price != asked:
            continue
        if other.from_quantity is not None:
            return found(Finding.PRICE_BREAK, position, *texts, f"{other.from_quantity.normalize():f}")
        if other.until is not None:
            return found(Finding.PRICE_OUTDATED, position, *texts, other.until.isoformat())
    return found(Finding.PRICE_LOWER, position, *texts)


def quantity_findings(position: int, asked: Decimal, product: Product | None) -> Iterator[Deviation]:
    """A quantity that is none, or not one in which the article is sold."""
    if not quantity_is_possible(asked, product):
        yield found(Finding.BAD_QUANTITY, position, f"{asked}", product.unit if product else "")
        return
    terms = product.terms if product is not None else None
    if terms is not None and terms.pack_size > 0 and asked % terms.pack_size:
        yield found(Finding.PACK_SIZE, position, f"{asked:f}", f"{terms.pack_size.normalize():f}")
    if terms is not None and asked < terms.least_quantity:
        yield found(Finding.LEAST_QUANTITY, position, f"{asked:f}", f"{terms.least_quantity.normalize():f}")


def quantity_is_possible(asked: Decimal, product: Product | None) -> bool:
    """Above zero, whole for what is sold by the piece, and not beyond all sense."""
    if not (asked.is_finite() and ZERO < asked <= LARGEST_QUANTITY):
        return False
    return product is None or product.unit not in WHOLE_UNITS or asked == asked.to_integral_value()
