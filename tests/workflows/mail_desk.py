"""A small desk for the tests of what a mail makes happen: one company, two customers, a few invoices, readings."""

from __future__ import annotations

import json
import tomllib
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from bot.settings.disputes import dispute_policy
from bot.settings.section import Section
from nlp import reading as r
from tests.fakes import FakeUnitOfWork
from workflows.commands import Source
from workflows.customers import Customer
from workflows.invoicing.model import Invoice
from workflows.ledger.model import DocumentKind, OpenItem
from workflows.messages import Message, MessageStatus
from workflows.ports import CashPolicy, Company, Desk, RoutingPolicy
from workflows.routing.facts import DocumentFact, Known

CONFIG = Path(__file__).parents[2] / "config"
NOW = datetime(2026, 2, 16, 10, 0, tzinfo=UTC)
KNOWN_SENDER = "compta@delattre.example"


def table(name: str) -> dict[str, Any]:
    return tomllib.loads((CONFIG / name).read_text(encoding="utf-8"))


def company() -> Company:
    return Company(
        code="DE10", name="Nordwerk GmbH", country="DE", vat_id="DE136695976", registration="HRB 1", street="Kai 4",
        postcode="20457", city="Hamburg", iban="DE89370400440532013000", bic="COBADEFFXXX",
        email="buchhaltung@nordwerk.example", currency="EUR", language="de", invoice_number="R-{year}-{number:05d}",
        credit_note_number="G-{year}-{number:05d}", known_invoice_numbers=(),
        escalation={"price": "sales@nordwerk.example", "default": "lead@nordwerk.example"},
        invoice_on="confirmation", legal={},
    )  # fmt: skip


def desk() -> Desk:
    return Desk(
        companies={"DE10": company()},
        countries={},
        dunning={},
        promise_grace_days=3,
        cash=CashPolicy(3, Decimal("1.00"), Decimal("25.00")),
        disputes=dispute_policy(Section({}, "disputes", [])),
        routing=RoutingPolicy(**table("routing.toml")),
        languages=("en", "fr", "de"),
    )


def customer(number: str = "K1", **changes: Any) -> Customer:
    made = Customer(
        number=number, company="DE10", name="Delattre SAS", country="FR", language="fr", vat_id="FR40303265045",
        registration="303265045", street="3 rue Haute", postcode="59000", city="Lille",
        emails=("factures@delattre.example",), domains=("delattre.example",), ibans=(), payment_days=30,
        currency="EUR", credit_limit=None, dunning_policy="standard", aliases=(),
    )  # fmt: skip
    return replace(made, **changes)


def add_invoice(
    uow: FakeUnitOfWork, number: str, amount: str, *, of: str = "K1", taken_over: bool = False, open_amount: str = ""
) -> OpenItem:
    total = Decimal(amount)
    issued, due = date(2026, 1, 5), date(2026, 2, 4)
    uow.invoices.put(
        Invoice(
            number=number, kind=DocumentKind.INVOICE, company="DE10", customer=of, issue_date=issued, due_date=due,
            currency="EUR", net=None, tax=None, total=total, po_number="", order="", delivery_date=None, lines=(),
            taxes=(), seller=None, buyer=None, discount_percent=Decimal(0), discount_days=0, corrects="", case="",
            taken_over=taken_over, sequence=0, series="", previous_digest="", digest="",
        )
    )  # fmt: skip
    item = OpenItem(
        document=number, kind=DocumentKind.INVOICE, customer=of, company="DE10", issue_date=issued, due_date=due,
        currency="EUR", original=total, open_amount=Decimal(open_amount or amount),
    )  # fmt: skip
    uow.open_items.put(item)
    return item


def books() -> FakeUnitOfWork:
    """Customer K1 with R-1 (1000.00) and R-2 (200.00), K2 with R-9."""
    uow = FakeUnitOfWork()
    uow.customers.put(customer())
    uow.customers.put(customer("K2", name="Müller KG", emails=("x@mueller.example",), domains=("mueller.example",)))
    add_invoice(uow, "R-1", "1000.00")
    add_invoice(uow, "R-2", "200.00", taken_over=True)
    add_invoice(uow, "R-9", "900.00", of="K2")
    return uow


def source(**changes: Any) -> Source:
    made = Source(
        message="box:0:0000000001", message_id="<m1@delattre.example>", sender=KNOWN_SENDER, subject="Facture R-1",
        references=(), language="fr", may_answer=True,
    )  # fmt: skip
    return replace(made, **changes)


def reading(*intents: str, confidence: float = 0.99, **changes: Any) -> r.Reading:
    made = r.Reading(
        message_id="<m1@delattre.example>", sender=r.Address("Compta", KNOWN_SENDER), recipients=(),
        subject="Facture R-1",
        sent_at=NOW, in_reply_to=None, references=(), text="Bonjour", new_text="Bonjour", language="fr", customer="K1",
        identified_by=r.Identification.DOMAIN, trust=r.Trust.VERIFIED, automatic=False,
        intents=tuple(r.Intent(r.IntentName(name), confidence) for name in intents),
    )  # fmt: skip
    return replace(made, **changes)


def known(**changes: Any) -> Known:
    documents = {
        number: DocumentFact(number, of, Decimal(amount), Decimal(amount), "EUR")
        for number, of, amount in (("R-1", "K1", "1000.00"), ("R-2", "K1", "200.00"), ("R-9", "K2", "900.00"))
    }
    return replace(Known(message="box:0:0000000001", customer="K1", language="fr", documents=documents), **changes)


def message(number: int = 1, read: r.Reading | None = None, **changes: Any) -> Message:
    made = Message(
        id=f"box:0:{number:010d}", mailbox="box", company="DE10", generation="0", uid=str(number),
        sha256=f"{number:064x}", received_at=NOW, message_id="", state=MessageStatus.RECEIVED, language="", customer="",
        intents=(), route="", reading=json.dumps(asdict(read), default=str) if read else "", records=(), why="",
        owner="", attempts=0,
    )  # fmt: skip
    return replace(made, **changes)


def dispute(*invoices: str, reason: str = "price", amount: str | None = None) -> r.Dispute:
    return r.Dispute(invoices, r.DisputeReason(reason), Decimal(amount) if amount else None, "EUR" if amount else None)


def promise(
    *invoices: str, on: tuple[str, ...] = ("2026-02-27",), amounts: tuple[str | None, ...] = (None,)
) -> r.Promise:
    return r.Promise(
        invoices,
        tuple(
            r.Instalment(date.fromisoformat(day), Decimal(amount) if amount else None)
            for day, amount in zip(on, amounts, strict=True)
        ),
    )


def query(topic: str, *invoices: str, po_number: str | None = None) -> r.Query:
    return r.Query(r.QueryTopic(topic), invoices, po_number)


def advice(*lines: tuple[str, str], total: str | None = None) -> r.Remittance:
    rows = tuple(r.RemittanceLine(invoice, Decimal(amount)) for invoice, amount in lines)
    return r.Remittance(date(2026, 2, 16), Decimal(total) if total else None, "EUR", "VIR 1", rows)
