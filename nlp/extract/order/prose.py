"""Order lines in sentences and lists: a quantity before or behind an article, and the price that stands with them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from nlp.extract.catalogue import Catalogue
from nlp.extract.order.lines import MAX_LINES, Lines, line_of
from nlp.extract.order.price import piece_of, unit_price
from nlp.extract.sources import Context, Source
from nlp.lang import fold
from nlp.notation import decimal_of
from nlp.reading import OrderLine, Problem

LONGEST_NAME = 8  # words
LONGEST_LINE = 140  # characters of one line in prose
_MARKED = r"(?:pos|nr|ligne|line|item)[. ]{0,2}\d{1,3}[.:)][ \t]{0,4}|\d{1,3}[.)][ \t]{1,4}"
_OPENER = (
    r"(?P<strong>(?:^|(?<=\n)|(?<=[,;:+])|(?<=\bund)|(?<=\band)|(?<=\bet)|(?<=\bplus))[ \t]{0,8}(?:[-*•·>][ \t]{0,3})?"
    rf"(?:{_MARKED})?)|(?<=[a-z.!?][ ])"
)
_LISTED = re.compile(r"[-*•·–> \t\d.:)]{0,12}|(?:pos|nr|ligne|line|item)[ .\d:)]{0,12}")


@dataclass(frozen=True, slots=True)
class _Placed:
    """A line and where it stands in the source's text."""

    start: int
    end: int
    line: OrderLine
    problems: tuple[Problem, ...]


def text_lines(context: Context, source: Source, catalogue: Catalogue) -> Lines:
    """Lines in prose: a quantity beside an article, or a listed line with quantity, words and price."""
    found = _quantity_first(context, source, catalogue)
    found += _quantity_behind(context, source, catalogue, found)
    found.sort(key=lambda placed: placed.start)
    lines = tuple(placed.line for placed in found)
    if not any(line.sku for line in lines) and len(lines) < 2:
        return Lines()
    return Lines(
        lines,
        tuple(source.evidence(f"order.lines.{n}", placed.start, placed.end) for n, placed in enumerate(found)),
        tuple(problem for placed in found for problem in placed.problems),
        source=source,
        spans=tuple((placed.start, placed.end) for placed in found),
    )


def _counts(context: Context) -> dict[str, int]:
    return {fold(word): n for pack in context.lexicons for word, n in pack.number_words.items()}


def old_quantities(context: Context, source: Source) -> tuple[tuple[int, int], ...]:
    """Places of quantities that no longer hold: "instead of 4", "statt der drei"."""
    counts = "|".join(re.escape(word) for word in _counts(context))
    old = re.compile(
        rf"(?<!\w)(?:{context.words('instead_of')})[ ]{{1,2}}(?:the |der |den |des |les )?(?:\d{{1,6}}|{counts})(?!\w)[ ]?"  # noqa: E501
    )
    return tuple(match.span() for match in old.finditer(source.flat))


def _quantity_first(context: Context, source: Source, catalogue: Catalogue) -> list[_Placed]:
    """ "12 Messzylinder 100 ml", "- 4 lots Erlenmeyer 250 ml (ER-250) à 48,50 €"."""
    counts = _counts(context)
    flat = source.folded
    matches = list(_head(context, counts).finditer(flat))[:MAX_LINES]
    strong = [m.start("quantity") for m in matches if m["strong"] is not None]
    other = [*((m.start, m.end) for m in context.dates(source)), *old_quantities(context, source)]
    found: list[_Placed] = []
    # Numbers inside a description ("coupling 24 at") are tried last, and not where a line is read already.
    for match in sorted(matches, key=lambda m: (m["strong"] is None, m.start())):
        number, at, end = match["quantity"], match.start("quantity"), match.end()
        value = Decimal(counts[number]) if number in counts else decimal_of(number, context.decimal)[0]
        if value is None or value <= 0 or any(low <= at < high for low, high in other):
            continue
        if any(placed.start <= at < placed.end for placed in found):
            continue
        stop = _line_end(flat, end, [place for place in strong if place > at][:1])
        piece = piece_of(context, source, end, stop, value)
        if not piece.description:
            continue
        unit = source.text[slice(*match.span("unit"))] if match["unit"] else ""
        line, doubts = line_of(catalogue, (piece.aside, piece.description), value, piece.price, unit, source.name)
        listed = _LISTED.fullmatch(flat[flat.rfind("\n", 0, at) + 1 : at])
        if line.sku is None and not (listed and (unit or piece.price is not None) and len(piece.description) > 3):
            continue
        found.append(_Placed(at, stop, line, (*doubts, *piece.problems)))
    return found


