"""Where characters stand on a page becomes lines, and lines under a known heading become tables.

Lines are found by baseline and cells by the gaps between words. A table starts at a line whose cells name columns
(`vocabulary`); its cells go to the column that they overlap, and lines without a figure of their own belong to the
row on the nearer side (wrapped cells).
"""

from __future__ import annotations

import re
from itertools import pairwise

from nlp.documents.columns import cells_of, columns_of
from nlp.documents.headings import glued, is_heading, with_whole_headings
from nlp.documents.lines import Line
from nlp.documents.tables import NUMBER, is_carried, stacked
from nlp.documents.vocabulary import roles_of
from nlp.opened import Table

FOOTER_LINES = 3  # below a table that goes on overleaf there is no more than a page's foot
PARAGRAPH_GAP = 3.2  # of the usual distance between lines: what comes after is no longer the table
FIGURE = re.compile(
    r"[-(]?(?:EUR|CHF|GBP|USD|PLN|[€£$])?[ ]?\d[\d.,' \u00a0]{0,18}[-)]?[ ]?(?:EUR|CHF|GBP|USD|PLN|zł|[€£$])?"
)
LEAST_ROWS = 2  # of a table without a heading
FIGURE_ROLES = frozenset("amount net_paid line_total quantity unit_price deduction discount balance tax".split())


def tables_in(lines: list[Line], carried: Line | None = None) -> tuple[list[Table], Line | None]:
    """The tables of a page from top to bottom, and the heading that may go on overleaf.

    `carried`: the heading of the page before; lines that fill its columns go on with its table without repeating it.
    """
    found: list[Table] = []
    last: Line | None = None
    lines = with_whole_headings(lines)
    index = 0
    while index < len(lines):
        if is_heading(lines[index]):
            end = _end_of_table(lines, index)
            table = _table(lines[index:end], lines[index - 1].text if index else "")
            if len(table.rows) > 1:
                if not found and carried is not None and carried.cells != lines[index].cells:
                    found += _continued(lines[:index], carried)
                found.append(table)
                last = lines[index] if end >= len(lines) - FOOTER_LINES else None
                index = end
                continue
        index += 1
    if not found and carried is not None:
        found = _continued(lines, carried)
        last = carried if found else None
    return found or _bare(lines), last


def _bare(lines: list[Line]) -> list[Table]:
    """Tables without any heading: rows of as many cells, each below the one above, one column figures."""
    found: list[Table] = []
    run: list[Line] = []
    for line in [*lines, Line(0.0, 1.0, [])]:
        if run and (len(line.pieces) != len(run[-1].pieces) or not _below(run[-1], line)):
            if _holds_figures(run):
                found.append(Table(tuple(row.cells for row in run)))
            run = []
        if len(line.pieces) >= 2:
            run.append(line)
    return found


def _holds_figures(run: list[Line]) -> bool:
    """Rows with a column of figures; the first may be a heading in words that nobody knows."""
    body = run if any(NUMBER.search(cell) for cell in run[0].cells) else run[1:]
    columns = zip(*(row.cells for row in body), strict=True)
    return len(run) >= LEAST_ROWS and bool(body) and any(map(_is_figures, columns))


def _is_figures(cells: tuple[str, ...]) -> bool:
    return all(FIGURE.fullmatch(cell.strip()) for cell in cells)


def _below(above: Line, line: Line) -> bool:
    pairs = zip(above.pieces, line.pieces, strict=True)
    return all(a.left < b.right and b.left < a.right for a, b in pairs)


