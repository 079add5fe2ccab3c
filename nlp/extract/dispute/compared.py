"""Two figures held against each other tell a reason whatever the words are: two prices a price, two counts a quantity.

Two prices are known by what they make ("twenty at 3.30 too much are 66"), by the catalogue, or by the words between
them; two counts by the third that is missing between them, or by the words between them. A size is no count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from itertools import combinations, islice, pairwise

from nlp.book import Book
from nlp.extract.dispute.words import complaints_only
from nlp.extract.order.number_words import number_pattern, value_of
from nlp.extract.sources import Context
from nlp.lang import expression
from nlp.lang.contesting import said
from nlp.notation import Amount
from nlp.reading import DisputeReason

MOST = 14  # numbers of a mail that are compared
MOST_BETWEEN = 4  # words between a number and the words that hold it against the next one
LEAST_NAMING = 3  # digits by which people name a document or a year
TWICE, NEAR_LIST = 2, Decimal("1.6")  # how much more than the other a price may be; beside one of the catalogue
NEAR_SIZE = 14  # characters beside a number that make it a size
_COUNT = re.compile(r"(?<![\w.,/-])\d{1,5}(?![\w/%-]|[.,]\d)")
_YEAR = re.compile(r"20\d\d")
_CURRENCY = r"(?:chf|eur|euros?|€|£|\$|gbp|s?fr\.?)"
_WORDS = rf"(?:[ ][^\W\d_][\w'-]{{0,20}}){{0,{MOST_BETWEEN}}}?"
_SIZE_BEHIND = re.compile(
    r"[ ]?(?:mm|cm|zoll|inch(?:es)?|\"|''|watt|w|volt|v|ml|cl|µ|my|mic|microns?|°|bar|gb|tb|x[ ]?\d|×|amp|ers?)(?!\w)"
)
_SHARE_BEHIND = re.compile(r"[ ]?(?:%|percent(?!\w)|per ?cent(?!\w)|prozent(?!\w)|pour ?cent(?!\w))")
_SIZE_BEFORE = re.compile(
    r"(?<!\w)(?:size|grosse|gr\.?|taille|pointure|maat|taglia|talla|rozmiar|storlek|str\.?|nr\.?|no\.?|type?|ø|dn"
    r"|diameter|durchmesser|diametre|lange|length|longueur)[ ]$"
)
Number = tuple[Decimal, int, int]  # value, start, end


def compared(context: Context) -> frozenset[DisputeReason]:
    """The reasons that figures of the body show."""
    return context.once("dispute.compared", lambda: frozenset(_shown(context)))


def _shown(context: Context) -> Iterator[DisputeReason]:
    counts = counts_of(context)
    if len(counts) + len(_money(context)) < 2:
        return
    if any(rule(context, counts) for rule in (_differ_by, _beside_catalogue, _price_for_price)):
        yield DisputeReason.PRICE
    if _missing_between(counts) or _count_for_count(context, counts):
        yield DisputeReason.QUANTITY


def _money(context: Context) -> list[Amount]:
    """The marked amounts of what the body complains of, without what a document of the customer comes to."""
    flat, owed = complaints_only(context), _totals(context)
    money = [a for a in context.amounts(context.body) if a.marked and a.value > 0 and flat[a.start : a.end].strip()]
    return [amount for amount in money if amount.value not in owed][:MOST]


def _totals(context: Context) -> set[Decimal]:
    entries = context.book.documents_of(context.customer.number) if context.customer else ()
    return {abs(amount) for entry in entries for amount in (entry.total, entry.open_amount)}


def counts_of(context: Context) -> list[Number]:
    """The counts that the body names, each with its place."""
    return context.once("dispute.counts", lambda: _counts(context))


def _counts(context: Context) -> list[Number]:
    """The whole numbers of what the body complains of, in figures and in words: no money, day, document or size."""
    flat = complaints_only(context)
    amounts = context.amounts(context.body)
    found = [
        (a.value, a.start, a.end)
        for a in amounts
        if not a.marked and a.value > 0 and a.value == a.value.to_integral_value()
    ]
    spans = [(a.start, a.end) for a in amounts] + [(day.start, day.end) for day in context.dates(context.body)]
    taken = {place for start, end in spans for place in range(start, end)}
    words = expression(rf"(?<!\w)(?:{number_pattern(context.languages)})(?!\w)")
    for pattern, languages in ((_COUNT, ()), (words, context.languages)):
        for match in pattern.finditer(flat):
            if match.start() not in taken and match.end() - 1 not in taken:
                value = value_of(match.group(), languages) if languages else int(match.group())
                found.append((Decimal(value), *match.span()))
    stated = (n for n in sorted(found, key=lambda each: each[1]) if flat[n[1] : n[2]].strip())
    return list(
        islice((n for n in stated if not (_names(context, n) or _is_size(flat, n) or _is_share(flat, n))), MOST)
    )


def _names(context: Context, number: Number) -> bool:
    """The end of a document's number or of its order's, or a year."""
    digits = re.sub(r"\D", "", context.body.text[number[1] : number[2]])
    if len(digits) < LEAST_NAMING:
        return False
    return bool(_YEAR.fullmatch(digits)) or any(each.endswith(digits) for each in _named_by(context))


def _named_by(context: Context) -> frozenset[str]:
    """The digits of the customer's documents and of their orders."""
    entries = context.book.documents_of(context.customer.number) if context.customer else ()
    texts = (text for entry in entries for text in (entry.number, entry.po_number))
    return context.once("dispute.digits", lambda: frozenset(re.sub(r"\D", "", text) for text in texts))


