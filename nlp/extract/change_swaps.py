"""One article in another's place: "L instead of M", "replace the oak ones by ash", "the 3 ply, not the 2 ply"."""

from __future__ import annotations

import re
from decimal import Decimal

from nlp.extract.change_counts import NEAR, CountReader
from nlp.extract.change_model import Withdrawal
from nlp.extract.change_names import Mention
from nlp.extract.change_sizes import attribute_sibling, model_in, sizes_swapped
from nlp.extract.order.quantities import Count
from nlp.extract.sources import Context, Source


class SwapReader(CountReader):
    """Exchanges. `whole`: how plainly the text withdraws the whole order."""

    def __init__(self, context: Context, source: Source) -> None:
        super().__init__(context, source)
        self.whole: Withdrawal | None = None

    def _withdraw(self, how: Withdrawal) -> None:
        self.whole = how if self.whole is None or how.value > self.whole.value else self.whole

    def _swap(self, low: int, high: int, mentions: list[Mention], counts: list[Count]) -> bool:
        """ "10 in L instead of the M": the one comes in the other's place."""
        old = [mention for mention in mentions if mention.sku and self._is_replaced(mention)]
        new = [m for m in mentions if m.sku and m not in old and not (len(old) == 1 and m.sku == old[0].sku)]
        stated = [count.value for count in counts if not self._is_old(count)]
        for start, end in ((low, old[0].start), (old[0].end, high)) if len(old) == 1 and not new else ():
            if not new and old[0].sku and (other := self._sibling(old[0].sku, start, end)):
                new = [Mention((other,), start, end, 1.0)]
            words = self.source.text[start:end]
            if not new and (model := model_in(self.context, words)) is not None and model != old[0].sku:
                new = [Mention((model,), start, end, 1.0)]
            match = self.catalogue.likeness.only(words) if not new else None
            if match is not None and match.article.sku not in self.skus:
                new = [Mention((match.article.sku,), start + match.start, start + match.end, match.score)]
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

    def _resized(self, start: int, end: int, counts: list[Count]) -> bool:
        """ "the 3 ply, not the 2 ply": as many as there were, unless one other number stands beside them."""
        sizes = sizes_swapped(self.context, self.source, self.order, start, end) if self.order is not None else None
        if sizes is None:
            return False
        others = [c for c in counts if not any(c.start < b and a < c.end for a, b in (sizes.old, sizes.new))]
        stated = {c.value for c in others if c.value != 1 or c.unit}
        present = (self._ordered(sizes.old_sku) or Decimal(0)) + (self._ordered(sizes.new_sku) or Decimal(0))
        if len(stated) > 1 or not present:
            self._withdraw(Withdrawal.SPOKEN_OF)
        for sku, place, quantity in (
            (sizes.old_sku, sizes.old, Decimal(0)), (sizes.new_sku, sizes.new, stated.pop() if stated else present)
        ):  # fmt: skip
            self._add(sku, quantity, start, end, Mention((sku,), *place, 1.0), compared=True, own=True)
        return True
