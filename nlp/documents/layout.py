"""Where characters stand on a page becomes lines, and lines under a known heading become tables.

Lines are found by baseline and cells by the gaps between words. A table starts at a line whose cells name columns
(`vocabulary`); its cells go to the column that they overlap, and lines without a figure of their own belong to the
row on the nearer side (wrapped cells).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from nlp.documents.tables import NUMBER, heading_strength, is_carried, stacked
from nlp.documents.vocabulary import roles_of
from nlp.opened import Table

SAME_BASELINE = 0.35  # of the letter size
WORD_GAP = 0.18
CELL_GAP = 0.95
FINER_GAP = 0.5  # of the columns of a heading, where a blank is about 0.3
FINER_BLANKS = 1.6  # of the smallest blank of the line
WIDEST_BLANK = 0.7
ALIGNED = 1.2  # points
FOOTER_LINES = 3  # below a table that goes on overleaf there is no more than a page's foot
PARAGRAPH_GAP = 3.2  # of the usual distance between lines: what comes after is no longer the table
RULE = re.compile(r"[-_=.·—–]{4,}\Z")  # a line drawn with characters
FIGURE = re.compile(
    r"[-(]?(?:EUR|CHF|GBP|USD|PLN|[€£$])?[ ]?\d[\d.,' \u00a0]{0,18}[-)]?[ ]?(?:EUR|CHF|GBP|USD|PLN|zł|[€£$])?"
)
LEAST_ROWS = 2  # of a table without a heading
FIGURE_ROLES = frozenset("amount net_paid line_total quantity unit_price deduction discount balance tax".split())


@dataclass(slots=True)
class Letter:
    """A character with its box in points, y growing upwards; `size` is the letter size."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    order: int = 0  # in the page's content


@dataclass(slots=True)
class Piece:
    """A word, or words so near to each other that they are one cell."""

    text: str
    left: float
    right: float
    words: list[Piece] = field(default_factory=list)
    last: int = -1  # order of its last letter


@dataclass(slots=True)
class Line:
    baseline: float
    size: float
    pieces: list[Piece]

    @property
    def text(self) -> str:
        return "  ".join(piece.text for piece in self.pieces)

    @property
    def cells(self) -> tuple[str, ...]:
        return tuple(piece.text for piece in self.pieces)


@dataclass(slots=True)
class Column:
    left: float
    right: float


def lines_of(letters: list[Letter]) -> list[Line]:
    """Lines from top to bottom, each with its cells from left to right."""
    rows: list[list[Letter]] = []
    for letter in sorted(letters, key=lambda one: -one.baseline):
        if rows and abs(rows[-1][0].baseline - letter.baseline) <= SAME_BASELINE * max(letter.size, rows[-1][0].size):
            rows[-1].append(letter)
        else:
            rows.append([letter])
    found = []
    for row in rows:
        row.sort(key=lambda one: one.left)
        pieces = _pieces(row)
        if pieces:
            found.append(Line(row[0].baseline, max(one.size for one in row), pieces))
    return found


def _pieces(row: list[Letter]) -> list[Piece]:
    words: list[Piece] = []
    pending_blank = False
    for letter in row:
        if letter.text.isspace():
            pending_blank = True
            continue
        gap = letter.left - words[-1].right if words else 0.0
        if words and not pending_blank and gap <= WORD_GAP * letter.size:
            # Printed twice for a bold look; the two letters of a ligature come one right after the other.
            twice = gap < -0.25 * letter.size and abs(letter.order - words[-1].last) > 1
            if twice and words[-1].text.endswith(letter.text):
                continue
            words[-1].text += letter.text
            words[-1].last = letter.order
            words[-1].right = max(words[-1].right, letter.right)
        else:
            words.append(Piece(letter.text, letter.left, letter.right, last=letter.order))
        pending_blank = False
    words = [word for word in words if not RULE.match(word.text)]
    cells: list[Piece] = []
    size = max((letter.size for letter in row), default=1.0)
    for word in words:
        if cells and word.left - cells[-1].right <= CELL_GAP * size:
            cells[-1].text += " " + word.text
            cells[-1].right = max(cells[-1].right, word.right)
            cells[-1].words.append(word)
        else:
            cells.append(Piece(word.text, word.left, word.right, [word]))
    return cells


