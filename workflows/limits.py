"""What a person approves is within the person's limit, or it is for somebody with a higher one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from workflows.errors import BadInput, NotAllowed
from workflows.ledger.money import ZERO, rounded
from workflows.ledger.valuation import Rates
from workflows.persons import Matter
from workflows.ports import Desk, UnitOfWork

Sum = tuple[str, str, Decimal]
"""(company, currency, amount)."""


def keep_within(
    actor: str, matter: Matter, sums: Iterable[Sum], uow: UnitOfWork, desk: Desk, today: date, *, signed_in: bool = True
) -> Decimal | None:
    """The limit that held, None where there is none. Raises NotAllowed where what is approved of one company is above
    it, in the currency of its books by the day's rates, or a rate is missing. A name on a command line (not
    `signed_in`) has nobody's higher limit."""
    limit = desk.limits.of(actor, matter) if signed_in else desk.limits.of_a_name(actor, matter)
    if limit is None:
        return None
    rates, worth = Rates(uow), defaultdict[str, Decimal](lambda: ZERO)
    action = f"approve a {matter.value.replace('_', ' ')}"
    for company, currency, amount in sums:
        try:
            worth[company] += amount * rates.factor(currency, desk.company(company).currency, today)
        except BadInput as missing:
            raise NotAllowed(actor, action, str(missing)) from missing
    for company, value in sorted(worth.items()):
        home = desk.company(company).currency
        if rounded(value, home) > limit:
            raise NotAllowed(actor, action, f"{rounded(value, home)} {home} is above the limit of {limit}")
    return limit
