"""What an article is, and what it is for: "cups" means the cups and not the "lid for cups", both in one order."""

from __future__ import annotations

import re
from collections.abc import Mapping

from nlp.book import ArticleEntry
from nlp.extract.article_words import IDLE
from nlp.extract.likeness import PURPOSE
from nlp.lang import fold

LEAST_LETTERS = 3  # of a stem
_WORD = re.compile(r"[^\W\d_]{3,40}")


def without_purposes(written: str, articles: Mapping[str, ArticleEntry]) -> frozenset[str]:
    """Numbers of the articles that words mean, less those that are only for it where another one is it."""
    heads, for_it = heads_of(written, articles)
    return frozenset(articles) - for_it if heads else frozenset(articles)


def heads_of(written: str, articles: Mapping[str, ArticleEntry]) -> tuple[frozenset[str], frozenset[str]]:
    """Numbers of the articles that the words are, and of those that are only for it."""
    words = [word for word in _WORD.findall(fold(written)) if word not in IDLE]
    if not words:
        return frozenset(), frozenset()
    heads = frozenset(sku for sku, article in articles.items() if _has(article, words, 0))
    return heads, frozenset(sku for sku in articles.keys() - heads if _has(articles[sku], words, 1))


def _has(article: ArticleEntry, words: list[str], side: int) -> bool:
    """Whether one of its names has all these words before (0) or behind (1) what says what it is for."""
    for name in article.names:
        parts = PURPOSE.split(fold(name), maxsplit=1)
        own = _WORD.findall(parts[side]) if side < len(parts) else []
        if all(any(_is_same(word, each) for each in own) for word in words):
            return True
    return False


def _is_same(word: str, other: str) -> bool:
    """ "cup" is in "cups" and "becher" in "Pappbecher"."""
    stem = _stem(word)
    return other.startswith(stem) or other.endswith((word, stem)) or _stem(other).endswith(stem)


def _stem(word: str) -> str:
    for ending in ("en", "er", "es", "s", "n", "e", "x"):
        if word.endswith(ending) and len(word) - len(ending) >= LEAST_LETTERS + 1:
            return word[: -len(ending)]
    return word[:-1] if word.endswith("s") and len(word) > LEAST_LETTERS else word
