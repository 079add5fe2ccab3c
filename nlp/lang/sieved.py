"""A pattern with the fragments that its matches hold: a text without any of them is not searched at all."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from re import _constants as codes, _parser as parser  # type: ignore[attr-defined]
from typing import Any

ANYWHERE = ("",)  # every text holds it: nothing is known of the matches
GRAM = 3  # characters
MOST_FRAGMENTS = 200  # beyond it looking for each of them takes as long as the search
_REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)


@dataclass(frozen=True, slots=True)
class Sieved:
    """A pattern; each of its matches holds at least one of `fragments`."""

    pattern: re.Pattern[str]
    fragments: tuple[str, ...]
    grams: frozenset[str]  # of each fragment the first GRAM characters, or "" where it is shorter

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """What the pattern's own `search` finds."""
        for fragment in self.fragments:
            if fragment in text:
                return self.pattern.search(text, start, end)
        return None

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """What the pattern's own `finditer` finds."""
        for fragment in self.fragments:
            if fragment in text:
                return self.pattern.finditer(text, start, end)
        return iter(())


def sieved(pattern: re.Pattern[str]) -> Sieved:
    fragments = fragments_of(pattern)
    return Sieved(pattern, fragments, frozenset(f[:GRAM] if len(f) >= GRAM else "" for f in fragments))


@lru_cache(maxsize=256)
def grams_of(text: str) -> frozenset[str]:
    """What `Sieved.grams` is compared with: nothing in common, no match. Worth it for many patterns and one text."""
    return frozenset([text[place : place + GRAM] for place in range(len(text) - GRAM + 1)]) | {""}


def fragments_of(pattern: re.Pattern[str]) -> tuple[str, ...]:
    """Of several such sets of fragments the one that fewest texts hold; ANYWHERE where the pattern has none."""
    if pattern.flags & re.IGNORECASE:
        return ANYWHERE
    found = _rarest(_held(parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE)))
    return tuple(sorted(found, key=len)) if found and len(found) <= MOST_FRAGMENTS else ANYWHERE


Fragments = frozenset[str]


def _held(parts: Iterable[Any]) -> Iterator[Fragments]:
    """Each set of fragments of which a match of all these parts, one behind the other, holds one."""
    run = ""
    for code, value in parts:
        if code is codes.LITERAL:
            run += chr(value)
            continue
        if run:
            yield frozenset({run})
        run = ""
        yield from _of_part(code, value)
    if run:
        yield frozenset({run})


def _of_part(code: Any, value: Any) -> Iterator[Fragments]:
    """Of what may match nothing, of classes of signs and of what only looks around nothing is held."""
    if code in _REPEATS and value[0] > 0:
        yield from _held(value[2])
    elif code is codes.ATOMIC_GROUP:
        yield from _held(value)
    elif code is codes.SUBPATTERN and not value[1] & re.IGNORECASE:
        yield from _held(value[3])
    elif code is codes.BRANCH:
        branches = [_rarest(_held(branch)) for branch in value[1]]
        if all(branches):
            yield frozenset().union(*branches)
    elif code is codes.IN and all(kind is codes.LITERAL for kind, _ in value):
        yield frozenset(chr(sign) for _, sign in value)


def _rarest(sets: Iterable[Fragments]) -> Fragments:
    """The one whose fragments are the longest and fewest; empty where there is none."""
    return min(sets, key=lambda found: sum(10.0 ** -len(fragment) for fragment in found), default=frozenset())
