"""The clauses of a line or sentence about a placed order; what stands before a colon is one by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.extract.order.stretches import clauses_of
from nlp.extract.sources import Source


def clauses(source: Source, start: int, end: int) -> Iterator[tuple[int, int]]:
    """(start, end) of each."""
    for low, high in clauses_of(source, start, end):
        cut = re.search(r":\s", source.flat[low:high])
        yield from ((low, low + cut.end()), (low + cut.end(), high)) if cut else ((low, high),)
