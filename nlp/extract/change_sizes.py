"""One size in another's place: "the 3 ply, not the 2 ply" changes the article, however many of it are ordered.

Numbers are sizes, no quantities, where the catalogue says so: two articles whose names differ by these numbers alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from nlp.book import ArticleEntry, OrderEntry
from nlp.extract.article_words import tokens_of
from nlp.extract.sources import Context, Source
from nlp.lang import expression, fold

_NUMBER = re.compile(r"(?<![\w.,/-])(\d{1,5}(?:[.,]\d{1,2})?)(?![\d/]|[.,]\d|-\w)")
_MODEL = re.compile(r"(?<![\w.,/-])(?=\w{0,8}\d)\w{2,16}(?:[-/.]\w{1,12}){0,4}(?![\w/-])")
_MEASURED = re.compile(r"(?<![\w.,-])\d{1,5}(?:[.,]\d{1,3})?(?![\d-]|[.,]\d)")
LEAST_DIGITS = 3  # of a model number
LEAST_LETTERS = 3
STEM = 4  # letters that a word and the name of an article have in common


@dataclass(frozen=True, slots=True)
class Sizes:
    """The article that goes and the one that comes; where the number of each stands."""

    old_sku: str
    new_sku: str
    old: tuple[int, int]
    new: tuple[int, int]


def sizes_swapped(context: Context, source: Source, order: OrderEntry, start: int, end: int) -> tuple[Sizes, ...]:
    """What a line or sentence swaps: none, one, or several where two articles of the order may be meant.

    Nothing where the numbers are quantities as well.
    """
    places = [match.span(1) for match in _NUMBER.finditer(source.flat, start, end)]
    words = context.words("instead_of", "negations")
    denied = expression(rf"(?<!\w)(?:{words})[ ]{{1,2}}(?:(?:the|der|die|den|des|les|la|le|du|en|in)[ ])?$")
    found = [
        Sizes(sku, other, old, new)
        for old in places
        if denied.search(source.flat[max(start, old[0] - 30) : old[0]])
        for new in places
        if source.flat[slice(*new)] != source.flat[slice(*old)]
        and not denied.search(source.flat[max(start, new[0] - 30) : new[0]])
        for sku in order.skus
        for other in _siblings(context, sku, source.flat[slice(*old)], source.flat[slice(*new)])
    ]
    if len({each.old_sku for each in found}) > 1:
        found = [each for each in found if _is_called(context, each.old_sku, source.flat[start:end])] or found
    ordered = {format(quantity.normalize(), "f") for quantity in order.quantities}
    swapped = {(each.old_sku, each.new_sku): each for each in found if source.flat[slice(*each.old)] not in ordered}
    return tuple(swapped.values())


def _is_called(context: Context, sku: str, flat: str) -> bool:
    """Whether a word of an article's name stands in a text: "Kugelhähne in 63er statt 50er" are no elbows."""
    article = context.book.article(sku)
    names = [_head(name) for name in article.names] if article is not None else []
    stems = {word[:STEM] for name in names for word in re.findall(r"[^\W\d_]{4,30}", name)}
    return any(expression(rf"(?<!\w){re.escape(stem)}").search(flat) for stem in stems)


def is_named_size(articles: Iterable[ArticleEntry], source: Source, start: int, end: int) -> bool:
    """ "les franges en 40", "the boxes 47": behind the article's name, and a number in that of an article ordered."""
    number = re.match(r"\d{1,5}", source.flat[start:end])
    before = re.search(r"([^\W\d_]{3,20})[ ](?:(en|in)[ ])?$", source.flat[max(0, start - 26) : start])
    if number is None or before is None:
        return False
    named = [article for article in articles if has_number(article, number.group())]
    if before[2] is None:
        named = [article for article in named if any(before[1][:STEM] in fold(name) for name in article.names)]
    return bool(named)


def attribute_sibling(context: Context, sku: str, words: str) -> str | None:
    """The one article that is called as this one is but for the size or colour that the words say: "L for the M"."""
    said = {key for token in tokens_of(words[:60]) for key in token.keys if key[0] == "="}
    article = context.book.article(sku)
    if not said or article is None:
        return None
    for wholly in (True, False):  # "M for the L": the blue one, though black ones come in M too
        found = {
            each.sku
            for each in context.book.articles()
            if each.sku != sku and any(_differ(a, b, said, wholly) for a in article.names for b in each.names)
        }
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _differ(name: str, other: str, said: set[str], wholly: bool) -> bool:
    """Whether two names differ by attributes alone, and the other has one of those that are said and this one not.

    `wholly`: by nothing that is not said.
    """
    plain, marked = _parts(name)
    others, differently = _parts(other)
    more = differently - marked
    return plain == others and bool(more & said) and (not wholly or more <= said)


