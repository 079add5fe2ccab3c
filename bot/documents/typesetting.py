"""Spaces as a printer sets them: narrow where the language wants it, never where a line may break."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.documents.notation import NARROW, NO_BREAK, words

Rules = tuple[tuple[re.Pattern[str], str], ...]

STATUTE = (re.compile(r"(?<=\d) (?=[A-Z]{2,5}\b)"), NO_BREAK)  # "288 BGB"
YEAR = (re.compile(rf"(?<={NO_BREAK})([^\W\d]+) (?=\d{{4}}\b)"), rf"\1{NO_BREAK}")  # "24. März 2026"
# Between groups of thousands, not within account numbers, whose groups have four figures.
THOUSANDS = rf"(?<=\d)(?<!\d{{4}}){NO_BREAK}(?=\d{{3}}(?!\d))"


def typeset(text: str, language: str) -> str:
    """The text with the spaces that documents in this language have.

    Mail keeps wide spaces: the narrow one is missing from many fonts there. French: Lexique des règles typographiques
    en usage à l'Imprimerie nationale; German: DIN 5008 (no break after "§", "Nr.").
    """
    for found, put in _rules(language):
        text = found.sub(put, text)
    return text


@lru_cache
def _rules(language: str) -> Rules:
    custom = words(language)["typography"]
    rules = [STATUTE, YEAR]
    if custom["no_break_after"]:
        kept = "|".join(rf"(?<=\b{re.escape(word)})" if word[0].isalpha() else rf"(?<={re.escape(word)})"
                        for word in custom["no_break_after"])  # fmt: skip
        rules.append((re.compile(rf"(?:{kept}) (?=\S)"), NO_BREAK))
    if custom["wide_before"]:
        rules.append((re.compile(rf"(?<=\S) (?=[{re.escape(custom['wide_before'])}])"), NO_BREAK))
    if custom["narrow_before"]:
        rules.append((re.compile(rf"(?<=\S)[ {NO_BREAK}](?=[{re.escape(custom['narrow_before'])}])"), NARROW))
    if custom["narrow_thousands"]:
        rules.append((re.compile(THOUSANDS), NARROW))
    return tuple(rules)
