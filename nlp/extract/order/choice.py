"""Of articles that a customer's words fit alike, the one that something else tells: small or large, a price, the past.

None of this makes an article certain: whoever reads the line sees that the words alone do not name it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from nlp.book import ArticleEntry
from nlp.extract.article_words import tokens_of
from nlp.extract.likeness import Fit
from nlp.extract.sources import Context
from nlp.lang import fold

TIED_WITHIN = 0.12  # of the best score
MOST_TIED = 8
LEAST_COMPARED = 0.35  # of the words' weight, where they say which of two sizes
LEAST_COVERED = 0.55  # elsewhere
PRICE_AGREES_WITHIN = Decimal("0.25")  # of the list price
_LARGE = re.compile(
    r"(?<!\w)(?:large|larger|largest|big|bigger|biggest|long|longer|longest|deep|deeper|tall|taller|gros{1,2}\w{0,4}|lang\w{0,2}|hoh\w{0,2}|tief\w{0,2}|grands?|grandes?|gros|grosses?|longs?|longues?|profond\w{0,2}|wide|wider|broad|broader|coarse|coarser|grob\w{0,2}|grossier\w{0,2}|thick|thicker|breit\w{0,2}|dick\w{0,2}|larges?|epaiss?\w{0,2}|grande|grandi|groot|grote|duz\w{1,3}|stora?|store)(?!\w)"
)
_SMALL = re.compile(
    r"(?<!\w)(?:small|smaller|smallest|little|short|shorter|shortest|shallow|shallower|klein\w{0,4}|kurz\w{0,2}|flach\w{0,2}|petits?|petites?|courts?|courtes?|mini|narrow|narrower|slim|thin|thinner|fine|finer|schmal\w{0,2}|dunn\w{0,2}|fein\w{0,2}|etroit\w{0,2}|fine?s?|piccol\w|pequen\w{1,2}|mal[aey]\w{0,2}|liten|sma|lille)(?!\w)"
)
_DENIED = re.compile(r"(?<!\w)(?:pas|nicht|not|keine?n?|non|niet|no|sans)(?= )[^,;.()]{0,40}")
_SIZED = re.compile(r"([\d.]+)([a-z]+2?)")
_AREA = re.compile(r"([\d.]+)x([\d.]+)")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


@dataclass(frozen=True, slots=True)
class Chooser:
    """What is known of a customer beside the words: the articles that it ordered before."""

    ordered: frozenset[str] = frozenset()

    def choose(self, words: str, fits: Sequence[Fit], price: Decimal | None = None) -> ArticleEntry | None:
        """The one of the articles that fit best which size, price, past or a name without additions tells."""
        close = _tied(fits)
        if len(close) < 2:
            return None
        by_size = compared(words, [fit.article for fit in close]) if close[0].covered >= LEAST_COMPARED else None
        if by_size is not None or close[0].covered < LEAST_COVERED:
            return by_size
        articles = [fit.article for fit in close]
        for left in (
            [a for a in articles if price is not None and abs(a.price - price) <= a.price * PRICE_AGREES_WITHIN],
            [a for a in articles if a.sku in self.ordered],
            _unmarked(articles),
        ):
            if len(left) == 1:
                return left[0]
        return None


def chooser_of(context: Context) -> Chooser:
    """The chooser for the customer of a message."""
    customer = context.customer
    orders = context.book.orders_of(customer.number) if customer is not None else ()
    return Chooser(frozenset(sku for order in orders for sku in order.skus))


def _tied(fits: Sequence[Fit]) -> list[Fit]:
    """The articles that fit about as well as the best; none where they are too many to choose from."""
    told = [fit for fit in fits if fit.told]
    close = [fit for fit in told if fit.score >= (1 - TIED_WITHIN) * told[0].score]
    return close if len(close) <= MOST_TIED else []


def says_size_alone(words: str) -> bool:
    """Whether words say nothing but large or small: "the big ones"."""
    flat = _LARGE.sub(" ", _SMALL.sub(" ", fold(words)))
    return flat != fold(words) and not tokens_of(flat)


def compared(words: str, articles: Sequence[ArticleEntry]) -> ArticleEntry | None:
    """ "The small ones" of articles that differ in one size: that with the smallest."""
    flat = _DENIED.sub(" ", fold(words))
    large, small = bool(_LARGE.search(flat)), bool(_SMALL.search(flat))
    if large is small or len(articles) < 2:
        return None
    values = _sizes(articles) or _numbers(articles)
    if len(values) != len(articles):
        return None
    wanted = max(values) if large else min(values)
    return articles[values.index(wanted)] if values.count(wanted) == 1 else None


def _sizes(articles: Sequence[ArticleEntry]) -> list[Decimal]:
    """The size in which articles differ, where each has one in the same measure."""
    found: dict[str, list[Decimal]] = {}
    for article in articles:
        tokens = tokens_of(article.names[0])
        sizes = {m[2]: Decimal(m[1]) for t in tokens for k in t.keys[:2] if (m := _SIZED.fullmatch(k))}
        area = next((m for t in tokens if (m := _AREA.fullmatch(t.keys[0]))), None)
        if not sizes and area is not None:
            sizes["area"] = Decimal(area[1]) * Decimal(area[2])
        for measure, value in sizes.items():
            found.setdefault(measure, []).append(value)
    differing = [values for values in found.values() if len(values) == len(articles) and len(set(values)) > 1]
    return differing[0] if len(differing) == 1 else []


def _numbers(articles: Sequence[ArticleEntry]) -> list[Decimal]:
    """The first number in which names differ that are else the same."""
    rows = [_NUMBER.findall(article.names[0]) for article in articles]
    texts = {_NUMBER.sub("#", article.names[0]) for article in articles}
    if len(texts) > 1 or any(len(row) != len(rows[0]) for row in rows):
        return []
    columns = [column for column in zip(*rows, strict=True) if len(set(column)) > 1]
    return [Decimal(number.replace(",", ".")) for number in columns[0]] if columns else []


def _unmarked(articles: Sequence[ArticleEntry]) -> list[ArticleEntry]:
    """The plain one: what its names say, the names of each of the others say too, and something more."""
    words = [_words(article) for article in articles]
    return [
        article
        for article, own in zip(articles, words, strict=True)
        if all(own < other for a, other in zip(articles, words, strict=True) if a is not article)
    ]


def _words(article: ArticleEntry) -> frozenset[str]:
    return frozenset(token.word for name in article.names for token in tokens_of(name) if token.word)
