"""Which numbers of a text are money: those marked as such, and those that the book or the words beside them prove."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from nlp.extract.references import References
from nlp.extract.remittance.named import Named
from nlp.extract.remittance.number_signs import BESIDE as NUMBER_BESIDE
from nlp.extract.remittance.number_signs import DATED, NUMBERED
from nlp.extract.sources import Context, Source
from nlp.lang import compiled, expression
from nlp.notation import Amount

LEAST = Decimal(20)  # without a mark; less may count things
LEAST_CREDIT = Decimal(10)
BESIDE = 24  # characters in which the word for paying stands beside a bare amount


def money_in(context: Context, source: Source, named: tuple[Named, ...], invoices: References) -> list[Amount]:
    """Marked as money, or a whole number that is just what a document that is meant has open, or that is said paid."""
    spans = [(each.start, each.end) for each in named]
    due = {amount for each in named for amount in each.due}
    due |= {abs(e.open_amount) for n in context.answered if (e := context.book.document(n))}
    due |= _open_whole(context) | _credited(context, source) | _sums(named)
    pointed = {(r.start, r.end) for r in invoices.pointed if r.how == "amount" and r.source == source.name}
    free = [
        amount
        for amount in context.amounts(source)
        if amount.value and not any(a < amount.end and amount.start < b for a, b in spans)
    ]
    found = [a for a in free if a.marked or abs(a.value) in due or (a.start, a.end) in pointed]
    found += _joined(context, source, free, found)
    found += _totals(free, found) + _instead(context, source, free, found)
    found = sorted(found, key=lambda a: a.start) or [a for a in free if _is_said_paid(context, source, a)]
    return [replace(amount, value=abs(amount.value)) for amount in found]


def _joined(context: Context, source: Source, free: list[Amount], found: list[Amount]) -> list[Amount]:
    """ "158.40 + 96": a small whole number that is what a document has open, joined to money."""
    if context.customer is None or not found:
        return []
    due = {entry.open_amount for entry in context.book.documents_of(context.customer.number)}
    joint = expression(rf"\s?(?:[+&,]|(?:{context.words('list_words')})(?!\w))\s?")
    small = [a for a in free if a not in found and a.value >= LEAST and a.value in due]
    pairs = [(a, money, *sorted((a, money), key=lambda each: each.start)) for a in small for money in found]
    return [a for a, _, first, second in pairs if joint.fullmatch(source.flat, first.end, second.start)]


def _totals(free: list[Amount], found: list[Amount]) -> list[Amount]:
    """A whole number that all the others come to: "the 1.008 and the 672, together 1.680"."""
    values = {amount.value for amount in found}
    whole = sum(values, Decimal(0))
    return [a for a in free if a not in found and len(values) > 1 and a.value == whole]


def _instead(context: Context, source: Source, free: list[Amount], found: list[Amount]) -> list[Amount]:
    """ "244 instead of 264": what was paid in the place of what a document has open."""
    joint = expression(rf"\D{{0,8}}(?<!\w)(?:{context.words('instead_of')})(?!\w)\D{{0,8}}")
    return [
        a
        for a in free
        if a not in found
        and any(a.end <= due.start and joint.fullmatch(source.flat, a.end, due.start) for due in found)
    ]


def _open_whole(context: Context) -> set[Decimal]:
    """Whole amounts, none like a year, that the customer has open."""
    if context.customer is None:
        return set()
    due = {entry.open_amount for entry in context.book.documents_of(context.customer.number)}
    return {value for value in due if value == int(value) and value >= 100 and not _is_year(value)}


def _sums(named: tuple[Named, ...]) -> set[Decimal]:
    """What all documents that are named come to, and all but the credit notes."""
    entries = [each.entry for each in named if each.entry]
    wholes = (entries, [entry for entry in entries if entry.total > 0])
    return {sum((e.open_amount for e in whole), Decimal(0)) for whole in wholes if len(whole) > 1}


def _is_year(value: Decimal) -> bool:
    return 1900 <= value < 2100


def _credited(context: Context, source: Source) -> set[Decimal]:
    """Whole amounts of the customer's credit notes, where one is spoken of: "less the credit of 96"."""
    if context.customer is None:
        return set()
    if not expression(rf"(?<!\w)(?:{context.words('credit_note_words')})(?!\w)").search(source.flat):
        return set()
    notes = [abs(e.open_amount) for e in context.book.documents_of(context.customer.number) if e.open_amount < 0]
    return {value for value in notes if value == int(value) and value >= LEAST_CREDIT}


def _is_said_paid(context: Context, source: Source, amount: Amount) -> bool:
    """ "Heute 300 überwiesen", "paid 500 on account": a round part of what is open right beside the word for paying."""
    value = abs(amount.value)
    if context.customer is None or value < LEAST or _is_year(value) or source is not context.body:
        return False
    numbers = (
        match.span(match.lastindex or 0)
        for sign in (NUMBERED, DATED, NUMBER_BESIDE)
        for match in sign.finditer(source.folded)
    )
    if any(start < amount.end and amount.start < end for start, end in numbers):
        return False  # "(mandat 2210)": the payment's own number
    owed = sum((e.open_amount for e in context.book.documents_of(context.customer.number) if e.open_amount > 0), LEAST)
    if value > owed:
        return False
    before = source.text[max(0, amount.start - BESIDE) : amount.start]
    behind = source.text[amount.end : amount.end + BESIDE]
    before, behind = (source.flat[amount.start - len(before) : amount.start], source.flat[amount.end :][:BESIDE])
    when = context.words("relative_days", "weekdays")
    next_to = expression(rf"[ ](?:(?:{when})[ ])?([^\W\d_]{{3,20}})").match(behind)
    if next_to is not None and _is_paid_word(context, next_to[1]):
        return True
    last = expression(r"(?<!\w)([^\W\d_]{3,20})[ :]{1,3}(?:[^\W\d_]{1,6}[ ']){0,2}$").search(before)
    return last is not None and _is_paid_word(context, last[1]) and _counts_nothing(context, behind)


def _is_paid_word(context: Context, word: str) -> bool:
    return any(compiled(pattern).search(word) for pack in context.lexicons for pattern in pack.paid_words)


def _counts_nothing(context: Context, behind: str) -> bool:
    """Whether no thing follows that the number may count: the end, a sign, or a word that begins something else."""
    names = ("because_words", "dated_words", "list_words", "day_prepositions", "loose_words", "within", "request_words")
    more = context.words(*names, "relative_days", "weekdays", "pointing_words", "withhold_tails")
    return expression(rf"[ ]?(?:$|[.,;:!?()-]|(?:{more})(?!\w))").match(behind) is not None
