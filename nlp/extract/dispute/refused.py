"""What is said of one amount of a complaint: it is refused, it was kept back, or it is what would be right."""

from __future__ import annotations

import re
from collections.abc import Collection
from decimal import Decimal

from nlp.extract.dispute.compared import is_against
from nlp.extract.dispute.documents import Contested
from nlp.extract.dispute.money import clause_of, is_price_of_one
from nlp.extract.sources import Context
from nlp.lang import compiled, expression
from nlp.lang.contesting import said
from nlp.notation import Amount
from nlp.reading import DisputeReason

_COLUMN = re.compile(r"\S(?: {2,}|\t|[ ]?\|[ ]?)\S")


def is_rightful(context: Context, amount: Amount, own: Collection[Decimal], reason: DisputeReason) -> bool:
    """What would be right: "a delivery note of 389.70, not 1,389.70"; of two prices in a sentence the other one."""
    others = [other for other in context.amounts(context.body) if other.marked and other.value != amount.value]
    if any(other.value in own and is_against(context, amount, other) for other in others):
        return True
    start, end = context.body.sentence_at(amount.start)
    return reason is DisputeReason.PRICE and any(
        is_price_of_one(context, other) and max(other.value, amount.value) <= 2 * min(other.value, amount.value)
        for other in others
        if start <= other.start < end
    )


def follows_a_price(context: Context, amount: Amount) -> bool:
    """ "The soil is on it at 9.80. Agreed were 8.90": of two prices the second one begins the next sentence."""
    start, _ = context.body.sentence_at(amount.start)
    before = [other for other in context.amounts(context.body) if other.marked and other.end <= start]
    if not before or context.body.sentence_at(max(start - 1, 0))[0] > before[-1].start:
        return False
    low, high = sorted((before[-1].value, amount.value))
    return 0 < low < high <= 2 * low


def rests_of(context: Context, meant: Contested) -> frozenset[Decimal]:
    """What is left open of documents that are paid in part."""
    entries = [entry for number in meant.numbers if (entry := context.book.document(number))]
    return frozenset(abs(e.open_amount) for e in entries if e.open_amount and abs(e.open_amount) < abs(e.total))


def is_kept(context: Context, amount: Amount) -> bool:
    """ "The 250 we deducted as a bonus": its sentence says that so much was taken off."""
    start, end = context.body.sentence_at(amount.start)
    return expression(rf"(?<!\w)(?:{context.words('kept_back')})").search(context.body.flat, start, end) is not None


def is_refused(context: Context, amount: Amount) -> bool:
    """Whether the sentence of an amount says that it will not be paid, or its clause that it is blocked."""
    start, end = context.body.sentence_at(amount.start)
    sentence = context.body.flat[start:end]
    patterns = [pair for pack in context.lexicons for pair in pack.refusals]
    if any(compiled(pattern).search(sentence) for _, pattern in patterns):
        return True
    if expression(rf"(?<!\w)(?:{said('REFUSED')})(?!\w)").search(sentence):
        return True
    if expression(rf"[ ]{{1,2}}(?:{said('WRONG_SUM')})(?!\w)").match(context.body.flat, amount.end):
        return True
    line = context.body.text[: amount.end].rpartition("\n")[2]
    if _COLUMN.search(line):  # a list of what is open
        return False
    blocked = expression(rf"(?<!\w)(?:{said('BLOCKED')})(?!\w)")
    return blocked.search(clause_of(context, amount)) is not None
