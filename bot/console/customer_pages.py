"""A customer as the books have it: record, open items with their age and holds, orders, letters, payments, mails."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from starlette.responses import Response

from bot.console.books import BUCKETS, find, standing
from bot.console.web import Ask
from bot.storage.tables import customers, letters, messages, orders, payments
from workflows.collections.credit import standing as standing_of_credit
from workflows.customers import AddressNote
from workflows.errors import NotFound
from workflows.payment_terms.applying import warning as terms_warning

RECENT = 12


def listing(ask: Ask) -> Response:
    words = ask.query("q").strip()
    with ask.console.database.read() as uow:
        rows = find(uow, "customers", *([_like(words)] if words else []), order=(customers.c.name,))
    return ask.page("customers.html.j2", rows=rows, words=words)


def options(ask: Ask) -> Response:
    """Suggestions for the customer field of a form."""
    words = (ask.query("customer") or ask.query("q")).strip()
    with ask.console.database.read() as uow:
        rows = find(uow, "customers", _like(words), order=(customers.c.name,), limit=RECENT) if words else []
    return ask.page("_customer_options.html.j2", rows=rows)


def show(ask: Ask) -> Response:
    number = ask.path("number")
    with ask.console.database.read() as uow:
        books = standing(uow, ask.console.desk, number, ask.console.now().date())
        if books is None:
            raise NotFound("customer", number)
        return ask.page(
            "customer.html.j2",
            books=books,
            credit=standing_of_credit(uow.credit_holds.where(customer=number), ask.console.now().date()),
            too_long=terms_warning(books.customer, ask.console.desk),
            buckets=[label for label, _ in BUCKETS],
            contacts=uow.contacts.where(customer=number),
            addresses=told(uow.addresses.where(customer=number), ask.console.now().date()),
            cases=uow.cases.where(customer=number)[::-1],
            promises=uow.promises.where(customer=number)[::-1],
            orders=find(uow, "orders", orders.c.customer == number, order=(orders.c.order_date.desc(),), limit=RECENT),
            letters=find(
                uow, "letters", letters.c.customer == number, order=(letters.c.created_at.desc(),), limit=RECENT
            ),
            payments=find(
                uow, "payments", payments.c.customer == number, order=(payments.c.value_date.desc(),), limit=RECENT
            ),
            messages=find(
                uow, "messages", messages.c.customer == number, order=(messages.c.received_at.desc(),), limit=RECENT
            ),
        )


def told(notes: list[AddressNote], today: date) -> list[AddressNote]:
    """What a person should know of the customer's addresses: those that fail or complained, and absences to come."""
    return [note for note in notes if note.failures or not note.takes_letters or _is_away(note, today)]


def _is_away(note: AddressNote, today: date) -> bool:
    return note.absence_said_at is not None and (note.absent_until is None or note.absent_until > today)


def _like(words: str) -> sa.ColumnElement[bool]:
    return sa.or_(
        *(
            column.icontains(words, autoescape=True)
            for column in (customers.c.number, customers.c.name, customers.c.emails)
        )
    )
