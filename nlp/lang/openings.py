"""With which signs the matches of an expression begin: a place that begins otherwise needs no closer look."""

from __future__ import annotations

import re
from collections.abc import Iterable
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

SIGNS = 3  # of a match's beginning
DIGIT = r"\d"
Opening = tuple[str, ...]  # the first signs, each as an expression
_REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)
_LOOKS = (codes.AT, codes.ASSERT, codes.ASSERT_NOT)
# A beginning, and whether the match may end there: only then what follows goes on with it.
_Begun = set[tuple[Opening, bool]]
_UNKNOWN: _Begun = {((), False)}
_EMPTY: _Begun = {((), True)}


def looked_ahead(expression: str) -> str:
    """The expression as a group behind a look at the next signs; without it where matches may begin with any sign."""
    parsed = parser.parse(expression)
    openings = {begun for begun, _ in _begins(parsed)}
    if () in openings or parsed.state.flags & re.IGNORECASE:
        return f"(?:{expression})"
    return rf"(?={_tree(openings)})(?:{expression})"


def _begins(parts: Iterable[Any]) -> _Begun:
    """How what matches all these parts, one behind the other, may begin."""
    found = set(_EMPTY)
    for code, value in parts:
        if not any(goes_on for _, goes_on in found):
            break
        behind = _of_part(code, value)
        found = {each for before in found for each in _joined(before, behind)}
    return found


def _joined(before: tuple[Opening, bool], behind: _Begun) -> _Begun:
    opening, goes_on = before
    if not goes_on:
        return {before}
    longer = {(opening + more, open_) for more, open_ in behind}
    return {(begun[:SIGNS], open_ and len(begun) < SIGNS) for begun, open_ in longer}


def _of_part(code: Any, value: Any) -> _Begun:
    if code is codes.LITERAL:
        return {((re.escape(chr(value)),), True)}
    if code in _LOOKS:
        return _EMPTY
    if code is codes.IN:
        signs = [_sign(*each) for each in value]
        return {((sign,), True) for sign in signs} if all(signs) else _UNKNOWN
    if code is codes.SUBPATTERN and not value[1] & re.IGNORECASE:
        return _begins(value[3])
    if code is codes.BRANCH:
        return set().union(*(_begins(branch) for branch in value[1]))
    if code in _REPEATS:
        least, most, repeated = value
        once = _begins(repeated)
        again = {(begun, False) for begun, _ in once} if most != 1 else set()
        return once | again | (_EMPTY if least == 0 else set())
    return _UNKNOWN


def _sign(code: Any, value: Any) -> str:
    """One sign or digit as an expression; "" for every other class of signs."""
    if code is codes.LITERAL:
        return re.escape(chr(value))
    return DIGIT if code is codes.CATEGORY and value is codes.CATEGORY_DIGIT else ""


def _tree(openings: Iterable[Opening]) -> str:
    """An expression for any of these beginnings."""
    by_sign: dict[str, set[Opening]] = {}
    for first, *rest in sorted(openings):
        by_sign.setdefault(first, set()).add(tuple(rest))
    return "|".join(sign if () in rests else f"{sign}(?:{_tree(rests)})" for sign, rests in by_sign.items())
