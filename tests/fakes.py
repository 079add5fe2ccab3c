"""The ports in memory: the same contract as the real ones (tests/bot/test_storage_contract.py runs over both)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from typing import Any, Generic, TypeVar

from workflows.errors import AlreadyExists
from workflows.ports import Not

T = TypeVar("T")
REPOSITORIES = [
    "customers",
    "contacts",
    "products",
    "prices",
    "contracts",
    "rates",
    "billed_periods",
    "usage",
    "index_values",
    "revenue_schedules",
    "arrangements",
    "orders",
    "deliveries",
    "returns",
    "stock",
    "invoices",
    "prepayments",
    "open_items",
    "allocations",
    "entries",
    "statements",
    "payments",
    "advices",
    "habits",
    "receipt_sources",
    "refunds",
    "refund_settlements",
    "payer_relations",
    "cases",
    "promises",
    "changes",
    "messages",
    "lessons",
    "letters",
    "audit",
    "stops",
    "waivers",
    "credit_holds",
    "dunning_campaigns",
    "campaign_letters",
    "mandates",
    "direct_debits",
    "debit_collections",
    "addresses",
    "brakes",
]


UNITS = {"original": 10_000, "open_amount": 10_000, "discount_percent": 1_000_000}


class FakeRepository(Generic[T]):
    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.rows: dict[str, T] = {}

    def _key(self, value: T) -> str:
        return str(getattr(value, fields(value)[0].name))  # type: ignore[arg-type]

    def get(self, key: str) -> T | None:
        return self.rows.get(key)

    def add(self, value: T) -> None:
        if self._key(value) in self.rows:
            raise AlreadyExists(self.kind, self._key(value))
        self.rows[self._key(value)] = value

    def put(self, value: T) -> None:
        self.rows[self._key(value)] = value

    def where(self, **equal: Any) -> list[T]:
        def fits(row: T) -> bool:
            for name, wanted in equal.items():
                value = getattr(row, name)
                if isinstance(wanted, Not):
                    if value == wanted.value:
                        return False
                elif isinstance(wanted, (tuple, list, set, frozenset)):
                    if value not in wanted:
                        return False
                elif value != wanted:
                    return False
            return True

        return [self.rows[key] for key in sorted(self.rows) if fits(self.rows[key])]

    def columns(self, *fields: str, **equal: Any) -> Iterator[tuple[Any, ...]]:
        for row in self.where(**equal):
            yield tuple(getattr(row, field) for field in fields)

    def portions(self, *fields: str) -> Iterator[list[tuple[Any, ...]]]:
        rows = [
            [int(getattr(row, field) * UNITS[field]) if field in UNITS else getattr(row, field) for field in fields]
            for row in self.where()
        ]
        if rows:
            yield list(zip(*rows, strict=True))


class FakeUnitOfWork:
    """All records in dicts. `draw` counts from 1; `lock` remembers who was locked."""

    def __init__(self) -> None:
        for name in REPOSITORIES:
            setattr(self, name, FakeRepository(name))
        self.series: dict[str, int] = {}
        self.locked: list[str] = []

    def debtors(self, due_before: date) -> list[str]:
        items: Any = self.open_items.rows.values()  # type: ignore[attr-defined]
        return sorted({item.customer for item in items if item.open_amount > 0 and item.due_date < due_before})

    def sign(self, text: str) -> str:
        return hashlib.sha256(f"secret:{text}".encode()).hexdigest()[:16]

    def draw(self, series: str) -> int:
        self.series[series] = self.series.get(series, 0) + 1
        return self.series[series]

    def progress(self) -> dict[str, int]:
        items: Any = self.open_items.rows  # type: ignore[attr-defined]
        return {**{name: value for name, value in self.series.items() if name != "audit"}, "": len(items)}

    def lock(self, subject: str) -> None:
        self.locked.append(subject)
