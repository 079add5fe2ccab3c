"""Which lines of an order change, and how many of each shall come: 0 for what is wanted no more.

Clause by clause: a number beside an article of the order is its new quantity, unless the words before it say that it
was the old one; a clause that takes something away makes its article 0; one that says what stays is passed over.
What a clause leaves open (which article "make it 30" means) is told by the clause before it, by the old quantity, or
by the order itself where it has one line only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from nlp.book import OrderEntry, folded
from nlp.extract.catalogue import Catalogue, catalogue_of
from nlp.extract.change_clauses import clauses
from nlp.extract.change_inline import remarks
from nlp.extract.change_model import Change, Changes
from nlp.extract.change_names import Mention, OrderNamer
from nlp.extract.change_orders import Meant
from nlp.extract.change_sizes import is_named_size, sizes_swapped
from nlp.extract.change_words import OLD_BEFORE, ChangeWords
from nlp.extract.order.quantities import Count, counts_in
from nlp.extract.order.stretches import stretches_of
from nlp.extract.sources import Context, Source, distinct
from nlp.lang import expression

NEAR = 40  # characters between a new number and the old one in the clause behind it


class ChangeReader(ChangeWords):
    """Reads one text for one order (or, where none is told, for those that it may be)."""

    def __init__(self, context: Context, source: Source, meant: Meant) -> None:
        super().__init__(context, source)
        self.meant = meant
        self.catalogue: Catalogue = catalogue_of(context.book)
        self.order: OrderEntry | None = meant.order.entry if meant.order is not None else None
        orders = (self.order,) if self.order is not None else meant.candidates
        self.skus = distinct(sku for order in orders for sku in order.skus)
        self.ordered_articles = [article for sku in self.skus if (article := context.book.article(sku)) is not None]
        self.counts = [count for count in counts_in(context, source) if self._counts(count)]
        self.namer = OrderNamer(source, self.catalogue, self.skus, context.words("units"))
        self.changes: list[Change] = []
        self.whole: list[int] = []
        self.compared: list[Count] = []  # old quantities that a new one was found for

    def read(self) -> Changes:
        spans = tuple((count.start, count.end) for count in self.counts)
        for start, end in stretches_of(self.source, spans):
            if not self.is_of_another(start, end):
                self._stretch(start, end)
        lines = tuple(self._settled())
        if not lines and self.order is not None:
            between = remarks(self.context, self.source, self.order, self.counts)
            lines = tuple(Change(sku, sku, quantity, low, high, True, True) for sku, quantity, low, high in between)
        return Changes(lines, tuple(self.whole), tuple(self._several()))

    def _counts(self, count: Count) -> bool:
        """Not a number of an order, of a position or of a list, no size; "a" counts only as "just one"."""
        flat = self.source.flat
        if any(
            n.source.name == self.source.name and n.start < count.end and count.start < n.end for n in self.meant.named
        ):
            return False
        if count.measured or self._is_label(count):
            return False
        if is_named_size(self.ordered_articles, self.source, count.start, count.end):
            return False
        only = rf"(?<!\w)(?:{self.context.words('only_words')})(?!\w)"
        around = flat[max(0, count.start - 12) : count.end + 10]
        return not count.article or bool(expression(only).search(around))

    def is_of_another(self, start: int, end: int) -> bool:
        """A line or sentence that names another order, and not this one."""
        here = {n.po_number for n in self.meant.named if n.source.name == self.source.name and start <= n.start < end}
        own = self.meant.order.po_number if self.meant.order is not None else None
        if here and own not in here:
            return True
        if own is None or len(re.findall(r"\d", own)) < 3:
            return False
        shape = "".join(r"[a-z]" if c.isalpha() else r"\d" if c.isdigit() else re.escape(c) for c in own)
        alike = expression(rf"(?<![\w@.-]){shape}(?![\w@])").findall(self.source.flat[start:end])
        return bool({folded(number) for number in alike} - {folded(own)}) and not here

    def _stretch(self, start: int, end: int) -> None:
        """The clauses of a line or sentence; an article named in one holds for the next."""
        named: Mention | None = None
        removals = self._removals(start, end)
        counts = [count for count in self.counts if start <= count.start < end]
        if self._resized(start, end, counts):
            return
        was = [count for count in counts if self._is_old(count)]
        for low, high in clauses(self.source, start, end):
            flat = self.source.flat[low:high]
            mentions = self.namer.mentions(low, high) or self._positions(low, high)
            here = [count for count in counts if low <= count.start < high]
            if self._says("unchanged", flat) and not self._says("except_words", flat):
                continue
            if self._swap(low, high, mentions, here):
                pass
            elif denied := [mention for mention in mentions if self._is_denied(mention)]:
                self._take_away(low, high, denied, [])
            elif any(low <= place < high for place in removals):
                self._take_away(low, high, mentions or ([named] if named else []), here)
            elif new := [count for count in here if count not in was and not self._is_known(count, was)]:
                self._count(low, high, mentions, new, was, named)
            named = mentions[-1] if mentions else named

    def _positions(self, low: int, high: int) -> list[Mention]:
        """ "Pos. 20", "line 2": the line in that place of the order, counted in ones or in tens."""
        found = []
        pattern = rf"(?<!\w)(?:{self.context.words('position_words')})[ ]?(\d{{1,3}})(?!\d)"
        for match in expression(pattern).finditer(self.source.flat[low:high]) if self.order is not None else ():
            number = int(match[1])
            place = number // 10 if number >= 10 and number % 10 == 0 else number
            if 1 <= place <= len(self.skus):
                found.append(Mention((self.skus[place - 1],), low + match.start(), low + match.end(), 1.0))
        return found

    def _take_away(self, low: int, high: int, mentions: list[Mention], counts: list[Count]) -> None:
        """The articles of a clause that takes them away; without one, what has its quantity, or all of it."""
        skus = distinct(mention.sku for mention in mentions if mention.sku)
        if not skus and not mentions:
            skus = distinct(sku for count in counts if (sku := self._with_quantity(count.value)))
        if self._says("whole_order", self.source.flat[low:high]) or not (skus or mentions):
            self.whole.append(low)
        for sku in skus:
            mention = next((mention for mention in mentions if mention.sku == sku), None)
            left = self._left_of(sku, counts)
            self._add(sku, left, low, high, mention, own=True)
        if mentions and not skus:
            self._add(None, Decimal(0), low, high, mentions[0], own=True)

    def _left_of(self, sku: str, counts: list[Count]) -> Decimal:
        """ "take 5 of them off": the others stay."""
        ordered = self._ordered(sku)
        fewer = [count.value for count in counts if ordered is not None and count.value < ordered]
        return ordered - fewer[0] if ordered is not None and len(fewer) == 1 and len(counts) == 1 else Decimal(0)

    def _resized(self, start: int, end: int, counts: list[Count]) -> bool:
        """ "the 3 ply, not the 2 ply": as many as there were, unless one other number stands beside them."""
        sizes = sizes_swapped(self.context, self.source, self.order, start, end) if self.order is not None else None
        if sizes is None:
            return False
        others = [c for c in counts if not any(c.start < b and a < c.end for a, b in (sizes.old, sizes.new))]
        stated = {c.value for c in others if c.value != 1 or c.unit}
        present = (self._ordered(sizes.old_sku) or Decimal(0)) + (self._ordered(sizes.new_sku) or Decimal(0))
        self.whole += [start] if len(stated) > 1 or not present else []
        for sku, place, quantity in (
            (sizes.old_sku, sizes.old, Decimal(0)), (sizes.new_sku, sizes.new, stated.pop() if stated else present)
        ):  # fmt: skip
            self._add(sku, quantity, start, end, Mention((sku,), *place, 1.0), compared=True, own=True)
        return True

    def _swap(self, low: int, high: int, mentions: list[Mention], counts: list[Count]) -> bool:
        """ "10 in L instead of the M": the one comes in the other's place."""
        old = [mention for mention in mentions if mention.sku and self._is_replaced(mention)]
        new = [mention for mention in mentions if mention.sku and mention not in old]
        if len(old) != 1 or len(new) != 1 or old[0].sku == new[0].sku:
            return False
        stated = [count.value for count in counts if not self._is_old(count)]
        ordered, present = self._ordered(old[0].sku), self._ordered(new[0].sku) or Decimal(0)
        quantity = stated[0] if stated else None if ordered is None else ordered + present
        if quantity is None:
            return False
        self._add(new[0].sku, quantity, low, high, new[0], compared=True, own=True)
        self._add(old[0].sku, Decimal(0), low, high, old[0], own=True)
        return True

    def _count(
        self, low: int, high: int, mentions: list[Mention], new: list[Count], was: list[Count], named: Mention | None
    ) -> None:
        """Each new number with its article: beside it, named before it, of the old quantity, or the only one."""
        for count in new:
            mention = self._beside(mentions, count, new) or (named if not mentions else None)
            sku, adds = mention.sku if mention is not None else None, self._adds(count)
            old = next((each for each in was if self._compares(count, each, low, high, new)), None)
            self.compared += [old] if old is not None else []
            if sku is None and old is not None:
                sku = self._with_quantity(old.value)
            if sku is None and mention is None:
                sku = self._wholly_new(low, count.end, high) if adds else self.skus[0] if len(self.skus) == 1 else None
            if self._is_less(count):
                if (ordered := self._ordered(sku)) is not None and ordered > count.value:
                    self._add(sku, ordered - count.value, low, high, mention, own=bool(mentions))
                continue
            quantity = count.value + (self._ordered(sku) or Decimal(0) if adds and old is None else Decimal(0))
            if sku is not None or mention is not None or old is not None:
                self._add(sku, quantity, low, high, mention, compared=old is not None, own=bool(mentions))

    def _compares(self, count: Count, old: Count, low: int, high: int, new: list[Count]) -> bool:
        """Whether an old quantity is that of this number: the nearest one of the clause, or just beyond it."""
        if old in self.compared:
            return False
        nearest = min(new, key=lambda each: abs(each.start - old.start))
        inside = low <= old.start < high
        return nearest is count and (
            inside or (high <= old.start < count.end + NEAR) or (low > old.start > low - OLD_BEFORE)
        )

    def _beside(self, mentions: list[Mention], count: Count, new: list[Count]) -> Mention | None:
        """The article behind a number, up to the next number; else the one before it."""
        following = min((each.start for each in new if each.start > count.start), default=1 << 30)
        behind = [mention for mention in mentions if count.start <= mention.start < following]
        before = [mention for mention in mentions if mention.start < count.start]
        return behind[0] if behind else before[-1] if before else None

    def _wholly_new(self, low: int, place: int, high: int) -> str | None:
        """An article that the order does not have yet: all that the clause names, or what stands behind the number."""
        matches = (self.catalogue.likeness.only(self.source.text[start:high]) for start in (low, place))
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
        """Articles for which two new quantities stand, neither better founded than the other."""
        stated: dict[tuple[str | None, bool, bool], set[Decimal]] = {}
        for change in self.changes:
            stated.setdefault((change.sku, change.compared, change.own), set()).add(change.quantity)
        settled = {(change.sku, change.compared, change.own) for change in self._settled()}
        yield from (key[0] or "" for key, found in stated.items() if len(found) > 1 and key in settled)

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
