"""Money that is not yet put on an invoice, with why, and what the payer said about it."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from starlette.responses import Response

from bot.console.books import count, find, names
from bot.console.web import Ask
from bot.storage.tables import advices, payments
from workflows.cash.model import AdviceStatus


def listing(ask: Ask) -> Response:
    unapplied = payments.c.unapplied != 0
    with ask.console.database.read() as uow:
        rows = find(uow, "payments", unapplied, order=(payments.c.value_date,))
        known = names(uow, (payment.customer for payment in rows))
        total = count(uow, "payments", unapplied)
        waiting = find(uow, "advices", advices.c.state != AdviceStatus.PAIRED.value, order=(advices.c.id.desc(),))
        sums: dict[str, Decimal] = defaultdict(Decimal)
        for payment in rows:
            sums[payment.currency] += payment.unapplied
        known |= names(uow, (advice.customer for advice in waiting))
    return ask.page("payments.html.j2", rows=rows, names=known, total=total, sums=dict(sums), advices=waiting)
