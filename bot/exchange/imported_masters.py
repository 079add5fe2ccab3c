"""Rows of customers and whoever pays for them, articles, prices and rates, for `o2cbot import`."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from decimal import Decimal

from bot.exchange.cells import (
    BadCell,
    amount,
    choice,
    country,
    currency,
    day,
    domains,
    emails,
    ibans,
    language,
    needed,
    or_default,
    packs,
    positive,
    text,
    texts,
    whole,
)
from bot.exchange.kinds import Cells, Kind, each, known, known_company
from workflows.cash.relations import PayerRelation, RelationKind, relation_id
from workflows.catalogue import (
    ArticleTerms,
    ExchangeRate,
    Price,
    Product,
    RateClass,
    RevenueKind,
)
from workflows.customers import Contact, Customer
from workflows.invoicing.electronic import EInvoiceProfile
from workflows.payment_terms import applying as payment_terms
from workflows.places import STANDING
from workflows.ports import Desk, UnitOfWork


def store_customer(cells: Cells, uow: UnitOfWork, desk: Desk, now: datetime) -> None:
    known_company(desk, cells["company"])
    if cells["dunning_policy"] not in desk.dunning:
        raise BadCell(f"there is no dunning policy {cells['dunning_policy']!r}: {', '.join(sorted(desk.dunning))}")
    if cells["payment_terms"]:
        why = payment_terms.obstacle(cells["payment_terms"], cells["discount_percent"], cells["discount_days"])
        if why:
            raise BadCell(why)
    before = uow.customers.get(cells["number"])
    if before is not None and not cells["delivery_addresses"]:  # two persons let goods go there
        cells = {**cells, "delivery_addresses": before.delivery_addresses}
    uow.customers.put(Customer(**cells, segment=before.segment if before is not None else ""))


def standing_places(value: str) -> tuple[str, ...]:
    found = texts(value)
    for place in found:
        if not STANDING.fullmatch(place):
            raise BadCell(f'{place!r} is not written like "street, postcode town"')
    return found


def store_contact(cells: Cells, uow: UnitOfWork, desk: Desk, now: datetime) -> None:
    known(uow.customers, "customer", cells["customer"])
    uow.contacts.put(Contact(id=f"{cells['customer']}|{cells['email']}", **cells))


def store_product(cells: Cells, uow: UnitOfWork, desk: Desk, now: datetime) -> None:
    names = tuple((name[5:], value) for name, value in cells.items() if name.startswith("name_") and value)
    if not names:
        raise BadCell("a product needs a name in at least one language")
    terms = {name: cells[name] for name in (field.name for field in fields(ArticleTerms))}
    if terms["replaced_by"] == cells["sku"]:
        raise BadCell(f"{cells['sku']} cannot be replaced by itself")
    plain = {key: value for key, value in cells.items() if key[:5] != "name_" and key not in terms}
    uow.products.put(Product(names=names, **plain, terms=ArticleTerms(**terms)))


def store_price(cells: Cells, uow: UnitOfWork, desk: Desk, now: datetime) -> None:
    known(uow.products, "product", cells["sku"])
    if cells["customer"]:
        known(uow.customers, "customer", cells["customer"])
    parts = (cells["customer"], cells["sku"], cells["currency"], cells["min_quantity"].normalize(), cells["valid_from"])
    uow.prices.put(Price(id="|".join("" if part is None else str(part) for part in parts), **cells))


def store_relation(cells: Cells, uow: UnitOfWork, desk: Desk, now: datetime) -> None:
    """Who pays for a customer; the same payer and customer again replaces the days."""
    known(uow.customers, "customer", cells["customer"])
    accounts = cells["iban"]
    if len(accounts) > 1 or not (accounts or cells["payer"]):
        raise BadCell("name the payer, or one account of it")
    if cells["valid_from"] and cells["valid_to"] and cells["valid_to"] < cells["valid_from"]:
        raise BadCell(f"valid_to {cells['valid_to']} lies before valid_from {cells['valid_from']}")
    iban, kind = next(iter(accounts), ""), RelationKind(cells["kind"])
    name = relation_id(kind, cells["payer"], iban, cells["customer"])
    uow.payer_relations.put(PayerRelation(**{**cells, "id": name, "kind": kind, "iban": iban}))


def store_rate(cells: Cells, uow: UnitOfWork, desk: Desk, now: datetime) -> None:
    uow.rates.put(ExchangeRate(id=f"{cells['currency']}|{cells['date']}", **cells))


CUSTOMERS = Kind(
    columns={
        "number": needed,
        "company": needed,
        "name": needed,
        "country": country,
        "language": language,
        "vat_id": text,
        "registration": text,
        "street": text,
        "postcode": text,
        "city": text,
        "emails": emails,
        "domains": domains,
        "ibans": ibans,
        "payment_days": or_default(whole, 30),
        "currency": currency,
        "credit_limit": or_default(amount, None),
        "dunning_policy": or_default(text, "standard"),
        "aliases": texts,
        "e_invoice": or_default(choice(EInvoiceProfile), ""),
        "endpoint_id": text,
        "endpoint_scheme": text,
        "buyer_reference": text,
        "contract_reference": text,
        "order_reference": text,
        "discount_percent": or_default(amount, Decimal(0)),
        "discount_days": or_default(whole, 0),
        "delivery_addresses": standing_places,
        "insured": or_default(amount, Decimal(0)),
        "payment_terms": text,
    },
    optional=(
        "e_invoice",
        "endpoint_id",
        "endpoint_scheme",
        "buyer_reference",
        "contract_reference",
        "order_reference",
        "discount_percent",
        "discount_days",
        "delivery_addresses",
        "insured",
        "payment_terms",
    ),
    store=each(store_customer),
)


CONTACTS = Kind(
    columns={
        "customer": needed,
        "name": text,
        "email": lambda value: emails(needed(value))[0],
        "role": or_default(text, "other"),
        "language": or_default(language, ""),
        "phone": text,
    },
    optional=("role", "language", "phone"),
    store=each(store_contact),
)


PRODUCTS = Kind(
    columns={
        "sku": needed,
        "name_en": text,
        "name_fr": text,
        "name_de": text,
        "unit": or_default(text, "C62"),
        "price": amount,
        "currency": currency,
        "vat_rate_class": choice(RateClass),
        "aliases": texts,
        "revenue": choice(RevenueKind),
        "replaced_by": text,
        "sold_until": or_default(day, None),
        "pack_size": or_default(positive, Decimal(0)),
        "least_quantity": or_default(positive, Decimal(0)),
        "lead_days": or_default(whole, None),
        "not_to": lambda value: tuple(country(code) for code in texts(value)),
        "packs": packs,
        "licence": text,
    },
    optional=tuple(field.name for field in fields(ArticleTerms)),
    store=each(store_product),
)


PRICES = Kind(
    columns={
        "customer": text,
        "sku": needed,
        "price": amount,
        "currency": currency,
        "min_quantity": or_default(amount, Decimal(1)),
        "valid_from": or_default(day, None),
        "valid_to": or_default(day, None),
    },
    store=each(store_price),
)


RATES = Kind(columns={"currency": currency, "date": day, "rate": positive}, store=each(store_rate))


PAYERS = Kind(
    columns={
        "kind": choice(RelationKind),
        "payer": text,
        "iban": ibans,
        "customer": needed,
        "valid_from": or_default(day, None),
        "valid_to": or_default(day, None),
    },
    optional=("payer", "iban", "valid_from", "valid_to"),
    store=each(store_relation),
)
