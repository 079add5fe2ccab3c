"""What a reader may ask of the books: whose address this is, which invoice, which order, which article.

`Book` is the question, `Snapshot` an answer held in memory: built once per batch by whoever has the books.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class CustomerEntry:
    number: str
    company: str
    name: str
    aliases: tuple[str, ...]
    country: str
    language: str
    currency: str
    emails: tuple[str, ...]  # of the record and of its contacts
    domains: tuple[str, ...]
    vat_id: str = ""
    ibans: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """An invoice or credit note. `open_amount` and `total` of a credit note are negative."""

    number: str
    customer: str
    company: str
    issue_date: date
    due_date: date
    total: Decimal
    open_amount: Decimal
    currency: str
    po_number: str = ""


@dataclass(frozen=True, slots=True)
class OrderEntry:
    number: str
    customer: str
    po_number: str
    order_date: date | None
    skus: tuple[str, ...] = ()
    quantities: tuple[Decimal, ...] = ()  # of the lines, in the order of `skus`; () where they are not known

    def quantity_of(self, sku: str) -> Decimal | None:
        """How many are ordered; None where the order has no such line or its quantities are not known."""
        return next((n for each, n in zip(self.skus, self.quantities, strict=False) if each == sku), None)


@dataclass(frozen=True, slots=True)
class ArticleEntry:
    sku: str
    names: tuple[str, ...]  # in every language
    aliases: tuple[str, ...]
    price: Decimal
    currency: str
    unit: str = ""  # the catalogue's code (UNECE Recommendation 20, 21): C62 a piece, PK a pack
    packs: tuple[str, ...] = ()  # codes of other units of which the catalogue says how many of its own they are


@dataclass(frozen=True, slots=True)
class AskedEntry:
    """One point that a letter of ours asks about: the code of what deviates, the line (0: the order), both values."""

    code: str
    position: int
    asked: str
    ours: str


@dataclass(frozen=True, slots=True)
class SentEntry:
    """A mail of ours: what an answer to it is about."""

    message_id: str
    customer: str
    kind: str  # the outbox kind: dunning, invoice, order_confirmation, …
    documents: tuple[str, ...]
    order: str = ""  # our number of the order that it confirms or speaks of
    asked: tuple[AskedEntry, ...] = ()  # of a question about that order: its points
    asks: bool = False  # whether it is a question about that order at all


class Book(Protocol):
    """Questions of a reader; every answer is a value, unknown is an empty tuple or None."""

    def customer(self, number: str) -> CustomerEntry | None: ...
    def customers(self) -> Iterable[CustomerEntry]: ...
    def customers_by_email(self, email: str) -> tuple[CustomerEntry, ...]: ...
    def customers_by_domain(self, domain: str) -> tuple[CustomerEntry, ...]: ...
    def document(self, number: str) -> DocumentEntry | None: ...
    def documents_of(self, customer: str) -> tuple[DocumentEntry, ...]: ...
    def orders_of(self, customer: str) -> tuple[OrderEntry, ...]: ...
    def customers_by_order(self, number: str) -> frozenset[str]:
        """Numbers of the customers who have an order, or a document for one, of this number: theirs or ours."""
        ...

    def article(self, sku: str) -> ArticleEntry | None: ...
    def articles(self) -> Iterable[ArticleEntry]: ...
    def sent(self, message_id: str) -> SentEntry | None: ...
    def number_patterns(self) -> tuple[str, ...]:
        """Regular expressions of our document numbers, of earlier systems too."""
        ...

    def own_domains(self) -> frozenset[str]: ...
    def own_names(self) -> tuple[str, ...]: ...
    def indexed(self, make: Callable[[Book], T]) -> T:
        """What `make` builds of the customers and articles, built once for as long as they stand."""
        ...


@lru_cache(maxsize=50_000)
def folded(number: str) -> str:
    """A number as one compares it: capitals and digits only ("R 2025/314" and "r2025-314" agree)."""
    return re.sub(r"[^0-9A-Z]", "", number.upper())


class Snapshot:
    """A Book in memory; building is linear, each question a lookup."""

    def __init__(
        self,
        *,
        customers: Iterable[CustomerEntry] = (),
        documents: Iterable[DocumentEntry] = (),
        orders: Iterable[OrderEntry] = (),
        articles: Iterable[ArticleEntry] = (),
        sent: Iterable[SentEntry] = (),
        number_patterns: Iterable[str] = (),
        own_domains: Iterable[str] = (),
        own_names: Iterable[str] = (),
    ) -> None:
        self._customers = {c.number: c for c in customers}
        self._documents = {folded(d.number): d for d in documents}
        self._articles = {a.sku: a for a in articles}
        self._sent = {s.message_id: s for s in sent}
        self._patterns = tuple(number_patterns)
        self._own_domains = frozenset(d.lower() for d in own_domains)
        self._own_names = tuple(own_names)
        self._indexes: dict[Any, Any] = {}  # by what makes them, each of its own type
        self._by_email: dict[str, list[CustomerEntry]] = {}
        self._by_domain: dict[str, list[CustomerEntry]] = {}
        for customer in self._customers.values():
            for email in customer.emails:
                self._by_email.setdefault(email.lower(), []).append(customer)
            for domain in customer.domains:
                self._by_domain.setdefault(domain.lower(), []).append(customer)
        self._documents_of: dict[str, list[DocumentEntry]] = {}
        for document in self._documents.values():
            self._documents_of.setdefault(document.customer, []).append(document)
        self._orders_of: dict[str, list[OrderEntry]] = {}
        self._by_order: dict[str, set[str]] = {}
        for order in orders:
            self._orders_of.setdefault(order.customer, []).append(order)
            for number in (order.po_number, order.number):
                self._by_order.setdefault(number, set()).add(order.customer)
        for document in self._documents.values():
            self._by_order.setdefault(document.po_number, set()).add(document.customer)

    def customer(self, number: str) -> CustomerEntry | None:
        return self._customers.get(number)

    def customers(self) -> Iterable[CustomerEntry]:
        return self._customers.values()

    def customers_by_email(self, email: str) -> tuple[CustomerEntry, ...]:
        return tuple(self._by_email.get(email.lower(), ()))

    def customers_by_domain(self, domain: str) -> tuple[CustomerEntry, ...]:
        return tuple(self._by_domain.get(domain.lower(), ()))

    def document(self, number: str) -> DocumentEntry | None:
        return self._documents.get(folded(number))

    def documents_of(self, customer: str) -> tuple[DocumentEntry, ...]:
        return tuple(self._documents_of.get(customer, ()))

    def orders_of(self, customer: str) -> tuple[OrderEntry, ...]:
        return tuple(self._orders_of.get(customer, ()))

    def customers_by_order(self, number: str) -> frozenset[str]:
        return frozenset(self._by_order.get(number, ())) if number else frozenset()

    def article(self, sku: str) -> ArticleEntry | None:
        return self._articles.get(sku)

    def articles(self) -> Iterable[ArticleEntry]:
        return self._articles.values()

    def sent(self, message_id: str) -> SentEntry | None:
        return self._sent.get(message_id)

    def number_patterns(self) -> tuple[str, ...]:
        return self._patterns

    def own_domains(self) -> frozenset[str]:
        return self._own_domains

    def own_names(self) -> tuple[str, ...]:
        return self._own_names

    def indexed(self, make: Callable[[Book], T]) -> T:
        if make not in self._indexes:
            self._indexes[make] = make(self)
        index: T = self._indexes[make]
        return index
