"""How banks lay out statements as CSV is data in config/banks: heading words by role, a bank's own meaning of them.

A country's profile says what a heading means in general; a bank's variant inside it, known by headings that only this
bank has, says what it means there. A file whose headings no profile explains is refused with what was seen.
"""

from __future__ import annotations

import csv
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any

from bot.banks.values import BankFile
from bot.resources import folder
from workflows.errors import BadInput

MAX_LINES_BEFORE_HEADER, MAX_LINE = 40, 20_000
DELIMITERS = ";,\t|"
FIGURES_WITH_CENTS = {mark: re.compile(rf"[+-]?\d[\d.,'  ]*{re.escape(mark)}\d\d", re.ASCII) for mark in ",."}
Columns = Mapping[str, tuple[int, ...]]  # role -> positions of its columns, the best first


@dataclass(frozen=True, slots=True)
class Variant:
    """A bank's own meaning of headings, where all of `when` stand in the heading line."""

    name: str
    when: frozenset[str]
    columns: Mapping[str, tuple[str, ...]]
    headless: tuple[str, ...]  # of files without heading line: the role of each column, "" for none


@dataclass(frozen=True, slots=True)
class Profile:
    name: str
    currency: str
    decimal: str
    dates: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]  # role -> heading words, folded
    types: Mapping[str, str]  # the bank's word, folded -> kind of entry
    debit_marks: frozenset[str]
    credit_marks: frozenset[str]
    pending: frozenset[str]
    opening_rows: frozenset[str]  # text of a row that is the balance before the entries
    closing_rows: frozenset[str]
    variants: tuple[Variant, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    profile: Profile
    bank: str  # the variant's name, "" for the country's general meaning
    delimiter: str
    header_line: int  # 0 if there is none
    width: int  # columns with headings
    columns: Columns


def folded(text: str) -> str:
    """A word as headings are compared: small letters, no accents, single blanks."""
    plain = unicodedata.normalize("NFKD", text).replace("ß", "ss")
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).lower().replace("’", "'").split())


@cache
def profiles() -> tuple[Profile, ...]:
    """The layouts in config/banks/csv-*.toml, by name."""
    found = sorted((folder("config") / "banks").glob("csv-*.toml"))
    return tuple(_profile(path.stem, tomllib.loads(path.read_text("utf-8"))) for path in found)


