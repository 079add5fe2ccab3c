"""A text on its way to order lines: what begins an item, where its price stands, and the line that a count makes."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from nlp.book import ArticleEntry
from nlp.extract.article_words import MEASURES
from nlp.extract.catalogue import Catalogue
from nlp.extract.order.goods_counts import GoodsCounts
from nlp.extract.order.lines import has_number, line_of
from nlp.extract.order.named import Named, Namer
from nlp.extract.order.price import piece_of
from nlp.extract.order.quantities import Count
from nlp.extract.order.stretches import ABBREVIATED
from nlp.extract.order.units import in_units_of, leading_unit, meant_unit
from nlp.extract.order.wording import Wording
from nlp.extract.sources import Context, Source
from nlp.lang import alternatives, expression, fold
from nlp.lang.change_signs import ARTICLE
from nlp.lang.counting import DELIVERIES
from nlp.lang.day_signs import any_of
from nlp.lang.ordering import FILLERS, JOINING, JOINING_ABROAD, OPENING
from nlp.notation import decimal_of
from nlp.reading import OrderLine, Problem

_JOINED = any_of(JOINING)
_JOINED_ABROAD = f"{_JOINED}|{any_of(JOINING_ABROAD)}"
_ASKED, _FILLED = any_of(OPENING), any_of(FILLERS)
_MEASURED = alternatives(MEASURES)
_MEASURE = re.compile(r"[ \u00a0]?([^\W\d_]{1,12}[23]?)")
_ADDED = re.compile(
    rf"[ ]?\((?:[^\W\d_]{{1,4}}[ ]){{0,2}}(\d{{1,5}}(?:[.,]\d{{1,3}})?)(?:[ ]?[^\W\d_]{{1,5}})?\)"
    rf"|,[ ](?:{any_of(ARTICLE)})[ ](\d{{1,5}}(?:[.,]\d{{1,3}})?)[ ]?(?:{_MEASURED})(?!\w)"
)
_SMALL_WORDS = re.compile(r"(?<=['’])s(?!\w)|(?<!\w)(?:a(?= [^\W\d_]{2})|[dljn](?=['’]))")  # "à partir de", no size A


@dataclass(frozen=True, slots=True)
class Placed:
    """A line and where it stands in the source's text."""

    start: int
    end: int
    line: OrderLine
    problems: tuple[Problem, ...]
    listed: bool = False
    fresh: bool = False  # new ones of what was named before
    leaning: bool = False  # a line only beside others that are read
    counted: tuple[int, int] = (0, 0)


def old_quantities(context: Context, source: Source) -> tuple[tuple[int, int], ...]:
    """Places of quantities that no longer hold: "instead of 4", "statt der drei"."""
    counts = "|".join(re.escape(fold(word)) for pack in context.lexicons for word in pack.number_words)
    old = expression(
        rf"(?<!\w)(?:{context.words('instead_of')})[ ]{{1,2}}(?:the |der |den |des |les )?(?:\d{{1,6}}|{counts})"
        r"(?!\w|[.,]\d)[ ]?"
    )
    return tuple(match.span() for match in old.finditer(source.flat))


