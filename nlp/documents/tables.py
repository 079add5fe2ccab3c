"""Rows of cells become tables: the heading is found by its words, what stands above it becomes the title."""

from __future__ import annotations

import re

from nlp.documents.vocabulary import roles_of
from nlp.opened import Table

HEADING_WITHIN_ROWS = 60
NUMBER = re.compile(r"\d{2,}|\d[.,]\d")

Row = tuple[str, ...]


def heading_strength(row: Row) -> int:
    """How many known columns a row names; 0 if it is no heading (one known word, or mostly figures)."""
    filled = [cell for cell in row if cell]
    if len(filled) < 2 or sum(1 for cell in filled if NUMBER.search(cell)) * 2 > len(filled):
        return 0
    known = len(roles_of(row))
    return known if known >= 2 and known * 2 >= len(filled) else 0


def trimmed(rows: list[Row]) -> list[Row]:
    """Rows of equal length without empty rows and empty columns at the edges."""
    kept = [tuple(cell.strip() for cell in row) for row in rows if any(cell.strip() for cell in row)]
    if not kept:
        return []
    width = max(len(row) for row in kept)
    kept = [row + ("",) * (width - len(row)) for row in kept]
    used = [index for index in range(width) if any(row[index] for row in kept)]
    return [row[used[0] : used[-1] + 1] for row in kept]


def tables_of(rows: list[Row], title: str = "") -> tuple[Table, ...]:
    """The tables in a grid: each strong heading starts one; the rows above the first one become its title.

    Without any heading the grid is one table with `header` -1.
    """
    grid = trimmed(rows)
    if not grid:
        return ()
    headings = _headings(grid)
    if not headings:
        return (Table(rows=tuple(grid), header=-1, title=title),)
    found = []
    above = [title] if title else []
    above += [joined(row) for row in grid[: headings[0]]]
    for number, start in enumerate(headings):
        end = headings[number + 1] if number + 1 < len(headings) else len(grid)
        found.append(Table(rows=tuple(grid[start:end]), header=0, title="\n".join(above) if number == 0 else title))
    return tuple(found)


def joined(row: Row) -> str:
    return "  ".join(cell for cell in row if cell)


def as_text(rows: list[Row] | tuple[Row, ...]) -> str:
    """Rows as lines, cells two blanks apart."""
    return "\n".join(joined(row) for row in rows)


def _headings(grid: list[Row]) -> list[int]:
    strengths = [heading_strength(row) for row in grid]
    best = max(strengths[:HEADING_WITHIN_ROWS], default=0)
    if best == 0:
        return []
    first = strengths.index(best)
    # A later heading that repeats the first (page breaks in exports) goes on with the same table.
    later = [index for index in range(first + 1, len(grid)) if strengths[index] >= 3 and grid[index] != grid[first]]
    return [first, *later]
