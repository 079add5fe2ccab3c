"""What a mail says of an order that was placed before, or of one that comes with it, and does not say of its goods."""

from __future__ import annotations

import re

from nlp.extract.sources import Context
from nlp.lang import expression, fold
from nlp.lang.day_signs import any_of
from nlp.lang.ordering import ATTACHED, IN_WAYS, PRICES, WAYS
from nlp.reading import Order

_IN_WAYS = re.compile(rf"(?:{any_of(IN_WAYS)})")
_WAYS = re.compile(rf"(?<!\w)(?:{any_of(WAYS)})(?!\w)")
_ATTACHED = re.compile(rf"(?:{any_of(ATTACHED)})")
_PRICED = re.compile(rf"(?<!\w)(?:{any_of(PRICES)})(?!\w)")
_PARTED = re.compile(r"[;!?\n]|[,.:](?!\d)")


def points_to_earlier(context: Context, order: Order) -> str:
    """Words for goods that only an earlier order tells; "" where all goods are told and how they come is as before."""
    body = context.body
    for match in expression(rf"(?<!\w)(?:{context.words('earlier_words')})(?!\w)").finditer(body.flat):
        low = max((cut.end() for cut in _PARTED.finditer(body.folded, 0, match.start())), default=0)
        cut = _PARTED.search(body.folded, match.end())
        clause = body.flat[low : cut.start() if cut else len(body.flat)]
        told = bool(order.lines) and all(line.sku for line in order.lines)
        if _PRICED.search(clause) and any(line.unit_price is None for line in order.lines):
            told = False  # a price that only the customer remembers
        if not (told and _IN_WAYS.fullmatch(match.group()) and _WAYS.search(clause)):
            return body.text[match.start() : match.end()]
    return ""


def is_attached(words: str) -> bool:
    """Whether words say only that something comes with the mail."""
    return _ATTACHED.fullmatch(fold(words).strip(" .:!")) is not None
