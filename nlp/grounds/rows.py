"""Where the rows of a document's tables stand in its text, and what a spreadsheet program calls their cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nlp.documents.vocabulary import column_roles
from nlp.opened import Document, Table

AHEAD = 80  # lines that a row is looked for below the one before
MOST_ROWS = 2000
ENOUGH = 0.6  # of a row's cells that a line must show to be it

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; `spans`: where each of its cells stands in the text, None for one that is not found."""

    cells: tuple[str, ...]
    spans: tuple[Span | None, ...]
    roles: dict[str, int]  # role to the first column headed so
    table: int
    number: int

    @property
    def span(self) -> Span | None:
        """From its first cell in the text to its last."""
        found = [span for span in self.spans if span is not None]
        return (found[0][0], max(end for _, end in found)) if found else None


def rows_of(text: str, tables: Sequence[Table]) -> list[Row]:
    """Every row of the tables, in order."""
    lines = list(_lines(text))
    found: list[Row] = []
    at = 0
    for number, table in enumerate(tables):
        roles: dict[str, int] = {}
        for column, role in column_roles(table).items():
            roles.setdefault(role, column)
        for place, cells in enumerate(table.rows[: MOST_ROWS - len(found)]):
            spans, at = _placed(text, lines, at, cells)
            found.append(Row(cells, spans, roles, number, place))
    return found


def _lines(text: str) -> Iterator[Span]:
    start = 0
    for line in text.splitlines(keepends=True):
        yield start, start + len(line)
        start += len(line)


def _placed(text: str, lines: list[Span], at: int, cells: tuple[str, ...]) -> tuple[tuple[Span | None, ...], int]:
    """(the spans of the cells, the line to go on from); a row that no line shows has none."""
    filled = sum(1 for cell in cells if cell.strip())
    for number in range(at, min(len(lines), at + AHEAD)):
        start, end = lines[number]
        spans = _cells_in(text, start, end, cells)
        if filled and sum(1 for span in spans if span is not None) >= ENOUGH * filled:
            return spans, number + 1
    return (None,) * len(cells), at


def _cells_in(text: str, start: int, end: int, cells: tuple[str, ...]) -> tuple[Span | None, ...]:
    spans: list[Span | None] = []
    for cell in cells:
        word = cell.strip()
        place = text.find(word, start, end) if word else -1
        spans.append((place, place + len(word)) if place >= 0 else None)
        start = place + len(word) if place >= 0 else start
    return tuple(spans)


def page_at(document: Document, place: int) -> int:
    """The page of an offset in a document's text; 0 where it has no pages."""
    number = bisect_right([start for start, _ in document.pages], place) - 1
    return document.pages[number][1] if number >= 0 else 0


def cell_at(document: Document, place: int) -> tuple[str, str]:
    """(sheet, cell) of an offset in the text of a workbook or CSV file; ("", "") elsewhere."""
    grid = next((grid for grid in reversed(document.grids) if grid.start <= place), None)
    if grid is None:
        return "", ""
    line = document.text.count("\n", grid.start, place)
    if line >= len(grid.rows):
        return "", ""
    number, columns = grid.rows[line]
    start = document.text.rfind("\n", 0, place) + 1
    column = document.text[start : place + 1].count("  ")
    return grid.title, name_of(columns[column], number) if column < len(columns) else f"{number}:{number}"


def name_of(column: int, row: int) -> str:
    """The name of a cell: column from 0, row from 1."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"