def tables_in(lines: list[Line], carried: Line | None = None) -> tuple[list[Table], Line | None]:
    """The tables of a page from top to bottom, and the heading that may go on overleaf.

    `carried`: the heading of the page before; lines that fill its columns go on with its table without repeating it.
    """
    found: list[Table] = []
    last: Line | None = None
    lines = _with_whole_headings(lines)
    index = 0
    while index < len(lines):
        if _is_heading(lines[index]):
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


def _with_whole_headings(lines: list[Line]) -> list[Line]:
    """A heading in two lines ("Rechnungs-" above "nummer") as one, where it names more columns so."""
    whole: list[Line] = []
    for line in map(_finer, lines):
        if whole and (joined := _joined(whole[-1], line)) is not None:
            whole[-1] = joined
        else:
            whole.append(line)
    return whole


def _finer(line: Line) -> Line:
    """A heading whose columns stand close, cut at smaller gaps, where it names more columns so."""
    words = [word for piece in line.pieces for word in piece.words]
    pitches = [(word.right - word.left) / len(word.text) for word in words if len(word.text) > 1]
    monospaced = len(pitches) > 1 and max(pitches) < 1.05 * min(pitches)
    if len(line.pieces) < 2 or monospaced or any(NUMBER.search(cell) for cell in line.cells):
        return line
    blanks = [b.left - a.right for piece in line.pieces for a, b in pairwise(piece.words)]
    widest = max(FINER_GAP * line.size, min(FINER_BLANKS * min(blanks, default=0.0), WIDEST_BLANK * line.size))
    pieces: list[Piece] = []
    for word in words:
        if pieces and word.left - pieces[-1].right <= widest:
            last = pieces[-1]
            pieces[-1] = Piece(f"{last.text} {word.text}", last.left, word.right, [*last.words, word])
        else:
            pieces.append(Piece(word.text, word.left, word.right, [word]))
    if len(pieces) == len(line.pieces):
        return line
    finer = Line(line.baseline, line.size, pieces)
    return finer if heading_strength(finer.cells) > heading_strength(line.cells) else line


def _joined(above: Line, below: Line) -> Line | None:
    if above.baseline - below.baseline > 1.9 * max(above.size, below.size) or len(above.pieces) + len(below.pieces) < 3:
        return None
    if any(NUMBER.search(cell) for cell in (*above.cells, *below.cells)):
        return None
    alone = max(heading_strength(above.cells), heading_strength(below.cells))
    pieces = [Piece(p.text, p.left, p.right, list(p.words)) for p in above.pieces]
    for piece in below.pieces:
        over = [p for p in pieces if p.left < piece.right and piece.left < p.right]
        if len(over) > 1:
            return None
        if not over:
            pieces.append(piece)
            continue
        over[0].text = _glued(over[0].text, piece.text)
        over[0].left, over[0].right = min(over[0].left, piece.left), max(over[0].right, piece.right)
    pieces.sort(key=lambda one: one.left)
    joined = Line(below.baseline, max(above.size, below.size), pieces)
    return joined if heading_strength(joined.cells) > alone else None


