"""Remarks written between the quoted lines of an order: the quote is cut away, and what is left stands in its order.

"150", "ok", "weg" under a confirmation of three lines: as many remarks as lines, each for the line in its place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from nlp.extract.catalogue import Catalogue
from nlp.extract.change_model import Change
from nlp.extract.change_names import OrderNamer
from nlp.extract.inline import Remark
from nlp.extract.sources import Context, Source
from nlp.lang import expression, fold
from nlp.lang.changes import change_words
from nlp.signature import CONTACT

if TYPE_CHECKING:
    from nlp.extract.change_lines import ChangeReader

LONGEST_REMARK = 12  # words
_STOP = re.compile(r"[,;.!:\n](?!\d)")
_PIECES = (re.compile(r"[^\n]+(?:\n[^\n]+)*"), re.compile(r"[^\n]+"))  # paragraphs, or lines


def answers(reader: ChangeReader, catalogue: Catalogue) -> tuple[Change, ...]:
    """The lines that answers between quoted ones change, each of the article in the quoted line above it."""
    order = reader.order
    found: dict[str, Change] = {}
    for answer in reader.context.remarks if order is not None else ():
        above = Source("quoted", answer.above)
        named = OrderNamer(above, catalogue, reader.skus, reader.context.words("units")).mentions(0, len(above.text))
        sku = max(named, key=lambda mention: mention.score).sku if named else None
        said = _remark(reader, answer.start, _first_words(reader.source, answer))
        if sku is not None and said is not None and said[0] is not None and sku not in found:
            found[sku] = Change(sku, sku, said[0], answer.start, answer.end, True, True)
    return tuple(change for sku, change in found.items() if order and change.quantity != order.quantity_of(sku))


def _first_words(source: Source, answer: Remark) -> int:
    """Where the first statement of an answer ends: the reason behind it may be long."""
    stop = _STOP.search(source.text, answer.start + 1, answer.end)
    return stop.start() if stop is not None else answer.end


def keeps_a_line(context: Context) -> bool:
    """Whether an answer between the quoted lines says that something stays: then nothing is withdrawn as a whole."""
    return any(_is_fine(context, context.body.flat[answer.start : answer.end]) for answer in context.remarks)


def remarks(reader: ChangeReader) -> tuple[Change, ...]:
    """The lines that remarks change; () where they are not as many as the lines."""
    order = reader.order
    if order is None or len(order.skus) < 2:
        return ()
    for pieces in _PIECES:
        spans = [match.span() for match in pieces.finditer(reader.source.text)]
        told = [None if is_contact(reader.context, reader.source, *span) else _remark(reader, *span) for span in spans]
        found = [each for each in told if each is not None]
        if len(found) == len(order.skus) and _stand_together(told):
            return tuple(
                Change(sku, sku, value, start, end, True, True)
                for sku, (value, start, end) in zip(order.skus, found, strict=True)
                if value is not None and value != order.quantity_of(sku)
            )
    return ()


def is_contact(context: Context, source: Source, start: int, end: int) -> bool:
    """A line of a signature: a telephone, a tax number, the customer's own name, in which numbers may be words."""
    name = fold(context.customer.name) if context.customer is not None else ""
    signed = CONTACT.search(source.text, start, end)
    is_signed = signed is not None and len(signed.group().rstrip(" .:+(")) > 1  # "M: 6" counts a size
    return is_signed or (bool(name) and name in source.folded[start:end])


def _stand_together(told: Sequence[tuple[Decimal | None, int, int] | None]) -> bool:
    """Whether nothing but remarks stands between the first and the last one."""
    places = [place for place, each in enumerate(told) if each is not None]
    return bool(places) and places[-1] - places[0] + 1 == len(places)


def _remark(reader: ChangeReader, start: int, end: int) -> tuple[Decimal | None, int, int] | None:
    """(new quantity, None: it stays, start, end); None: no remark."""
    context, source = reader.context, reader.source
    flat = source.flat[start:end]
    inside = [count for count in reader.counts if start <= count.start < end]
    dated = any(start <= mention.start < end for mention in context.dates(source))
    if dated or len(flat.split()) > LONGEST_REMARK:
        return None
    if len(inside) == 1:
        return inside[0].value, start, end
    if _is_fine(context, flat):
        return None, start, end
    gone = any(change_words(name, context.languages).search(flat) for name in ("TAKEN", "GONE"))
    return (Decimal(0), start, end) if gone else None


def _is_fine(context: Context, flat: str) -> bool:
    """ "ok", "passt": nothing but that it stays."""
    return bool(expression(rf"\W*(?:(?:{context.words('fine_words', 'unchanged')})\W*){{1,3}}").fullmatch(flat))
