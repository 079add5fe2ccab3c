"""On which day somebody who is away is back, as the automatic answer says it, in ten languages."""

from __future__ import annotations

import re
from datetime import date, timedelta

from nlp.days import DateMention, dates
from nlp.lang import LANGUAGES
from nlp.reply_words import folded
from nlp.robot_words import every

CHARACTERS = 2_000
BEFORE = 45  # characters before a day in which the words stand that say what day it is
LONGEST_DAYS = 400
ONE_DAY = timedelta(days=1)
BACK, UNTIL = (
    re.compile(rf"\b(?:{'|'.join(sorted(every(field), key=len, reverse=True))})\b[^.!?;\d]{{0,30}}\Z")
    for field in ("back", "until")
)
RANGE = re.compile(r"\s{0,3}(?:-|–|—)\s{0,3}\Z")


def returns_on(text: str, base: date) -> date | None:
    """The first day on which its writer is back: the day named for it, or the day after the last one away.

    `base`: the day of the mail. None where no day is named that lies ahead of it, at most 400 days.
    """
    plain = text[:CHARACTERS]
    found = [each for each in dates(plain, base, LANGUAGES) if base <= each.value <= base + LONGEST_DAYS * ONE_DAY]
    back = [each.value for each in found if BACK.search(_before(plain, each))]
    if back:
        return max(back)
    away = [each.value for each in found if UNTIL.search(_before(plain, each)) or RANGE.search(_before(plain, each))]
    return max(away) + ONE_DAY if away else None


def _before(text: str, mention: DateMention) -> str:
    return folded(text[max(0, mention.start - BEFORE) : mention.start]).replace("\n", " ")
