"""Which segment a customer is in, kept on its record, so that preview, run and the check before sending agree on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from workflows.audit import note
from workflows.collections.accounts import account_risks
from workflows.collections.credit import AUTOMATIC
from workflows.collections.credit_holds import figures_of
from workflows.ports import Desk, UnitOfWork


def segments(uow: UnitOfWork, desk: Desk, today: date) -> Mapping[str, str]:
    """Customer -> the segment that its riskiest account is in, of all with something open."""
    _, figures = figures_of(account_risks(uow, desk, today), today)
    found = {number: desk.collections.segment(one.points) for number, one in figures.items()}
    return {number: segment.name for number, segment in found.items() if segment is not None}


def changed(uow: UnitOfWork, desk: Desk, today: date) -> Mapping[str, str]:
    """Those of `segments` that differ from the records."""
    known = dict(uow.customers.columns("number", "segment"))
    return {number: name for number, name in segments(uow, desk, today).items() if known.get(number) != name}


def keep(found: Mapping[str, str], uow: UnitOfWork, now: datetime) -> int:
    """Writes the segments to the customers' records; how many."""
    for number, name in sorted(found.items()):
        customer = uow.customers.get(number)
        if customer is not None:
            uow.customers.put(replace(customer, segment=name))
            note(uow, now, actor=AUTOMATIC, action="segment_changed", subject=number, segment=name)
    return len(found)
