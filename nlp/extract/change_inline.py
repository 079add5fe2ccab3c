"""Remarks written between the quoted lines of an order: the quote is cut away, and what is left stands in its order.

"150", "ok", "ok" under a confirmation of three lines: as many remarks as lines, each for the line in its place.
"""

from __future__ import annotations

import re
from decimal import Decimal

from nlp.book import OrderEntry
from nlp.extract.order.quantities import Count
from nlp.extract.sources import Context, Source
from nlp.lang import expression

LONGEST_REMARK = 8  # words
_PARAGRAPH = re.compile(r"[^\n]+(?:\n[^\n]+)*")


def remarks(
    context: Context, source: Source, order: OrderEntry, counts: list[Count]
) -> tuple[tuple[str, Decimal, int, int], ...]:
    """(article, new quantity, start, end) of each line that a remark changes; () where they do not match the lines."""
    found: list[tuple[Decimal | None, int, int]] = []
    for match in _PARAGRAPH.finditer(source.text):
        start, end = match.span()
        inside = [count for count in counts if start <= count.start < end]
        dated = any(start <= mention.start < end for mention in context.dates(source))
        if dated or len(match.group().split()) > LONGEST_REMARK:
            continue
        if len(inside) == 1:
            found.append((inside[0].value, start, end))
        elif _is_fine(context, source.flat[start:end]):
            found.append((None, start, end))
    if len(found) != len(order.skus) or len(found) < 2:
        return ()
    return tuple(
        (sku, value, start, end)
        for sku, (value, start, end) in zip(order.skus, found, strict=True)
        if value is not None and value != order.quantity_of(sku)
    )


def _is_fine(context: Context, flat: str) -> bool:
    """ "ok", "passt": nothing but that it stays."""
    return bool(expression(rf"\W*(?:(?:{context.words('fine_words', 'unchanged')})\W*){{1,3}}").fullmatch(flat))
