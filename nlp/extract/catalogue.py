"""Which article of the catalogue a customer's words mean: by number, alias or name in any language, or none.

A name counts only if it is unambiguous: its words carry the customer's, no other article fits nearly as well, and no
number ("2,2 kW") speaks against it.
"""

# ruff: noqa: E501  # words stand in rows

from __future__ import annotations

import re
from collections.abc import Iterable

from nlp.book import ArticleEntry, Book, folded
from nlp.extract.article_family import Family
from nlp.extract.article_words import stem, tokens_of
from nlp.lang import LANGUAGES, fold, lexicons

CONTAINERS = (
    "ream", "reams", "ramette", "pochette", "etui", "etuis", "sachet", "flacon", "bouteille", "rouleau", "couronne", "ring", "ringe",
    "drum", "trommel", "touret", "bag", "bottle", "bundle", "coil", "roll", "pair", "paar", "paire", "pocket", "scatola", "scatole",
    "caja", "cajas", "caixa", "caixas", "doos", "dozen", "pak", "pakken", "paquete", "confezione", "confezioni", "bote", "botes",
    "ktn", "krt", "kt", "fl", "btl", "bt", "kst", "kan", "rl", "pkt", "ds", "gl", "gb", "ctn", "cs", "bx", "pk", "cart", "crt", "bte", "bout", "pce", "pces", "vpe", "gebinde", "kasten", "kisten",
    "crate", "jar", "jug", "keg", "fass", "fut", "caisse", "cageot", "bidon", "jerrican", "tonneau", "krat", "kratten", "fles", "flessen", "flesje", "zak", "zakken", "bottiglia", "bottiglie", "cassa", "casse", "sacco", "sacchi", "barattolo",
    "botella", "botellas", "saco", "sacos", "garrafa", "garrafas", "frasco", "frascos", "pacote", "pacotes", "paczka", "paczek", "paczki", "butelka", "butelek", "worek", "workow", "forp", "rulle", "rullar", "flaska", "flaskor", "flaske", "flasker",
    "szt", "stycken", "resma", "risma", "ryza", "set", "satz", "jeu", "lot", "kasse", "kasser", "kiste", "blatt",
)  # fmt: skip
RIVAL_MARGIN = 0.2

_DIGIT = re.compile(r"\d")
_MODEL = re.compile(
    r"(?<![\w])(?=[a-z0-9/._-]{0,20}\d)[a-z0-9][a-z0-9/._-]{1,23}(?![\w])|(?<![\w])[a-z]{2,6}(?:-[a-z]{1,8}){1,3}(?![\w])"
)


def words_of(text: str) -> tuple[str, ...]:
    """The telling words of a text in the form in which they are compared."""
    return tuple(token.keys[0] for token in tokens_of(text))


def _containers() -> frozenset[str]:
    """Stems of every language's words for what goods come in."""
    words = [word for pack in lexicons(LANGUAGES) for word in (*pack.units, *pack.unit_levels)]
    return frozenset(stem(part) for word in (*words, *CONTAINERS) for part in re.findall(r"[a-z]{2,20}", fold(word)))


class Catalogue:
    """All articles of a book, indexed once."""

    def __init__(self, articles: Iterable[ArticleEntry]) -> None:
        articles = tuple(articles)
        self.articles = articles
        self.by_number: dict[str, ArticleEntry] = {}
        self.likeness = Family(articles, _containers())
        clashes: set[str] = set()
        for article in articles:
            for number in (article.sku, *article.aliases):
                key = folded(fold(number).upper())
                if self.by_number.get(key, article).sku != article.sku:
                    clashes.add(key)
                self.by_number[key] = article
        for key in clashes:
            del self.by_number[key]

    def by_sku(self, written: str) -> ArticleEntry | None:
        key = folded(fold(written).upper())
        return self.by_number.get(key) if len(key) >= 2 else None

    def numbers_in(self, text: str) -> tuple[tuple[int, int, ArticleEntry], ...]:
        """Article numbers and one-word aliases in a text, with their places."""
        found, flat = [], fold(text)
        if "-" not in flat and _DIGIT.search(flat) is None:
            return ()
        for match in _MODEL.finditer(flat):
            article = self.by_sku(match.group().strip(".-/_"))
            if article is not None and len(folded(match.group().upper())) >= 3:
                found.append((match.start(), match.end(), article))
        return tuple(found)

    def by_name(self, written: str, unit: str = "") -> ArticleEntry | None:
        """The one article that the words mean; none where two fit."""
        match = self.likeness.only(written, unit) if written.strip() else None
        return match.article if match else None

    def is_near(self, sku: str, *written: str) -> bool:
        """Whether only words like those of the article, not its own or its number, name it."""
        texts = [text for text in written if text.strip()]
        if any(article.sku == sku for text in texts for article in self._numbered(text)):
            return False
        matches = [match for text in texts if (match := self.likeness.only(text)) is not None]
        return not any(match.article.sku == sku and match.sure for match in matches)

    def _numbered(self, text: str) -> list[ArticleEntry]:
        whole = self.by_sku(text)
        return [whole] if whole is not None else [article for _, _, article in self.numbers_in(text)]

    def resolve(self, *written: str, unit: str = "") -> ArticleEntry | None:
        """The article that these words (a number, a description) agree on; `unit`: what it is counted in."""
        texts = [text for text in written if text and text.strip()]
        for text in texts:
            if (article := self.by_sku(text)) is not None:
                return article
        for text in texts:
            inside = {article.sku: article for _, _, article in self.numbers_in(text)}
            if len(inside) == 1:
                return next(iter(inside.values()))
        for text in reversed(texts):
            if (article := self.by_name(text, unit)) is not None:
                return article
        return None

    def rivals(self, *written: str) -> tuple[str, ...]:
        """The articles that number and words speak for: more than one where the number says another than the name."""
        numbered = {article.sku: article for text in written if text.strip() for article in self._numbered(text)}
        if not numbered:
            return ()
        named = []
        for text in written:
            without = self._without_numbers(text)
            match = self.likeness.only(without) if without.strip() else None
            if match is not None and match.sure and match.article.sku not in numbered:
                fits = {fit.article.sku: fit.score for fit in self.likeness.ranked(without)}
                if match.score - max(fits.get(sku, 0.0) for sku in numbered) > RIVAL_MARGIN * match.score:
                    named.append(match.article.sku)
        return tuple(dict.fromkeys((*numbered, *named)))

    def _without_numbers(self, text: str) -> str:
        for start, end, _ in self.numbers_in(text):
            text = text[:start] + " " * (end - start) + text[end:]
        return "" if self.by_sku(text) is not None else text


def catalogue_of(book: Book) -> Catalogue:
    """The book's catalogue, indexed once for as long as its articles stand."""
    return book.indexed(_catalogue)


def _catalogue(book: Book) -> Catalogue:
    return Catalogue(book.articles())
