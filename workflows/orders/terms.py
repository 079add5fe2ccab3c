"""What a desk configures about orders: who decides what, how much may differ, and where nothing may go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from workflows.orders.findings import Outcome


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far a customer's figures may lie from ours before anybody has to look; ours are confirmed in any case."""

    lower_percent: Decimal = Decimal(0)  # of our price: a price asked that is lower by no more is answered with ours
    higher_percent: Decimal = Decimal(50)  # a price above ours by more is another article, unit, or a misreading
    total: Decimal = Decimal("0.01")  # of the stated total, for each line


@dataclass(frozen=True, slots=True)
class ReturnTerms:
    """When goods may come back without any fault of ours; what was damaged, wrong or too much may at any time."""

    within_days: int = 30  # of their last delivery; 0: without an end
    excluded: tuple[str, ...] = ()  # beginnings of article numbers that are not taken back


@dataclass(frozen=True, slots=True)
class OrderPolicy:
    """`[orders]` of bot.toml; the defaults let nothing pass that could do harm."""

    outcomes: Mapping[str, Outcome] = field(default_factory=dict)  # code of a deviation -> who decides
    tolerance: Tolerance = Tolerance()
    tolerances: Mapping[str, Tolerance] = field(default_factory=dict)  # by customer, in place of `tolerance`
    minimum: Mapping[str, Decimal] = field(default_factory=dict)  # currency -> least net value of an order
    po_required: frozenset[str] = frozenset()  # customers whose orders need a number of theirs
    hold_level: int = 3  # dunning level from which a customer gets nothing more without a person
    hold_days_overdue: int = 0  # the same for days overdue; 0: days alone hold nothing
    same_order_days: int = 7  # orders of the same goods within so many days are one that was sent twice
    returns: ReturnTerms = ReturnTerms()
    remind_after_days: tuple[int, ...] = (3, 5)  # working days after a question: each but the last writes a reminder
    restricted: Mapping[str, str] = field(default_factory=dict)  # country -> the law that restricts what goes there
    restricted_articles: tuple[tuple[str, frozenset[str]], ...] = ()  # (beginning of article numbers, countries)

    def tolerance_of(self, customer: str) -> Tolerance:
        return self.tolerances.get(customer, self.tolerance)
