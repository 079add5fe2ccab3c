"""Which amount is promised for which day: stated, a share, the rest, or what is open on the documents of that day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from nlp.calendar_days import months_later
from nlp.days import MONTH_DAYS
from nlp.extract.pieces import Piece, nearest_amounts
from nlp.extract.promise_shares import less_credit
from nlp.extract.sources import Context, Source, near
from nlp.lang import alternatives, expression, fold
from nlp.notation import Amount, DateMention
from nlp.reading import Instalment

_ANSWER = re.compile(r"\s{0,3}(?:re|aw|antw|sv|odp|r|tr|fwd?|wg|rif|res)\s?:")
_PARAGRAPH = re.compile(r"\n\s{0,9}\n")
CENT = Decimal("0.01")
MOST_INSTALMENTS = 24
CLOSE = 80  # characters between a day and the amount of another sentence
ALONE = 160  # the same of the only amount of the mail, written with its cents
BEHIND = 16  # characters between a day and the amount behind it


@dataclass(frozen=True, slots=True)
class Promised:
    """One piece of a promise, its documents found, and whether those are its own ("la 383 vendredi")."""

    piece: Piece
    day: date
    documents: tuple[str, ...]
    own: bool = False
    ahead: bool = True  # False: of today or before; it only lessens the rest


def due_on(context: Context, documents: tuple[str, ...]) -> Decimal | None:
    """What is open on these documents; None if one is unknown or there is none."""
    entries = [context.book.document(number) for number in documents]
    if not entries or any(entry is None for entry in entries):
        return None
    return sum((entry.open_amount for entry in entries if entry), Decimal(0))


def single(context: Context, source: Source, parts: list[Promised], documents: tuple[str, ...]) -> Decimal | None:
    """The amount promised for one day: None where all that is due is meant and no amount is written."""
    stated = [amount for part in parts for amount in part.piece.amounts]
    share = next((part.piece.share for part in parts if part.piece.share), None)
    due = due_on(context, documents)
    if share and due and all(_are_whole(part, due, part.piece.share_at) for part in parts):
        return _share_of(context, documents, due, share)
    known = [amount for amount in stated if len(documents) > 1 and _document_of(context, amount.value, documents)]
    if known and len(known) == len(stated):
        whole = len(known) >= len(documents)
        return sum((_refined(context, a.value, documents) for a in known), Decimal(0)) if whole else None
    chosen = [a for part in parts for a in nearest_amounts(context, source, part.piece) if _is_due(part, a, due)]
    if not chosen and due is not None and not any(part.piece.rest for part in parts):
        return less_credit([amount.value for amount in stated], due)
    return _refined(context, chosen[-1].value, documents) if chosen else None


def _share_of(context: Context, documents: tuple[str, ...], due: Decimal, share: Fraction) -> Decimal:
    """ "The second half" of what is paid by half is what is open, any other share one of it."""
    total = sum((entry.total for number in documents if (entry := context.book.document(number))), Decimal(0))
    if near(due, total * share.numerator / share.denominator):
        return due
    return _rounded(due * share.numerator / share.denominator)


def _is_due(part: Promised, amount: Amount, due: Decimal | None) -> bool:
    """An amount behind the day and beyond another clause is of something else, unless it is what is due."""
    day = part.piece.day
    ahead = day is None or amount.start < day.start or amount.start - day.end <= BEHIND
    return ahead or (due is not None and near(amount.value, due))


def several(context: Context, source: Source, parts: list[Promised]) -> list[Decimal | None]:
    """The amount of each of the parts of a plan, in their order; None where nothing tells it."""
    values = [_stated(context, source, part, parts) for part in parts]
    values = _repeated(context, parts, values)
    rests = [n for n, part in enumerate(parts) if values[n] is None and part.piece.rest]
    if len(rests) == 1:
        values[rests[0]] = _remainder(context, parts, values, rests[0])
    return values


def _stated(context: Context, source: Source, part: Promised, parts: list[Promised]) -> Decimal | None:
    due = due_on(context, part.documents)
    if part.piece.again and part.piece.amounts and len(parts) > 1 and _are_whole(part, due):
        return None  # "and the same on the 30th, that makes the 2,898"
    if part.piece.share and due and _are_whole(part, due, part.piece.share_at):
        return _share_of(context, part.documents, due, part.piece.share)
    if part.piece.amounts:
        amount = nearest_amounts(context, source, part.piece)[-1]
        alone = part.own and not any(set(part.documents) & set(other.documents) for other in parts if other is not part)
        return _refined(context, amount.value, part.documents) if alone else amount.value
    shared = any(set(part.documents) & set(other.documents) for other in parts if other is not part)
    if part.piece.rest or (part.piece.again and (shared or not part.own)):
        return None
    return due if part.own and not shared else None


def _repeated(context: Context, parts: list[Promised], values: list[Decimal | None]) -> list[Decimal | None]:
    """ "another on 2 October"; one amount beside several days that together make what is due."""
    filled = list(values)
    for n, part in enumerate(parts):
        if filled[n] is None and n and part.piece.again and not part.piece.rest:
            filled[n] = filled[n - 1]
    known = [value for value in filled if value is not None]
    due = due_on(context, parts[0].documents)
    stated = any(part.piece.amounts for part in parts)  # half on one of two days says nothing of the other
    if stated and len(known) == 1 and due and near(known[0] * len(parts), due, Decimal("0.05") * len(parts)):
        return [known[0]] * len(parts)
    return filled


def _remainder(context: Context, parts: list[Promised], values: list[Decimal | None], place: int) -> Decimal | None:
    """What the other instalments on the same documents leave."""
    documents = parts[place].documents
    due = due_on(context, documents)
    others = [v for n, v in enumerate(values) if n != place and v is not None and parts[n].documents == documents]
    # "300 now, 300 on 1 May and the rest": an amount without a day of its own is paid too.
    beside = [
        a.value
        for n, part in enumerate(parts)
        for a in part.piece.amounts
        if n != place and a.value not in (values[n], due)
    ]
    left = None if due is None or not others else due - sum((*others, *_twice(parts, values), *beside), Decimal(0))
    return left if left is not None and left > 0 else None


def _are_whole(part: Promised, due: Decimal | None, place: int = -1) -> bool:
    """Whether all amounts of a piece are what is due and stand behind a place; so where there is none."""
    return due is not None and all(_is_whole(a.value, due) and a.start > place for a in part.piece.amounts)


def _is_whole(value: Decimal, due: Decimal) -> bool:
    """ "Half of the 438": the amount beside the share is what is due."""
    return near(value, due) or value == int(due)


def in_subject(context: Context, documents: tuple[str, ...]) -> Decimal | None:
    """What is due on the documents, where the subject is its amount ("1,960.80")."""
    if _ANSWER.match(context.subject.flat):
        return None
    due = due_on(context, documents)
    stated = [amount.value for amount in context.amounts(context.subject)]
    return due if due and len(stated) == 1 and _is_whole(stated[0], due) else None


def in_body(
    context: Context, day: DateMention, due: Decimal | None, gone: tuple[tuple[int, int], ...] = ()
) -> Decimal | None:
    """What is due, where its amount stands close to the day: "588 was it? You'll have it on Friday".

    An amount in a sentence of `gone` was paid already, though another document may be worth as much.
    """
    text = context.body.text
    amounts = context.amounts(context.body)
    for amount in amounts:
        between = text[min(amount.end, day.end) : max(amount.start, day.start)]
        if any(start <= amount.start < end for start, end in gone):
            continue
        alone = len(amounts) == 1 and amount.value != amount.value.to_integral_value()
        near_by = len(between) <= (ALONE if alone else CLOSE)
        if due and _is_whole(amount.value, due) and near_by and not _PARAGRAPH.search(between):
            return due
    return None


def _refined(context: Context, value: Decimal, documents: tuple[str, ...]) -> Decimal:
    """ "742" of an invoice with 742.08 open: what is open."""
    if value != value.to_integral_value():
        return value
    sums = [due_on(context, documents), *(due_on(context, (number,)) for number in documents)]
    return next((due for due in sums if due is not None and int(due) == value), value)


def _document_of(context: Context, value: Decimal, documents: tuple[str, ...]) -> bool:
    """Whether an amount is that of one of the documents, or what is open on it."""
    entries = [entry for number in documents if (entry := context.book.document(number))]
    amounts = [amount for entry in entries for amount in (entry.open_amount, entry.total)]
    whole = value == value.to_integral_value()
    return any(near(value, amount) or (whole and int(amount) == value) for amount in amounts)


def _twice(parts: list[Promised], values: list[Decimal | None]) -> list[Decimal]:
    """Amounts that stand in a piece again beside the same one: "300 at once and 300 on 1 May"."""
    found: list[Decimal] = []
    for part, value in zip(parts, values, strict=True):
        same = [amount.value for amount in part.piece.amounts if amount.value == value]
        found += same[1:]
    return found


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(CENT, ROUND_HALF_UP)


def spread(context: Context, source: Source, part: Promised) -> tuple[Instalment, ...]:
    """ "three monthly instalments of 500 from 1 March", "200 a month until it is paid": days at equal distances."""
    sentence = source.flat[slice(*part.piece.sentence)]
    periods = {fold(word): days for pack in context.lexicons for word, days in pack.periods.items()}
    period = expression(rf"(?<!\w)(?:{alternatives(periods)})(?!\w)").search(sentence)
    if period is None:
        return ()
    step = periods[period.group()]
    count, due = said_count(context, sentence), due_on(context, part.documents)
    stated = next((each.value for each in part.piece.amounts), None)
    if stated and count and due and near(stated, due):
        stated = None  # "645 in three monthly payments": the whole
    amount = stated or (_rounded(due / count) if count and due else None)
    if amount is None or amount <= 0:
        return ()
    number = count or (int((due / amount).to_integral_value(rounding="ROUND_CEILING")) if due else 0)
    if not 2 <= number <= MOST_INSTALMENTS:
        return ()
    days = [_step(part.day, step, n) for n in range(number)]
    amounts = [amount] * number
    if due and not (stated and count):
        amounts[-1] = due - amount * (number - 1)  # the last one takes what is left
    return tuple(Instalment(day, each) for day, each in zip(days, amounts, strict=True))


def said_count(context: Context, flat: str) -> int:
    """ "in three payments", "drei Monatsraten"; 0 where none is said."""
    counts = {fold(word): n for pack in context.lexicons for word, n in pack.number_words.items()}
    pattern = rf"(?<![\w/.,-])(\d{{1,2}}|{alternatives(counts)})[ ](?:[^\W\d_]{{1,12}}[ ]){{0,2}}?(?:{context.words('instalment_words')})(?!\w)"  # noqa: E501
    match = expression(pattern).search(flat)
    if match is None:
        return 0
    return int(match[1]) if match[1].isdigit() else counts[match[1]]


def _step(first: date, days: int, number: int) -> date:
    return months_later(first, number) if days == MONTH_DAYS else first + timedelta(days=days * number)


def equal_parts(context: Context, source: Source, parts: list[Promised]) -> list[Decimal] | None:
    """ "in two parts, on the 1st and the 15th": what is due in as many parts as there are days."""
    flat = source.flat
    due = due_on(context, parts[0].documents)
    if due is None or said_count(context, flat) != len(parts):
        return None
    share = _rounded(due / len(parts))
    return [*([share] * (len(parts) - 1)), due - share * (len(parts) - 1)]
