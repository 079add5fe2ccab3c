"""Plain words or figures of one reason alone settle which it is; where the ranker is sure of another, a person does."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from nlp.extract.dispute.compared import compared
from nlp.extract.dispute.words import complaints_only
from nlp.extract.order.number_words import number_pattern
from nlp.extract.sources import Context
from nlp.lang import expression, weight
from nlp.lang.plain_reasons import plain_words
from nlp.reading import DisputeReason

CLEAR_BY = 0.35  # between the likeliest reason and the next, to be acted upon: of unseen mails 1 in 61 was wrong there
TOLD_FROM = 0.12  # below, nothing is told
# Said beside another reason, too ("the film was torn and three are missing"): they settle only where none is told.
COMPANIONS = frozenset({DisputeReason.DAMAGED, DisputeReason.ALREADY_PAID})
# What figures show by themselves; two counts stand in every manner of complaint, they only confirm one of a quantity.
DECIDING = frozenset({DisputeReason.PRICE})
COUNTED_WITHIN = 48  # characters in front of "never came": with a count there some came
_COUNT = re.compile(r"(?<![\w.,/-])\d{1,3}(?![\w/%-]|[.,]\d)")


@dataclass(frozen=True, slots=True)
class Settled:
    """`strengths`: of each reason, as the words leave it; `plain`: the words tell the likeliest and no other one;
    `doubted`: they tell another one than the ranker is sure of, or several; `agreed`: they tell the one, and no other,
    that the ranker finds without them.
    """

    strengths: Mapping[DisputeReason, float]
    plain: bool = False
    doubted: bool = False
    agreed: bool = False


def settled_by_plain_words(context: Context, strengths: Mapping[DisputeReason, float]) -> Settled:
    """The strengths with the one plain reason first, changed with the one that was."""
    first = max(strengths, key=lambda reason: strengths[reason])
    told = frozenset(plainly_told(context)) | (compared(context) & DECIDING)
    deciding = told - COMPANIONS or (told if strengths[first] < TOLD_FROM else frozenset())
    agreed = set(told) == {first}
    if not deciding:
        return Settled(strengths, agreed=agreed)
    if len(deciding) > 1:
        return Settled(strengths, doubted=True)
    (reason,) = deciding
    gap = strengths[first] - strengths[reason]
    changed = {**strengths, reason: strengths[first], first: strengths[reason]}
    return Settled(changed, gap < CLEAR_BY and not told - deciding, gap >= CLEAR_BY, agreed)


def plainly_told(context: Context) -> Mapping[DisputeReason, int]:
    """The reasons whose plain words stand in what the mail complains of, each with the place in the body."""
    flat, languages = complaints_only(context), tuple(context.languages)
    places = {reason: weight(plain_words(reason, languages), flat)[1] for reason in DisputeReason}
    return {
        reason: place
        for reason, place in places.items()
        if place >= 0 and not (reason is DisputeReason.NOT_DELIVERED and _is_counted(context, place))
    }


def _is_counted(context: Context, place: int) -> bool:
    """ "10 of the sheets were never delivered": a count that is no day's stands in front of it."""
    start = max(context.body.sentence_at(place)[0], place - COUNTED_WITHIN)
    days = [(day.start, day.end) for day in context.dates(context.body)]
    count = expression(rf"(?<!\w)(?:{number_pattern(context.languages)})(?!\w)")
    found = [*_COUNT.finditer(context.body.flat, start, place), *count.finditer(context.body.flat, start, place)]
    return any(not any(a <= match.start() < b for a, b in days) for match in found)
