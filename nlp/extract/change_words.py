"""What the words around a number or an article say of it in a change: old, fewer, more, none, in another's place.

The words themselves stand with their languages, in `nlp.lang.changes` and `nlp.lang.change_signs`.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cached_property

from nlp.extract.article_words import MEASURES
from nlp.extract.change_names import Mention
from nlp.extract.order.quantities import Count
from nlp.extract.sources import Context, Source
from nlp.lang import alternatives, expression
from nlp.lang.changes import change_expression, change_words

OLD_BEFORE = 14  # characters between "instead of" and the old quantity
UP_TO = 40  # characters between two numbers of which the second is the new one
SHORT_CLAUSE = 4  # words
SHORT = 14  # characters before a number in which a word that belongs to it stands

_OTHER_NUMBER = re.compile(r"(?<!\d)0\d(?:[ ./-]?\d\d)|\d{2,4}[ ./-]\d{2,4}[ ./-]\d{2}|\d\.[ ][a-z]")
_LINE_START = re.compile(r"(?:^|\n)[ ]{0,4}$")
_LISTED = re.compile(r"[.)/][ ]")
_ARROW = re.compile(r"\s?(?:-+>|=+>|→|>+)\s?")
_NAUGHT = rf"(?<![\w.,/-])0(?![\w.,/-]|[ ]?[%€\d]|[ ](?:{alternatives(MEASURES)})(?!\w))"
_ARROWS = "->|→|=>|>"
BRACKETS = re.compile(r"\([^()\n]{3,90}\)")


class ChangeWords:
    """Asks the words of one text."""

    def __init__(self, context: Context, source: Source) -> None:
        self.context, self.source = context, source
        self.quantities: frozenset[Decimal] = frozenset()  # that are ordered

    def _table(self, *names: str) -> str:
        """The words of tables of changes, as a part of an expression."""
        return "|".join(change_expression(name, self.context.languages) for name in names)

    @cached_property
    def _to(self) -> str:
        return rf"(?:{self._table('TO')}|{_ARROWS})"

    @cached_property
    def zero(self) -> re.Pattern[str]:
        """ "0", "auf null": none is wanted."""
        return expression(rf"{_NAUGHT}|(?:(?<!\w){self._to}|[=:])[ ]?(?:{self._table('NAUGHT')})(?!\w)")

    def _is_label(self, count: Count) -> bool:
        """The number of a position or of a list, an hour; "this one" stands for a thing."""
        flat = self.source.flat
        hours = rf"[ ]?(?:[^\W\d]{{1,3}}|[-–])[ ]?\d{{1,2}}(?:[:.]\d\d)?[ ]?(?:{self._table('CLOCK')})(?!\w)"
        if expression(hours).match(flat, count.bare_end or count.end):
            return True  # "zwischen 7 und 9 Uhr"
        before = flat[max(0, count.start - SHORT) : count.start]
        signs = self.context.words("number_signs")
        position = rf"(?<!\w)(?:{self.context.words('position_words')})\.?[ ]?(?:{signs})?[ ]?$"
        placed = (expression(position).search(before) or _LINE_START.search(before)) and (
            flat[count.start - 1 : count.start].strip() or _LISTED.match(flat, count.bare_end or count.end)
        )
        pointed = expression(rf"(?<!\w)(?:{self._table('ONE_OF_A_KIND')})[ ]?$")
        return bool(placed or pointed.search(flat[max(0, count.start - 10) : count.end]))

    def _is_told_aside(self, count: Count) -> bool:
        """ "(found two rolls behind the racking)": words in brackets about what is there, and no new quantity."""
        low, high = self.source.sentence_at(count.start)
        inside = next(
            (m for m in BRACKETS.finditer(self.source.text, low, high) if m.start() < count.start < m.end()), None
        )
        return inside is not None and self._told(("AT_HAND", "RECEIVED"), *inside.span()) is not None

    def _is_denied(self, mention: Mention) -> bool:
        """ "no napkins", "ohne die Servietten"."""
        before = self.source.flat[max(0, mention.start - SHORT) : mention.start]
        words = f"{self.context.words('none_of')}|{self._table('NAUGHT')}"
        return bool(expression(rf"(?<!\w)(?:{words})[ ]?(?:(?:{self._table('ARTICLE', 'SIZED')})[ ])?$").search(before))

    def _is_replaced(self, mention: Mention) -> bool:
        before = self.source.flat[max(0, mention.start - 34) : mention.start]
        words = f"{self.context.words('instead_of')}|{self._table('INSTEAD')}"
        articles = rf"(?:(?:{self._table('ARTICLE')}|\d{{1,5}})[ ]?){{0,3}}"
        return bool(expression(rf"(?<!\w)(?:{words})[ ]{articles}$").search(before))

    def _is_less(self, count: Count) -> bool:
        """ "two fewer tables", "deux tables de moins", "fünf Schachteln Holzschrauben weniger"."""
        behind = self.source.flat[count.bare_end or count.end : count.end + 44]
        return bool(
            expression(rf"[ ]?(?:[\w.-]{{1,20}}[ ]){{0,4}}?(?:{self.context.words('reductions')})(?!\w)").match(behind)
        )

    def _adds(self, count: Count) -> bool:
        """ "another 5", "5 de plus", "zusätzlich 5", "+5"."""
        words, flat = self.context.words("additions"), self.source.flat
        before, behind = flat[max(0, count.start - 20) : count.start], flat[count.end : count.end + 26]
        more = expression(rf"[ ]?(?:[\w'-]{{1,20}}[ ]){{0,4}}?(?:{self._table('MORE_BEHIND')})(?!\w)")
        return bool(
            before.rstrip(" ").endswith("+")
            or self._more_before(before)
            or flat[count.start : count.bare_end].startswith("another")
            or expression(rf"[ ]?(?:\w{{1,14}}[ ])?(?:de )?(?:{words})(?!\w)").match(behind)
            or self._told("ADDING", max(0, count.start - UP_TO), min(len(flat), count.end + UP_TO))
            or more.match(flat, count.end, count.end + UP_TO)
        )

    def _more_before(self, before: str) -> bool:
        """ "zusätzlich 5", "noch 5", and not "nur noch 5"."""
        words = self.context.words("additions")
        more = expression(rf"(?<!\w)(?:{words})[ ](?!que )(?:\w{{1,8}}[ ])?$").search(before)
        fewer = expression(rf"(?<!\w)(?:{self._table('JUST')})[ ]$")
        return more is not None and fewer.search(before[: more.start()]) is None

    def _shift(self, count: Count, low: int, high: int) -> int:
        """ "reduce by 10": -1, "um 10 erhöhen": 1; 0 where the number is no difference."""
        flat, languages = self.source.flat, self.context.languages
        by = expression(rf"(?<!\w)(?:{self._table('BY')})[ ]$")
        if not by.search(flat[max(low, count.start - 6) : count.start]):
            return 0
        if expression(rf"\W{{0,2}}(?:\w{{1,12}}[ ])?{self._to}[ ]\d").match(flat[count.end : count.end + 24].lstrip()):
            return 0  # "de 50 à 30"
        for name, sign in (("LOWERED", -1), ("RAISED", 1)):
            if change_words(name, languages).search(flat, low, high):
                return sign
        return 0

    def _is_old(self, count: Count) -> bool:
        """ "instead of 4", "pas 12", "bisher 30", "from 24", "24 -> 30"."""
        flat = self.source.flat
        words = f"{self.context.words('instead_of', 'negations')}|{self._table('INSTEAD')}"
        before = flat[max(0, count.start - OLD_BEFORE - 12) : count.start]
        behind = flat[count.end : count.end + UP_TO]
        labelled = rf"(?<!\w)(?:{self._table('OLD_LABEL')})(?: (?:{self._table('AMOUNT_NOUN')}))?\s?[:=]?\s?$"
        return bool(
            expression(rf"(?<!\w)(?:{words})[ ]{{1,2}}(?:(?:{self._table('ARTICLE')})[ ]?)?$").search(before)
            or expression(labelled).search(before)
            or _ARROW.match(behind)
            or (
                expression(rf"(?<!\w)(?:{self._table('FROM')})[ ]$").search(before)
                and expression(rf"[ ]?(?:\w{{1,12}}[ ])?{self._to}[ ]\d").match(behind)
            )
        )

    def _leads_to(self, count: Count, after: Count) -> bool:
        """ "90 to 60": nothing but "to" between two numbers."""
        between = self.source.flat[count.bare_end or count.end : after.start]
        return expression(rf"[ ]?(?:\w{{1,12}}[ ])?{self._to}[ ]?").fullmatch(between) is not None

    def _is_known(self, count: Count, was: list[Count]) -> bool:
        """ "the 10 bags": so many are ordered; no new number, unless it is compared with the old one."""
        before = self.source.flat[max(0, count.start - 8) : count.start]
        start, end = self.source.sentence_at(count.start)
        if (
            self.quantities
            and count.value not in self.quantities
            and self._says("only_words", self.source.flat[start:end])
        ):
            return False  # "we'll only take the 18 bottles"
        return not was and bool(expression(rf"(?<!\w)(?:{self.context.words('definite_words')})[ ]$").search(before))

    def _is_corrected(self, count: Count, after: Count) -> bool:
        """ "30, nein 40": the first of two numbers was a slip."""
        between = self.source.flat[count.end : after.start]
        if len(between) > UP_TO:
            return False
        words = self._table("CORRECTED")
        return bool(expression(rf"[ ]?\w{{0,14}}[ ]?[,.!…-]{{1,3}}[ ]?(?:{words})(?!\w)[^\d]{{0,20}}$").match(between))

    def _is_report(self, low: int, high: int) -> bool:
        """ "we got 38 instead of 40": what came, and nothing is asked."""
        flat = self.source.flat[low:high]
        return self._told("RECEIVED", low, high) is not None and not ("?" in flat or self._says("request_words", flat))

    def _is_wish(self, count: Count, low: int, high: int) -> bool:
        """Whether a number of nothing that is known may be a new quantity: it has a unit, "to" before it, few words."""
        flat = self.source.flat
        if _OTHER_NUMBER.search(flat[max(0, count.start - 12) : count.end + 4]):
            return False  # a telephone number, "der 24. wäre gut"
        led = expression(rf"(?<!\w){self._to}[ ]$").search(flat[max(low, count.start - 8) : count.start])
        short = len(flat[low:high].split()) <= SHORT_CLAUSE
        asked = self._says("request_words", flat[low:high])
        return bool(count.unit or led or short or asked or self._adds(count))

    def _told(self, name: str | tuple[str, ...], low: int, high: int) -> re.Match[str] | None:
        """Where a clause says what a table of changes holds."""
        return change_words(name, self.context.languages).search(self.source.flat, low, high)

    def _is_kept(self, low: int, high: int) -> bool:
        """A clause that says that something stays."""
        flat = self.source.flat[low:high]
        last = change_words("KEPT_LAST", self.context.languages)
        said = self._says("unchanged", flat) or self._told("KEPT", low, high) is not None
        polite = expression(rf"(?:[\s,.!;?]{{1,3}}(?:{self._table('COURTESY')})\b){{1,3}}\W{{0,3}}$")
        ending = polite.sub("", flat).rstrip(" .!?;,\n")
        return said or any(match.end() == len(ending) for match in last.finditer(ending))

    def _says(self, words: str, flat: str) -> bool:
        return bool(expression(rf"(?<!\w)(?:{self.context.words(words)})(?!\w)").search(flat))
