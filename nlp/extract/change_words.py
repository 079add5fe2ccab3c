"""What the words around a number or an article say of it in a change: old, fewer, more, none, in another's place."""

from __future__ import annotations

import re

from nlp.extract.change_names import Mention
from nlp.extract.order.quantities import Count
from nlp.extract.sources import Context, Source
from nlp.lang import abroad, compiled, expression

OLD_BEFORE = 14  # characters between "instead of" and the old quantity

_POSITION = re.compile(
    r"(?:pos|position|posten|ligne|line|item|zeile)\.?[ ]?(?:nr\.?|no\.?|n°)?[ ]?$|(?:^|\n)[ ]{0,4}$"
)
_NOT_ONLY = r"(?<!nur )(?<!bloss )(?<!lediglich )"  # "nur noch 5" are fewer
_LISTED = re.compile(r"[.)][ ]")
_POINTED = re.compile(r"(?<!\w)(?:this|that|which|the|each|every) ones?[ ]?$")  # stands for a thing, counts none


class ChangeWords:
    """Asks the words of one text."""

    def __init__(self, context: Context, source: Source) -> None:
        self.context, self.source = context, source

    def _is_label(self, count: Count) -> bool:
        """The number of a position or of a list; "this one" stands for a thing."""
        flat = self.source.flat
        placed = _POSITION.search(flat[max(0, count.start - 14) : count.start]) and (
            flat[count.start - 1 : count.start].strip() or _LISTED.match(flat, count.bare_end or count.end)
        )
        return bool(placed or _POINTED.search(flat[max(0, count.start - 10) : count.end]))

    def _is_denied(self, mention: Mention) -> bool:
        """ "no napkins", "ohne die Servietten"."""
        before = self.source.flat[max(0, mention.start - 14) : mention.start]
        return bool(expression(rf"(?<!\w)(?:{self.context.words('none_of')})[ ]?$").search(before))

    def _is_replaced(self, mention: Mention) -> bool:
        before = self.source.flat[max(0, mention.start - 34) : mention.start]
        words = self.context.words("instead_of")
        return bool(
            expression(rf"(?<!\w)(?:{words})[ ](?:(?:the|der|den|des|les|die|in|en|\d{{1,5}})[ ]){{0,3}}$").search(
                before
            )
        )

    def _is_less(self, count: Count) -> bool:
        """ "two fewer tables", "deux tables de moins", "zwei weniger"."""
        behind = self.source.flat[count.end : count.end + 26]
        return bool(
            expression(rf"[ ]?(?:\w{{1,14}}[ ]){{0,2}}(?:{self.context.words('reductions')})(?!\w)").match(behind)
        )

    def _adds(self, count: Count) -> bool:
        """ "another 5", "5 de plus", "zusätzlich 5"."""
        words, flat = self.context.words("additions"), self.source.flat
        before, behind = flat[max(0, count.start - 20) : count.start], flat[count.end : count.end + 12]
        return bool(
            expression(rf"(?<!\w){_NOT_ONLY}(?:{words})[ ](?:\w{{1,8}}[ ])?$").search(before)
            or expression(rf"[ ]?(?:de )?(?:{words})(?!\w)").match(behind)
        )

    def _is_old(self, count: Count) -> bool:
        """ "instead of 4", "pas 12", "bisher 30", "from 24"."""
        words = self.context.words("instead_of", "negations")
        before = self.source.flat[max(0, count.start - OLD_BEFORE - 12) : count.start]
        return bool(
            expression(rf"(?<!\w)(?:{words})[ ]{{1,2}}(?:the |der |den |des |les |die |nur |only )?$").search(before)
        )

    def _is_known(self, count: Count, was: list[Count]) -> bool:
        """ "the 10 bags": so many are ordered; no new number, unless it is compared with the old one."""
        before = self.source.flat[max(0, count.start - 8) : count.start]
        return not was and bool(expression(rf"(?<!\w)(?:{self.context.words('definite_words')})[ ]$").search(before))

    def _removals(self, start: int, end: int) -> list[int]:
        """Where a line or sentence takes something away."""
        patterns = [pattern for pack in self.context.lexicons for pattern in pack.removals]
        patterns += abroad.REMOVALS if len(self.context.languages) > 1 else ()
        flat = self.source.flat[start:end]
        return [start + match.start() for pattern in patterns for match in compiled(pattern).finditer(flat)]

    def _says(self, words: str, flat: str) -> bool:
        return bool(expression(rf"(?<!\w)(?:{self.context.words(words)})(?!\w)").search(flat))
