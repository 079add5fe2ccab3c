"""The forms in which a known value may stand in a text; what does not say the value is never found.

All expressions are bounded: a value's own signs with at most a few separators between them. The usual forms are looked
for as they are: an expression of each value's own costs more to make than to use.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache

from nlp.lang import expression, fold

LONGEST = 60  # characters of a value that is looked for as it is
WORDS = 12
_BEFORE, _BEHIND = r"(?<!\d)(?<!\d[.,'’])", r"(?!\d)(?![.,'’]\d)"
_GAP = r"[ .,'’\u00a0\u202f\u2009]?"

_SIGNS = (".", ",", "'", "’")

Span = tuple[int, int]


@lru_cache(maxsize=512)
def figure(value: Decimal) -> re.Pattern[str]:
    """A number without its sign in any notation: "1204.5", "1 204,50", "1'204.50", "1204,-"."""
    whole, _, cents = f"{abs(value).normalize():f}".partition(".")
    head = len(whole) % 3 or 3
    groups = [whole[:head], *(whole[at : at + 3] for at in range(head, len(whole), 3))]
    digits = _GAP.join(groups)
    tail = rf"[.,]{cents}0{{0,4}}" if cents else r"(?:[.,](?:0{1,2}|--?|—|–)(?!\d))?"
    return re.compile(
        rf"{_BEFORE}(?:0{{0,2}}){digits}{tail}{_BEHIND}" if whole != "0" else rf"{_BEFORE}0?{tail}{_BEHIND}"
    )


@lru_cache(maxsize=512)
def identifier(number: str) -> re.Pattern[str]:
    """A number of a paper with other separators, or none: "LB26-00417", "LB26 00417"."""
    parts = re.findall(r"[a-z]{1,20}|\d{1,20}", fold(number[:LONGEST]))
    return re.compile(
        rf"(?<![a-z0-9]){r'[-./_ #:]{0,3}'.join(map(re.escape, parts))}(?![a-z0-9])" if parts else r"(?!)"
    )


def figure_spans(value: Decimal, text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Where a number stands in text[start:end], in a usual form or else in any."""
    last = len(text) if end is None else end
    found = [span for form in _forms(value) for span in _alone(form, text, start, last)]
    return found or [match.span() for match in figure(value).finditer(text, start, last)]


def _forms(value: Decimal) -> tuple[str, ...]:
    """A number as most people write it."""
    amount = f"{abs(value):,.2f}"
    plain, grouped = amount.replace(",", ""), [amount.translate(str.maketrans(",.", signs)) for signs in (".,", " ,")]
    forms = (plain, plain.replace(".", ","), amount, *grouped)
    if abs(value) != Decimal(plain):
        return ()
    return (*forms, *(form[:-3] for form in forms)) if plain.endswith(".00") else forms


def _alone(form: str, text: str, start: int, end: int) -> Iterator[Span]:
    """Where a form stands as a number of its own, not within a longer one."""
    place = text.find(form, start, end)
    while place >= 0:
        after = place + len(form)
        before, behind = text[max(0, place - 2) : place], text[after : after + 2]
        joined = before[-1:].isdigit() or (before[-1:] in _SIGNS and before[:1].isdigit() and len(before) == 2)
        if not joined and not behind[:1].isdigit() and not (behind[:1] in _SIGNS and behind[1:].isdigit()):
            yield place, after
        place = text.find(form, after, end)


def identifier_spans(number: str, folded: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Where the number of a paper stands in a folded text: as it is, or else with other separators."""
    last, form = len(folded) if end is None else end, fold(number)
    place = folded.find(form, start, last) if form else -1
    if place >= 0 and not folded[max(0, place - 1) : place].isalnum():
        after = place + len(form)
        if not folded[after : after + 1].isalnum():
            return [(place, after)]
    digits = re.findall(r"\d{1,20}", form)
    if digits and digits[-1] not in folded:
        return []
    return [match.span() for match in identifier(number).finditer(folded, start, last)]


@lru_cache(maxsize=512)
def day(value: date) -> re.Pattern[str]:
    """A day in figures, as files write it: 2026-09-11, 20260911, 11.09.2026, 11/9/26."""
    year, month, of_month = f"{value.year}", f"0?{value.month}", f"0?{value.day}"
    return re.compile(
        rf"(?<!\d)(?:{year}-?{value.month:02}-?{value.day:02}"
        rf"|{of_month}[./-]{month}[./-](?:{year}|{year[2:]})|{month}/{of_month}/(?:{year}|{year[2:]}))(?!\d)"
    )


def spelled(text: str, words: str) -> Span | None:
    """Words as they stand in a folded text, whatever blanks are between them; else the longest run of them."""
    parts = fold(words[:300]).split()[:WORDS]
    if not parts:
        return None
    for first, last in _runs(len(parts)):
        pattern = r"\s{1,9}".join(map(re.escape, parts[first:last]))
        bounded = rf"(?<!\w){pattern}(?!\w)" if parts[first][:1].isalnum() else pattern
        match = expression(bounded).search(text)
        if match is not None and (last - first > 1 or len(parts) == 1 or len(parts[first]) > 3):
            return match.span()
    return None


def _runs(count: int) -> Iterator[Span]:
    """All of them, then ever shorter runs from the left."""
    for length in range(count, 0, -1):
        yield from ((first, first + length) for first in range(count - length + 1))
