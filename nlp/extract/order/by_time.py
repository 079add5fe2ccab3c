"""Goods that are sold by the time: "3 days' hire of a chipper" counts days, "in 3 days" counts nothing that is sold."""

from __future__ import annotations

import re
from functools import cache

from nlp.book import Book
from nlp.extract.catalogue import catalogue_of
from nlp.extract.sources import Context, Source
from nlp.lang import alternatives, expression, fold
from nlp.lang.counting import TIME_UNITS, WITHIN_TIME
from nlp.lang.day_signs import any_of
from nlp.lang.ordering import JOINING, NO_GOODS

LONGEST_NAME = 100  # characters on either side of the count
_GROUPS = tuple(frozenset(fold(w) for words in units for w in words) for units in TIME_UNITS.values())
_TIME = re.compile(rf"[ ]?(?P<word>{alternatives(word for group in _GROUPS for word in group)})'?(?!\w)")
_WITHIN = re.compile(rf"(?<!\w)(?:{any_of(WITHIN_TIME)})[ ]$")
_ENDS = re.compile(rf"[ ]{{0,2}}(?:[,;.!?)\n]|$|(?:{any_of(JOINING)}|{any_of(NO_GOODS)})(?!\w))")
_PARTED = re.compile(r"[;:!?\n]|\.(?=\s)")


def place_of_goods(context: Context, source: Source, start: int, end: int) -> int:
    """Where the time of a count source[start:end] ends whose goods are sold by it; -1 where it counts none."""
    time = _TIME.match(source.folded, end)
    if time is None or _WITHIN.search(source.folded, max(0, start - 16), start):
        return -1
    sold = _sold_by(context, next(group for group in _GROUPS if time["word"] in group))
    if not sold:
        return -1
    behind = re.split(r"[,;:!?\n]|\.(?=\s)", source.text[time.end() : time.end() + LONGEST_NAME], maxsplit=1)[0]
    before = _PARTED.split(source.text[max(0, start - LONGEST_NAME) : start])[-1]
    for words in (behind, before if _ends(context, source, time.end()) else ""):
        match = catalogue_of(context.book).likeness.only(words) if words.strip() else None
        if match is not None and match.article.sku in sold:
            return time.end()
    return -1


def _ends(context: Context, source: Source, place: int) -> bool:
    """Whether nothing is named behind the time; "make it 5 days instead of 3" names what it was."""
    instead = expression(rf"[ ]{{1,2}}(?:{context.words('instead_of')})(?!\w)")
    return _ENDS.match(source.folded, place) is not None or instead.match(source.folded, place) is not None


def _sold_by(context: Context, words: frozenset[str]) -> frozenset[str]:
    return context.book.indexed(_sold_by_time).get(words, frozenset())


def _sold_by_time(book: Book) -> dict[frozenset[str], frozenset[str]]:
    """Numbers of the articles whose names end in a time or say it of one: "Hire of chipper, day", not "48 h test"."""
    return {
        group: frozenset(a.sku for a in book.articles() if any(_names_time(group).search(fold(n)) for n in a.names))
        for group in _GROUPS
    }


@cache
def _names_time(group: frozenset[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w\d])(?<!\d )(?<!\d-)(?:{alternatives(group)})(?!\w)")
