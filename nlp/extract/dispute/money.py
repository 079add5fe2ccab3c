"""The amounts of a mail that may be the contested one: no price of one, no threshold, no payment, nothing of others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from nlp.extract.dispute.documents import Contested
from nlp.extract.order.number_words import number_pattern, value_of
from nlp.extract.sources import Context, Source
from nlp.lang import compiled, expression
from nlp.lang.contesting import said
from nlp.notation import Amount
from nlp.reading import DisputeReason

DOLLARS = frozenset({"USD", "CAD", "AUD", "NZD", "SGD", "HKD"})
"""Currencies that "$" stands for: whose dollar it is, the document says."""
COUNTING = frozenset({DisputeReason.QUANTITY, DisputeReason.WRONG_ITEM, DisputeReason.NOT_DELIVERED})
LEAST_OWN = 100  # a whole number of a document's amount: below, it counts something
LEAST_BARE = 10  # below, a bare number counts pieces
BEFORE = 24  # characters in front of an amount that say what it is
_CLAUSE_END = re.compile(r"[,;:.!?](?=\s)|\n|\s[-–]\s")
_AT = re.compile(r"@ ?$")
_COLLOQUIAL = r"quid|bucks|nicker|balles|piasses|mause|tacken|stutz"  # of whatever currency the document has
_SPELLED_CURRENCIES = rf"euros?|eur|€|franken|francs?|chf|pounds?|gbp|dollars?|{_COLLOQUIAL}"
_CURRENCY_WORD = re.compile(rf"[a-z\d] (?:{_SPELLED_CURRENCIES})")


def totals(context: Context, numbers: Sequence[str]) -> set[Decimal]:
    """What documents come to and what is open of them."""
    entries = [entry for number in numbers if (entry := context.book.document(number))]
    return {abs(amount) for entry in entries for amount in (entry.total, entry.open_amount)}


def contestable(context: Context, meant: Contested, reason: DisputeReason) -> list[Amount]:
    """The marked amounts of the body that may be contested, in order."""
    others = totals(context, meant.others) - totals(context, meant.numbers)
    money = [a for a in context.amounts(context.body) if a.marked and a.value > 0 and a.value not in others]
    money = sorted([*money, *_spelled(context, money)], key=lambda amount: amount.start)
    money = [amount for amount in money if not _is_threshold(context, amount)]
    money = [amount for amount in money if not _is_credited(context, amount)]
    if meant.others and meant.end:
        near_by = [amount for amount in money if meant.start <= amount.start < meant.end]
        money = near_by or [amount for amount in money if amount.start >= meant.end]
    if reason is not DisputeReason.ALREADY_PAID and len(money) > 1:
        money = [amount for amount in money if not is_payment(context, amount)] or money
    return [in_currency(context, amount, meant) for amount in money]


def _is_credited(context: Context, amount: Amount) -> bool:
    """ "Your credit of 198": what a credit note of ours comes to, with the word for one beside it."""
    if context.customer is None:
        return False
    notes = {abs(e.total) for e in context.book.documents_of(context.customer.number) if e.total < 0}
    if amount.value not in notes:
        return False
    words = clause_of(context, amount)
    return expression(rf"(?<!\w)(?:{context.words('credit_note_words')}|credit)(?!\w)").search(words) is not None


def is_price_of_one(context: Context, amount: Amount) -> bool:
    """ "30 pounds per pipette", "36 € la boîte", "@ 7.60": the price of one, not what is contested."""
    behind = context.body.flat[amount.end : amount.end + BEFORE]
    word = context.words("price_words")
    return bool(
        expression(rf"[ ]?/|[ ](?:{word})(?!\w)").match(behind)
        or _AT.search(context.body.flat[: amount.start][-3:])
        or expression(rf"[ ](?:la|le|l'|das|die|der|den|a|an|the|il|lo|al|de|het)[ ']?(?:{context.words('units')})(?!\w)").match(behind)  # noqa: E501
    )  # fmt: skip


def own_amounts(context: Context, meant: Contested, source: Source) -> list[Amount]:
    """What the meant documents come to, or have open, where a text writes it: with a sign, or as a whole number.

    "Wegen der 264" only names the document by it.
    """
    own = totals(context, meant.numbers)
    names = expression(rf"(?<!\w)(?:{said('NAMING')})[ ]$")
    return [
        amount
        for amount in context.amounts(source)
        if amount.value in own
        and (
            amount.marked
            or (
                amount.value >= LEAST_OWN
                and not _names_document(context, amount, source)
                and not names.search(source.flat[max(0, amount.start - BEFORE) : amount.start])
            )
        )
    ]


def names_invoice(context: Context, amount: Amount) -> bool:
    """ "Correct the invoice of 2 322 €", "it's the 716.40 invoice": which document is meant, and no more."""
    words = rf"{context.words('invoice_words')}|{said('BILLS')}"
    ahead = expression(rf"(?<!\w)(?:{words})(?: (?:{said('AMOUNTING')}))?[ ]{{0,2}}\(?$")
    if ahead.search(context.body.flat[max(0, amount.start - 2 * BEFORE) : amount.start]):
        return True
    return expression(rf"[ ](?:{words})(?!\w)").match(context.body.flat, amount.end) is not None


def lowered(context: Context, meant: Contested) -> Amount | None:
    """ "Kindly reduce by 620", "bitte um 86 kürzen": a number behind words that lower the amount of a document."""
    before = expression(rf"(?<!\w)(?:{said('LOWERED')})[ ]$")
    behind = expression(
        rf"[ ]?(?:[.,;:!?)]|$)|[ ](?:{context.words('withhold_words', 'withhold_tails', 'too_much')})(?!\w)"
    )
    most = max(totals(context, meant.numbers), default=Decimal(0))
    found = [
        amount
        for amount in context.amounts(context.body)
        if not amount.marked
        and LEAST_BARE <= amount.value < most
        and before.search(context.body.flat[max(0, amount.start - 2 * BEFORE) : amount.start])
        and behind.match(context.body.flat[amount.end : amount.end + BEFORE])
        and not _names_document(context, amount, context.body)
    ]
    return found[0] if len({amount.value for amount in found}) == 1 else None


def withheld(context: Context, reason: DisputeReason) -> Amount | None:
    """ "We keep back 310 until then": a bare number that words of withholding make money; no pieces are missed."""
    if reason in COUNTING:
        return None
    before = expression(
        rf"(?<!\w)(?:{context.words('withhold_words')})(?:[ ](?:the|die|les|the other|noch|encore))?[ ]$"
    )
    behind = expression(rf"[ ]?(?:[.,;:!?)]|$)|[ ](?:{context.words('withhold_tails')})(?!\w)")
    found = [
        amount
        for amount in context.amounts(context.body)
        if not amount.marked
        and amount.value >= LEAST_BARE
        and before.search(context.body.flat[max(0, amount.start - BEFORE) : amount.start])
        and behind.match(context.body.flat[amount.end : amount.end + BEFORE])
    ]
    found = [amount for amount in found if not _names_document(context, amount, context.body)]
    return found[0] if len({amount.value for amount in found}) == 1 else None


def _names_document(context: Context, amount: Amount, source: Source) -> bool:
    """ "I'm holding 465": the last digits of a document, or of its order."""
    entries = context.book.documents_of(context.customer.number) if context.customer else ()
    written = re.sub(r"\D", "", source.text[amount.start : amount.end])
    return any(re.sub(r"\D", "", text).endswith(written) for e in entries for text in (e.number, e.po_number) if text)


def _is_threshold(context: Context, amount: Amount) -> bool:
    """ "free from 300", "dès 3'000 francs": where a rule begins to hold."""
    start = max(0, amount.start - BEFORE)
    before = context.body.flat[start : amount.start]
    if expression(rf"(?<!\w)(?:{said('PASSING')})[ ]{{1,2}}$").search(before):
        return True
    found = expression(rf"(?<!\w)(?:{context.words('threshold_words')})[ ]{{1,2}}$").search(before)
    return found is not None and (found[0].strip() != "des" or "è" in context.body.text[start : amount.start])


def is_payment(context: Context, amount: Amount) -> bool:
    """Whether an amount is the rest, or its clause says that it was or will be paid, and does not complain."""
    clause = clause_of(context, amount)
    rest = expression(rf"(?<!\w)({context.words('rest_words')})[^\d.!?]{{0,12}}$").search(
        context.body.flat[max(0, amount.start - BEFORE) : amount.start]
    )
    if rest and not expression(rf"(?<!\w)(?:{context.words('too_much')})(?!\w)").search(rest[1]):
        return True  # "the rest"; "la différence" is also what is contested
    said = [p for pack in context.lexicons for p in pack.paid_words]
    said += [p for pack in context.lexicons for value, p in pack.will_pay if value > 0]
    if not any(compiled(pattern).search(clause) for pattern in said):
        return False
    denied = expression(rf"(?<!\w)(?:{context.words('negations', 'too_much')})(?!\w)")
    return denied.search(clause) is None


def clause_of(context: Context, amount: Amount) -> str:
    """The words around an amount up to the next comma, stop, "and" or amount."""
    begin, stop = clause_around(context, amount.start, amount.end)
    return context.body.flat[begin:stop]


def clause_around(context: Context, first: int, last: int) -> tuple[int, int]:
    """Where the clause begins and ends that holds these places; one of hardly a word goes with the one before it."""
    flat, start, end = context.body.flat, *context.body.sentence_at(first)
    cuts = [m.end() for m in _CLAUSE_END.finditer(context.body.folded, start, end)]
    cuts += [m.end() for m in expression(rf"[ ](?:{context.words('list_words')})[ ]").finditer(flat, start, end)]
    begin = max((cut for cut in cuts if cut <= first), default=start)
    stop = min((cut for cut in cuts if cut >= last), default=end)
    if not re.search(r"[^\W\d_]{4}", flat[begin : max(first, begin)]):  # ", soit 939,84 €": of the clause before
        begin = max((cut for cut in cuts if cut < begin), default=start)
    return begin, stop


def _spelled(context: Context, money: Sequence[Amount]) -> list[Amount]:
    """ "forty quid", "vierzig Euro", "150 quid": amounts in words."""
    words = rf"(?P<words>{number_pattern(context.languages)})[ ](?:{_SPELLED_CURRENCIES})"
    pattern = expression(rf"(?<!\w)(?:{words}|(?P<digits>\d{{1,5}})[ ](?:{_COLLOQUIAL}))(?!\w)")
    taken = [(amount.start, amount.end) for amount in money]
    found = []
    for match in pattern.finditer(context.body.flat) if _CURRENCY_WORD.search(context.body.flat) else ():
        value = Decimal(match["digits"] or value_of(match["words"], context.languages))
        if value > 1 and not any(a < match.end() and match.start() < b for a, b in taken):
            found.append(Amount(value, None, match.start(), match.end(), True, False))
    return found


def in_currency(context: Context, amount: Amount, meant: Contested) -> Amount:
    """ "$" is the dollar of the contested document, "quid" are in the currency of it."""
    if amount.currency != "USD" or "us" in context.body.flat[amount.start : amount.end]:
        return amount
    own = {entry.currency for number in meant.numbers if (entry := context.book.document(number))}
    return replace(amount, currency=next(iter(own))) if len(own) == 1 and own <= DOLLARS else amount
