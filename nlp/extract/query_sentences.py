"""The sentences of a mail and how loudly each of them asks, beside those that tell or thank."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from nlp.extract.promise_sentences import sentences
from nlp.extract.sources import Context
from nlp.lang import weight
from nlp.lang.asking import NOT_WANTED, THANKS
from nlp.lang.day_signs import any_of

TOLD_SHARE = 0.45  # of a sentence that asks nothing, where another one asks
THANKS_SHARE = 0.2
AGAIN_SHARE = 0.7  # of what is said again
REQUESTS = 0.85  # how much a request is a question
_THANKS = re.compile(rf"\s{{0,3}}(?:{any_of(THANKS)})")
_NOT_WANTED = re.compile(rf"(?<!\w)(?:{any_of(NOT_WANTED)})(?!\w)")


def together(scores: Iterable[float]) -> float:
    """The sum of what speaks for something, the loudest in full, each further one less."""
    return sum(max(score, 0.0) * AGAIN_SHARE**place for place, score in enumerate(sorted(scores, reverse=True)))


def asking_spans(context: Context) -> list[tuple[int, int]]:
    """The sentences and lines of the body that say something; an amount in brackets is part of the one before."""
    text = context.body.text
    found: list[tuple[int, int]] = []
    for start, end in sentences(text):
        if says_something(text[start:end]):
            found.append((start, end))
        elif found and found[-1][1] == start and re.search(r"\d", text[start:end]):
            found[-1] = (found[-1][0], end)
    return found


def shares_of(context: Context, spans: Sequence[tuple[int, int]]) -> list[float]:
    """How much each sentence counts: beside one that asks, those that tell or thank are heard less."""
    asks = [_asks(context, *span) for span in spans]
    loudest = max(asks, default=0.0)
    thanks = [
        _THANKS.match(context.body.flat, start) is not None and not ask
        for (start, _), ask in zip(spans, asks, strict=True)
    ]
    return [
        THANKS_SHARE if thank else 1.0 if each == loudest else TOLD_SHARE + (1 - TOLD_SHARE) * each
        for each, thank in zip(asks, thanks, strict=True)
    ]


def _asks(context: Context, start: int, end: int) -> float:
    """1.0 of a question, a little less of a request, nothing of thanks and of what shall not be done."""
    flat = context.body.flat[start:end]
    if "?" in context.body.text[start:end]:
        return 1.0
    if _THANKS.match(flat) or _NOT_WANTED.search(flat):
        return 0.0
    return REQUESTS if weight(asking_words(context), flat)[0] > 0 else 0.0


def says_something(sentence: str) -> bool:
    """A name below a mail or a greeting above it asks for nothing; "Wann?" does."""
    return "?" in sentence or len(re.findall(r"[^\W\d_]{2,}", sentence)) > 2


def asking_words(context: Context) -> tuple[tuple[float, str], ...]:
    return tuple(pair for pack in context.lexicons for pair in pack.cues["query"])
