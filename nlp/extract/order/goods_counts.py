"""Which numbers of a text count goods, up to the goods: neither what is left, nor what goods are for or hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from nlp.extract.order.counted import times_of_goods, unit_is_goods
from nlp.extract.order.lines import has_number
from nlp.extract.order.named import Namer
from nlp.extract.order.number_words import in_digits
from nlp.extract.order.quantities import Count, counts_in, counts_other_things
from nlp.extract.sources import Context, Source
from nlp.lang import expression, fold
from nlp.lang.counting import DELIVERIES
from nlp.lang.day_signs import any_of
from nlp.lang.ordering import ADDED, ANEW, LEFT, NO_GOODS, OF, PURPOSE, SIGHS, TAKING_BACK

CORRECTION = re.compile(
    rf"(?:[,;:.(–-]|\s)\s{{0,3}}(?:(?:{any_of(SIGHS)})[ ,.]{{1,4}}){{0,2}}(?:{any_of(TAKING_BACK)})(?!\w)"
    rf"(?:[\s,;:.–-]{{1,4}}(?:{any_of(TAKING_BACK)}|{any_of(ANEW)})(?!\w)){{0,3}}[\s,;:–-]{{1,3}}"
)
MOST_DOTS = 4
SAID_ANEW_WITHIN = 40  # characters behind the words that take a number back
_LEFT = re.compile(rf"(?<!\w)(?:{any_of(LEFT)})[ ]{{1,2}}$")
_IN_WORDS = re.compile(r"[ ]?\(([^\W\d_][^()\d\n]{1,30})\)")
_FOR = re.compile(rf"[ ](?:{any_of(PURPOSE)})[ ]")
_ITEM_END = re.compile(r"[,;:(\n]|[.!?](?=\s|$)|[ ](?:and|und|et|y|e|en|og|och|plus|sowie|&|\+)[ ]")
_OF = re.compile(rf"[ ]{{0,2}}(?:(?:{any_of(OF)}) ?){{1,2}}")
_NO_GOODS_FOLLOW = re.compile(rf"[ ]{{0,2}}(?:[,;.!?)\n]|$|(?:{any_of(NO_GOODS)})(?!\w))")
_ADDED = re.compile(rf"(?:[ ]\+[ ]?|[ ]&[ ]|[ ,](?:{any_of(ADDED)})[ ])(?=[^\W\d_]{{3}})")
_ITEM_START = re.compile(r"[,;:\n!?]|\.(?=\s)")


def is_taken_back(source: Source, count: Count, counts: Sequence[Count]) -> bool:
    """ "Seventy... no sorry, 7 boxes": a number without goods, right before words that take it back and another one."""
    dots = source.folded[count.end : count.end + MOST_DOTS]
    match = CORRECTION.match(source.folded, count.end + len(dots) - len(dots.lstrip(".…")))
    if match is None or count.unit:
        return False
    end = source.sentence_at(match.end())[1]
    return any(match.end() <= other.start < min(end, match.end() + SAID_ANEW_WITHIN) for other in counts)


class GoodsCounts:
    """The counts of one source that stand for goods."""

    def __init__(self, context: Context, source: Source, namer: Namer) -> None:
        self.context, self.source, self.namer = context, source, namer

    def read(self) -> list[Count]:
        """Each count of goods, in order; one thing that is added to one thing is counted, too."""
        said = counts_in(self.context, self.source)
        whole = (self._of_goods(count) for count in said if not is_taken_back(self.source, count, said))
        counts = [count for count in whole if not counts_other_things(self.source, count)]
        counts = self._with_purposes([count for count in counts if not self._is_left(count)])
        found = [
            count for before, count in zip([None, *counts], counts, strict=False) if not self._tells(before, count)
        ]
        return sorted([*found, *self._added_ones(found)], key=lambda count: count.start)

    def _added_ones(self, counts: list[Count]) -> Iterator[Count]:
        """ "1 oven + installation": one of what is named by words of its own behind one of something else."""
        text, likeness = self.source.text, self.namer.catalogue.likeness
        for added in _ADDED.finditer(self.source.folded) if counts else ():
            low = max((match.end() for match in _ITEM_START.finditer(text, 0, max(0, added.start() - 1))), default=0)
            end = _ITEM_END.search(self.source.folded, added.end())
            stop = end.start() if end else len(text)
            before = [count for count in counts if low <= count.start < added.start()]
            if not before or before[0].value != 1 or any(added.end() <= count.start < stop for count in counts):
                continue
            first, more = likeness.only(text[before[0].end : added.start()]), likeness.only(text[added.end() : stop])
            other = first is not None and more is not None and more.sure and more.article.sku != first.article.sku
            if other and fold(text[added.end() : stop].strip()) not in DELIVERIES:
                yield Count(before[0].value, added.end(), added.end(), "", bare_end=added.end())

    def _of_goods(self, count: Count) -> Count:
        """A count up to its goods: behind "five times", before a unit that is itself what is sold."""
        count = self._said_twice(count)
        if unit_is_goods(self.context, self.source, count.unit, count.end):
            return replace(count, end=count.bare_end, unit="")
        place = times_of_goods(self.context, self.source, count.bare_end)
        return count if place == count.bare_end else replace(count, end=place, bare_end=place)

    def _said_twice(self, count: Count) -> Count:
        """ "50 (fifty) packs": a count up to its unit behind the brackets that say it in words."""
        again = _IN_WORDS.match(self.source.folded, count.bare_end)
        if again is None or in_digits(again[1], self.context.languages) != str(count.value):
            return count
        unit = expression(rf"[ ]?((?:{self.context.words('units')})(?![\w/-]))").match(self.source.folded, again.end())
        end = unit.end() if unit else again.end()
        return replace(
            count, bare_end=again.end(), end=end, unit=self.source.text[slice(*unit.span(1))] if unit else ""
        )

    def _with_purposes(self, counts: list[Count]) -> list[Count]:
        """Without the numbers of what goods are for: "600 boxes for 12 bottles" are boxes, where an article is so."""
        found: list[Count] = []
        for count in counts:
            last = found[-1] if found else None
            if last is not None and self._is_for(last, count):
                found[-1] = replace(last, unit="", end=last.bare_end)
            else:
                found.append(count)
        return found

    def _is_for(self, before: Count, count: Count) -> bool:
        between = self.source.folded[before.bare_end : count.start]
        if not before.unit or count.measured or not _FOR.fullmatch(between.removeprefix(f" {fold(before.unit)}")):
            return False
        end = _ITEM_END.search(self.source.folded, count.bare_end)
        words = self.source.text[before.bare_end : end.start() if end else len(self.source.text)]
        article = self.namer.name(words).article
        return article is not None and has_number(article, count.value)

    def _is_left(self, count: Count) -> bool:
        """ "We have only two left": a count of what is there, not of what is wanted."""
        return _LEFT.search(self.source.folded[max(0, count.start - 40) : count.start]) is not None

    def _tells(self, before: Count | None, count: Count) -> bool:
        """Whether a number behind another count tells which goods are counted: "3 boxes of 120", "2 de 80 en 9 m"."""
        if before is None or count.unit or count.article or count.measured or not before.value:
            return False
        worded = not self.source.text[before.start : before.bare_end][-1:].isdigit()
        if worded and not before.unit and not self.source.text[before.bare_end : count.start].strip(" "):
            return self.source.text[count.start : count.start + 1].isdigit()  # "ten 9 speed chains"
        between = self.source.folded[before.bare_end : count.start].removeprefix(f" {fold(before.unit)}")
        ends = before.unit.rpartition(" ")[2] in ("de", "of") and not between.strip()
        return bool((ends or _OF.fullmatch(between)) and _NO_GOODS_FOLLOW.match(self.source.folded, count.bare_end))
