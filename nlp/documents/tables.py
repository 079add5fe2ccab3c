"""Rows of cells become tables: the heading is found by its words, what stands above it becomes the title."""

from __future__ import annotations

import re

from nlp.documents.vocabulary import roles_of
from nlp.opened import Table

HEADING_WITHIN_ROWS = 60
NUMBER = re.compile(r"\d{2,}|\d[.,]\d")
# A sum carried from one page to the next is no line, wherever it stands in its row.
CARRIED = re.compile(
    r"(?:zwischensumme / )?(?:über|ueber|vor)trag(?: (?:von|auf|nach) .{1,20})?"
    r"|(?:à|a) reporter|report(?: (?:page|de|à) .{0,20})?"
    r"|(?:amount |balance )?(?:carried|brought) (?:forward|over)(?: .{0,20})?|(?:c|b)/fwd|riporto|a riportare"
    r"|suma y sigue|transporteren|over te dragen|z przeniesienia|do przeniesienia",
    re.IGNORECASE,
)
LONGEST_CARRIED = 50

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
    grid = [row for row in trimmed(rows) if not is_carried(row)]
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
        table = Table(rows=tuple(grid[start:end]), header=0, title="\n".join(above) if number == 0 else title)
        found.append(stacked(table))
    return tuple(found)


def is_carried(row: Row) -> bool:
    """Whether a row only carries a sum over from the page before or to the next ("Übertrag", "Report")."""
    labels = [cell.strip(" .:*-") for cell in row if cell.strip() and len(cell) <= LONGEST_CARRIED]
    return any(CARRIED.fullmatch(label) for label in labels) and sum(1 for cell in row if cell.strip()) <= 3


def stacked(table: Table) -> Table:
    """A list set in two or more columns of the page, each under the same heading, as one list from top to bottom."""
    heading = table.rows[table.header]
    for width in range(2, len(heading) // 2 + 1):
        parts = len(heading) // width
        if parts * width == len(heading) and heading == heading[:width] * parts and all(heading[:width]):
            rows = tuple(
                row[start : start + width]
                for start in range(0, len(heading), width)
                for row in table.rows[table.header + 1 :]
                if any(row[start : start + width])
            )
            return Table((heading[:width], *rows), 0, table.title)
    return table


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
