"""The clauses of a line or sentence about a placed order; what stands before a colon or a "but" is one by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.extract.order.stretches import clauses_of
from nlp.extract.sources import Source

_CUT = re.compile(r":\s(?!\W{0,3}\d)|\s(?:mais|but|aber|sondern|maar|pero|mas|ale|men|whereas|while)\s")
_ABBREVIATED = re.compile(r"(?<!\w)(?:pos|nr|no|art|stk|stck|st|ca|ref|lfd|approx|incl|inkl|env|qty|qte|pcs|pce|pc)$")
_FOREIGN = re.compile(r"\s(?:y|e|og|och|en|i|n)\s")  # "and" in languages that have no lexicon here
_JOINT = re.compile(r"\W*plus\W*")  # "la pompe n'est plus utile": no list


def clauses(source: Source, start: int, end: int, *, told: bool = False) -> Iterator[tuple[int, int]]:
    """(start, end) of each. `told`: the language is known, so that no other's "and" parts them."""
    for low, high in _joined(source, clauses_of(source, start, end), told):
        cut = _CUT.search(source.flat[low:high])
        yield from ((low, low + cut.start()), (low + cut.end(), high)) if cut else ((low, high),)


def _joined(source: Source, parts: list[tuple[int, int]], told: bool) -> list[tuple[int, int]]:
    """The clauses, where a "plus" between two counts nothing."""
    found: list[tuple[int, int]] = []
    for low, high in parts:
        between = source.flat[found[-1][1] : low] if found else ""
        abbreviated = between[:1] == "." and (
            _ABBREVIATED.search(source.flat[found[-1][0] : found[-1][1]])
            or (source.flat[found[-1][1] - 1].isdigit() and source.text[low:high].lstrip()[:1].islower())
        )  # "Pos. 3", "am 15. geht es nicht"
        counts = source.flat[low:high].lstrip()[:1].isdigit()
        if abbreviated or (told and _FOREIGN.fullmatch(between)) or (_JOINT.fullmatch(between) and not counts):
            found[-1] = (found[-1][0], high)
        else:
            found.append((low, high))
    return found
