"""One article in another's place: "L instead of M", "replace the oak ones by ash", "the 3 ply, not the 2 ply"."""

from __future__ import annotations

import re
from decimal import Decimal

from nlp.book import ArticleEntry
from nlp.extract.change_counts import NEAR, CountReader
from nlp.extract.change_model import Withdrawal
from nlp.extract.change_names import Mention
from nlp.extract.change_sizes import (
    attribute_sibling,
    model_in,
    numbered_sibling,
    of_that_size,
    sizes_swapped,
)
from nlp.extract.order.quantities import Count
from nlp.extract.sources import Context, Source
from nlp.lang import expression

SLIP = 90  # characters between what was wrong and what would be right


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
        if len(old) == 1 and not new:
            new = self._coming(old[0], low, high)
        coming = self.context.book.article(new[0].sku) if len(new) == 1 and new[0].sku else None
        stated = [count.value for count in counts if not self._is_old(count) and not _is_in_name(coming, count.value)]
        if len(old) != 1 or len(new) != 1 or old[0].sku == new[0].sku:
            return False
        return self._replace(old[0], new[0], stated, low, high)

    def _coming(self, old: Mention, low: int, high: int) -> list[Mention]:
        """What comes for an article, said before it or behind it: by its size or colour, its model, its name."""
        for start, end in ((low, old.start), (old.end, high)):
            words = self.source.text[start:end]
            if old.sku and (other := self._sibling(old.sku, start, end)):
                return [Mention((other,), start, end, 1.0)]
            if (model := model_in(self.context, words)) is not None and model != old.sku:
                return [Mention((model,), start, end, 1.0)]
            match = self.catalogue.likeness.only(words)
            if match is not None and match.article.sku not in self.skus:
                return [Mention((match.article.sku,), start + match.start, start + match.end, match.score)]
        return []

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
        if group.startswith("not_") and self._told(("TAKEN", "GONE", "UNSENT"), start, end):
            return False  # "not the chairs but the tables can go"
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

    def _is_slip(self, low: int, high: int) -> bool:
        """ "50 by mistake, it should be 500": what is wrong does not go, it becomes what is said next."""
        wrong = self._told("MISTAKEN", low, high)
        if wrong is None:
            return False
        ends = min(len(self.source.flat), wrong.end() + SLIP)
        return self._told("MEANT", wrong.end(), ends) is not None and self._told("TAKEN", low, ends) is None

    def _mended(self, start: int, end: int) -> bool:
        """ "ordered 1.5 kW by mistake, right would be 0.75 kW": the one in the other's place."""
        if self.order is None or not self._is_slip(start, end):
            return False
        wrong = self._told("MISTAKEN", start, end)
        ends = min(len(self.source.flat), wrong.end() + SLIP) if wrong else end
        right = self._told("MEANT", wrong.end(), ends) if wrong else None
        old = [mention for mention in self.namer.mentions(start, end) if mention.sku]
        if right is None or len({mention.sku for mention in old}) != 1 or not old[0].sku:
            return False
        words = self.source.text[right.end() : ends]
        match = self.catalogue.likeness.only(words)
        new = self._sibling(old[0].sku, right.end(), ends) or numbered_sibling(self.context, old[0].sku, words)
        new = new or model_in(self.context, words)
        new = new or (match.article.sku if match is not None and match.sure else None)
        if new is None or new == old[0].sku:
            return False
        return self._replace(old[0], Mention((new,), right.end(), ends, 1.0), [], start, ends)

    def _sizes(self, low: int, high: int) -> list[Mention]:
        """ "in 42 only 5", "42er nur 5": the one line of the order that has this size."""
        leads = (
            rf"(?<!\w)(?:{self._table('SIZED')})[ ](?P<led>\d{{2,3}})(?![\w.,]\d|\d)|(?<!\w)(?P<er>\d{{2,3}})er(?!\w)"
            rf"|(?<!\w)(?:{self._table('SIZE_NOUN')})[ ](?P<size>\d{{1,3}})(?![\w.,]\d|\d)"
        )
        found = []
        for match in expression(leads).finditer(self.source.flat, low, high) if self.order is not None else ():
            number = match["led"] or match["er"] or match["size"]
            skus = of_that_size(self.ordered_articles, number, self._table("SIZE_NOUN") if match["size"] else "")
            if match["led"] and Decimal(number) in self.quantities:
                continue  # "von 42 auf 50"
            if len(skus) == 1 and len(self.skus) > 1:
                found.append(Mention((skus[0],), match.start(), match.end(), 1.0))
        return found

    def _is_size(self, count: Count) -> bool:
        """The number in "en 42": a size that one line of the order has, where another number is said of it."""
        if self.order is None:
            return False
        start, end = self.source.sentence_at(count.start)
        return any(mention.start <= count.start < mention.end for mention in self._sizes(start, end))

    def _resized(self, start: int, end: int, counts: list[Count]) -> bool:
        """ "the 3 ply, not the 2 ply": as many as there were, unless one other number stands beside them."""
        swapped = sizes_swapped(self.context, self.source, self.order, start, end) if self.order is not None else ()
        if len(swapped) != 1:
            self.guessed += sorted({each.old_sku for each in swapped})  # which of them is said by elimination at most
            return False
        (sizes,) = swapped
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


def _is_in_name(article: ArticleEntry | None, value: Decimal) -> bool:
    """Whether a number is one of an article's name: "SNR 28"."""
    return article is not None and bool(of_that_size((article,), format(value.normalize(), "f")))
