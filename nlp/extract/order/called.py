"""Numbers that a customer asks to quote without calling them an order's: "Ref 5521-B", "26/0815 auf die Rechnung"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.extract.order_numbers import OrderNumber
from nlp.extract.sources import Source
from nlp.lang.day_signs import any_of
from nlp.lang.ordering import NUMBERED, QUOTED_AS, TO_BE_QUOTED

MOST_READ = 4_000  # characters of a mail: what is longer quotes nothing behind them
_NUMBER = (
    r"(?P<number>(?:[a-z]{1,8}[-/_.]?|[a-z]{2,4}[ ](?=\d{2,6}[/-]\d))?\d[\da-z]{0,15}(?:[-/_.][a-z0-9]{1,12}){0,4})"
    r"(?![\w@€£$%]|[.,]\d)"
)
_LABEL = re.compile(
    rf"(?<!\w)(?<!art )(?<!artikel )(?<!article )(?:{any_of(QUOTED_AS)})"
    rf"[ .:°#-]{{1,4}}(?:(?:{any_of(NUMBERED)})[ .:°#-]{{1,3}}){{0,2}}{_NUMBER}"
)
_FRAME = re.compile(rf"(?<![\w.,/@€£$-]){_NUMBER} (?:{any_of(TO_BE_QUOTED)})")


def called(body: Source) -> Iterator[OrderNumber]:
    """Each number of three digits and more that stands behind such a label, or before words for where to write it."""
    text = body.flat[:MOST_READ]
    for pattern in (_LABEL, _FRAME):
        for match in pattern.finditer(text):
            start, end = match.span("number")
            if sum(sign.isdigit() for sign in text[start:end]) >= 3:
                yield OrderNumber(body.text[start:end], body, start, end, False)