def _words(told: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {role: tuple(folded(word) for word in words) for role, words in told.items()}


def _profile(name: str, told: Mapping[str, Any]) -> Profile:
    return Profile(
        name=name,
        currency=told["currency"],
        decimal=told["decimal"],
        dates=tuple(told["dates"]),
        columns=_words(told["columns"]),
        types={folded(word): kind for kind, words in told["types"].items() for word in words},
        debit_marks=frozenset(folded(word) for word in told["debit_marks"]),
        credit_marks=frozenset(folded(word) for word in told["credit_marks"]),
        pending=frozenset(folded(word) for word in told["pending"]),
        opening_rows=frozenset(folded(word) for word in told["opening_rows"]),
        closing_rows=frozenset(folded(word) for word in told["closing_rows"]),
        variants=tuple(
            Variant(
                name=variant["name"],
                when=frozenset(folded(word) for word in variant.get("when", [])),
                columns=_words(variant.get("columns", {})),
                headless=tuple(variant.get("headless", [])),
            )
            for variant in told.get("banks", [])
        ),
    )


def first_lines(text: str) -> list[str]:
    """The lines among which headings may stand; a longer one than MAX_LINE is none."""
    return [line[:MAX_LINE] for line in text.split("\n", MAX_LINES_BEFORE_HEADER)[:MAX_LINES_BEFORE_HEADER]]


def layout_of(file: BankFile, text: str) -> Layout:
    """The profile, delimiter and heading line that together explain most columns; raises BadInput for none."""
    best: tuple[int, Layout] | None = None
    lines = first_lines(text)
    for number, line in enumerate(lines, 1):
        for delimiter in DELIMITERS:
            if delimiter not in line:
                continue
            cells = [folded(unquoted(cell)) for cell in _cells(line, delimiter)]
            for profile in profiles():
                bank, columns = _columns(profile, cells)
                known = sum(len(found) for found in columns.values())
                if _complete(columns) and (best is None or known > best[0]):
                    best = known, Layout(profile, bank, delimiter, number, len(cells), columns)
    if best is not None:
        _check_headings(file, lines[best[1].header_line - 1], best[1])
        return best[1]
    found = list(_headless(text))
    if len(found) == 1:
        return found[0]
    longest = max(range(len(lines)), key=lambda index: max(lines[index].count(each) for each in DELIMITERS))
    what = "no known statement format, and no known heading line of a CSV"
    raise BadInput(
        file.name,
        f"{what}; seen: {lines[longest].strip()[:120]!r}",
        line=longest + 1,
        todo="add a profile to config/banks",
    )


def _check_headings(file: BankFile, line: str, layout: Layout) -> None:
    """A row that has run into the headings would be lost without a word."""
    figures = FIGURES_WITH_CENTS[layout.profile.decimal]
    if any(figures.fullmatch(unquoted(cell)) for cell in _cells(line, layout.delimiter)):
        raise BadInput(file.name, "an amount stands among the headings", line=layout.header_line)


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def unquoted(cell: str) -> str:
    """A cell as written, without what protects it from a spreadsheet (="…", a leading apostrophe)."""
    text = cell.strip()
    if text.startswith('="') and text.endswith('"'):
        text = text[2:-1]
    return text[1:].strip() if text.startswith("'") else text


def _columns(profile: Profile, cells: list[str]) -> tuple[str, dict[str, tuple[int, ...]]]:
    """The role of each column; a bank's variant replaces what the country says of a role."""
    there = set(cells)
    variants = [variant for variant in profile.variants if variant.when and variant.when <= there]
    variant = max(variants, key=lambda each: len(each.when), default=None)
    words = {**profile.columns, **(variant.columns if variant else {})}
    columns = {
        role: tuple(index for word in listed for index, cell in enumerate(cells) if cell == word)
        for role, listed in words.items()
    }
    if columns["amount"] and not columns["mark"]:
        behind = columns["amount"][0] + 1  # some banks leave the heading of the S/H column empty
        if behind < len(cells) and cells[behind] == "" and any(cells[behind + 1 :]) is False:
            columns["mark"] = (behind,)
    return (variant.name if variant else ""), columns


def _complete(columns: Columns) -> bool:
    return bool(columns["date"] and (columns["amount"] or (columns["paid_in"] and columns["paid_out"])))


def _headless(text: str) -> Iterator[Layout]:
    """Layouts without headings, each if every line of the file has its dates and amounts where it says."""
    lines = [line for line in text[:1_000_000].split("\n") if line.strip()][:200]
    for profile in profiles():
        for variant in profile.variants:
            for delimiter in DELIMITERS if variant.headless else "":
                if lines and all(_fits(profile, variant.headless, _cells(line, delimiter)) for line in lines):
                    roles = {role: _positions(variant.headless, role) for role in profile.columns}
                    yield Layout(profile, variant.name, delimiter, 0, len(variant.headless), roles)


def _positions(roles: tuple[str, ...], wanted: str) -> tuple[int, ...]:
    return tuple(index for index, role in enumerate(roles) if role == wanted)


def _fits(profile: Profile, roles: tuple[str, ...], cells: list[str]) -> bool:
    if len(cells) != len(roles):
        return False
    figures = FIGURES_WITH_CENTS[profile.decimal]
    told = list(zip(roles, (unquoted(cell) for cell in cells), strict=True))
    dates = all(day_in(cell, profile.dates) for role, cell in told if role in ("date", "value_date"))
    return dates and all(figures.fullmatch(cell) for role, cell in told if role == "amount")


@lru_cache(maxsize=4096)
def day_in(text: str, forms: tuple[str, ...]) -> date | None:
    """The day in one of these forms, whatever time stands behind it; None if it is in none."""
    for candidate in (text, text.split(" ")[0], text.split("T")[0]):
        for form in forms:
            try:
                return datetime.strptime(candidate, form).date()
            except ValueError:
                continue
    return None
