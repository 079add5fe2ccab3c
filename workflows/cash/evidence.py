"""Which documents a text names, and how surely: whole numbers in all books, distorted ones among a payer's own.

Payers drop prefixes, years and zeros, wrap numbers, type a digit wrong, swap, lose or double one; machines read letters
for figures. A distorted number proves nothing by itself: matching asks for payer and amount beside it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from workflows.cash.folding import compact
from workflows.cash.open_book import OpenBook, digits_of, order_key
from workflows.cash.told import FOR_A_DOCUMENT, GROUP, JOINED, Figures, Kind, Told, read_text

LONGEST = 24  # figures of a number
UNMISTAKABLE = 7  # figures of a number that needs no letters where no other document has the same
SHORTEST = 5  # figures that may be a whole number without its letters
SHORTEST_SERIAL = 3
SHORTEST_SLIP = 5
LOOKALIKES = str.maketrans("OQDILSBZG", "000115826")
_MIXED = re.compile(
    r"(?<![A-Z0-9])([A-Z]{2,4}(?=[A-Z]?\d)|[AC-FHJKMNPRT-Y])?((?=[A-Z]{0,3}\d)[0-9OQDILSBZG]*[OQDILSBZG][0-9OQDILSBZG]*)(?![A-Z0-9])"
)


class Strength(IntEnum):
    """How surely a document is named."""

    NONE = 0
    SLIP = 1  # one slip, or letters read for figures, from its number
    SERIAL = 2  # the end of its number alone, without a word before it
    PARTIAL = 3  # year and serial, prefix and serial, or a serial behind a word for "invoice"
    ORDER = 4  # the customer's own order number
    DIGITS = 5  # all figures of the number, its letters missing, and another document has the same figures
    FULL = 6  # the whole number


@dataclass(slots=True)
class Hits:
    """`named`: row -> strength. `ambiguous`: rows that share the figures that name them. `used`: runs that were
    read as numbers, `places` those of each document."""

    named: dict[int, Strength] = field(default_factory=dict)
    ambiguous: list[tuple[int, ...]] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    places: dict[int, tuple[int, ...]] = field(default_factory=dict)

    def add(self, row: int, strength: Strength) -> None:
        if strength > self.named.get(row, Strength.NONE):
            self.named[row] = strength


def whole_numbers(told: Told, book: OpenBook) -> Hits:
    """Documents whose whole number stands in the text, of whomever, open or closed."""
    hits = Hits()
    for body, valid in told.creditor:
        if valid:
            _take_whole(book.with_digits(digits_of(body)), compact(body), hits, book)
    figures, place = told.figures, 0
    folded = ""
    while place < len(figures):
        first = figures[place]
        if first.kind not in FOR_A_DOCUMENT:
            place += 1
            continue
        last, rows = _longest(figures, place, book)
        if rows and not folded:
            folded = compact(told.text)
        if rows and _take_whole(rows, folded, hits, book, short=len(joined(figures, place, last)) < SHORTEST):
            read = tuple(range(place, last + 1))
            hits.used.update(read)
            hits.places.update((row, read) for row in rows)
            place = last + 1
        else:
            place += 1
    return hits


def _longest(figures: Sequence[Figures], place: int, book: OpenBook) -> tuple[int, list[int]]:
    """The longest run of neighbours from `place` on whose figures are those of a document."""
    key, best, rows = "", place, []
    for last in range(place, min(place + JOINED, len(figures))):
        each = figures[last]
        if last > place and (not each.near or each.kind is Kind.AMOUNT or each.kind is Kind.DATE):
            break
        key += each.text
        if len(key) > LONGEST:
            break
        if len(key) >= SHORTEST or (len(key) >= SHORTEST_SERIAL and each.letters):
            found = book.with_digits(key)
            if found:
                best, rows = last, found
    return best, rows


def joined(figures: Sequence[Figures], first: int, last: int) -> str:
    return "".join(each.text for each in figures[first : last + 1])


def _take_whole(rows: Sequence[int], folded: str, hits: Hits, book: OpenBook, *, short: bool = False) -> bool:
    """Sorts out which of the documents with these figures is meant by its letters; False if none can be."""
    lettered = [row for row in rows if _has_letters(book.document(row), folded)]
    if lettered:
        longest = max(len(book.document(row)) for row in lettered)
        lettered = [row for row in lettered if len(book.document(row)) == longest]
        for row in lettered[:1]:
            hits.add(row, Strength.FULL)
        return True
    if short:
        return False
    if len(rows) == 1:
        figures = digits_of(book.document(rows[0]))
        hits.add(rows[0], Strength.FULL if len(figures) >= UNMISTAKABLE else Strength.DIGITS)
        return True
    hits.ambiguous.append(tuple(rows))
    return True


def _has_letters(document: str, folded: str) -> bool:
    """Whether the number stands in the folded text with its letters, and not as the end of a longer word."""
    number = compact(document)
    if number.isdigit():
        return True
    start = folded.find(number)
    return start >= 0


# --- distorted numbers, within the documents of a payer ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shape:
    """A number taken apart: "RE-2026-00314" is letters RE, digits 202600314, year 2026, serial 00314."""

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


def pieces_of(told: Told, used: Iterable[int]) -> list[Piece]:
    """Runs that no whole number took and that may be of a document, alone and with up to three neighbours."""
    taken = set(used)
    found = []
    figures = told.figures
    for first, each in enumerate(figures):
        if first in taken or each.kind not in FOR_A_DOCUMENT:
            continue
        text, parts = "", []
        for last in range(first, min(first + 4, len(figures))):
            other = figures[last]
            if last in taken or (last > first and (not other.near or other.kind not in FOR_A_DOCUMENT)):
                break
            text += other.text
            parts.append(other.text)
            if len(text) >= 2:
                is_id = each.start >= told.own_id
                found.append(Piece(text, tuple(parts), first, last, each.kind is Kind.INVOICE, each.letters, is_id))
    return found


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
    if len(piece.parts) == 2 and shape.year:
        years = (shape.year, shape.year[2:])
        first, second = piece.parts
        if first in years and second.lstrip("0") == serial and len(serial) >= 1:
            return Strength.PARTIAL
        if second in years and first.lstrip("0") == serial and len(serial) >= 2:
            return Strength.PARTIAL
    if len(piece.parts) == 1 or len(text) >= SHORTEST:
        if bare and bare == serial and (len(serial) >= SHORTEST_SERIAL or len(text) >= 4):
            return Strength.PARTIAL if piece.told or piece.letters == shape.letters != "" else Strength.SERIAL
        if bare and bare == serial and piece.letters == shape.letters != "" and len(piece.parts) == 1:
            return Strength.PARTIAL
        if len(text) >= SHORTEST_SERIAL and digits.endswith(text):
            whole = len(text) >= len(shape.serial)
            return Strength.PARTIAL if whole and piece.told else Strength.SERIAL
        if shape.year and text == shape.year[2:] + shape.serial:
            return Strength.PARTIAL
    if len(text) >= SHORTEST_SLIP and not piece.is_id and _slipped(text, shape):
        return Strength.SLIP
    return Strength.NONE


def _slipped(text: str, shape: Shape) -> bool:
    digits, serial = shape.digits, shape.serial
    if -2 < len(text) - len(digits) < 2 and _apart(text, digits):
        return True
    near = -2 < len(text) - len(serial) < 2 and len(serial) >= SHORTEST_SLIP
    return near and serial != digits and _apart(text, serial)


@dataclass(slots=True)
class Weak:
    """Evidence among a payer's documents. `by_piece`: which rows each piece may mean, the strongest only."""

    strength: dict[int, Strength] = field(default_factory=dict)
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
    mended = pieces_of(read_text((fixed,)), ()) if torn else []
    if torn:
        pieces = [piece for piece in pieces if len(piece.text) >= SHORTEST or not _inside(told, piece, torn)]
    if not pieces and not mended and all(valid for _, valid in told.creditor):
        return weak
    shapes = [(row, shape_of(book.document(row), book.issued[row])) for row in rows]
    orders: dict[str, list[int]] = {}
    for row in rows:
        if key := order_key(book.order(row)):
            orders.setdefault(key, []).append(row)
    claims: list[tuple[Piece, Strength, tuple[int, ...]]] = []
    for piece in pieces:
        if piece.text in orders:
            claims.append((piece, Strength.ORDER, tuple(orders[piece.text])))
            continue
        best, found = Strength.NONE, []
        text = piece.text
        changed = len(piece.parts) == 2 or (len(text) >= SHORTEST_SLIP and not piece.is_id)
        for row, shape in shapes:
            if not changed and shape.digits[-1:] != text[-1]:
                continue  # what is only shortened ends as the number does
            strength = strength_in(piece, shape)
            if strength > best:
                best, found = strength, [row]
            elif strength == best and strength:
                found.append(row)
        if found:
            claims.append((piece, best, tuple(found)))
    _settle(claims, weak)
    for body, valid in told.creditor:
        if not valid:
            _slips(digits_of(body), shapes, weak, same_too=True)
    for piece in mended:
        _claim_slips([row for row, shape in shapes if strength_in(piece, shape) > Strength.SERIAL], weak)
    return weak


