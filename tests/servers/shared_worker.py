"""One of several workers that do many small things to the same books, each as far alone as it has to be."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, timedelta
from decimal import Decimal

from bot.storage.database import Database, open_database
from bot.storage.unit_of_work import SqlUnitOfWork
from tests.workflows import cash_builders, selling_desk
from tests.workflows.selling_desk import company, customer, desk, placing, product, wanted
from workflows.invoicing.crediting import issue_credit_note
from workflows.orders.handlers import place
from workflows.orders.model import Stock

NOW = selling_desk.NOW.replace(tzinfo=UTC)
OWN = desk(company(invoice_on="confirmation"))
CUSTOMERS = ("K1", "K2", "K3", "K4")
COUNTED, IN_STOCK = "COUNTED", 12  # an article of which fewer are there than are ordered
DEEDS = 160


@dataclass(frozen=True, slots=True)
class Deed:
    number: int
    kind: str  # of DOING
    customer: str
    other: str  # customer


def deeds(seed: int) -> list[Deed]:
    chosen = random.Random(seed)
    kinds = ["order"] * 5 + ["scarce"] * 2 + ["credited", "one", "one", "forgetful", "everybody"]
    return [
        Deed(number, chosen.choice(kinds), *(chosen.choice(CUSTOMERS) for _ in range(2))) for number in range(DEEDS)
    ]


def fill(database: Database) -> None:
    with database.begin() as uow:
        uow.products.add(product())
        uow.products.add(product(COUNTED))
        uow.stock.add(Stock(COUNTED, Decimal(IN_STOCK), NOW.date(), None))
        for number in CUSTOMERS:
            uow.customers.add(customer(number))
            uow.open_items.add(cash_builders.item(f"OLD-{number}", number, "0.00"))


def order(uow: SqlUnitOfWork, deed: Deed, sku: str = "PUMP", *, release: bool = False) -> tuple[str, ...]:
    day = NOW.date() + timedelta(days=9 + deed.number)
    goods = wanted((sku, "1", None), po_number=f"{deed.number:04d}", requested_date=day)
    return place(placing(goods, deed.customer, release, message_id=f"<{deed.number}@kunde.example>"), uow, OWN, NOW)


def scarce(uow: SqlUnitOfWork, deed: Deed) -> None:
    order(uow, deed, COUNTED)


def credited(uow: SqlUnitOfWork, deed: Deed) -> None:
    invoice = uow.invoices.get(order(uow, deed)[1])
    assert invoice is not None
    issue_credit_note(uow, OWN, NOW, invoice=invoice, gross_amount=Decimal("11.90"), reason="price", actor="anna")


def one(uow: SqlUnitOfWork, deed: Deed) -> None:
    count_one(uow, deed.customer)


def forgetful(uow: SqlUnitOfWork, deed: Deed) -> None:
    """Says that it is about one customer, and changes another's document, too."""
    count_one(uow, deed.customer)
    count_one(uow, deed.other)


def everybody(uow: SqlUnitOfWork, deed: Deed) -> None:
    for number in CUSTOMERS:
        count_one(uow, number)


def count_one(uow: SqlUnitOfWork, number: str) -> None:
    """Reads a document of the customer and puts it back with one more."""
    item = uow.open_items.get(f"OLD-{number}")
    assert item is not None
    uow.open_items.put(replace(item, discount_days=item.discount_days + 1))


DOING: dict[str, Callable[[SqlUnitOfWork, Deed], object]] = {
    "order": order,
    "scarce": scarce,
    "credited": credited,
    "one": one,
    "forgetful": forgetful,
    "everybody": everybody,
}


def do(database: Database, deed: Deed) -> None:
    about = () if deed.kind == "everybody" else (f"customer:{deed.customer}",)
    database.do(lambda uow: DOING[deed.kind](uow, deed), *about)


def main(url: str, seed: int, worker: int, workers: int) -> None:
    database = open_database(url)
    for deed in deeds(seed)[worker::workers]:
        do(database, deed)
    database.close()


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:5]))
