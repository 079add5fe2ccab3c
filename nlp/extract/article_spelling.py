"""Two words are the same without marks, or as one with their neighbour, and alike where one is a part of the other."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from nlp.extract.article_words import stem, tokens_of
from nlp.lang import fold

LEAST_COMMON = 6  # letters at the beginning
MOST_OTHER = 2  # letters behind them
_SPELLED_OUT = re.compile(r"([aou])e")


def plainly(word: str) -> str:
    """A word as people write it whose keyboard has no "ü" and no "ß"; what has them is written the same."""
    return _SPELLED_OUT.sub(r"\1", word).replace("ss", "s")


def plain_words(name: str) -> Iterator[str]:
    """The words of a name written plainly, and each with its neighbour as one: "ear plugs", "earplugs"."""
    tokens, flat = tokens_of(name), fold(name)
    for token in tokens:
        if token.word:
            yield plainly(token.word)
    for first, second in itertools.pairwise(tokens):
        if first.word and second.word and flat[first.end : second.start] in (" ", "-"):
            yield plainly(stem(flat[first.start : second.end].replace(" ", "").replace("-", "")))


def shared(word: str, other: str, numbered: bool) -> float:
    """How much of a word is in another: its beginning, its end, its head in a compound; 0.0 for too little."""
    short, long = sorted((word, other), key=len)
    if numbered:
        return 0.75 if len(short) > 3 and long.endswith(short) else 0.0
    if len(short) >= 3 and long.startswith(short):
        return 0.86 if len(short) >= 4 else 0.7
    if (len(short) >= 5 and short in long) or (len(short) >= 4 and long.endswith(short)):
        return 0.8
    if len(short) >= 8 and short[-7:] == long[-7:]:
        return 0.6  # two compounds with one head
    return 0.0


def is_cognate(word: str, other: str) -> bool:
    """Whether two words differ in their last letters only: one language's word and its neighbour's."""
    common = next((n for n, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), min(len(word), len(other)))
    return common >= LEAST_COMMON and max(len(word), len(other)) - common <= MOST_OTHER
