"""What the words around a number or an article say of it in a change: old, fewer, more, none, in another's place."""

# ruff: noqa: E501  # a pattern is one line

from __future__ import annotations

import re

from nlp.extract.change_names import Mention
from nlp.extract.order.quantities import Count
from nlp.extract.sources import Context, Source
from nlp.lang import expression
from nlp.lang.changes import change_expression, change_words

OLD_BEFORE = 14  # characters between "instead of" and the old quantity
UP_TO = 40  # characters between two numbers of which the second is the new one

_POSITION = re.compile(
    r"(?:pos|position|posten|ligne|line|item|zeile)\.?[ ]?(?:nr\.?|no\.?|n°)?[ ]?$|(?:^|\n)[ ]{0,4}$"
)
_NOT_ONLY = r"(?<!nur )(?<!bloss )(?<!lediglich )"  # "nur noch 5" are fewer
_LISTED = re.compile(r"[.)][ ]")
_POINTED = re.compile(
    r"(?<!\w)(?<!just )(?<!only )(?:this|that|which|the|each|every) ones?[ ]?$"
)  # stands for a thing, counts none
_TO = r"(?:to|up to|down to|auf|bis|a|à|vers|naar|op|na|til|till|->|→|=>|>)"
_ARROW = re.compile(r"\s?(?:-+>|=+>|→|>+)\s?")
_DEFINITE_BEFORE = r"(?:the |der |den |des |les |die |nur |only |de |van |dem |d')?"
_LABELLED_OLD = re.compile(r"(?<!\w)(?:old|alt|alte|ancien(?:ne)?|bisher\w{0,2}|vorher|previous(?:ly)?|was|war|waren|were|avant|actuel\w{0,4}|ordered|bestellt|commande|oud|vecchi[oa]|antes|antigu[oa]|prima)(?: (?:qty|quantity|menge|quantite|stuckzahl|anzahl|number|value|wert))?\s?[:=]?\s?$")  # fmt: skip
_POLITE = re.compile(
    r"(?:[\s,.!;?]{1,3}(?:merci|danke|thanks|thank you|svp|bitte|please|au revoir|gracias|grazie|obrigad[oa]|bedankt)\b){1,3}\W{0,3}$"
)
_MORE_BEHIND = re.compile(
    r"[ ]?(?:[\w'-]{1,20}[ ]){0,4}?(?<!nicht )(?:en plus|de plus|mehr|dazu|extra|zusatzlich|in addition|on top|supplementaires?|"
    r"obendrauf|erbij|in piu|de mas|a mais|wiecej|mere|till)(?!\w)"
)
ZERO = re.compile(
    r"(?:(?<![\w.,/-])0(?![\w.,/-]|[ ]?[%€])(?=\W*$|[ ]?(?:[,;.)\n(]|x\b|de\b|of\b|von\b|st|pc|pi|statt|instead|rather|au lieu|please|bitte|svp|s'il|merci|setz|stell|reduz|andern|\w{1,12}$))|(?:\b(?:to|auf|a|à|op|naar|na|til)|[:=>])[ ]?(?:zero|null|zéro|cero|zer[oa]|nul|nil|none|nothing|rien|nichts|keine?)(?!\w))"
)


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
        words = self.context.words("none_of")
        return bool(
            expression(rf"(?<!\w)(?:{words})[ ]?(?:(?:the|any|more|die|das|den|la|le|les|des)[ ])?$").search(before)
        )

    def _is_replaced(self, mention: Mention) -> bool:
        before = self.source.flat[max(0, mention.start - 34) : mention.start]
        words = f"{self.context.words('instead_of')}|{change_expression('INSTEAD', self.context.languages)}"
        return bool(
            expression(
                rf"(?<!\w)(?:{words})[ ](?:(?:the|der|den|des|les|die|du|de|la|le|in|en|\d{{1,5}})[ ]){{0,3}}$"
            ).search(before)
        )

    def _is_less(self, count: Count) -> bool:
        """ "two fewer tables", "deux tables de moins", "fünf Schachteln Holzschrauben weniger"."""
        behind = self.source.flat[count.bare_end or count.end : count.end + 44]
        return bool(
            expression(rf"[ ]?(?:[\w.-]{{1,20}}[ ]){{0,4}}?(?:{self.context.words('reductions')})(?!\w)").match(behind)
        )

    def _adds(self, count: Count) -> bool:
        """ "another 5", "5 de plus", "zusätzlich 5"."""
        words, flat = self.context.words("additions"), self.source.flat
        before, behind = flat[max(0, count.start - 20) : count.start], flat[count.end : count.end + 26]
        return bool(
            expression(rf"(?<!\w){_NOT_ONLY}(?:{words})[ ](?!que )(?:\w{{1,8}}[ ])?$").search(before)
            or flat[count.start : count.bare_end].startswith("another")
            or expression(rf"[ ]?(?:\w{{1,14}}[ ])?(?:de )?(?:{words})(?!\w)").match(behind)
            or self._told("ADDING", max(0, count.start - UP_TO), min(len(flat), count.end + UP_TO))
            or _MORE_BEHIND.match(flat, count.end, count.end + UP_TO)
        )

    def _shift(self, count: Count, low: int, high: int) -> int:
        """ "reduce by 10": -1, "um 10 erhöhen": 1; 0 where the number is no difference."""
        flat, languages = self.source.flat, self.context.languages
        by = expression(rf"(?<!\w)(?:{change_expression('BY', languages)})[ ]$")
        if not by.search(flat[max(low, count.start - 6) : count.start]):
            return 0
        if expression(rf"\W{{0,2}}(?:\w{{1,12}}[ ])?{_TO}[ ]\d").match(flat[count.end : count.end + 24].lstrip(" ")):
            return 0  # "de 50 à 30"
        for name, sign in (("LOWERED", -1), ("RAISED", 1)):
            if change_words(name, languages).search(flat, low, high):
                return sign
        return 0

    def _is_old(self, count: Count) -> bool:
        """ "instead of 4", "pas 12", "bisher 30", "from 24", "24 -> 30"."""
        languages, flat = self.context.languages, self.source.flat
        words = f"{self.context.words('instead_of', 'negations')}|{change_expression('INSTEAD', languages)}"
        before = flat[max(0, count.start - OLD_BEFORE - 12) : count.start]
        behind = flat[count.end : count.end + UP_TO]
        return bool(
            expression(rf"(?<!\w)(?:{words})[ ]{{1,2}}{_DEFINITE_BEFORE}$").search(before)
            or _LABELLED_OLD.search(before)
            or _ARROW.match(behind)
            or (
                expression(r"(?<!\w)(?:de|von|from|van|da|z|fra|fran)[ ]$").search(before)
                and expression(rf"[ ](?:\w{{1,12}}[ ])?{_TO}[ ]\d").match(behind)
            )
        )

    def _is_known(self, count: Count, was: list[Count]) -> bool:
        """ "the 10 bags": so many are ordered; no new number, unless it is compared with the old one."""
        before = self.source.flat[max(0, count.start - 8) : count.start]
        return not was and bool(expression(rf"(?<!\w)(?:{self.context.words('definite_words')})[ ]$").search(before))

    def _is_corrected(self, count: Count, after: Count) -> bool:
        """ "30, nein 40": the first of two numbers was a slip."""
        between = self.source.flat[count.end : after.start]
        if len(between) > UP_TO:
            return False
        words = change_expression("CORRECTED", self.context.languages)
        return bool(expression(rf"[ ]?\w{{0,14}}[ ]?[,.!…-]{{1,3}}[ ]?(?:{words})(?!\w)[^\d]{{0,20}}$").match(between))

    def _told(self, name: str | tuple[str, ...], low: int, high: int) -> re.Match[str] | None:
        """Where a clause says what a table of changes holds."""
        return change_words(name, self.context.languages).search(self.source.flat, low, high)

    def _is_kept(self, low: int, high: int) -> bool:
        """A clause that says that something stays."""
        flat = self.source.flat[low:high]
        last = change_words("KEPT_LAST", self.context.languages)
        said = self._says("unchanged", flat) or self._told("KEPT", low, high) is not None
        ending = _POLITE.sub("", flat).rstrip(" .!?;,\n")
        return said or any(match.end() == len(ending) for match in last.finditer(ending))

    def _says(self, words: str, flat: str) -> bool:
        return bool(expression(rf"(?<!\w)(?:{self.context.words(words)})(?!\w)").search(flat))
