"""New quantities of lines: beside their article, differences, doubles and halves, one article for another."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from decimal import Decimal

from nlp.book import OrderEntry
from nlp.extract.catalogue import Catalogue
from nlp.extract.change_model import Change, Clause
from nlp.extract.change_names import Mention, OrderNamer
from nlp.extract.change_orders import Meant
from nlp.extract.change_sizes import attribute_sibling
from nlp.extract.change_words import OLD_BEFORE, ChangeWords
from nlp.extract.order.quantities import Count
from nlp.extract.sources import Context, Source
from nlp.lang.changes import change_words

NEAR = 40  # characters between a new number and the old one in the clause behind it
_SCALES = (("DOUBLED", Decimal(2)), ("HALVED", Decimal("0.5")))


class CountReader(ChangeWords):
    """Gathers the changes of one text."""

    meant: Meant
    catalogue: Catalogue
    namer: OrderNamer
    order: OrderEntry | None
    skus: tuple[str, ...]

    def __init__(self, context: Context, source: Source) -> None:
        super().__init__(context, source)
        self.changes: list[Change] = []
        self.topic: Mention | None = None  # the article named last in the sentences before
        self.passed: tuple[int, int] | None = None  # the sentence before, where nothing changed
        self.compared: list[Count] = []  # old quantities that a new one was found for

    def _ordered_ones(self, parts: list[Clause], was: list[Count]) -> list[Count]:
        """Numbers that the book knows as ordered, where the same line or sentence says another for the article."""
        found: list[Count] = []
        everything = [(count, self._meant_by(clause, count)) for clause in parts for count in clause.counts]
        for count, sku in everything:
            ordered = self._ordered(sku)
            others = [c for c, other in everything if other == sku and c is not count and c not in was]
            if ordered == count.value and count not in was and any(c.value != ordered for c in others):
                found.append(count)
        for (first, sku), (second, other) in itertools.pairwise(everything):
            if sku == other and first not in found and self._is_corrected(first, second):
                found.append(first)
        return found

    def _meant_by(self, clause: Clause, count: Count) -> str | None:
        mention = self._beside(clause.mentions, count, clause.counts)
        if mention is not None:
            return mention.sku
        return self.skus[0] if len(self.skus) == 1 else None

    def _is_part_of(self, mentions: list[Mention], count: Count) -> bool:
        """ "keep 20 of the chairs": fewer than there are."""
        mention = self._beside(mentions, count, [count])
        sku = mention.sku if mention is not None else self.skus[0] if len(self.skus) == 1 else None
        ordered = self._ordered(sku)
        return ordered is not None and 1 < count.value < ordered

    def _swap(self, low: int, high: int, mentions: list[Mention], counts: list[Count]) -> bool:
        """ "10 in L instead of the M": the one comes in the other's place."""
        old = [mention for mention in mentions if mention.sku and self._is_replaced(mention)]
        new = [mention for mention in mentions if mention.sku and mention not in old]
        stated = [count.value for count in counts if not self._is_old(count)]
        if len(old) == 1 and not new and old[0].sku and (other := self._sibling(old[0].sku, old[0].end, high)):
            new = [Mention((other,), old[0].end, high, 1.0)]
        if len(old) != 1 or len(new) != 1 or old[0].sku == new[0].sku:
            return False
        return self._replace(old[0], new[0], stated, low, high)

    def _replace(self, old: Mention, new: Mention, stated: list[Decimal], low: int, high: int) -> bool:
        ordered, present = self._ordered(old.sku), self._ordered(new.sku) or Decimal(0)
        quantity = stated[0] if stated else None if ordered is None else ordered + present
        if quantity is None:
            return False
        self._add(new.sku, quantity, low, high, new, compared=True, own=True)
        self._add(old.sku, Decimal(0), low, high, old, own=True)
        return True

    def _exchanged(self, start: int, end: int, counts: list[Count]) -> bool:
        """ "replace the M with L": the one named first goes, the other comes, be it of the order or not."""
        match = self._told("REPLACED", start, end)
        if match is not None and re.match(r"\s{0,2}(?:\w{1,3} )?\d", self.source.flat[match.end() : match.end() + 8]):
            return False  # "change the chairs to 30"
        group = match.lastgroup if match is not None else None
        if match is None or group is None or self.order is None:
            return False
        low, high = match.span(group)
        old = [mention for mention in self.namer.mentions(low, high) if mention.sku]
        high = match.end()
        ends = min(end, high + NEAR)
        here = [mention for mention in self.namer.mentions(high, ends) if mention.sku]
        found = None if here else self.catalogue.likeness.only(self.source.text[high:ends])
        if found is not None and found.sure:
            here = [Mention((found.article.sku,), high + found.start, high + found.end, found.score)]
        elif not here and len(old) == 1 and old[0].sku and (sibling := self._sibling(old[0].sku, high, ends)):
            here = [Mention((sibling,), high, ends, 1.0)]
        if len(old) != 1 or len(here) != 1 or old[0].sku == here[0].sku:
            return False
        stated = [count.value for count in counts if not any(m.start <= count.start < m.end for m in (*old, *here))]
        return self._exchange(old[0], here[0], stated[0] if len(set(stated)) == 1 else None, start, end)

    def _exchange(self, old: Mention, new: Mention, some: Decimal | None, low: int, high: int) -> bool:
        """All of one article for another, or `some` of it."""
        ordered, present = self._ordered(old.sku), self._ordered(new.sku) or Decimal(0)
        if ordered is None:
            return False
        some = ordered if some is None or some > ordered else some
        self._add(new.sku, present + some, low, high, new, compared=True, own=True)
        self._add(old.sku, ordered - some, low, high, old, own=True)
        return True

    def _sibling(self, sku: str, low: int, high: int) -> str | None:
        """The article that differs from one by the size or colour that a clause says."""
        return attribute_sibling(self.context, sku, self.source.text[low:high])

    def _scaled(self, low: int, high: int) -> list[tuple[int, int]]:
        """Where a clause doubles or halves something."""
        return [match.span() for name, _ in _SCALES if (match := self._told(name, low, high)) is not None]

    def _scale(self, low: int, high: int, mentions: list[Mention], named: Mention | None) -> None:
        """ "double the chairs", "die Hälfte reicht": of the article named, of the only line, of each where none is."""
        factor = next((value for name, value in _SCALES if self._told(name, low, high)), None)
        if factor is None or self.order is None:
            return
        skus = [m.sku for m in mentions if m.sku] or ([named.sku] if named and named.sku else [])
        if not skus and len(self.skus) == 1:
            skus = [self.skus[0]]
        for sku in skus:
            quantity = (self._ordered(sku) or Decimal(0)) * factor
            if quantity and quantity == quantity.to_integral_value():
                mention = next((mention for mention in mentions if mention.sku == sku), None)
                self._add(sku, quantity, low, high, mention, own=bool(mentions))

    def _count(
        self, low: int, high: int, mentions: list[Mention], new: list[Count], was: list[Count], named: Mention | None
    ) -> None:
        """Each new number with its article: beside it, named before it, of the old quantity, or the only one."""
        for count in new:
            mention = self._beside(mentions, count, new) or (named if not mentions else None)
            sku, shift = mention.sku if mention is not None else None, self._shift(count, low, high)
            adds = shift > 0 or self._adds(count)
            old = next((each for each in was if self._compares(count, each, low, high, new)), None)
            self.compared += [old] if old is not None else []
            if sku is None and old is not None:
                sku = self._with_quantity(old.value)
            if sku is None and mention is None:
                sku = self._wholly_new(low, count, high) or (self.skus[0] if len(self.skus) == 1 else None)
            if sku is None and mention is None and (topic := self._asked_of(count, low, high)) is not None:
                sku = topic.sku
            if shift < 0 or self._is_less(count):
                if (ordered := self._ordered(sku)) is not None and ordered > count.value:
                    self._add(sku, ordered - count.value, low, high, mention, own=bool(mentions))
                continue
            quantity = count.value + (self._ordered(sku) or Decimal(0) if adds and old is None else Decimal(0))
            if sku is not None or mention is not None or old is not None:
                self._add(sku, quantity, low, high, mention, compared=old is not None, own=bool(mentions))

    def _asked_of(self, count: Count, low: int, high: int) -> Mention | None:
        """ "Too few screws. 30 boxes please": the article that the sentence before names."""
        flat = self.source.flat[low:high]
        return self._topic() if count.unit and self._says("request_words", flat) else None

    def _topic(self) -> Mention | None:
        """The article that the sentences before named last."""
        passed = self.namer.mentions(*self.passed) if self.passed is not None else []
        return passed[-1] if passed else self.topic

    def _compares(self, count: Count, old: Count, low: int, high: int, new: list[Count]) -> bool:
        """Whether an old quantity is that of this number: the nearest one of the clause, or just beyond it."""
        if old in self.compared:
            return False
        nearest = min(new, key=lambda each: abs(each.start - old.start))
        inside = low <= old.start < high
        return nearest is count and (
            inside or (high <= old.start < count.end + NEAR) or (low > old.start > low - NEAR - OLD_BEFORE)
        )

    def _beside(self, mentions: list[Mention], count: Count, new: list[Count]) -> Mention | None:
        """The article behind a number, up to the next number; else the one before it."""
        following = min((each.start for each in new if each.start > count.start), default=1 << 30)
        behind = [mention for mention in mentions if count.start <= mention.start < following]
        before = [mention for mention in mentions if mention.start < count.start]
        listed = before and self.source.flat[before[-1].end : count.start].strip(" ") in (
            ":",
            "=",
            "-",
            "->",
            "x",
            ": x",
        )
        return before[-1] if listed else behind[0] if behind else before[-1] if before else None

    def _wholly_new(self, low: int, count: Count, high: int) -> str | None:
        """An article that the order does not have yet: all that the clause names, or what stands behind the number."""
        if not (self._adds(count) or change_words("ADDED", self.context.languages).search(self.source.flat, low, high)):
            return None
        matches = (self.catalogue.likeness.only(self.source.text[start:high]) for start in (low, count.end))
        return next((match.article.sku for match in matches if match is not None and match.sure), None)

    def _ordered(self, sku: str | None) -> Decimal | None:
        return self.order.quantity_of(sku) if self.order is not None and sku is not None else None

    def _with_quantity(self, quantity: Decimal) -> str | None:
        """The one article of the order that so many of are ordered."""
        found = [sku for sku in self.skus if self._ordered(sku) == quantity]
        return found[0] if len(found) == 1 else None

    def _add(
        self, sku: str | None, quantity: Decimal, low: int, high: int, mention: Mention | None, *,
        compared: bool = False, own: bool = False,
    ) -> None:  # fmt: skip
        words = self.source.text[mention.start : mention.end] if mention is not None else self.source.text[low:high]
        self.changes.append(Change(sku, " ".join(words.split()), quantity, low, high, compared, own))

    def _several(self) -> Iterator[str]:
        """Articles for which two new quantities stand."""
        stated: dict[str | None, set[Decimal]] = {}
        for change in self.changes:
            if change.quantity and change.quantity != self._ordered(change.sku):
                stated.setdefault(change.sku, set()).add(change.quantity)
        yield from (sku or "" for sku, quantities in stated.items() if len(quantities) > 1)

    def _settled(self) -> Iterator[Change]:
        """One change for each article: the compared one, that of the clause which names it, the later one."""
        best: dict[str | None, Change] = {}
        for change in self.changes:
            if change.sku is not None and change.quantity == self._ordered(change.sku):
                continue  # so many are ordered already
            last = best.get(change.sku)
            rank = (change.compared, change.own, change.quantity > 0)
            if last is None or rank >= (last.compared, last.own, last.quantity > 0):
                best[change.sku] = change
        yield from sorted(best.values(), key=lambda change: change.start)
