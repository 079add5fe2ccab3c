"""Which promises the desk accepts alone: so many instalments, so long, of whoever kept earlier ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from nlp.reading import Instalment
from workflows.disputes.model import PromiseStatus, PromiseToPay
from workflows.ledger.model import OpenItem
from workflows.ledger.money import ZERO, plain

MEMORY_DAYS = 365  # of broken promises


@dataclass(frozen=True, slots=True)
class PromisePolicy:
    """What is beyond a limit waits for a person; 0 is no limit.

    `instalments`: most of one plan; `days`: from today to the last of them; `amount`: open on the promised invoices, in
    their currency; `broken`: from so many broken promises of the last 365 days on nothing more is accepted alone.
    `missed_breaks_plan`: a missed instalment ends the whole plan, and dunning goes on at once.
    """

    instalments: int = 0
    days: int = 0
    amount: Decimal = ZERO
    broken: int = 0
    missed_breaks_plan: bool = False


def beyond(
    instalments: Sequence[Instalment],
    items: Iterable[OpenItem],
    earlier: Iterable[PromiseToPay],
    today: date,
    policy: PromisePolicy,
) -> tuple[str, ...]:
    """Why a person decides about a promise, in words; () where the desk accepts it alone. `earlier`: the customer's."""
    found = []
    if policy.instalments and len(instalments) > policy.instalments:
        found.append(f"The promise has {len(instalments)} instalments; {policy.instalments} are accepted.")
    last = max((part.date for part in instalments), default=today)
    if policy.days and (last - today).days > policy.days:
        found.append(f"The last instalment is {(last - today).days} days away; {policy.days} are accepted.")
    for currency, total in _open(items).items():
        if policy.amount and total > policy.amount:
            limit = plain(policy.amount, currency)
            found.append(f"{plain(total, currency)} {currency} are promised; up to {limit} are accepted.")
    since = today - timedelta(days=MEMORY_DAYS)
    broken = sum(one.state is PromiseStatus.BROKEN and one.pays_on >= since for one in earlier)
    if policy.broken and broken >= policy.broken:
        found.append(f"The customer broke {broken} promises in the last {MEMORY_DAYS} days.")
    return tuple(found)


def plan_of(promise: PromiseToPay) -> tuple[str, str, date, tuple[str, ...]]:
    """What the instalments of one plan have in common."""
    return (promise.customer, promise.message_id, promise.made_on, promise.invoices)


def _open(items: Iterable[OpenItem]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for item in items:
        sums[item.currency] = sums.get(item.currency, ZERO) + item.open_amount
    return sums
