"""How much is contested: what was kept back, a sum that is worked out, an amount named as too much, or the whole."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from itertools import combinations, permutations

from nlp.extract.dispute.documents import Contested
from nlp.extract.dispute.money import (
    contestable,
    in_currency,
    is_payment,
    is_price_of_one,
    lowered,
    names_invoice,
    own_amounts,
    totals,
    withheld,
)
from nlp.extract.dispute.papers import claimed_in_papers
from nlp.extract.dispute.refused import follows_a_price, is_kept, is_refused, is_rightful, rests_of
from nlp.extract.order.number_words import number_pattern, value_of
from nlp.extract.sources import Context, near
from nlp.lang import expression, fold
from nlp.lang.contesting import said
from nlp.notation import Amount
from nlp.reading import DisputeReason, Evidence, Remittance

PARTIAL = frozenset(
    {
        DisputeReason.PRICE,
        DisputeReason.QUANTITY,
        DisputeReason.DAMAGED,
        DisputeReason.TAX,
        DisputeReason.CONTRACT_TERMS,
        DisputeReason.OTHER,
    }
)
"""Reasons that contest a part: the document's own amount beside one of them only says which document is meant."""
MOST_AMOUNTS, MOST_COUNTS = 12, 20
MOST_PRICES = 2  # that a complaint of a price compares
LEAST_SHARE = 20  # of a document's amount: below, a bare number counts something
LONGEST_NUMBER = 40  # characters of a document's number
NEAREST = 60  # characters between an amount and the word that calls it too much
_COUNT = re.compile(r"(?<![\d.,'/-])\d{1,5}(?![\d/%-]|[.,']\d)")


def contested_amount(
    context: Context, meant: Contested, reason: DisputeReason, remittance: Remittance | None
) -> tuple[Amount | None, tuple[Evidence, ...]]:
    """The contested amount as it is written, null where only prices or the document's own amount are named."""
    money = _within(context, meant, contestable(context, meant, reason))
    lines = remittance.lines if remittance else ()
    kept = [line.deduction for line in lines if line.deduction and line.invoice in meant.numbers]
    if remittance is not None and len(kept) == 1:
        beside = _beside_the_advice(context, money, meant, remittance)
        if beside is None:
            return Amount(kept[0], remittance.currency, 0, 0, True, False), ()
        chosen: Amount | None = beside
    else:
        chosen = (
            _worked_out(context, money)
            or _share_of_total(context, meant)
            or _left_of_total(context, meant)
            or _beside_complaint(context, money)
            or _gap_of_prices(money, reason)
            or lowered(context, meant)
            or withheld(context, reason)
            or _of_document(context, meant, reason)
            or _only(context, money, meant, reason)
        )
    if chosen is None:
        titled = () if reason in PARTIAL else own_amounts(context, meant, context.subject)
        return claimed_in_papers(context, meant) or next(iter(titled), None), ()
    return in_currency(context, chosen, meant), (context.body.evidence("dispute.amount", chosen.start, chosen.end),)


def _within(context: Context, meant: Contested, money: list[Amount]) -> list[Amount]:
    """Those that the contested documents can hold: a volume, or a total of others, is more than all of them."""
    entries = [entry for number in meant.numbers if (entry := context.book.document(number))]
    most = sum((max(abs(entry.total), abs(entry.open_amount)) for entry in entries), Decimal(0))
    whole = len(entries) == len(meant.numbers)
    return [amount for amount in money if amount.value <= most] if entries and whole else money


def unexplained(context: Context, meant: Contested, reason: DisputeReason) -> list[Amount]:
    """The amounts that may be the contested one where none was chosen: neither a price nor the document's own.

    Two prices side by side explain each other; what the form of a document concerns has no amount.
    """
    own = totals(context, meant.numbers)
    left = [amount for amount in contestable(context, meant, reason) if amount.value not in own]
    left = _distinct(amount for amount in left if not is_price_of_one(context, amount))
    if reason in (DisputeReason.INVOICE_FORM, DisputeReason.ALREADY_PAID):
        return []
    return left if reason is not DisputeReason.PRICE or len(left) > MOST_PRICES else []


def _beside_the_advice(
    context: Context, money: list[Amount], meant: Contested, remittance: Remittance
) -> Amount | None:
    """What is contested beside the amounts of an advice: worked out or called too much, and none of its own."""
    own = {value for line in remittance.lines for value in (line.amount, line.deduction) if value is not None}
    own |= {line.amount - line.deduction for line in remittance.lines if line.amount and line.deduction}
    own |= {remittance.total} if remittance.total is not None else set()
    other = [
        amount for amount in money if amount.value not in own and amount.value not in totals(context, meant.numbers)
    ]
    return _worked_out(context, other) or _beside_complaint(context, other)


