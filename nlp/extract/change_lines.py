"""Which lines of an order change, and how many of each shall come: 0 for what is wanted no more.

Clause by clause: one that says what stays is passed over, one that takes something away makes its article 0, a number
beside an article is its new quantity unless the words or the book say that it was the old one. A clause of nothing but
articles does what its neighbour does. Which article "make it 30" means is told by the clause before it, by the old
quantity, or by the order itself where it has one line only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from nlp.book import OrderEntry, folded
from nlp.extract.catalogue import Catalogue, catalogue_of
from nlp.extract.change_clauses import clauses
from nlp.extract.change_inline import answers, is_contact, remarks
from nlp.extract.change_model import Act, Change, Changes, Clause, Withdrawal
from nlp.extract.change_names import Mention, OrderNamer
from nlp.extract.change_orders import Meant, usual_of
from nlp.extract.change_sizes import is_letter_size, is_named_size
from nlp.extract.change_taken import Takings
from nlp.extract.order.quantities import Count, counts_in
from nlp.extract.order.stretches import plain, stretches_of
from nlp.extract.sources import Context, Source, distinct
from nlp.lang import expression
from nlp.lang.changes import CHANGES

NEAR = 40  # characters behind a number
_ON_TO_IT = re.compile(r"[^\W\d]{0,16}(?:[ ][^\W\d]{1,16}){0,3}[ ]")  # words between a number and "will do"
MOST_COUNTS = 20  # of a clause


class ChangeReader(Takings):
    """Reads one text for one order (or, where none is told, for those that it may be)."""

    def __init__(self, context: Context, source: Source, meant: Meant) -> None:
        source = plain(source)
        super().__init__(context, source)
        self.meant = meant
        self.catalogue: Catalogue = catalogue_of(context.book)
        self.order: OrderEntry | None = meant.order.entry if meant.order is not None else None
        orders = (self.order,) if self.order is not None else meant.candidates
        self.skus = distinct(sku for order in orders for sku in order.skus)
        self.quantities = frozenset(self.order.quantities) if self.order is not None else frozenset()
        self.ordered_articles = [article for sku in self.skus if (article := context.book.article(sku)) is not None]
        counted = [count for count in counts_in(context, source) if self._counts(count) and not self._is_signed(count)]
        numbers = [(named.start, named.end) for named in meant.named if named.source.name == source.name]
        units, usual = context.words("units"), usual_of(context)
        self.namer = OrderNamer(source, self.catalogue, self.skus, units, counted, usual, numbers)
        self.counts = counted

    def read(self) -> Changes:
        spans = tuple((count.start, count.end) for count in self.counts)
        for start, end in stretches_of(self.source, spans):
            if not self.is_of_another(start, end):
                self._stretch(start, end)
        self._complete()
        lines = tuple(self._settled())
        if self.order is not None and (between := self._remarks(lines)):
            return Changes(between)
        unread = tuple(" ".join(self.source.text[low:high].split()) for _, low, high in self.unread)
        return Changes(
            lines, self.whole, tuple(self._several()), frozenset(self.kept), tuple(self.withdrawn), unread,
            self.told_only, tuple(self.guessed),
        )  # fmt: skip

    def _remarks(self, lines: tuple[Change, ...]) -> tuple[Change, ...]:
        """What stands between the quoted lines, where it says more than the text does alone."""
        between = answers(self, self.catalogue) if self.context.remarks else ()
        return between or (remarks(self) if not lines and self.whole is None else ())

    def _counts(self, count: Count) -> bool:
        """Not a number of an order, of a position or of a list, no size; "a" counts only as "just one", "one less"."""
        flat = self.source.flat
        if any(
            n.source.name == self.source.name and n.start < count.end and count.start < n.end for n in self.meant.named
        ):
            return False
        sized = count.measured and is_letter_size(self.ordered_articles, self.source, count.bare_end)
        if (count.measured and not sized) or self._is_label(count) or self._is_told_aside(count):
            return False
        if is_named_size(self.ordered_articles, self.source, count.start, count.end) or self._is_size(count):
            return False
        only = rf"(?<!\w)(?:{self.context.words('only_words')})(?!\w)"
        around = flat[max(0, count.start - 12) : count.end + 10]
        said = self._told("ENOUGH", count.end, min(len(flat), count.end + NEAR))
        enough = said is not None and _ON_TO_IT.fullmatch(flat[count.end : said.start()])
        only_one = bool(enough) or expression(only).search(around) is not None
        return not count.article or only_one or self._is_less(count) or self._adds(count)

    def _is_signed(self, count: Count) -> bool:
        """In a line of its own that is one of a signature."""
        text = self.source.text
        start, end = text.rfind("\n", 0, count.start) + 1, text.find("\n", count.end)
        return start > 0 and is_contact(self.context, self.source, start, end if end >= 0 else len(text))

    def is_of_another(self, start: int, end: int) -> bool:
        """A line or sentence that names another order, and not this one."""
        here = {n.po_number for n in self.meant.named if n.source.name == self.source.name and start <= n.start < end}
        own = self.meant.order.po_number if self.meant.order is not None else None
        if here and own not in here:
            return True
        if own is None or len(re.findall(r"\d", own)) < 3:
            return False
        shape = "".join(r"[a-z]" if c.isalpha() else r"\d" if c.isdigit() else re.escape(c) for c in own)
        days = [(mention.start, mention.end) for mention in self.context.dates(self.source)]
        alike = [
            match.group()
            for match in expression(rf"(?<![\w@.-]){shape}(?![\w@])").finditer(self.source.flat, start, end)
            if not any(match.start() < b and a < match.end() for a, b in days)  # "le 22/04" is no "GP 26/14"
        ]
        written = {folded(number) for number in alike}
        return bool(written) and folded(own) not in written and not here

    def passes_over(self, start: int, end: int) -> bool:
        """A line or sentence that is about another order, or whose wish is taken back at once."""
        taken_back = any(low < end and start < high for low, high in self.withdrawn)
        return taken_back or self.is_of_another(start, end)

    def _stretch(self, start: int, end: int) -> None:
        """The clauses of a line or sentence; an article named in one holds for the next."""
        counts = [count for count in self.counts if start <= count.start < end]
        if not counts and self._is_idle(start, end):
            self.passed = (start, end)
            return
        if self._calls_order(start, end, counts):
            self._withdraw(Withdrawal.OF_THE_ORDER)
            return
        if self._resized(start, end, counts) or self._exchanged(start, end, counts) or self._mended(start, end):
            return
        spans = clauses(self.source, start, end, self.context.languages)
        parts = [self._clause(low, high, counts) for low, high in self._with_whole_counts(spans, counts)]
        self._share(parts)
        was = [count for count in counts if self._is_old(count)]
        was += self._ordered_ones(parts, was)
        named: Mention | None = None
        for clause in parts:
            self._work(clause, was, named)
            named = clause.mentions[-1] if clause.mentions else named
        self.topic, self.passed = (named, None) if named is not None else (self.topic, self.passed)

    @staticmethod
    def _with_whole_counts(spans: Iterable[tuple[int, int]], counts: list[Count]) -> list[tuple[int, int]]:
        """The clauses, none of which ends inside a number: "a hundred and twenty"."""
        found: list[tuple[int, int]] = []
        for low, high in spans:
            inside = found and any(c.start < found[-1][1] and low < (c.bare_end or c.end) for c in counts)
            found[-1:] = [(found[-1][0], high)] if inside else [*found[-1:], (low, high)]
        return found

    def _is_idle(self, start: int, end: int) -> bool:
        """A line or sentence that changes nothing, by its words alone."""
        flat = self.source.flat[start:end]
        return not (
            self._told(CHANGES, start, end)
            or self._is_kept(start, end)
            or expression(rf"(?<!\w)(?:{self.context.words('none_of')})").search(flat)
            or self._says("only_words", flat)
            or self._says("except_words", flat)
            or self._says("instead_of", flat)
            or self.zero.search(flat)
        )

    def _clause(self, low: int, high: int, counts: list[Count]) -> Clause:
        mentions = self._positions(low, high) or self.namer.mentions(low, high) or self._sizes(low, high)
        scaled = self._scaled(low, high)
        mentions = [m for m in mentions if not any(m.start < b and a < m.end for a, b in scaled)]
        here = [
            count for count in counts
            if low <= count.start < high and not any(m.start <= count.start < m.end for m in mentions)
            and not any(a <= count.start < b for a, b in scaled)
        ][:MOST_COUNTS]  # fmt: skip
        clause = Clause(low, high, mentions, here)
        clause.act = self._act(clause)
        alone = bool(mentions) and self._is_only(mentions[0], low)
        clause.bare = bool(mentions) and clause.act is Act.NOTHING and not here and not alone and self._is_bare(clause)
        return clause

    def _work(self, clause: Clause, was: list[Count], named: Mention | None) -> None:
        """What a clause changes."""
        low, high, mentions = clause.low, clause.high, clause.mentions
        flat = self.source.flat[low:high]
        if clause.act is Act.KEEPS:
            self.kept.update(mention.sku for mention in mentions if mention.sku)
            fewer = [c for c in clause.counts if c not in was and self._is_part_of(mentions, c)]
            if not fewer:
                return
            clause.counts = fewer
        elif self._swap(low, high, mentions, clause.counts):
            return
        elif denied := [m for m in mentions if self._is_denied(m) and not self._scaled(low, high)]:
            self._take_away(clause, denied, [], None)
            return
        elif clause.act is Act.TAKES_AWAY:
            self._take_away(clause, mentions, clause.counts, named)
            return
        at_hand = self._told("AT_HAND", low, high) is not None or self._is_report(low, high)
        new = [c for c in clause.counts if c not in was and not at_hand and not self._is_known(c, was)]
        if new:
            self._count(low, high, mentions, new, was, named)
        elif not any(low <= count.start < high for count in was):
            self._scale(low, high, mentions, named)
            if mentions and self._says("except_words", flat) and self._told("WHOLE", low, high):
                self._leave_out(mentions, low, high)
            elif mentions and self._is_only(mentions[0], low):
                self.only.update(mention.sku for mention in mentions if mention.sku)

    def _leave_out(self, mentions: list[Mention], low: int, high: int) -> None:
        """ "everything except the pump": it does not come, unless a number is said of it."""
        for mention in mentions:
            if mention.sku and self._says("except_words", self.source.flat[low : mention.start]):
                self._add(mention.sku, Decimal(0), low, high, mention)

    def _is_only(self, mention: Mention, low: int) -> bool:
        """ "nur die Tische": this one alone."""
        before = self.source.flat[low : mention.start]
        only = f"{self.context.words('only_words')}|{self._table('JUST')}"
        return bool(expression(rf"(?<!\w)(?:{only})[ ](?:\w{{1,6}}[ ])?$").search(before))

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

    def _complete(self) -> None:
        """What the text leaves: "cancel the rest", "only the tables please"."""
        self._find_the_last()
        touched = {change.sku for change in self.changes} | self.kept | self.only
        counted = any(change.quantity for change in self.changes)
        if self.rest is not None or (self.only and not counted and len(self.only) < len(self.skus)):
            for sku in self.skus if self.order is not None else ():
                if sku not in touched:
                    low, high = self.rest or (0, 0)
                    self._add(sku, Decimal(0), low, high, None, own=True)

    def _find_the_last(self) -> None:
        """ "Simmerringe auf 80, Kette 60": the one line that nobody names is what the unknown word means."""
        told = {change.sku for change in self.changes} | self.kept | self.namer.named_alone()
        left = [sku for sku in self.skus if sku not in told]
        if self.order is None or len(self.unread) != 1 or len(left) != 1 or len(self.skus) < 2:
            return
        if self._adds(self.unread[0][0]):
            return
        count, low, high = self.unread.pop()
        self._add(left[0], count.value, low, high, None)
        self.guessed.append(left[0])
