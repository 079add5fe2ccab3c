"""Which words of a line in prose describe the article, and which amount beside them is the price of one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from nlp.extract.article_words import MEASURES
from nlp.extract.catalogue import catalogue_of
from nlp.extract.order.lines import exact_share
from nlp.extract.sources import Context, Source, near
from nlp.lang import expression, fold
from nlp.lang.day_signs import any_of
from nlp.lang.ordering import BEHIND_GOODS
from nlp.notation import Amount
from nlp.reading import Problem

_PER_MANY = re.compile(
    r"[ ]{0,2}(?:/|per|pro|je|les|le|par|a)[ ]{0,2}(?:\d{2,4}|cent|mille|hundred|thousand|%)(?![\w,.])"
)
_TRAILING = re.compile(
    r"(?:\s(?:e|y|i|og|och|en|et|und|and|n|pis|puis|ou|plus|sowie|até|ate|per|voor|para|por|til|till|do|na|op|entro"
    r"|inkl|incl|including|y compris|samt"
    r"|pour|für|for|by|bis|from|starting|ab|dès|à partir d[eu]|vanaf|desde|a partir de)){1,2}\W{0,3}$",
    re.IGNORECASE,
)
_FROM_SOMEBODY = re.compile(
    r"[ ](?:from|chez|bei|von|van|bij|da)[ ][A-ZÄÖÜÉ][\wäöüéè&-]{2,30}(?:[ ][A-ZÄÖÜÉ][\w&-]{1,30}){0,2}$"
)
_NAMED_BY = re.compile(r"([^\W\d_]{3,30})[ ](?:(?:in|en|de|of|von|di|da)[ ])?$")  # the word before a number
LONGEST_NAME = 32
_BEHIND = re.compile(rf"(?:[ ,]{{1,2}}(?:{any_of(BEHIND_GOODS)})(?!\w)){{1,3}}[ ,]{{0,2}}$")


@dataclass(frozen=True, slots=True)
class Piece:
    """The words behind a quantity: `description` as written, `aside` what stands in brackets behind it."""

    description: str
    aside: str
    price: Decimal | None
    problems: tuple[Problem, ...] = ()


def piece_of(context: Context, source: Source, start: int, stop: int, quantity: Decimal) -> Piece:
    """The words text[start:stop] taken apart: article, remark in brackets, unit price."""
    inside = _brackets(source, start, stop)
    money = [a for a in context.amounts(source) if start <= a.start < stop and (a.marked or _at_sign(source, a))]
    money = [a for a in money if not is_size(context, source, a)]
    usable = [a for a in money if not _is_old(context, source, a)]
    outside = [a for a in usable if not any(low <= a.start < high for low, high in inside)]
    price, problems = unit_price(context, source, outside or usable, quantity)
    days = [m.start for m in context.dates(source) if start < m.start < stop]
    end = min([stop, *days, *(a.start for a in money), *(low for low, _ in inside)])
    aside = " ".join(source.text[low + 1 : high - 1] for low, high in inside if not _has_money(money, low, high))
    return Piece(described(context, source.text[start:end]), aside, price, problems)


def is_size(context: Context, source: Source, amount: Amount) -> bool:
    """ "0,45 µm", "a pump 0.75" where pumps are told apart so: two decimals, but of a size."""
    if amount.currency is not None:
        return False
    match = expression(r"[ ]?([a-zµμ²]{1,9})(?!\w)").match(source.text.lower(), amount.end)
    if match is not None and match[1] in MEASURES:
        return True
    named = _NAMED_BY.search(source.text, max(0, amount.start - LONGEST_NAME), amount.start)
    number = f"{amount.value.normalize():f}"
    return named is not None and catalogue_of(context.book).likeness.tells(number, named[1])


def unit_price(
    context: Context, source: Source, money: list[Amount], quantity: Decimal
) -> tuple[Decimal | None, tuple[Problem, ...]]:
    """The price of one among the amounts of a line; an amount headed by a word for a sum is shared out.

    Two amounts of which one is the other times the quantity are price and sum, in whatever order.
    """
    for one in money:
        if len(money) > 1 and any(other is not one and near(one.value * quantity, other.value) for other in money):
            return one.value, _per_many(source, one)
    if not money:
        return None, ()
    first = money[0]
    before = source.folded[max(0, first.start - 24) : first.start]
    sums = rf"(?:{context.words('total_words', 'sum_words')})[ :]{{0,3}}$|=[ ]{{0,3}}$"
    if expression(rf"(?<!\w)(?:{sums})").search(before) and quantity != 1:
        share = exact_share(first.value, quantity)
        remark = Problem("unread_price", source.text[first.start : first.end].strip(), source.name)
        return share, () if share is not None else (remark,)
    return first.value, _per_many(source, first)


def _per_many(source: Source, amount: Amount) -> tuple[Problem, ...]:
    """ "12,50 € / 100": the price of a hundred is not the price of one."""
    if not _PER_MANY.match(source.folded, amount.end):
        return ()
    words = source.text[amount.start : amount.end + 12].strip()
    return (Problem("price_unit", f"{words}: the price is not that of one", source.name),)


def _at_sign(source: Source, amount: Amount) -> bool:
    return source.text[max(0, amount.start - 2) : amount.start].strip() == "@"


def _is_old(context: Context, source: Source, amount: Amount) -> bool:
    """ "instead of 52,00 €": the price that does not hold any more."""
    before = source.folded[max(0, amount.start - 24) : amount.start]
    return bool(
        expression(rf"(?<!\w)(?:{context.words('instead_of')})[ ]{{1,2}}(?:\w{{1,8}}[ ]){{0,2}}$").search(before)
    )


def _has_money(money: list[Amount], low: int, high: int) -> bool:
    return any(low <= amount.start < high for amount in money)


def _brackets(source: Source, start: int, stop: int) -> list[tuple[int, int]]:
    return [
        (match.start() + start, match.end() + start)
        for match in re.finditer(r"\([^()\n]{0,60}\)", source.text[start:stop])
    ]


def described(context: Context, piece: str) -> str:
    """The article's words: cut where a price's words, an order's number or a date phrase begins."""
    connectors = context.words("price_words")
    begun = rf"(?:[ ,:]{{1,3}}(?:{connectors}))?(?:[ ,:]{{1,3}}(?:{connectors}|a notre tarif[^,]{{0,20}}|unser preis))?[ ,:|=@-]{{0,4}}$"  # noqa: E501
    cut = expression(begun).search(fold(piece))
    piece = piece[: cut.start()] if cut else piece
    flat = fold(piece)
    stop_words = expression(
        rf"[ ,](?:on|sur|auf|fur|pour|for|by|bis|zum|under|unter|with|per|to|and|und|et|bitte|please|svp|s'il)[ ](?=(?:{context.words('order_words')})|.{{0,12}}\d|the|la|le|die|das|der|uns|unser|our|notre|your|as|we|nous)"  # noqa: E501
        r"|[ ,]{1,2}(?:and|und|et|plus)[ ]?$|,[ ](?:a notre|zu unser|at our|wie|comme|as )"
    )
    cut = stop_words.search(flat) or expression(
        rf"[ ,(]{{1,3}}(?:{context.words('order_words')})[ .:]{{1,3}}(?=[^ ]{{0,12}}\d)"
    ).search(flat)
    piece = piece[: cut.start()] if cut else piece
    idle = rf"(?:[ ,]{{1,2}}(?:{context.words('idle_words', 'day_prepositions')})[ ,.!]{{0,2}}){{1,3}}$"
    cut = expression(idle).search(fold(piece))
    piece = (piece[: cut.start()] if cut else piece).strip(" \t,;:.|-–?!")
    named = _FROM_SOMEBODY.search(piece)
    piece = piece[: named.start()] if named else piece
    asked = _BEHIND.search(fold(piece))
    return _TRAILING.sub("", piece[: asked.start()] if asked else piece)
