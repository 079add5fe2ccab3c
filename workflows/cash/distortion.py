"""Numbers in another shape than ours, sought among a payer's own documents.

Payers drop prefixes, years and zeros, wrap numbers, type a digit wrong, swap, lose or double one; machines read letters
for figures. A distorted number proves nothing by itself: matching asks for payer and amount beside it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from workflows.cash.evidence import SHORTEST, SHORTEST_SERIAL, Strength
from workflows.cash.folding import compact
from workflows.cash.open_book import NO_INTEGER, SHORTEST_ORDER, OpenBook, digits_of
from workflows.cash.slips import apart
from workflows.cash.told import GROUP, UNEXPLAINED, Figures, Kind, Told, read_text
from workflows.cash.words import words

SHORTEST_SLIP = 5
TORN_END = 4
YEAR = re.compile(r"20[1-3]\d")
JOINTS = frozenset("-/._")
LOOKALIKES = str.maketrans("OQDILSBZG", "000115826")
_MIXED = re.compile(
    r"(?<![A-Z0-9])([A-Z]{2,4}(?=[A-Z]?\d)|[AC-FHJKMNPRT-Y])?((?=[A-Z]{0,3}\d)[0-9OQDILSBZG]*[OQDILSBZG][0-9OQDILSBZG]*)(?![A-Z0-9])"
)


class Shape(NamedTuple):
    """A number taken apart: "RE-2026-00314" is letters RE, digits 202600314, year 2026, serial 00314.

    Of "00314/26" nothing but all figures tells it: everybody's number ends with the year."""

    letters: str
    digits: str
    year: str
    serial: str


@lru_cache(maxsize=64)
def _years(issue_year: int) -> tuple[str, ...]:
    return tuple(str(issue_year + step) for step in (-1, 0, 1))


@lru_cache(maxsize=20_000)
def shape_of(number: str, issued: int) -> Shape:
    groups = GROUP.findall(number.upper())
    figures = [group for group in groups if group[0] <= "9"]
    letters = groups[0] if groups and groups[0][0] > "9" else ""
    years = _years(date.fromordinal(issued).year)
    whole = "".join(figures)
    if len(figures) >= 2 and figures[0] in years:
        return Shape(letters, whole, figures[0], "".join(figures[1:]))
    if len(figures) == 1 and whole[:4] in years and len(whole) >= 7:
        return Shape(letters, whole, whole[:4], whole[4:])
    if len(figures) == 2 and len(figures[0]) >= SHORTEST_SERIAL and f"20{figures[1][-2:]}" in years:
        return Shape(letters, whole, "", "")
    return Shape(letters, whole, "", figures[-1] if figures else "")


class Piece(NamedTuple):
    """One or several neighbouring runs read as one: what a distorted number may be."""

    text: str
    parts: tuple[str, ...]
    first: int
    last: int
    told: bool  # behind a word for "invoice"
    letters: str
    is_id: bool  # stands in the payment's own id: a slip there is none
    is_record: bool = False  # in the shape of our own ids: no document's, at most an order's with its very letters
    is_year: bool = False  # figures of a year that something is joined to: "2026" of "2026/0Z9969"


def pieces_of(told: Told, used: Iterable[int]) -> list[Piece]:
    """Runs that no whole number took and that may be of a document, alone and with up to three neighbours."""
    taken = set(used)
    found = []
    figures = told.figures
    for first, each in enumerate(figures):
        if first in taken or each.kind not in UNEXPLAINED:
            continue
        is_record = each.kind is Kind.RECORD
        text, parts = "", []
        for last in range(first, min(first + 4, len(figures))):
            other = figures[last]
            if last in taken or (last > first and (not other.near or other.kind not in UNEXPLAINED)):
                break
            if (other.kind is Kind.RECORD) != is_record:
                break
            text += other.text
            parts.append(other.text)
            if len(text) >= 2:
                is_id = each.start >= told.own_id
                is_year = first == last and text[:2] == "20" and _is_year(told, each)
                found.append(Piece(text, tuple(parts), first, last, each.kind is Kind.INVOICE, each.letters, is_id,
                                   is_record, is_year))  # fmt: skip
    return found


def _is_year(told: Told, figures: Figures) -> bool:
    """Whether figures are a year that a number goes on behind, by a sign without a blank."""
    return bool(YEAR.fullmatch(figures.text)) and told.text[figures.end : figures.end + 1] in JOINTS


