"""Revenue of a period as it came about, what contracts owe or are owed, and when the rest will be earned.

IFRS 15.116-118 (contract balances, what explains their change) and 15.120 (price of what is still to be performed).
"""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from workflows.integrity import deferred
from workflows.ledger.model import AccountKind, DocumentKind, JournalEntry
from workflows.ledger.money import ZERO, plain
from workflows.ports import UnitOfWork
from workflows.reporting.report import Cell, Chart, Column, Form, Report, Table, columns
from workflows.reporting.window import Window, window
from workflows.revenue.model import Method, RevenueSchedule
from workflows.revenue.spreading import earned

ON_SUPPLY = "on supply"
DEFINITIONS = {
    "invoiced": "Net of what invoices of the window claimed on revenue accounts; deposits are no revenue.",
    "credited": "What credit notes took out of revenue, below zero: their net less what of it was not earned yet.",
    "deferred": "Moved out of revenue, below zero: invoiced before it was earned, or earned later than was estimated.",
    "recognised": "Moved into revenue because it was earned: by days, deliveries, performances; of arrangements also "
    "what modifications changed, with its sign.",
    "revenue": "invoiced + credited + deferred + recognised.",
    "contract balances": "What is owed in performance (above zero: deferred revenue, deposits) and what is earned and "
    "not invoiced (below zero), account by account: opening + added + released = closing.",
    "to be earned": "Share of the price of what is still to be performed, as the schedules stand now, by the month of "
    f'its days; what is due already lies in the first month. "{ON_SUPPLY}": when it is delivered or performed.',
}
REVENUE_COLUMNS = (
    *columns(Form.TEXT, "company", "currency", "account"),
    *columns(Form.DATE, "from", "to"),
    *columns(Form.AMOUNT, "invoiced", "credited", "deferred", "recognised", "revenue"),
)
BALANCE_COLUMNS = (
    *columns(Form.TEXT, "company", "currency", "account"),
    *columns(Form.AMOUNT, "opening", "added", "released", "closing"),
)
FUTURE_COLUMNS = (*columns(Form.TEXT, "company", "currency", "month"), Column("to_be_earned", Form.AMOUNT))

Key = tuple[str, str, str]
"""Company, currency and account, or month."""


def revenue(uow: UnitOfWork, day: date, first: date | None = None) -> Report:
    """From `first` on, without one of 90 days, up to and including `day`."""
    span = window(day, first)
    entries = [entry for entry in uow.entries.where() if entry.date <= span.last]
    return Report(
        kind="revenue",
        as_of=day,
        definitions=DEFINITIONS,
        tables=(_revenue(uow, entries, span), _balances(entries, span), _future(uow, day)),
        differences=tuple(deferred(uow)),
    )


def _revenue(uow: UnitOfWork, entries: Iterable[JournalEntry], span: Window) -> Table:
    kinds = dict(uow.invoices.columns("number", "kind"))
    sums: dict[Key, dict[str, Decimal]] = defaultdict(lambda: defaultdict(lambda: ZERO))
    for entry in entries:
        for line in entry.lines if entry.date in span else ():
            if line.kind is AccountKind.REVENUE:
                amount = line.credit - line.debit
                sums[entry.company, entry.currency, line.account][_how(entry, amount, kinds)] += amount
    rows = [_revenue_row(key, found, span) for key, found in sorted(sums.items())]
    chart = Chart("Revenue", "account", ("invoiced", "credited", "deferred", "recognised"))
    return Table("revenue", REVENUE_COLUMNS, tuple(rows), chart)


def _how(entry: JournalEntry, amount: Decimal, kinds: Mapping[str, DocumentKind]) -> str:
    """How a leg on a revenue account came about."""
    kind = kinds.get(entry.document)
    if kind is DocumentKind.CREDIT_NOTE:
        return "credited"
    if any(line.kind is AccountKind.RECEIVABLE for line in entry.lines):
        return "invoiced"
    return "deferred" if kind is DocumentKind.INVOICE and amount < 0 else "recognised"


def _revenue_row(key: Key, found: Mapping[str, Decimal], span: Window) -> Mapping[str, Cell]:
    company, currency, account = key
    parts = {name: found.get(name, ZERO) for name in ("invoiced", "credited", "deferred", "recognised")}
    amounts = {**parts, "revenue": sum(parts.values(), ZERO)}
    said: dict[str, Cell] = {"company": company, "currency": currency, "account": account}
    said |= {"from": span.first.isoformat(), "to": span.last.isoformat()}
    return said | {name: plain(amount, currency) for name, amount in amounts.items()}


def _balances(entries: Iterable[JournalEntry], span: Window) -> Table:
    sums: dict[Key, list[Decimal]] = defaultdict(lambda: [ZERO, ZERO, ZERO])
    for entry in entries:
        for line in entry.lines:
            if line.kind is AccountKind.DEFERRED_REVENUE:
                amount = line.credit - line.debit
                place = 0 if entry.date < span.first else 1 if amount > 0 else 2
                sums[entry.company, entry.currency, line.account][place] += amount
    rows: list[Mapping[str, Cell]] = []
    for (company, currency, account), amounts in sorted(sums.items()):
        names = ("opening", "added", "released", "closing")
        shown = {name: plain(one, currency) for name, one in zip(names, [*amounts, sum(amounts, ZERO)], strict=True)}
        rows.append({"company": company, "currency": currency, "account": account, **shown})
    return Table("contract_balances", BALANCE_COLUMNS, tuple(rows), Chart("Contract balances", "account", ("closing",)))


def _future(uow: UnitOfWork, day: date) -> Table:
    sums: dict[Key, Decimal] = defaultdict(lambda: ZERO)
    for schedule in uow.revenue_schedules.where(done=False):
        for month, amount in _by_month(schedule, day):
            sums[schedule.company, schedule.currency, month] += amount
    rows = tuple(
        {"company": company, "currency": currency, "month": month, "to_be_earned": plain(amount, currency)}
        for (company, currency, month), amount in sorted(sums.items())
        if amount
    )
    return Table("to_be_earned", FUTURE_COLUMNS, rows, Chart("Still to be earned", "month", ("to_be_earned",)))


def _by_month(schedule: RevenueSchedule, day: date) -> Iterator[tuple[str, Decimal]]:
    """What is left of a schedule by months: (month or ON_SUPPLY, amount); together all of it."""
    if schedule.method is Method.SUPPLY:
        yield ON_SUPPLY, schedule.remaining
        return
    so_far, month_end = schedule.recognised, _end_of_month(max(day, schedule.first_day))
    while so_far != schedule.amount:
        reached = earned(schedule, month_end)
        yield f"{month_end:%Y-%m}", reached - so_far
        so_far = reached
        if month_end >= schedule.last_day:
            return
        month_end = _end_of_month(date.fromordinal(month_end.toordinal() + 1))


def _end_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])
