"""Which articles are of one kind: those whose names have words in common; and the numbers that tell them apart."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable

from nlp.book import ArticleEntry
from nlp.extract.article_index import CACHE_LIMIT, glued
from nlp.extract.article_words import Token, siblings_of, tokens_of
from nlp.extract.likeness import Likeness

KIN_FROM = 0.3  # share of the words of two names that both have
CLOSE_FROM = 0.6
HITS_FROM = 0.6  # how alike a word must be to one of an article to speak of it
LARGEST = 60  # articles of one kind that are compared
_GLUED = re.compile(r"[a-z]{1,8}\d{1,9}")
_NUMBER = re.compile(r"\d{1,9}(?:\.\d{1,6})?")


class Kin(Likeness):
    """The articles, with what kind each is of."""

    def __init__(self, articles: Iterable[ArticleEntry], containers: frozenset[str]) -> None:
        super().__init__(articles, containers)
        self._places = {article.sku: index for index, article in enumerate(self.articles)}
        self._own_words: dict[int, tuple[frozenset[str], ...]] = {}
        self._own_numbers: dict[int, frozenset[str]] = {}
        self._kin: dict[int, dict[int, float]] = {}
        self._said: dict[str, list[Token]] = {}
        self._ending: dict[str, set[int]] = {}  # by the last part of a compound

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

    def _kin_numbers(self, index: int) -> frozenset[str]:
        """The numbers of an article that tell it from one of its kind."""
        own = self._numbers_of(index)
        kin = [i for i, share in self.kin_of(self.articles[index].sku).items() if share >= CLOSE_FROM and i != index]
        shared = frozenset.intersection(*(self._numbers_of(i) for i in kin)) if kin else frozenset()
        return own - shared

    def _telling(self, words: str) -> list[Token]:
        """The words that say something of goods: none for what they come in."""
        if words not in self._said:
            if len(self._said) > CACHE_LIMIT:
                self._said.clear()
            tokens = [part for token in self._with_terms(glued(tokens_of(words))) for part in self._parted(token)]
            self._said[words] = [token for token in tokens if token.word not in self._containers]
        return self._said[words]

    def _having(self, token: Token, kin: dict[int, float]) -> set[int]:
        """The articles of a kind that a word speaks of; a number speaks of those that it tells from the others."""
        number = number_of(token)
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


def _short(number: str) -> str:
    """ "014" is 14."""
    return number.lstrip("0") if number.isdigit() and number.strip("0") else number


def number_of(token: Token) -> str:
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
