"""What became of the receivables in a window: the roll-forward, who owes what and why, promises, reminders."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from workflows.disputes.model import CaseKind, CaseStatus, PromiseStatus
from workflows.ledger.model import AccountKind, OpenItem, in_shares
from workflows.ledger.money import ZERO, plain
from workflows.letters import LetterKind, LetterStatus
from workflows.ports import UnitOfWork
from workflows.reporting.punctuality import by_account, paid_items
from workflows.reporting.ratios import effectiveness
from workflows.reporting.receivables import Receivables, receivables
from workflows.reporting.report import Cell, Chart, Column, Form, Report, Table, columns, share, shown
from workflows.reporting.window import Flow, Window, flows, sum_not_due, sum_of, window

DEFINITIONS = {
    "flow": "opening + taken_over + invoiced + credited + cash + discounts + write_offs = closing. opening: open at "
    "the end of the day before the window; credited, cash, discounts and write_offs are below zero; taken_over: "
    "documents of an earlier system dated in the window, with what was open of them at the take-over.",
    "cei": "Collection effectiveness index, sales of the whole window: (opening + sales - closing) / (opening + "
    "sales - closing not due) x 100, with sales = taken_over + invoiced + credited.",
    "cei_monthly": "The same with sales per month (sales / days x 365 / 12), as some textbooks have it. The two differ "
    "by tens of points: never compare one with the other.",
    "average_days_late": "Value date less due date of what was paid in the window, weighted by amount; below zero: "
    "early. trend_days: later half of the window less the earlier; above zero: later than before.",
    "promises": "Promises whose day lies in the window, by what became of them; kept_percent = kept / (kept + broken).",
    "letters": "Reminders written in the window, by what became of them.",
}
NOT_OUT = (LetterStatus.FAILED, LetterStatus.BOUNCED, LetterStatus.CANCELLED)


def collections(uow: UnitOfWork, day: date, first: date | None = None) -> Report:
    """From `first` on, without one of 90 days, up to and including `day`."""
    books, span = receivables(uow), window(day, first)
    taken_over = frozenset(number for number, taken in uow.invoices.columns("number", "taken_over") if taken)
    table, differences = _flows(books, span, taken_over)
    return Report(
        kind="collections",
        as_of=day,
        definitions=DEFINITIONS,
        tables=(table, _customers(uow, books, span), _promises(uow, span), _letters(uow, span)),
        differences=differences,
    )


FLOW_COLUMNS = (
    *columns(Form.TEXT, "company", "currency"),
    *columns(Form.DATE, "from", "to"),
    *columns(
        Form.AMOUNT, "opening", "taken_over", "invoiced", "credited", "cash", "discounts", "write_offs", "closing",
        "not_due", "overdue",
    ),
    *columns(Form.PERCENT, "overdue_percent", "cei", "cei_monthly"),
)  # fmt: skip


def _flows(books: Receivables, span: Window, taken_over: frozenset[str]) -> tuple[Table, tuple[str, ...]]:
    before = sum_of(books, span.first - timedelta(days=1))
    closing, not_due, moved = sum_of(books, span.last), sum_not_due(books, span.last), flows(books, span, taken_over)
    journal, later = books.booked(AccountKind.RECEIVABLE, span.last), books.taken_over_later(span.last)
    rows: list[Mapping[str, Cell]] = []
    wrong: list[str] = []
    for key in sorted({*before, *closing, *moved, *journal}):
        flow = moved.get(key, Flow())
        start, end, current = (sums.get(key, ZERO) for sums in (before, closing, not_due))
        rows.append(_flow_row(key, span, flow, start, end, current))
        off = start + flow.sum - end, end - later.get(key, ZERO) - journal.get(key, ZERO)
        wrong += [f"the flow of {' '.join(key)} does not come to its closing by {off[0]}"] if off[0] else []
        wrong += [f"open items and journal of {' '.join(key)} differ by {off[1]}"] if off[1] else []
    chart = Chart("Receivables", "company", ("opening", "closing", "overdue"))
    return Table("flow", FLOW_COLUMNS, tuple(rows), chart), tuple(wrong)


def _flow_row(
    key: tuple[str, str], span: Window, flow: Flow, opening: Decimal, closing: Decimal, not_due: Decimal
) -> Mapping[str, Cell]:
    company, currency = key
    monthly = flow.sales / span.days * 365 / 12
    amounts = {"opening": opening, **flow.parts, "closing": closing, "not_due": not_due, "overdue": closing - not_due}
    figures = {
        "overdue_percent": share(closing - not_due, closing),
        "cei": effectiveness(opening, flow.sales, closing, not_due),
        "cei_monthly": effectiveness(opening, monthly, closing, not_due),
    }
    said: dict[str, Cell] = {"company": company, "currency": currency}
    return (
        said
        | {"from": span.first.isoformat(), "to": span.last.isoformat()}
        | {name: plain(amount, currency) for name, amount in amounts.items()}
        | {name: shown(figure) for name, figure in figures.items()}
    )


CUSTOMER_COLUMNS = (
    *columns(Form.TEXT, "customer", "name", "company", "currency"),
    *columns(Form.AMOUNT, "open", "overdue", "disputed", "promised", "on_account"),
    *columns(Form.NUMBER, "oldest_days_overdue", "dunning_level", "average_days_late", "trend_days", "days_to_pay"),
)


def _customers(uow: UnitOfWork, books: Receivables, span: Window) -> Table:
    """Accounts with something open, those with most overdue first in their company and currency."""
    names = {number: name for number, name in uow.customers.columns("number", "name")}
    accounts: dict[tuple[str, str, str], list[OpenItem]] = defaultdict(list)
    for item in in_shares(books.open_on(span.last)):
        accounts[item.customer, item.company, item.currency].append(item)
    habits, money = by_account(paid_items(books), span), books.on_account(span.last)
    disputed, promised = _disputed(uow, span.last), _promised(uow, span.last)
    found: list[tuple[str, str, Decimal, Mapping[str, Cell]]] = []
    for key, items in accounts.items():
        customer, company, currency = key
        late, habit = [item for item in items if item.days_overdue(span.last) > 0], habits.get(key)
        overdue = _open(late)
        amounts = {
            "open": _open(items),
            "overdue": overdue,
            "disputed": _open([item for item in items if item.document in disputed]),
            "promised": _open([item for item in items if item.document in promised]),
            "on_account": money.get(key, ZERO),
        }
        row: dict[str, Cell] = {"customer": customer, "name": names.get(customer), "company": company}
        row |= {"currency": currency} | {name: plain(amount, currency) for name, amount in amounts.items()}
        row["oldest_days_overdue"] = max((item.days_overdue(span.last) for item in late), default=0)
        row["dunning_level"] = max(item.dunning_level for item in items)
        row["average_days_late"] = shown(habit.days_late, 1) if habit else None
        row["trend_days"] = shown(habit.trend_days, 1) if habit else None
        row["days_to_pay"] = shown(habit.days_to_pay, 1) if habit else None
        found.append((company, currency, -overdue, row))
    ordered = sorted(found, key=lambda one: (*one[:3], str(one[3]["customer"])))
    return Table("customers", CUSTOMER_COLUMNS, tuple(row for *_, row in ordered))


def _open(items: list[OpenItem]) -> Decimal:
    return sum((item.open_amount for item in items), ZERO)


def _disputed(uow: UnitOfWork, day: date) -> frozenset[str]:
    """Documents of disputes that were open at the end of a day."""
    cases = uow.cases.where(kind=(CaseKind.DISPUTE, CaseKind.SHORT_PAYMENT))
    return frozenset(
        number
        for case in cases
        if case.opened <= day and (case.state is not CaseStatus.CLOSED or (case.closed_on or day) > day)
        for number in case.invoices
    )


def _promised(uow: UnitOfWork, day: date) -> frozenset[str]:
    """Documents of promises that are still open and were made by a day."""
    still_open = uow.promises.where(state=PromiseStatus.OPEN)
    return frozenset(number for promise in still_open if promise.made_on <= day for number in promise.invoices)


def _promises(uow: UnitOfWork, span: Window) -> Table:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for promise in uow.promises.where():
        if promise.pays_on in span:
            counts[promise.company][promise.state.value] += 1
    states = [state.value for state in PromiseStatus]
    rows: list[Mapping[str, Cell]] = []
    for company, found in sorted(counts.items()):
        row: dict[str, Cell] = {"company": company, "made": sum(found.values())}
        row |= {state: found[state] for state in states}
        row["kept_percent"] = shown(share(found["kept"], found["kept"] + found["broken"]))
        rows.append(row)
    chart = Chart("Promises", "company", ("kept", "broken", "open"), stacked=True)
    heads = (Column("company"), *columns(Form.NUMBER, "made", *states), Column("kept_percent", Form.PERCENT))
    return Table("promises", heads, tuple(rows), chart)


def _letters(uow: UnitOfWork, span: Window) -> Table:
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for letter in uow.letters.where(kind=LetterKind.DUNNING):
        if letter.created_at.date() in span:
            outcome = "not_sent" if letter.state in NOT_OUT else "sent" if letter.sent_at else "waiting"
            counts[letter.company, letter.template][outcome] += 1
    outcomes = ("sent", "waiting", "not_sent")
    rows: list[Mapping[str, Cell]] = []
    for (company, template), found in sorted(counts.items()):
        row: dict[str, Cell] = {"company": company, "letter": template, "written": sum(found.values())}
        rows.append(row | {outcome: found[outcome] for outcome in outcomes})
    heads = (*columns(Form.TEXT, "company", "letter"), *columns(Form.NUMBER, "written", *outcomes))
    return Table("letters", heads, tuple(rows), Chart("Reminders", "letter", outcomes, stacked=True))
