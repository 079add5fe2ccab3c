"""Counts that stand behind their article: "LAF-80 Ordner rot 60", "FI 63 A, 18 Stk. zu 67,70", "Wood screws (200)"."""

from __future__ import annotations

import re

from nlp.extract.article_words import tokens_of
from nlp.extract.order.lines import has_number
from nlp.extract.order.named import Named
from nlp.extract.order.placing import Placed, Placing
from nlp.extract.order.quantities import Count
from nlp.lang.day_signs import any_of
from nlp.lang.ordering import SINGLE

_ONLY_NUMBER = re.compile(r"\s{0,3}\d{1,5}[\s.!]{0,4}")
_OF = re.compile(r" off?$")
_SINGLE = re.compile(rf"(?:(?:{any_of(SINGLE)}) ?){{0,2}}", re.IGNORECASE)
_NUMERAL = re.compile(r"^\(?\d{1,2}[.)][ \t]{1,3}(?=\D)")  # of a list: "3) porthole gasket"
_NAMING = re.compile(r"[^\W\d_]{2}|\d{4}|[^\W\d_]\d|\d[ ]?[x×][ ]?\d")  # what words of an article have at least


class Behind(Placing):
    """Reads the clauses of a text whose article stands first."""

    def _without_position(self, start: int, counts: list[Count]) -> list[Count]:
        """Columns parted by blanks: "1    GLU-44   Sirup, 20 kg    100": the line is counted first, then the goods."""
        first = counts[0]
        columned = re.match(r"\s{2}", self.source.text[first.bare_end : first.bare_end + 2]) and self._opens(
            start, first
        )
        further = any(
            re.fullmatch(r"\s{2}", self.source.text[c.start - 2 : c.start]) and not c.measured for c in counts[1:]
        )
        return counts[1:] if columned and further and not first.unit else counts

    def _behind(
        self, start: int, low: int, high: int, end: int, counts: list[Count], *, whole: bool
    ) -> tuple[Placed, Count] | None:
        """A clause whose article stands first: "LAF-80 Ordner rot 60", "dco 15-150 x 8", "Säure 8 x 2,5 l"."""
        text = self.source.text
        for count in reversed(counts):
            words = _NUMERAL.sub("", text[low : count.start].strip(" \t\n-–*•·>.:(|;"))
            rest = text[count.end : high]
            money = self._money(count.end, high)
            aside = self._in_brackets(low, count) and not self._is_bracketed(count, high)
            if aside or (
                whole and not (count.behind or re.search(r"\t|[ ]{2}|\|", text[count.start - 3 : count.start + 1]))
            ):
                continue
            if (
                count.article
                or not (_NAMING.search(words) or self.catalogue.by_sku(words) or self._tells_apart(words))
                or any(c.start < count.start - 1 and self._begins_item(start, low, c) for c in counts)
            ):
                continue
            trailing = rest[: money - count.end] if money else rest
            sized = count.measured or re.match(r"[ ]?\d+(?:[.,]\d+)?[ ]?[a-zA-Zµ]{1,5}\b", trailing)
            if re.search(r"[^\W\d_]{3}", trailing) and not sized and not count.behind:
                continue
            if not count.unit and not count.behind and count.measured:
                continue
            if count.measured and self._is_size_of_named(words, count):
                continue  # "gasket for washing machine 18 kg - 2 pcs"
            named = self.namer.name(words + (" " + trailing.strip() if sized else ""), count.unit)
            if ": " in words:  # "Please send: brake pads x 20"
                goods = words.rpartition(": ")[2]
                alone = self.namer.name(goods + (" " + trailing.strip() if sized else ""), count.unit)
                if named.article is None or alone.article is named.article:
                    words, named = goods, alone
            if named.article is None and self.last is not None and not whole:
                named = self.namer.like(words, count.unit, self.last) or named
            if (named.article is None or named.chosen) and self.last is not None:
                named = self.namer.matching(words, self.last) or named
            if named.article is None or self._is_own_number(count, named):
                continue
            self.last = named
            begin = low + max(0, text[low : count.start].rfind(words[:20]))
            return self._placed(begin, self._until(count, high, end), count, named, words), count
        return None if whole else self._joined(start, low, high, end, counts)

    def _is_size_of_named(self, words: str, count: Count) -> bool:
        """Whether a number with its measure is that of the article named before it."""
        sized = f"{words} {self.source.text[count.start : self._word_end(count)]}"
        article = self.namer.name(sized).article
        return article is not None and has_number(article, count.value)

    def _tells_apart(self, words: str) -> bool:
        """ "… 5 m 20 pieces, 2 m 50": what differs from the goods named last."""
        return self.last is not None and self.namer.differs(words)

    def _begins_item(self, start: int, low: int, count: Count) -> bool:
        """Whether a count that stands earlier in a clause is that of an item: what follows it is its article."""
        opens = (self._opens(low, count) and not count.measured) or count.behind
        return opens or not (count.measured or count.article or not self._opener(start, count))

    def _is_bracketed(self, count: Count, high: int) -> bool:
        """ "Wood screws (200)", "(2 boxes)": brackets that hold nothing but a count."""
        before, after = self.source.text[: count.start].rstrip(" "), self.source.text[count.end : high].lstrip(" ")
        return before.endswith("(") and after.startswith(")")

    def _until(self, count: Count, high: int, end: int) -> int:
        """Where the line of a count behind its article ends: with the price that a further clause states for it."""
        following = min((c.start for c in self.counts if c.start > count.start), default=end)
        money = self._money(high, min(following, end, high + 30))
        return high if money is None else min(following, end)

    def _joined(self, start: int, low: int, high: int, end: int, counts: list[Count]) -> tuple[Placed, Count] | None:
        """ "FI 63 A, 18 Stk. zu 67,70": a clause with a count and its unit alone, behind one with an article alone."""
        dashed = self.source.text[start:low].rstrip().endswith(("-", "–", ":"))
        clause = self.source.text[low:high]
        said = _OF.sub("", clause.strip(" .!\n"))
        alone = len(counts) == 1 and (
            _ONLY_NUMBER.fullmatch(clause) or said == self.source.text[counts[0].start : counts[0].end].strip()
        )
        single = len(counts) == 1 and counts[0].article and self._is_single(clause, counts[0], low)
        if len(counts) != 1 or not (counts[0].unit or dashed or alone or single) or (counts[0].article and not single):
            return None
        if self._in_brackets(start, counts[0]):
            return None
        rest = self.source.text[counts[0].end : self._money(counts[0].end, high) or high]
        before = self.source.text[start:low].rstrip(" ,;:-–")
        if (re.search(r"[^\W\d_]{4}", self.namer.core(rest)) and not single) or (
            re.search(r"[^\W\d_]{5}", self.source.text[low : counts[0].start]) and not before
        ):
            return None
        words = _NUMERAL.sub("", before[max(before.rfind(", "), before.rfind(";")) + 1 :].strip(" ,"))
        begun = start + before.rfind(words)
        numbers = [c for c in self.counts if begun <= c.start < low and not c.measured]
        named = self.namer.trailing(words, counts[0].unit) if words else None
        if named is not None and named.article is None and self.last is not None:
            named = self.namer.like(words.lstrip("-–*•· "), counts[0].unit, self.last)
        if self.last is not None and (named is None or named.article is None or named.chosen):
            named = self.namer.matching(words, self.last) or named
        if named is None or named.article is None or not all(self._is_own_number(c, named) for c in numbers):
            return None
        self.last = named
        stop = self._until(counts[0], high, end)
        return self._placed(start + before.rfind(words), stop, counts[0], named, words), counts[0]

    @staticmethod
    def _is_single(clause: str, count: Count, low: int) -> bool:
        """ "We take the big mill, just one": a clause that says nothing but that it is one, of whatever unit."""
        return (
            _SINGLE.fullmatch(f"{clause[: count.start - low]}{clause[count.end - low :]}".strip(" ,.!\n")) is not None
        )

    def _is_own_number(self, count: Count, named: Named) -> bool:
        """ "Petri 90": the number that the article itself has, without a unit or a sign that counts."""
        line = self.source.text.rfind("\n", 0, count.start) + 1
        if count.unit or count.behind or named.article is None or self._opener(line, count):
            return False
        gap = self.source.text[max(0, count.start - 2) : count.start]
        keys = {
            key for name in (*named.article.names, *named.article.aliases) for t in tokens_of(name) for key in t.keys
        }
        return str(count.value) in keys and gap.endswith(" ") and "\t" not in gap and gap != "  "
