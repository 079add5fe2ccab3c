"""Receivables by age at any day: each document in one bucket, the buckets of a row come to its total to the cent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from workflows.integrity import Balances
from workflows.ledger.model import AccountKind, OpenItem, in_shares
from workflows.ledger.money import ZERO, plain
from workflows.ports import UnitOfWork
from workflows.reporting.receivables import Account, Receivables, receivables
from workflows.reporting.report import Cell, Chart, Column, Form, Report, Table, columns

AGES_DAYS = (30, 60, 90)  # upper ends of the overdue buckets
NOT_DUE = "not_due"
DEFINITIONS = {
    "age": "Days overdue = report date - due date. Due on the report date or later is not_due; 1_30 begins on the day "
    "after the due date. An invoice in shares has a row for each share that is open. Credit notes stand with their "
    "sign in the bucket of their own due date.",
    "total": "What was open of documents at the end of the report date: the sum of the buckets.",
    "on_account": "Money that had arrived and was put on no document; net = total - on_account.",
    "journal": "Balance of the receivables account at the end of the report date. taken_over_later: documents of an "
    "earlier system that count from their own date but were imported after the report date. "
    "difference = open_items - taken_over_later - journal.",
}


def buckets(ages_days: Sequence[int] = AGES_DAYS) -> tuple[str, ...]:
    """The buckets' names: "not_due", "1_30", "31_60", "61_90", "over_90"."""
    starts = (1, *(age + 1 for age in ages_days))
    return (
        NOT_DUE,
        *(f"{first}_{last}" for first, last in zip(starts, ages_days, strict=False)),
        f"over_{ages_days[-1]}",
    )


def bucket_of(days_overdue: int, ages_days: Sequence[int] = AGES_DAYS) -> str:
    names = buckets(ages_days)
    if days_overdue <= 0:
        return NOT_DUE
    return names[1 + sum(days_overdue > age for age in ages_days)]


def by_bucket(items: Iterable[OpenItem], day: date, ages_days: Sequence[int] = AGES_DAYS) -> Mapping[str, Decimal]:
    """Bucket -> what is open in it, every bucket there."""
    sums = dict.fromkeys(buckets(ages_days), ZERO)
    for item in items:
        sums[bucket_of(item.days_overdue(day), ages_days)] += item.open_amount
    return sums


def aging(uow: UnitOfWork, day: date, ages_days: Sequence[int] = AGES_DAYS) -> Report:
    """What customers owed at the end of a day, by age; proved against the journal."""
    books = receivables(uow)
    items, on_account = in_shares(books.open_on(day)), books.on_account(day)
    names = {number: name for number, name in uow.customers.columns("number", "name")}
    proofs = _proofs(books, items, day)
    return Report(
        kind="aging",
        as_of=day,
        definitions=DEFINITIONS,
        tables=(
            _customers(items, on_account, names, day, ages_days),
            _totals(items, on_account, day, ages_days),
            Table("proof", PROOF_COLUMNS, tuple(row for row, _ in proofs)),
            _documents(items, day, ages_days),
        ),
        differences=tuple(words for _, words in proofs if words),
    )


def _amounts(
    items: Iterable[OpenItem], unapplied: Decimal, currency: str, day: date, ages: Sequence[int]
) -> dict[str, Cell]:
    sums = by_bucket(items, day, ages)
    total = sum(sums.values(), ZERO)
    figures = {
        **sums,
        "total": total,
        "overdue": total - sums[NOT_DUE],
        "on_account": unapplied,
        "net": total - unapplied,
    }
    return {name: plain(amount, currency) for name, amount in figures.items()}


def _named(company: str, currency: str) -> dict[str, Cell]:
    return {"company": company, "currency": currency}


def _amount_columns(ages: Sequence[int]) -> tuple[Column, ...]:
    return columns(Form.AMOUNT, *buckets(ages), "total", "overdue", "on_account", "net")


