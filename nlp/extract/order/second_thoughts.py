"""What a mail says of its lines behind them: another number ("2 lamps, no, make that 3"), their prices in a row."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from nlp.extract.catalogue import catalogue_of
from nlp.extract.order.goods_counts import CORRECTION
from nlp.extract.order.lines import has_number
from nlp.extract.order.named import Named, Namer
from nlp.extract.order.placing import Placed
from nlp.extract.order.quantities import Count, counts_in
from nlp.extract.sources import Context, Source
from nlp.lang import fold
from nlp.lang.day_signs import any_of
from nlp.lang.ordering import ENDING, JOINING
from nlp.notation import Amount
from nlp.reading import Problem

WITHIN = 80  # characters behind a line's count
LEAST_KNOWN = 0.2  # so sure must words be of an article, letter by letter, to name other goods
MOST_OF_KIND = 30  # characters that say another size or colour
_KIND_END = re.compile(rf"[,;:!?\n)]|[.](?!\d)|(?<!\w)(?:{any_of(ENDING)})(?!\w)")
_LONG_WORD = re.compile(r"[^\W\d_]{4}")
_BLANK_LINE = re.compile(r"\n\s{0,80}\n")
_AT_AN_END = re.compile(rf"\s{{0,2}}(?:[.,;:!?)\n]|$|(?:{any_of(ENDING)})(?!\w))")
_OTHER_GOODS = re.compile(rf"[,;:.]\s|(?<!\w)(?:{any_of(JOINING)})(?!\w)")
_BETWEEN = re.compile(r"[\s,;/&]{0,3}(?:und|and|et|bzw\.?|beziehungsweise|respectivement|e|y|en|i)?\s{0,2}")


def with_second_thoughts(context: Context, source: Source, placed: Sequence[Placed]) -> list[Placed]:
    """The lines with the numbers that correct theirs and with the prices that follow all of them in their order."""
    found = list(placed)
    if found and CORRECTION.search(source.folded, min(each.counted[1] for each in found)):
        found = _corrected(context, source, found)
    return _with_prices_in_a_row(context, source, found)


def _corrected(context: Context, source: Source, placed: list[Placed]) -> list[Placed]:
    """The lines without those that are taken back right behind them, by a number or by a line that holds instead."""
    found = sorted(placed, key=lambda each: each.counted)
    counts = counts_in(context, source)
    for match in CORRECTION.finditer(source.folded, found[0].counted[1]):
        new = next((count for count in counts if match.end() <= count.start <= match.end() + 1), None)
        old = next((p for p in reversed(found) if p.counted[1] <= match.start() + 1), None)
        if old is None or not _is_taken_back(context, source, old, match):
            continue
        if any(old.counted[1] <= c.start < match.start() and not _is_of(context, c, old) for c in counts):
            continue  # "100 plates and a roll, that is, a pack of tape"
        if new is None or new.measured:
            found[found.index(old)] = _of_other_kind(context, source, old, match)
            continue
        line = next((p for p in found if p.counted[0] == new.start), None)
        if line is None and _AT_AN_END.match(source.folded, new.end):
            found[found.index(old)] = _with_number(source, old, new, match)
        elif line is not None and line.line.sku is not None:
            found[found.index(old)] = _instead(source, old, line, match)
            found.remove(line)
    return found


def _is_of(context: Context, count: Count, placed: Placed) -> bool:
    """Whether a number is one of a line's own article: "ten of the ten centimetre bands"."""
    article = catalogue_of(context.book).by_sku(placed.line.sku) if placed.line.sku else None
    return count.measured or (article is not None and has_number(article, count.value))


