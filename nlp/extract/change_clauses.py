"""The clauses of a line or sentence about a placed order; what stands before a colon or a "but" is one by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.extract.order.stretches import clauses_of
from nlp.extract.sources import Source
from nlp.lang import LANGUAGES, expression
from nlp.lang.changes import change_expression
from nlp.lang.counting import ORDINAL_POINT

# Shortened words before a number; they are the same in every language that is read here.
_ABBREVIATED = re.compile(r"(?<!\w)(?:pos|nr|no|art|stk|stck|st|ca|ref|lfd|approx|incl|inkl|env|qty|qte|pcs|pce|pc)$")
_FOREIGN = re.compile(r"\s(?:y|e|og|och|en|i|n)\s")  # "and" in languages that have no lexicon here
_JOINT = re.compile(r"\W*plus\W*")  # "la pompe n'est plus utile": no list


def clauses(source: Source, start: int, end: int, languages: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """(start, end) of each. Where the language is known, no other's "and" parts them."""
    told = len(languages) == 1
    ordinals = not told or bool(ORDINAL_POINT & set(languages))
    turns = change_expression("TURNS", languages if told else (*LANGUAGES,))
    cut = expression(rf":\s(?!\W{{0,3}}\d)|\s(?:{turns}|/)\s")
    for low, high in _joined(source, clauses_of(source, start, end), told, ordinals):
        for match in cut.finditer(source.flat, low, high):
            if match.start() > low:
                yield low, match.start()
            low = match.end()
        if low < high:
            yield low, high


def _joined(source: Source, parts: list[tuple[int, int]], told: bool, ordinals: bool) -> list[tuple[int, int]]:
    """The clauses, where a "plus" between two counts nothing."""
    found: list[tuple[int, int]] = []
    for low, high in parts:
        between = source.flat[found[-1][1] : low] if found else ""
        abbreviated = between[:1] == "." and (
            _ABBREVIATED.search(source.flat[found[-1][0] : found[-1][1]])
            or (ordinals and source.flat[found[-1][1] - 1].isdigit() and source.text[low:high].lstrip()[:1].islower())
        )  # "Pos. 3", "am 15. geht es nicht"
        counts = source.flat[low:high].lstrip()[:1].isdigit()
        if abbreviated or (told and _FOREIGN.fullmatch(between)) or (_JOINT.fullmatch(between) and not counts):
            found[-1] = (found[-1][0], high)
        else:
            found.append((low, high))
    return found
