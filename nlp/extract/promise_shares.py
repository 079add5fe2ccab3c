"""Which part of what is due is promised: "half", "ein Drittel", "30 %", all but a credit."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import cache

from nlp.extract.promise_words import CLAUSE
from nlp.extract.sources import Context, Source, near
from nlp.lang import fold, lexicons
from nlp.notation import DateMention

LEAST_PERCENT = 10
LONG_CLAUSE = 5  # words
_PERCENT = re.compile(r"(?<![\w,.])(\d{1,2}) ?%")


def share_in(
    context: Context, source: Source, start: int, end: int, day: DateMention | None
) -> tuple[Fraction | None, int]:
    """ "half", "ein Drittel", "30 %", and where it stands."""
    for said, value in _shares(context.languages):
        if (match := said.search(source.flat, start, end)) is not None:
            return value, match.start()
    for percent in _PERCENT.finditer(source.flat, start, end):
        if int(percent[1]) >= LEAST_PERCENT and _is_of_the_day(source, percent, start, end, day):
            return Fraction(int(percent[1]), 100), percent.start()
    return None, -1


def _is_of_the_day(source: Source, percent: re.Match[str], start: int, end: int, day: DateMention | None) -> bool:
    """No share: "on the 20th, but the lamp was offered with 10 %" in a long clause of its own."""
    low = max((m.end() for m in CLAUSE.finditer(source.flat, start, percent.start())), default=start)
    high = min((m.start() for m in CLAUSE.finditer(source.flat, percent.end(), end)), default=end)
    return day is None or low <= day.start < high or len(source.flat[low:high].split()) < LONG_CLAUSE


def less_credit(values: list[Decimal], due: Decimal) -> Decimal | None:
    """ "It goes on Monday, namely 2,113.90, as I take your credit of 120 off": both come to what is due."""
    different = sorted(set(values))
    return different[1] if len(different) == 2 and near(sum(different, Decimal(0)), due) else None


@cache
def _shares(languages: tuple[str, ...]) -> tuple[tuple[re.Pattern[str], Fraction], ...]:
    """What says a share, the longest words first."""
    shares = {fold(word): value for pack in lexicons(languages) for word, value in pack.shares.items()}
    return tuple(
        (re.compile(rf"(?<![\w,.-]){re.escape(word)}(?![\w-])"), Fraction(shares[word]))
        for word in sorted(shares, key=len, reverse=True)
    )
