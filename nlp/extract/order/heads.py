"""Which counts of a line or sentence stand before their article, without the numbers inside an article's words."""

from __future__ import annotations

import re
from dataclasses import replace

from nlp.extract.order.behind import Behind
from nlp.extract.order.lines import has_number
from nlp.extract.order.named import Named
from nlp.extract.order.placing import Placed
from nlp.extract.order.quantities import Count
from nlp.lang import expression, fold
from nlp.lang.change_signs import ARTICLE
from nlp.lang.day_signs import any_of
from nlp.lang.ordering import AT_GOODS, NEW, OPENING

LONGEST_HEADING = 60  # characters
LEAST_HEADED = 0.3  # of a heading's weight that one article must have
LEAST_KIND = 0.7  # so well must words fit articles that differ in something unsaid, where "a" counts them
MOST_ABOVE = 400  # characters above a line that its heading stands in
_CLAUSE_END = re.compile(r"[,;:.!?\n(]|\s(?:et|and|und|plus|sowie|ou|or|oder)\s")
_PARTED = re.compile(r"[,;:.!?]\s")
_WORD = re.compile(r"[^\W\d_]")
_WORDS = re.compile(r"[^\W\d_]{3}")
_BRACKETED = re.compile(r"\([^()\n]{0,60}\)")
_SIZED_BY = re.compile(r"(?<!\w)(?:en|in|de|a|of|zu|mit|da|di|con|with|von|avec)[ ]$")
_DEFINITE = re.compile(r"(?<!\w)(?:the|den|die|der|dem|les|los|las|los|gli|os|as)[ ]$")
_GOODS = re.compile(r"(?:,\s(?=(?:von|of|de|des|du|d')[ ]))?[\s\"'(«„/+-]{0,4}[^\W_]")
_AT = re.compile(rf"(?<!\w)(?:{any_of(AT_GOODS)})[ ]$")
_NEW = re.compile(rf"^[ ]{{0,2}}(?:{any_of(NEW)})[ ]", re.IGNORECASE)
_ASIDE = re.compile(rf",\s(?:{any_of(ARTICLE)})\s(?=[^\W_])")  # "two boxes, the white ones"
_OF_GOODS = re.compile(r"(?:[ ](?:de|d'|of|von|di)\b| [A-Za-zÀ-ÿ]{4})")


