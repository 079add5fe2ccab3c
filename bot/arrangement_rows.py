"""Arrangements as people and programs see them: price, what is invoiced and earned of it, each element's share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from workflows.errors import O2CError
from workflows.ledger.money import ZERO, plain
from workflows.ports import UnitOfWork
from workflows.revenue.model import Arrangement, Method, RevenueSchedule
from workflows.revenue.sources import source_of


@dataclass(frozen=True, slots=True)
class ArrangementSight:
    """`position`: invoiced less earned, a liability above zero and an asset below; `changed`: contracts and
    order lines whose terms are no more what was agreed."""

    arrangement: Arrangement
    elements: tuple[RevenueSchedule, ...]
    changed: tuple[str, ...]

    @property
    def earned(self) -> Decimal:
        return sum((one.recognised for one in self.elements), ZERO)

    @property
    def position(self) -> Decimal:
        return self.arrangement.billed - self.earned


def sights(uow: UnitOfWork, customer: str = "") -> Iterator[ArrangementSight]:
    """All arrangements, or a customer's, in order of their names."""
    found = uow.arrangements.where(**({"customer": customer} if customer else {}))
    by_arrangement: dict[str, list[RevenueSchedule]] = defaultdict(list)
    for one in uow.revenue_schedules.where(arrangement=tuple(each.id for each in found)):
        by_arrangement[one.arrangement].append(one)
    for each in found:
        elements = sorted(by_arrangement[each.id], key=lambda one: one.position)
        yield ArrangementSight(each, tuple(elements), tuple(_changed(uow, each)))


def _changed(uow: UnitOfWork, arrangement: Arrangement) -> Iterator[str]:
    for source in arrangement.sources:
        try:
            is_same = source_of(uow, source.key, source).terms == source.terms
        except O2CError:  # a contract that has no end any more, or no known price
            is_same = False
        if not is_same:
            yield source.key


def row(sight: ArrangementSight) -> dict[str, Any]:
    """An arrangement as JSON (Any: JSON values)."""
    kept = sight.arrangement
    return {
        "arrangement": kept.id,
        "customer": kept.customer,
        "company": kept.company,
        "currency": kept.currency,
        "made_on": kept.made_on.isoformat(),
        "sources": [source.key for source in kept.sources],
        "price": plain(kept.price, kept.currency),
        "billed": plain(kept.billed, kept.currency),
        "earned": plain(sight.earned, kept.currency),
        "position": plain(sight.position, kept.currency),
        "changed": list(sight.changed),
        "elements": [_element(one) for one in sight.elements],
    }


def _element(one: RevenueSchedule) -> dict[str, Any]:
    by_supply = one.method is Method.SUPPLY
    return {
        "schedule": one.id,
        "source": one.source,
        "sku": one.sku,
        "method": one.method.value,
        "first_day": None if by_supply else one.first_day.isoformat(),
        "last_day": None if by_supply else one.last_day.isoformat(),
        "quantity": f"{one.quantity:f}" if by_supply else None,
        "supplied": f"{one.supplied:f}" if by_supply else None,
        "stand_alone": plain(one.stand_alone, one.currency) if one.stand_alone else None,
        "share": plain(one.amount, one.currency),
        "earned": plain(one.recognised, one.currency),
        "ended": not one.stand_alone,
    }


def lines_of(sight: ArrangementSight) -> Iterator[str]:
    """An arrangement for people."""
    kept = sight.arrangement
    told = {name: plain(value, kept.currency) for name, value in (
        ("price", kept.price), ("billed", kept.billed), ("earned", sight.earned)
    )}  # fmt: skip
    yield f"{kept.id} {kept.customer}: " + ", ".join(f"{name} {value}" for name, value in told.items())
    for key in sight.changed:
        yield f"  {key} was changed: `o2cbot arrangement modify {kept.id}` (a contract is not billed before)"
    for one in sight.elements:
        state = "ended" if not one.stand_alone else progress(one)
        share = f"{plain(one.recognised, one.currency)} of {plain(one.amount, one.currency)} earned"
        yield f"  {one.id} {one.source} {one.sku}: {share}, {state}"


def progress(one: RevenueSchedule) -> str:
    """How far an element is, in its own measure."""
    if one.method is Method.SUPPLY:
        return f"{one.supplied.normalize():f} of {one.quantity.normalize():f} supplied"
    reached = f"recognised until {one.recognised_until}" if one.recognised_until else "nothing recognised yet"
    return f"{one.first_day} to {one.last_day}, {reached}"