def repaired(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text with figures where a machine read letters, and where: "20Z6-0328I5" is 2026-032815; "SI0O3" keeps SI."""
    torn = [match.span() for match in _MIXED.finditer(text)]
    if not torn:
        return text, torn
    return _MIXED.sub(lambda match: (match[1] or "") + match[2].translate(LOOKALIKES), text), torn


def _inside(told: Told, piece: Piece, spans: Iterable[tuple[int, int]]) -> bool:
    start, end = told.figures[piece.first].start, told.figures[piece.last].end
    return any(start < last and end > first for first, last in spans)


def strength_in(piece: Piece, shape: Shape) -> Strength:
    """How surely a piece is this number, distorted; NONE if it is not."""
    text, digits = piece.text, shape.digits
    if text == digits:
        return Strength.DIGITS
    bare, serial = text.lstrip("0"), shape.serial.lstrip("0")
    if piece.is_year and bare != serial:
        return Strength.NONE  # a year beside a serial that could not be read
    if len(piece.parts) == 2 and shape.year:
        years = (shape.year, shape.year[2:])
        first, second = piece.parts
        if first in years and second.lstrip("0") == serial and len(serial) >= 1:
            return Strength.PARTIAL
        if second in years and first.lstrip("0") == serial and len(serial) >= 2:
            return Strength.PARTIAL
    if len(piece.parts) == 1 or len(text) >= SHORTEST or (len(text) == TORN_END and _is_torn_end(piece)):
        if bare and bare == serial and (len(serial) >= SHORTEST_SERIAL or len(text) >= 4):
            return Strength.PARTIAL if piece.told or piece.letters == shape.letters != "" else Strength.SERIAL
        if bare and bare == serial and piece.letters == shape.letters != "" and len(piece.parts) == 1:
            return Strength.PARTIAL
        if len(text) >= SHORTEST_SERIAL and serial and digits.endswith(text):
            whole = len(text) >= len(shape.serial)
            return Strength.PARTIAL if whole and piece.told else Strength.SERIAL
        if shape.year and text == shape.year[2:] + shape.serial:
            return Strength.PARTIAL
    if len(text) >= SHORTEST_SLIP and not piece.is_id and _of_series(piece, shape) and _slipped(text, shape):
        return Strength.SLIP
    return Strength.NONE


def _is_torn_end(piece: Piece) -> bool:
    """Four figures that a wrap tore, one of its sides too short for the end of a number: "806 8"."""
    return len(piece.parts) == 2 and min(map(len, piece.parts)) == 1


def _of_series(piece: Piece, shape: Shape) -> bool:
    """Whether the letters before a number are no other series': those of the document, a word, or none."""
    return piece.letters in ("", shape.letters) or not shape.letters or piece.letters in words("invoice")


def _slipped(text: str, shape: Shape) -> bool:
    digits, serial = shape.digits, shape.serial
    if -2 < len(text) - len(digits) < 2 and apart(text, digits):
        return True
    near = -2 < len(text) - len(serial) < 2 and len(serial) >= SHORTEST_SLIP
    return near and serial != digits and apart(text, serial)


@dataclass(slots=True)
class Weak:
    """Evidence among a payer's documents. `by_piece`: which rows each piece may mean, the strongest only."""

    strength: dict[int, Strength] = field(default_factory=dict)
    places: dict[int, tuple[int, ...]] = field(default_factory=dict)  # the runs that each was read from
    taken: set[int] = field(default_factory=set)  # every run that was read as something
    by_piece: list[tuple[Strength, tuple[int, ...]]] = field(default_factory=list)

    def certain(self, is_mine: Callable[[int], bool]) -> list[int]:
        """Documents that a piece names in part or better, and names alone."""
        return [
            rows[0]
            for strength, rows in self.by_piece
            if strength >= Strength.PARTIAL and len(rows) == 1 and is_mine(rows[0])
        ]


def weak_numbers(told: Told, used: Iterable[int], rows: Sequence[int], book: OpenBook) -> Weak:
    """What the unread runs of the text may mean among these documents."""
    weak = Weak()
    pieces = pieces_of(told, used)
    fixed, torn = repaired(told.text[: told.own_id])
    mended = [piece for piece in pieces_of(read_text((fixed,)), ()) if not piece.is_record] if torn else []
    if torn:
        pieces = [piece for piece in pieces if len(piece.text) >= SHORTEST or not _inside(told, piece, torn)]
    if not pieces and not mended and all(valid for _, valid in told.creditor):
        return weak
    claims: list[tuple[Piece, Strength, tuple[int, ...]]] = []
    for piece in pieces:
        ordered = frozenset(book.with_order(piece.text)) if len(piece.text) >= SHORTEST_ORDER else frozenset()
        named = [row for row in rows if row in ordered] if ordered else []
        if piece.is_record:
            claims += [(piece, Strength.ORDER, tuple(written))] if (written := _written(named, told, book)) else []
            continue
        best, found = (Strength.ORDER, named) if named else _strongest(piece, rows, book)
        if found:
            claims.append((piece, best, tuple(found)))
    _settle(claims, weak)
    for body, valid in told.creditor:
        if not valid:
            _claim_slips(_near(digits_of(body), rows, book), weak)
    for piece in mended:
        near = [(row, shape_of(book.document(row), book.issued[row])) for row in possible(piece, rows, book)]
        _claim_slips([row for row, shape in near if strength_in(piece, shape) > Strength.SERIAL], weak)
    return weak


def _written(rows: Sequence[int], told: Told, book: OpenBook) -> list[int]:
    """Those of the rows whose order number stands in the text with its letters."""
    text = compact(told.text) if rows else ""
    return [row for row in rows if compact(book.order(row)) in text]


def _strongest(piece: Piece, rows: Sequence[int], book: OpenBook) -> tuple[Strength, list[int]]:
    """The documents that a piece may be with the strongest of all evidence that it gives."""
    best, found = Strength.NONE, []
    for row in possible(piece, rows, book):
        strength = strength_in(piece, shape_of(book.document(row), book.issued[row]))
        if strength > best:
            best, found = strength, [row]
        elif strength == best and strength:
            found.append(row)
    return best, found


def _near(figures: str, rows: Sequence[int], book: OpenBook) -> list[int]:
    """The documents with these figures or one slip from them."""
    piece = Piece(figures, (figures,), 0, 0, False, "", False)
    shapes = [(row, shape_of(book.document(row), book.issued[row])) for row in possible(piece, rows, book)]
    return [row for row, shape in shapes if figures == shape.digits or _slipped(figures, shape)]


def possible(piece: Piece, rows: Sequence[int], book: OpenBook) -> list[int]:
    """The rows among which every document lies that the piece may be: compared as integers, a hundred times as fast.

    What is shortened ends as the number does. One slip leaves the last two digits, or all but the last two or three,
    with a digit more or less where one was lost or doubled.
    """
    numbers, value = book.numbers, int(piece.text)
    ends = (value, *map(int, piece.parts)) if len(piece.parts) == 2 else (value,)
    last = 100 if min(ends) >= 10 else 10
    endings = {end % last for end in ends}
    length = len(piece.text)
    if length < SHORTEST_SLIP or piece.is_id:
        return [row for row in rows if numbers[row] % last in endings or numbers[row] == NO_INTEGER]
    same, longer, shorter = 10**length, 10 ** (length + 1), 10 ** (length - 1)
    but_three, but_two, but_one = value // 1000, value // 100, value // 10
    return [
        row
        for row in rows
        if (number := numbers[row]) % last in endings
        or number % same // 1000 == but_three
        or number % longer // 100 == but_one
        or number % shorter // 10 == but_two
        or number == NO_INTEGER
    ]


def _settle(claims: list[tuple[Piece, Strength, tuple[int, ...]]], weak: Weak) -> None:
    """Each run is read once: the strongest claim takes it, of equals the longer one."""
    claims.sort(key=lambda claim: (-claim[1], -len(claim[0].text)))
    for piece, strength, rows in claims:
        places = tuple(range(piece.first, piece.last + 1))
        if weak.taken.intersection(places):
            continue
        weak.taken.update(places)
        weak.by_piece.append((strength, rows))
        for row in rows:
            weak.strength[row] = max(strength, weak.strength.get(row, Strength.NONE))
            weak.places.setdefault(row, places)


def _claim_slips(rows: list[int], weak: Weak) -> None:
    if rows:
        weak.by_piece.append((Strength.SLIP, tuple(rows)))
        for row in rows:
            weak.strength.setdefault(row, Strength.SLIP)
