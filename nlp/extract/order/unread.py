"""Numbers and articles in an order's mail that no line explains: each may be a line unread."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.extract.article_words import tokens_of
from nlp.extract.catalogue import catalogue_of
from nlp.extract.order.aside import is_labelled
from nlp.extract.order.counted import invoice_numbers, names_paper
from nlp.extract.order.lines import Lines
from nlp.extract.order.prose import named_beside, uncounted
from nlp.extract.order_numbers import OrderNumber
from nlp.extract.sources import Context, Source
from nlp.lang import expression, fold
from nlp.reading import Evidence, Problem

_TWO_WORDS = re.compile(r"[^\W\d_]{2,20}[ ][^\W\d_]{3,30}")
_MANY_DIGITS = re.compile(r"\d{7,20}")
_GLUED = re.compile(r"(?<![\w.,/@-])\d{1,4}[a-z]{1,8}(?![\w@-])")


def unread_numbers(
    context: Context,
    lines: Lines,
    evidence: tuple[Evidence, ...],
    numbers: tuple[OrderNumber, ...],
    aside: list[tuple[int, int]],
) -> Iterator[Problem]:
    """A number, or a counted unit in words, that no line of the mail explains: it may be a line unread.

    `aside`: places whose numbers count no goods.
    """
    body = context.body
    for words in named_beside(context, body, lines, aside):
        yield Problem("unread_line", words, "body")
        return
    prices = {line.unit_price for line in lines.lines}
    spans = [*aside, *_explained(body, evidence, numbers)]
    for count in uncounted(context, body, lines):
        if count.value in prices or _is_of_name(context, body, count.start):
            continue
        if not count.unit and names_paper(context, body, count.start):
            continue
        if not _covered(spans, count.start, count.bare_end) and not is_labelled(body, count.start, count.bare_end):
            yield Problem("unread_number", body.text[count.start : count.end + 12].strip(), "body")
            return
    days = [(mention.start, mention.end) for mention in context.dates(body)]
    glued = [match.span() for match in _GLUED.finditer(body.folded) if _is_strange(context, match.group())]
    left = [span for span in glued if not _covered(days, *span)]
    bare = [(a.start, a.end) for a in context.amounts(body) if not a.marked and a.value not in prices]
    bare = [span for span in bare if not (is_labelled(body, *span) or names_paper(context, body, span[0]))]
    left += [span for span in bare if not _is_number_of(context, body, lines, *span)]
    counts = "|".join(re.escape(fold(word)) for pack in context.lexicons for word in pack.number_words)
    worded = expression(rf"(?<!\w)(?:{counts})[ ](?:{context.words('units')})(?![\w.])").finditer(body.folded)
    left += [match.span() for match in worded]
    spans += [*lines.spans, *invoice_numbers(context, body)]
    for start, end in sorted(left):
        if not _covered(spans, start, end):
            yield Problem("unread_number", body.text[start : end + 12].strip(), "body")
            return


def _is_of_name(context: Context, body: Source, start: int) -> bool:
    """Whether a number in words and the word behind it are part of the customer's own name: "Clinic of Three Elms"."""
    words = _TWO_WORDS.match(body.folded, start)
    return words is not None and context.customer is not None and words[0] in fold(context.customer.name)


def _is_number_of(context: Context, body: Source, lines: Lines, start: int, end: int) -> bool:
    """Whether digits are the number of an article that is ordered, or too long to count goods: of a telephone."""
    digits = body.text[start:end]
    article = catalogue_of(context.book).by_sku(digits)
    ordered = {line.sku for line in lines.lines}
    return (article is not None and article.sku in ordered) or bool(_MANY_DIGITS.fullmatch(digits))


def _covered(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    return any(low < end and start < high for low, high in spans)


def _is_strange(context: Context, written: str) -> bool:
    """ "3pk": digits and letters that no article, measure or unit explains."""
    token = tokens_of(written)[:1]
    return not (token and (len(token[0].keys) > 1 or catalogue_of(context.book).likeness.knows(token[0])))


def _explained(body: Source, evidence: tuple[Evidence, ...], numbers: tuple[OrderNumber, ...]) -> list[tuple[int, int]]:
    """Where values of the order's head stand in the body."""
    heads = [e for e in evidence if e.source == "body" and ".lines" not in e.field]
    places = [(at, at + len(e.text)) for e in heads if (at := body.text.find(e.text)) >= 0]
    return [*places, *((n.start, n.end) for n in numbers if n.source is body)]