def _customers(
    items: Sequence[OpenItem],
    on_account: Mapping[Account, Decimal],
    names: Mapping[str, str],
    day: date,
    ages: Sequence[int],
) -> Table:
    by_account: dict[Account, list[OpenItem]] = defaultdict(list)
    for item in items:
        by_account[item.customer, item.company, item.currency].append(item)
    rows: list[dict[str, Cell]] = []
    for account in sorted({*by_account, *on_account}):
        customer, company, currency = account
        known: dict[str, Cell] = {
            "customer": customer or None,
            "name": names.get(customer),
            "company": company,
            "currency": currency,
        }
        rows.append(known | _amounts(by_account[account], on_account.get(account, ZERO), currency, day, ages))
    return Table(
        "customers",
        (*columns(Form.TEXT, "customer", "name", "company", "currency"), *_amount_columns(ages)),
        tuple(rows),
    )


def _totals(items: Sequence[OpenItem], on_account: Mapping[Account, Decimal], day: date, ages: Sequence[int]) -> Table:
    by_company: dict[tuple[str, str], list[OpenItem]] = defaultdict(list)
    money: dict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
    for item in items:
        by_company[item.company, item.currency].append(item)
    for (_, company, currency), amount in on_account.items():
        money[company, currency] += amount
    rows = tuple(
        _named(company, currency)
        | _amounts(by_company[company, currency], money[company, currency], currency, day, ages)
        for company, currency in sorted({*by_company, *money})
    )
    chart = Chart("Receivables by age", "company", buckets(ages), stacked=True)
    return Table("totals", (*columns(Form.TEXT, "company", "currency"), *_amount_columns(ages)), rows, chart)


PROOF_COLUMNS = (
    *columns(Form.TEXT, "company", "currency"),
    *columns(Form.AMOUNT, "open_items", "taken_over_later", "journal", "difference"),
)


def _proofs(books: Receivables, items: Sequence[OpenItem], day: date) -> list[tuple[dict[str, Cell], str]]:
    """A row for each company and currency, and what is wrong with it in words; "" where it ties out."""
    open_items: dict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
    for item in items:
        open_items[item.company, item.currency] += item.open_amount
    journal: Balances = books.booked(AccountKind.RECEIVABLE, day)
    later = books.taken_over_later(day)
    found = []
    for company, currency in sorted({*open_items, *journal, *later}):
        figures = {
            "open_items": open_items.get((company, currency), ZERO),
            "taken_over_later": later.get((company, currency), ZERO),
            "journal": journal.get((company, currency), ZERO),
        }
        difference = figures["open_items"] - figures["taken_over_later"] - figures["journal"]
        row = _named(company, currency)
        row |= {name: plain(amount, currency) for name, amount in {**figures, "difference": difference}.items()}
        words = f"open items and journal of {company} differ by {plain(difference, currency)} {currency}"
        found.append((row, words if difference else ""))
    return found


def _documents(items: Sequence[OpenItem], day: date, ages: Sequence[int]) -> Table:
    ordered = sorted(items, key=lambda item: (item.customer, item.company, item.currency, item.due_date, item.document))
    rows: list[dict[str, Cell]] = [
        {
            "customer": item.customer,
            "company": item.company,
            "document": item.document,
            "kind": item.kind.value,
            "issue_date": item.issue_date.isoformat(),
            "due_date": item.due_date.isoformat(),
            "days_overdue": item.days_overdue(day),
            "bucket": bucket_of(item.days_overdue(day), ages),
            "currency": item.currency,
            "open_amount": plain(item.open_amount, item.currency),
        }
        for item in ordered
    ]
    return Table(
        "documents",
        (
            *columns(Form.TEXT, "customer", "company", "document", "kind"),
            *columns(Form.DATE, "issue_date", "due_date"),
            Column("days_overdue", Form.NUMBER),
            *columns(Form.TEXT, "bucket", "currency"),
            Column("open_amount", Form.AMOUNT),
        ),
        tuple(rows),
    )
