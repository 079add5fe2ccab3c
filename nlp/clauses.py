"""A mail cut into what it says one after the other: a second matter stands in a clause of its own."""

from __future__ import annotations

import re

from nlp.extract.sources import Context
from nlp.lang import LANGUAGES, abroad, alternatives, expression

SAYING_WORDS, MOST_CLAUSES = 3, 14
FEW_WORDS = 2  # beside a number they say something too: "2 Stück bitte"
WRAPPED_FROM = 60  # characters: a line so long goes on in the next one
_WORD = re.compile(r"[^\W\d_]{2,}")
_DIGIT = re.compile(r"\d")
_PARAGRAPH = re.compile(r"\n\n")
_NEXT_LINE = re.compile(r"\n(?=[ \t]{0,8}(?:[-*•+…]|\(?\d{1,2}[.)]|[A-Z\d]|\.{2,3}))")
Span = tuple[int, int]


def clauses_of(context: Context) -> list[str]:
    """The clauses that say something, each line of a list and each further matter of a sentence by itself."""
    text = context.body.text
    return [text[start:end].strip() for start, end in spans_of(context)]


def spans_of(context: Context) -> tuple[Span, ...]:
    """Where the clauses stand in the body."""
    return context.once("clauses", lambda: tuple(_spans(context)[:MOST_CLAUSES]))


def _spans(context: Context) -> list[Span]:
    text = context.body.text
    opening = _opening(context)
    found = []
    for start, end in context.body.sentences:
        cuts = [match.start() for match in _PARAGRAPH.finditer(text, start, end)]
        cuts += [match.start() for match in _NEXT_LINE.finditer(text, start, end) if not _goes_on(text, match.start())]
        cuts += [match.start() for match in opening.finditer(context.body.flat, start, end)]
        found += _saying(text, start, sorted(cuts), end)
    return found


def _goes_on(text: str, place: int) -> bool:
    """Whether the line that ends at a place was only wrapped by the mail program."""
    return place - text.rfind("\n", 0, place) > WRAPPED_FROM


def _opening(context: Context) -> re.Pattern[str]:
    """Behind a comma or a full stop, words with which a further matter begins: "also", "by the way"."""
    words = context.words("further_words")
    if len(context.languages) == len(LANGUAGES):
        words += "|" + alternatives(abroad.FURTHER_WORDS)
    return expression(rf"(?:(?<=[,;:.!?)])\s{{1,3}}|(?<=\n))(?=(?:{words})(?!\w))")


def _saying(text: str, start: int, cuts: list[int], end: int) -> list[Span]:
    """The pieces between the cuts; one with too few words belongs to what follows."""
    found = []
    for cut in (*cuts, end):
        words = len(_WORD.findall(text[start:cut]))
        if words >= SAYING_WORDS or (cut == end and words >= FEW_WORDS and _DIGIT.search(text, start, cut)):
            found.append((start, cut))
            start = cut
    return found
