"""Which documents a text names by their whole numbers, of whomever, and how surely anything is named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from workflows.cash.folding import compact
from workflows.cash.open_book import OpenBook, digits_of
from workflows.cash.told import CERTAINLY_NONE, JOINED, UNEXPLAINED, Figures, Kind, Told

LONGEST = 24  # figures of a number
UNMISTAKABLE = 7  # figures of a number that needs no letters where no other document has the same
SHORTEST = 5  # figures that may be a whole number without its letters
SHORTEST_SERIAL = 3


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
        if first.kind not in UNEXPLAINED:
            place += 1
            continue
        last, rows = _longest(figures, place, book)
        if first.kind is Kind.RECORD and rows:
            folded = folded or compact(told.text)
            rows = [row for row in rows if _is_lettered_in(book.document(row), folded)]
        length = len(joined(figures, place, last)) if rows else 0
        if len(rows) == 1 and length >= UNMISTAKABLE:  # nearly always: whatever stands for its letters, it is meant
            hits.add(rows[0], Strength.FULL)
            is_taken = True
        else:
            folded = folded or (compact(told.text) if rows else "")
            is_taken = bool(rows) and _take_whole(rows, folded, hits, book, short=length < SHORTEST)
        if is_taken:
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
        if last > place and (not each.near or each.kind in CERTAINLY_NONE):
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


def _is_lettered_in(document: str, folded: str) -> bool:
    """Whether a number with letters of its own stands in the folded text with them."""
    number = compact(document)
    return not number.isdigit() and number in folded
