"""Which pieces of a mail tell of money that will come, beside others that tell of money that went.

A day tells them apart: "402 went on Monday and 417 goes on the 30th" is cut between its days.
"""

from __future__ import annotations

import itertools
import re

from nlp.book import folded
from nlp.extract.promise_voice import speaks_of_payment
from nlp.extract.promise_words import is_gone, moves, tells_gone
from nlp.extract.sources import Context, Source
from nlp.lang import expression, weight
from nlp.notation import DateMention

Span = tuple[int, int]


def told_gone(context: Context, source: Source, span: Span) -> bool:
    """Whether a piece says that money went, with the day on which it did."""
    days = _days(context, source, span)
    return tells_gone(source, *span) and any(_is_past(context, source, day, span) for day in days)


def parted(context: Context, source: Source, span: Span) -> tuple[Span, ...]:
    """The piece cut between its days, where a comma or a word for "and" stands between them."""
    days = _days(context, source, span)
    cuts = [span[0]]
    for one, other in itertools.pairwise(days):
        joint = _joint(context).search(source.flat, one.end, other.start)
        cuts += [joint.end()] if joint else []
    cuts.append(span[1])
    return tuple(itertools.pairwise(cuts))


def is_coming(context: Context, source: Source, span: Span) -> bool:
    """Whether a piece speaks of a payment on a coming day, and of none that was made.

    The day on which a document is due is said of what was paid, too; a weekday without a word may be the last one.
    """
    days = _days(context, source, span)
    if not days or any(_is_past(context, source, day, span) for day in days) or tells_gone(source, *span):
        return False
    due = {e.due_date for e in context.book.documents_of(context.customer.number)} if context.customer else set()
    if all(day.value in due for day in days):
        return False
    if all(day.earlier > context.sent_on for day in days) and _means(context, source, span):
        return True
    words = source.flat[slice(*span)]
    rest = expression(rf"(?<!\w)(?:{context.words('rest_words')})")
    if moves(words) or rest.search(words):
        return True
    return speaks_of_payment(context, words) > 0 or weight(context.patterns("cues", "remittance"), words)[0] > 0


def _means(context: Context, source: Source, span: Span) -> bool:
    """Whether a piece has an amount or the number of a document of the customer."""
    if any(span[0] <= amount.start < span[1] and amount.marked for amount in context.amounts(source)):
        return True
    entries = context.book.documents_of(context.customer.number) if context.customer else ()
    written = folded(source.text[slice(*span)])
    return any(folded(entry.number) in written for entry in entries)


def _days(context: Context, source: Source, span: Span) -> list[DateMention]:
    return [day for day in context.dates(source) if span[0] <= day.start < span[1]]


def _is_past(context: Context, source: Source, day: DateMention, span: Span) -> bool:
    """A day that is over; "on Friday" is last Friday where its clause says that the money went on it."""
    if day.value <= context.sent_on:
        return True
    return day.earlier <= context.sent_on and is_gone(source, day, *span)


def _joint(context: Context) -> re.Pattern[str]:
    return expression(rf"[,;:][ ]|[ ][-–/+][ ]|[ ](?:{context.words('list_words')})[ ]")
