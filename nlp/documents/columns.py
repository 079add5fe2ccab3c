"""The cells of a line go to the columns that its table's heading opens, by where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from nlp.documents.lines import Line, Piece
from nlp.documents.tables import NUMBER

ALIGNED = 1.2  # points


@dataclass(slots=True)
class Column:
    left: float
    right: float


def columns_of(heading: Line, body: list[Line]) -> list[Column]:
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


def cells_of(line: Line, columns: list[Column]) -> list[str]:
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