class Placing:
    """One source with its counts; `last` is the article that was named last."""

    def __init__(self, context: Context, source: Source, catalogue: Catalogue, *, wide: bool = False) -> None:
        """`wide`: "a" counts wherever the words behind it are surely an article's, not only where an item begins."""
        self.context, self.source, self.catalogue, self.wide = context, source, catalogue, wide
        self.namer = Namer(context, source, catalogue)
        self.wording = Wording(context, source, catalogue)
        self.old = old_quantities(context, source)  # "10 instead of 6" changes an order and places none
        self.counts = GoodsCounts(context, source, self.namer).read()
        self.last: Named | None = None

    def _opens(self, low: int, count: Count) -> bool:
        """Whether a count stands at the beginning of its clause."""
        return not re.search(r"[^\W\d_]{2}", self.source.text[low : count.start])

    def _in_brackets(self, start: int, count: Count) -> bool:
        before = self.source.text[start : count.start]
        return before.rfind("(") > before.rfind(")")

    def _word_end(self, count: Count) -> int:
        match = expression(r"[ -]?[^\W\d_]{1,9}").match(self.source.text, count.bare_end)
        return match.end() if match else count.end

    def _clause_before(self, start: int, count: Count) -> str:
        before = self.source.text[start : count.start]
        return before[max(before.rfind(sign) for sign in (",", ";", ":", "(")) + 1 :]

    def _opener(self, start: int, count: Count) -> bool:
        """Whether something new may begin here: a line, a list's next item, what one asks for."""
        before = self.source.folded[start : count.start]
        asked = f"{self.context.words('request_words')}|{_ASKED}"
        if before.endswith(". ") and ABBREVIATED.search(before[-9:-2]) and not before[-3:-2].isdigit():
            return False  # "size nr. 44"
        conjunctions = _JOINED_ABROAD if len(self.context.languages) > 1 else _JOINED
        joined = rf"(?:^|[\n,;:+(.!?&/>*•·–-]|\b(?:{conjunctions})|\b(?:{asked}))"
        return (
            bool(
                expression(rf"{joined}\s{{0,4}}(?:\d{{1,2}}[.)]\s)?(?:(?:{_FILLED})[ ']{{0,2}}){{0,3}}$").search(
                    before[-90:]
                )
            )
            or not before.strip()
        )

    def _placed(self, start: int, stop: int, count: Count, named: Named, words: str) -> Placed:
        piece = piece_of(self.context, self.source, count.end, stop, count.value)
        described = named.words or words
        value = in_units_of(named.article, count.value) if count.dozens and named.article else count.value
        line, doubts = line_of(
            self.catalogue, (named.number, described), value, piece.price, count.unit, self.source.name,
            named.article, self.source.text[count.end : stop], chosen=named.chosen,
        )  # fmt: skip
        line = replace(line, unit=line.unit or self._unit_beside(count, described, named, line))
        said = words if start + len(words) <= count.start else self._said(count, stop)
        told = self.wording.of(described, named.article, count, start, stop)
        line = replace(line, description=told)
        heard = _SMALL_WORDS.sub(" ", _without_quantity(said, value))
        strange = self.catalogue.likeness.strange(heard, named.article) if named.article else ""
        if fold(strange) in DELIVERIES:
            strange = ""
        if strange and not named.number and named.article is not None:
            remark = f"{strange!r} is not said of {named.article.names[0]!r}"
            doubts = (*doubts, Problem("unread_words", remark, self.source.name))
        places = [self.source.text.find(text, count.end, stop) + len(text) for text in (described, words) if text]
        prices = [a.end for a in self.context.amounts(self.source) if a.marked and count.end <= a.start < stop]
        found = [
            end
            for end, text in zip(places, filter(None, (described, words)), strict=True)
            if end >= count.end + len(text)
        ]
        end = self._with_number(max([count.end, *found[:1], *prices]), stop, named.article)
        end = self._with_quantity(end, value)
        return Placed(start, end, line, (*doubts, *piece.problems), counted=(count.start, count.end))

    def _unit_beside(self, count: Count, described: str, named: Named, line: OrderLine) -> str | None:
        """A measure behind the number ("500 g"), or a unit that begins the words of the goods ("2 t flour")."""
        if named.article is None or count.unit or count.dozens:
            return None
        if not count.measured:
            said = leading_unit(described, named.article)
        elif has_number(named.article, count.value):
            return None  # the size of what is sold
        else:
            match = _MEASURE.match(self.source.text, count.bare_end)
            said = match[1] if match is not None else ""
        return meant_unit(said, described, line.unit_price, named.article)

    def _with_quantity(self, end: int, quantity: Decimal) -> int:
        """The end of a line with its quantity once more in brackets behind it: "thirty elbows (30 pieces)"."""
        again = expression(rf"[ ]?\((\d{{1,5}})(?:[ ]?(?:{self.context.words('units')})\.?)?\)").match(
            self.source.folded, end
        )
        return again.end() if again is not None and Decimal(again[1]) == quantity else end

    def _with_number(self, end: int, stop: int, article: ArticleEntry | None) -> int:
        """The end of a line with a number of its article behind it: "gloves (100)", "hand gel, the 500 ml"."""
        added = _ADDED.match(self.source.folded, end, stop) if article is not None else None
        value = decimal_of(added[1] or added[2], self.context.decimal)[0] if added else None
        return added.end() if added and article and value is not None and has_number(article, value) else end

    def _said(self, count: Count, stop: int) -> str:
        """The words behind a count up to a price or a day."""
        days = [m.start for m in self.context.dates(self.source) if count.end <= m.start < stop]
        return self.source.text[count.end : min([self._money(count.end, stop) or stop, stop, *days])]

    def _is_price(self, place: int) -> bool:
        return bool(re.match(r"\s{0,3}\S{0,2}$", self.source.text[place : self._money(place, place + 6) or place + 9]))

    def _money(self, start: int, stop: int) -> int | None:
        """Where the first price behind a count stands."""
        return min(
            (a.start for a in self.context.amounts(self.source) if start <= a.start < stop and a.marked), default=None
        )


def _without_quantity(words: str, quantity: Decimal) -> str:
    """Words without the brackets that say their quantity again: "spokes (that is 20 boxes)"."""
    again = re.compile(rf"\([^()\n]{{0,40}}(?<!\d){format(quantity.normalize(), 'f')}(?!\d)[^()\n]{{0,40}}\)")
    return again.sub(lambda match: " " * len(match[0]), words)
