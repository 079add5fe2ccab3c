"""A small desk for the tests of dunning: policies and law as shipped, customers and items made to measure."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.fakes import FakeUnitOfWork
from workflows.calendar import HolidayRules
from workflows.cash.model import Payment
from workflows.customers import Contact, Customer
from workflows.disputes.model import Case, CaseKind, CaseNote, CaseStatus, PromiseStatus, PromiseToPay
from workflows.dunning.model import DunningPolicy
from workflows.ledger.chart import Chart
from workflows.ledger.model import Allocation, DocumentKind, OpenItem
from workflows.ports import CashPolicy, Company, Country, Desk, DisputePolicy, LatePayment, Rate, RoutingPolicy

CONFIG = Path(__file__).parents[2] / "config"
EUR_40 = ((Decimal(0), Decimal("40.00"), "EUR"),)
GBP_TIERS = (
    (Decimal(0), Decimal(40), "GBP"),
    (Decimal(1000), Decimal(70), "GBP"),
    (Decimal(10000), Decimal(100), "GBP"),
)
EUR_TIERS = tuple((least, amount, "EUR") for least, amount, _ in GBP_TIERS)


def table(name: str) -> dict[str, Any]:
    return tomllib.loads((CONFIG / name).read_text(encoding="utf-8"))


def law(name: str, add: str, fixing: str, lump_sums: tuple[tuple[Decimal, Decimal, str], ...]) -> LatePayment:
    rates = table("rates.toml")[name]
    return LatePayment(
        table=name,
        rates=tuple(
            Rate(date.fromisoformat(day), Decimal(row[0])) for day, row in sorted(rates.items()) if day[:1].isdigit()
        ),
        add=Decimal(add),
        fixing=fixing,
        known_until=rates["known_until"],
        lump_sums=lump_sums,
    )


FR = law("ecb_main_refinancing", "10.00", "half_year", EUR_40)
DE = law("german_base_rate", "9.00", "half_year", EUR_40)
GB = law("bank_of_england", "8.00", "at_start", GBP_TIERS)
IE = law("ecb_main_refinancing", "8.00", "at_start", EUR_TIERS)


def policies() -> dict[str, DunningPolicy]:
    """config/dunning.toml."""
    return {
        name: DunningPolicy(name=name, **{**row, "days": tuple(row["days"]), "minimum": Decimal(row["minimum"])})
        for name, row in table("dunning.toml")["dunning"].items()
        if isinstance(row, dict)
    }


def holiday_rules() -> dict[str, HolidayRules]:
    """config/holidays.toml."""
    return {
        country: HolidayRules(
            fixed=tuple((int(day[:2]), int(day[3:])) for day in row["fixed"]),
            easter=tuple(row["easter"]),
            weekday=tuple((rule[0], rule[1], rule[2]) for rule in row["weekday"]),
            moved=row["moved"],
        )
        for country, row in table("holidays.toml").items()
    }


def country(code: str, late_payment: LatePayment | None) -> Country:
    return Country(
        code=code, currency="EUR", language="en", eu=True, time_zone="Europe/Paris", vat_rates={},
        late_payment=late_payment, mentions={}, chart=Chart(),
    )  # fmt: skip


COMPANY = Company(
    code="FR01", name="Verdanne SAS", country="FR", vat_id="FR1", registration="1", street="1 quai", postcode="69001",
    city="Lyon", iban="FR76", bic="AGRIFRPP", email="ar@verdanne.example", currency="EUR", language="fr",
    invoice_number="V-{year}-{number:05d}", credit_note_number="A-{year}-{number:05d}", known_invoice_numbers=(),
    escalation={"default": "lead@verdanne.example"}, invoice_on="delivery", legal={},
)  # fmt: skip


def desk(**changed: DunningPolicy) -> Desk:
    laws = {"FR": FR, "DE": DE, "GB": GB, "IE": IE, "US": None}
    return Desk(
        companies={"FR01": COMPANY, "DE01": replace(COMPANY, code="DE01", country="DE")},
        countries={code: country(code, late) for code, late in laws.items()},
        dunning={**policies(), **changed},
        promise_grace_days=3,
        cash=CashPolicy(3, Decimal("1.00"), Decimal("25.00")),
        disputes=DisputePolicy({}, {}),
        routing=RoutingPolicy({"default": 0.9}, {"default": 0.8}),
        languages=("en", "fr", "de"),
    )


def customer(number: str = "K1", **changed: Any) -> Customer:
    facts = Customer(
        number=number, company="FR01", name="Atelier Morel", country="FR", language="fr", vat_id="", registration="",
        street="", postcode="", city="", emails=("compta@morel.example", "achats@morel.example"), domains=(), ibans=(),
        payment_days=30, currency="EUR", credit_limit=None, dunning_policy="standard", aliases=(),
    )  # fmt: skip
    return replace(facts, **changed)


def contact(email: str, role: str, who: str = "K1", name: str = "Claire Morel") -> Contact:
    return Contact(f"{who}|{email}", who, name, email, role, "fr", "")


def item(document: str, due: date | str, amount: str = "1000.00", **changed: Any) -> OpenItem:
    due_date = date.fromisoformat(due) if isinstance(due, str) else due
    value = Decimal(amount)
    facts = OpenItem(
        document=document, kind=DocumentKind.INVOICE if value > 0 else DocumentKind.CREDIT_NOTE, customer="K1",
        company="FR01", issue_date=date(2025, 1, 2), due_date=due_date, currency="EUR", original=value,
        open_amount=value,
    )  # fmt: skip
    return replace(facts, **changed)


def case(number: str, *invoices: str, kind: CaseKind = CaseKind.DISPUTE, **changed: Any) -> Case:
    facts = Case(
        id=number, kind=kind, customer="K1", company="FR01", invoices=invoices, reason="price", amount=None,
        currency="EUR", state=CaseStatus.OPEN, owner="", opened=date(2026, 1, 5), due=None, message_ids=(), outcome="",
        used=False, notes=(),
    )  # fmt: skip
    return replace(facts, **changed)


def closed(found: Case, outcome: str, on: date) -> Case:
    note = CaseNote(at=at(on), actor="Ada", event=outcome, text="")
    return replace(found, state=CaseStatus.CLOSED, outcome=outcome, notes=(*found.notes, note))


def promise(number: str, *invoices: str, pays_on: date, **changed: Any) -> PromiseToPay:
    facts = PromiseToPay(
        id=number, customer="K1", company="FR01", invoices=invoices, pays_on=pays_on, amount=None, currency="EUR",
        state=PromiseStatus.OPEN, message_id="<m@x>", made_on=date(2026, 2, 1),
    )  # fmt: skip
    return replace(facts, **changed)


def payment(number: str, value_date: date, amount: str, unapplied: str = "0", **changed: Any) -> Payment:
    facts = Payment(
        id=number, company="FR01", customer="K1", value_date=value_date, booking_date=value_date,
        amount=Decimal(amount), currency="EUR", unapplied=Decimal(unapplied), source="s#1", statement="S",
        payer_name="", payer_iban="", text="", reference="",
    )  # fmt: skip
    return replace(facts, **changed)


def allocation(number: str, source: str, invoice: str, amount: str, on: date, **changed: Any) -> Allocation:
    """`source`: a payment's id, or "credit:<number>"."""
    credit_note = source.removeprefix("credit:") if source.startswith("credit:") else ""
    facts = Allocation(
        id=number, payment="" if credit_note else source, credit_note=credit_note, invoice=invoice, customer="K1",
        amount=Decimal(amount), discount=Decimal(0), write_off=Decimal(0), currency="EUR", date=on, rule="", proof="",
    )  # fmt: skip
    return replace(facts, **changed)


def books(*items: OpenItem, customers: tuple[Customer, ...] = ()) -> Any:
    """Any: the fake's repositories are made by name. Holds these items and the customers K1 and the named ones."""
    uow: Any = FakeUnitOfWork()
    for debtor in customers or (customer(),):
        uow.customers.add(debtor)
    for one in items:
        uow.open_items.add(one)
    return uow


def at(day: date) -> datetime:
    return datetime.combine(day, time(9))
