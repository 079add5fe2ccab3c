"""Customers' questions are answered from our books alone, to people who speak for the customer alone.

Letters and their facts (amounts, quantities and dates as text):
invoice_copy, due_date: customer {number, name},
    invoices [{document, issue_date, due_date, total, open_amount, currency}]
statement: customer {number, name}, date, items [{document, kind, po_number, issue_date, due_date, amount, open_amount,
    currency, days_overdue}], payments [{date, amount, currency}], balances [{currency, amount}]
bank_details: customer {number, name}, account_holder, iban, bic
order_status: customer {number, name}, order, po_number, state, order_date, requested_date,
    lines [{position, sku, description, quantity, delivered, unit, open, confirmed_date}]
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from nlp.reading import Query, QueryTopic
from workflows.audit import note
from workflows.commands import AnswerQuery
from workflows.correspondence import answer_address, write
from workflows.customers import Customer
from workflows.errors import NotAllowed, NotFound
from workflows.ledger.model import OpenItem, in_shares, unpaid
from workflows.ledger.money import ZERO, plain
from workflows.letters import LetterKind
from workflows.orders.model import Order, OrderStatus
from workflows.ports import Company, Desk, UnitOfWork

Facts = dict[str, Any]  # Any: JSON values

NO_NEWS = (OrderStatus.ON_HOLD, OrderStatus.ASKED, OrderStatus.REJECTED)  # a person says that

COMING = (OrderStatus.CONFIRMED, OrderStatus.PARTLY_DELIVERED)  # what is open of it is to come


def answerable(query: Query, customer: str, uow: UnitOfWork) -> str | None:
    """Why a question cannot be answered from the books, in words; None if it can."""
    match query.topic:
        case QueryTopic.STATEMENT | QueryTopic.BANK_DETAILS:
            return None
        case QueryTopic.INVOICE_COPY | QueryTopic.DUE_DATE:
            return _invoices_missing(query, customer, uow)
        case QueryTopic.ORDER_STATUS:
            return _order_missing(query, customer, uow)
        case _:
            return "The question is none that the books can answer."


def answer_query(command: AnswerQuery, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """Writes the answer: (the letter's id). Raises NotAllowed where the books have no answer.

    It goes to who asked where that address may be answered, else to the one of the customer's record.
    """
    customer = uow.customers.get(command.customer)
    if customer is None:
        raise NotFound("customer", command.customer)
    obstacle = answerable(command.query, customer.number, uow)
    if obstacle:
        raise NotAllowed(command.source.actor, "answer the question", obstacle)
    topic = command.query.topic
    company = desk.company(_company_of(command.query, customer, uow))
    numbers = _documents(command.query, customer, uow)
    letter = write(
        uow,
        now,
        kind=LetterKind.STATEMENT if topic is QueryTopic.STATEMENT else LetterKind.REPLY,
        template=topic.value,
        language=command.source.language,
        company=company,
        customer=customer.number,
        to=answer_address(command.source, customer, uow),
        facts={
            "customer": {"number": customer.number, "name": customer.name},
            **FACTS[topic](command.query, customer, company, uow, now),
        },
        documents=numbers,
        about=tuple(one.number for one in _asked_about(command.query, customer.number, uow)),
        attach=_attached(topic, numbers),
        source=command.source,
        dedup_key=f"answer:{command.source.message or command.source.message_id}:{topic.value}",
    )
    note(
        uow,
        now,
        actor=command.source.actor,
        action="query_answered",
        subject=customer.number,
        message_id=command.source.message_id,
        topic=topic,
        documents=numbers,
    )
    return (letter.id,) if letter else ()


def _attached(topic: QueryTopic, numbers: tuple[str, ...]) -> tuple[str, ...]:
    if topic is QueryTopic.STATEMENT:
        return ("statement",)
    return tuple(f"invoice:{number}" for number in numbers) if topic is QueryTopic.INVOICE_COPY else ()


def _invoices_missing(query: Query, customer: str, uow: UnitOfWork) -> str | None:
    if not query.invoices:
        return "It is not said which invoice the question is about."
    for number in query.invoices:
        invoice = uow.invoices.get(number)
        if invoice is None or invoice.customer != customer:
            return f"{number} is no invoice of this customer: nothing was disclosed."
        if query.topic is QueryTopic.INVOICE_COPY and invoice.taken_over:
            return f"{number} was taken over from an earlier system: its copy lies there."
    return None


def _order_missing(query: Query, customer: str, uow: UnitOfWork) -> str | None:
    if not query.po_number:
        return "It is not said which order the question is about."
    found = _asked_about(query, customer, uow)
    if len(found) != 1:
        return f"{len(found)} orders of this customer have the number {query.po_number}."
    return "The order is on hold or was refused." if found[0].state in NO_NEWS else None


def _asked_about(query: Query, customer: str, uow: UnitOfWork) -> list[Order]:
    """The orders that a question about an order means."""
    is_about_one = query.topic is QueryTopic.ORDER_STATUS and query.po_number
    return _orders(query.po_number, customer, uow) if is_about_one and query.po_number else []


def _orders(number: str, customer: str, uow: UnitOfWork) -> list[Order]:
    """Orders with the customer's number or, where there is none, ours."""
    found = uow.orders.where(customer=customer, po_number=number)
    return found or uow.orders.where(customer=customer, number=number)


def _documents(query: Query, customer: Customer, uow: UnitOfWork) -> tuple[str, ...]:
    if query.topic is QueryTopic.STATEMENT:
        return tuple(item.document for item in _open(customer, uow))
    return query.invoices if query.topic in (QueryTopic.INVOICE_COPY, QueryTopic.DUE_DATE) else ()


def _company_of(query: Query, customer: Customer, uow: UnitOfWork) -> str:
    """The entity that issued the invoice asked about, else the one that serves the customer."""
    invoice = uow.invoices.get(query.invoices[0]) if query.invoices else None
    return invoice.company if invoice and invoice.customer == customer.number else customer.company


def _open(customer: Customer, uow: UnitOfWork) -> list[OpenItem]:
    items = [item for item in uow.open_items.where(customer=customer.number) if item.open_amount != ZERO]
    return sorted(in_shares(items), key=lambda item: (item.due_date, item.document))


def _invoice_facts(query: Query, customer: Customer, company: Company, uow: UnitOfWork, now: datetime) -> Facts:
    rows = []
    for number in query.invoices:
        invoice, item = uow.invoices.get(number), uow.open_items.get(number)
        if invoice is None:
            continue
        shares = [(share.due_on, share.amount) for share in unpaid(item.shares, item.open_amount)] if item else []
        for due_on, left in shares or [(invoice.due_date, item.open_amount if item else ZERO)]:
            rows.append(
                {
                    "document": invoice.number,
                    "issue_date": invoice.issue_date,
                    "due_date": due_on,
                    "total": plain(invoice.total, invoice.currency),
                    "open_amount": plain(left, invoice.currency),
                    "currency": invoice.currency,
                }
            )
    return {"invoices": rows}


def _statement_facts(query: Query, customer: Customer, company: Company, uow: UnitOfWork, now: datetime) -> Facts:
    """Every open item and all money not yet applied; a balance is what remains owed in a currency after that money."""
    items = _open(customer, uow)
    payments = [payment for payment in uow.payments.where(customer=customer.number) if payment.unapplied != ZERO]
    currencies = {item.currency for item in items} | {payment.currency for payment in payments}
    balances = dict.fromkeys(sorted(currencies), ZERO)
    for item in items:
        balances[item.currency] += item.open_amount
    for payment in payments:
        balances[payment.currency] -= payment.unapplied
    return {
        "date": now.date(),
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
                "days_overdue": max(0, item.days_overdue(now.date())),
            }
            for item in items
        ],
        "payments": [
            {"date": paid.value_date, "amount": plain(paid.unapplied, paid.currency), "currency": paid.currency}
            for paid in payments
        ],
        "balances": [{"currency": name, "amount": plain(amount, name)} for name, amount in balances.items()],
    }


