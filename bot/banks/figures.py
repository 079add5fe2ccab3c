"""Amounts as people and spreadsheets write them: thousands grouped, either decimal mark, signs before or behind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from bot.banks.values import exact
from workflows.errors import BadInput

FIGURES = {
    ",": re.compile(r"(\d{1,3}(?:[.  '’]\d{3})+|\d{1,15})(?:,(\d{0,5}))?", re.ASCII),
    ".": re.compile(r"(\d{1,3}(?:[,  '’]\d{3})+|\d{1,15})(?:\.(\d{0,5}))?", re.ASCII),
}
OTHER_MARK = {",": ".", ".": ","}
NOT_FIGURES = re.compile(r"[€£$]|\b(?:EUR|CHF|GBP|USD)\b")


def figure_of(text: str, decimal: str, currency: str, file: str, line: int) -> Decimal | None:
    """A signed amount with this decimal mark; None for an empty cell. Raises BadInput for a garbled or too fine one."""
    cleaned = _without_units(text)
    if not cleaned:
        return None
    negative = cleaned.startswith("-") or cleaned.endswith("-") or (cleaned[0] == "(" and cleaned[-1] == ")")
    found = FIGURES[decimal].fullmatch(cleaned.strip("+-() "))
    if found is None:
        raise BadInput(file, f"{text[:40]!r} is no amount", line=line)
    value = Decimal(re.sub(r"\D", "", found[1]) + "." + (found[2] or "0"))
    return exact(-value if negative else value, currency, file, line)


def decimal_mark(rows: Iterable[Sequence[str]], places: Sequence[int], usual: str) -> str:
    """The usual decimal mark, or the other one if only that explains every amount in these columns."""
    cells = [_without_units(row[index]).strip("+-() ") for row in rows for index in places if index < len(row)]
    figures = [text for text in cells if text and text[-1].isdigit()]
    if all(FIGURES[usual].fullmatch(text) for text in figures):
        return usual
    other = OTHER_MARK[usual]
    return other if all(FIGURES[other].fullmatch(text) for text in figures) else usual


def _without_units(text: str) -> str:
    return NOT_FIGURES.sub("", text.replace("\u00a0", " ").replace("\u2212", "-")).strip()
