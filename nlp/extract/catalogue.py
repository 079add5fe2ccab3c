"""Which article of the catalogue a customer's words mean: by number, alias or name in any language, or none.

A name counts only if it is unambiguous: all its words stand in the customer's words and no other article fits as well,
and no number ("2,2 kW") speaks against it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from rapidfuzz import fuzz, process

from nlp.book import ArticleEntry, Book, folded
from nlp.lang import fold

_NUMBER_SIGN = re.compile(r"(?<=\d),(?=\d)")
_WORD = re.compile(r"\d{1,9}(?:\.\d{1,6})?[a-z]{0,3}|[a-z]{1,40}")
_IDLE = frozenset((
    "de", "des", "du", "la", "le", "les", "et", "a", "en", "au", "aux", "un", "une", "der", "die", "das", "den", "dem",
    "mit", "und", "fur", "von", "zu", "im", "am", "the", "of", "for", "and", "with", "in", "per",
))  # fmt: skip
# "Beaker 600 ml, pack of 10" is also asked for by what stands before its comma, if that is two words or more.
_CORE = re.compile(r"^[^,]{3,60} [^,]{1,60},(?!\d)")
_MODEL = re.compile(
    r"(?<![\w])(?=[a-z0-9/._-]{0,20}\d)[a-z0-9][a-z0-9/._-]{1,23}(?![\w])|(?<![\w])[a-z]{2,6}(?:-[a-z]{2,8}){1,3}(?![\w])"
)


def words_of(text: str) -> tuple[str, ...]:
    """Content words, singular, numbers with a dot and glued to their unit ("2,2 kW" is "2.2kw")."""
    elided = re.sub(r"\b[a-z]'", " ", _NUMBER_SIGN.sub(".", fold(text)))
    flat = re.sub(
        r"(?<=\d) (?=(?:kw|w|v|a|mm|cm|m|kg|g|l|ml|mg|gb|tb|mw|nm|bar|hz|st|pcs)\b)",
        "",
        elided,
    )
    return tuple(_stem(word) for word in _WORD.findall(flat) if word not in _IDLE)


def _stem(word: str) -> str:
    if word[0].isdigit() or len(word) < 5:
        return word
    for ending in ("en", "es", "er", "s", "n", "x", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


class Catalogue:
    """All articles of a book, indexed once."""

    def __init__(self, articles: Iterable[ArticleEntry]) -> None:
        self.by_number: dict[str, ArticleEntry] = {}
        self._names: list[tuple[frozenset[str], str, ArticleEntry]] = []
        self._by_word: dict[str, list[int]] = {}
        clashes: set[str] = set()
        for article in articles:
            for number in (article.sku, *article.aliases):
                key = folded(fold(number).upper())
                if self.by_number.get(key, article).sku != article.sku:
                    clashes.add(key)
                self.by_number[key] = article
            cores = (name.partition(",")[0] for name in article.names if _CORE.search(name))
            for name in dict.fromkeys((*article.names, *(a for a in article.aliases if " " in a), *cores)):
                words = frozenset(words_of(name))
                if words:
                    for word in words:
                        self._by_word.setdefault(word, []).append(len(self._names))
                    self._names.append((words, fold(name), article))
        for key in clashes:
            del self.by_number[key]

    def by_sku(self, written: str) -> ArticleEntry | None:
        key = folded(fold(written).upper())
        return self.by_number.get(key) if len(key) >= 2 else None

    def numbers_in(self, text: str) -> tuple[tuple[int, int, ArticleEntry], ...]:
        """Article numbers and one-word aliases in a text, with their places."""
        found = []
        for match in _MODEL.finditer(fold(text)):
            article = self.by_sku(match.group().strip(".-/_"))
            if article is not None and len(folded(match.group().upper())) >= 3:
                found.append((match.start(), match.end(), article))
        return tuple(found)

    def by_name(self, written: str) -> ArticleEntry | None:
        """The one article whose name the words hold; the longest name wins over names inside it."""
        words = frozenset(words_of(written))
        if not words:
            return None
        candidates = self._candidates(words)
        best, longest = self._covered(words, candidates)
        if len(best) > 1:
            return None
        for article in best.values():
            if longest > 1 or all(self._unique(word) for word in next(n[0] for n in self._names if n[2] is article)):
                return article
        # "roulements 6204" of "Roulement à billes 6204": a part of one article's name alone.
        within = {self._names[i][2].sku: self._names[i][2] for i in candidates if words <= self._names[i][0]}
        if len(within) == 1 and (len(words) > 1 or len(written.strip()) >= 8):
            return next(iter(within.values()))
        return self._by_likeness(written, words, candidates) if not within else None

    def _candidates(self, words: frozenset[str]) -> set[int]:
        return {index for word in words for index in self._by_word.get(word, ())[:400]}

    def _covered(self, words: frozenset[str], candidates: set[int]) -> tuple[dict[str, ArticleEntry], int]:
        """The articles whose whole name stands in the words, the longest names only, and how many words those have."""
        covered = [(len(self._names[i][0]), self._names[i][2]) for i in candidates if self._names[i][0] <= words]
        longest = max((size for size, _ in covered), default=0)
        return {article.sku: article for size, article in covered if size == longest}, longest

    def _unique(self, word: str) -> bool:
        return len({self._names[i][2].sku for i in self._by_word.get(word, ())}) == 1

    def _by_likeness(self, written: str, words: frozenset[str], candidates: set[int]) -> ArticleEntry | None:
        """Misspelt or shortened names: the best article must be far ahead of the second and fit in every number."""
        if len(written.strip()) < 5:
            return None  # "th" is like many names
        numbers = {word for word in words if word[0].isdigit()}
        choices = {i: self._names[i][1] for i in (candidates or range(len(self._names)))}
        scored = process.extract(fold(written), choices, scorer=fuzz.token_sort_ratio, limit=12)
        scored += process.extract(fold(written), choices, scorer=fuzz.partial_ratio, limit=12, score_cutoff=92)
        best: dict[str, float] = {}
        for _, score, index in scored:
            name_numbers = {word for word in self._names[index][0] if word[0].isdigit()}
            if name_numbers and not name_numbers <= numbers:
                continue  # the name says "2.2kw" and the customer does not
            if not words & self._names[index][0] and score < 90:
                continue
            sku = self._names[index][2].sku
            best[sku] = max(best.get(sku, 0.0), score)
        ranked = sorted(best.items(), key=lambda item: -item[1])
        if not ranked or ranked[0][1] < 82 or (len(ranked) > 1 and ranked[0][1] - ranked[1][1] < 8):
            return None
        return next(name[2] for name in self._names if name[2].sku == ranked[0][0])

    def resolve(self, *written: str) -> ArticleEntry | None:
        """The article that these words (a number, a description) agree on."""
        texts = [text for text in written if text and text.strip()]
        for text in texts:
            if (article := self.by_sku(text)) is not None:
                return article
        for text in texts:
            inside = {article.sku: article for _, _, article in self.numbers_in(text)}
            if len(inside) == 1:
                return next(iter(inside.values()))
        for text in reversed(texts):
            if (article := self.by_name(text)) is not None:
                return article
        return None

    def rivals(self, *written: str) -> tuple[str, ...]:
        """The articles that number and words speak for: more than one where the number says another than the name.

        A name inside the numbered article's own name is no rival ("Beaker" beside "Beaker 600 ml").
        """
        numbered: dict[str, ArticleEntry] = {}
        for text in (text for text in written if text and text.strip()):
            whole = self.by_sku(text)
            inside = [whole] if whole is not None else [article for _, _, article in self.numbers_in(text)]
            numbered |= {article.sku: article for article in inside}
        if not numbered:
            return ()
        own = frozenset(word for article in numbered.values() for name in article.names for word in words_of(name))
        named: dict[str, ArticleEntry] = {}
        for text in written:
            words = frozenset(words_of(text or ""))
            best, longest = self._covered(words, self._candidates(words))
            if longest > 1 and not best.keys() & numbered.keys() and not own >= words_of_any(best.values(), words):
                named |= best
        return tuple(dict.fromkeys((*numbered, *named)))


def words_of_any(articles: Iterable[ArticleEntry], words: frozenset[str]) -> frozenset[str]:
    """The words of these articles' names that stand in `words`."""
    return frozenset(word for article in articles for name in article.names for word in words_of(name)) & words


def catalogue_of(book: Book) -> Catalogue:
    """The book's catalogue, indexed once for as long as its articles stand."""
    return book.indexed(_catalogue)


def _catalogue(book: Book) -> Catalogue:
    return Catalogue(book.articles())