def _bank_facts(query: Query, customer: Customer, company: Company, uow: UnitOfWork, now: datetime) -> Facts:
    return {"account_holder": company.name, "iban": company.iban, "bic": company.bic}


def _order_facts(query: Query, customer: Customer, company: Company, uow: UnitOfWork, now: datetime) -> Facts:
    order = _orders(query.po_number or "", customer.number, uow)[0]
    return {
        "order": order.number,
        "po_number": order.po_number,
        "state": order.state,
        "order_date": order.order_date,
        "requested_date": order.requested_date.isoformat() if order.requested_date else "",
        "lines": [
            {
                "position": line.position,
                "sku": line.sku,
                "description": line.description,
                "quantity": f"{line.quantity.normalize():f}",
                "delivered": f"{line.delivered.normalize():f}",
                "unit": line.unit,
                "open": f"{line.open.normalize():f}" if line.open and order.state in COMING else "",
                "confirmed_date": line.confirmed_date.isoformat() if line.confirmed_date and line.open else "",
            }
            for line in order.lines
        ],
    }


FACTS: dict[QueryTopic, Callable[[Query, Customer, Company, UnitOfWork, datetime], Facts]] = {
    QueryTopic.INVOICE_COPY: _invoice_facts,
    QueryTopic.DUE_DATE: _invoice_facts,
    QueryTopic.STATEMENT: _statement_facts,
    QueryTopic.BANK_DETAILS: _bank_facts,
    QueryTopic.ORDER_STATUS: _order_facts,
}
