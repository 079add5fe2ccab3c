"""A contract's time is cut into periods without gap or overlap, from its start to the day it really ends on."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from workflows.catalogue import Billing, Contract

MONTHS = {Billing.MONTHLY: 1, Billing.QUARTERLY: 3, Billing.YEARLY: 12}
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day that are billed, and how many days the whole period has that they are part of."""

    first: date
    last: date
    whole_days: int

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def is_whole(self) -> bool:
        return self.days == self.whole_days


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or its last one where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_day(contract: Contract) -> date | None:
    """The day that a contract ends on; None where it goes on until somebody gives notice.

    Notice ends the first term whose end lies `notice_days` or more after the day on which it was given; a contract
    without terms ends `notice_days` after that day.
    """
    terms, end = contract.terms, contract.end
    if end is None and terms.notice_on is not None:
        return terms.notice_on + timedelta(days=terms.notice_days)
    if end is None or not terms.renewal_months:
        return end
    if terms.notice_on is None:
        return None
    for term in count():
        # Counted from the day after the end, so that a term which ends a month ends one again.
        reached = add_months(end + DAY, term * terms.renewal_months) - DAY
        if terms.notice_on + timedelta(days=terms.notice_days) <= reached:
            return reached
    raise AssertionError("terms never end")


def periods(contract: Contract, after: date | None = None) -> Iterator[Period]:
    """The periods of a contract that end after a day, in order; without an end they go on for ever."""
    end = last_day(contract)
    if end is not None and end < contract.start:  # notice was given before it began
        return
    if contract.billing is Billing.ONCE:
        whole = Period(contract.start, end or contract.start, ((end or contract.start) - contract.start).days + 1)
        if after is None or whole.last > after:
            yield whole
        return
    step = MONTHS[contract.billing]
    anchor = _anchor(contract, step)
    for number in count(_steps_before(anchor, after, step)):
        begins, follows = add_months(anchor, number * step), add_months(anchor, (number + 1) * step)
        first, last = max(begins, contract.start), follows - DAY
        if end is not None and first > end:
            return
        found = Period(first, last if end is None else min(last, end), (follows - begins).days)
        if after is None or found.last > after:
            yield found


def due_on(contract: Contract, period: Period) -> date:
    """The first day on which a period may be billed: its own first one, or the one after its end."""
    return period.last + DAY if contract.terms.in_arrears or contract.terms.metered else period.first


def _anchor(contract: Contract, step: int) -> date:
    """The day that periods count from."""
    if not contract.terms.calendar:
        return contract.start
    return date(contract.start.year, (contract.start.month - 1) // step * step + 1, 1)


def _steps_before(anchor: date, after: date | None, step: int) -> int:
    """A number of periods that all end before the day: those of an old contract are not counted through one by one."""
    if after is None:
        return 0
    return max(0, ((after.year - anchor.year) * 12 + after.month - anchor.month) // step - 1)
