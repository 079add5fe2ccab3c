"""A document of the books as a file for a person's hands: the same page that a customer gets, or would get."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time

from bot.documents.facturx import page as invoice_page
from bot.documents.invoice import InvoiceContext
from bot.documents.notation import notation, words
from bot.documents.orders import confirmation_facts, delivery_facts
from bot.documents.pdf import render
from bot.documents.plans import cover_facts, plan_facts
from bot.documents.sheet import Facts, postal_address
from bot.documents.spelling import spelled_in
from workflows import correspondence
from workflows.customers import Customer
from workflows.disputes.model import PromiseStatus, PromiseToPay
from workflows.errors import NotFound
from workflows.letters import Letter, LetterKind
from workflows.ports import Desk, UnitOfWork

Paper = Callable[[str, UnitOfWork, Desk, date], bytes]


def invoice_paper(number: str, uow: UnitOfWork, desk: Desk, today: date) -> bytes:
    """An invoice or a credit note, in its customer's language. Raises NotFound, also for those of an earlier system."""
    invoice = uow.invoices.get(number)
    if invoice is None or invoice.taken_over:
        raise NotFound("invoice of ours", number)
    company, customer = desk.company(invoice.company), _customer(uow, invoice.customer)
    corrected = uow.invoices.get(invoice.corrects) if invoice.corrects else None
    corrected_on = corrected.issue_date if corrected else None
    language = _language(customer, desk)
    context = InvoiceContext(company, desk.country(company.country), language, corrected_on, desk.countries)
    return invoice_page(invoice, context)


def order_paper(number: str, uow: UnitOfWork, desk: Desk, today: date) -> bytes:
    """What was last confirmed of an order. Raises NotFound where nothing was."""
    order = uow.orders.get(number)
    told = uow.letters.where(customer=order.customer, kind=LetterKind.ORDER_CONFIRMATION) if order else []
    facts = [(letter, json.loads(letter.facts)) for letter in sorted(told, key=lambda letter: letter.created_at)]
    own = [(letter, said) for letter, said in facts if said.get("order") == number and said.get("lines")]
    if not own:
        raise NotFound("confirmed order", number)
    letter, said = own[-1]
    customer = _customer(uow, letter.customer)
    known = said | {"customer": {"number": customer.number}, "date": letter.created_at.date()}
    company = desk.company(letter.company)
    address = postal_address(customer, company.country)
    return render("order", confirmation_facts(known, company, address, letter.language), letter.created_at)


def delivery_paper(key: str, uow: UnitOfWork, desk: Desk, today: date) -> bytes:
    """The delivery note of an order's last day of delivery, or of the day in "ORDER:2026-03-16". Raises NotFound."""
    number, _, wanted = key.partition(":")
    order = uow.orders.get(number)
    deliveries = uow.deliveries.where(order=number)
    days = sorted({delivery.date for delivery in deliveries if wanted in ("", delivery.date.isoformat())})
    if order is None or not days:
        raise NotFound("delivery", key)
    customer, company = _customer(uow, order.customer), desk.company(order.company)
    language, address = _language(customer, desk), postal_address(customer, company.country)
    return render("delivery", delivery_facts(order, deliveries, days[-1], company, address, language), _noon(days[-1]))


def plan_paper(number: str, uow: UnitOfWork, desk: Desk, today: date) -> bytes:
    """A customer's newest open promise of several instalments. Raises NotFound, OpenEnded."""
    customer = _customer(uow, number)
    still_open = uow.promises.where(customer=number, state=PromiseStatus.OPEN)
    plans: dict[tuple[str, date, str, str], list[PromiseToPay]] = {}
    for promise in still_open:
        plans.setdefault((promise.message_id, promise.made_on, promise.company, promise.currency), []).append(promise)
    several = [parts for parts in plans.values() if len(parts) > 1]
    if not several:
        raise NotFound("plan of payments", number)
    newest = max(several, key=_made_on)
    parts = sorted(newest, key=lambda promise: promise.pays_on)
    company = desk.company(parts[0].company)
    facts = _dated(customer, parts[0].made_on) | {
        "currency": parts[0].currency,
        "invoices": list(dict.fromkeys(name for promise in parts for name in promise.invoices)),
        "instalments": [{"date": part.pays_on, "amount": part.amount} for part in parts],
    }
    language, address = _language(customer, desk), postal_address(customer, company.country)
    return render("plan", plan_facts(facts, company, address, language), _noon(parts[0].made_on))


def cover_paper(customer: Customer, letters: Sequence[Letter], invoices: Iterable[str], desk: Desk) -> bytes:
    """The first sheet of a registered letter, dated as the newest of its letters: the address, and what is enclosed."""
    company, today = desk.company(letters[0].company), letters[0].created_at.date()
    language, address = _language(customer, desk), postal_address(customer, company.country)
    title, say = words(language)["title"], notation(language, company.country)
    enclosures = [f"{title[letter.template]}, {say.day(letter.created_at)}" for letter in letters]
    enclosures += [f"{title['invoice']} {number}" for number in invoices]
    facts = cover_facts(_dated(customer, today), enclosures, company, address, language)
    return render("cover", facts, _noon(today))


PAPERS: Mapping[str, Paper] = {
    "invoice": invoice_paper,
    "order": order_paper,
    "delivery": delivery_paper,
    "plan": plan_paper,
}


def _customer(uow: UnitOfWork, number: str) -> Customer:
    customer = uow.customers.get(number)
    if customer is None:
        raise NotFound("customer", number)
    return customer


def _language(customer: Customer, desk: Desk) -> str:
    """The customer's language as it is spelled in the customer's country."""
    return spelled_in(correspondence.language_for(customer, desk), customer.country)


def _dated(customer: Customer, day: date) -> Facts:
    return {"customer": {"number": customer.number}, "date": day}


def _noon(day: date) -> datetime:
    """A file states a moment; a document has only its day."""
    return datetime.combine(day, time(12), UTC)


def _made_on(parts: list[PromiseToPay]) -> date:
    return parts[0].made_on
