"""The order's own number: labelled, formed like the customer's earlier ones, or the subject, file or line itself.

Of several the one that is new is meant, and of several new ones that which the lines follow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nlp.book import folded
from nlp.extract.article_words import tokens_of
from nlp.extract.catalogue import catalogue_of
from nlp.extract.order.called import called
from nlp.extract.order.lines import Lines
from nlp.extract.order.number_shapes import shapes_of
from nlp.extract.order.prose import complains
from nlp.extract.order_numbers import OrderNumber
from nlp.extract.references import called_an_order
from nlp.extract.sources import Context
from nlp.lang import expression, fold

SEVERAL_WAYS = 1.5
SHAPES = 40  # earlier numbers whose form is compared
_TOKEN = re.compile(
    r"(?<![\w@.,€£$-])(?:[A-Za-zÄÖÜ]{1,8}[-/_.]?)?\d[\dA-Za-z]{0,15}(?:[-/_.][A-Za-z0-9]{1,12}){0,4}(?![\w@€£$%])"
)
_TITLED = re.compile(r"(?<![\w@])(?:[A-Z]{1,6}[-/]){1,3}\d{1,6}(?![\w@])")
_OTHER_PAPER = re.compile(
    r"(?<!\w)(?:rahmen\w{0,12}|kontrakt|vertrag\w{0,8}|angebot\w{0,8}|offerte|contrat|marche|devis|offre|contract|framework|agreement|quote|quotation|offer)\W{1,3}(?:\w{1,6}\W{1,2}){0,2}$"
)
# A Swiss company's tax number; what a scanner or a telephone calls its files.
_MACHINES = re.compile(
    r"CHE-?\d{3}\.\d{3}\.\d{3}|(?:scan|scn|img|dsc|pxl|image|photo|foto|numerisation)[ _-]?\d[\d_-]{3,30}",
    re.IGNORECASE,
)
_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-](?:20)?\d\d|20\d\d-\d\d-\d\d|20\d\d|\d{1,2}\.\d{1,2}\.?")


@dataclass(frozen=True, slots=True)
class _Candidate:
    number: OrderNumber
    score: float


def order_number(context: Context, numbers: tuple[OrderNumber, ...], lines: Lines) -> OrderNumber | None:
    """The number of the order that these lines make; None where none is stated."""
    found: dict[str, _Candidate] = {}
    for number, score in (*_labelled(numbers), *_shaped(context), *_bare(context, lines)):
        key = folded(number.number)
        if key and not _is_other(context, number) and not _is_of_another_matter(context, number, lines):
            known = found.get(key)
            several = known is not None and {known.score, score} == {
                4.0,
                4.5,
            }  # labelled, and formed like the earlier ones
            best = known.number if known is not None and known.score >= score else number
            found[key] = _Candidate(best, max(score, known.score if known else 0.0) + SEVERAL_WAYS * several)
    if not found:
        return None
    place = min((start for start, _ in lines.spans), default=0)
    ranked = sorted(found.values(), key=lambda each: (-_rank(context, each, lines, place), each.number.start))
    best = ranked[0].number
    inside = [
        each.number for each in ranked if best is not each.number and folded(best.number) in folded(each.number.number)
    ]
    wider = [n for n in inside if n.source.name == best.source.name and n.start <= best.start < n.end]
    return wider[0] if wider and found[folded(wider[0].number)].score >= found[folded(best.number)].score - 1 else best


def _labelled(numbers: tuple[OrderNumber, ...]) -> Iterator[tuple[OrderNumber, float]]:
    for number in numbers:
        yield number, 4.0


def _rank(context: Context, candidate: _Candidate, lines: Lines, place: int) -> float:
    """New numbers before those of earlier orders, those beside the lines before others."""
    number, score = candidate.number, candidate.score
    earlier = context.customer is not None and folded(number.number) in _known(context)
    score += 0 if earlier else 3
    before = number.source.flat[max(0, number.start - 30) : number.start]
    score -= 4 * bool(_OTHER_PAPER.search(before))
    if lines.source is not None and number.source.name == lines.source.name:
        score += 1.0
        if number.source.name == "body" and lines.spans:
            distance = place - number.end if number.end <= place else (number.start - place) / 3 + 20
            score -= min(distance, 600) / 600
    return score


def _known(context: Context) -> set[str]:
    if context.customer is None:
        return set()
    orders = context.book.orders_of(context.customer.number)
    documents = context.book.documents_of(context.customer.number)
    return {folded(n) for n in (*(o.po_number for o in orders), *(d.po_number for d in documents)) if n}


def _shaped(context: Context) -> Iterator[tuple[OrderNumber, float]]:
    """Numbers that have the form of the customer's earlier ones: the same letters, as many digits."""
    if context.customer is None:
        return
    orders = context.book.orders_of(context.customer.number)
    documents = context.book.documents_of(context.customer.number)
    earlier = dict.fromkeys(n for n in (*(o.po_number for o in orders), *(d.po_number for d in documents)) if n)
    labels = expression(rf"(?:{context.words('order_words')})(?!\w)")
    patterns = dict.fromkeys(shape for number in [*earlier][-SHAPES:] for shape in shapes_of(number))
    for pattern, any_case in patterns:
        for source in (*context.documents, context.body, context.subject):
            for match in expression(pattern, re.IGNORECASE if any_case else 0).finditer(source.text[:8000]):
                known = folded(match.group()) in {folded(number) for number in earlier}
                is_name = not any(sign.isdigit() for sign in match.group())
                if is_name and labels.match(fold(match.group())):
                    continue  # "PO Thursday" after "PO-Maria"
                yield OrderNumber(match.group(), source, match.start(), match.end(), known), 3.5 if is_name else 4.5


