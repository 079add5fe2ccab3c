"""Which articles of an order the words of a clause name, and where: the best of all short runs of words.

Where two lines of the order fit alike ("bureaux" of a desk and of a desk lamp), the one that the mail names nowhere
else is meant; without an order to choose from, only words that are an article's own count.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.extract.catalogue import Catalogue
from nlp.extract.likeness import Fit
from nlp.extract.order.stretches import clauses_of, stretches_of
from nlp.extract.sources import Source
from nlp.lang import expression

LONGEST_RUN = 4  # words
LEAST_COVERED = 0.72  # of the weight of a run's words
LEAST_SURE = 0.7  # in words that are the article's own, where any article of the catalogue may be meant
LEAST_LEAD = 0.12  # of the best score: so far ahead must the best article be
LEAST_LETTERS = 3  # of a word that names an article without a number beside it
_WORD = re.compile(r"[^\W_](?:[\w.,/'’-]{0,30}[^\W_])?")
MOST_WORDS = 60  # of a clause


@dataclass(frozen=True, slots=True)
class Mention:
    """text[start:end] names an article: `skus` are those that it may be, the only one if it is told."""

    skus: tuple[str, ...]
    start: int
    end: int
    score: float

    @property
    def sku(self) -> str | None:
        return self.skus[0] if len(self.skus) == 1 else None


class OrderNamer:
    """Names the articles of an order (`skus`; () for any of the catalogue) in one text."""

    def __init__(self, source: Source, catalogue: Catalogue, skus: Sequence[str], units: str) -> None:
        self.source, self.catalogue = source, catalogue
        self.unit = expression(rf"(?:(?:{units})\W{{0,3}}){{1,3}}")
        self.among = frozenset(skus) or None
        self._told: frozenset[str] | None = None

    def mentions(self, low: int, high: int) -> list[Mention]:
        """The articles that a clause names, in order; those named elsewhere are no longer in question here."""
        found = self._read(low, high)
        if not any(len(mention.skus) > 1 for mention in found):
            return found
        told = self._named_alone()
        return [
            Mention(tuple(sku for sku in each.skus if sku not in told) or each.skus, each.start, each.end, each.score)
            if len(each.skus) > 1
            else each
            for each in found
        ]

    def _named_alone(self) -> frozenset[str]:
        """Articles of the order that some clause of the text names beyond doubt."""
        if self._told is None:
            clauses = [clause for a, b in stretches_of(self.source) for clause in clauses_of(self.source, a, b)]
            read = [mention for a, b in clauses for mention in self._read(a, b)]
            self._told = frozenset(mention.sku for mention in read if mention.sku)
        return self._told

    def _read(self, low: int, high: int) -> list[Mention]:
        words = [(low + m.start(), low + m.end()) for m in _WORD.finditer(self.source.text[low:high])][:MOST_WORDS]
        runs = [
            mention
            for size in range(min(LONGEST_RUN, len(words)), 0, -1)
            for first in range(len(words) - size + 1)
            if (mention := self._mention(words[first][0], words[first + size - 1][1])) is not None
        ]
        kept: list[Mention] = []
        for mention in sorted(runs, key=lambda each: (len(each.skus) > 1, -each.score, each.start - each.end)):
            if not any(mention.start < other.end and other.start < mention.end for other in kept):
                kept.append(mention)
        return sorted(kept, key=lambda mention: mention.start)

    def _mention(self, start: int, end: int) -> Mention | None:
        """What a run of words names; None where they fit nothing, or fit it only by likeness."""
        text = self.source.text[start:end]
        if self.unit.fullmatch(self.source.flat, start, end):
            return None  # "boxes" are counted, not named
        numbered = {a.sku for _, _, a in self.catalogue.numbers_in(text) if self.among is None or a.sku in self.among}
        if len(numbered) == 1:
            return Mention((numbered.pop(),), start, end, 100.0)
        if not any(len(word) >= LEAST_LETTERS or word.isupper() for word in re.findall(r"[^\W\d_]+", text)):
            return None
        if not self.catalogue.likeness.begins_known(text, self.among):
            return None
        fits = [fit for fit in self.catalogue.likeness.ranked(text, among=self.among) if self._is_fit(fit, text)]
        if not fits:
            return None
        near = [fit.article.sku for fit in fits if fit.score >= fits[0].score * (1 - LEAST_LEAD)]
        return Mention(tuple(dict.fromkeys(near)), start, start + fits[0].places[-1][1], fits[0].score)

    def _is_fit(self, fit: Fit, text: str) -> bool:
        if fit.covered < LEAST_COVERED or not fit.places:
            return False
        if fit.places[0][0] > 0 and not re.fullmatch(r"\W*", text[: fit.places[0][0]]):
            return False  # the run begins before the first word that fits: a shorter one is as good
        if self.among is None:
            return fit.told and fit.sure >= LEAST_SURE
        whole = len(text) <= 2  # a size alone: "L"
        return fit.sure > 0.4 or (fit.covered >= 0.8 and fit.told and not whole)
