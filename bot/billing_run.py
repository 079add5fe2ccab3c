"""A billing run over all contracts, read in pages of customers, each page one commit: killed anywhere, just resumed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.storage.database import Database
from workflows.billing.handlers import BillingDone, run
from workflows.billing.planning import BillingPlan, Held, HoldReason, PlannedInvoice, plan
from workflows.dunning.campaign import pages
from workflows.ledger.money import plain
from workflows.ports import Desk, UnitOfWork

PAGE = 200  # customers whose invoices are one commit
REFUSED = (
    HoldReason.CUSTOMER_UNKNOWN,
    HoldReason.PRODUCT_UNKNOWN,
    HoldReason.COMPANY_UNKNOWN,
    HoldReason.HISTORY_UNKNOWN,
    HoldReason.OVERLAPS,
    HoldReason.BELOW_ZERO,
)  # what nobody is asked about by a case: the records have to be mended


@dataclass(frozen=True, slots=True)
class BillingRun:
    """The run of one business moment."""

    database: Database
    desk: Desk
    now: datetime

    def preview(self) -> Iterator[BillingPlan]:
        """What a run would bill now, page by page, out of one snapshot."""
        with self.database.read() as snapshot:
            for customers in pages(under_contract(snapshot), PAGE):
                yield plan(snapshot, self.desk, self.now.date(), customers)

    def carry_out(self) -> Iterator[BillingDone]:
        """Bills. A page is committed when it is given; a second run finds its periods billed and goes on behind it."""
        with self.database.read() as snapshot:
            customers = under_contract(snapshot)
        for page in pages(customers, PAGE):
            with self.database.begin() as uow:
                done = run(uow, self.desk, self.now, page)
            yield done


def under_contract(uow: UnitOfWork) -> list[str]:
    """The customers that have a contract, ascending."""
    return sorted({customer for (customer,) in uow.contracts.columns("customer")})


def rows(found: BillingPlan, numbers: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """A plan as JSON objects (Any: JSON values): invoices with their periods, then what is held and why."""
    numbers = numbers or ("",) * len(found.invoices)
    return [
        *(_invoice_row(invoice, number) for invoice, number in zip(found.invoices, numbers, strict=True)),
        *(_held_row(held) for held in found.held),
    ]


def line_of(row: dict[str, Any]) -> str:
    """A row for people."""
    if "held" in row:
        return f"{row['contract']} {row['first_day']} to {row['last_day']}: not billed, {row['held']}"
    spans = ", ".join(f"{one['contract']} {one['first_day']} to {one['last_day']}" for one in row["periods"])
    return f"{row['invoice'] or 'would bill'} {row['customer']} {row['net']} {row['currency']}: {spans}"


def unbillable(found: BillingPlan) -> list[str]:
    """What cannot be billed before the records are mended, one line each."""
    return [line_of(_held_row(held)) for held in found.held if held.why in REFUSED]


def _invoice_row(invoice: PlannedInvoice, number: str) -> dict[str, Any]:
    return {
        "invoice": number or None,
        "customer": invoice.customer,
        "company": invoice.company,
        "currency": invoice.currency,
        "net": plain(invoice.net, invoice.currency),
        "po_number": invoice.po_number,
        "periods": [
            {
                "contract": part.contract.number,
                "first_day": part.period.first.isoformat(),
                "last_day": part.period.last.isoformat(),
                "net": plain(sum((charge.net for charge in part.charges), 0 * invoice.net), invoice.currency),
            }
            for part in invoice.parts
        ],
    }


def _held_row(held: Held) -> dict[str, Any]:
    return {
        "contract": held.contract,
        "customer": held.customer,
        "first_day": held.period.first.isoformat(),
        "last_day": held.period.last.isoformat(),
        "held": held.why.value,
    }
