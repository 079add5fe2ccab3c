"""Whether terms may run as long as they do: a warning with the day on which they run too long, never a refusal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from workflows.payment_terms.due import due_on, month_end
from workflows.payment_terms.model import Ceiling, MonthEnd, PaymentTerms

# Two years, one of them with a 29 February: every month and every length of February.
FIRST_DAY, DAYS = date(2027, 1, 1), 731


@dataclass(frozen=True, slots=True)
class TooLong:
    """An invoice of `issued` would be due after the last lawful day."""

    issued: date
    due: date
    latest: date
    law: str

    def __str__(self) -> str:
        return (
            f"an invoice of {self.issued} would be due on {self.due}, {(self.due - self.latest).days} days after "
            f"what {self.law} allows"
        )


def too_long(terms: PaymentTerms, ceiling: Ceiling) -> TooLong | None:
    """Where the terms pass the ceiling most; None where no day of a year does."""
    passed = (found for issued in _days() if (found := _passing(terms, ceiling, issued)) is not None)
    return max(passed, key=lambda one: (one.due - one.latest, -one.issued.toordinal()), default=None)


def _days() -> Iterator[date]:
    return (FIRST_DAY + timedelta(days=number) for number in range(DAYS))


def _passing(terms: PaymentTerms, ceiling: Ceiling, issued: date) -> TooLong | None:
    due = max(due_on(share.rule, issued) for share in terms.shares)
    latest = issued + timedelta(days=ceiling.days)
    if ceiling.month_end_days and any(share.rule.month_end is not MonthEnd.NEVER for share in terms.shares):
        allowed = timedelta(days=ceiling.month_end_days)
        latest = max(latest, month_end(issued + allowed), month_end(issued) + allowed)
    return TooLong(issued, due, latest, ceiling.law) if due > latest else None
