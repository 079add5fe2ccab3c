"""Every report by its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from workflows.ports import UnitOfWork
from workflows.reporting.aging import AGES_DAYS, aging
from workflows.reporting.collections import collections
from workflows.reporting.dso import dso
from workflows.reporting.report import Report
from workflows.reporting.revenue import revenue
from workflows.reporting.touchless import touchless


@dataclass(frozen=True, slots=True)
class Asked:
    """As of `day`; of flows, from `first` on (None: 90 days). `ages_days`: upper ends of overdue buckets, ascending."""

    day: date
    first: date | None = None
    ages_days: tuple[int, ...] = AGES_DAYS


REPORTS: Mapping[str, Callable[[UnitOfWork, Asked], Report]] = {
    "aging": lambda uow, asked: aging(uow, asked.day, asked.ages_days),
    "dso": lambda uow, asked: dso(uow, asked.day, asked.first),
    "collections": lambda uow, asked: collections(uow, asked.day, asked.first),
    "revenue": lambda uow, asked: revenue(uow, asked.day, asked.first),
    "touchless": lambda uow, asked: touchless(uow, asked.day, asked.first),
}
