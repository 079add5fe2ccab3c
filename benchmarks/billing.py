"""A billing run is planned over contracts with a year of billed months, as the preview and the run read them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from benchmarks.intake import new_database
from benchmarks.measuring import Round, Sizes, rate
from bot.billing_run import BillingRun
from bot.storage.database import Database
from bot.storage.repositories import SqlRepository
from tests.workflows.selling_desk import customer, desk, product
from workflows.billing.model import BilledPeriod
from workflows.billing.periods import DAY, add_months
from workflows.billing.planning import period_id
from workflows.catalogue import Billing, Contract, RevenueKind

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
MONTHS_BILLED = 12
PRICE = Decimal("49.00")
PORTION = 5_000  # customers written at once


@contextmanager
def plan_on_sqlite(sizes: Sizes) -> Iterator[Round]:
    """A contract a customer, each due for one more month."""
    with new_database() as made:
        fill(made, sizes.customers)
        yield lambda: rate(sizes.customers, lambda: require_all(made, sizes.customers))


def require_all(made: Database, customers: int) -> None:
    """Plans, and is no figure unless every contract gets its invoice."""
    planned = sum(len(page.invoices) for page in BillingRun(made, desk(), NOW).preview())
    if planned != customers:
        raise RuntimeError(f"{planned} of {customers} invoices were planned")


def fill(made: Database, customers: int) -> None:
    """Customers with a monthly contract that began a year ago and is billed up to now."""
    with made.begin() as uow:
        uow.products.add(product("SAAS", revenue=RevenueKind.SUBSCRIPTION))
        for first in range(0, customers, PORTION):
            numbers = range(first, min(first + PORTION, customers))
            _add(uow.customers, [customer(f"K{number:06d}") for number in numbers])
            _add(uow.contracts, [_contract(number) for number in numbers])
            _add(uow.billed_periods, [_billed(number, month) for number in numbers for month in range(MONTHS_BILLED)])


def _add(repository: Any, values: list[Any]) -> None:
    assert isinstance(repository, SqlRepository)
    repository.add_all(values)


def _contract(number: int) -> Contract:
    start = add_months(NOW.date(), -MONTHS_BILLED)
    owner = f"K{number:06d}"
    return Contract(f"V{number:06d}", owner, "SAAS", Decimal(1), PRICE, "EUR", start, None, Billing.MONTHLY)


def _billed(number: int, month: int) -> BilledPeriod:
    first = add_months(NOW.date(), month - MONTHS_BILLED)
    contract, owner = f"V{number:06d}", f"K{number:06d}"
    last = add_months(first, 1) - DAY
    return BilledPeriod(
        period_id(contract, first), contract, owner, first, last, PRICE, "EUR", f"R-{number}-{month}", "", first
    )
