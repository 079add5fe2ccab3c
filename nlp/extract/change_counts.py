"""New quantities of lines: beside their article, differences, doubles and halves, one article for another."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from decimal import Decimal

from nlp.book import ArticleEntry, OrderEntry
from nlp.extract.catalogue import Catalogue
from nlp.extract.change_model import Change, Clause
from nlp.extract.change_names import Mention, OrderNamer
from nlp.extract.change_orders import Meant
from nlp.extract.change_sizes import attribute_sibling
from nlp.extract.change_words import OLD_BEFORE, ChangeWords
from nlp.extract.order.quantities import Count, counts_other_things
from nlp.extract.order.units import is_convertible, meant_unit
from nlp.extract.sources import Context, Source
from nlp.lang import expression, fold
from nlp.lang.changes import change_words
from nlp.lang.counting import ALL_DOZENS

NEAR = 40  # characters between a new number and the old one in the clause behind it
DOZEN = 12
LEAST_UNIT = 4  # letters
_SCALES = (("DOUBLED", Decimal(2)), ("HALVED", Decimal("0.5")))


class CountReader(ChangeWords):
    """Gathers the changes of one text."""

    meant: Meant
    catalogue: Catalogue
    namer: OrderNamer
    order: OrderEntry | None
    skus: tuple[str, ...]
    ordered_articles: list[ArticleEntry]

    def __init__(self, context: Context, source: Source) -> None:
        super().__init__(context, source)
        self.changes: list[Change] = []
        self.topic: Mention | None = None  # the article named last in the sentences before
        self.passed: tuple[int, int] | None = None  # the sentence before, where nothing changed
        self.compared: list[Count] = []  # old quantities that a new one was found for
        self.guessed: list[str] = []  # articles that only their unit, or the place left, tells
        self.unread: list[tuple[Count, int, int]] = []  # new quantities of nothing that is known, and their clauses

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
            known = any(self._ordered(each) == first.value for each in self.skus)
            if first not in found and (
                (sku == other and self._is_corrected(first, second)) or (known and self._leads_to(first, second))
            ):
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

    def _scaled(self, low: int, high: int) -> list[tuple[int, int]]:
        """Where a clause doubles or halves something."""
        return [match.span() for name, _ in _SCALES if (match := self._told(name, low, high)) is not None]

    def _scale(self, low: int, high: int, mentions: list[Mention], named: Mention | None) -> None:
        """ "double the chairs", "die Hälfte reicht": of the article named, of the only line, of each where none is."""
        factor = next((value for name, value in _SCALES if self._told(name, low, high)), None)
        if factor is None or self.order is None:
            return
        skus = [m.sku for m in mentions if m.sku] or ([named.sku] if named and named.sku else [])
        if not skus and (len(self.skus) == 1 or self._told("EACH", low, high)):
            skus = list(self.skus)
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
            if adds and (other := self._not_ordered(count, high, mention, named)) is not None:
                mention, sku = other, other.sku
            near = sorted(was, key=lambda each: (not low <= each.start < high, abs(each.start - count.start)))
            old = next((each for each in near if self._compares(count, each, low, high, new)), None)
            self.compared += [old] if old is not None else []
            if old is not None and (sku is None or not self._is_of(sku, old)):
                sku = self._with_quantity(old.value) or sku
                mention = mention if mention is not None and mention.sku == sku else None
            if sku is None and mention is None and (packed := self._sold_in(count)) is not None:
                sku = packed
                self.guessed.append(packed)
            if sku is None and mention is None and self._told("EACH", low, high):
                for each in self.skus:
                    self._add(each, self._of_each(each, count, adds), low, high, None, compared=True, own=True)
                continue
            if sku is None and mention is None:
                sku = self._wholly_new(low, count, high) or (self.skus[0] if len(self.skus) == 1 else None)
            if sku is None and mention is None and (topic := self._asked_of(count, low, high)) is not None:
                sku, mention = topic.sku, topic
            if sku is None and mention is None and self.order is not None:
                sku = self._headed()
            unit = self._other_unit(sku, count)
            more = adds and (old is None or not self._is_old(old))
            if unit is not None and (more or shift < 0 or self._is_less(count)) and self._holds_others(sku, count):
                self.unread.append((count, low, high))  # cartons more than so many pieces: nothing to be counted here
                continue
            if shift < 0 or self._is_less(count):
                if (ordered := self._ordered(sku)) is not None and ordered > count.value:
                    self._add(sku, ordered - count.value, low, high, mention, own=bool(mentions))
                continue
            quantity = self._pieces(sku, count) + (self._ordered(sku) or Decimal(0) if more else Decimal(0))
            if sku is not None or mention is not None or old is not None:
                self._add(sku, quantity, low, high, mention, compared=old is not None, own=bool(mentions), unit=unit)
            elif not count.article and not counts_other_things(self.source, count) and self._is_wish(count, low, high):
                self.unread.append((count, low, high))

    def _is_of(self, sku: str, old: Count) -> bool:
        """Whether an old quantity may be that of this article: so many are ordered of it, or of no single other."""
        return self._ordered(sku) == old.value or self._with_quantity(old.value) is None

    def _sold_in(self, count: Count) -> str | None:
        """ "450 pairs": the one article of the order that is sold in this unit."""
        unit = fold(count.unit).rstrip(" .s")
        if len(unit) < LEAST_UNIT or len(self.skus) < 2:
            return None
        names = {a.sku: re.findall(r"[^\W\d_]{4,}", fold(" ".join(a.names))) for a in self.ordered_articles}
        fitting = [sku for sku, words in names.items() if any(word.rstrip("s") == unit for word in words)]
        return fitting[0] if len(fitting) == 1 else None

    def _of_each(self, sku: str, count: Count, adds: bool) -> Decimal:
        """The new quantity of a line, of several that are changed alike."""
        return self._pieces(sku, count) + ((self._ordered(sku) or Decimal(0)) if adds else Decimal(0))

    def _pieces(self, sku: str | None, count: Count) -> Decimal:
        """So many of an article; of one that is sold by the dozen, "six dozen" are six."""
        article = self.context.book.article(sku) if sku is not None else None
        names = {word for name in article.names for word in re.findall(r"\w{2,12}", fold(name))} if article else set()
        return count.value / DOZEN if count.dozens and names & set(ALL_DOZENS) else count.value

    def _other_unit(self, sku: str | None, count: Count) -> str | None:
        """The unit of a number, where it is not the one that its article is sold in."""
        article = self.context.book.article(sku) if sku is not None else None
        code = meant_unit(count.unit, "", None, article) if article is not None and count.unit else None
        return code if article is not None and code != article.unit else None

    def _holds_others(self, sku: str | None, count: Count) -> bool:
        """Whether the catalogue says how many of the article's own units one of a number's unit is: they differ."""
        article = self.context.book.article(sku) if sku is not None else None
        return article is not None and is_convertible(count.unit, article)

    def _asked_of(self, count: Count, low: int, high: int) -> Mention | None:
        """ "Too few screws. 30 boxes please", "make it 30 of those": the article that the sentence before names."""
        flat = self.source.flat
        if count.unit and self._says("request_words", flat[low:high]):
            return self._topic()
        if self.topic is not None and self._states(self.topic) and self._is_wish(count, low, high):
            return self.topic  # "Your confirmation says 60 gaskets. Please make it 90"
        them = self._table("OF_THEM")
        before, behind = flat[max(low, count.start - OLD_BEFORE * 2) : count.start], flat[count.end : high]
        said = expression(rf"(?<!\w)(?:{them})[ ](?:[\w'-]{{1,12}}[ ]){{0,3}}$").search(before)
        said = said or expression(rf"[ ]?(?:[\w'-]{{1,12}}[ ]){{0,4}}?(?:{them})(?!\w)").match(behind)
        return self._topic() if said else None

    def _states(self, topic: Mention) -> bool:
        """Whether the sentence that named an article last only stated how many of it are ordered."""
        said = [change for change in self.changes if topic.sku is not None and change.start <= topic.start < change.end]
        return bool(said) and all(c.sku == topic.sku and c.quantity == self._ordered(c.sku) for c in said)

    def _topic(self) -> Mention | None:
        """The article that the sentences before named last."""
        passed = self.namer.mentions(*self.passed) if self.passed is not None else []
        return passed[-1] if passed else self.topic

    def _headed(self) -> str | None:
        """The one article that the subject names, where the text names none."""
        subject = self.context.subject
        named = OrderNamer(subject, self.catalogue, self.skus, self.context.words("units")).mentions(
            0, len(subject.text)
        )
        skus = {mention.sku for mention in named}
        return named[0].sku if len(skus) == 1 and not self.namer.named_alone() else None

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

    def _not_ordered(self, count: Count, high: int, mention: Mention | None, named: Mention | None) -> Mention | None:
        """ "10 left-handed ones as well": another article than those of the order, which the words fit better."""
        base = mention if mention is not None and mention.start < count.start else named
        if self.order is not None and base is not None and base.sku is not None and (mention in (None, base)):
            sibling = attribute_sibling(self.context, base.sku, self.source.text[count.end : high])
            if sibling is not None and sibling not in self.skus:
                return Mention((sibling,), count.end, high, 1.0)
        if self.order is None or mention is None or mention.sku is None or mention.start < count.start:
            return None
        match = self.catalogue.likeness.only(self.source.text[count.end : high])
        if match is None or not match.sure or match.article.sku in self.skus or match.score <= mention.score:
            return None
        return Mention((match.article.sku,), count.end + match.start, count.end + match.end, match.score)

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
        compared: bool = False, own: bool = False, unit: str | None = None,
    ) -> None:  # fmt: skip
        words = self.source.text[mention.start : mention.end] if mention is not None else self.source.text[low:high]
        self.changes.append(Change(sku, " ".join(words.split()), quantity, low, high, compared, own, unit))

    def _several(self) -> Iterator[str]:
        """Articles for which two new quantities stand, or one and a removal that names nothing: of something else?

        The one that is held against what the book has ("15 instead of 10") is meant; "two trainees more" counts none.
        """
        stated: dict[str | None, set[Decimal]] = {}
        compared: dict[str | None, set[Decimal]] = {}
        for change in self.changes:
            if (change.quantity or not change.own) and change.quantity != self._ordered(change.sku):
                stated.setdefault(change.sku, set()).add(change.quantity)
                compared.setdefault(change.sku, set()).update([change.quantity] * change.compared)
        yield from (sku or "" for sku, each in stated.items() if len(each) > 1 and len(compared[sku]) != 1)

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
