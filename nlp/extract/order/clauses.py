"""Order lines in sentences and lists: what is counted, and the article that the words beside the count mean.

A text falls into stretches (lines, sentences) and these into clauses. In a clause a count stands before its article
("12 Messzylinder") or behind it ("Messzylinder 6 Packungen"); a number that belongs to the article ("13 amp sockets")
is no count. What a clause leaves open ("10 de L", "18 Stk.") is taken from its neighbour.
"""

# ruff: noqa: E501  # words stand in rows

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from nlp.extract.article_words import tokens_of
from nlp.extract.catalogue import Catalogue
from nlp.extract.order.lines import has_number, line_of
from nlp.extract.order.named import Named, Namer
from nlp.extract.order.price import piece_of
from nlp.extract.order.quantities import NO_GOODS, Count, counts_in
from nlp.extract.order.stretches import clauses_of, stretches_of
from nlp.extract.order.units import in_units_of
from nlp.extract.sources import Context, Source
from nlp.lang import expression, fold
from nlp.reading import OrderLine, Problem

MOST_COUNTS = 30  # in a line or sentence: what has more is no order in words
TOPIC_WITHIN = 160  # characters before a count
LEAST_TIE = 0.5  # so well must words fit articles that differ in something unsaid, to be a line without an article


_EACH = re.compile(r"(?<!\w)(?:jeweils|je|each of|of each|each|chacun|chacune|de chaque|ciascuno|elk)(?!\w)")
_DEFINITE = re.compile(r"(?<!\w)(?:the|den|die|der|dem|les|los|las|los|gli|os|as)[ ]$")
# Words between what opens an item and its count; and what opens one, besides signs.
_FILLERS = (
    "de|d'|of|noch|encore|aussi|also|dazu|another|the|weitere|je|about|for|bitte|please|gern|gerne|uns|us|me|separat|"
    "wieder|nochmal|in addition|additionally|en plus|dann"
)
_OPENING = (
    "need|want|order|send|have|get|take|brauche|brauchen|brauchts?|brauchten|benotigen|benotige|bestelle|bestellen|nehme|nehmen|hatte|"
    "hatten|faut|faudrait|veux|voudrais|voudrions|prends|prendrait|commande|besoin|aimerais|aimerions|souhaite|souhaitons|"
    "graag|wil|willen|wensen|nodig|bestel|vorrei|vorremmo|servono|serve|servirebbero|ordino|ordiniamo|ordinare|quiero|queremos|"
    "quisiera|necesito|necesitamos|pedimos|encargo|preciso|precisamos|queria|gostaria|prosze o|potrzebuje|potrzebujemy|zamawiam|"
    "zamawiamy|behover|bestiller|bestaller|bestalla|onskar|onsker|ha|skicka|send oss"
)
_ONLY_NUMBER = re.compile(r"\s{0,3}\d{1,5}[\s.!]{0,4}")
_OF_SO_MANY = re.compile(r"[ ]?(?:(?:of|de|von|mit|zu|à|a|di|da|van|con|z|med|of the)[ ])?(\d{1,4})[ ](?=[^\W\d_]{4})")
_LEFT = re.compile(
    r"(?<!\w)(?:nur noch|haben noch|hab noch|noch etwa|noch ca\.?|(?:il|me|nous) reste(?: plus que)?|plus que|avons encore|down to(?: our| my| the)?(?: last)?|(?:we|i)(?: only)?(?: have|'ve got) (?:only|just)|"
    r"only have|just have|quedan|restano|rimangono|hebben nog|mamy tylko|har bara|letzten?|last|derniere?s?)[ ]{1,2}$"
)
_NAMING = re.compile(r"[^\W\d_]{2}|\d{4}|[^\W\d_]\d|\d[ ]?[x×][ ]?\d")  # what words of an article have at least
_CONJUNCTIONS = "und|and|et|plus|sowie|e|y|i|og|en|och|n|ou|pis|puis|mit|with|avec"


