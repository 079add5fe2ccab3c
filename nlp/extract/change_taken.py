"""What is wanted no more: a line, some of it, what is left beside others, or the whole order."""

from __future__ import annotations

import itertools
import re
from decimal import Decimal

from nlp.extract.article_words import IDLE
from nlp.extract.change_model import Act, Clause, Withdrawal
from nlp.extract.change_names import Mention
from nlp.extract.change_swaps import SwapReader
from nlp.extract.change_words import BRACKETS
from nlp.extract.order.quantities import Count
from nlp.extract.sources import Context, Source, distinct
from nlp.lang import expression
from nlp.lang.changes import ACTS, change_expression, change_words

MOST_OTHER_WORDS = 1  # of a clause that is nothing but a list of articles
CALLED_WITHIN = 40  # characters between an order's name and the brackets that say which it is
NEAR_OBJECT = 60  # characters between a verb and what it takes away, in the clauses beside it
_WORD = re.compile(r"[^\W\d_]{2,30}")


class Takings(SwapReader):
    """Takes away."""

    def __init__(self, context: Context, source: Source) -> None:
        super().__init__(context, source)
        self.kept: set[str] = set()
        self.only: set[str] = set()  # articles that alone shall come
        self.rest: tuple[int, int] | None = None  # where it is said that all others go
        self.told_only = False  # what goes is only told of somebody
        self.withdrawn: list[tuple[int, int]] = []

    def _act(self, clause: Clause) -> Act:
        low, high = clause.low, clause.high
        flat = self.source.flat[low:high]
        zero = bool(clause.mentions or len(self.skus) == 1) and self.zero.search(flat) is not None
        kept = self._is_kept(low, high) and not self._says("except_words", flat)
        neither = bool(clause.mentions) and self._told("NEITHER", self.source.sentence_at(low)[0], high) is not None
        if self._told("NOT_SHIPPED", low, high) and not clause.mentions and not clause.counts:
            return Act.NOTHING  # "if it has gone already, never mind"
        if not neither and not zero and self._verb(ACTS, clause) is None:
            return Act.KEEPS if kept else Act.NOTHING
        dated = any(low <= mention.start < high for mention in self.context.dates(self.source))
        removal = self._verb("TAKEN", clause)
        taken = removal is not None and not self._is_negated(low, *removal.span())
        unsent = not dated and self._told("UNSENT", low, high) is not None
        spared = removal is not None and not taken
        other = not clause.mentions and self._told("OTHER_OBJECT", low, high) is not None
        if self._is_slip(low, high) or (other and not self._told("WHOLE", low, high)):
            return Act.NOTHING
        if self._is_narrated(low, high) and not self._told("ASKED", 0, len(self.source.flat)):
            self.told_only = True  # "the customer cancelled 20": shall they go?
        if spared or (kept and not zero and not taken):
            return Act.KEEPS
        with_object = self._verb("TAKEN_WITH_OBJECT", clause) and not self._told("OTHER_PAPER", low, high) and (
            clause.mentions or self._told("WHOLE", low, high) or self._names_order(low, high)
            or self._told("THAT", low, high) is not None or clause.counts
        )  # fmt: skip
        gone = self._verb("GONE", clause) is not None
        return Act.TAKES_AWAY if taken or unsent or zero or neither or with_object or gone else Act.NOTHING

    def _verb(self, name: str | tuple[str, ...], clause: Clause) -> re.Match[str] | None:
        """What a clause does, said by a word that is no part of an article's name: "bin liners" are not binned.

        A name found in the verb alone, for its likeness, is none.
        """
        for match in change_words(name, self.context.languages).finditer(self.source.flat, clause.low, clause.high):
            inside = [m for m in clause.mentions if m.start <= match.start() and match.end() <= m.end]
            if not any(m.end - m.start > len(match.group()) for m in inside):
                clause.mentions = [mention for mention in clause.mentions if mention not in inside]
                return match
        return None

    def _is_narrated(self, low: int, high: int) -> bool:
        """ "the school cut a wing off the job": somebody did something, and not to this order."""
        verb = self._told(("TAKEN", "GONE"), low, high)
        if verb is None:
            return False
        told = expression(rf"(?<!\w)(?:{self._table('SOMEBODY')})$")
        return told.search(self.source.flat[max(low, verb.start() - NEAR_OBJECT) : verb.start()]) is not None

    def _is_negated(self, low: int, start: int, end: int) -> bool:
        """ "please do not cancel", "n'annulez pas": it stays after all; "not needed" denies nothing."""
        flat = self.source.flat
        words = self.context.words("negations")
        if expression(rf"(?<!\w)(?:{words}|plus|nix|nimmer)(?!\w)|n't").search(flat, start, end):
            return False
        before, behind = flat[max(low, start - 16) : start], flat[end : end + 5]
        denied = expression(rf"(?<!\w)(?:{words})[ ](?:\w{{1,7}}[ ]){{0,1}}$|(?<!\w)n[e'][ ]?$").search(before)
        return denied is not None and re.match(r"\s?(?:plus|mehr|any)\b", behind) is None

    def _is_bare(self, clause: Clause) -> bool:
        """Nothing but articles and the words that hang together with them."""
        idle = expression(self.context.words("units", "list_words", "definite_words", "request_words", "only_words"))
        left = [
            match.group()
            for match in _WORD.finditer(self.source.flat, clause.low, clause.high)
            if not any(m.start <= match.start() < m.end for m in clause.mentions)
            and match.group() not in IDLE
            and not idle.fullmatch(match.group())
            and not expression(self._table("LISTED")).fullmatch(match.group())
        ]
        return len(left) < MOST_OTHER_WORDS

    def _names_order(self, low: int, high: int) -> bool:
        """Whether a clause names the order by its number, or by a word for it."""
        named = any(n.source.name == self.source.name and low <= n.start < high for n in self.meant.named)
        return named or self._told("WHOLE", low, high) is not None

    def _take_away(self, clause: Clause, mentions: list[Mention], counts: list[Count], named: Mention | None) -> None:
        """The articles of a clause that takes them away; without one, what has its quantity, or all of it."""
        low, high = clause.low, clause.high
        flat = self.source.flat[low:high]
        if mentions and self._says("except_words", flat):
            self.kept.update(mention.sku for mention in mentions if mention.sku)
            self.rest = (low, high)
            return
        if self._told("REST", low, high) and not mentions:
            self.rest = (low, high)
            return
        skus = distinct(mention.sku for mention in mentions if mention.sku)
        if not skus and not mentions:
            skus = distinct(sku for count in counts if (sku := self._with_quantity(count.value)))
        if not skus and not mentions:
            self._without_article(clause, named)
            return
        for sku in skus:
            mention = next((mention for mention in mentions if mention.sku == sku), None)
            self._add(sku, self._left_of(sku, counts, mention), low, high, mention, own=True)
        if mentions and not skus:
            self._several_lines(clause, mentions[0])

    def _calls_order(self, start: int, end: int, counts: list[Count]) -> bool:
        """ "Cancel the order (tabs and cleaner)": brackets behind the order's name say which one is meant."""
        if counts or self._told("TAKEN", start, end) is None:
            return False
        inside = list(BRACKETS.finditer(self.source.text, start, end))
        named = expression(rf"(?<!\w)(?:{self.context.words('order_words')})(?!\w)[^()]{{0,{CALLED_WITHIN}}}$")
        if len(inside) != 1 or not named.search(self.source.flat, start, inside[0].start()):
            return False
        return not any(self.namer.mentions(*span) for span in ((start, inside[0].start()), (inside[0].end(), end)))

    def _several_lines(self, clause: Clause, mention: Mention) -> None:
        """ "a single cloth", "die Handschuhe": words that fit several lines mean all of them, or no one knows which."""
        if self._names_order(clause.low, clause.high) and set(mention.skus) >= set(self.skus):
            self._withdraw(Withdrawal.OF_THE_ORDER)
        elif self.order is not None and set(mention.skus) == set(self.skus):
            self._withdraw(Withdrawal.ASKED)
        else:
            self._add(None, Decimal(0), clause.low, clause.high, mention, own=True)

    def _without_article(self, clause: Clause, named: Mention | None) -> None:
        """Something is withdrawn and no article named: the one of the clause before, an unknown one, or the order."""
        low, high = clause.low, clause.high
        asked = self._told("TAKEN", low, high) or self._told("UNSENT", low, high)
        if self._told("DAY_TAKEN", low, high) is not None:
            return
        that = self._told("THAT", low, high) is not None
        named_here = named is not None and named.sku is not None
        if self._told("WHOLE", low, high) or (self._names_order(low, high) and not (named_here and that)):
            self._withdraw(Withdrawal.OF_THE_ORDER)
        elif named is not None and named.sku is not None:
            self._add(named.sku, Decimal(0), low, high, named)
        elif self._takes_back(low, high):
            self.withdrawn.append((max(0, low - NEAR_OBJECT), high))
        elif asked and self._of_the_topic(low, high) and (topic := self._topic()) is not None and topic.sku:
            self._add(topic.sku, Decimal(0), low, high, topic)
        elif self._is_narrated(low, high):
            self._withdraw(Withdrawal.SPOKEN_OF)
        elif asked and (noun := self._unknown_object(low, high)) is not None:
            self._add(None, Decimal(0), low, high, noun, own=True)
        else:
            asked = asked or self._told("TAKEN_WITH_OBJECT", low, high)
            self._withdraw(Withdrawal.ASKED if asked else Withdrawal.SPOKEN_OF)

    def _takes_back(self, low: int, high: int) -> bool:
        """ "…, no, scratch that": takes back what the same sentence has asked for."""
        corrected = change_expression("CORRECTED", self.context.languages)
        before = self.source.flat[max(0, low - 14) : low]
        denied = expression(rf"(?<!\w)(?:{corrected})\W{{1,3}}$").search(before)
        return denied is not None and self._told("THAT", low, high) is not None

    def _of_the_topic(self, low: int, high: int) -> bool:
        """ "Take them off", "bitte rausnehmen": the line that was spoken of, not the order."""
        return self._pointed(low, high) or (len(self.skus) > 1 and self._told("LINE_VERB", low, high) is not None)

    def _pointed(self, low: int, high: int) -> bool:
        return self._told("POINTED", low, high) is not None

    def _unknown_object(self, low: int, high: int) -> Mention | None:
        """ "scratch the smalls": a thing that no line of the order is called."""
        if len(self.skus) < 2:
            return None
        words = self.context.words("order_words", "whole_order", "other_documents", "delivery_date_words", "units")
        known = expression(rf"(?:{words}|{self._table('NO_THING')})\w{{0,2}}")
        thing = expression(rf"(?<!\w)(?:{self._table('DETERMINED')}) (?P<noun>[^\W\d_]{{3,24}})")
        match = thing.search(self.source.flat, low, high)
        if match is None or known.fullmatch(match["noun"]):
            return None
        return Mention((), *match.span("noun"), 0.0)

    def _is_one(self, mention: Mention) -> bool:
        """ "take a pump off", and not "we do not need a pump"."""
        start, flat = self.source.sentence_at(mention.start)[0], self.source.flat
        one = expression(rf"(?<!\w)(?:{self._table('ONE')})[ ]$")
        return (
            one.search(flat[max(0, mention.start - 10) : mention.start]) is not None
            and self._told("UNSENT", start, mention.start) is None
            and not self._says("negations", flat[start : mention.end + NEAR_OBJECT])
        )

    def _left_of(self, sku: str, counts: list[Count], mention: Mention | None) -> Decimal:
        """ "take 5 of them off", "a pump can go": the others stay."""
        ordered, counts = self._ordered(sku), [count for count in counts if not count.article]
        if mention is not None and not counts and ordered is not None and ordered > 1 and self._is_one(mention):
            return ordered - 1
        fewer = [count.value for count in counts if ordered is not None and count.value < ordered]
        return ordered - fewer[0] if ordered is not None and len(fewer) == 1 and len(counts) == 1 else Decimal(0)

    def _takes_as_many(self, clause: Clause, parts: list[Clause]) -> bool:
        """ "Take off 10 bowls and 10 cups": so many of the second too."""
        place = parts.index(clause)
        before = parts[place - 1] if place else None
        counted = len(clause.counts) == 1 and not clause.counts[0].article and bool(clause.mentions)
        return (
            before is not None and counted and clause.act is Act.NOTHING and before.act is Act.TAKES_AWAY
            and len(before.counts) == 1 and bool(before.mentions) and self._is_bare(clause)
        )  # fmt: skip

    def _share(self, parts: list[Clause]) -> None:
        """ "the pump, the seals and the grease": a clause of articles alone does what the one beside it does."""
        for order in (parts, parts[::-1]):
            last = Act.NOTHING
            for clause in order:
                if order is parts and self._takes_as_many(clause, parts):
                    clause.act = Act.TAKES_AWAY
                if clause.bare and clause.act is Act.NOTHING and last is Act.TAKES_AWAY:
                    clause.act, clause.shared = last, True
                others = not clause.mentions and self._told("REST", clause.low, clause.high)
                last = Act.NOTHING if others else clause.act if clause.mentions or not clause.bare else last
                if clause.counts:
                    last = Act.NOTHING
        for clause, following in itertools.pairwise(parts):
            if clause.counts and not clause.mentions and following.bare and following.act is Act.NOTHING:
                clause.mentions = following.mentions  # "send 30, of the brackets"
