"""What a period costs: the price as it is indexed on its first day, by the day where the period is not whole."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from workflows.billing.model import IndexValue
from workflows.billing.periods import Period, add_months
from workflows.catalogue import Contract
from workflows.ledger.money import ZERO, digits, rounded

ONE = Decimal(1)
PIECE = "C62"  # UN/ECE recommendation 20: one

Indices = Mapping[str, Sequence[IndexValue]]
"""Name of an index -> its values, ascending by date."""


@dataclass(frozen=True, slots=True)
class Charge:
    """One line to be billed. `unit` "": the article's own; `is_minimum`: what usage fell short of the minimum by."""

    quantity: Decimal
    unit_price: Decimal
    net: Decimal
    unit: str = ""
    is_minimum: bool = False


def price_on(contract: Contract, day: date, indices: Indices) -> Decimal | None:
    """The price that holds on a day; None where the index says nothing (nothing is guessed).

    Each year's price follows from what was billed: yearly percentages are rounded year by year, an index is taken
    once, at the last anniversary, against its base. A value that was published by the anniversary before is last
    year's and says nothing of this one's.
    """
    terms = contract.terms
    years = _anniversaries(contract.start, day)
    if not years or not (terms.index or terms.yearly_percent):
        return contract.price
    if not terms.index:
        price = contract.price
        for _ in range(years):
            price = _as_fine(price * (100 + terms.yearly_percent) / 100, contract)
        return price
    before, review = (add_months(contract.start, 12 * number) for number in (years - 1, years))
    values = indices.get(terms.index, ())
    place = bisect_right(values, review, key=lambda value: value.date)
    if not place or values[place - 1].date <= before or terms.index_base <= 0:
        return None
    return _as_fine(contract.price * values[place - 1].value / terms.index_base, contract)


def charges(contract: Contract, period: Period, price: Decimal, used: Decimal) -> tuple[Charge, ...]:
    """The lines of a period at a price; `used`: the usage of a metered contract within it. () where nothing is due.

    Part of a period costs its days' share of the days that the whole period has (so a day in a February of a leap
    year costs a 29th of the month), as one piece: its quantity and price say no more than its amount.
    """
    currency = contract.currency
    if contract.terms.metered:
        return _metered(contract, period, price, used)
    if period.is_whole:
        net = rounded(contract.quantity * price, currency)
        return (Charge(contract.quantity, price, net),) if net else ()
    net = rounded(contract.quantity * price * period.days / period.whole_days, currency)
    return (Charge(ONE, net, net, PIECE),) if net else ()


def _metered(contract: Contract, period: Period, price: Decimal, used: Decimal) -> tuple[Charge, ...]:
    """What was used, and what is missing to the minimum."""
    net = rounded(used * price, contract.currency)
    minimum = rounded(contract.terms.minimum * period.days / period.whole_days, contract.currency)
    found = [Charge(used, price, net)] if net else []
    if minimum > net:
        found.append(Charge(ONE, minimum - net, minimum - net, PIECE, is_minimum=True))
    return tuple(found)


def net_of(found: Sequence[Charge]) -> Decimal:
    return sum((charge.net for charge in found), ZERO)


def _anniversaries(start: date, day: date) -> int:
    """How many whole years lie between."""
    years = day.year - start.year
    return max(0, years if add_months(start, 12 * years) <= day else years - 1)


def _as_fine(price: Decimal, contract: Contract) -> Decimal:
    """As fine as the contract's own price, and at least as its currency."""
    own = -int(contract.price.normalize().as_tuple().exponent)
    return price.quantize(Decimal(1).scaleb(-max(own, digits(contract.currency))), rounding="ROUND_HALF_UP")
