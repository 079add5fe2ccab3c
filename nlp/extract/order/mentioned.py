"""A day that an order only mentions: what happens on it, what is not there any more, what should have come on it."""

from __future__ import annotations

import re

from nlp.extract.order.day_signs import AFTER, ENOUGH, NEEDED, PICKED
from nlp.extract.sources import Source
from nlp.lang.day_signs import any_of
from nlp.lang.ordering import BY_DAY, HAPPENING, IF, OVERDUE, SHORTAGE, SUITING

LONGEST_LEAD = 12  # characters of a mention that its preposition may take: "d'ici au "
_BY_DAY = re.compile(rf"(?<!\w)(?:{any_of(BY_DAY)})(?!\w)[^\w]{{0,2}}(?:\w{{1,4}} ){{0,2}}$")
_LEADS = re.compile(rf"(?:{any_of(BY_DAY)})(?!\w)")
_SHORTAGE = re.compile(rf"(?<!\w)(?:{any_of(SHORTAGE)})(?![a-z])")
_HAPPENING = re.compile(rf"(?<!\w)(?:{any_of(HAPPENING)})(?!\w)")
_SUITING = re.compile(rf"(?<!\w)(?:{any_of(SUITING)})(?!\w)")
_IF = re.compile(rf"(?<!\w)(?:{any_of(IF)})(?!\w)")
_OVERDUE = re.compile(rf"(?<!\w)(?:{any_of(OVERDUE)})(?!\w)")


def is_only_mentioned(
    body: Source, day: tuple[int, int], clause: tuple[int, int], spans: tuple[tuple[int, int], ...]
) -> bool:
    """Whether a clause without lines tells what happens on its day, and asks for nothing on it.

    "On Tuesday the ward is full" is no day of delivery, nor is "we have nothing left for Tuesday"; "Tuesday is fine"
    and "it is for Tuesday" are.
    """
    low, high = clause
    if any(low < b and a < high for a, b in spans):
        return False
    condition = _IF.search(body.flat, day[1], high)
    flat = body.flat[low : condition.start() if condition else high]  # "tomorrow if the van is passing"
    if NEEDED.search(flat) or PICKED.search(flat) or ENOUGH.search(flat) or AFTER.match(body.flat, day[1]):
        return False
    if _SHORTAGE.search(flat):
        return True
    by_day = _BY_DAY.search(body.flat[low : day[0]]) or _LEADS.match(body.flat, day[0], day[0] + LONGEST_LEAD)
    return not by_day and happens(flat)


def happens(words: str) -> bool:
    """Whether folded words tell what happens, and not that a day suits."""
    return _HAPPENING.search(words) is not None and not _SUITING.search(words)


def is_overdue(sentence: str) -> bool:
    """Whether a folded sentence says that something should have come and did not."""
    return _OVERDUE.search(sentence) is not None
