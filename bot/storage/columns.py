"""How values lie in a column: exact amounts as integers, moments in UTC, enums as checked text, structures as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect

# Sorted by code point on every database, as Python sorts, whatever the server's locale is.
KEY_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


@lru_cache(maxsize=16_384)
def _read(value: int | None, decimals: int, shown: int, hidden: int) -> Decimal | None:
    """The amount of an integer of its smallest parts."""
    if value is None:
        return None
    short, rest = divmod(int(value), hidden)
    if not rest:  # nearly always: then one conversion is all there is to do
        return Decimal(short).scaleb(-shown)
    return Decimal(int(value)).scaleb(-decimals).normalize()


class _Scaled(sa.types.TypeDecorator[Decimal]):
    """A Decimal kept as an integer of its smallest part (SQLite's Numeric is a float); what does not fit is refused."""

    impl = sa.BigInteger
    cache_ok = True
    decimals: int
    shown: int  # decimals that a value read back has at least
    _hidden: int  # what one part of the last shown decimal counts

    def process_bind_param(self, value: Decimal | int | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        scaled = Decimal(value).scaleb(self.decimals)
        if scaled != scaled.to_integral_value():
            raise ValueError(f"{value} has more than {self.decimals} decimals")
        return int(scaled)

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        return _read(value, self.decimals, self.shown, self._hidden)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Decimal | None]:
        """Called for each of the millions of amounts of a campaign, many of them equal: nothing stands before it."""
        decimals, shown, hidden = self.decimals, self.shown, self._hidden
        return lambda value: _read(value, decimals, shown, hidden)

    def coerce_compared_value(self, op: Any, value: Any) -> sa.types.TypeEngine[Any]:
        return self


class Amount(_Scaled):
    """Money in ten-thousandths: exact for every currency of ISO 4217 (no currency has more than four decimals)."""

    cache_ok = True
    decimals, shown = 4, 2
    _hidden = 10**2


TEN_THOUSANDTHS = 10**Amount.decimals


def amounts_bound(values: Iterable[Decimal | None]) -> list[int | None]:
    """Amounts as `Amount` binds them, many at once; raises ValueError for one that is finer."""
    return [_ten_thousandths(value) if value else None if value is None else 0 for value in values]


def _ten_thousandths(value: Decimal) -> int:
    scaled = value * TEN_THOUSANDTHS
    found = int(scaled)
    if found != scaled:
        raise ValueError(f"{value} has more than {Amount.decimals} decimals")
    return found


class Fine(_Scaled):
    """Unit prices, quantities, percentages and exchange rates, in millionths."""

    cache_ok = True
    decimals, shown = 6, 0
    _hidden = 10**6


class Moment(sa.types.TypeDecorator[datetime]):
    """A point in time. Only aware datetimes are taken; they come back in UTC."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def key(name: str) -> sa.Column[str]:
    return sa.Column(name, KEY_TEXT, primary_key=True)


def text(name: str, *, indexed: bool = False, unique: bool = False) -> sa.Column[str]:
    return sa.Column(name, KEY_TEXT if indexed or unique else sa.Text(), nullable=False, index=indexed, unique=unique)


def structure(name: str) -> sa.Column[str]:
    """JSON text of a tuple or of a nested value; not searchable."""
    return sa.Column(name, sa.Text(), nullable=False)


def amount(name: str, *, optional: bool = False) -> sa.Column[Decimal]:
    return sa.Column(name, Amount(), nullable=optional)


def fine(name: str) -> sa.Column[Decimal]:
    return sa.Column(name, Fine(), nullable=False)


def number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def day(name: str, *, optional: bool = False, indexed: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Date(), nullable=optional, index=indexed)


def moment(name: str, *, optional: bool = False, indexed: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, Moment(), nullable=optional, index=indexed)


def choice(name: str, values: type[StrEnum], *, indexed: bool = False) -> sa.Column[str]:
    """Text that can only be one of an enum's values."""
    known = ", ".join(f"'{value.value}'" for value in values)
    check = sa.CheckConstraint(f"{name} IN ({known})", name=f"{name}_known")
    return sa.Column(name, sa.Text(), check, nullable=False, index=indexed)
