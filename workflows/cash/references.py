"""Which of a payer's documents a payment text names, however the numbers were written, and how surely.

Numbers arrive wrapped, with blanks inside, without prefix, without leading zeros, with the year behind or cut to two
digits. Each reading masks the characters it used, so that no figure is read twice; dates and amounts are no numbers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import lru_cache

from workflows.cash.words import words
from workflows.ledger.model import OpenItem

SEPARATOR = r"[\s./_#:-]{0,3}"
MAX_TEXT = 2000
UMLAUTS = str.maketrans({"Ä": "AE", "Ö": "OE", "Ü": "UE", "ß": "SS", "ẞ": "SS", "Æ": "AE", "Œ": "OE", "Ø": "O"})
DATE = re.compile(r"(?<!\d)\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2})(?!\d)|(?<!\d)20\d\d-\d\d-\d\d(?!\d)")
AMOUNT = re.compile(r"(?<![\d.,])\d{1,3}(?:[., ]\d{3}){0,4}[.,]\d{2}(?![\d.,]*\d)|(?<![\d.,/])\d{1,9}[.,]\d{2}(?!\d)")
CREDITOR_REFERENCE = re.compile(r"^RF\d{2}([A-Z0-9]{1,21})$")
MASK = "\x00"


class Strength(IntEnum):
    """How surely a document is named."""

    SERIAL = 1  # its serial number alone, without a word before it
    PARTIAL = 2  # year and serial, prefix and serial, a serial behind "invoice", or its order number
    FULL = 3  # the whole number


@dataclass(frozen=True, slots=True)
class Mentions:
    """`named`: document -> strength; `ambiguous`: documents that share the words that name them."""

    named: dict[str, Strength] = field(default_factory=dict)
    ambiguous: tuple[frozenset[str], ...] = ()


def capitals(text: str) -> str:
    """Capitals without accents, umlauts spelt out: as banks that know Latin letters only would write it."""
    spelt = text.upper().translate(UMLAUTS)
    if spelt.isascii():
        return spelt[:MAX_TEXT]
    return "".join(c for c in unicodedata.normalize("NFKD", spelt) if not unicodedata.combining(c))[:MAX_TEXT]


def compact(text: str) -> str:
    """Capitals and digits only."""
    return re.sub(r"[^0-9A-Z]", "", capitals(text))


def variants(texts: Sequence[str], structured: Sequence[str], reference: str) -> tuple[str, ...]:
    """The text as its pieces joined with blanks, and without: a wrap may stand inside a number or between two."""
    fixed = [CREDITOR_REFERENCE.sub(r"\1", compact(each)) or each for each in structured]
    tail = [capitals(each) for each in (*structured, *fixed, reference) if each]
    pieces = [capitals(text) for text in texts]
    spaced = " | ".join([" ".join(pieces), *tail])
    glued = " | ".join(["".join(pieces), *tail])
    return (spaced,) if spaced == glued else (spaced, glued)


def cited(text: str, patterns: Iterable[str]) -> list[tuple[int, int, str]]:
    """(start, end, number) of everything shaped like a number of ours, blanks and separators aside."""
    found = []
    for pattern in patterns:
        for match in _loosened(pattern).finditer(text):
            found.append((match.start(), match.end(), match[0]))
    return found


@lru_cache(maxsize=256)
def _loosened(pattern: str) -> re.Pattern[str]:
    """A configured pattern whose separators may be any, and which stands by itself."""
    body = re.sub(
        r"\[[^\]]*\]|\\?[-/ ]",
        lambda part: part[0] if part[0].startswith("[") else SEPARATOR,
        capitals_of_pattern(pattern),
    )
    return re.compile(rf"(?<![A-Z0-9])(?:{body})(?!\d)")


def capitals_of_pattern(pattern: str) -> str:
    """A pattern's literals in capitals; classes such as \\d keep their small letter."""
    return re.sub(r"(?<!\\)[a-z]", lambda letter: letter[0].upper(), pattern)


def pattern_of_format(number_format: str) -> str:
    """The pattern of numbers drawn with a format such as "R-{year}-{number:05d}"."""
    parts = re.split(r"(\{year[^}]{0,8}\}|\{number[^}]{0,8}\})", number_format)
    out = []
    for part in parts:
        width = re.search(r"number:0?(\d)", part)
        out.append(
            r"\d{4}" if part.startswith("{year") else rf"\d{{{width[1]},9}}" if width else
            r"\d{1,9}" if part.startswith("{number") else re.sub(r"([^\w\s/-])", r"\\\1", part)
        )  # fmt: skip
    return "".join(out)


@dataclass(frozen=True, slots=True)
class Shape:
    prefix: str
    year: str
    serial: str  # without leading zeros
    whole: re.Pattern[str]
    partial: tuple[re.Pattern[str], ...]
    short: re.Pattern[str] | None


