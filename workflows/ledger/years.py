"""Financial years: twelve months from the one that a company says; a period is any stretch of days within one."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from workflows.ledger.chart import Books


@dataclass(frozen=True, slots=True)
class Period:
    """Both days belong to it."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def financial_year(books: Books, ends_in: int) -> Period:
    """The financial year that ends in this calendar year."""
    first = books.year_starts
    if first == 1:
        return Period(date(ends_in, 1, 1), date(ends_in, 12, 31))
    return Period(date(ends_in - 1, first, 1), date(ends_in, first - 1, monthrange(ends_in, first - 1)[1]))


def year_of(books: Books, day: date) -> Period:
    """The financial year that a day lies in."""
    ends_next = books.year_starts > 1 and day.month >= books.year_starts
    return financial_year(books, day.year + 1 if ends_next else day.year)
