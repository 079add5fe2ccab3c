"""What an order's mail holds beside the order: sentences about another matter, and numbers that count no goods."""

# ruff: noqa: E501  # a pattern is one line

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nlp.book import folded
from nlp.extract.order.counted import known_numbers
from nlp.extract.order.lines import Lines, has_number
from nlp.extract.order.places import PLACES
from nlp.extract.order.quantities import LABEL, LABEL_WITHIN, TIME, counts_in
from nlp.extract.sources import Context, Source
from nlp.lang.day_signs import any_of
from nlp.lang.ordering import POINTED, TOWARDS_HOUR

RESTATED_WITHIN = 60  # characters behind a line in which brackets say its goods or its quantity again
_SIGNS = re.compile(r"[^0-9a-z]")
_NUMERAL = re.compile(r"(?m)^[ \t>]{0,4}\(?\d{1,2}[.)](?=[ \t])")
_HOUR = re.compile(
    rf"(?<!\w)(?:{any_of(TOWARDS_HOUR)})[ ](?:[01]?\d|2[0-4])(?=[ ]?(?:[.,;)!\n]|$))|(?<![\w.,])(?:[01]?\d|2[0-3])[:h][0-5]\d(?!\w|[.,]\d)"
)
_POINTED = re.compile(rf"(?<!\w)(?:{any_of(POINTED)})(?!\w)")
_BRACKETS = re.compile(r"\([^()\n]{1,60}\)")


@dataclass(frozen=True, slots=True)
class OtherMatter:
    """A sentence body[start:end] without lines, and the numbers of the book that it names, folded."""

    start: int
    end: int
    numbers: frozenset[str]


def other_matters(context: Context, own: str | None, spans: Iterable[tuple[int, int]]) -> Iterator[OtherMatter]:
    """Sentences about an order or a document that the customer has already, and not about the one of `own` number."""
    known = known_numbers(context) - {_key(own or "")}
    taken = tuple(spans)
    for start, end in context.body.sentences if known else ():
        if any(start < high and low < end for low, high in taken):
            continue
        written = _SIGNS.sub("", context.body.flat[start:end])
        if numbers := frozenset(number for number in known if number in written):
            yield OtherMatter(start, end, numbers)


def _key(number: str) -> str:
    return _SIGNS.sub("", folded(number).lower())


def is_told_elsewhere(context: Context, number: str, told: Iterable[str]) -> bool:
    """Whether one of the numbers `told` is this one (folded), or a document of this order."""
    for each in told:
        entry = context.book.document(each)
        if number in (_key(each), _key(entry.po_number or "") if entry is not None else ""):
            return True
    return False


def beside_goods(context: Context, lines: Lines, own: str | None) -> list[tuple[int, int]]:
    """Places of the body whose numbers count no goods: list numerals, hours, gates, another matter, said again."""
    body = context.body
    spans = [(matter.start, matter.end) for matter in other_matters(context, own, lines.spans)]
    spans += [match.span() for pattern in (_NUMERAL, _HOUR, _POINTED) for match in pattern.finditer(body.folded)]
    spans += [match.span() for match in PLACES.finditer(body.text)]
    return [*spans, *_restated(context, body, lines)]


def is_labelled(source: Source, start: int, end: int) -> bool:
    """ "Gate 6", "tour 3", "10 h": a number that says which, where or when."""
    before = source.folded[max(0, start - LABEL_WITHIN) : start]
    return bool(LABEL.search(before) or TIME.match(source.flat, end))


def _restated(context: Context, body: Source, lines: Lines) -> Iterator[tuple[int, int]]:
    """ "2000 spokes (that is 20 boxes)", "wine glasses (the quarter ones, 25 cl)": brackets behind a line, of that line."""
    for line, (_, end) in zip(lines.lines, lines.spans, strict=False):
        article = context.book.article(line.sku) if line.sku else None
        for match in _BRACKETS.finditer(body.text, end, min(len(body.text), end + RESTATED_WITHIN)):
            if article is None or any(end <= start < match.start() for start, _ in lines.spans):
                continue
            inside = [count for count in counts_in(context, body) if match.start() <= count.start < match.end()]
            if inside and all(c.value == line.quantity or has_number(article, c.value) for c in inside):
                yield match.span()
