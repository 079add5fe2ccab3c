"""Order lines in sentences and lists: what is counted, and the article that the words beside the count mean.

A text falls into stretches (lines, sentences) and these into clauses. In a clause a count stands before its article
("12 Messzylinder") or behind it ("Messzylinder 6 Packungen"); a number that belongs to the article ("13 amp sockets")
is no count. What a clause leaves open ("10 de L", "18 Stk.") is taken from its neighbour.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from nlp.extract.order.counted import restated
from nlp.extract.order.heads import LEAST_KIND, Heads
from nlp.extract.order.lines import has_number
from nlp.extract.order.named import Named
from nlp.extract.order.placing import Placed, old_quantities
from nlp.extract.order.price import piece_of
from nlp.extract.order.quantities import Count
from nlp.extract.order.stretches import clauses_of, stretches_of
from nlp.lang import alternatives, expression, fold
from nlp.lang.counting import OUR_UNITS
from nlp.lang.day_signs import any_of
from nlp.lang.ordering import FRESH
from nlp.reading import OrderLine, Problem

__all__ = ["LineReader", "Placed", "old_quantities"]

MOST_COUNTS = 30  # in a line or sentence: what has more is no order in words
MOST_CLAUSES = 3  # before a count that together name its goods: "the glue, the five kilo tub, two of those"
TOPIC_WITHIN = 160  # characters before a count
LEAST_TIE = 0.5  # so well must words fit articles that differ in something unsaid, to be a line without an article
_EACH = re.compile(r"(?<!\w)(?:jeweils|je|each of|of each|each|chacun|chacune|de chaque|ciascuno|elk)(?!\w)")
_FRESH = re.compile(rf"\s{{0,2}}(?:{any_of(FRESH)})(?!\w)")
_OF_SO_MANY = re.compile(
    r"[ ]?(?:(?:of|de|von|mit|zu|à|a|di|da|van|con|z|med|of the)[ ])?([1-9]\d{0,3})[ ](?=[^\W\d_]{4})"
)


class LineReader(Heads):
    """One source on its way to lines."""

    def read(self) -> Iterator[Placed]:
        for start, end in stretches_of(self.source, tuple((c.start, c.end) for c in self.counts)):
            counts = [count for count in self.counts if start <= count.start < end]
            changes = any(start <= place < end for place, _ in self.old)
            if 0 < len(counts) <= MOST_COUNTS and not changes:
                yield from self._stretch(start, end, counts)

    def _stretch(self, start: int, end: int, counts: list[Count]) -> Iterator[Placed]:
        """The lines of one stretch: counts behind their article first, the others before theirs."""
        behind: list[Placed] = []
        used: set[int] = set()
        counts = self._without_position(start, counts)
        spans = [(start, end, True), *((low, high, False) for low, high in clauses_of(self.source, start, end))]
        for low, high, whole in spans:
            if any(placed.start < high and low < placed.end for placed in behind):
                continue
            inside = [count for count in counts if low <= count.start < high]
            found = self._behind(start, low, high, end, inside, whole=whole)
            if found is not None:
                behind.append(found[0])
                used.add(found[1].start)
        left = [c for c in counts if c.start not in used and not any(b.start <= c.start < b.end for b in behind)]
        if not behind and (each := self._distributed(start, end, left)):
            yield from each
            return
        heads = self._heads(start, end, left, behind)
        stops = sorted([*(head.start for head in heads), *(placed.start for placed in behind), end])
        first = [self._before(start, end, head, min(s for s in stops if s > head.start)) for head in heads]
        lines = [*behind, *(placed for placed in first if placed is not None)]
        leans = any(placed.line.sku for placed in lines)
        yield from sorted((p for p in lines if leans or not p.leaning), key=lambda placed: placed.start)

    def _distributed(self, start: int, end: int, counts: list[Count]) -> list[Placed]:
        """ "je 10 Ordner breit in rot und blau": one count for several articles that differ in one thing."""
        flat = self.source.folded[start:end]
        each = _EACH.search(flat)
        bare = [c for c in counts if not c.measured]
        if each is None or not bare:
            return []
        count = min(bare, key=lambda c: abs(c.start - start - each.start()))
        money = self._money(start, end) or end
        before = _EACH.sub(lambda m: " " * len(m[0]), self.source.text[start : count.start])
        words = f"{before[self._item_start(before) :]} {_EACH.sub(' ', self.source.text[count.end : money])}"
        found = self.namer.several(words, count.unit)
        return [self._placed(start, money, count, named, named.words) for named in found]

    @staticmethod
    def _item_start(before: str) -> int:
        return max(before.rfind(sign) + 1 for sign in (":", ";", "\n"))

    def _before(self, start: int, end: int, count: Count, stop: int) -> Placed | None:
        """ "12 Messzylinder 100 ml": the words behind a count, up to the next line."""
        text = self.source.text
        at = self._word_end(count) if count.measured else count.end
        piece = piece_of(self.context, self.source, at, stop, count.value)
        words = text[at : self._money(at, stop) or stop].lstrip(", ")
        topic: Named | None = None
        named = self.namer.wanted(
            words,
            count.unit or (text[count.bare_end : at] if count.measured else ""),
            text[stop:end],
            self.last or (topic := self._topic(start, count)),
            piece.description,
            piece.price,
        )
        if named.article is None and (headed := self._headed(start, count, stop)) is not None:
            named = headed
        if named.article is None and topic is None and (sized := self._sized(start, count, words)) is not None:
            named = sized
        if named.article is None and _FRESH.match(fold(words)) and not self.namer.knows(words):
            goods = self._named_before(count)
            fresh = self._of_topic(count, stop, goods) if goods is not None else None
            return replace(fresh, fresh=True) if fresh is not None else None
        if named.article is None and topic is not None and not self.namer.knows(words):
            return self._of_topic(count, stop, topic)
        if named.article is None and count.unit:  # "a dozen tubes 26 Schrader": the unit is a word of the goods
            whole = self.namer.wanted(f"{count.unit} {words}", "", "", self.last)
            named = whole if whole.article is not None and not whole.chosen else named
        if named.article is not None and (told := restated(self.context, words, count.unit, named.article)) is not None:
            count = replace(count, value=told)
        packed = _OF_SO_MANY.match(words) if count.unit else None
        if packed and named.article is not None and not has_number(named.article, Decimal(packed[1])):
            count = replace(count, value=count.value * Decimal(packed[1]))  # "a box of 12 cartridges"
        listed = self._opens(text.rfind("\n", 0, count.start) + 1, count)
        wanted = named.article is not None or self._is_wanted(
            count, piece.description, named, listed, piece.price is not None
        )
        if not wanted and not (count.unit and re.search(r"[^\W\d_]{4}", named.words)):
            return None
        self.last = named
        placed = self._placed(count.start, stop, count, named, piece.description or named.words)
        return replace(placed, listed=wanted and (listed or named.tied >= LEAST_TIE), leaning=not wanted)

    def _topic(self, start: int, count: Count) -> Named | None:
        """The one article named before a count that names none: "we are out of hinges, thirty pairs please"."""
        low = max(0, self.source.text.rfind("\n\n", 0, count.start), count.start - TOPIC_WITHIN)
        clauses = [
            (a, b)
            for first, last in stretches_of(self.source)
            if low <= first <= start
            for a, b in clauses_of(self.source, first, min(last, count.start))
            if not any(a <= other.start < b and not other.measured for other in self.counts)
        ]
        texts = [self.without_asking(self.source.text[a:b]) for a, b in reversed(clauses)]
        whole = [", ".join(reversed(texts))] if 1 < len(texts) <= MOST_CLAUSES else []
        texts = [*texts, *whole, self.context.subject.text]
        for text in texts:
            match = self.catalogue.likeness.only(text)
            if match is not None:
                return Named(match.article, text[match.start : match.end])
            if (named := self.namer.trailing(text, "")).article is not None and not named.chosen:
                return named
        return None

    def _sized(self, start: int, count: Count, words: str) -> Named | None:
        """ "We are out of rinse aid. Two of the 10 litre cans please": goods named before, of the size named here."""
        units = expression(rf"(?<!\w)(?:{self.context.words('units')}|{alternatives(OUR_UNITS)})(?!\w)")
        core = self.namer.core(units.sub(lambda match: " " * len(match[0]), fold(words))).strip()
        if not re.search(r"\d", core) or not self.namer.differs(core):
            return None
        low = max(0, self.source.text.rfind("\n\n", 0, count.start), count.start - TOPIC_WITHIN)
        for first, last in reversed(stretches_of(self.source)):
            if not low <= first <= last <= count.start or any(first <= c.start < last for c in self.counts):
                continue
            named = self.namer.name(f"{self.source.text[first:last].strip(' .!?')} {core}")
            return replace(named, chosen=True) if named.article is not None and not named.chosen else None
        return None

    def _named_before(self, count: Count) -> Named | None:
        """The one article named before a count of new ones: "8 cartridges are stale, send 12 fresh ones"."""
        found: dict[str, Named] = {}
        for first, last in stretches_of(self.source):
            for low, high in clauses_of(self.source, first, min(last, count.start)) if first < count.start else ():
                words = self._known_words(self.source.text[low:high])
                match = self.catalogue.likeness.only(words) if words else None
                if match is not None:
                    found[match.article.sku] = Named(match.article, words)
        return next(iter(found.values())) if len(found) == 1 else None

    def _known_words(self, clause: str) -> str:
        """From the first to the last word of a clause that the article has which fits it best."""
        best = next((fit for fit in self.catalogue.likeness.ranked(clause) if fit.told and fit.places), None)
        return clause[best.places[0][0] : best.places[-1][1]] if best is not None else ""

    def _of_topic(self, count: Count, stop: int, topic: Named) -> Placed | None:
        """A count of what is named before it, for a person to see."""
        if not (count.unit or self._opener(count.start, count)) or count.article or topic.article is None:
            return None
        price = piece_of(self.context, self.source, count.end, stop, count.value).price
        line = OrderLine(topic.article.sku, topic.words, count.value, price)
        remark = Problem("near_match", f"{count.value} may be of {topic.words!r}", self.source.name)
        self.last = topic
        return Placed(count.start, count.end, line, (remark,), counted=(count.start, count.end))

    def _is_wanted(self, count: Count, words: str, named: Named, listed: bool, priced: bool) -> bool:
        """Whether words that name no article for sure are a line all the same: listed, in packs, or like articles."""
        if not re.search(r"[^\W\d_]{3}|\d[a-z]\d", words) or (
            count.article and not count.unit and named.tied < LEAST_KIND
        ):
            return False
        return (listed and bool(count.unit or priced) and len(words) > 3) or named.tied >= LEAST_TIE
