"""What a year begins with: the balances that the one before left, receivables document by document, results as equity.

Each book writes it in its own form. The balances are those of all entries before the year, valued as these were;
nothing is stored, so they can never differ from what they carry on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from bot.exchange.book import Book
from workflows.ledger.model import AccountKind
from workflows.ledger.money import ZERO
from workflows.ledger.valuation import ValuedEntry, ValuedLine
from workflows.ledger.years import year_of

RESULT_KINDS = frozenset(
    {AccountKind.REVENUE, AccountKind.DISCOUNT, AccountKind.WRITE_OFF, AccountKind.FX}
)  # of accounts that the chart does not know any more


@dataclass(frozen=True, slots=True)
class Balance:
    """What an account begins with, debit less credit; of a receivable, of one document. `foreign`: 0 where there is
    none, else in `currency`."""

    account: str
    amount: Decimal
    customer: str = ""
    document: str = ""
    foreign: Decimal = ZERO
    currency: str = ""

    @property
    def debit(self) -> Decimal:
        return max(self.amount, ZERO)

    @property
    def credit(self) -> Decimal:
        return max(-self.amount, ZERO)


def balances(book: Book) -> list[Balance]:
    """In order of accounts, then documents; together zero. () for a first year, or a period amid one."""
    if book.period.first != book.year.first:
        return []
    before = [each for each in book.entries if each.entry.date < book.year.first]
    return [*_carried(book, before), *_results(book, before)]


def _carried(book: Book, before: list[ValuedEntry]) -> Iterator[Balance]:
    accounts: dict[str, Decimal] = defaultdict(lambda: ZERO)
    items: dict[tuple[str, str, str, str], tuple[Decimal, Decimal]] = {}
    named: dict[str, str] = {}  # what is settled together -> its first document, which a credit note comes after
    for each in before:
        for line in each.lines:
            if _ends(book, line):
                continue
            if line.line.kind is AccountKind.RECEIVABLE and line.line.customer:
                currency = each.entry.currency if each.entry.currency != book.currency else ""
                group = book.settled_as(each.entry.document)
                key = (line.line.account, line.line.customer, named.setdefault(group, each.entry.document), currency)
                home, foreign = items.get(key, (ZERO, ZERO))
                items[key] = (home + line.debit - line.credit, foreign + line.foreign)
            else:
                accounts[line.line.account] += line.debit - line.credit
    found = [Balance(account, amount) for account, amount in accounts.items() if amount]
    found += [
        Balance(account, amount, customer, document, foreign if foreign * amount > 0 else ZERO, currency)
        for (account, customer, document, currency), (amount, foreign) in items.items()
        if amount
    ]
    yield from sorted(found, key=lambda one: (one.account, one.customer, one.document))


def _results(book: Book, before: list[ValuedEntry]) -> Iterator[Balance]:
    """What the years before earned: that of the last one, and that of all earlier ones."""
    last = year_of(book.company.books, book.year.first - timedelta(days=1))
    sums = {"": ZERO, "earlier_": ZERO}
    for each in before:
        when = "" if each.entry.date in last else "earlier_"
        sums[when] += sum((line.debit - line.credit for line in each.lines if _ends(book, line)), ZERO)
    for when, amount in sums.items():
        if amount:
            name = "loss" if amount > 0 else "profit"
            key = f"result.{when}{name}"
            yield Balance(book.chart.number(key if key in book.chart.accounts else f"result.{name}"), amount)


def _ends(book: Book, line: ValuedLine) -> bool:
    """Whether an account ends with the year."""
    account = line.line.account
    return account in book.of_a_year or (account not in book.accounts and line.line.kind in RESULT_KINDS)
