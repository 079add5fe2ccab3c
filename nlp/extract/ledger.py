"""The identified customer's documents, found by any tail of their numbers as people write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from nlp.book import DocumentEntry
from nlp.extract.mistyped import meant_instead
from nlp.extract.sources import Context, Source

_LAST_DIGITS = re.compile(r"\d{3,9}")
_SERIES_YEAR = re.compile(r"(20\d\d)(\d{2,9})")


@lru_cache(maxsize=50_000)
def key_of(number: str) -> tuple[str, tuple[int, ...]]:
    """A number as prefix and counting groups: "R-2025-00314", "R 2025/314" and "r2025 0314" have the same key."""
    prefix = "".join(re.findall(r"[A-Z]{1,8}", number.upper()))
    groups: list[int] = []
    for digits in re.findall(r"\d{1,18}", number):
        year = _SERIES_YEAR.fullmatch(digits)
        groups += [int(year[1]), int(year[2])] if year else [int(digits)]
    return prefix, tuple(groups)


class Ledger:
    """The identified customer's documents, found by any tail of their numbers."""

    def __init__(self, documents: tuple[DocumentEntry, ...]) -> None:
        self._documents = documents
        self._by_tail: dict[tuple[int, ...], list[DocumentEntry]] = {}
        for document in documents:
            for tail in _tails(key_of(document.number)[1]):
                self._by_tail.setdefault(tail, []).append(document)

    def resolve(self, written: str) -> DocumentEntry | None:
        """The one document that a written number can mean; None where none or several can."""
        prefix, groups = key_of(written)
        found = [
            document
            for document in self._by_tail.get(groups, ())
            if not prefix or key_of(document.number)[0] == prefix or prefix in _LABELS
        ] or self._ending_in(written)
        return found[0] if len({document.number for document in found}) == 1 else None

    def mistyped(self, context: Context, source: Source, start: int, end: int) -> DocumentEntry | None:
        """The one document that a number unknown to the book is a slip for, by its day or amount beside it."""
        if context.book.document(source.text[start:end]) is not None:
            return None
        return meant_instead(context, source, self._documents, start, end)

    def _ending_in(self, written: str) -> list[DocumentEntry]:
        """ "264" for 2026-04264: those whose digits end so."""
        if not _LAST_DIGITS.fullmatch(written):
            return []
        return [document for document in self._documents if _counting_digits(document.number).endswith(written)]


@lru_cache(maxsize=50_000)
def _counting_digits(number: str) -> str:
    """The digits of a number, without the year that stands last in it."""
    groups = re.findall(r"\d+", number)
    return "".join(groups[:-1] if _ends_with_year(tuple(map(int, groups))) else groups)


def _ends_with_year(groups: tuple[int, ...]) -> bool:
    """ "4431/2026"; the last group of 2026-2097 and of OI/26/2027 is a number, for the year stands before it."""
    if len(groups) < 2 or not 2000 <= groups[-1] <= 2099:
        return False
    return not any(2000 <= each <= 2099 or (20 <= each <= 39 and each + 2000 != groups[-1]) for each in groups[:-1])


def _tails(groups: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """What people write of a number's groups: its end, or its end before the year ("4431" of AF-04431/2026).

    The year alone names no document.
    """
    dated = _ends_with_year(groups)
    for first in range(len(groups) - 1 if dated else len(groups)):
        yield groups[first:]
        if dated:
            yield groups[first:-1]


_LABELS = frozenset({"RE", "RG", "NR", "NO", "INV", "FA", "FACT", "FAC", "N", "RECHNUNG", "FACTURE", "INVOICE", "RNR"})
