"""Which articles are of one kind, and the one of them that a few words tell from the others.

A line says in full what its goods are, the next often only what differs: "10 blue gloves M, 5 L and 2 black". What is
said fits one article of the kind and none of the others; and of several it is the one that keeps most of what was
said before.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence

from nlp.book import ArticleEntry
from nlp.extract.article_index import EXACT, KIND_ALIKE, glued, shared
from nlp.extract.article_words import Token, siblings_of, tokens_of
from nlp.extract.likeness import Fit, Likeness

KIN_FROM = 0.3  # share of the words of two names that both have
CLOSE_FROM = 0.6
HITS_FROM = 0.6  # how alike a word must be to one of an article to speak of it
STRONG = 0.8  # … to prove it: its own letters, the part of a compound, a word for the same goods
MOST_WORDS = 5  # of a line that says only what differs
LEAST_HEAD = 4  # letters of a word that may be the last part of a compound
LARGEST = 60  # articles of one kind that are compared
_GLUED = re.compile(r"[a-z]{1,8}\d{1,9}")
_NUMBER = re.compile(r"\d{1,9}(?:\.\d{1,6})?")


class Family(Likeness):
    """The articles, with what kind each is of."""

    def __init__(self, articles: Iterable[ArticleEntry], containers: frozenset[str]) -> None:
        super().__init__(articles, containers)
        self._places = {article.sku: index for index, article in enumerate(self.articles)}
        self._own_words: dict[int, tuple[frozenset[str], ...]] = {}
        self._own_numbers: dict[int, frozenset[str]] = {}
        self._kin: dict[int, dict[int, float]] = {}
        self._ending: dict[str, set[int]] = {}

    def tells(self, number: str, words: str) -> bool:
        """Whether a number tells which of the articles is meant that these words fit best."""
        best = self.ranked(words)[:1]
        return any(number in self._kin_numbers(i) for i in (self.kin_of(best[0].article.sku) if best else ()))

    def is_called(self, sku: str, number: str) -> bool:
        """Whether a number stands in the names of an article."""
        return number in self._numbers_of(self._places[sku])

    def kin_of(self, sku: str) -> dict[int, float]:
        """The articles whose names have words in common with those of an article, and how many of them, 0..1."""
        index = self._places[sku]
        if index not in self._kin:
            pairs = ((other, self._closeness(index, other)) for other in range(len(self.articles)))
            near = sorted(((share, other) for other, share in pairs if share >= KIN_FROM), reverse=True)
            self._kin[index] = {other: share for share, other in near[:LARGEST]}
        return self._kin[index]

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
            if token.word or not self._is_size(own, _number_of(token)):
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
            left = {i for i in left if _number_of(token) in self._kin_numbers(i)}
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
        same = [each for each in fits if sizes & self._kin_numbers(self._places[each.sku])] if matching else []
        return same[0] if len(same) == 1 else None

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
        return whole[0] if len(whole) == 1 < len(close) else None

    def proves(self, words: str, sku: str) -> bool:
        """Whether every word fits the article by its letters and no other article has all of them, or may have."""
        index = self._places[sku]
        tokens = self._telling(words)
        if not any(token.word and not token.is_attribute for token in tokens):
            return False
        numbers = self._kin_numbers(index)
        strong = all(self._spells(token, index) or _number_of(token) in numbers for token in tokens)
        return strong and not self.rivals(words, sku)

    def _spells(self, token: Token, index: int) -> bool:
        """Whether a word is an article's letter by letter: whole, or as a part; a word for the same goods is too."""
        alike = self._of(token).get(index, 0.0)
        if alike >= EXACT or alike == KIND_ALIKE:
            return True
        names = (*self.articles[index].names, *self.articles[index].aliases)
        own = {each.word for name in names for each in tokens_of(name) if each.word}
        return alike >= STRONG and any(shared(token.word, other, numbered=False) >= STRONG for other in own)

    def rivals(self, words: str, sku: str) -> tuple[ArticleEntry, ...]:
        """The other articles that have every one of the words that this one has."""
        index = self._places[sku]
        left = set(range(len(self.articles))) - {index}
        numbers = self._kin_numbers(index)
        for token in self._telling(words):
            found, number = self._of(token), _number_of(token)
            if number and number in numbers:
                left = {i for i in left if number in self._kin_numbers(i)}
            elif found.get(index, 0.0) >= HITS_FROM:
                left = {i for i in left if found.get(i, 0.0) >= HITS_FROM}
        return tuple(self.articles[i] for i in sorted(left))

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

    def _kin_numbers(self, index: int) -> frozenset[str]:
        """The numbers of an article that tell it from one of its kind."""
        own = self._numbers_of(index)
        kin = [i for i, share in self.kin_of(self.articles[index].sku).items() if share >= CLOSE_FROM and i != index]
        shared = frozenset.intersection(*(self._numbers_of(i) for i in kin)) if kin else frozenset()
        return own - shared

    def _telling(self, words: str) -> list[Token]:
        """The words that say something of goods: none for what they come in."""
        tokens = [part for token in self._with_terms(glued(tokens_of(words))) for part in self._parted(token)]
        return [token for token in tokens if token.word not in self._containers]

    def _having(self, token: Token, kin: dict[int, float]) -> set[int]:
        """The articles of a kind that a word speaks of; a number speaks of those that it tells from the others."""
        number = _number_of(token)
        if number:
            own = {i: self._numbers_of(i) for i in kin}
            having = {i for i, numbers in own.items() if number in numbers}
            return {i for i in having if self._differs(i, number, kin)} or having
        found = self._of(token)
        best = max((found.get(i, 0.0) for i in kin), default=0.0)
        return {i for i in kin if found.get(i, 0.0) >= max(HITS_FROM, best - 0.2)}

    def _differs(self, index: int, number: str, kin: dict[int, float]) -> bool:
        """Whether a number stands where close kin differ: the first 50 of "50 mm x 50 m" beside "30 mm x 50 m"."""
        mine = _numbers_in_order(self.articles[index])
        close = [i for i, share in self.kin_of(self.articles[index].sku).items() if share >= CLOSE_FROM and i != index]
        rows = [row for i in close if i in kin and len(row := _numbers_in_order(self.articles[i])) == len(mine)]
        if not rows or number not in mine:
            return True
        return any(mine[n] == number and any(row[n] != number for row in rows) for n in range(len(mine)))

    def _is_size(self, index: int, number: str) -> bool:
        """Whether a number of an article stands with a measure: the 145 of "145 cm"."""
        tokens = itertools.chain.from_iterable(tokens_of(name) for name in self.articles[index].names)
        return any(number in token.keys for token in tokens if len(token.keys) > 1 and not token.word)

    def _closeness(self, one: int, other: int) -> float:
        if one == other:
            return 1.0
        pairs = zip(self._words_of(one), self._words_of(other), strict=False)
        return max((len(a & b) / len(a | b) for a, b in pairs if a and b), default=0.0)

    def _words_of(self, index: int) -> tuple[frozenset[str], ...]:
        """Of each name: the words that say what it is, without colours, sizes and what it comes in."""
        if index not in self._own_words:
            self._own_words[index] = tuple(
                frozenset(
                    token.word
                    for token in tokens_of(name)
                    if token.word and not token.is_attribute and token.word not in self._containers
                )
                for name in self.articles[index].names
            )
        return self._own_words[index]

    def _numbers_of(self, index: int) -> frozenset[str]:
        if index not in self._own_numbers:
            article = self.articles[index]
            tokens = itertools.chain.from_iterable(tokens_of(name) for name in (*article.names, *article.aliases))
            self._own_numbers[index] = frozenset(number for token in tokens for number in _numbers(token))
        return self._own_numbers[index]