class Heads(Behind):
    """Finds the counts that lines begin with."""

    def _heads(self, start: int, end: int, counts: list[Count], behind: list[Placed]) -> list[Count]:
        """The counts of a stretch that stand before their article."""
        heads: list[Count] = []
        for place, count in enumerate(counts):
            goods = _GOODS.match(self.source.text, count.end, end)
            aside = goods is None and _ASIDE.match(self.source.folded, count.end, end) is not None
            if self._in_brackets(start, count) or not (goods or aside) or self._is_price(count.end):
                continue
            following = counts[place + 1].start if place + 1 < len(counts) else end
            previous = heads[-1] if heads else None
            sized = next((c.start for c in counts[place + 1 :] if not c.measured), end)
            if not count.article and self._headed(start, count, sized) is not None:
                heads.append(replace(count, measured=False, end=count.bare_end) if count.measured else count)
                continue
            if aside:
                continue
            opener = self._opener(start, count)
            if self._is_capital(start, count) and opener and self._differs(previous, count, count.bare_end, following):
                count = replace(count, measured=False, end=count.bare_end)  # "4 jackets M, 3 L"
            if self._is_number_of_goods(start, count, previous, opener):
                continue
            if count.article and not self._is_one(count, opener, end if count.unit else following, previous):
                continue
            asked = count.article and self._is_kind_asked_for(count)
            if opener or asked or self._begins(start, count, previous, following, behind):
                heads.append(count)
        return heads

    def _is_number_of_goods(self, start: int, count: Count, previous: Count | None, opener: bool) -> bool:
        """ "4 - 14 inch laptop", "in 5 l": a measure that belongs to the goods of the count before, or to no count."""
        if not count.measured:
            return False
        if previous and not _WORD.search(self.source.text, previous.end, count.start):
            return True
        if _DEFINITE.search(self.source.folded, start, count.start):
            return True  # "and the 5 litre degreaser"
        begins = opener and not _SIZED_BY.search(self.source.folded, start, count.start)
        return not (begins and _OF_GOODS.match(self.source.text, self._word_end(count)))

    def _begins(self, start: int, count: Count, previous: Count | None, following: int, behind: list[Placed]) -> bool:
        """Whether a count that nothing opens counts all the same: first of its line, or of other goods than before."""
        if previous is not None and self._is_within(previous, count, following):
            return False
        if _DEFINITE.search(self.source.folded[start : count.start]):
            return False  # "the case with the six pens"
        between = self.source.text[previous.end : count.start] if previous else ""
        packed = (count.unit or count.dozens) and not count.article and _WORDS.search(between)
        free = previous is None or any(previous.start < b.start <= count.start for b in behind)
        if free:
            return not self.namer.knows(self._clause_before(start, count)) or self._means(count, following)
        if packed:
            return True
        if self._is_same(previous, count, following):
            return False
        parted = self.namer.name(between, previous.unit if previous else "").article or self._joins(between)
        return bool(parted) and self._means(count, following)

    def _is_one(self, count: Count, opener: bool, stop: int, previous: Count | None) -> bool:
        """Whether "a", "un" counts: where something new begins, or one pack of an article is named."""
        if opener:
            clause = _CLAUSE_END.search(self.source.folded, count.end)
            ends = {stop, max(stop, clause.start() if clause else len(self.source.text))}
            means = any(self._means(count, last) for last in ends) or self._differs(previous, count, count.end, stop)
            return means or self._is_kind_asked_for(count)
        if self._is_kind_asked_for(count):
            return True
        if not (count.unit or self.wide):
            return False
        named = self.namer.wanted(self.source.text[count.end : stop], count.unit)
        if named.article is None or count.unit:
            return named.article is not None
        return not named.chosen and not self.catalogue.is_near(named.article.sku, named.words)

    def _is_kind_asked_for(self, count: Count) -> bool:
        """ "For our oven a new door gasket please": one of goods of the catalogue, be it not said which of several."""
        low, high = self.source.sentence_at(count.start)
        asked = expression(rf"(?<!\w)(?:{self.context.words('request_words')}|{any_of(OPENING)})(?!\w)")
        if _AT.search(self.source.folded, low, count.start) or not asked.search(self.source.flat, low, high):
            return False
        clause = _CLAUSE_END.search(self.source.folded, count.end, high)
        words = self.source.text[count.end : clause.start() if clause else high]
        named = self.namer.wanted(_NEW.sub("", words), count.unit)
        if named.article is None:
            return named.tied >= LEAST_KIND and self.namer.knows(words)
        return not named.chosen and not self.catalogue.is_near(named.article.sku, named.words)

    def _is_capital(self, start: int, count: Count) -> bool:
        """ "3 L", and neither "3 l" nor "of 3 L": a size and no measure."""
        behind = self.source.text[count.bare_end : count.bare_end + 2].strip()
        return count.measured and behind[:1].isupper() and not _SIZED_BY.search(self.source.folded, start, count.start)

    def _headed(self, start: int, count: Count, stop: int) -> Named | None:
        """The goods of a count that differ from what stands before all counts: "green boots: 6 in 42, 10 in 44"."""
        if count.measured and not self._is_capital(start, count):
            return None
        begin = count.bare_end if count.measured else count.end
        words = self.namer.core(self.source.text[begin:stop].lstrip(" ,"))
        for heading in self._headings(start, count) if self.namer.differs(words) else ():
            named = self.namer.name(f"{heading} {words}", count.unit)
            if named.article is not None and not named.chosen:
                return named
        return None

    def _headings(self, start: int, count: Count) -> list[str]:
        """The words before the first count of a line, and the line above it that counts nothing."""
        text = self.source.text
        first = min(c.start for c in self.counts if c.start >= start)
        begin, low = max(start, first - LONGEST_HEADING), max(start, first - 2 * LONGEST_HEADING)
        ends = [match.end() for match in _PARTED.finditer(text, low, begin)]
        begin = ends[-1] if ends else low if low == start else begin  # a clause is not cut in the middle
        lines = [text[begin:first]]
        above = text.rfind("\n", 0, max(start, text.rfind("\n", 0, count.start)))
        for line in reversed(text[max(0, above - MOST_ABOVE) : max(start, above)].split("\n")):
            if line.rstrip().endswith(":"):
                lines.append(line[-LONGEST_HEADING:])
                break
        plain = (_BRACKETED.sub(" ", line).strip(" \t\n:-–*•,") for line in lines)
        clean = (part for line in plain for part in reversed(re.split(r"[,;:.!?]\s", line)[-2:]))
        return [self._goods_of(line) for line in clean if line and self._goods_of(line)]

    def _goods_of(self, heading: str) -> str:
        """A heading from its first word of an article on: "we need cups" speaks of "cups"; "" where it names none."""
        heading = self.without_asking(heading)
        best = next((fit for fit in self.catalogue.likeness.ranked(heading) if fit.told and fit.places), None)
        if best is None:
            return ""
        words, rest = heading[best.places[0][0] :], heading[best.places[-1][1] :]
        if self.namer.knows(words):
            return words
        if self.namer.knows(heading):
            return heading
        alone = not rest.strip() and self.catalogue.likeness.ranked(words)[0].covered >= LEAST_HEADED
        return words if alone else ""

    def without_asking(self, words: str) -> str:
        """Words without what asks and delivers: "merci de nous livrer" is no order of a "livre"."""
        names = self.context.words("request_words", "delivery_date_words")
        asking = expression(rf"(?<!\w)(?:{names}|{any_of(OPENING)})(?!\w)")
        for match in asking.finditer(fold(words)):
            words = words[: match.start()] + " " * len(match[0]) + words[match.end() :]
        return words

    def _joins(self, between: str) -> bool:
        """Whether "and" stands between two counts: what follows it is another thing."""
        return bool(expression(rf"(?<!\w)(?:{self.context.words('list_words')})(?!\w)").search(fold(between)))

    def _differs(self, previous: Count | None, count: Count, begin: int, stop: int) -> bool:
        """Whether the words behind a count say how the goods counted before differ: "4 black toners and a yellow"."""
        if previous is None:
            return False
        before = self.namer.wanted(self.source.text[previous.end : count.start], previous.unit)
        words = self.namer.core(self.source.text[begin:stop])
        like = self.namer.like(words, count.unit, before) if before.article is not None else None
        return like is not None and not like.chosen

    def _is_within(self, previous: Count, count: Count, stop: int) -> bool:
        """ "2 pumps 750 with float": a number of the goods that all words together name."""
        if count.unit or count.article or count.dozens:
            return False
        named = self.namer.name(self.namer.core(self.source.text[previous.end : stop]), previous.unit)
        return named.article is not None and not named.chosen and has_number(named.article, count.value)

    def _is_same(self, previous: Count | None, count: Count, stop: int) -> bool:
        """ "4 cônes filtre 200 stériles": the words on both sides of a number name one article."""
        if previous is None:
            return False
        before = self.namer.name(self.source.text[previous.end : count.start], previous.unit).article
        after = self.namer.wanted(self.source.text[count.end : stop], count.unit).article
        return before is not None and after is not None and before.sku == after.sku

    def _means(self, count: Count, stop: int) -> bool:
        """Whether the words behind a count mean one article, or a count of packs says that goods follow."""
        words = self.source.text[count.end : stop]
        named = self.namer.wanted(words, count.unit)
        return named.article is not None or bool(count.unit and re.match(r"[ ](?:of |de |d'|von )?[^\W\d_]{3}", words))
