"""Whether a mail says one simple thing with nothing beside it: what is left over once its facts are read.

What is read wrongly stands nearly always in a mail that says more than one thing. Of a promise or an advice this counts
most: on desks that nobody had mended the reader by, one in twenty of the plain ones was wrong and one in four of the
others, which no sum of single signals shows.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from nlp.extract.sources import Context, Found
from nlp.lang import expression
from nlp.lang.cover_words import cover_words
from nlp.reading import IntentName, Remittance
from nlp.signature import CONTACT, says_nothing, signature_start
from nlp.standing import span_of

MOST = 4  # more lines, documents or sentences than this say no more
LEFT_OVER = ("left_sentences", "left_numbers", "days_ahead")
LEAST_DIGITS = 3  # by which a document is named
LEAST_NAME = 4  # letters of a name's word that tells a signature
LONGEST_SIGNED = 14  # words of one of its lines
ONLY_PLAIN = (IntentName.REMITTANCE, IntentName.PROMISE)
BESIDE_OTHERS = 0.75  # how sure a Reading with one of these may be that is not plain
_WORD = re.compile(r"[^\W\d_]{3,30}")
_NO_DIGIT, _DIGITS = re.compile(r"\D"), re.compile(r"\d+")
_NUMBER = re.compile(r"(?<![\w.,])\d[\d.,'’/-]{0,20}")


def no_surer(certainty: float, signals: Mapping[str, float]) -> float:
    """How sure a Reading is, less where it has a promise or an advice that is not plain."""
    named = [name for name in ONLY_PLAIN if f"intent:{name.value}" in signals]
    is_plain = all(f"{name.value}:plain" in signals for name in named)
    return certainty if is_plain else min(certainty, BESIDE_OTHERS)


def left_over(context: Context, found: Collection[Found[Any]]) -> dict[str, float]:
    """How much of what the sender wrote this time lies in no sentence that a value was read from."""
    body = context.body
    grounds = [ground for fact in found for ground in fact.evidence if ground.source == "body"]
    spans = [span for ground in grounds if (span := span_of(context, ground)) is not None]
    signed = _signed_from(context, spans)
    idle = [expression(rf"(?<!\w)(?:{context.words('closings', 'common', 'request_words', 'idle_words')})(?!\w)")]
    idle += [cover_words()] if any(isinstance(fact.value, Remittance) for fact in found) else []
    words, sentences = 0, 0
    for start, end in body.sentences:
        if any(start < high and low < end for low, high in spans):
            continue
        if start >= signed or says_nothing(body.text[start:end]):
            continue  # a greeting, a name below
        left = body.flat[start:end]
        for each in idle:
            left = each.sub(" ", left)
        count = len(_WORD.findall(left))
        words += count
        sentences += count >= 4
    outside = [
        _NO_DIGIT.sub("", match.group())
        for match in _NUMBER.finditer(body.text, 0, signed)
        if not any(match.start() < high and low < match.end() for low, high in spans)
    ]
    numbers = _unexplained(context, found, outside) if outside else 0
    return {
        "left_words": math.log1p(words) / 4,
        "left_sentences": min(sentences, MOST) / MOST,
        "left_numbers": min(numbers, MOST) / MOST,
        "days_ahead": min(_days_ahead(context, found), MOST) / MOST,
        "sentences": min(len(body.sentences), 2 * MOST) / (2 * MOST),
    }


def _signed_from(context: Context, spans: Iterable[tuple[int, int]]) -> int:
    """Where the signature begins; without a closing at the line of the sender's or the customer's name."""
    text, start = context.body.text, signature_start(context.body.text)
    names = f"{context.writer} {context.customer.name if context.customer else ''}".lower()
    known = {word for word in _WORD.findall(names) if len(word) >= LEAST_NAME}
    last = max((high for _, high in spans), default=0)
    line, signed = start, start
    while line > last:
        end, line = line, text.rfind("\n", 0, max(line - 1, 0)) + 1
        written = text[line:end].strip()
        is_sentence = written.endswith((".", "!", "?", ":")) and not CONTACT.search(written)
        if line < last or len(written.split()) > LONGEST_SIGNED or (is_sentence and len(written.split()) > 2):
            break
        if known & set(_WORD.findall(written.lower())):
            signed = line
    return signed


def _unexplained(context: Context, found: Iterable[Found[Any]], outside: Iterable[str]) -> int:
    """How many numbers are in no fact and tell nothing that the book says of the documents and the customer."""
    values = [value for fact in found for value in _leaves(fact.value)]
    entries = [entry for value in values if isinstance(value, str) and (entry := context.book.document(value))]
    told = {digits for value in values for digits in _digits(value)}
    for entry in entries:
        for known in (entry.po_number, entry.issue_date, entry.due_date, entry.total, entry.open_amount):
            told |= set(_digits(known))
    told |= set(_digits(context.customer.number)) if context.customer else set()
    return sum(digits not in told for digits in outside)


def _days_ahead(context: Context, found: Iterable[Found[Any]]) -> int:
    """How many coming days the sender names that no value is: something else is to happen on them."""
    coming = [day.value for day in context.dates(context.body) if day.value > context.sent_on]
    if not coming:
        return 0
    read = {value for fact in found for value in _leaves(fact.value) if isinstance(value, date)}
    return sum(day not in read for day in coming)


def _leaves(value: Any) -> Iterator[Any]:
    """The plain values inside a fact."""
    if is_dataclass(value):
        for each in fields(value):
            yield from _leaves(getattr(value, each.name))
    elif isinstance(value, tuple):
        for each in value:
            yield from _leaves(each)
    else:
        yield value


def _digits(value: Any) -> Iterator[str]:
    """The digits by which a value may be written: of a document also its last ones, of a day also day and month."""
    if isinstance(value, date):
        day, month, year = (value.day, value.month, value.year)
        yield from (str(day), f"{day:02}", str(month), f"{month:02}", str(year), f"{year % 100:02}")
        yield from (f"{day}{month}", f"{day:02}{month:02}", f"{day}{month}{year}", f"{day:02}{month:02}{year}")
        yield from (f"{day:02}{month:02}{year % 100:02}", f"{year}{month:02}{day:02}")
    elif isinstance(value, Decimal):
        yield from (
            str(int(abs(value))),
            _NO_DIGIT.sub("", f"{value:.2f}"),
            _NO_DIGIT.sub("", f"{value.normalize():f}"),
        )
    elif isinstance(value, str):
        digits = _NO_DIGIT.sub("", value)
        yield from (digits[-kept:] for kept in range(LEAST_DIGITS, len(digits) + 1))
        yield from _DIGITS.findall(value)


def plainness(found: Mapping[str, float], names: Iterable[str]) -> dict[str, float]:
    """Whether nothing is left over beside what was read, and whether that is then of the simplest kind.

    Most of what goes wrong stands beside more than one thing; no sum of the other signals says that there is one.
    """
    explained = not any(found[name] for name in LEFT_OVER)
    plain = [name for name in names if explained and _SIMPLE[name](_Of(found, name))]
    return {"explained": float(explained), **{f"{name}:plain": 1.0 for name in plain}}


@dataclass(frozen=True, slots=True)
class _Of:
    """The signals of one intent by their own names; 0 for those that are not there."""

    found: Mapping[str, float]
    intent: str

    def __call__(self, key: str) -> float:
        return self.found.get(f"{self.intent}:{key}", 0.0)


# Each is asked for the signals of its own intent.
_SIMPLE: dict[str, Callable[[_Of], bool]] = {
    "order": lambda of: bool(of("resolved")),
    "order_change": lambda of: bool(of("number") and (of("resolved") or not of("lines"))),
    "remittance": lambda of: bool(of("as_open") and (of("adds_up") or not of("total"))),
    "dispute": lambda of: of("documents") == 1 / MOST and not of("amount_unused"),
    "promise": lambda of: bool(of("named") == 1.0 and of("as_open")),
    "query": lambda of: of("topics") == 1 / MOST and (of("named") == 1.0 or bool(of("number"))),
    "master_data": lambda of: not of("missing"),
}
