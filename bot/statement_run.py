"""Statements of account for one customer or all: sent by mail in pages, each one commit, or written as files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import islice
from pathlib import Path

from bot.documents.notation import words
from bot.documents.notices import statement_facts as page_facts
from bot.documents.pdf import render
from bot.documents.sheet import postal_address
from bot.documents.spelling import spelled_in
from bot.documents.statement_workbook import statement_workbook
from bot.rendering import file_name
from bot.storage.database import Database
from workflows.correspondence import language_for
from workflows.customers import Customer
from workflows.errors import NotFound
from workflows.ports import Desk, UnitOfWork
from workflows.statements.account import companies_of, debtors
from workflows.statements.handlers import SendStatement, StatementKind, send_statement, statement_facts

PAGE = 200  # customers of one commit


@dataclass(frozen=True, slots=True)
class StatementRun:
    """`companies`: only these; (): all. `first`: of movements, None: of a year."""

    database: Database
    desk: Desk
    now: datetime
    kind: StatementKind = StatementKind.OPEN
    companies: tuple[str, ...] = ()
    first: date | None = None
    even_empty: bool = False  # also where nothing is open

    def customers(self) -> list[str]:
        """All with something open, or with money on account."""
        with self.database.read() as uow:
            return debtors(uow)

    def send(self, customers: Sequence[str], occasion: str, actor: str) -> Iterator[str]:
        """Queues a letter for each company of each customer: their ids. What this occasion had already stays alone.

        Killed and started again it goes on where it was. Raises NotFound.
        """
        left = iter(customers)
        while page := list(islice(left, PAGE)):
            made: list[str] = []
            with self.database.begin() as uow:
                for customer in page:
                    for company in self._companies(uow, customer):
                        command = SendStatement(customer, company, self.kind, occasion, actor, self.first)
                        made += send_statement(command, uow, self.desk, self.now)
            yield from made

    def write(self, customers: Sequence[str], out: Path) -> Iterator[Path]:
        """Writes a page and a workbook for each company of each customer into a folder. Raises NotFound."""
        out.mkdir(parents=True, exist_ok=True)
        for number in customers:
            with self.database.read() as uow:
                customer = uow.customers.get(number)
                if customer is None:
                    raise NotFound("customer", number)
                for company in self._companies(uow, number):
                    for suffix, content in self._files(uow, customer, company).items():
                        title = words(language_for(customer, self.desk))["title"]["statement"]
                        path = out / file_name(title, f"{number}-{company}-{self.now.date()}", suffix)
                        path.write_bytes(content)
                        yield path

    def _companies(self, uow: UnitOfWork, customer: str) -> tuple[str, ...]:
        """Those with an account that is not empty; the one that serves the customer where none is and one is wanted."""
        known = uow.customers.get(customer)
        if known is None:
            raise NotFound("customer", customer)
        found = companies_of(uow, customer, self.now.date()) or (known.company,) * self.even_empty
        return tuple(code for code in found if not self.companies or code in self.companies)

    def _files(self, uow: UnitOfWork, customer: Customer, code: str) -> dict[str, bytes]:
        company, day = self.desk.company(code), self.now.date()
        language = spelled_in(language_for(customer, self.desk), customer.country)
        facts = statement_facts(uow, customer, code, day, self.kind, self.first)
        page = page_facts(facts, company, postal_address(customer, company.country), language)
        noon = datetime.combine(day, time(12), UTC)  # a file states a moment; a statement has only its day
        return {"pdf": render("statement", page, noon), "xlsx": statement_workbook(facts, company, language)}
