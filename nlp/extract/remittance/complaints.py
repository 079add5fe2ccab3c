"""Sentences beside the one that tells of the payment: what they contest, ask or deny is no part of it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from nlp.extract.remittance.clauses import Clause, in_paid_words
from nlp.extract.remittance.deductions import said_reason
from nlp.extract.sources import Context, Source
from nlp.lang import expression, weight
from nlp.reading import DisputeReason

LEAST_DENYING = 8  # words: "96.50, no discount" is the row of a list
CONTESTED_FROM = 1.0  # of the weight of a reason to contest
_ASKED = re.compile(r"\?\s{0,4}(?:\([^()]{0,60}\)\s{0,4})?$")
_POINT = re.compile(r"\n(?=\s{0,4}(?:[-*•·–]\s|\d{1,2}[.)]\s))")


def without_complaints(
    context: Context, source: Source, spans: tuple[Clause, ...], listed: Collection[int]
) -> tuple[Clause, ...]:
    """The clauses, less the sentences that contest or ask something beside the one that tells of the payment.

    A sentence that says what was kept back of it explains the payment, and is part of it; so is one with an amount
    that is just what a document has open, which stand at the places `listed`.
    """
    sentences = _with_brackets(_points(source), source.text)
    told = {place for place in sentences if in_paid_words(context, source.flat[slice(*place)])}
    told = {place for place in told if not _denies(context, source, *place)} or told
    if not told:
        return spans
    beside = [
        (start, end)
        for start, end in sentences
        if (start, end) not in told
        and (
            _asks(context, source.flat[start:end])
            or _contests(context, source.flat[start:end], any(start <= at < end for at in listed))
        )
    ]
    return tuple(replace(c, left_out=c.left_out or any(a <= c.start < b for a, b in beside)) for c in spans)


def _points(source: Source) -> Iterator[tuple[int, int]]:
    """Sentences, and the points of a list each by itself."""
    for start, end in source.sentences:
        cuts = [start, *(m.start() + start + 1 for m in _POINT.finditer(source.text[start:end])), end]
        yield from itertools.pairwise(cuts)


def _with_brackets(points: Iterable[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """ "The August invoice? (346.20)": what stands in brackets belongs to the sentence before it."""
    joined: list[tuple[int, int]] = []
    for start, end in points:
        if joined and text[start] == "(":
            start = joined.pop()[0]
        joined.append((start, end))
    return joined


def _asks(context: Context, words: str) -> bool:
    """Whether folded words ask something, or for a paper."""
    if _ASKED.search(words):
        return True
    asked, sent = (expression(rf"(?<!\w)(?:{context.words(n)})(?!\w)") for n in ("request_words", "send_words"))
    return asked.search(words) is not None and sent.search(words) is not None


def _denies(context: Context, source: Source, start: int, end: int) -> bool:
    """ "Of 4412 (96.00) nobody here knows, we have sent none in": words of paying, no day, and a denial."""
    return _is_denied(context, source.flat[start:end]) and not any(
        start <= mention.start < end for mention in context.dates(source)
    )


def _is_denied(context: Context, words: str) -> bool:
    denied = expression(rf"(?<!\w)(?:{context.words('negations')})(?!\w)").search(words)
    return denied is not None and len(words.split()) >= LEAST_DENYING and said_reason(context, words) is None


def _contests(context: Context, words: str, is_listed: bool) -> bool:
    """Whether folded words complain of something and keep nothing back for it; with a document's amount, deny it."""
    kept = expression(rf"(?<!\w)(?:{context.words('kept_back')})")
    if kept.search(words):
        return False
    if is_listed:
        return _is_denied(context, words)
    too_much = expression(rf"(?<!\w)(?:{context.words('too_much')})(?!\w)")
    reasons = [r for r in DisputeReason if r is not DisputeReason.ALREADY_PAID]
    weights = [weight(context.patterns("reasons", reason), words)[0] for reason in reasons]
    return max(weights) >= CONTESTED_FROM or too_much.search(words) is not None