@dataclass(frozen=True, slots=True)
class Placed:
    """A line and where it stands in the source's text."""

    start: int
    end: int
    line: OrderLine
    problems: tuple[Problem, ...]
    listed: bool = False
    leaning: bool = False  # a line only beside others that are read
    counted: tuple[int, int] = (0, 0)


def old_quantities(context: Context, source: Source) -> tuple[tuple[int, int], ...]:
    """Places of quantities that no longer hold: "instead of 4", "statt der drei"."""
    counts = "|".join(re.escape(fold(word)) for pack in context.lexicons for word in pack.number_words)
    old = expression(
        rf"(?<!\w)(?:{context.words('instead_of')})[ ]{{1,2}}(?:the |der |den |des |les )?(?:\d{{1,6}}|{counts})(?!\w|[.,]\d)[ ]?"
    )
    return tuple(match.span() for match in old.finditer(source.flat))


class LineReader:
    """One source on its way to lines."""

    def __init__(self, context: Context, source: Source, catalogue: Catalogue, *, wide: bool = False) -> None:
        """`wide`: "a" counts wherever the words behind it are surely an article's, not only where an item begins."""
        self.context, self.source, self.catalogue, self.wide = context, source, catalogue, wide
        self.namer = Namer(context, source, catalogue)
        self.old = old_quantities(context, source)  # "10 instead of 6" changes an order and places none
        counts = [count for count in counts_in(context, source) if not NO_GOODS.match(source.folded, count.bare_end)]
        self.counts = [count for count in counts if not self._is_left(count)]
        self.last: Named | None = None

    def read(self) -> Iterator[Placed]:
        for start, end in stretches_of(self.source, tuple((c.start, c.end) for c in self.counts)):
            counts = [count for count in self.counts if start <= count.start < end]
            changes = any(start <= place < end for place, _ in self.old)
            if 0 < len(counts) <= MOST_COUNTS and not changes:
                yield from self._stretch(start, end, counts)

    def _is_left(self, count: Count) -> bool:
        """ "We have only two left": a count of what is there, not of what is wanted."""
        return _LEFT.search(self.source.folded[max(0, count.start - 40) : count.start]) is not None

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
            words = text[low : count.start].strip(" \t\n-–*•·>.:(|;")
            rest = text[count.end : high]
            money = self._money(count.end, high)
            aside = self._in_brackets(low, count) and not self._is_bracketed(count, high)
            if aside or (
                whole and not (count.behind or re.search(r"\t|[ ]{2}|\|", text[count.start - 3 : count.start + 1]))
            ):
                continue
            if (
                count.article
                or not (_NAMING.search(words) or self.catalogue.by_sku(words))
                or any(c.start < count.start - 1 and self._begins_item(start, low, c) for c in counts)
            ):
                continue
            trailing = rest[: money - count.end] if money else rest
            sized = count.measured or re.match(r"[ ]?\d+(?:[.,]\d+)?[ ]?[a-zA-Zµ]{1,5}\b", trailing)
            if re.search(r"[^\W\d_]{3}", trailing) and not sized and not count.behind:
                continue
            if not count.unit and not count.behind and count.measured:
                continue
            named = self.namer.name(words + (" " + trailing.strip() if sized else ""), count.unit)
            if named.article is None and self.last is not None and not whole:
                named = self.namer.like(words, count.unit, self.last) or named
            if named.article is None or self._is_own_number(count, named):
                continue
            self.last = named
            begin = low + max(0, text[low : count.start].find(words[:20]))
            return self._placed(begin, self._until(count, high, end), count, named, words), count
        return None if whole else self._joined(start, low, high, end, counts)

    def _begins_item(self, start: int, low: int, count: Count) -> bool:
        """Whether a count that stands earlier in a clause is that of an item: what follows it is its article."""
        opens = self._opens(low, count) or count.behind
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
        alone = len(counts) == 1 and _ONLY_NUMBER.fullmatch(self.source.text[low:high])
        if len(counts) != 1 or not (counts[0].unit or dashed or alone) or counts[0].article:
            return None
        if self._in_brackets(start, counts[0]):
            return None
        rest = self.source.text[counts[0].end : self._money(counts[0].end, high) or high]
        before = self.source.text[start:low].rstrip(" ,;:-–")
        if re.search(r"[^\W\d_]{4}", self.namer.core(rest)) or (
            re.search(r"[^\W\d_]{5}", self.source.text[low : counts[0].start]) and not before
        ):
            return None
        words = before[max(before.rfind(", "), before.rfind(";")) + 1 :].strip(" ,")
        if not words or any(start + before.rfind(words) <= c.start < low and not c.measured for c in self.counts):
            return None
        named = self.namer.trailing(words, counts[0].unit)
        if named.article is None:
            return None
        stop = self._until(counts[0], high, end)
        return self._placed(start + before.rfind(words), stop, counts[0], named, words), counts[0]

    def _is_own_number(self, count: Count, named: Named) -> bool:
        """ "Petri 90": the number that the article itself has, without a unit or a sign that counts."""
        if count.unit or count.behind or named.article is None:
            return False
        gap = self.source.text[max(0, count.start - 2) : count.start]
        keys = {
            key for name in (*named.article.names, *named.article.aliases) for t in tokens_of(name) for key in t.keys
        }
        return str(count.value) in keys and gap.strip(" ") == "" and "\t" not in gap and gap != "  "

    def _opens(self, low: int, count: Count) -> bool:
        """Whether a count stands at the beginning of its clause."""
        return not re.search(r"[^\W\d_]{2}", self.source.text[low : count.start])

    def _heads(self, start: int, end: int, counts: list[Count], behind: list[Placed]) -> list[Count]:
        """The counts of a stretch that stand before their article, without the numbers inside an article's words."""
        heads: list[Count] = []
        for place, count in enumerate(counts):
            following = counts[place + 1].start if place + 1 < len(counts) else end
            after = self.source.text[count.end : end]
            if self._in_brackets(start, count):
                continue
            if not re.match(r"[\s\"'(«„/+-]{0,4}[^\W_]", after) or self._is_price(count.end):
                continue
            opener = self._opener(start, count)
            previous = heads[-1] if heads else None
            free = previous is None or any(previous.start < b.start <= count.start for b in behind)
            if count.measured and not (
                opener
                and re.match(r"(?:[ ](?:de|d'|of|von|di)\b| [A-Za-zÀ-ÿ]{4})", self.source.text[self._word_end(count) :])
            ):
                continue
            if count.article and not self._is_one(count, opener, end if count.unit else following):
                continue
            between = self.source.text[previous.end : count.start] if previous else ""
            if not opener and _DEFINITE.search(self.source.folded[start : count.start]):
                continue  # "the case with the six pens"
            packed = (count.unit or count.dozens) and not count.article and re.search(r"[^\W\d_]{3}", between)
            if not opener and not free and not packed and self._is_same(previous, count, following):
                continue
            if (
                not opener
                and not free
                and not packed
                and not (
                    self.namer.name(between, previous.unit if previous else "").article
                    and self._means(count, following)
                )
            ):
                continue
            if (
                not opener
                and free
                and self.namer.knows(self._clause_before(start, count))
                and not self._means(count, following)
            ):
                continue
            heads.append(count)
        return heads

    def _is_one(self, count: Count, opener: bool, stop: int) -> bool:
        """Whether "a", "un" counts: where something new begins, or one pack of an article is named."""
        if opener:
            return self._means(count, stop)
        if not (count.unit or self.wide):
            return False
        named = self.namer.wanted(self.source.text[count.end : stop], count.unit)
        if named.article is None or count.unit:
            return named.article is not None
        return not named.chosen and not self.catalogue.is_near(named.article.sku, named.words)

    def _is_same(self, previous: Count | None, count: Count, stop: int) -> bool:
        """ "4 cônes filtre 200 stériles": the words on both sides of a number name one article."""
        if previous is None:
            return False
        before = self.namer.name(self.source.text[previous.end : count.start], previous.unit).article
        after = self.namer.wanted(self.source.text[count.end : stop], count.unit).article
        return before is not None and after is not None and before.sku == after.sku

    def _in_brackets(self, start: int, count: Count) -> bool:
        before = self.source.text[start : count.start]
        return before.rfind("(") > before.rfind(")")

    def _means(self, count: Count, stop: int) -> bool:
        """Whether the words behind a count mean one article, or a count of packs says that goods follow."""
        words = self.source.text[count.end : stop]
        named = self.namer.wanted(words, count.unit)
        return named.article is not None or bool(count.unit and re.match(r"[ ](?:of |de |d'|von )?[^\W\d_]{3}", words))

    def _word_end(self, count: Count) -> int:
        match = expression(r"[ -]?[^\W\d_]{1,9}").match(self.source.text, count.bare_end)
        return match.end() if match else count.end

    def _clause_before(self, start: int, count: Count) -> str:
        before = self.source.text[start : count.start]
        return before[max(before.rfind(sign) for sign in (",", ";", ":", "(")) + 1 :]

    def _opener(self, start: int, count: Count) -> bool:
        """Whether something new may begin here: a line, a list's next item, what one asks for."""
        before = self.source.folded[start : count.start]
        asked = f"{self.context.words('request_words')}|{_OPENING}"
        joined = rf"(?:^|[\n,;:+(.!?&/>*•·–-]|\b(?:{_CONJUNCTIONS})|\b(?:{asked}))"
        return (
            bool(
                expression(rf"{joined}\s{{0,4}}(?:\d{{1,2}}[.)]\s)?(?:(?:{_FILLERS})[ ']{{0,2}}){{0,3}}$").search(
                    before[-90:]
                )
            )
            or not before.strip()
        )

    def _before(self, start: int, end: int, count: Count, stop: int) -> Placed | None:
        """ "12 Messzylinder 100 ml": the words behind a count, up to the next line."""
        text = self.source.text
        at = self._word_end(count) if count.measured else count.end
        piece = piece_of(self.context, self.source, at, stop, count.value)
        words = text[at : self._money(at, stop) or stop]
        topic: Named | None = None
        named = self.namer.wanted(
            words,
            count.unit or (text[count.bare_end : at] if count.measured else ""),
            text[stop:end],
            self.last or (topic := self._topic(start, count)),
            piece.description,
            piece.price,
        )
        if named.article is None and topic is not None and not self.namer.knows(words):
            return self._of_topic(count, stop, topic)
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
        texts = [*(self.source.text[a:b] for a, b in reversed(clauses)), self.context.subject.text]
        for text in texts:
            match = self.catalogue.likeness.only(text)
            if match is not None:
                return Named(match.article, text[match.start : match.end])
            if (named := self.namer.trailing(text, "")).article is not None and not named.chosen:
                return named
        return None

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
        if not re.search(r"[^\W\d_]{3}|\d[a-z]\d", words) or (count.article and not count.unit):
            return False
        return (listed and bool(count.unit or priced) and len(words) > 3) or named.tied >= LEAST_TIE

    def _placed(self, start: int, stop: int, count: Count, named: Named, words: str) -> Placed:
        piece = piece_of(self.context, self.source, count.end, stop, count.value)
        described = named.words or words
        value = in_units_of(named.article, count.value) if count.dozens and named.article else count.value
        line, doubts = line_of(
            self.catalogue, (named.number, described), value, piece.price, count.unit, self.source.name,
            named.article, self.source.text[count.end : stop],
        )  # fmt: skip
        said = words if start + len(words) <= count.start else self._said(count, stop)
        strange = self.catalogue.likeness.strange(said, named.article) if named.article else ""
        if strange and not named.number and named.article is not None:
            remark = f"{strange!r} is not said of {named.article.names[0]!r}"
            doubts = (*doubts, Problem("unread_words", remark, self.source.name))
        at = self.source.text.find(described, count.end, stop) if described else -1
        prices = [a.end for a in self.context.amounts(self.source) if a.marked and count.end <= a.start < stop]
        end = max([count.end, at + len(described) if at >= 0 else count.end, *prices])
        return Placed(start, end, line, (*doubts, *piece.problems), counted=(count.start, count.end))

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
