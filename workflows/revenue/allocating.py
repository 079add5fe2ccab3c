"""One price for several promises is shared by their stand-alone prices, to the cent, and the parts are the whole.

IFRS 15.73-86; the figures of its illustrative examples 33 and 34 are tests.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import floor

from workflows.errors import Exceeds
from workflows.ledger.money import ZERO, digits, plain


def allocate(price: Decimal, stand_alone: Sequence[Decimal], currency: str) -> tuple[Decimal, ...]:
    """`price` in proportion to stand-alone prices (15.76), by the largest remainder, the first of equals.

    Raises Exceeds where the price is below zero, or no stand-alone price is above it.
    """
    whole = sum(stand_alone, ZERO)
    if price < 0 or whole <= 0 or min(stand_alone) < 0:
        raise Exceeds("allocation", plain(price, currency), plain(whole, currency))
    scale: int = 10 ** digits(currency)
    units = int(price * scale)
    shares = [Fraction(units) * Fraction(one) / Fraction(whole) for one in stand_alone]
    parts = [floor(one) for one in shares]
    by_remainder = sorted(range(len(parts)), key=lambda place: (parts[place] - shares[place], place))
    for place in by_remainder[: units - sum(parts)]:
        parts[place] += 1
    return tuple(Decimal(part) / scale for part in parts)


def allocate_with_bundle(
    price: Decimal, stand_alone: Sequence[Decimal | None], bundle: Sequence[int], bundle_price: Decimal, currency: str
) -> tuple[Decimal, ...]:
    """As `allocate`, where some promises (their places; none: ()) are regularly sold together at their own price.

    The whole discount is theirs (15.82); None is a promise whose price is not known: it gets what is left (15.79 (c)).
    Raises Exceeds where the others leave nothing for it, or where the parts do not come to the price: then the
    discount is not the bundle's alone.
    """
    parts: list[Decimal] = [ZERO] * len(stand_alone)
    known = [one if one is not None else ZERO for one in stand_alone]
    inside = allocate(bundle_price, [known[place] for place in bundle], currency) if bundle else ()
    for place, part in zip(bundle, inside, strict=True):
        parts[place] = part
    for place, one in enumerate(stand_alone):
        if place not in bundle and one is not None:
            parts[place] = one
    left = price - sum(parts, ZERO)
    open_places = [place for place, one in enumerate(stand_alone) if one is None]
    if len(open_places) > 1 or (left <= 0 if open_places else left != 0):
        raise Exceeds("allocation", plain(sum(parts, ZERO), currency), plain(price, currency))
    for place in open_places:
        parts[place] = left
    return tuple(parts)
