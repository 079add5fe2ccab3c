"""Which goods a customer wants to send back: the sentences that say it, the lines counted in them, the papers named."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cache

from nlp.extract.catalogue import catalogue_of
from nlp.extract.order.prose import text_lines
from nlp.extract.order_numbers import find_order_numbers
from nlp.extract.references import References
from nlp.extract.sources import Context
from nlp.lang.change_signs import Table
from nlp.lang.returning import GOES_BACK, NO_GOODS
from nlp.reading import GoodsBack, OrderLine
from nlp.stance import kinds_at

Spans = tuple[tuple[int, int], ...]
ZERO = Decimal(0)
WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
COUNT = re.compile(r"[1-9]\d{0,4}")
MOST_WORDS, LONGEST_NAME = 60, 4  # of a sentence; of an article's name
LONGEST_WORDS = 500  # characters of the sentences that are kept
TAKEN_BACK = frozenset({"negated", "reported"})


def goods_back(context: Context, invoices: References) -> GoodsBack | None:
    """What is to go back; None where nobody says so, or takes it back. Nothing follows from it by itself."""
    spans = _sentences(context)
    if not spans:
        return None
    lines = _ordered_like(context, spans) or _named(context, spans) or _named(context, _before(context, spans))
    numbers = [number.number for number in find_order_numbers(context, invoices) if number.known]
    return GoodsBack(
        lines=lines,
        invoices=tuple(dict.fromkeys((*invoices.meant(), *context.answered))),
        po_number=numbers[0] if len(set(numbers)) == 1 else None,
        words=" ".join(context.body.text[a:b].strip() for a, b in spans)[:LONGEST_WORDS],
    )


def _ordered_like(context: Context, spans: Spans) -> tuple[OrderLine, ...]:
    """What is counted as in an order: "2 boxes of gloves"."""
    found = text_lines(context, context.body, catalogue_of(context.book))
    pairs = zip(found.lines, found.spans, strict=True)
    return tuple(line for line, span in pairs if any(a <= span[0] < b for a, b in spans))


def _named(context: Context, spans: Spans) -> tuple[OrderLine, ...]:
    """Articles that are named, with the number before them; 0 where none stands there: nobody says how many."""
    catalogue, found = catalogue_of(context.book), dict[str, OrderLine]()
    for start, end in spans:
        words = list(WORD.finditer(context.body.text, start, end))[:MOST_WORDS]
        for at, length in itertools.product(range(len(words)), range(LONGEST_NAME, 0, -1)):
            chosen = words[at : at + length]
            if len(chosen) < length or not chosen[0].group()[0].isalpha():
                continue
            name = context.body.text[chosen[0].start() : chosen[-1].end()]
            match = catalogue.likeness.only(name)
            if match is None or not match.sure or match.article.sku in found:
                continue
            before = words[at - 1].group() if at else ""
            quantity = Decimal(before) if COUNT.fullmatch(before) else ZERO
            found[match.article.sku] = OrderLine(match.article.sku, name, quantity)
    return tuple(found.values())


def _before(context: Context, spans: Spans) -> Spans:
    """The sentences just before: "we got 3 pumps too many. How can we return them?"."""
    cuts = context.body.sentences
    places = [cuts.index(span) for span in spans if span in cuts]
    return tuple(cuts[place - 1] for place in places if place)


def _sentences(context: Context) -> Spans:
    """The sentences of the sender's own text in which goods go back."""
    flat = context.body.flat
    found = []
    for start, end in context.body.sentences:
        match = _pattern("back").search(flat, start, end)
        if match is None or _pattern("others").search(flat, start, end):
            continue
        if not kinds_at(context, match.start()) & TAKEN_BACK:
            found.append((start, end))
    return tuple(found)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile("|".join(_words({"back": GOES_BACK, "others": NO_GOODS}[name])))


def _words(table: Table) -> Iterable[str]:
    return [pattern for patterns in table.values() for pattern in patterns]