def _bare(context: Context, lines: Lines) -> Iterator[tuple[OrderNumber, float]]:
    """What is left over: an identifier in the subject, a file's name, or alone on a line of the order."""
    label = expression(
        rf"(?<!\w)(?:{context.words('order_words')})(?:\W{{1,3}}(?:number|nummer|numero|no|nr|is|ist|est|lautet)){{1,3}}\W{{1,3}}(?P<number>{_TOKEN.pattern})"
    )
    for match in label.finditer(context.body.text.lower()):
        if _identifies(match["number"], 3):
            start, end = match.span("number")
            yield OrderNumber(context.body.text[start:end], context.body, start, end, False), 4.0
    for number in called(context.body):
        if _identifies(number.number, 3):
            yield number, 3.0
    for match in (*_TOKEN.finditer(context.subject.text), *_TITLED.finditer(context.subject.text)):
        alone = len(match.group()) >= len(context.subject.text.strip()) - 2
        if _identifies(match.group(), 4) or (alone and _TITLED.fullmatch(match.group())):
            yield OrderNumber(match.group(), context.subject, match.start(), match.end(), False), 2.5
    for source, document in zip(context.documents, context.opened_documents, strict=True):
        stem = document.name.rpartition(".")[0]
        for match in _TOKEN.finditer(stem.replace("_", " ")):
            at = source.text.find(match.group())
            if at >= 0 and _identifies(match.group(), 4):
                yield OrderNumber(match.group(), source, at, at + len(match.group()), False), 3.0
    for sentence in re.finditer(
        r"(?:^|(?<=[.!?\n]))[ ]{0,3}(\S{4,24})[.!]?[ ]{0,3}(?=$|\n|[ ][A-Z])", context.body.text[:4000], re.MULTILINE
    ):
        written = sentence[1].rstrip(".!:;,")
        if _TOKEN.fullmatch(written) and _identifies(written, 4) and re.match(r"[A-Za-z]{2}", written):
            start = sentence.start(1)
            yield OrderNumber(written, context.body, start, start + len(written), False), 2.0
    ground = lines.source
    if ground is not None:
        for row in re.finditer(r"(?m)^[ \t]*(\S{4,24})[ \t]*:?$", ground.text[:4000]):
            if _TOKEN.fullmatch(row[1].rstrip(":")) and _identifies(row[1], 4) and re.search(r"[A-Za-z]", row[1]):
                yield OrderNumber(row[1].rstrip(":"), ground, row.start(1), row.end(1), False), 2.0


def _identifies(written: str, least: int) -> bool:
    return sum(c.isdigit() for c in written) >= least and not _DATE.fullmatch(written)


def _is_other(context: Context, number: OrderNumber) -> bool:
    """A number that is an article's, or one of our documents."""
    if _MACHINES.fullmatch(number.number):
        return True
    catalogue = catalogue_of(context.book)
    earlier = folded(number.number) in _known(context)
    named = catalogue.by_sku(number.number)
    if named is None and all(catalogue.likeness.owners(token) for token in tokens_of(number.number)):
        named = catalogue.by_name(number.number)  # "GN 65", but not "BRH 130" where only the 130 is an article's
    ours = _is_ours(context, number) and not called_an_order(context, number.source, number.start)
    return not earlier and (named is not None or ours)


def _is_of_another_matter(context: Context, number: OrderNumber, lines: Lines) -> bool:
    """A number in a question or a complaint that holds no line; one of an earlier order above a mail that complains."""
    if not lines.spans or lines.source is not context.body:
        return False
    asked = expression(rf"(?<!\w)(?:{context.words('request_words')})(?!\w)")
    body = context.body

    def is_aside(start: int, end: int) -> bool:
        flat = body.flat[start:end]
        holds = any(start < high and low < end for low, high in lines.spans)
        return not holds and not asked.search(flat) and (flat.rstrip().endswith("?") or complains(context, flat))

    if number.source.name == "subject":
        return folded(number.number) in _known(context) and any(is_aside(a, b) for a, b in body.sentences)
    return number.source.name == "body" and is_aside(*body.sentence_at(number.start))


def _is_ours(context: Context, number: OrderNumber) -> bool:
    document = context.book.document(number.number)
    return document is not None or any(
        expression(rf"(?:{pattern})", re.IGNORECASE).fullmatch(number.number)
        for pattern in context.book.number_patterns()
    )
