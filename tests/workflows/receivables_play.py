"""Books played day by day for the tests of reports: documents taken over, money in, back and put on documents."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from tests.fakes import FakeUnitOfWork
from tests.workflows.cash_builders import customer, desk
from workflows.cash.booking import post_receipt
from workflows.cash.model import Payment
from workflows.invoicing.opening import take_over
from workflows.ledger.allocation import apply_payment

DESK = desk()


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


class Books:
    """One company, two customers; every step says its day."""

    def __init__(self) -> None:
        self.uow = FakeUnitOfWork()
        for number, name in (("K1", "Anker Werft GmbH"), ("K2", "Birke Möbel KG")):
            self.uow.customers.add(customer(number, name))
        self.payments = 0

    def invoice(
        self, number: str, issued: date, due: date, amount: str, *, on: date | None = None, **more: Any
    ) -> None:
        """Taken over on a day, its date of issue without one; all of it open unless `open_amount` is given."""
        values: dict[str, Any] = {"customer": "K1", "company": "DE10", "currency": "EUR"} | more
        values["open_amount"] = Decimal(values.get("open_amount", amount))
        take_over(
            self.uow,
            DESK,
            noon(on or issued),
            number=number,
            issue_date=issued,
            due_date=due,
            total=Decimal(amount),
            **values,
        )

    def pay(self, day: date, amount: str, *lines: tuple[str, str], owner: str = "K1", **more: Any) -> str:
        """Money booked on a day and put on documents the same day: the payment's id."""
        self.payments += 1
        value = Decimal(amount)
        payment = Payment(
            id=f"PM-{self.payments:04d}", company="DE10", customer=owner, value_date=day, booking_date=day,
            amount=value, currency="EUR", unapplied=value, source="b.xml#1", statement="camt.053:1", payer_name="",
            payer_iban="", text="", reference="", **more,
        )  # fmt: skip
        self.uow.payments.add(payment)
        post_receipt(self.uow, DESK, payment)
        for number, part in lines:
            self.apply(payment.id, number, part, day)
        return payment.id

    def apply(self, payment: str, number: str, part: str, day: date, **more: str) -> None:
        parts = {name: Decimal(amount) for name, amount in more.items()}
        apply_payment(
            self.uow,
            DESK,
            payment=payment,
            invoice=number,
            amount=Decimal(part),
            on=day,
            rule="number",
            proof="",
            **parts,
        )