def _is_share(flat: str, number: Number) -> bool:
    """ "3 %": so much of the whole, and no piece."""
    return _SHARE_BEHIND.match(flat, number[2]) is not None


def _is_size(flat: str, number: Number) -> bool:
    _, start, end = number
    before = flat[max(0, start - NEAR_SIZE) : start]
    return bool(_SIZE_BEHIND.match(flat, end) or _SIZE_BEFORE.search(before))


def _differ_by(context: Context, counts: Sequence[Number]) -> bool:
    """ "52 instead of 48, forty cans, so 160": an amount is what two prices differ by so many times."""
    sums = [a.value for a in context.amounts(context.body) if a.marked][:MOST]
    stated = {value for value, _, _ in counts}
    marked = sorted({amount.value for amount in _money(context)})
    for low, high in combinations(sorted({*marked, *stated})[: 2 * MOST], 2):
        if high > TWICE * low:
            continue
        gap = high - low
        odd = low in marked and high in marked and gap != gap.to_integral_value()  # few amounts are a multiple of 0.70
        for total in sums:
            times = total / gap
            if times < TWICE or times != times.to_integral_value() or total in (low, high, low + high):
                continue
            if odd or (times in stated and times not in (low, high)):
                return True
    return False


def _beside_catalogue(context: Context, counts: Sequence[Number]) -> bool:
    """Two amounts of one sentence near each other, and just one of them is what an article of ours costs."""
    money = _money(context)
    listed = context.book.indexed(_list_prices) if len(money) > 1 else frozenset()
    return any(
        min(one.value, other.value) * NEAR_LIST >= max(one.value, other.value)
        and one.value != other.value
        and (one.value in listed) != (other.value in listed)
        and context.body.sentence_at(one.start) == context.body.sentence_at(other.start)
        for one, other in combinations(money, 2)
    )


def _list_prices(book: Book) -> frozenset[Decimal]:
    return frozenset(article.price for article in book.articles())


def _price_for_price(context: Context, counts: Sequence[Number]) -> bool:
    """ "CHF 55.00 au lieu de CHF 49.00"."""
    flat = complaints_only(context)
    return any(
        one.value != other.value
        and max(one.value, other.value) <= (TWICE + 1) * min(one.value, other.value)
        and _held_against().fullmatch(flat, one.end, other.start) is not None
        for one, other in pairwise(_money(context))
    )


def is_against(context: Context, one: Amount, other: Amount) -> bool:
    """Whether the first of two amounts is held against the second: "12.40 instead of 14.20"."""
    first, second = sorted((one, other), key=lambda amount: amount.start)
    return _held_against().fullmatch(context.body.flat, first.end, second.start) is not None


def _missing_between(counts: Sequence[Number]) -> bool:
    """ "Three short. Paid for 12, got 9.": of three numbers one is what the other two differ by."""
    values = sorted({value for value, _, _ in counts})
    return any(high - low in values and high != low * TWICE and high > TWICE for low, high in combinations(values, 2))


def _count_for_count(context: Context, counts: Sequence[Number]) -> bool:
    """ "6 statt 8 Kanister"."""
    flat = complaints_only(context)
    return any(
        one[0] != other[0] and _held_against().fullmatch(flat, one[2], other[1]) is not None
        for one, other in pairwise(counts)
    )


@cache
def _held_against() -> re.Pattern[str]:
    """What stands between two figures of which one is held against the other."""
    return re.compile(
        rf"(?:[ ]?{_CURRENCY})?{_WORDS},?[ ](?:{said('AGAINST')})"
        rf"(?:[ ](?:the|les|des|der|den|die|de|d'|a|mit|at|zu|von|auf|uber|for|to)){{0,2}}[ ]?(?:{_CURRENCY}[ ]?)?"
    )
