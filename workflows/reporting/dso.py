"""Days sales outstanding by company and currency, with everything its figures are made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from workflows.ledger.model import DocumentKind
from workflows.ledger.money import ZERO, plain
from workflows.ports import UnitOfWork
from workflows.reporting.ratios import countback_days, days_sales
from workflows.reporting.receivables import Receivables, receivables
from workflows.reporting.report import Cell, Chart, Column, Form, Report, Table, columns, shown
from workflows.reporting.window import Window, sum_not_due, sum_of, window

MONTHS_BACK = 24
DEFINITIONS = {
    "receivables": "Open at the end of the report date, with tax; credit notes deducted, money on account not.",
    "sales": "Totals of invoices less those of credit notes issued in the window, with tax. Of an earlier system only "
    "documents that were still open came over (sales_taken_over is their part): while the window reaches back before "
    "the take-over, sales are too low and DSO too high.",
    "dso": "receivables / sales x days of the window.",
    "best_possible_dso": "receivables not yet due / sales x days of the window.",
    "average_days_delinquent": "dso - best_possible_dso.",
    "countback_dso": "Whole calendar months of sales, from the report date backwards, until they exceed the "
    "receivables that are left; of the last month the part that is needed. Empty where the sales of "
    f"{MONTHS_BACK} months do not come to the receivables.",
}


@dataclass(frozen=True, slots=True)
class Sale:
    """A document of the books; `total` with tax, below zero for credit notes."""

    issued_on: date
    company: str
    currency: str
    total: Decimal
    taken_over: bool


def sales(uow: UnitOfWork) -> tuple[Sale, ...]:
    fields = ("kind", "issue_date", "company", "currency", "total", "taken_over")
    signs = {DocumentKind.INVOICE: Decimal(1), DocumentKind.CREDIT_NOTE: Decimal(-1)}
    return tuple(
        Sale(issued_on, company, currency, abs(total) * signs[kind], taken_over)
        for kind, issued_on, company, currency, total, taken_over in uow.invoices.columns(*fields)
    )


def dso(uow: UnitOfWork, day: date, first: date | None = None) -> Report:
    """The figures from `first` on, without one of 90 days, up to and including `day`; and those of windows of 90 days
    that end with each of the twelve months before."""
    books, sold = receivables(uow), sales(uow)
    return Report(
        kind="dso",
        as_of=day,
        definitions=DEFINITIONS,
        tables=(_figures(books, sold, window(day, first)), _months(books, sold, day)),
    )


COLUMNS = (
    *columns(Form.TEXT, "company", "currency"),
    *columns(Form.DATE, "from", "to"),
    Column("days", Form.NUMBER),
    *columns(Form.AMOUNT, "receivables", "not_due", "overdue", "sales", "sales_taken_over"),
    *columns(Form.NUMBER, "dso", "best_possible_dso", "average_days_delinquent", "countback_dso"),
)


def _figures(books: Receivables, sold: Sequence[Sale], span: Window) -> Table:
    closing, not_due = sum_of(books, span.last), sum_not_due(books, span.last)
    by_company: dict[tuple[str, str], list[Sale]] = defaultdict(list)
    for sale in sold:
        by_company[sale.company, sale.currency].append(sale)
    rows: list[Mapping[str, Cell]] = []
    for key in sorted({*closing, *by_company}):
        open_amount, current = closing.get(key, ZERO), not_due.get(key, ZERO)
        rows.append(_row(key, by_company[key], open_amount, current, span))
    chart = Chart("Days sales outstanding", "company", ("dso", "best_possible_dso", "countback_dso"))
    return Table("companies", COLUMNS, tuple(rows), chart)


def _row(
    key: tuple[str, str], sold: Sequence[Sale], open_amount: Decimal, current: Decimal, span: Window
) -> Mapping[str, Cell]:
    company, currency = key
    within = [sale for sale in sold if sale.issued_on in span]
    sum_of_sales = sum((sale.total for sale in within), ZERO)
    amounts = {
        "receivables": open_amount,
        "not_due": current,
        "overdue": open_amount - current,
        "sales": sum_of_sales,
        "sales_taken_over": sum((sale.total for sale in within if sale.taken_over), ZERO),
    }
    figures = {
        "dso": days_sales(open_amount, sum_of_sales, span.days),
        "best_possible_dso": days_sales(current, sum_of_sales, span.days),
        "average_days_delinquent": days_sales(open_amount - current, sum_of_sales, span.days),
        "countback_dso": countback_days(open_amount, months_back(sold, span.last)),
    }
    said: dict[str, Cell] = {"company": company, "currency": currency, "days": span.days}
    return (
        said
        | {"from": span.first.isoformat(), "to": span.last.isoformat()}
        | {name: plain(amount, currency) for name, amount in amounts.items()}
        | {name: shown(figure) for name, figure in figures.items()}
    )


def months_back(sold: Iterable[Sale], last: date) -> list[tuple[int, Decimal]]:
    """(days, sales) of calendar months, newest first; the newest one ends on `last`."""
    sums: dict[tuple[int, int], Decimal] = defaultdict(lambda: ZERO)
    for sale in sold:
        if sale.issued_on <= last:
            sums[sale.issued_on.year, sale.issued_on.month] += sale.total
    found, end = [], last
    for _ in range(MONTHS_BACK):
        found.append((end.day, sums[end.year, end.month]))
        end = end.replace(day=1) - timedelta(days=1)
    return found


def _months(books: Receivables, sold: Sequence[Sale], day: date) -> Table:
    ends, end = [], day.replace(day=1) - timedelta(days=1)
    for _ in range(12):
        ends.append(end)
        end = end.replace(day=1) - timedelta(days=1)
    first = min((sale.issued_on for sale in sold), default=day)
    tables = [_figures(books, sold, window(end)) for end in reversed(ends) if end >= first]
    rows = tuple(row for table in tables for row in table.rows)
    return Table("months", COLUMNS, rows, Chart("DSO by month", "to", ("dso", "best_possible_dso")))
