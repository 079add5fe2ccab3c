"""Which articles of an order the words of a clause name, and where.

Each word is asked which lines of the order it may mean; words side by side that agree on a line are one mention.
Where two lines fit alike ("bureaux" of a desk and of a desk lamp), the one that the mail names nowhere else is meant;
without an order to choose from, only words that are an article's own count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from nlp.extract.article_heads import heads_of
from nlp.extract.article_words import IDLE, Token, tokens_of
from nlp.extract.catalogue import CONTAINERS, Catalogue
from nlp.extract.goods import terms_in
from nlp.extract.order.quantities import Count
from nlp.extract.order.stretches import clauses_of, stretches_of
from nlp.extract.sources import Source
from nlp.lang import expression, fold
from nlp.lang.counting import ALL_DOZENS, ALL_UNITS

LEAST_COVERED = 0.72  # of a word's weight
LEAST_ALIKE = 0.8
EXACT = 0.95  # covered letter by letter
LEAST_LEAD = 0.12  # of the best score: so far ahead must the best article be
LEAST_LETTERS = 3  # of a word in small letters
MOST_WORDS = 60  # of a clause
WIDEST_GAP = 12  # characters between two words of one name
_TIMES = re.compile(r"\d[ ]?[xX×][ ]?")  # "5x 012": five of it
_SEVERAL_OF_A_SIZE = re.compile(r"(?:X{0,3}[SML]|XXL|XXXL)s")  # "the XLs"
_LETTER = re.compile(r"\d{1,5}[ ]?(?:[xX×][ ]?)?([SML])")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:[.,']\d{3}){1,2}")  # "1,000" is no "1"
MODEL_DIGITS = 4  # of a number that is a model rather than a quantity, where a line of the order has it
_CONTAINERS = frozenset(fold(word).strip(".") for word in (*ALL_UNITS, *CONTAINERS, *ALL_DOZENS))
_LINKS = "|".join(sorted({*IDLE, "a", "o", "sin", "sans", "ohne", "without"} - {"and", "et", "und"}))
_BETWEEN = re.compile(rf"[\s,.'/()\"x×-]*(?:(?:{_LINKS})[\s,.'-]{{1,2}}){{0,2}}")


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


@dataclass(frozen=True, slots=True)
class _Word:
    """A word and how well it fits each article that it may mean.

    `bare`: a number without a measure; `weak`: what goods come in ("boxes"), a name only where nothing else is one.
    """

    start: int
    end: int
    scores: dict[str, float]
    bare: bool = False
    weak: bool = False


class OrderNamer:
    """Names the articles of an order (`skus`; () for any of the catalogue) in one text."""

    def __init__(
        self, source: Source, catalogue: Catalogue, skus: Sequence[str], units: str, counts: Iterable[Count] = (),
        usual: frozenset[str] = frozenset(), numbers: Iterable[tuple[int, int]] = (),
    ) -> None:  # fmt: skip
        self.source, self.catalogue = source, catalogue
        self.unit = expression(rf"(?:(?:{units})\W{{0,3}}){{1,3}}")
        self.among = frozenset(skus) or None
        self.numbers = list(numbers)  # of documents: their letters name no article
        self.usual = usual  # what the customer has ordered before: told apart by it where the order is not known
        counts = list(counts)
        self.counted = [(count.start, count.bare_end or count.end) for count in counts]
        self.starts = frozenset(count.start for count in counts)
        self.units = [(count.start, count.end) for count in counts]
        self._told: frozenset[str] | None = None

    def mentions(self, low: int, high: int) -> list[Mention]:
        """The articles that a clause names, in order; those named elsewhere are no longer in question here."""
        found = self._read(low, high)
        if not any(len(mention.skus) > 1 for mention in found):
            return found
        told = self.named_alone()
        left = (tuple(sku for sku in each.skus if sku not in told) for each in found)
        return [replace(each, skus=skus or each.skus) for each, skus in zip(found, left, strict=True)]

    def named_alone(self) -> frozenset[str]:
        """Articles of the order that some clause of the text names beyond doubt."""
        if self._told is None:
            clauses = [clause for a, b in stretches_of(self.source) for clause in clauses_of(self.source, a, b)]
            read = [mention for a, b in clauses for mention in self._read(a, b)]
            self._told = frozenset(mention.sku for mention in read if mention.sku)
        return self._told

    def _read(self, low: int, high: int) -> list[Mention]:
        text = self.source.text[low:high]
        numbered = [each for each in self._numbered(text, low) if not self._is_in_number(each.start)]
        words = self._words(text, low, [*((each.start, each.end) for each in numbered), *self.numbers])
        runs = list(self._runs(sorted(words, key=lambda word: word.start)))
        named = [mention for run in runs if not run[0][0].weak and (mention := self._named(*run)) is not None]
        if not named and not numbered:
            named = [mention for run in runs if (mention := self._named(*run)) is not None]
        return sorted([*numbered, *named], key=lambda mention: mention.start)

    def _runs(self, words: Iterable[_Word]) -> Iterator[tuple[list[_Word], dict[str, float]]]:
        """Words side by side that agree on an article, and what they agree on; weak ones by themselves."""
        run: list[_Word] = []
        scores: dict[str, float] = {}
        for word in words:
            joined = _agreed(scores, word.scores) if run and self._is_joined(run[-1], word) else {}
            if word.weak and any(start <= word.start < end for start, end in self.units):
                continue
            if word.bare and (not joined or len(joined) == len(scores)) and self._is_counted(word):
                continue  # a quantity, unless it tells two lines apart that the words before it name
            if run and (not joined or word.weak != run[0].weak):
                yield run, scores
                run, joined = [], {}
            run, scores = [*run, word], joined or word.scores
        if run:
            yield run, scores

    def _is_in_number(self, place: int) -> bool:
        return any(start <= place < end for start, end in self.numbers)

    def _numbered(self, text: str, low: int) -> Iterator[Mention]:
        """Articles by their numbers."""
        for start, end, article in self.catalogue.numbers_in(text):
            if self.among is None or article.sku in self.among:
                yield Mention((article.sku,), low + start, low + end, 100.0)

    def _words(self, text: str, low: int, taken: Sequence[tuple[int, int]]) -> Iterator[_Word]:
        tokens = tokens_of(text)[:MOST_WORDS]
        terms = [(tokens[first].start, tokens[behind - 1].end) for first, behind, _ in terms_in(tokens)]
        for start, end in terms:
            if scores := self._fits(text[start:end]):
                taken = [*taken, (low + start, low + end)]
                yield _Word(low + start, low + end, scores)
        for token in tokens:
            start, end = low + token.start, low + token.end
            end = min((a for a, _ in self.units if start < a < end), default=end)  # "0,7 auf 360": a size, a quantity
            start = max(
                (b for a, b in self.units if a == start and b < end and _TIMES.search(text, a - low, b - low)),
                default=start,
            )
            written = self.source.text[start:end].strip()
            if _THOUSANDS.fullmatch(written):
                continue
            if _SEVERAL_OF_A_SIZE.fullmatch(written):
                end, written = end - 1, written[:-1]
            if (sized := _LETTER.fullmatch(written)) is not None and start in self.starts:
                start, written = start + sized.start(1), sized[1]  # "4 M": so many of size M
            if any(start < b and a < end for a, b in taken) or not self._may_name(token, written):
                continue
            if scores := self._fits(written):
                bare = written.isdigit() and len(written) < MODEL_DIGITS and not written.startswith("0")
                yield _Word(start, end, scores, bare, fold(written) in _CONTAINERS)

    def _may_name(self, token: Token, written: str) -> bool:
        if len(written) > 1 and self.unit.fullmatch(fold(written)) and fold(written) not in _CONTAINERS:
            return False  # "boxes" are counted, not named
        if token.word and len(written) < LEAST_LETTERS:
            return written.isupper() or (len(written) == 2 and written[0].isupper())
        return True

    def _fits(self, written: str) -> dict[str, float]:
        """The articles that a word or term may mean, and how well it fits them."""
        fits = self.catalogue.likeness.ranked(written, among=self.among)
        return {
            fit.article.sku: fit.score
            for fit in fits
            if fit.covered >= LEAST_COVERED and (fit.sure > 0.4 or (fit.covered >= LEAST_ALIKE and fit.told))
        }

    def _is_joined(self, last: _Word, word: _Word) -> bool:
        between = self.source.flat[last.end : word.start]
        return len(between) <= WIDEST_GAP and _BETWEEN.fullmatch(between) is not None

    def _is_counted(self, word: _Word) -> bool:
        """A number that counts goods, as far as one can see; alone it names none."""
        return any(start <= word.start < end for start, end in self.counted) or self.among is None

    def _named(self, run: Sequence[_Word], scores: dict[str, float]) -> Mention | None:
        start, end = run[0].start, run[-1].end
        if self.among is None:
            text = self.source.text[start:end]
            match = self.catalogue.likeness.only(text)
            if match is None and self.usual & scores.keys():
                return self._usually(start, end)
            return Mention((match.article.sku,), start, end, match.score) if match is not None else None
        scores = self._headed(self.source.text[start:end], scores)
        best = max(scores.values())
        near = tuple(sku for sku, score in scores.items() if score >= best * (1 - LEAST_LEAD))
        return Mention(near, start, end, best)

    def _headed(self, written: str, scores: dict[str, float]) -> dict[str, float]:
        """Of what the words may mean the goods themselves: no "lid for cups" where cups are ordered, too."""
        skus = self.among or scores.keys()
        articles = {sku: article for sku in skus if (article := self.catalogue.by_sku(sku)) is not None}
        heads, for_it = heads_of(written, articles)
        if not heads or not for_it & scores.keys():
            return scores
        best = max(scores.values())
        return {sku: score for sku, score in scores.items() if sku not in for_it} or dict.fromkeys(heads, best)

    def _usually(self, start: int, end: int) -> Mention | None:
        """What the customer means by words that fit several articles, letter by letter one of those it orders."""
        fits = self.catalogue.likeness.ranked(self.source.text[start:end], among=self.usual)
        exact = [fit for fit in fits if fit.sure >= EXACT]
        return Mention((exact[0].article.sku,), start, end, exact[0].score) if len(exact) == 1 else None


def _agreed(scores: dict[str, float], more: dict[str, float]) -> dict[str, float]:
    """What two words both may mean."""
    return {sku: score + more[sku] for sku, score in scores.items() if sku in more}
