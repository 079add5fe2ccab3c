"""The heading of a table is one line that names its columns, in however many lines it is set."""

from __future__ import annotations

from itertools import pairwise

from nlp.documents.lines import Line, Piece
from nlp.documents.tables import NUMBER, heading_strength

FINER_GAP = 0.5  # of the columns of a heading, where a blank is about 0.3
FINER_BLANKS = 1.6  # of the smallest blank of the line
WIDEST_BLANK = 0.7


def with_whole_headings(lines: list[Line]) -> list[Line]:
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
        over[0].text = glued(over[0].text, piece.text)
        over[0].left, over[0].right = min(over[0].left, piece.left), max(over[0].right, piece.right)
    pieces.sort(key=lambda one: one.left)
    joined = Line(below.baseline, max(above.size, below.size), pieces)
    return joined if heading_strength(joined.cells) > alone else None


def glued(above: str, below: str) -> str:
    """A cell's text in two lines: a word that was broken is whole again."""
    if above.endswith("-") and below[:1].islower():
        return above[:-1] + below
    return f"{above} {below}".strip()


def is_heading(line: Line) -> bool:
    return len(line.pieces) >= 2 and heading_strength(line.cells) >= 2
