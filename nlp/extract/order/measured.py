"""Articles told by their measures: "keerringen 30x52x7" is the one article of the book with all three of them.

In a language that the catalogue does not have the words of a thing are unknown, its numbers are not. Two of them leave
one article where no other has both and nothing that is said of colour or size contradicts it; one number alone says
little, since a number of days or pieces may stand there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from nlp.book import ArticleEntry
from nlp.extract.article_words import tokens_of

LEAST_MEASURES = 2
LEAST_LETTERS = 5  # of a word that calls a thing; shorter ones are materials and makes
_NUMBER = re.compile(r"\d+")
Keys = frozenset[str]


def is_measured(articles: Iterable[ArticleEntry], words: str, article: ArticleEntry) -> bool:
    """Whether two measures or more in the words are all those of this article, and of no other one."""
    measures, said = _measures(words), _attributes(words)
    if sum(_count(keys) for keys in measures) < LEAST_MEASURES or not _has(article, measures, said):
        return False
    if not _is_named_by_one_word(words, article):
        return False
    return not any(other.sku != article.sku and _has(other, measures, frozenset()) for other in articles)


def _is_named_by_one_word(words: str, article: ArticleEntry) -> bool:
    """Whether one long word that the article has not calls the thing: beside another one it says which ("FKM")."""
    plain = [token for token in tokens_of(words) if len(token.word) > 2 and not _attributes(token.word)]
    return len(plain) == 1 and len(plain[0].word) >= LEAST_LETTERS and not set(plain[0].keys) & _keys(article)


def _measures(words: str) -> tuple[Keys, ...]:
    """For each number of the words what it may be written as: with its measure where it has one."""
    found = []
    for token in tokens_of(words):
        keys = frozenset(key for key in token.keys if any(sign.isdigit() for sign in key) and not key.startswith("<"))
        if token.word == "" and keys:
            found.append(frozenset(key for key in keys if not key.isdigit()) or keys)
    return tuple(found)


def _attributes(words: str) -> Keys:
    return frozenset(key for token in tokens_of(words) for key in token.keys if key.startswith("="))


def _count(keys: Keys) -> int:
    """ "30x52x7" are three numbers, "330ml" is one."""
    return max(len(_NUMBER.findall(key)) if "x" in key else 1 for key in keys)


def _has(article: ArticleEntry, measures: Iterable[Keys], attributes: Keys) -> bool:
    keys = _keys(article)
    return attributes <= keys and all(each & keys for each in measures)


@lru_cache(maxsize=20_000)
def _keys(article: ArticleEntry) -> Keys:
    names = (*article.names, *article.aliases)
    return frozenset(key for name in names for token in tokens_of(name) for key in token.keys)