def _settle(claims: list[tuple[Piece, Strength, tuple[int, ...]]], weak: Weak) -> None:
    """Each run is read once: the strongest claim takes it, of equals the longer one."""
    taken: set[int] = set()
    claims.sort(key=lambda claim: (-claim[1], -len(claim[0].text)))
    for piece, strength, rows in claims:
        places = set(range(piece.first, piece.last + 1))
        if places & taken:
            continue
        taken |= places
        weak.by_piece.append((strength, rows))
        for row in rows:
            weak.strength[row] = max(strength, weak.strength.get(row, Strength.NONE))


def _slips(text: str, shapes: Sequence[tuple[int, Shape]], weak: Weak, *, same_too: bool) -> None:
    near = [row for row, shape in shapes if (same_too and text == shape.digits) or _slipped(text, shape)]
    _claim_slips(near, weak)


def _claim_slips(rows: list[int], weak: Weak) -> None:
    if rows:
        weak.by_piece.append((Strength.SLIP, tuple(rows)))
        for row in rows:
            weak.strength.setdefault(row, Strength.SLIP)


def one_slip_apart(left: str, right: str) -> bool:
    """Whether two numbers differ by one digit typed wrong, lost, doubled, or by two neighbours swapped."""
    return _apart(left, right) if left.isdigit() and right.isdigit() else _apart(compact(left), compact(right))


def _apart(a: str, b: str) -> bool:
    if a == b or abs(len(a) - len(b)) > 1:
        return False
    most = min(len(a), len(b))
    half = (most - 2) // 2
    if half > 0 and a[:half] != b[:half] and a[-half:] != b[-half:]:  # one slip leaves an end as it is
        return False
    start = 0
    while start < most and a[start] == b[start]:
        start += 1
    if len(a) == len(b):
        if a[start + 1 :] == b[start + 1 :]:
            return True
        return a[start : start + 2] == b[start : start + 2][::-1] and a[start + 2 :] == b[start + 2 :]
    short, long = (a, b) if len(a) < len(b) else (b, a)
    return short[start:] == long[start + 1 :]
