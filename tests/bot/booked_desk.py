"""A company that sold, was paid with discount, short and in foreign money, and credited: a year's books."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from bot.settings.accounts import shipped_charts
from tests.fakes import FakeUnitOfWork
from tests.workflows.selling_desk import company, customer, desk, product
from workflows.cash.booking import post_receipt
from workflows.cash.model import Payment
from workflows.catalogue import ExchangeRate, RateClass, RevenueKind
from workflows.invoicing import policy
from workflows.invoicing.approving import Approval
from workflows.invoicing.crediting import issue_credit_note
from workflows.invoicing.issuing import issue
from workflows.invoicing.model import Invoice
from workflows.ledger.allocation import apply_payment
from workflows.ledger.chart import Books
from workflows.ports import Company, Desk

BY_TWO = Approval("anna", "ben")
D = Decimal
RATES = (("2026-01-02", "1.2500"), ("2026-03-02", "1.0000"))


def seller(country: str = "FR", chart: str = "") -> Company:
    found = company(f"{country}01", country)
    books = Books(shipped_charts()[chart][0]) if chart else Books()
    return replace(found, registration="204685150", vat_id=f"{country}123456789", currency="EUR", books=books)


class Booked:
    """The desk and its books; every step is what its handler books."""

    def __init__(self, country: str = "FR", chart: str = "") -> None:
        self.company = seller(country, chart)
        self.desk: Desk = desk(self.company)
        self.uow = FakeUnitOfWork()
        self.buyer = customer("K10107", company=self.company.code, country=country, name="Maison\tRené | Frères")
        self.uow.customers.add(self.buyer)
        for day, rate in RATES:
            self.uow.rates.add(ExchangeRate(f"USD|{day}", "USD", date.fromisoformat(day), D(rate)))

    def sell(self, net: str, on: str, currency: str = "EUR", rate: RateClass = RateClass.STANDARD) -> Invoice:
        article = product("A1", net, vat_rate_class=rate, revenue=RevenueKind.GOODS)
        draft = policy.draft_of(article, "de", D(1), D(net))
        return issue(
            self.uow, self.desk, at(on), company=self.company, customer=self.buyer, currency=currency, drafts=[draft],
            delivery_date=date.fromisoformat(on),
        )  # fmt: skip

    def pay(self, invoice: Invoice, amount: str, on: str, discount: str = "0", write_off: str = "0") -> None:
        payment = self.receive(amount, on, invoice.currency)
        apply_payment(
            self.uow, self.desk, payment=payment.id, invoice=invoice.number, amount=D(amount), discount=D(discount),
            write_off=D(write_off), on=date.fromisoformat(on), rule="number", proof="",
        )  # fmt: skip

    def receive(self, amount: str, on: str, currency: str = "EUR") -> Payment:
        day, number = date.fromisoformat(on), len(self.uow.payments.rows) + 1
        payment = Payment(
            f"PM-{number}", self.company.code, "", day, day, D(amount), currency, D(amount), "f#1", "camt:1", "René",
            "", "VIR\r\nINST", "",
        )  # fmt: skip
        self.uow.payments.add(payment)
        post_receipt(self.uow, self.desk, payment)
        return payment

    def credit(self, invoice: Invoice, gross: str, on: str) -> Invoice:
        return issue_credit_note(
            self.uow,
            self.desk,
            at(on),
            invoice=invoice,
            gross_amount=D(gross),
            reason="price",
            actor="anna",
            approval=BY_TWO,
        )


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T09:00")


def a_year(country: str = "FR", chart: str = "") -> Booked:
    """Two domestic sales, one paid with discount and one short; one in dollars that lost value; one credited."""
    booked = Booked(country, chart)
    first = booked.sell("1000.00", "2026-01-05")
    booked.pay(first, f"{first.total * D('0.98'):.2f}", "2026-01-12", discount=f"{first.total * D('0.02'):.2f}")
    second = booked.sell("500.00", "2026-01-06", rate=RateClass.REDUCED)
    booked.pay(second, f"{second.total - D('0.40')}", "2026-02-01", write_off="0.40")
    dollars = booked.sell("1000.00", "2026-01-07", "USD")
    booked.pay(dollars, f"{dollars.total}", "2026-03-03")
    third = booked.sell("200.00", "2026-03-10")
    booked.credit(third, f"{third.total}", "2026-03-11")
    booked.receive("77.70", "2026-03-12")
    return booked
