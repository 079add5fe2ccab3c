"""What the reader may ask of the books, answered from the database: master data kept in memory, the rest by query."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import sqlalchemy as sa

from bot.storage import tables
from bot.storage.repositories import MASTER_DATA_REVISION
from bot.storage.unit_of_work import SqlUnitOfWork
from nlp.book import (
    ArticleEntry,
    AskedEntry,
    Book,
    CustomerEntry,
    DocumentEntry,
    OrderEntry,
    SentEntry,
    Snapshot,
    folded,
)
from workflows.ledger.money import ZERO
from workflows.orders.asking import QUESTIONS
from workflows.ports import Desk

T = TypeVar("T")


def folded_number(column: Any) -> Any:
    """`nlp.book.folded` for the separators that numbers have, in SQL (Any: SQLAlchemy's expression types)."""
    # Written out, not bound: only then does the database see that it has an index on this expression.
    expression: Any = column
    nothing: Any = sa.literal_column("''")
    for separator in ("'-'", "'/'", "'.'", "' '", "'_'"):
        expression = sa.func.replace(expression, sa.literal_column(separator), nothing)
    return sa.func.upper(expression)


def _documents_where(condition: Any) -> sa.Select[Any]:
    invoice, item = tables.invoices.c, tables.open_items.c
    return (
        sa.select(
            invoice.number,
            invoice.kind,
            invoice.customer,
            invoice.company,
            invoice.issue_date,
            invoice.due_date,
            invoice.total,
            invoice.currency,
            invoice.po_number,
            item.open_amount,
        )
        .select_from(tables.invoices.outerjoin(tables.open_items, item.document == invoice.number))
        .where(condition)
        .order_by(invoice.number)
    )


BY_NUMBER = _documents_where(folded_number(tables.invoices.c.number) == sa.bindparam("wanted", type_=sa.Text()))
BY_CUSTOMER = _documents_where(tables.invoices.c.customer == sa.bindparam("wanted"))
REVISION = sa.select(tables.series.c.value).where(tables.series.c.name == MASTER_DATA_REVISION)


class MasterData:
    """Customers, contacts and articles as a Snapshot, built anew when their revision has moved."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._lock = threading.Lock()
        self._revision: int | None = None
        self._snapshot = Snapshot()

    def snapshot(self, uow: SqlUnitOfWork) -> Snapshot:
        revision = uow.connection.execute(REVISION).scalar()
        with self._lock:
            if revision is None or revision != self._revision:
                self._snapshot, self._revision = self._built(uow), revision
            return self._snapshot

    def _built(self, uow: SqlUnitOfWork) -> Snapshot:
        contacts: dict[str, list[str]] = {}
        for contact in uow.contacts.where():
            contacts.setdefault(contact.customer, []).append(contact.email)
        companies = self._desk.companies.values()
        return Snapshot(
            customers=(
                CustomerEntry(
                    number=customer.number,
                    company=customer.company,
                    name=customer.name,
                    aliases=customer.aliases,
                    country=customer.country,
                    language=customer.language,
                    currency=customer.currency,
                    emails=(*customer.emails, *contacts.get(customer.number, ())),
                    domains=customer.domains,
                    vat_id=customer.vat_id,
                    ibans=customer.ibans,
                )
                for customer in uow.customers.where()
            ),
            articles=(
                ArticleEntry(
                    sku=product.sku,
                    names=tuple(name for _, name in product.names),
                    aliases=product.aliases,
                    price=product.price,
                    currency=product.currency,
                    unit=product.unit,
                    packs=tuple(code for code, _ in product.terms.packs),
                )
                for product in uow.products.where()
            ),
            number_patterns=[pattern for company in companies for pattern in company.known_invoice_numbers],
            own_domains={company.email.rpartition("@")[2].lower() for company in companies},
            own_names=[company.name for company in companies],
        )


class StoredBook:
    """A Book over one snapshot, which does not change: `nlp.book.Book`."""

    def __init__(self, uow: SqlUnitOfWork, master: Snapshot) -> None:
        self._uow, self._master = uow, master
        # A mail's readers ask for the same documents again and again.
        self._found: dict[tuple[sa.Select[Any], str], tuple[DocumentEntry, ...]] = {}
        self._orders: dict[str, tuple[OrderEntry, ...]] = {}

    def customer(self, number: str) -> CustomerEntry | None:
        return self._master.customer(number)

    def customers(self) -> Iterable[CustomerEntry]:
        return self._master.customers()

    def customers_by_email(self, email: str) -> tuple[CustomerEntry, ...]:
        return self._master.customers_by_email(email)

    def customers_by_domain(self, domain: str) -> tuple[CustomerEntry, ...]:
        return self._master.customers_by_domain(domain)

    def article(self, sku: str) -> ArticleEntry | None:
        return self._master.article(sku)

    def articles(self) -> Iterable[ArticleEntry]:
        return self._master.articles()

    def number_patterns(self) -> tuple[str, ...]:
        return self._master.number_patterns()

    def own_domains(self) -> frozenset[str]:
        return self._master.own_domains()

    def own_names(self) -> tuple[str, ...]:
        return self._master.own_names()

    def indexed(self, make: Callable[[Book], T]) -> T:
        return self._master.indexed(make)

    def document(self, number: str) -> DocumentEntry | None:
        found = self._documents(BY_NUMBER, folded(number))
        return found[0] if len(found) == 1 else None

    def documents_of(self, customer: str) -> tuple[DocumentEntry, ...]:
        return self._documents(BY_CUSTOMER, customer)

    def orders_of(self, customer: str) -> tuple[OrderEntry, ...]:
        if customer not in self._orders:
            self._orders[customer] = tuple(
                OrderEntry(
                    number=order.number,
                    customer=order.customer,
                    po_number=order.po_number,
                    order_date=order.order_date,
                    skus=tuple(line.sku for line in order.lines),
                    quantities=tuple(line.quantity for line in order.lines),
                )
                for order in self._uow.orders.where(customer=customer)
            )
        return self._orders[customer]

    def customers_by_order(self, number: str) -> frozenset[str]:
        orders = (*self._uow.orders.where(po_number=number), *self._uow.orders.where(number=number))
        owners = {order.customer for order in orders}
        return frozenset(owners | {invoice.customer for invoice in self._uow.invoices.where(po_number=number)})

    def sent(self, message_id: str) -> SentEntry | None:
        letters = self._uow.letters.where(message_id=message_id)
        if not letters:
            return None
        letter = letters[0]
        said = json.loads(letter.facts or "{}")
        asks = letter.template in QUESTIONS
        return SentEntry(
            message_id=message_id,
            customer=letter.customer,
            kind=letter.kind.value,
            documents=letter.documents,
            order=str(said.get("order") or ""),
            asked=tuple(
                AskedEntry(point["code"], point["position"], point["asked"], point["ours"])
                for point in (said.get("deviations") or () if asks else ())
            ),
            asks=asks,
        )

    def _documents(self, query: sa.Select[Any], wanted: str) -> tuple[DocumentEntry, ...]:
        if (query, wanted) not in self._found:
            self._found[query, wanted] = self._asked(query, wanted)
        return self._found[query, wanted]

    def _asked(self, query: sa.Select[Any], wanted: str) -> tuple[DocumentEntry, ...]:
        return tuple(
            DocumentEntry(
                number=row.number,
                customer=row.customer,
                company=row.company,
                issue_date=row.issue_date,
                due_date=row.due_date,
                total=-abs(row.total) if row.kind == "credit_note" else row.total,
                open_amount=row.open_amount if row.open_amount is not None else ZERO,
                currency=row.currency,
                po_number=row.po_number,
            )
            for row in self._uow.connection.execute(query, {"wanted": wanted})
        )
