"""A company's journal of a period as exports need it: valued in the books' currency, with names and dates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from workflows.ledger.chart import Account, Chart
from workflows.ledger.journal import chart_of
from workflows.ledger.model import AccountKind, JournalEntry
from workflows.ledger.money import ZERO
from workflows.ledger.valuation import ValuedEntry, in_books, settled_with
from workflows.ledger.years import Period
from workflows.ports import Company, Desk, UnitOfWork

MOST_ENTRIES = 10**7  # of a calendar year


@dataclass(frozen=True, slots=True)
class Document:
    """What an export says of the document that an entry belongs to."""

    issued_on: date
    due_on: date
    supplied_on: date | None


@dataclass(frozen=True)
class Book:
    """One company's books. `year` is the financial year in which `period` lies."""

    uow: UnitOfWork
    desk: Desk
    company: Company
    period: Period
    year: Period

    @cached_property
    def currency(self) -> str:
        """That of the books: the country's, in which tax and accounts are declared."""
        country = self.desk.country(self.company.country)
        return country.currency if country else self.company.currency

    @cached_property
    def chart(self) -> Chart:
        return chart_of(self.desk, self.company.code)

    @cached_property
    def accounts(self) -> dict[str, Account]:
        """By number."""
        return self.chart.by_number()

    @cached_property
    def entries(self) -> list[ValuedEntry]:
        """All entries up to the end of the period: balances in foreign currencies are carried from the beginning."""
        found = in_books(self.uow, self.company.code, self.currency, self.chart, self._groups)
        return [each for each in found if each.entry.date <= self.period.last]

    def of_period(self) -> Iterator[ValuedEntry]:
        return (each for each in self.entries if each.entry.date in self.period)

    @cached_property
    def of_a_year(self) -> frozenset[str]:
        return self.chart.of_a_year()

    def settled_as(self, document: str) -> str:
        """The document that a receivable is settled with: of a credit note, its invoice."""
        return self._groups.get(document, document)

    @cached_property
    def names(self) -> dict[str, tuple[str, str]]:
        """Customer -> (name, VAT number)."""
        rows = self.uow.customers.columns("number", "name", "vat_id")
        return {number: (name, vat_id) for number, name, vat_id in rows}

    @cached_property
    def documents(self) -> dict[str, Document]:
        rows = self.uow.invoices.columns("number", "issue_date", "due_date", "delivery_date", company=self.company.code)
        return {number: Document(*days) for number, *days in rows}

    @cached_property
    def _groups(self) -> dict[str, str]:
        return settled_with(self.uow)

    @cached_property
    def lettering(self) -> dict[str, tuple[str, date]]:
        """Document -> (letters, day), of receivables that are settled by the end of the period.

        Letters are the number of the entry that settled it, so that they are the same in every later export. Numbers
        begin anew in January: those of the second calendar year of a financial year follow all of the first.
        """
        sums: dict[str, Decimal] = defaultdict(lambda: ZERO)
        lasts: dict[str, JournalEntry] = {}
        members: dict[str, set[str]] = defaultdict(set)
        for each in self.entries:
            for line in each.entry.lines:
                if line.kind is AccountKind.RECEIVABLE and line.customer:
                    document = each.entry.document
                    group = self._groups.get(document, document)
                    sums[group] += line.debit - line.credit
                    lasts[group] = each.entry
                    members[group].add(document)
        return {
            document: (self._letters_of(lasts[group]), lasts[group].date)
            for group, rest in sums.items()
            if not rest
            for document in members[group]
        }

    def _letters_of(self, entry: JournalEntry) -> str:
        years = max(0, entry.date.year - self.year.first.year)  # what was settled before is not in this book
        return letters(years * MOST_ENTRIES + int(entry.id.rpartition("-")[2]))


def letters(number: int) -> str:
    """1 -> "AAB", 26 -> "ABA": at least three letters."""
    found = ""
    while number or len(found) < 3:
        number, digit = divmod(number, 26)
        found = chr(ord("A") + digit) + found
    return found
