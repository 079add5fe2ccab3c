"""Promises agreed together share their price by what each costs by itself, at inception (IFRS 15.17, 73-86)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from workflows import audit
from workflows.errors import AlreadyExists, BadDecision, Contradicts
from workflows.ledger.money import ZERO, plain
from workflows.ports import Desk, UnitOfWork
from workflows.revenue.booking import arrangements_of
from workflows.revenue.elements import ElementTerms, completed, schedule_of, shared
from workflows.revenue.model import Arrangement, RevenueSchedule
from workflows.revenue.sources import Source, source_of


def arrange(
    uow: UnitOfWork, desk: Desk, now: datetime, *, number: str, elements: Sequence[ElementTerms], actor: str
) -> Arrangement:
    """Shares what contracts and order lines come to over what they promise; invoices and revenue follow it from now on.

    Raises AlreadyExists, NotFound, BadDecision (no element, no known price), Contradicts (sources of
    several customers, companies or currencies, or one that has begun or belongs to another arrangement).
    """
    if uow.arrangements.get(number) is not None:
        raise AlreadyExists("arrangement", number)
    if not elements:
        raise BadDecision(f"{number}: name at least one element")
    sources = {key: source_of(uow, key) for key in dict.fromkeys(one.source for one in elements)}
    one = check_sources(uow, number, list(sources.values()))
    billed = sum((_billed_ahead(uow, source) for source in sources.values()), ZERO)
    price = billed + sum((source.outstanding for source in sources.values()), ZERO)
    parts = [completed(uow, desk, terms, sources[terms.source]) for terms in elements]
    made = Arrangement(
        id=number,
        customer=one.customer,
        company=one.company,
        currency=one.currency,
        made_on=now.date(),
        made_by=actor,
        sources=tuple(source.agreed for source in sources.values()),
        price=price,
        billed=billed,
    )
    uow.arrangements.add(made)
    found = [
        schedule_of(part, share, arrangement=number, position=position, source=sources[part.source])
        for position, (part, share) in enumerate(zip(parts, shared(price, parts, one.currency), strict=True), start=1)
    ]
    for element in found:
        uow.revenue_schedules.add(element)
    _note(uow, now, actor, made, found)
    return made


def _note(uow: UnitOfWork, now: datetime, actor: str, made: Arrangement, elements: Sequence[RevenueSchedule]) -> None:
    audit.note(
        uow,
        now,
        actor=actor,
        action="arrangement.made",
        subject=made.id,
        price=plain(made.price, made.currency),
        currency=made.currency,
        elements=[
            [one.source, one.sku, plain(one.stand_alone, one.currency), plain(one.amount, one.currency)]
            for one in elements
        ],
    )


def _billed_ahead(uow: UnitOfWork, source: Source) -> Decimal:
    """What was invoiced of an order's line and all of it waits for its delivery: the liability is the arrangement's
    from now on, on the account where it lies. Raises Contradicts, see `check_fresh`."""
    waiting = uow.revenue_schedules.where(source=source.key, arrangement="", done=False) if source.invoiced else []
    is_whole = sum((one.quantity for one in waiting), ZERO) == source.invoiced
    if not waiting or not is_whole or any(one.recognised or one.supplied for one in waiting):
        check_fresh(source)
        return ZERO
    if not source.is_agreed:
        check_fresh(replace(source, is_begun=False))
    for one in waiting:
        uow.revenue_schedules.put(replace(one, amount=ZERO, quantity=ZERO, done=True))
    return sum((one.amount for one in waiting), ZERO)


def check_fresh(source: Source) -> None:
    """Raises Contradicts for what no arrangement can begin with: invoiced or delivered in part, or not agreed."""
    if source.is_begun:
        raise Contradicts("source", source.key, "state", "begun", "nothing invoiced or delivered")
    if not source.is_agreed:
        raise Contradicts("source", source.key, "state", "not confirmed", "confirmed")


def check_sources(
    uow: UnitOfWork, number: str, sources: Sequence[Source], made: Arrangement | None = None
) -> Source | Arrangement:
    """Whose they are, when all are of one customer, company and currency, and of no other arrangement.

    `made`: the arrangement whose customer, company and currency they must have. Raises Contradicts.
    """
    first = made or sources[0]
    uow.lock("billing")
    uow.lock(f"customer:{first.customer}")
    taken = arrangements_of(uow, first.customer)
    for source in sources:
        for name in ("customer", "company", "currency"):
            ours, theirs = getattr(first, name), getattr(source, name)
            if ours != theirs:
                raise Contradicts("source", source.key, name, theirs, ours)
        if taken.get(source.key, number) != number:
            raise Contradicts("source", source.key, "arrangement", taken[source.key], number)
    return first
