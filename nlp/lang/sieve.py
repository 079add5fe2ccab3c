"""A pattern with the fragments that its matches hold: a text without any of them is not searched at all."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

ANYWHERE = ("",)  # every text holds it: nothing is known of the matches
GRAM = 4  # characters
MOST_FRAGMENTS = 200  # beyond it looking for each of them takes as long as the search
MOST_SPELLINGS = 16  # of one part of a pattern that is written out
_REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)
_LOOKS = (codes.AT, codes.ASSERT, codes.ASSERT_NOT)


@dataclass(frozen=True)
class Sieved:
    """A pattern, compiled when a text may hold a match; each match holds at least one of `fragments`."""

    expression: str
    fragments: tuple[str, ...]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(self.expression)

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

    def sub(self, words: str, text: str) -> str:
        """What the pattern's own `sub` gives."""
        for fragment in self.fragments:
            if fragment in text:
                return self.pattern.sub(words, text)
        return text


def sieved(expression: str) -> Sieved:
    """Raises re.error for what is no expression."""
    return Sieved(expression, fragments_of(expression))


class Sieve:
    """Many patterns at once: which of them a text may hold. A pattern that it was not given any text may hold."""

    def __init__(self) -> None:
        self._none: dict[str, bool] = {}
        self._by_gram: dict[str, list[tuple[str, str]]] = {}  # first GRAM characters -> (fragment, pattern)
        self._short: list[tuple[str, str]] = []

    def add(self, pattern: str, fragments: Iterable[str]) -> None:
        """`pattern`: what it is called in the answers."""
        for fragment in fragments if pattern not in self._none else ():
            longer = self._by_gram.setdefault(fragment[:GRAM], []) if len(fragment) >= GRAM else self._short
            longer.append((fragment, pattern))
        self._none[pattern] = False

    def held(self, text: str) -> dict[str, bool]:
        """Of each pattern that was given, whether the text holds one of its fragments."""
        found = self._none.copy()
        grams = {text[place : place + GRAM] for place in range(len(text) - GRAM + 1)}
        for gram in self._by_gram.keys() & grams:
            for fragment, pattern in self._by_gram[gram]:
                if fragment in text:
                    found[pattern] = True
        for fragment, pattern in self._short:
            if fragment in text:
                found[pattern] = True
        return found


def fragments_of(expression: str) -> tuple[str, ...]:
    """Of several such sets of fragments the one that fewest texts hold; ANYWHERE where the pattern has none."""
    parsed = parser.parse(expression)
    if parsed.state.flags & re.IGNORECASE:
        return ANYWHERE
    found = _rarest(_held(parsed))
    kept: list[str] = []
    for fragment in sorted(found, key=lambda each: (len(each), each)):
        if not any(other in fragment for other in kept):
            kept.append(fragment)
    return tuple(kept) if 0 < len(kept) <= MOST_FRAGMENTS else ANYWHERE


Fragments = frozenset[str]
NOTHING: Fragments = frozenset({""})


def _held(parts: Iterable[Any]) -> Iterator[Fragments]:
    """Each set of fragments of which a match of all these parts, one behind the other, holds one."""
    run = NOTHING
    for code, value in parts:
        spelled = _spelled(code, value)
        if spelled and len(run) * len(spelled) <= MOST_SPELLINGS:
            run = frozenset(first + second for first in run for second in spelled)
            continue
        if "" not in run:
            yield run
        run = spelled or NOTHING
        if not spelled:
            yield from _of_part(code, value)
    if "" not in run:
        yield run


def _spelled(code: Any, value: Any) -> Fragments:
    """All that may match a part, where it can be written out; what only looks around takes nothing. Else empty."""
    if code is codes.LITERAL:
        return frozenset({chr(value)})
    if code in _LOOKS:
        return NOTHING
    if code is codes.IN and all(kind is codes.LITERAL for kind, _ in value):
        return frozenset(chr(sign) for _, sign in value)
    if code is codes.BRANCH:
        branches = [_all_spelled(branch) for branch in value[1]]
        return frozenset().union(*branches) if all(branches) else frozenset()
    if code is codes.SUBPATTERN and not value[1] & re.IGNORECASE:
        return _all_spelled(value[3])
    if code in _REPEATS and value[:2] == (0, 1) and (once := _all_spelled(value[2])):
        return once | NOTHING
    return frozenset()


def _all_spelled(parts: Iterable[Any]) -> Fragments:
    run = NOTHING
    for code, value in parts:
        spelled = _spelled(code, value)
        if not spelled or len(run) * len(spelled) > MOST_SPELLINGS:
            return frozenset()
        run = frozenset(first + second for first in run for second in spelled)
    return run


def _of_part(code: Any, value: Any) -> Iterator[Fragments]:
    """What a part holds that cannot be written out; of what may match nothing, nothing."""
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


def _rarest(sets: Iterable[Fragments]) -> Fragments:
    """The one whose fragments are the longest and fewest; empty where there is none."""
    return min(sets, key=lambda found: sum([10.0 ** -len(fragment) for fragment in found]), default=frozenset())
