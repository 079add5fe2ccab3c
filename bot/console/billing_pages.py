"""What a billing run of today would write and what it would leave, and why; the page changes nothing."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from starlette.responses import Response

from bot.billing_run import BillingRun
from bot.console.books import names
from bot.console.web import Ask
from workflows.billing.planning import Held, PlannedInvoice

MOST_ROWS = 300  # shown; a large desk lists the rest by `o2cbot bill --dry-run`


def preview(ask: Ask) -> Response:
    console = ask.console
    invoices: list[PlannedInvoice] = []
    held: list[Held] = []
    for page in BillingRun(console.database, console.desk, console.now()).preview():
        invoices += page.invoices
        held += page.held
        if len(invoices) + len(held) >= MOST_ROWS:
            break
    is_cut = len(invoices) + len(held) >= MOST_ROWS
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for invoice in invoices:
        sums[invoice.currency] += invoice.net
    with console.database.read() as uow:
        known = names(uow, [*(one.customer for one in invoices), *(one.customer for one in held)])
    return ask.page(
        "billing.html.j2",
        invoices=invoices[:MOST_ROWS],
        held=held[:MOST_ROWS],
        is_cut=is_cut,
        sums=dict(sums),
        names=known,
        day=console.now().date(),
    )
