"""One of several workers that turn orders into invoices, some of which fail or are credited; a line for each commit."""

from __future__ import annotations

import sys
from contextlib import suppress
from datetime import UTC
from decimal import Decimal

from bot.storage.database import Database, open_database
from bot.storage.unit_of_work import SqlUnitOfWork
from tests.workflows import selling_desk
from tests.workflows.selling_desk import company, desk, placing, wanted
from workflows.invoicing.crediting import issue_credit_note
from workflows.orders.handlers import place

NOW = selling_desk.NOW.replace(tzinfo=UTC)
OWN = desk(company(invoice_on="confirmation"))
CUSTOMERS = ("K1", "K2", "K3")
FAILS_EVERY, CREDITED_EVERY = 7, 4  # orders


class Broken(Exception):
    """A transaction that ends after its numbers were drawn."""


def orders_of(worker: int, workers: int, orders: int) -> range:
    return range(worker, orders, workers)


def work(database: Database, number: int, *, breaks: bool) -> None:
    """The order of a message becomes an invoice, once, however often it is worked; in one transaction."""
    order = wanted(("PUMP", str(number + 1), None), po_number=f"4500{number:04d}")
    customer = CUSTOMERS[number % len(CUSTOMERS)]
    command = placing(order, customer, message_id=f"<{number}@kunde.example>")

    def book(uow: SqlUnitOfWork) -> None:
        made = place(command, uow, OWN, NOW)
        invoices = uow.invoices.where(order=made[0], corrects="")
        if number % CREDITED_EVERY == 0 and not uow.invoices.where(corrects=invoices[0].number):
            issue_credit_note(
                uow, OWN, NOW, invoice=invoices[0], gross_amount=Decimal("11.90"), reason="price", actor="anna"
            )
        if breaks:
            raise Broken

    database.do(book, f"customer:{customer}")


def main(url: str, worker: int, workers: int, orders: int) -> None:
    database = open_database(url)
    for number in orders_of(worker, workers, orders):
        if number % FAILS_EVERY == 0:
            with suppress(Broken):
                work(database, number, breaks=True)
        work(database, number, breaks=False)
        print(number, flush=True)
    print("done", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:5]))
