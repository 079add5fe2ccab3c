"""What was agreed together and what waits to be earned: prices, shares, positions; the page changes nothing."""

from __future__ import annotations

from starlette.responses import Response

from bot.arrangement_rows import progress, sights
from bot.console.books import PAGE_ROWS, find, names
from bot.console.web import Ask
from bot.storage.tables import revenue_schedules


def overview(ask: Ask) -> Response:
    """Arrangements, then the lines of invoices that are not earned yet, the oldest first."""
    customer = ask.query("customer")
    table = revenue_schedules.c
    conditions = [table.done.is_(False), table.arrangement == ""]
    with ask.console.database.read() as uow:
        agreed = list(sights(uow, customer))
        waiting = find(
            uow,
            "revenue_schedules",
            *conditions,
            *([table.customer == customer] if customer else []),
            order=(table.first_day, table.id),
        )
        known = names(uow, [*(one.arrangement.customer for one in agreed), *(one.customer for one in waiting)])
    return ask.page(
        "revenue.html.j2",
        agreed=agreed[:PAGE_ROWS],
        waiting=waiting,
        is_cut=max(len(waiting), len(agreed)) >= PAGE_ROWS,
        names=known,
        progress=progress,
        day=ask.console.now().date(),
    )