def _glued(above: str, below: str) -> str:
    """A cell's text in two lines: a word that was broken is whole again."""
    if above.endswith("-") and below[:1].islower():
        return above[:-1] + below
    return f"{above} {below}".strip()


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
    columns = _columns(heading, lines)
    filled = [sum(1 for cell in _cells(line, columns) if cell) for line in lines]
    enough = max(2, (len(columns) + 1) // 2)
    full = [index for index, count in enumerate(filled) if count >= enough]
    if not full:
        return []
    return [_table([heading, *lines[full[0] : full[-1] + 1]], "")]


def _is_heading(line: Line) -> bool:
    return len(line.pieces) >= 2 and heading_strength(line.cells) >= 2


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
        if _is_heading(line) and line.cells != heading.cells:
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
    columns = _columns(heading, body)
    grids = [_cells(line, columns) for line in body]
    figures = [index for index, role in roles.items() if role in FIGURE_ROLES]
    anchors = [index for index, cells in enumerate(grids) if _is_anchor(cells, figures)]
    head, rows = list(heading.cells), _merged(lines, grids, anchors)
    # What follows the last figure and is no wrapped cell of it stands below the table.
    while anchors and rows and rows[-1][0] > anchors[-1]:
        rows.pop()
    if rows and rows[0][0] == -1:
        head = [_glued(upper, lower) for upper, lower in zip(head, rows[0][1], strict=True)]
        rows = rows[1:]
    kept = (tuple(cells) for _, cells in rows)
    return stacked(Table((tuple(head), *(cells for cells in kept if not is_carried(cells))), 0, title))


def _columns(heading: Line, body: list[Line]) -> list[Column]:
    """Headings' boxes, widened by the cells that touch one of them alone."""
    columns = [Column(piece.left, piece.right) for piece in heading.pieces]
    # A cell may only widen its column into the space that no heading claims.
    for line in body:
        for piece in line.pieces:
            touched = [n for n, column in enumerate(columns) if column.left < piece.right and column.right > piece.left]
            if len(touched) != 1:
                continue
            n = touched[0]
            floor = heading.pieces[n - 1].right if n else float("-inf")
            ceiling = heading.pieces[n + 1].left if n + 1 < len(columns) else float("inf")
            columns[n].left = min(columns[n].left, max(piece.left, floor))
            columns[n].right = max(columns[n].right, min(piece.right, ceiling))
    return columns


def _cells(line: Line, columns: list[Column]) -> list[str]:
    cells = [""] * len(columns)
    for piece in line.pieces:
        touched = [n for n, column in enumerate(columns) if column.left < piece.right and piece.left < column.right]
        for n, text in _shares(piece, columns, touched):
            cells[n] = f"{cells[n]} {text}" if cells[n] else text
    return cells


def _shares(piece: Piece, columns: list[Column], touched: list[int]) -> list[tuple[int, str]]:
    """(column, text) of a piece: all of it to the one column it stands in, else cut between the columns it reaches.

    A number set to the right may stand so near to the text before it that both look like one cell: words that stand
    in a column are its own, and those between two columns are cut at the widest gap.
    """
    if len(touched) == 1:
        return [(touched[0], piece.text)]
    owners = [_owner(word, columns) for word in piece.words]
    if not any(owner is not None for owner in owners):
        nearest = max(range(len(columns)), key=lambda k: (_overlap(piece, columns[k]), -_distance(piece, columns[k])))
        return [(nearest, piece.text)]
    owners = _without_jumps(owners)
    for left, right in pairwise(n for n, owner in enumerate(owners) if owner is not None):
        if owners[left] != owners[right] and right - left > 1:
            gaps = [piece.words[k + 1].left - piece.words[k].right for k in range(left, right)]
            cut = left + max(range(len(gaps)), key=lambda k: (round(gaps[k], 1), k))
            for k in range(left + 1, right):
                owners[k] = owners[left] if k <= cut else owners[right]
    known = [owner for owner in owners if owner is not None]
    found: list[tuple[int, str]] = []
    current = known[0]
    for word, owner in zip(piece.words, owners, strict=True):
        current = owner if owner is not None else current
        found.append((current, word.text))
    return found


def _owner(word: Piece, columns: list[Column]) -> int | None:
    """The column that a word is set to the edge of or stands in for the most part; None between columns."""
    for n, column in enumerate(columns):
        if abs(word.left - column.left) <= ALIGNED or abs(word.right - column.right) <= ALIGNED:
            return n
    best = max(range(len(columns)), key=lambda k: _overlap(word, columns[k]))
    whole = word.right - word.left
    if NUMBER.search(word.text):  # figures are often wider than what heads them
        whole = min(whole, columns[best].right - columns[best].left)
    return best if _overlap(word, columns[best]) > 0.5 * max(0.1, whole) else None


def _without_jumps(owners: list[int | None]) -> list[int | None]:
    """Columns go from left to right; a word that would go back stays with the one before."""
    highest, kept = -1, []
    for owner in owners:
        highest = max(highest, owner) if owner is not None else highest
        kept.append(None if owner is None else highest)
    return kept


def _overlap(piece: Piece, column: Column) -> float:
    return max(0.0, min(piece.right, column.right) - max(piece.left, column.left))


def _distance(piece: Piece, column: Column) -> float:
    return max(0.0, piece.left - column.right, column.left - piece.right)


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
