"""The row or the clause that each line of an order or a payment was read from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nlp.grounds import written
from nlp.grounds.finder import Area, Finder
from nlp.grounds.rows import Row
from nlp.reading import Evidence, OrderLine, RemittanceLine

# The columns that a value stands in, the likeliest first.
COLUMNS: dict[str, tuple[str, ...]] = {
    "sku": ("sku", "description"),
    "description": ("description", "sku"),
    "quantity": ("quantity",),
    "unit": ("unit", "quantity"),
    "unit_price": ("unit_price", "line_total"),
    "invoice": ("invoice", "reference"),
    "amount": ("invoice_amount", "amount", "balance", "net_paid", "net", "line_total"),
    "deduction": ("deduction", "discount"),
    "reason": ("reason", "deduction", "discount"),
}
FIGURES = frozenset({"quantity", "unit_price", "amount", "deduction"})


def line_areas(finder: Finder, path: str, lines: Sequence[Any], grounds: Sequence[Evidence]) -> list[Area | None]:
    """For each line its row or its words; None where nothing of it is found. `path`: "order.lines"."""
    areas: list[Area | None] = []
    after: dict[int, int] = {}  # source to the row that the next line stands below
    grounds_of: dict[str, list[Evidence]] = {}
    for ground in grounds:
        if ground.field.startswith(f"{path}."):
            grounds_of.setdefault(ground.field[len(path) + 1 :].partition(".")[0], []).append(ground)
    for number, line in enumerate(lines):
        own = grounds_of.get(str(number), [])
        area = _tabled(finder, own, after) or _spoken(finder, own) or _listed(finder, line, areas)
        areas.append(area)
    return areas


def _tabled(finder: Finder, own: list[Evidence], after: dict[int, int]) -> Area | None:
    """The next row of a table that holds all the cells that the line was read from."""
    cells = {ground.text for ground in own if ground.text}
    for source in finder.texts:
        if not cells or source.name != own[0].source or not source.tables:
            continue
        rows = finder.rows(source)
        first = after.get(id(source), 0)
        for number in (*range(first, len(rows)), *range(first)):
            row = rows[number]
            if cells <= {cell.strip() for cell in row.cells} and row.span is not None:
                after[id(source)] = number + 1
                return Area(source, row.span[0], row.span[1], row)
    return None


def _spoken(finder: Finder, own: list[Evidence]) -> Area | None:
    found = [area for ground in own if (area := finder.area_of(ground)) is not None]
    if not found:
        return None
    first = found[0]
    same = [area for area in found if area.source is first.source]
    return Area(first.source, min(area.start for area in same), max(area.end for area in same))


def _listed(finder: Finder, line: Any, before: list[Area | None]) -> Area | None:
    """In a data file: the next place of the line's number or description below the line before."""
    last = next((area for area in reversed(before) if area is not None), None)
    for source in finder.texts:
        start = last.end if last is not None and last.source is source else 0
        below = [Area(source, start, len(source.text)), finder.whole(source)]
        keys: list[tuple[str, str | None]] = []
        if isinstance(line, OrderLine):
            keys = [("description", line.description), ("sku", line.sku)]
        elif isinstance(line, RemittanceLine):
            keys = [("invoice", line.invoice)]
        for name, value in keys:
            found = finder.find(name, value, below) if value else None
            if found is not None:
                return found
    return None


def column_of(row: Row, name: str, text: str) -> int | None:
    """The column of a row that holds just this text, the one headed so before others; None where none does."""
    headed = [row.roles[role] for role in COLUMNS.get(name, ()) if role in row.roles]
    places = (*headed, *range(len(row.cells)))
    return next((place for place in places if place < len(row.cells) and row.cells[place].strip() == text), None)


def cell_of(row: Row, name: str, value: Any) -> int | None:
    """The column of a row that says a value; None where none does."""
    headed = [row.roles[role] for role in COLUMNS.get(name, ()) if role in row.roles]
    places = [place for place in dict.fromkeys((*headed, *range(len(row.cells)))) if place < len(row.cells)]
    if name in FIGURES:
        return next((place for place in places if written.figure_spans(value, row.cells[place])), None)
    words = str(value).strip().lower()
    exact = next((place for place in places if row.cells[place].strip().lower() == words), None)
    if exact is not None or name != "invoice":
        return exact if exact is not None else headed[0] if headed and name in ("sku", "unit", "reason") else None
    return next((place for place in places if written.identifier_spans(words, row.cells[place].lower())), None)
