"""A changed arrangement is a contract of its own, a new one for the rest, or the old one seen anew (IFRS 15.18-21).

Contracts and orders are changed first, where they are kept; what they will be invoiced for says the new price.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from workflows import audit
from workflows.errors import BadDecision
from workflows.ledger.money import ZERO, plain, rounded
from workflows.ports import Desk, UnitOfWork
from workflows.revenue.allocating import allocate
from workflows.revenue.arranging import check_fresh, check_sources
from workflows.revenue.booking import arrangement_of
from workflows.revenue.elements import ElementTerms, completed, schedule_of
from workflows.revenue.model import Arrangement, Method, RevenueSchedule
from workflows.revenue.repricing import elements_of, reprice, settle, standing
from workflows.revenue.sources import Source, source_of
from workflows.revenue.spreading import exact, weight

DAY = timedelta(days=1)
NOTHING_NAMED: Mapping[str, Decimal] = MappingProxyType({})


class Treatment(StrEnum):
    SEPARATE = "separate"  # 15.20: what was added stands by itself
    PROSPECTIVE = "prospective"  # 15.21 (a): the old contract ends, a new one begins with what is left and added
    CATCH_UP = "catch_up"  # 15.21 (b): as if the new figures had been known from the beginning


@dataclass(frozen=True, slots=True)
class Modification:
    """What was done. `earned`: what was booked at once by it, below zero taken from revenue."""

    arrangement: str
    treatment: Treatment
    price: Decimal
    earned: Decimal
    currency: str


def treatment_of(*, adds: bool, is_distinct: bool, at_own_price: bool) -> Treatment:
    """The standard's table: whether promises are added, whether the rest is distinct from what was supplied, and
    whether what is added costs what it costs by itself."""
    if not is_distinct:
        return Treatment.CATCH_UP
    return Treatment.SEPARATE if adds and at_own_price else Treatment.PROSPECTIVE


def modify(
    uow: UnitOfWork,
    desk: Desk,
    now: datetime,
    *,
    arrangement: str,
    is_distinct: bool,
    added: Sequence[ElementTerms] = (),
    more_sources: Sequence[str] = (),
    alone: Mapping[str, Decimal] = NOTHING_NAMED,
    actor: str,
    reason: str,
) -> Modification:
    """Carries a change of contracts and orders into an arrangement, from the business date on.

    `is_distinct`: what is left to supply is distinct from what was supplied, a person's judgement (15.26-30).
    `more_sources` only add to the price; `alone` says what the rest of an element costs by itself now, where that is
    not its old price in proportion. Raises NotFound, BadDecision, Contradicts; see `arrange`.
    """
    kept = arrangement_of(uow, arrangement)
    sources = _sources(uow, kept, [*more_sources, *(one.source for one in added)])
    price = kept.billed + sum((source.outstanding for source in sources.values()), ZERO)
    change = _Change(kept, price, now.date(), sources, tuple(added), alone)
    found = _treatment(uow, desk, change, is_distinct)
    done = Modification(arrangement, found, kept.price, ZERO, kept.currency)
    if found is not Treatment.SEPARATE:
        carry_out = _prospective if found is Treatment.PROSPECTIVE else _catch_up
        done = replace(done, price=price, earned=carry_out(uow, desk, change))
    audit.note(
        uow,
        now,
        actor=actor,
        action="arrangement.modified",
        subject=arrangement,
        treatment=found.value,
        is_distinct=is_distinct,
        price=plain(done.price, kept.currency),
        earned=plain(done.earned, kept.currency),
        reason=reason,
    )
    return done


def _sources(uow: UnitOfWork, kept: Arrangement, more: Sequence[str]) -> dict[str, Source]:
    """All that the arrangement is invoiced by from now on. Raises as `arrange` does."""
    known = {source.key: source for source in kept.sources}
    sources = {key: source_of(uow, key, known.get(key)) for key in dict.fromkeys([*known, *more])}
    check_sources(uow, kept.id, list(sources.values()), kept)
    for key, source in sources.items():
        if key not in known:
            check_fresh(source)
    return sources


def _treatment(uow: UnitOfWork, desk: Desk, change: _Change, is_distinct: bool) -> Treatment:
    """Which it is. Raises BadDecision where nothing was changed, or what is named does not fit."""
    kept, sources, added = change.arrangement, change.sources, change.added
    unchanged = all(sources[source.key].terms == source.terms for source in kept.sources)
    if unchanged and len(sources) == len(kept.sources):
        raise BadDecision(f"{kept.id}: its contracts and orders are as they were agreed; change them first")
    unknown = set(change.alone) - {one.id for one in standing(uow, kept.id)}
    if unknown or any(amount <= 0 for amount in change.alone.values()):
        named = ", ".join(sorted(unknown or change.alone))
        raise BadDecision(f"{kept.id}: {named} is no element with a price by itself")
    is_all_named = set(sources) == {source.key for source in kept.sources} | {one.source for one in added}
    at_own_price = unchanged and is_all_named and _at_own_price(uow, desk, added, sources)
    found = treatment_of(adds=bool(added), is_distinct=is_distinct, at_own_price=at_own_price)
    if added and found is Treatment.CATCH_UP:
        raise BadDecision(f"{kept.id}: what is not distinct is no element of its own; name its source alone")
    return found


def _at_own_price(uow: UnitOfWork, desk: Desk, added: Sequence[ElementTerms], sources: Mapping[str, Source]) -> bool:
    """Whether what is added costs what it costs by itself (15.20 (b))."""
    asked = sum((sources[key].outstanding for key in dict.fromkeys(one.source for one in added)), ZERO)
    alone = [completed(uow, desk, one, sources[one.source]).stand_alone for one in added]
    return asked == sum((one for one in alone if one is not None), ZERO) and None not in alone


@dataclass(frozen=True, slots=True)
class _Change:
    """An arrangement as it was, its new price, and its sources as they are now."""

    arrangement: Arrangement
    price: Decimal
    today: date
    sources: Mapping[str, Source]
    added: tuple[ElementTerms, ...]
    alone: Mapping[str, Decimal]

    def agreed_anew(self) -> Arrangement:
        """The arrangement with its new price and sources."""
        sources = tuple(source.agreed for source in self.sources.values())
        return replace(self.arrangement, sources=sources, price=self.price)

    def agreed_now(self, element: RevenueSchedule) -> RevenueSchedule:
        """The element with the last day, or the pieces, that its contract or order has now."""
        was = next((one for one in self.arrangement.sources if one.key == element.source), None)
        source = self.sources.get(element.source)
        if was is None or source is None:
            return element
        if element.method is Method.SUPPLY:
            more = source.quantity - was.quantity if element.sku == source.sku else ZERO
            return replace(element, quantity=max(element.quantity + more, element.supplied))
        if element.last_day != was.last_day:
            return element
        return replace(element, last_day=max(source.last_day, element.first_day))


def _catch_up(uow: UnitOfWork, desk: Desk, change: _Change) -> Decimal:
    """The new price over all elements, as the old one was shared."""
    kept = change.agreed_anew()
    for element in standing(uow, kept.id):
        now_agreed = change.agreed_now(element)
        if element.quantity and now_agreed.quantity != element.quantity:
            share = rounded(element.amount * now_agreed.quantity / element.quantity, element.currency)
            now_agreed = replace(now_agreed, amount=share)
        uow.revenue_schedules.put(now_agreed)
    return reprice(uow, desk, kept, change.price, on=change.today, document=kept.id)


def _prospective(uow: UnitOfWork, desk: Desk, change: _Change) -> Decimal:
    """What is not recognised by yesterday, and what is added, is shared over what is still to be supplied."""
    kept = change.agreed_anew()
    uow.arrangements.put(kept)
    earned, rests = ZERO, []
    for element in standing(uow, kept.id):
        earned += settle(uow, desk, _until_yesterday(element, change.today), on=change.today, document=kept.id)
        rests += _rest_of(uow, change, element)
    for terms in change.added:
        source = change.sources[terms.source]
        part = completed(uow, desk, terms, source)
        if part.stand_alone is None or part.bundle_price is not None:
            raise BadDecision(f"{source.key} {part.sku}: an added element needs its own price by itself")
        rests.append(schedule_of(part, ZERO, arrangement=kept.id, position=0, source=source))
    ended = elements_of(uow, kept.id)
    pool = change.price - sum((one.amount for one in ended), ZERO)
    if pool < 0:
        told = plain(-pool, kept.currency)
        raise BadDecision(f"{kept.id}: {told} more is earned than its price comes to: it changes the past")
    if pool and not rests:
        raise BadDecision(f"{kept.id}: nothing is left to supply that would earn {plain(pool, kept.currency)}")
    shares = allocate(pool, [one.stand_alone for one in rests], kept.currency) if rests else ()
    first = max(one.position for one in ended) + 1
    for place, (rest, share) in enumerate(zip(rests, shares, strict=True), start=first):
        uow.revenue_schedules.add(replace(rest, id=f"{kept.id}#{place}", position=place, amount=share))
    return earned


def _until_yesterday(element: RevenueSchedule, today: date) -> RevenueSchedule:
    if element.method is Method.SUPPLY:
        return element
    return replace(element, recognised_until=max(element.recognised_until or date.min, today - DAY))


def _rest_of(uow: UnitOfWork, change: _Change, before: RevenueSchedule) -> list[RevenueSchedule]:
    """Ends an element at what is recognised of it; what is still to be supplied of it begins anew.

    Its price by itself is the old one in proportion to the days or pieces that are left.
    """
    ended = uow.revenue_schedules.get(before.id)
    assert ended is not None
    agreed = change.agreed_now(before)
    if before.method is Method.SUPPLY:
        last = ended.last_day
        left = agreed.quantity - before.supplied
        part = Fraction(left) / Fraction(before.quantity) if before.quantity else Fraction(0)
        fresh = replace(before, quantity=left, supplied=ZERO)
    else:
        reached = ended.recognised_until or change.today - DAY
        last = max(ended.first_day, min(ended.last_day, reached))
        first = max(before.first_day, reached + DAY)
        is_left = agreed.last_day >= first
        whole = weight(before.method, before.first_day, before.last_day)
        part = weight(before.method, first, agreed.last_day) / whole if is_left else Fraction(0)
        fresh = replace(before, first_day=first, last_day=agreed.last_day, recognised_until=None)
    uow.revenue_schedules.put(
        replace(ended, amount=ended.recognised, stand_alone=ZERO, quantity=ended.supplied, last_day=last, done=True)
    )
    alone = change.alone.get(before.id) if part else ZERO
    if alone is None:
        alone = exact(before.stand_alone, part, before.currency)
    return [replace(fresh, amount=ZERO, recognised=ZERO, done=False, stand_alone=alone)] if alone else []