def _continued(lines: list[Line], heading: Line) -> list[Table]:
    """Rows of the table of the page before: only from the first to the last line that fills most of its columns."""
    columns = columns_of(heading, lines)
    filled = [sum(1 for cell in cells_of(line, columns) if cell) for line in lines]
    enough = max(2, (len(columns) + 1) // 2)
    full = [index for index, count in enumerate(filled) if count >= enough]
    if not full:
        return []
    return [_table([heading, *lines[full[0] : full[-1] + 1]], "")]


def _end_of_table(lines: list[Line], start: int) -> int:
    """The first line after the table: another heading, a large gap, or a sentence across the columns."""
    heading = lines[start]
    pitches: list[float] = []
    for index in range(start + 1, len(lines)):
        line, above = lines[index], lines[index - 1]
        gap = above.baseline - line.baseline
        usual = sorted(pitches)[len(pitches) // 2] if pitches else 2.2 * heading.size
        if gap > PARAGRAPH_GAP * max(usual, line.size * 1.2):
            return index
        if is_heading(line) and line.cells != heading.cells:
            return index
        if _is_sentence(line, heading):
            return index
        pitches.append(gap)
    return len(lines)


def _is_sentence(line: Line, heading: Line) -> bool:
    """One long piece of prose that runs across three columns or more."""
    if len(line.pieces) != 1 or len(line.pieces[0].words) < 5:
        return False
    piece = line.pieces[0]
    return sum(1 for column in heading.pieces if column.left < piece.right and column.right > piece.left) >= 3


def _table(lines: list[Line], title: str) -> Table:
    heading, body = lines[0], lines[1:]
    roles = roles_of(heading.cells)
    columns = columns_of(heading, body)
    grids = [cells_of(line, columns) for line in body]
    figures = [index for index, role in roles.items() if role in FIGURE_ROLES]
    anchors = [index for index, cells in enumerate(grids) if _is_anchor(cells, figures)]
    head, rows = list(heading.cells), _merged(lines, grids, anchors)
    # What follows the last figure and is no wrapped cell of it stands below the table.
    while anchors and rows and rows[-1][0] > anchors[-1]:
        rows.pop()
    if rows and rows[0][0] == -1:
        head = [glued(upper, lower) for upper, lower in zip(head, rows[0][1], strict=True)]
        rows = rows[1:]
    kept = (tuple(cells) for _, cells in rows)
    return stacked(Table((tuple(head), *(cells for cells in kept if not is_carried(cells))), 0, title))


def _is_anchor(cells: list[str], figures: list[int]) -> bool:
    if figures:
        return any(re.search(r"\d", cells[index]) for index in figures)
    return sum(1 for cell in cells if cell) >= 2


def _merged(lines: list[Line], grids: list[list[str]], anchors: list[int]) -> list[tuple[int, list[str]]]:
    """Rows as (number of the anchor line, cells); number -1 holds lines that belong to a wrapped heading."""
    owners = _owners([line.baseline for line in lines], len(grids), anchors)
    rows: dict[int, list[str]] = {}
    for index, cells in enumerate(grids):
        owner = owners[index]
        if owner not in rows:
            rows[owner] = list(cells)
            continue
        rows[owner] = [f"{a} {b}".strip() if a and b else a or b for a, b in zip(rows[owner], cells, strict=True)]
    return sorted(rows.items())


def _owners(baselines: list[float], count: int, anchors: list[int]) -> list[int]:
    """For each body line the anchor that it belongs to: between two anchors the widest gap separates them.

    `baselines` has the heading's first. Lines below the last anchor stay with it while they stand as close as
    wrapped lines do, else they are rows of their own.
    """
    owners = list(range(count))
    marks = [-1, *anchors]
    for above, below in pairwise(marks):
        gaps = [baselines[k] - baselines[k + 1] for k in range(above + 1, below + 1)]
        widest = max(range(len(gaps)), key=lambda k: (round(gaps[k], 1), k)) if gaps else 0
        for offset, index in enumerate(range(above + 1, below)):
            owners[index] = above if offset < widest else below
    if anchors:
        last = anchors[-1]
        for index in range(last + 1, count):
            if owners[index - 1] != last or baselines[index] - baselines[index + 1] > _wrapped_pitch(
                baselines, anchors
            ):
                break
            owners[index] = last
    return owners


def _wrapped_pitch(baselines: list[float], anchors: list[int]) -> float:
    """Closer than this, lines are one wrapped cell: a little less than the distance of rows."""
    pitches = [baselines[a + 1] - baselines[b + 1] for a, b in pairwise(anchors)]
    single = [pitch for (a, b), pitch in zip(pairwise(anchors), pitches, strict=True) if b == a + 1]
    return 0.9 * min(single) if single else 14.0