def _parts(name: str) -> tuple[frozenset[str], frozenset[str]]:
    tokens = tokens_of(name)
    return (
        frozenset(token.keys[0] for token in tokens if not token.is_attribute),
        frozenset(key for token in tokens if token.is_attribute for key in token.keys if key[0] == "="),
    )


def is_letter_size(articles: Iterable[ArticleEntry], source: Source, place: int) -> bool:
    """ "4 M", "10 x L": the letter behind a number is the size of an article of the order, no measure."""
    letter = re.match(r"[ ]?(?:[x×][ ])?(?:in |en )?([SML])(?!\w)", source.text[place : place + 8])
    if letter is None:
        return False
    size = f"=size {letter[1].lower()}"
    return any(size in token.keys for article in articles for name in article.names for token in tokens_of(name))


def numbered_sibling(context: Context, sku: str, words: str) -> str | None:
    """The one article that is called as this one is but for a number of these words: "0,75 kW" for "1,5 kW"."""
    article = context.book.article(sku)
    said = _MEASURED.findall(fold(words[:60]))
    sought = {
        head[: place.start()] + number + head[place.end() :]
        for head in map(_head, article.names if article else ())
        for place in _MEASURED.finditer(head)
        for number in said
    }
    found = {each.sku for each in context.book.articles() if each.sku != sku and sought & set(map(_head, each.names))}
    return found.pop() if len(found) == 1 else None


def model_in(context: Context, words: str) -> str | None:
    """The one article with a model number of these words as it stands: "6004-E" and not "6004-E-K"."""
    models = {
        model
        for model in _MODEL.findall(fold(words))
        if len(re.findall(r"\d", model)) >= LEAST_DIGITS + model.isdigit()
    }
    found = {
        article.sku
        for article in (context.book.articles() if models else ())
        if any(model in _MODEL.findall(fold(name)) for name in article.names for model in models)
    }
    return found.pop() if len(found) == 1 else None


def _siblings(context: Context, sku: str, old: str, new: str) -> list[str]:
    """Articles called as this one is but for this number; what stands behind a comma is its packing."""
    article = context.book.article(sku)
    for cut in (_head, fold):
        sought = {swapped for name in article.names if (swapped := _swapped(cut(name), old, new))} if article else set()
        found = [each.sku for each in context.book.articles() if sought & {cut(name) for name in each.names}]
        if found:
            return found
    return []


def _swapped(name: str, old: str, new: str) -> str | None:
    place = _position(name, old)
    return name[: place[0]] + new + name[place[1] :] if place else None


def has_number(article: ArticleEntry, number: str) -> bool:
    """Whether a name of an article holds a number."""
    return any(_position(_head(name), number) is not None for name in article.names)


def of_that_size(articles: Iterable[ArticleEntry], number: str, nouns: str = "") -> list[str]:
    """The articles of which some name holds a number, be it behind a comma; behind one of `nouns`, where one does."""
    articles = list(articles)
    called = expression(rf"(?<!\w)(?:{nouns})[ ]{re.escape(number)}(?![\dx/]|[.,]\d)") if nouns else None
    sized = [each.sku for each in articles if called and any(called.search(fold(name)) for name in each.names)]
    if sized:
        return sized
    named = rf"(?<![\d.,x/-])(?<!\d )(?:{re.escape(number)})(?![\dx/]|[.,]\d)"
    return [each.sku for each in articles if any(expression(named).search(fold(name)) for name in each.names)]


def _position(name: str, number: str) -> tuple[int, int] | None:
    match = expression(rf"(?<![\d.,]){re.escape(number)}(?!\d|[.,]\d)").search(fold(name))
    return match.span() if match and len(re.findall(r"[^\W\d_]", name)) >= LEAST_LETTERS else None


def _head(name: str) -> str:
    return fold(re.split(r",[ ]", name)[0]).strip()