def _head(context: Context, counts: dict[str, int]) -> re.Pattern[str]:
    """A quantity, perhaps its unit, and the first letter of what is wanted."""
    count = "|".join(re.escape(word) for word in sorted(counts, key=len, reverse=True))
    quantity = rf"(?:\d{{1,6}}(?:[.,' ]\d{{3}})?|(?:{count})(?=[ ]))"
    return re.compile(
        rf"(?:{_OPENER})(?<!\d[.,])(?<![\w-])(?P<quantity>{quantity})[ \t]{{0,3}}"
        rf"(?P<unit>(?:{context.words('units')})(?![\w/-])\.?)?"
        rf"[ \t]{{0,3}}[:×]?[ \t]{{0,2}}(?=[^\W\d_])(?!(?:{count})\b)"
        rf"(?!(?:{context.words('units')})[ \t]{{0,3}}(?:[\n,;)]|$))"
    )


def _line_end(flat: str, place: int, following: list[int]) -> int:
    """Where a line in prose ends: at the end of the line or sentence, or where the next quantity begins."""
    ends = [position for mark in ("\n", ". ", "; ", " - ") if (position := flat.find(mark, place)) > 0]
    return min([len(flat), place + LONGEST_LINE, *ends, *following])


def _quantity_behind(context: Context, source: Source, catalogue: Catalogue, read: list[_Placed]) -> list[_Placed]:
    """ "GM-2204 x 10", "Burette 50 ml: 4 Stück à 64,00", "ER-250   5 lots   49,00 CHF": the article stands first."""
    numbers = {end: start for start, end, _ in catalogue.numbers_in(source.text)}
    seen = {placed.line.sku for placed in read}
    found: list[_Placed] = []
    for match in list(_behind(context).finditer(source.folded))[:MAX_LINES]:
        if any(placed.start < match.end() and match.start() < placed.end for placed in (*read, *found)):
            continue
        start = _article_start(source, match, numbers)
        written = source.text[start : match.start()].strip(" \t,;:.|-–*•(") if start is not None else ""
        quantity, _ = decimal_of(
            match["times"] or match["counted"] or match["priced"] or match["bare"], context.decimal
        )
        if start is None or catalogue.resolve(written) is None or quantity is None or quantity <= 0:
            continue
        stop = _line_end(source.folded, match.end(), [place for place in numbers.values() if place > match.end()])
        money = [a for a in context.amounts(source) if match.end() <= a.start < stop and a.marked]
        price, remarks = unit_price(context, source, money, quantity)
        line, doubts = line_of(catalogue, (written,), quantity, price, match["unit"] or "", source.name)
        if line.sku not in seen:
            seen.add(line.sku)
            found.append(_Placed(source.text.find(written, start), stop, line, (*doubts, *remarks)))
    return found


def _behind(context: Context) -> re.Pattern[str]:
    """A quantity behind an article: "x 10", "4 Stück", or a number alone in a column of its own."""
    units = context.words("units")
    amount = r"\d{1,6}(?:[.,]\d{3}(?!\d))?"
    column = r"[ ]{0,20}[|;\t][ ]{0,20}"
    gap = r"(?:[ ]{0,4}[:(,|;\t][ :(,|;\t-]{0,10}|[ ]{1,10}(?:- ?)?)"
    return re.compile(
        rf"(?:{gap}(?:x|×|qty|menge|anzahl|qte|quantite|nombre)[ :.]{{0,2}}(?P<times>{amount})(?![\w.,/-]\w)"
        rf"|(?P<gap>{gap})(?P<counted>{amount})[ ]?(?P<unit>(?:{units})(?![\w/-])\.?)"
        rf"|[ ]{{0,3}}:[ ]{{1,3}}(?P<priced>{amount})(?=[ ]{{1,3}}(?:{context.words('price_words')})[ ]{{1,2}}\d)"
        rf"|(?:[ \t]{{2,40}}|{column})(?P<bare>{amount})(?=[ \t]{{2,40}}|{column}|[ ]{{0,20}}(?:\n|$)))"
    )


def _article_start(source: Source, match: re.Match[str], numbers: dict[int, int]) -> int | None:
    """Where the article before a quantity begins: its number, close before it, else a name alone on its line.

    A name must be parted from the quantity by more than a blank: "reduce the coupling to 4 pieces" lists nothing.
    """
    place, text = match.start(), source.text
    close = [end for end in numbers if place - 40 <= end <= place and not re.search(r"[\d\n]", text[end:place])]
    if close:
        return numbers[max(close)]
    parted = match["gap"] is None or match["gap"].strip() or len(match["gap"]) > 1
    start = max(text.rfind("\n", 0, place) + 1, text.rfind("; ", 0, place) + 1)
    return start if parted and len(text[start:place].split()) <= LONGEST_NAME else None