def _numbers(token: Token) -> set[str]:
    """Every number by which a word may be called: "P120" is 120, "1500 mm" also 1.5."""
    if token.word:
        return {key for key in token.keys if _NUMBER.fullmatch(key)}
    keys = [key for key in (*token.keys, *siblings_of(token)) if key[0] not in "=~<"]
    return {_short(key) for key in keys} | {_short(part) for part in _NUMBER.findall(token.keys[0])}


def _runs(tokens: Sequence[Token], length: int) -> Iterator[Sequence[Token]]:
    return (tokens[start : start + length] for start in range(len(tokens) - length + 1))


def _short(number: str) -> str:
    """ "014" is 14."""
    return number.lstrip("0") if number.isdigit() and number.strip("0") else number


def _number_of(token: Token) -> str:
    """The number, size or model that a word is; "" for a word."""
    if token.word:
        return ""
    behind_a_word = len(token.keys) > 1 and _GLUED.fullmatch(token.keys[0]) and token.keys[1].isdigit()  # "rug 145"
    return _short(token.keys[1] if behind_a_word else token.keys[0])


def _numbers_in_order(article: ArticleEntry) -> list[str]:
    return [_short(_plain(part)) for part in re.findall(r"\d{1,9}(?:[.,]\d{1,6})?", article.names[0])]


def _plain(number: str) -> str:
    text = number.replace(",", ".")
    return text.rstrip("0").rstrip(".") if "." in text else text
