"""Statements of account go to the customer's own address, once for each occasion, with the page and the workbook.

Letters and their facts (amounts and dates as text):
statement_regular: customer {number, name}, date, kind, items [{document, kind, po_number, issue_date, due_date, amount,
    open_amount, currency, days_overdue}], payments [{date, amount, currency}], balances [{currency, amount}]; of a
    statement of movements also first, openings [{currency, amount}], movements [{date, kind, document, reference,
    due_date, debit, credit, balance, currency}]
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from workflows.addresses import letter_address
from workflows.audit import note
from workflows.correspondence import language_for, write
from workflows.customers import Customer
from workflows.errors import NotFound
from workflows.ledger.money import ZERO, plain
from workflows.letters import LetterKind
from workflows.ports import Desk, UnitOfWork
from workflows.statements.account import Account, Movement, account

DAYS_OF_MOVEMENTS = 365
TEMPLATE = "statement_regular"


class StatementKind(StrEnum):
    OPEN = "open"  # open items
    MOVEMENTS = "movements"  # everything that changed the balance


@dataclass(frozen=True, slots=True)
class SendStatement:
    """`occasion` names what it is sent for: one letter an occasion, customer and company. `first`: of movements."""

    customer: str
    company: str
    kind: StatementKind
    occasion: str
    actor: str
    first: date | None = None


def send_statement(command: SendStatement, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """Queues the letter: its id, or () where this occasion had one. Raises NotFound."""
    customer = uow.customers.get(command.customer)
    if customer is None:
        raise NotFound("customer", command.customer)
    if command.company not in desk.companies:
        raise NotFound("company", command.company)
    facts = statement_facts(uow, customer, command.company, now.date(), command.kind, command.first)
    letter = write(
        uow,
        now,
        kind=LetterKind.STATEMENT,
        template=TEMPLATE,
        language=language_for(customer, desk),
        company=desk.company(command.company),
        customer=customer.number,
        to=letter_address(customer, uow),
        facts=facts,
        documents=tuple(item["document"] for item in facts["items"]),
        about=tuple(row["document"] for row in facts.get("movements", ())),
        attach=("statement", "statement-xlsx"),
        source=None,
        dedup_key=f"statement:{customer.number}:{command.company}:{command.kind}:{command.occasion}",
    )
    if letter is None:
        return ()
    note(
        uow,
        now,
        actor=command.actor,
        action="statement_sent",
        subject=customer.number,
        company=command.company,
        kind=command.kind,
        letter=letter.id,
    )
    return (letter.id,)


def statement_facts(
    uow: UnitOfWork,
    customer: Customer,
    company: str,
    day: date,
    kind: StatementKind = StatementKind.OPEN,
    first: date | None = None,
) -> dict[str, Any]:
    """The facts of a statement at the end of a day (Any: JSON values); movements from `first` on, else of a year."""
    books = account(uow, customer.number, company)
    items, payments = books.open_items(day), books.unapplied(day)
    balances: dict[str, Decimal] = {}
    for currency, amount in (
        *((item.currency, item.open_amount) for item in items),
        *((payment.currency, -payment.unapplied) for payment in payments),
    ):
        balances[currency] = balances.get(currency, ZERO) + amount
    told = _movements(books, first or day - timedelta(days=DAYS_OF_MOVEMENTS), day) if kind is MOVEMENTS else {}
    for currency in told.get("currencies", ()):
        balances.setdefault(currency, ZERO)
    return {
        "customer": {"number": customer.number, "name": customer.name},
        "date": day,
        "kind": kind,
        "items": [
            {
                "document": item.document,
                "kind": item.kind,
                "po_number": item.po_number,
                "issue_date": item.issue_date,
                "due_date": item.due_date,
                "amount": plain(item.original, item.currency),
                "open_amount": plain(item.open_amount, item.currency),
                "currency": item.currency,
                "days_overdue": max(0, item.days_overdue(day)),
            }
            for item in items
        ],
        "payments": [
            {"date": paid.value_date, "amount": plain(paid.unapplied, paid.currency), "currency": paid.currency}
            for paid in payments
        ],
        "balances": [{"currency": name, "amount": plain(balances[name], name)} for name in sorted(balances)],
        **{name: value for name, value in told.items() if name != "currencies"},
    }


MOVEMENTS = StatementKind.MOVEMENTS


def _movements(books: Account, first: date, day: date) -> dict[str, Any]:
    """Movements of both days and all between, and the balance before them, by currency."""
    openings, rows, currencies = [], [], []
    for currency, lines in sorted(books.movements().items()):
        before = [line for line in lines if line.on < first]
        within = [line for line in lines if first <= line.on <= day]
        opening = before[-1].balance if before else ZERO
        if within or opening:
            currencies.append(currency)
            openings.append({"currency": currency, "amount": plain(opening, currency)})
            rows += [_row(line) for line in within]
    return {"first": first, "openings": openings, "movements": rows, "currencies": currencies}


def _row(line: Movement) -> dict[str, Any]:
    return {
        "date": line.on,
        "kind": line.kind,
        "document": line.document,
        "reference": line.reference,
        "due_date": line.due_date.isoformat() if line.due_date else "",
        "debit": plain(line.amount, line.currency) if line.amount > ZERO else "",
        "credit": plain(-line.amount, line.currency) if line.amount <= ZERO else "",
        "balance": plain(line.balance, line.currency),
        "currency": line.currency,
    }
