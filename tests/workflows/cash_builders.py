"""A small desk with two companies, and short ways to say customers, invoices, entries and statements."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from nlp import reading
from tests.fakes import FakeUnitOfWork
from workflows.cash.handlers import advise_remittance, book_statement
from workflows.cash.model import BankEntry, Payment
from workflows.commands import AdviseRemittance, BookStatement, Source
from workflows.customers import Customer
from workflows.ledger.model import AccountKind, Allocation, DocumentKind, OpenItem
from workflows.ports import CashPolicy, Company, Desk, DisputePolicy, RoutingPolicy

NOW = datetime(2026, 3, 16, 9, 0)
DAY = date(2026, 3, 10)
IBANS = {"DE10": "DE02120300000000202051", "FR10": "FR7630006000011234567890189"}
POLICY = CashPolicy(discount_grace_days=3, write_off_limit=Decimal("1.00"), bank_charges_limit=Decimal("25.00"))


def company(code: str, **changes: Any) -> Company:
    values: dict[str, Any] = {
        "code": code, "name": f"Muster {code} GmbH", "country": code[:2], "vat_id": "", "registration": "",
        "street": "", "postcode": "", "city": "", "iban": IBANS[code], "bic": "", "email": "ar@muster.example",
        "currency": "EUR", "language": "de", "invoice_number": code[:2] + "-{year}-{number:05d}",
        "credit_note_number": "G" + code[:2] + "-{year}-{number:05d}", "known_invoice_numbers": (r"31\d{7}",),
        "escalation": {"default": "lead@muster.example"}, "invoice_on": "delivery", "legal": {},
    }  # fmt: skip
    return Company(**{**values, **changes})


def desk() -> Desk:
    return Desk(
        companies={code: company(code) for code in IBANS},
        countries={},
        dunning={},
        promise_grace_days=3,
        cash=POLICY,
        disputes=DisputePolicy({}, {}),
        routing=RoutingPolicy({}, {}),
        languages=("en", "de", "fr"),
    )


def customer(number: str, name: str, *ibans: str, code: str = "DE10") -> Customer:
    return Customer(
        number=number, company=code, name=name, country=code[:2], language="de", vat_id="", registration="", street="",
        postcode="", city="", emails=(f"ap@{number.lower()}.example",), domains=(), ibans=ibans, payment_days=30,
        currency="EUR", credit_limit=None, dunning_policy="standard", aliases=(),
    )  # fmt: skip


def item(document: str, owner: str, amount: str, code: str = "DE10", **changes: Any) -> OpenItem:
    value = Decimal(amount)
    values: dict[str, Any] = {
        "document": document, "kind": DocumentKind.INVOICE if value > 0 else DocumentKind.CREDIT_NOTE,
        "customer": owner, "company": code, "issue_date": date(2026, 2, 20), "due_date": date(2026, 3, 22),
        "currency": "EUR", "original": value, "open_amount": value,
    }  # fmt: skip
    return OpenItem(**{**values, **changes})


def entry(amount: str, *texts: str, **changes: Any) -> BankEntry:
    values: dict[str, Any] = {
        "file": "bank.xml", "position": 1, "line": 1, "account": IBANS["DE10"], "statement": "1", "booking_date": DAY,
        "value_date": DAY, "amount": Decimal(amount), "currency": "EUR", "bank_reference": "", "end_to_end_id": "",
        "texts": texts, "structured": (), "payer_name": "", "payer_iban": "", "kind": "credit_transfer",
        "instructed_amount": None, "instructed_currency": "", "charges": Decimal(0), "reason": "", "additional": "",
        "format": "camt.053",
    }  # fmt: skip
    return BankEntry(**{**values, **changes})


def statement(*entries: BankEntry, number: str = "1", account: str = IBANS["DE10"], file: str = "a") -> BookStatement:
    return BookStatement(
        file=file, sha256="", account=account, statement=number, currency="EUR", opening=None, closing=None,
        entries=entries,
    )  # fmt: skip


class World:
    """The books of two customers: Anker Werft (known account), Birke Möbel (no account)."""

    def __init__(self, *items: OpenItem) -> None:
        self.uow = FakeUnitOfWork()
        self.desk = desk()
        self.uow.customers.add(customer("K1", "Anker Werft GmbH", "DE11"))
        self.uow.customers.add(customer("K2", "Birke Möbel KG"))
        self.uow.customers.add(customer("K3", "Cedre Holding SA", "FR99"))
        self.uow.customers.add(customer("K4", "Cedre Nord SARL", "FR99"))
        for each in items:
            self.uow.open_items.add(each)

    def pay(self, *entries: BankEntry, number: str = "1", **changes: Any) -> list[Payment]:
        made = book_statement(statement(*entries, number=number, **changes), self.uow, self.desk, NOW)
        return [self.payment(each) for each in made]

    def advise(
        self, *lines: tuple[str, str, str, str], total: str, reference: str = "", owner: str = "K1"
    ) -> tuple[str, ...]:
        told = reading.Remittance(
            payment_date=DAY,
            total=Decimal(total),
            currency="EUR",
            reference=reference or None,
            lines=tuple(
                reading.RemittanceLine(
                    invoice,
                    Decimal(amount),
                    Decimal(deduction) if deduction else None,
                    reading.DeductionReason(reason) if reason else None,
                )
                for invoice, amount, deduction, reason in lines
            ),
        )
        source = Source("m1", "<m1@x.example>", "ap@k1.example", "Avis", (), "de", True)
        return advise_remittance(AdviseRemittance(source, owner, told), self.uow, self.desk, NOW)

    def payment(self, number: str) -> Payment:
        found = self.uow.payments.get(number)
        assert found is not None
        return found

    def open(self, document: str) -> Decimal:
        return self.uow.open_items.get(document).open_amount

    def rows(self, payment: Payment) -> list[tuple[str, str, str, str]]:
        found: list[Allocation] = self.uow.allocations.where(payment=payment.id)
        return sorted(
            (row.invoice, *(str(each or 0) for each in (row.amount, row.discount, row.write_off))) for row in found
        )

    def balance(self, kind: AccountKind, code: str = "DE10") -> Decimal:
        lines = [line for each in self.uow.entries.where(company=code) for line in each.lines if line.kind is kind]
        return sum((line.debit - line.credit for line in lines), Decimal(0))
