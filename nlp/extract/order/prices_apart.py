"""Prices that stand apart from their lines: "10.90 for the Pinot", "the big mill, one, at 890"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from nlp.extract.catalogue import Catalogue
from nlp.extract.order.placing import Placed
from nlp.extract.order.units import price_confirms
from nlp.extract.sources import Context, Source
from nlp.lang.day_signs import any_of
from nlp.lang.ordering import AT_PRICE, PRICES
from nlp.notation import Amount

LEAST_BARE = 25  # so much a bare number must be, to be no hour and no day
AT_WITHIN = 10  # characters before a number: "zu den 890"
_PRICE = re.compile(rf"(?<!\w)(?:{any_of(PRICES)})(?!\w)")
_AT_PRICE = re.compile(rf"(?<!\w)(?:{any_of(AT_PRICE)})[ ](?:(?:den|die|das|les|the)[ ])?$")
_PRICE_ENDS = re.compile(r"[ ]{0,2}(?:[,.;!?)\n]|$|[€£$]|each|apiece|(?:das|pro|je) stuck|(?:la|l') ?(?:piece|unite))")
_TWO_DECIMALS = re.compile(r"\d[.,]\d\d(?!\d)")


def with_prices(
    context: Context, source: Source, catalogue: Catalogue, found: list[Placed], is_elsewhere: Callable[[str], bool]
) -> list[Placed]:
    """The lines with prices that stand apart: each is that of the one line whose article costs so.

    `is_elsewhere`: whether a folded sentence without lines speaks of another matter.
    """
    if all(placed.line.unit_price is not None for placed in found):
        return found
    priced, asked = list(found), _PRICE.search(source.flat) is not None
    for amount in context.amounts(source):
        at_price = amount.value >= LEAST_BARE and _is_at(source, amount)
        money = asked and (amount.marked or _TWO_DECIMALS.search(source.text, amount.start, amount.end))
        if not (money or at_price) or any(p.start <= amount.start < p.end for p in found):
            continue
        low, high = source.sentence_at(amount.start)
        sentence = source.flat[low:high]
        holds = any(p.start < high and low < p.end for p in found)
        if (not holds and is_elsewhere(sentence)) or not (at_price or _PRICE.search(sentence)):
            continue
        fitting = [n for n, p in enumerate(priced) if p.line.unit_price is None and _costs(catalogue, p, amount.value)]
        if len(fitting) == 1:
            placed = priced[fitting[0]]
            priced[fitting[0]] = replace(placed, line=replace(placed.line, unit_price=amount.value))
    return priced


def _is_at(source: Source, amount: Amount) -> bool:
    """ "zu den 890": a bare number behind a word for a price, with nothing that it counts behind it."""
    before = _AT_PRICE.search(source.folded, max(0, amount.start - AT_WITHIN), amount.start)
    return before is not None and _PRICE_ENDS.match(source.folded, amount.end) is not None


def _costs(catalogue: Catalogue, placed: Placed, price: Decimal) -> bool:
    article = catalogue.by_sku(placed.line.sku) if placed.line.sku else None
    return article is not None and price_confirms(price, article)
