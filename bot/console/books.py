"""What the books say about a customer, gathered for a page; nothing here is decided or changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from bot.storage.tables import messages
from bot.storage.unit_of_work import CODECS, RECORDS, SqlUnitOfWork
from workflows.customers import Customer
from workflows.dunning.holds import holds_of
from workflows.ledger.model import OpenItem, in_shares
from workflows.ledger.money import ZERO
from workflows.ports import Desk

PAGE_ROWS = 200
# Usual buckets of an ageing list: (label, days overdue from).
BUCKETS = (("not due", -100_000), ("1–30", 1), ("31–60", 31), ("61–90", 61), ("over 90", 91))


@dataclass(frozen=True, slots=True)
class ItemRow:
    item: OpenItem
    days_overdue: int
    hold: str  # "" if nobody holds it


@dataclass(frozen=True, slots=True)
class Standing:
    """What a customer owes, per currency; `ageing` has an amount for each of `BUCKETS`."""

    customer: Customer
    items: tuple[ItemRow, ...]
    owed: Mapping[str, Decimal]
    overdue: Mapping[str, Decimal]
    unapplied: Mapping[str, Decimal]
    ageing: Mapping[str, tuple[Decimal, ...]]

    @property
    def share_of_limit(self) -> int | None:
        """Percent of the credit limit that open items use; None without a limit."""
        limit = self.customer.credit_limit
        if not limit:
            return None
        return int(max(ZERO, self.owed.get(self.customer.currency, ZERO)) * 100 / limit)


def find(
    uow: SqlUnitOfWork, kind: str, *conditions: Any, order: Iterable[Any] = (), limit: int = PAGE_ROWS
) -> list[Any]:
    """Records of a kind by SQL conditions on its table (Any: SQLAlchemy's expressions, records of many kinds)."""
    _, table = RECORDS[kind]
    query = sa.select(table).where(*conditions).order_by(*order, *table.primary_key.columns).limit(limit)
    return [CODECS[kind].value(dict(row._mapping)) for row in uow.connection.execute(query)]


def count(uow: SqlUnitOfWork, kind: str, *conditions: Any) -> int:
    _, table = RECORDS[kind]
    return int(uow.connection.execute(sa.select(sa.func.count()).select_from(table).where(*conditions)).scalar_one())


def standing(uow: SqlUnitOfWork, desk: Desk, number: str, today: date) -> Standing | None:
    """None for an unknown customer."""
    customer = uow.customers.get(number) if number else None
    if customer is None:
        return None
    items = [item for item in uow.open_items.where(customer=number) if item.open_amount]
    holds = holds_of(uow, desk, today, items)
    rows = tuple(
        ItemRow(item, item.days_overdue(today), holds[item.document].value if item.document in holds else "")
        for item in sorted(in_shares(items), key=lambda item: (item.due_date, item.document))
    )
    unapplied = [(payment.currency, payment.unapplied) for payment in uow.payments.where(customer=number)]
    return Standing(
        customer=customer,
        items=rows,
        owed=_sums((row.item.currency, row.item.open_amount) for row in rows),
        overdue=_sums((row.item.currency, row.item.open_amount) for row in rows if row.days_overdue > 0),
        unapplied={currency: amount for currency, amount in _sums(unapplied).items() if amount},
        ageing=_ageing(rows),
    )


def _ageing(rows: Iterable[ItemRow]) -> Mapping[str, tuple[Decimal, ...]]:
    found: dict[str, list[Decimal]] = {}
    for row in rows:
        sums = found.setdefault(row.item.currency, [ZERO] * len(BUCKETS))
        bucket = max(index for index, (_, least) in enumerate(BUCKETS) if row.days_overdue >= least)
        sums[bucket] += row.item.open_amount
    return {currency: tuple(sums) for currency, sums in found.items()}


def _sums(amounts: Iterable[tuple[str, Decimal]]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for currency, amount in amounts:
        found[currency] = found.get(currency, ZERO) + amount
    return found


def names(uow: SqlUnitOfWork, numbers: Iterable[str]) -> dict[str, str]:
    """Customer number -> name."""
    wanted = tuple({number for number in numbers if number})
    return {customer.number: customer.name for customer in uow.customers.where(number=wanted)} if wanted else {}


def message_ids(uow: SqlUnitOfWork, headers: Iterable[str]) -> dict[str, str]:
    """Message-ID -> id of our row of it, for links."""
    wanted = [header for header in headers if header]
    query = sa.select(messages.c.message_id, messages.c.id).where(messages.c.message_id.in_(wanted))
    return {row.message_id: row.id for row in uow.connection.execute(query.order_by(messages.c.id.desc()))}
