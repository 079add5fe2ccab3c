"""A small desk for the tests of orders and invoices: three selling companies, countries as shipped, two articles."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from bot.settings.law import load_countries
from nlp import reading
from tests.fakes import FakeUnitOfWork
from workflows.catalogue import Price, Product, RateClass, RevenueKind
from workflows.commands import ChangeOrder, PlaceOrder, Source
from workflows.customers import Customer
from workflows.ledger.model import AccountKind
from workflows.ledger.money import ZERO
from workflows.orders.model import Order
from workflows.ports import CashPolicy, Company, Country, Desk, DisputePolicy, RoutingPolicy

COUNTRIES = Path(__file__).parents[2] / "config" / "countries"
NOW = datetime(2026, 3, 16, 9, 0)
TODAY = NOW.date()


def tables() -> dict[str, dict[str, Any]]:
    return {file.stem: tomllib.loads(file.read_text(encoding="utf-8")) for file in sorted(COUNTRIES.glob("*.toml"))}


@cache
def countries() -> dict[str, Country]:
    return {code: replace(found, late_payment=None) for code, found in load_countries().items()}


def company(code: str = "DE01", country: str = "DE", invoice_on: str = "delivery") -> Company:
    return Company(
        code=code,
        name=f"Muster {country}",
        country=country,
        vat_id={"DE": "DE123456789", "FR": "FR12345678901"}.get(country, ""),
        registration="HRB 1",
        street="Weg 1",
        postcode="20457",
        city="Hamburg",
        iban="DE02120300000000202051",
        bic="BYLADEM1001",
        email="desk@muster.example",
        currency=countries()[country].currency,
        language="de",
        invoice_number="R-{year}-{number:05d}",
        credit_note_number="G-{year}-{number:05d}",
        known_invoice_numbers=(),
        escalation={"default": "lead@muster.example"},
        invoice_on=invoice_on,
        legal={},
    )


def desk(*companies: Company) -> Desk:
    own = companies or (company(),)
    return Desk(
        companies={row.code: row for row in own},
        countries=countries(),
        dunning={},
        promise_grace_days=3,
        cash=CashPolicy(3, Decimal("1.00"), Decimal("25.00")),
        disputes=DisputePolicy({}, {}),
        routing=RoutingPolicy({"default": 0.9}, {"default": 0.8}),
        languages=("en", "fr", "de"),
    )


def customer(number: str = "K1", **given: Any) -> Customer:
    row = Customer(
        number=number,
        company="DE01",
        name="Kunde GmbH",
        country="DE",
        language="de",
        vat_id="DE987654321",
        registration="",
        street="Platz 2",
        postcode="10115",
        city="Berlin",
        emails=("einkauf@kunde.example",),
        domains=("kunde.example",),
        ibans=(),
        payment_days=30,
        currency="EUR",
        credit_limit=None,
        dunning_policy="standard",
        aliases=(),
    )
    return replace(row, **given)


def product(sku: str = "PUMP", price: str = "100.00", **given: Any) -> Product:
    row = Product(
        sku=sku,
        names=(("en", "Pump"), ("fr", "Pompe"), ("de", "Pumpe")),
        unit="C62",
        price=Decimal(price),
        currency="EUR",
        vat_rate_class=RateClass.STANDARD,
        aliases=(),
        revenue=RevenueKind.GOODS,
    )
    return replace(row, **given)


def price(sku: str, amount: str, customer: str = "", **given: Any) -> Price:
    row = Price(
        id="",
        customer=customer,
        sku=sku,
        price=Decimal(amount),
        currency="EUR",
        min_quantity=Decimal(1),
        valid_from=None,
        valid_to=None,
    )
    row = replace(row, **given)
    parts = (row.customer, row.sku, row.currency, row.min_quantity, row.valid_from)
    return replace(row, id="|".join(str(part) for part in parts))


def books(*customers: Customer) -> FakeUnitOfWork:
    """One customer unless others are given; a pump at 100.00 and a book at the reduced rate at 10.00."""
    uow = FakeUnitOfWork()
    for row in customers or (customer(),):
        uow.customers.add(row)
    uow.products.add(product())
    uow.products.add(product("BOOK", "10.00", vat_rate_class=RateClass.REDUCED))
    return uow


def wanted(*lines: tuple[str | None, str, str | None], **given: Any) -> reading.Order:
    """An order of (sku, quantity, unit price or None)."""
    row = reading.Order(
        po_number="PO-1",
        order_date=None,
        requested_date=date(2026, 4, 1),
        currency="EUR",
        total=None,
        lines=tuple(
            reading.OrderLine(sku, sku or "etwas", Decimal(quantity), Decimal(asked) if asked is not None else None)
            for sku, quantity, asked in lines
        ),
    )
    return replace(row, **given)


def source(**given: Any) -> Source:
    row = Source(
        message="box:0:0000000001",
        message_id="<1@kunde.example>",
        sender="frau.maier@kunde.example",
        subject="Bestellung",
        references=(),
        language="de",
        may_answer=True,
    )
    return replace(row, **given)


def placing(order: reading.Order, customer: str = "K1", release: bool = False, **from_: Any) -> PlaceOrder:
    return PlaceOrder(source(**from_), customer, order, release)


def changing(change: reading.OrderChange, customer: str = "K1", release: bool = False) -> ChangeOrder:
    return ChangeOrder(source(message_id="<2@kunde.example>"), customer, change, release)


def only_order(uow: FakeUnitOfWork) -> Order:
    (order,) = uow.orders.where()
    return order


def receivable(uow: FakeUnitOfWork, customer: str) -> Decimal:
    """The customer's balance on the receivables account."""
    lines = [line for entry in uow.entries.where() for line in entry.lines]
    return sum(
        (
            line.debit - line.credit
            for line in lines
            if line.kind is AccountKind.RECEIVABLE and line.customer == customer
        ),
        ZERO,
    )
