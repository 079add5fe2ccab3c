"""Order lines written as blocks: the article on one line, "Menge: 5 Stück  Einzelpreis: 12,00" on the next."""

from __future__ import annotations

import re

from nlp.extract.catalogue import Catalogue
from nlp.extract.order.lines import MAX_LINES, Lines, line_of
from nlp.extract.order.price import unit_price
from nlp.extract.sources import Context, Source
from nlp.lang import expression
from nlp.notation import decimal_of
from nlp.reading import Evidence, OrderLine, Problem

_LABEL = re.compile(r"^[^\W\d_]{3,14}\.?\s?:\s{1,3}(?=\S{2})")  # "Item: syringes"


def block_lines(context: Context, source: Source, catalogue: Catalogue) -> Lines:
    """Each labelled quantity with the article named above it and the price that stands behind it."""
    label = expression(
        rf"(?<!\w)(?:{context.words('quantity_words')})[ ]?[:=][ ]{{0,4}}(\d{{1,6}}(?:[.,]\d{{1,3}})?)(?!\w)"
        rf"(?:[ ]?(?P<unit>(?:{context.words('units')}))(?![\w/-]))?"
    )
    matches = list(label.finditer(source.folded))[:MAX_LINES]
    lines: list[OrderLine] = []
    evidence: list[Evidence] = []
    problems: list[Problem] = []
    for index, match in enumerate(matches):
        before = source.text[matches[index - 1].end() if index else 0 : match.start()].rstrip(" \t,;|")
        written = [line.strip() for line in before.split("\n") if re.search(r"[^\W\d_]{3}", line)]
        quantity, _ = decimal_of(match[1], context.decimal)
        if not written or quantity is None or quantity <= 0:
            problems.append(Problem("unread_row", match.group(), source.name))
            continue
        article = written[-1] if catalogue.resolve(written[-1]) or len(written) < 2 else written[-2]
        stop = min(matches[index + 1].start() if index + 1 < len(matches) else len(source.text), match.end() + 120)
        money = [a for a in context.amounts(source) if match.end() <= a.start < stop and a.marked]
        price, remarks = unit_price(context, source, money, quantity)
        named = article if catalogue.resolve(article) else ""
        description = _LABEL.sub("", re.sub(r"\s{0,3}\([^)]{0,60}\)$", "", written[-1]))
        line, doubts = line_of(catalogue, (named, description), quantity, price, match["unit"] or "", source.name)
        problems += (*doubts, *remarks)
        evidence.append(source.evidence(f"order.lines.{len(lines)}", match.start(), match.end()))
        lines.append(line)
    spans = tuple(match.span() for match in matches)
    return (
        Lines(tuple(lines), tuple(evidence), tuple(problems), source=source, spans=spans, counted=spans)
        if lines
        else Lines()
    )
