"""Letters where they stand on a page become lines by their baselines, and words become cells by their gaps."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from operator import attrgetter

SAME_BASELINE = 0.35  # of the letter size
WORD_GAP = 0.18
CELL_GAP = 0.95
RULE = re.compile(r"[-_=.·—–]{4,}\Z")  # a line drawn with characters


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


def lines_of(letters: list[Letter]) -> list[Line]:
    """Lines from top to bottom, each with its cells from left to right."""
    rows: list[list[Letter]] = []
    first: Letter | None = None
    for letter in sorted(letters, key=attrgetter("baseline"), reverse=True):
        if first is not None and first.baseline - letter.baseline <= SAME_BASELINE * max(letter.size, first.size):
            rows[-1].append(letter)
        else:
            rows.append([letter])
            first = letter
    found = []
    for row in rows:
        row.sort(key=attrgetter("left"))
        pieces = _pieces(row)
        if pieces:
            found.append(Line(row[0].baseline, max(one.size for one in row), pieces))
    return found


def _pieces(row: list[Letter]) -> list[Piece]:
    words: list[Piece] = []
    word: Piece | None = None
    for letter in row:
        text = letter.text
        if text.isspace():
            word = None
            continue
        if word is not None and (gap := letter.left - word.right) <= WORD_GAP * letter.size:
            # Printed twice for a bold look; the two letters of a ligature come one right after the other.
            twice = gap < -0.25 * letter.size and abs(letter.order - word.last) > 1
            if twice and word.text.endswith(text):
                continue
            word.text += text
            word.last = letter.order
            word.right = max(word.right, letter.right)
        else:
            word = Piece(text, letter.left, letter.right, last=letter.order)
            words.append(word)
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
