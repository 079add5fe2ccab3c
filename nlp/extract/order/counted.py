"""Counts that are no number of their own: as many as before, the same told in other units; and numbers that count nothing."""

# ruff: noqa: E501

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from nlp.book import ArticleEntry, folded
from nlp.extract.catalogue import catalogue_of
from nlp.extract.sources import Context, Source
from nlp.lang import alternatives, expression, fold
from nlp.lang.counting import ABOUT, AS_MANY, THAT_IS, TIMES, words_of

LEAST_NUMBER = 4  # signs of an order's or a document's number that is found in a text
LEAST_DIGITS = 5  # of a number that is no quantity where an order has it
LONGEST_NAME = 30  # characters behind a number that may name its goods
STEM = 4  # letters that "Packungen" and "Pack" share
_LONG_NUMBER = re.compile(r"(?<![\w.,-])\d{4,}(?![\w.,-])")
_LAST_DIGITS = re.compile(r"\d{3,6}(?!\w|[.,]\d|[ ]?[x×])")
_GOODS_END = re.compile(r"[,;:.!?\n]")
_NOTHING_FOLLOWS = re.compile(
    r"[ ]{0,2}(?:[,;.!?)\n]|$|(?:und|and|et|plus|sowie|bitte|please|pls|svp|danke|thanks|merci|for|fur|pour|bis|by)(?!\w))"
)
_NO_GOODS = r"(?![ ](?:as|than|wie|als|que|qu'|como|als|ever|possible|moglich|available|time|times|fois|mal)(?!\w))"


def as_many(context: Context, source: Source) -> Iterator[tuple[int, int]]:
    """Where goods are counted by the count before them: "and the same number of saucers"."""
    words = alternatives(words_of(AS_MANY, context.languages))
    for match in expression(rf"(?<!\w)(?:{words})(?!\w){_NO_GOODS}(?=[ ][^\W\d]|[ ]\d)").finditer(source.folded):
        yield match.span()


def article_numbers(context: Context, source: Source) -> list[tuple[int, int]]:
    """Plain digits that are the number of an article at the beginning or end of what is counted: "60050 x 6"."""
    catalogue = catalogue_of(context.book)
    return [m.span() for m in _LONG_NUMBER.finditer(source.folded) if catalogue.by_sku(m.group()) is not None]


def invoice_numbers(context: Context, source: Source) -> list[tuple[int, int]]:
    """Plain digits, three and more, behind a word for an invoice: "la facture 3322"."""
    named = rf"(?<!\w)(?:{context.words('invoice_words', 'credit_note_words')})[ .:°#-]{{1,3}}(\d{{3,12}})(?![\w]|[.,]\d|[ ]?[x×])"
    return [match.span(1) for match in expression(named).finditer(source.folded)]


def known_numbers(context: Context) -> frozenset[str]:
    """The numbers of the customer's orders and documents: letters and digits, in small letters."""
    return context.once(("order.known",), lambda: _known_numbers(context))


def _known_numbers(context: Context) -> frozenset[str]:
    customer = context.customer
    if customer is None:
        return frozenset()
    orders = context.book.orders_of(customer.number)
    documents = context.book.documents_of(customer.number)
    written = [number for order in orders for number in (order.po_number, order.number)]
    written += [number for document in documents for number in (document.number, document.po_number)]
    keys = (folded(number).lower() for number in written if number)
    return frozenset(key for key in keys if len(key) >= LEAST_NUMBER)


def names_known(context: Context, sentence: str) -> bool:
    """Whether a folded sentence holds the number of an order or a document that the customer has already."""
    written = re.sub(r"[^0-9a-z]", "", sentence)
    return any(number in written for number in known_numbers(context))


def names_paper(context: Context, source: Source, place: int) -> bool:
    """Whether bare digits are the last ones of one known number, and nothing that is sold follows: "415 is paid"."""
    digits = _LAST_DIGITS.match(source.text, place)
    if digits is None or sum(number.endswith(digits[0]) for number in known_numbers(context)) != 1:
        return False
    words = _GOODS_END.split(source.text[digits.end() : digits.end() + LONGEST_NAME], maxsplit=1)[0]
    return not any(fit.told for fit in catalogue_of(context.book).likeness.ranked(words)[:1])


def order_numbers(context: Context, source: Source) -> list[tuple[int, int]]:
    """Plain digits that are the number of an order or document of the customer: "for 88151 please 120 bags"."""
    known = {number for number in known_numbers(context) if number.isdigit() and len(number) >= LEAST_DIGITS}
    return [m.span() for m in _LONG_NUMBER.finditer(source.folded) if m.group() in known] if known else []


def times_of_goods(context: Context, source: Source, place: int) -> int:
    """Where the goods of "five times the licence" begin, `place` being behind the number; else `place`."""
    words = alternatives(words_of(TIMES, context.languages))
    match = expression(rf"[ ]?(?:{words})[ ](?=[^\W\d_])").match(source.folded, place)
    if match is None:
        return place
    goods = re.split(r"[,;:.!?\n]", source.text[match.end() : match.end() + 40], maxsplit=1)[0]
    fits = catalogue_of(context.book).likeness.ranked(goods)[:1]
    return match.end() if any(fit.told and fit.sure > 0.2 for fit in fits) else place


def about(context: Context, source: Source) -> Iterator[tuple[int, int, int, int]]:
    """Where goods are counted roughly and behind them exactly: (start, end) of "a few" and of the brackets' "3 tins"."""
    if "(" not in source.text:
        return
    words = alternatives(words_of(ABOUT, context.languages))
    exact = rf"\([ ]?(?P<exact>\d{{1,4}}(?:[ ]?(?:{context.words('units')})\.?)?)[ ]?\)"
    for match in expression(
        rf"(?<!\w)(?P<about>{words})(?:[ ]|(?<='))(?=[^()\n.;\d]{{3}})[^()\n.;]{{2,60}}{exact}"
    ).finditer(source.folded):
        yield *match.span("about"), *match.span("exact")


def restated(context: Context, words: str, unit: str, article: ArticleEntry) -> Decimal | None:
    """How many units of an article a count of something else comes to: "2000 spokes (that is 20 packs)"."""
    signs = alternatives(words_of(THAT_IS, context.languages))
    told = expression(
        rf"[(,=–-][ ]?(?:=[ ]?|(?:{signs})[ ]{{1,2}})(\d{{1,5}})[ ](?:[^\W\d_]{{2,5}}[ ])?([^\W\d_]{{3,}})"
    ).search(fold(words))
    if told is None:
        return None
    named = {word[:STEM] for name in article.names for word in re.findall(r"[^\W\d_]{3,}", fold(name))}
    stated = fold(unit)[:STEM]
    return Decimal(told[1]) if told[2][:STEM] in named and (not stated or stated not in named) else None


def unit_is_goods(context: Context, source: Source, unit: str, place: int) -> bool:
    """Whether a unit with nothing behind it is itself what is counted: "and one drum" of a seller of drums."""
    word = fold(unit).rstrip(" .")
    if len(word) < STEM or not _NOTHING_FOLLOWS.match(source.folded, place):
        return False
    match = catalogue_of(context.book).likeness.only(unit)
    stem = word.removesuffix("s").removesuffix("n")
    return match is not None and any(fold(name).startswith(stem) for name in match.article.names)
