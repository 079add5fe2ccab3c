"""How much is contested: what was kept back, a sum that is worked out, an amount named as too much, or the whole."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import permutations

from nlp.extract.dispute.documents import Contested
from nlp.extract.sources import Context, near
from nlp.lang import compiled, expression
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
NEAREST = 60  # characters between an amount and the word that calls it too much
_COUNT = re.compile(r"(?<![\d.,'/-])\d{1,5}(?![\d/%-]|[.,']\d)")


def contested_amount(
    context: Context, meant: Contested, reason: DisputeReason, remittance: Remittance | None
) -> tuple[Amount | None, tuple[Evidence, ...]]:
    """The contested amount as it is written, null where only prices or the document's own amount are named."""
    lines = remittance.lines if remittance else ()
    kept = [line for line in lines if line.deduction and line.invoice in meant.numbers]
    if len(kept) == 1 and kept[0].deduction is not None:
        assert remittance is not None
        return Amount(kept[0].deduction, remittance.currency, 0, 0, True, False), ()
    money = _of_the_matter(context, meant)
    chosen = (
        _worked_out(context, money) or _beside_complaint(context, money) or _of_document(context, money, meant, reason)
    )
    if chosen is None:
        chosen = _only(context, money, meant, reason)
    if chosen is None:
        return None, ()
    return chosen, (context.body.evidence("dispute.amount", chosen.start, chosen.end),)


def _worked_out(context: Context, money: list[Amount]) -> Amount | None:
    """An amount that is a count times another amount of the mail, or times the difference of two."""
    counts = {int(match[0]) for match in _COUNT.finditer(context.body.text)} - {0, 1}
    counts |= {n for pack in context.lexicons for word, n in pack.number_words.items() if n > 1 and _has(context, word)}
    named = list(dict.fromkeys(amount.value for amount in money))[:MOST_AMOUNTS]
    for amount in money[:MOST_AMOUNTS]:
        others = [value for value in named if value != amount.value]
        parts = {*others, *(a - b for a, b in permutations(others, 2) if a > b)}
        if any(near(part * count, amount.value) for part in parts for count in sorted(counts)[:MOST_COUNTS]):
            return amount
        if any(near(a - b, amount.value) for a, b in permutations(others, 2)) and len(named) == 3:
            return amount
    return None


def _has(context: Context, word: str) -> bool:
    return bool(expression(rf"(?<!\w){re.escape(word.lower())}(?!\w)").search(context.body.flat))


def _beside_complaint(context: Context, money: list[Amount]) -> Amount | None:
    """The amount nearest to a word for excess or shortage in its own sentence, if one is clearly nearest."""
    words = [m for m in expression(rf"(?<!\w)(?:{context.words('too_much')})(?!\w)").finditer(context.body.flat)]
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


def _totals(context: Context, meant: Contested) -> set[Decimal]:
    entries = [entry for number in meant.numbers if (entry := context.book.document(number))]
    return {abs(amount) for entry in entries for amount in (entry.total, entry.open_amount)}


def _of_document(context: Context, money: list[Amount], meant: Contested, reason: DisputeReason) -> Amount | None:
    """The whole document's amount, where the reason contests all of it."""
    totals = _totals(context, meant)
    exact = [amount for amount in money if amount.value in totals]
    return exact[0] if exact and reason not in PARTIAL else None


def _only(context: Context, money: list[Amount], meant: Contested, reason: DisputeReason) -> Amount | None:
    """The one amount that is left: neither a price nor the document's own beside a reason that contests a part."""
    if reason is DisputeReason.INVOICE_FORM or len({amount.value for amount in money}) != 1:
        return None
    if reason is DisputeReason.PRICE and _is_unit_price(context, money[0]):
        return None
    if money[0].value in _totals(context, meant) and not _refused(context, money[0]):
        return None
    return money[0]


def _is_unit_price(context: Context, amount: Amount) -> bool:
    """ "30 pounds per pipette", "@ 7.60": the price of one, not what is contested."""
    words = context.words("price_words")
    return bool(
        expression(rf"[ ]?/|[ ](?:{words})(?!\w)").match(context.body.flat[amount.end : amount.end + 16])
        or re.search(r"@ ?$", context.body.flat[: amount.start][-3:])
    )


def _refused(context: Context, amount: Amount) -> bool:
    """Whether the sentence of an amount says that it will not be paid."""
    start, end = context.body.sentence_at(amount.start)
    patterns = [pair for pack in context.lexicons for pair in pack.refusals]
    return any(compiled(pattern).search(context.body.flat[start:end]) for _, pattern in patterns)


def _of_the_matter(context: Context, meant: Contested) -> list[Amount]:
    """The amounts of the body but for those that other documents have, or that stand in the sentences of others."""
    others = _totals(context, Contested(meant.others)) - _totals(context, meant)
    money = [a for a in context.amounts(context.body) if a.marked and a.value > 0 and a.value not in others]
    if meant.others and meant.end:
        near_by = [amount for amount in money if meant.start <= amount.start < meant.end]
        return near_by or [amount for amount in money if amount.start >= meant.end]
    return money
