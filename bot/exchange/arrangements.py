"""Rows of arrangements: one promise each, with what it is invoiced by and what it costs by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from bot.exchange.cells import BadCell, day, needed, or_default, positive, text, yes_or_no
from workflows.errors import BadInput, O2CError
from workflows.ports import Desk, UnitOfWork
from workflows.revenue.arranging import arrange
from workflows.revenue.elements import ElementTerms

COLUMNS = {
    "arrangement": needed,
    "source": needed,
    "sku": text,
    "quantity": or_default(positive, None),
    "stand_alone": or_default(positive, None),
    "residual": yes_or_no,
    "bundle_price": or_default(positive, None),
    "first_day": or_default(day, None),
    "last_day": or_default(day, None),
    "by_supply": or_default(yes_or_no, None),
}
OPTIONAL = (
    "sku", "quantity", "stand_alone", "residual", "bundle_price", "first_day", "last_day", "by_supply",
)  # fmt: skip
ACTOR = "import"

Rows = list[tuple[int, Mapping[str, Any]]]


def store_arrangements(rows: Rows, file: str, uow: UnitOfWork, desk: Desk, now: datetime) -> None:
    """Rows of one arrangement belong together, in their order. Raises BadInput with the first row of one refused."""
    groups: dict[str, Rows] = {}
    for line, cells in rows:
        groups.setdefault(cells["arrangement"], []).append((line, cells))
    for number, own in groups.items():
        try:
            arrange(uow, desk, now, number=number, elements=elements_of(cells for _, cells in own), actor=ACTOR)
        except (O2CError, BadCell) as error:
            raise BadInput(file, str(error), line=own[0][0]) from error


def elements_of(rows: Iterable[Mapping[str, Any]]) -> list[ElementTerms]:
    """Raises BadCell for a price of its own beside "residual"."""
    found = []
    for cells in rows:
        if cells["residual"] and cells["stand_alone"] is not None:
            raise BadCell("an element has stand_alone, or is residual, not both")
        values = {name: value for name, value in cells.items() if name not in ("arrangement", "residual")}
        found.append(ElementTerms(**values, is_residual=cells["residual"]))
    return found


def added_elements(rows: Rows, arrangement: str, file: str) -> list[ElementTerms]:
    """What a file adds to one arrangement. Raises BadInput."""
    try:
        return elements_of(cells for _, cells in rows if cells["arrangement"] == arrangement)
    except BadCell as error:
        raise BadInput(file, str(error)) from error