def _is_taken_back(context: Context, source: Source, old: Placed, match: re.Match[str]) -> bool:
    """Whether a second thought is about this line: near it, and no other goods stand between them."""
    between = source.text[old.counted[1] : match.start()]
    if len(between) > WITHIN or _BLANK_LINE.search(between):
        return False
    likeness = catalogue_of(context.book).likeness
    pieces = list(_OTHER_GOODS.finditer(fold(between)))
    for place, piece in enumerate(pieces):
        part = between[piece.end() : pieces[place + 1].start() if place + 1 < len(pieces) else len(between)]
        best = next(iter(likeness.ranked(part)), None)
        known = best is not None and best.told and best.sure > LEAST_KNOWN
        if known and best is not None and best.article.sku != old.line.sku:
            return False
        if piece.group()[0].isalpha() and not known and _LONG_WORD.search(part):
            return False  # "and then soap, let's say four"
    return True


def _with_number(source: Source, old: Placed, new: Count, match: re.Match[str]) -> Placed:
    """A line with the number that holds."""
    line = replace(old.line, quantity=new.value, description=_uncut(old.line.description, source, match))
    doubt = _doubt(source, old.counted[0], new.end)
    counted, end = (old.counted[0], new.end), max(old.end, new.end)
    return replace(old, line=line, end=end, counted=counted, problems=(*old.problems, doubt))


def _instead(source: Source, old: Placed, new: Placed, match: re.Match[str]) -> Placed:
    """ "70 masks, no, let's say four boxes of 20": the second line, in the words of the first where it has none."""
    same = new.line.sku == old.line.sku and len(new.line.description) < len(old.line.description)
    words = _uncut(old.line.description, source, match) if same else new.line.description
    doubt = _doubt(source, old.counted[0], new.counted[1])
    counted = (old.counted[0], new.counted[1])
    line = replace(
        new.line,
        description=words,
        unit_price=new.line.unit_price or old.line.unit_price if same else new.line.unit_price,
    )
    return replace(new, start=old.start, line=line, counted=counted, problems=(*new.problems, doubt))


def _of_other_kind(context: Context, source: Source, old: Placed, match: re.Match[str]) -> Placed:
    """ "3 boxes of gloves M, sorry, size L": the goods like the line's that differ so; else the line itself."""
    end = next((m.start() for m in _KIND_END.finditer(source.folded, match.end())), len(source.text))
    words = source.text[match.end() : end]
    catalogue = catalogue_of(context.book)
    namer, article = Namer(context, source, catalogue), catalogue.by_sku(old.line.sku or "")
    if article is None or len(words) > MOST_OF_KIND or not namer.differs(words):
        return old
    named = namer.like(words, "", Named(article, old.line.description))
    if named is None or named.article is None or named.article.sku == article.sku:
        return old
    line = replace(old.line, sku=named.article.sku, description=named.words)
    return replace(old, line=line, end=max(old.end, end), problems=(*old.problems, _doubt(source, old.start, end)))


def _doubt(source: Source, start: int, end: int) -> Problem:
    """Whoever changes his mind once may do so twice."""
    return Problem("corrected_quantity", " ".join(source.text[start:end].split()), source.name)


def _uncut(description: str, source: Source, match: re.Match[str]) -> str:
    """The words for the article without the second thought."""
    at = description.find(source.text[match.start() : match.end()].strip(" ,;:.–-"))
    return description[:at].rstrip(" ,;:.–-") if at > 0 else description


def _with_prices_in_a_row(context: Context, source: Source, found: list[Placed]) -> list[Placed]:
    """ "at £31 and £260 respectively": as many prices as lines, one behind the other, behind the last line's count."""
    if len(found) < 2 or any(each.line.unit_price is not None for each in found[:-1]):
        return found
    last = max(each.counted[1] for each in found)
    money = [a for a in context.amounts(source) if a.marked and a.start >= last]
    row = money[: len(found)]
    if (
        len(row) < len(found)
        or not _is_row(source, row)
        or (len(money) > len(row) and _is_row(source, money[: len(found) + 1]))
    ):
        return found
    return [
        replace(
            each,
            line=replace(each.line, unit_price=amount.value),
            end=max(each.end, amount.end if each is found[-1] else 0),
        )
        for each, amount in zip(found, row, strict=True)
    ]


def _is_row(source: Source, row: Sequence[Amount]) -> bool:
    return all(_BETWEEN.fullmatch(source.folded, a.end, b.start) for a, b in itertools.pairwise(row))
