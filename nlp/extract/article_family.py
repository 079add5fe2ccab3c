"""The one article of a kind that a few words tell from the others, and whether a choice is proven.

A line says in full what its goods are, the next often only what differs: "10 blue gloves M, 5 L and 2 black". What is
said fits one article of the kind and none of the others; and of several it is the one that keeps most of what was
said before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from nlp.book import ArticleEntry
from nlp.extract.article_heads import heads_of, without_purposes
from nlp.extract.article_index import EXACT, KIND_ALIKE
from nlp.extract.article_kin import CLOSE_FROM, HITS_FROM, Kin, number_of
from nlp.extract.article_spelling import is_cognate, shared
from nlp.extract.article_words import Token, tokens_of
from nlp.extract.likeness import PURPOSE, Fit
from nlp.lang import fold

LEAST_COGNATE = 0.75
STRONG = 0.8  # how alike a word must be to prove an article: its own letters, the part of a compound
MOST_WORDS = 5  # of a line that says only what differs
LEAST_HEAD = 4  # letters of a word that may be the last part of a compound


class Family(Kin):
    """The articles, told from each other."""

    def _ranking(self, text: str, beside: str, among: frozenset[str] | None) -> tuple[Fit, ...]:
        """As ranked by words alone, less what is only for the goods that the words name: "cups" are no lid for cups."""
        fits = super()._ranking(text, beside, among)
        if not any(PURPOSE.search(fold(name)) for fit in fits for name in fit.article.names):
            return fits
        heads, for_it = heads_of(text, {fit.article.sku: fit.article for fit in fits})
        if not heads or not for_it:
            return fits
        covered = max(fit.covered for fit in fits if fit.article.sku in for_it)
        return tuple(
            replace(fit, covered=max(fit.covered, covered)) if fit.article.sku in heads else fit
            for fit in fits
            if fit.article.sku not in for_it
        )

    def sibling(self, words: str, before: ArticleEntry, said: str, *, again: bool = False) -> ArticleEntry | None:
        """The article of the kind of `before` that has everything that `words` say and most of what was `said` of it.

        None where a word fits no article of the kind, or two articles fit alike. `again`: it may be `before` itself.
        """
        tokens = self._telling(words)
        if not 0 < len(tokens) <= MOST_WORDS:
            return None
        kin = self.kin_of(before.sku)
        fitting = set(kin)
        for token in tokens:
            fitting &= self._having(token, kin)
        own = self._places[before.sku]
        if not again and len(fitting) > 1:
            fitting.discard(own)
        if not fitting or (fitting == {own} and not again):
            return None
        kept = [self._having(token, kin) for token in self._telling(said)]

        def rank(index: int) -> tuple[float, float, int]:
            kinds = self._kinds[index] & self._kinds[own]
            return sum(index in each for each in kept), round(kin[index], 2), len(kinds)

        ranked = sorted(fitting, key=rank, reverse=True)
        if len(ranked) > 1 and rank(ranked[0]) == rank(ranked[1]):
            return None
        return self.articles[ranked[0]]

    def others(self, before: ArticleEntry, said: str) -> tuple[ArticleEntry, ...]:
        """The articles that are called like this one but for their size, with every other word said of it."""
        kin = self.kin_of(before.sku)
        own = self._places[before.sku]
        left = {i for i, share in kin.items() if share >= CLOSE_FROM}
        for token in self._telling(said):
            having = self._having(token, kin)
            if token.word or not self._is_size(own, number_of(token)):
                left &= having
        return tuple(self.articles[i] for i in sorted(left - {own}))

    def counted_as(self, words: str, unit: str) -> ArticleEntry | None:
        """The one article that comes in such a unit and is told from its kind by these numbers: "3 boxes of 120"."""
        tokens = self._telling(words)
        units = [form for token in tokens_of(unit) if token.word for form in (token.word, token.word.removesuffix("e"))]
        if not 0 < len(tokens) <= MOST_WORDS or not units or any(token.word for token in tokens):
            return None
        left = set.union(*(self._by_key.get(word, set()) for word in units))
        for token in tokens:
            left = {i for i in left if number_of(token) in self._kin_numbers(i)}
        return self.articles[left.pop()] if len(left) == 1 else None

    def companion(self, fits: Sequence[ArticleEntry], before: ArticleEntry, *, matching: bool) -> ArticleEntry | None:
        """The one of several articles that speaks of another one: the hardener for the primer named before.

        `matching`: it is asked for as what fits; then it is the one of the same size.
        """
        words = self._words_of(self._places[before.sku])
        shares = [max(len(a & b) for a in words for b in self._words_of(self._places[each.sku])) for each in fits]
        best = max(shares, default=0)
        if best and shares.count(best) == 1:
            return fits[shares.index(best)]
        sizes = self._kin_numbers(self._places[before.sku])
        same = [len(sizes & self._kin_numbers(self._places[each.sku])) for each in fits] if matching else []
        most = max(same, default=0)
        return fits[same.index(most)] if most and same.count(most) == 1 else None

    def narrowed(self, words: str, fits: Sequence[Fit]) -> tuple[Fit, ...]:
        """Those of the articles that fit which have every one of the words that some of them have.

        A number counts where it tells them apart: of "30 mm x 50 m" and "50 mm x 50 m", "tape of 50" is the other.
        """
        among = {self._places[fit.article.sku]: 1.0 for fit in fits}
        rows = [self._having(token, among) for token in self._telling(words)]
        had = {i: frozenset(n for n, row in enumerate(rows) if i in row) for i in among}
        return tuple(
            fit for fit in fits if not any(had[self._places[fit.article.sku]] < other for other in had.values())
        )

    def phrased(self, words: str, fits: Sequence[Fit]) -> ArticleEntry | None:
        """The one of several articles with all the words whose name says them in one breath: "ear muffs"."""
        said = [token.word for token in self._telling(words)]
        if not 1 < len(said) <= MOST_WORDS or not all(said):
            return None
        close = [fit.article for fit in fits if fit.told and len(fit.places) >= len(said)]
        whole = [
            article
            for article in close
            if any(
                [token.word for token in run] == said
                for name in article.names
                for run in _runs(tokens_of(name), len(said))
            )
        ]
        if len(whole) > 1:  # "calibration of a blood pressure monitor" is no monitor
            whole = [a for a in whole if any([t.word for t in tokens_of(n)][: len(said)] == said for n in a.names)]
        return whole[0] if len(whole) == 1 < len(close) else None

    def unmarked(self, fits: Sequence[Fit]) -> ArticleEntry | None:
        """The one of several articles with all the words of which the others are a size: "cuff" is no "large" one."""
        most = max((len(fit.places) for fit in fits if fit.told), default=0)
        close = [fit.article for fit in fits if fit.told and len(fit.places) == most]
        plain = [
            article
            for article in close
            if all(
                any(_is_marked(mine, theirs) for mine, theirs in zip(article.names, other.names, strict=False))
                for other in close
                if other is not article
            )
        ]
        return plain[0] if most > 1 and len(close) > 1 and len(plain) == 1 else None

    def proves(self, words: str, sku: str) -> bool:
        """Whether every word fits the article by its letters and no other article has all of them, or may have."""
        index = self._places[sku]
        tokens = self._telling(words)
        if not any(token.word and not token.is_attribute for token in tokens):
            return False
        numbers = self._kin_numbers(index)
        strong = all(self._spells(token, index) or number_of(token) in numbers for token in tokens)
        return strong and not self.rivals(words, sku)

    def _spells(self, token: Token, index: int) -> bool:
        """Whether a word is an article's by its letters: whole, as a part, with another ending ("nitrilo", "nitrile").

        A word for the same goods is too.
        """
        alike = self._of(token).get(index, 0.0)
        if alike >= EXACT or alike == KIND_ALIKE:
            return True
        names = (*self.articles[index].names, *self.articles[index].aliases)
        own = {each.word for name in names for each in tokens_of(name) if each.word}
        return alike >= LEAST_COGNATE and any(
            shared(token.word, other, numbered=False) >= STRONG or is_cognate(token.word, other) for other in own
        )

    def rivals(self, words: str, sku: str) -> tuple[ArticleEntry, ...]:
        """The other articles that have every one of the words that this one has."""
        index = self._places[sku]
        left = set(range(len(self.articles))) - {index}
        numbers = self._kin_numbers(index)
        for token in self._telling(words):
            found, number = self._of(token), number_of(token)
            if number and number in numbers:
                left = {i for i in left if number in self._kin_numbers(i)}
            elif found.get(index, 0.0) >= HITS_FROM:
                left = {i for i in left if found.get(i, 0.0) >= HITS_FROM}
        meant = without_purposes(words, {self.articles[i].sku: self.articles[i] for i in (*left, index)})
        return tuple(self.articles[i] for i in sorted(left) if self.articles[i].sku in meant)

    def namesakes(self, words: str, sku: str) -> tuple[ArticleEntry, ...]:
        """The other articles that are such goods by their own letters: a "Schukosteckdose" is a "Steckdose" too."""
        index = self._places[sku]
        tokens = self._telling(words)
        if not any(self._kinds_ending(token) - {index} for token in tokens if token.word and not token.is_attribute):
            return ()
        left = set(range(len(self.articles))) - {index}
        for token in tokens:
            found = self._of(token)
            if found.get(index, 0.0) >= HITS_FROM:
                left &= {i for i, alike in found.items() if alike >= EXACT} | self._kinds_ending(token)
        return tuple(self.articles[i] for i in sorted(left))

    def _kinds_ending(self, token: Token) -> set[int]:
        """The articles with a compound whose last part is this word."""
        if not token.word or token.is_attribute or len(token.word) < LEAST_HEAD:
            return set()
        if token.word not in self._ending:
            longer = (word for word in self._words if word != token.word and word.endswith(token.word))
            self._ending[token.word] = {i for word in longer for i in self._by_key[word]}
        return self._ending[token.word]


def _runs(tokens: Sequence[Token], length: int) -> Iterator[Sequence[Token]]:
    return (tokens[start : start + length] for start in range(len(tokens) - length + 1))


def _is_marked(name: str, other: str) -> bool:
    """Whether another name is this one with nothing but a size or colour more."""
    mine, theirs = ({token.keys[0]: token for token in tokens_of(text)} for text in (name, other))
    further = [token for key, token in theirs.items() if key not in mine]
    return bool(further) and mine.keys() <= theirs.keys() and all(token.is_attribute for token in further)