def _worked_out(context: Context, money: list[Amount]) -> Amount | None:
    """An amount that is a count times another amount of the mail, or times the difference of two."""
    every = context.amounts(context.body)
    if not money or len(every) < 2:
        return None
    counts = sorted(_counts(context))[:MOST_COUNTS]
    marked = list(dict.fromkeys(amount.value for amount in money))[:MOST_AMOUNTS]
    plain = [a.value for a in every if not a.marked and a.value > 0][:MOST_AMOUNTS]
    for amount in money[:MOST_AMOUNTS]:
        others = [value for value in marked if value != amount.value]
        gaps = {a - b for a, b in permutations((*others, *plain), 2) if a > b and (a in others or b in others)}
        if any(near(price * count, amount.value) for price in {*others, *gaps} for count in counts if count != price):
            return amount
    if len(marked) == 3:
        low, middle, high = sorted(money, key=lambda amount: amount.value)[:: max(len(money) // 3, 1)][:3]
        if near(high.value - middle.value, low.value):
            return low
    return None


def _share_of_total(context: Context, meant: Contested) -> Amount | None:
    """ "Billed as 12, we took 10, 246 over": what the missing ones of two counts are of the document's amount."""
    owed = totals(context, meant.numbers)
    counts = sorted(_counts(context))[:MOST_COUNTS] if owed else []
    shares = {total * (most - some) / most for total in owed for some, most in combinations(counts, 2)}
    every = context.amounts(context.body)
    return next((a for a in every if a.value >= LEAST_SHARE and any(near(a.value, s) for s in shares)), None)


def _left_of_total(context: Context, meant: Contested) -> Amount | None:
    """ "Drop the 260 off it and you have the 680": what is left of the document's amount beside what is paid of it."""
    owed = totals(context, meant.numbers)
    every = [amount for amount in context.amounts(context.body) if amount.value > 1]
    for one, other in permutations(every[:MOST_AMOUNTS], 2):
        if one.value + other.value in owed and is_payment(context, other) and not is_payment(context, one):
            return one
    return None


def _counts(context: Context) -> set[int]:
    """The whole numbers of the body above one, in figures and in words."""
    counts = {int(match[0]) for match in _COUNT.finditer(context.body.text)}
    pattern = expression(rf"(?<!\w)(?:{number_pattern(context.languages)})(?!\w)")
    words = {match[0] for match in pattern.finditer(context.body.flat)}
    return (counts | {value_of(word, context.languages) for word in words}) - {0, 1}


def _beside_complaint(context: Context, money: list[Amount]) -> Amount | None:
    """The amount nearest to a word for excess or shortage in its own sentence, if one is clearly nearest."""
    words = [
        m
        for m in expression(rf"(?<!\w)(?:{context.words('too_much')}|{said('TOO_MUCH')})(?!\w)").finditer(
            context.body.flat
        )
    ]
    ranked: list[tuple[int, int]] = []
    for index, amount in enumerate(money):
        start, end = context.body.sentence_at(amount.start)
        gaps = [_gap(context, amount, w.start(), w.end()) for w in words if start <= w.start() < end]
        if gaps and min(gaps) <= NEAREST:
            ranked.append((min(gaps), index))
    ranked.sort()
    return money[ranked[0][1]] if ranked else None


def _gap(context: Context, amount: Amount, start: int, end: int) -> int:
    """Characters between an amount and a word; the end of a line parts them."""
    first, last = min(amount.end, end), max(amount.start, start)
    return abs(last - first) + (NEAREST if "\n" in context.body.text[first:last] else 0)


def _of_document(context: Context, meant: Contested, reason: DisputeReason) -> Amount | None:
    """The whole document's amount, where the reason contests all of it."""
    if reason in PARTIAL:
        return None
    written = [a for a in own_amounts(context, meant, context.body) if not _stands_with_another(context, meant, a)]
    if reason is DisputeReason.WRONG_ITEM:  # of a part as well as of all
        written = [a for a in written if is_refused(context, a) or not names_invoice(context, a)]
    return next((amount for amount in written if amount.marked), next(iter(written), None))


def _stands_with_another(context: Context, meant: Contested, amount: Amount) -> bool:
    """ "4410 (312.00) and 4475 over the same": of two documents that come to the same it is told of the other one."""
    before = context.body.flat[max(0, amount.start - LONGEST_NUMBER) : amount.start].rstrip(" (:,")
    return any(before.endswith(fold(number)) for number in meant.others)


def _gap_of_prices(money: list[Amount], reason: DisputeReason) -> Amount | None:
    """ "14.20 instead of 12.40, the difference of 145.80": the third amount is the gap of two prices so many times."""
    values = sorted({amount.value for amount in money})
    if reason is not DisputeReason.PRICE or len(values) != 3:
        return None
    low, high, most = values
    count = most / (high - low)
    if high > 2 * low or count < 2 or count != int(count) or high - low == int(high - low):
        return None
    return next(amount for amount in money if amount.value == most)


def _only(context: Context, money: list[Amount], meant: Contested, reason: DisputeReason) -> Amount | None:
    """The one amount that is left: neither a price nor the document's own beside a reason that contests a part."""
    own = totals(context, meant.numbers)
    left = _distinct(amount for amount in money if amount.value not in own)
    if not left and reason is not DisputeReason.PRICE:  # who contests a price never contests all of it
        own_whole = own_amounts(context, meant, context.body)
        whole = [a for a in own_whole if not a.marked and not is_payment(context, a)]
        rests = rests_of(context, meant)
        left = _distinct(
            a for a in (*money, *whole) if is_refused(context, a) or (a.value in rests and is_kept(context, a))
        )
    if reason is DisputeReason.INVOICE_FORM or len(left) != 1:
        return None
    rightful = left[0].value not in own and left[0].value * 2 > max(own, default=Decimal("Infinity"))  # what is owed
    if reason is DisputeReason.PRICE and (
        rightful or is_price_of_one(context, left[0]) or follows_a_price(context, left[0])
    ):
        return None
    if reason in PARTIAL and is_rightful(context, left[0], own, reason):
        return None
    return left[0]


def _distinct(money: Iterable[Amount]) -> list[Amount]:
    """Each value once, where it is said first."""
    found: dict[Decimal, Amount] = {}
    for amount in money:
        found.setdefault(amount.value, amount)
    return list(found.values())
