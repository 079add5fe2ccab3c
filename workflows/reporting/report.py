"""A report is tables with the definitions of their figures, and what did not tie out, if anything did not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

Cell = str | int | None
"""Amounts and shares as decimal strings, days and counts as integers, dates in ISO 8601."""


class Form(StrEnum):
    """What the cells of a column are, for programs that show them."""

    TEXT = "text"
    AMOUNT = "amount"  # in the row's currency
    NUMBER = "number"
    PERCENT = "percent"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    form: Form = Form.TEXT


@dataclass(frozen=True, slots=True)
class Chart:
    """How a table is drawn: one group of bars a row (named by `label`), one bar a column of `values`."""

    title: str
    label: str
    values: tuple[str, ...]
    stacked: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    columns: tuple[Column, ...]
    rows: tuple[Mapping[str, Cell], ...]
    chart: Chart | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """`definitions`: figure -> how it is computed, in words; `differences`: what does not tie out, in words."""

    kind: str
    as_of: date
    definitions: Mapping[str, str]
    tables: tuple[Table, ...]
    differences: tuple[str, ...] = ()


def columns(form: Form, *names: str) -> tuple[Column, ...]:
    return tuple(Column(name, form) for name in names)


def shown(figure: Decimal | None, decimals: int = 2) -> str | None:
    """A computed figure, rounded half up only here; None stays None."""
    if figure is None:
        return None
    return f"{figure.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP):f}"


def share(part: Decimal | int, whole: Decimal | int) -> Decimal | None:
    """In percent; None of nothing."""
    return Decimal(part) * 100 / Decimal(whole) if whole else None