@lru_cache(maxsize=50_000)
def shape_of(number: str, issue_year: int) -> Shape:
    """How a document's number may be written."""
    groups = re.findall(r"[A-Z]+|\d+", capitals(number))
    whole = SEPARATOR.join(r"\s?".join(group) for group in groups)
    figures = [group for group in groups if group.isdigit()]
    prefix = groups[0] if groups and groups[0].isalpha() else ""
    year, serial = _year_and_serial(figures, issue_year)
    bare = serial.lstrip("0")
    partial = []
    if bare and year:
        zeros = r"0{0,6}"
        lead = rf"(?P<word>(?<![A-Z])[A-Z]{{1,14}})?{SEPARATOR}(?<!\d)"
        partial += [
            rf"{lead}{year}{SEPARATOR}{zeros}{bare}(?!\d)",
            rf"{lead}{year[2:]}[./_-]{zeros}{bare}(?![\d./-]*\d)",
        ]
        if len(bare) >= 2:
            partial.append(rf"{lead}{zeros}{bare}\s?[./_-]\s?(?:{year[:2]})?{year[2:]}(?!\d)")
    if bare and prefix:
        partial.append(rf"(?<![A-Z]){prefix}[\s./_#:-]{{0,2}}0{{0,6}}{bare}(?![\d./-]*\d)")
    short = re.compile(rf"(?<![A-Z0-9./-])0{{0,6}}{bare}(?![\d/-]|\.\d)") if len(bare) >= 3 else None
    if short is None and len(serial) >= 4 and bare:
        short = re.compile(rf"(?<![A-Z0-9./-])0{{1,6}}{bare}(?![\d/-]|\.\d)")
    return Shape(
        prefix=prefix,
        year=year,
        serial=bare,
        whole=re.compile(rf"(?<![A-Z0-9]){whole}(?!\d)"),
        partial=tuple(re.compile(pattern) for pattern in partial),
        short=short,
    )


def _year_and_serial(figures: list[str], issue_year: int) -> tuple[str, str]:
    years = {str(issue_year), str(issue_year - 1), str(issue_year + 1)}
    if len(figures) >= 2 and figures[0] in years:
        return figures[0], "".join(figures[1:])
    if len(figures) == 1 and figures[0][:4] in years and len(figures[0]) >= 7:
        return figures[0][:4], figures[0][4:]
    return "", figures[-1] if figures else ""


def mentions(texts: Sequence[str], items: Sequence[OpenItem], patterns: Sequence[str]) -> Mentions:
    """Which of these documents the text variants name."""
    named: dict[str, Strength] = {}
    ambiguous: set[frozenset[str]] = set()
    for index, text in enumerate(texts):
        for strength, group in _in_text(text, items, patterns, weak=index == 0):
            if len(group) > 1:
                ambiguous.add(group)
            else:
                number = next(iter(group))
                named[number] = max(strength, named.get(number, strength))
    open_questions = tuple(group for group in sorted(ambiguous, key=sorted) if not group & named.keys())
    return Mentions(named, open_questions)


def _in_text(
    text: str, items: Sequence[OpenItem], patterns: Sequence[str], *, weak: bool
) -> list[tuple[Strength, frozenset[str]]]:
    shapes = [(item.document, shape_of(item.document, item.issue_date.year)) for item in items]
    found: list[tuple[Strength, frozenset[str]]] = []
    text = _take(text, found, Strength.FULL, [(number, (shape.whole,)) for number, shape in shapes])
    for start, end, _ in cited(text, patterns):
        text = text[:start] + MASK * (end - start) + text[end:]
    orders = [(item.document, (pattern,)) for item in items if (pattern := order_pattern(item.po_number))]
    text = _take(text, found, Strength.PARTIAL, orders)
    text = AMOUNT.sub(_masked, DATE.sub(_masked, text))
    text = _customer_numbers().sub(_masked, text)
    text = _take(text, found, Strength.PARTIAL, [(number, shape.partial) for number, shape in shapes], shapes)
    if weak:
        _take_short(text, found, shapes)
    return found


def _masked(match: re.Match[str]) -> str:
    return MASK * len(match[0])


@lru_cache(maxsize=50_000)
def order_pattern(po_number: str) -> re.Pattern[str] | None:
    """The customer's order number, or its figures alone where there are at least five."""
    groups = re.findall(r"[A-Z]+|\d+", capitals(po_number))
    if sum(len(group) for group in groups) < 5 or not any(group.isdigit() for group in groups):
        return None
    whole = SEPARATOR.join(r"\s?".join(group) for group in groups)
    figures = [group for group in groups if group.isdigit()]
    bare = rf"|(?<![A-Z0-9]){figures[0]}(?!\d)" if len(figures) == 1 and len(figures[0]) >= 5 else ""
    return re.compile(rf"(?<![A-Z0-9]){whole}(?!\d){bare}")


@lru_cache(maxsize=1)
def _customer_numbers() -> re.Pattern[str]:
    listed = "|".join(sorted(map(re.escape, words("customer")), key=len, reverse=True))
    return re.compile(rf"(?<![A-Z])(?:{listed})[\s.:-]{{0,3}}(?:NR|NO|N)?[\s.:-]{{0,3}}[A-Z]{{0,3}}\d{{1,12}}(?!\d)")


def _take(
    text: str,
    found: list[tuple[Strength, frozenset[str]]],
    strength: Strength,
    patterns: Sequence[tuple[str, tuple[re.Pattern[str], ...]]],
    shapes: Sequence[tuple[str, Shape]] = (),
) -> str:
    """Adds what the patterns find and masks it; two documents found in the same place are one question."""
    prefix_of = {number: shape.prefix for number, shape in shapes}
    places: dict[tuple[int, int], set[str]] = {}
    for number, several in patterns:
        for pattern in several:
            for match in pattern.finditer(text):
                word = match.groupdict().get("word")
                if word and word != prefix_of.get(number) and word not in words("invoice"):
                    continue
                start = match.end("word") if word else match.start()
                places.setdefault((start, match.end()), set()).add(number)
    for (start, end), numbers in _merged(places):
        found.append((strength, frozenset(numbers)))
        text = text[:start] + MASK * (end - start) + text[end:]
    return text


def _merged(places: dict[tuple[int, int], set[str]]) -> list[tuple[tuple[int, int], set[str]]]:
    """Places that overlap become one; the longer reading of a place wins over a shorter one within it."""
    merged: list[tuple[tuple[int, int], set[str]]] = []
    for (start, end), numbers in sorted(places.items(), key=lambda each: (each[0][0], -each[0][1])):
        if merged and start < merged[-1][0][1]:
            (first, last), known = merged[-1]
            merged[-1] = ((first, max(last, end)), known | numbers if end >= last else known)
        else:
            merged.append(((start, end), set(numbers)))
    return merged


def _take_short(text: str, found: list[tuple[Strength, frozenset[str]]], shapes: Sequence[tuple[str, Shape]]) -> None:
    """Bare serials; one behind a word for "invoice", or in a list behind one, is as good as a partial number."""
    places: dict[tuple[int, int], set[str]] = {}
    for number, shape in shapes:
        for match in shape.short.finditer(text) if shape.short else ():
            places.setdefault((match.start(), match.end()), set()).add(number)
    for (start, _), numbers in _merged(places):
        before = re.findall(r"[A-Z]+", text[max(0, start - 40) : start])
        told = bool(before) and (before[-1] in words("invoice") or before[-1] in {"U", "UND", "AND", "ET"})
        found.append((Strength.PARTIAL if told else Strength.SERIAL, frozenset(numbers)))


def unresolved(text: str) -> bool:
    """Whether an invoice-like number stands behind a word for "invoice"."""
    return _behind_invoice().search(AMOUNT.sub(_masked, DATE.sub(_masked, text))) is not None


def has_figures(texts: Sequence[str], reference: str) -> bool:
    """Whether a text holds a number that is no date, amount, customer's number or the payment's own reference."""
    own = {compact(part) for part in (reference, *reference.split())}
    text = " ".join(part for part in capitals(" ".join(texts)).split() if compact(part) not in own)
    text = _customer_numbers().sub(_masked, AMOUNT.sub(_masked, DATE.sub(_masked, text)))
    return re.search(r"\d[\d\s./-]?\d[\d\s./-]?\d", text) is not None


@lru_cache(maxsize=1)
def _behind_invoice() -> re.Pattern[str]:
    listed = "|".join(sorted(map(re.escape, words("invoice")), key=len, reverse=True))
    return re.compile(rf"(?<![A-Z])(?:{listed})(?![A-Z])[\s.:#-]{{0,4}}(?:[A-Z]{{1,4}}[\s./-]?)?\d[\d/.-]{{2,}}")


def one_slip_apart(left: str, right: str) -> bool:
    """Whether two numbers differ by one digit typed wrong, lost, doubled, or by two neighbours swapped."""
    a, b = compact(left), compact(right)
    if a == b or abs(len(a) - len(b)) > 1:
        return False
    if len(a) == len(b):
        different = [index for index in range(len(a)) if a[index] != b[index]]
        swapped = len(different) == 2 and different[1] == different[0] + 1
        return len(different) == 1 or (swapped and sorted(a) == sorted(b))
    short, long = sorted((a, b), key=len)
    return any(long[:index] + long[index + 1 :] == short for index in range(len(long)))
