"""A mail about payments cut into pieces: each day with the documents, amounts and shares that are said of it.

A sentence with one day is one piece. One with several is cut between each two of them: where an amount or a document
stands before the first day, right behind that day; else before the next one.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from nlp.extract.promise_sentences import sentences
from nlp.extract.promise_shares import share_in
from nlp.extract.promise_voice import is_left_out
from nlp.extract.promise_words import CLAUSE, is_gone, is_held, is_too
from nlp.extract.references import Reference, References
from nlp.extract.sources import Context, Source, distinct
from nlp.lang import abroad, expression, paying
from nlp.notation import Amount, DateMention

THEN_ON = 2  # words between two days: "then", "then on the"
_NEXT_CLAUSE = paying.words("NEXT_CLAUSE")
EVEN_PARTS = (2, 3, 4)  # of a document, paid at equal amounts
LEAST = Decimal(10)  # an unmarked number below is no money
_GROUPED = re.compile(r"\d[ .,'’\u00a0\u202f]\d{3}(?!\d)|\d[.,]\d$|\d ?k$", re.IGNORECASE)
_NEXT_TO = re.compile(r"[ ,:(]{0,3}(?:[^\W\d_]{1,8}[ ]{1,2}){0,2}\(?")


@dataclass(frozen=True, slots=True)
class Piece:
    """text[start:end] with at most one day. `left_out`: a complaint or a question, its documents are not promised."""

    start: int
    end: int
    sentence: tuple[int, int]
    day: DateMention | None
    documents: tuple[str, ...]
    places: tuple[int, ...]  # where documents are named
    amounts: tuple[Amount, ...]
    share: Fraction | None  # "half": of what is due
    rest: bool  # what is left of it
    again: bool  # as much as before
    same_day: bool
    left_out: bool
    held: tuple[str, ...] = ()  # documents that have to wait
    share_at: int = -1


def pieces(context: Context, source: Source, invoices: References) -> tuple[Piece, ...]:
    """The whole text in its order."""
    found: list[Piece] = []
    for start, end in sentences(source.text):
        days = [
            mention for mention in context.dates(source)
            if start <= mention.start < end and not _dates_a_document(context, source, invoices, mention)
        ]  # fmt: skip
        money = _money(context, source, invoices, days, start, end)
        named = [*(amount.start for amount in money), *(r.start for r in _within(invoices, source, start, end))]
        cuts = _cuts(context, source, days, named, start, end)
        for low, high, day in cuts:
            found.append(_piece(context, source, invoices, money, (start, end), low, high, day))
    return tuple(found)


def _dates_a_document(context: Context, source: Source, invoices: References, mention: DateMention) -> bool:
    """ "your invoice of 3 August": the day says which document, not when it is paid."""
    return mention.earlier < context.sent_on and any(
        r.how == "day" and r.start < mention.end and mention.start < r.end
        for r in _within(invoices, source, mention.start, mention.end)
    )


def _within(invoices: References, source: Source, start: int, end: int) -> Iterator[Reference]:
    """References in a piece of the text, those that other words point to included."""
    for reference in (*invoices.invoices, *invoices.pointed):
        if reference.source == source.name and not reference.quoted and start <= reference.start < end:
            yield reference


def _money(
    context: Context, source: Source, invoices: References, days: list[DateMention], start: int, end: int
) -> list[Amount]:
    """The amounts of a sentence: marked ones, those that point to a document, those that stand beside a day."""
    references = list(_within(invoices, source, start, end))
    spans = [(r.start, r.end) for r in references if r.how != "amount" and r.end > r.start]
    pointers = [(r.start, r.end) for r in references if r.how == "amount"]
    counted = expression(rf"[ -]?(?:{context.words('day_units')})(?!\w)")
    found: list[Amount] = []
    for amount in context.amounts(source):
        if not start <= amount.start < end or amount.value <= 0:
            continue
        if any(a < amount.end and amount.start < b for a, b in spans):
            continue
        written = source.text[amount.start : amount.end]
        points = any(a < amount.end and amount.start < b for a, b in pointers)
        if not amount.marked and not points and counted.match(source.flat, amount.end):
            continue  # "30 days from approval"
        bare = amount.value >= LEAST and (_GROUPED.search(written) or _beside(source, amount, days))
        if amount.marked or points or bare or written[-1:] in "kK":
            found.append(_thousands(amount, written))
    marked = [amount for amount in found if amount.marked]
    return [a for a in found if a.marked or not marked or not _shares_clause(source, a, marked, pointers)]


def _shares_clause(source: Source, bare: Amount, marked: list[Amount], pointers: list[tuple[int, int]]) -> bool:
    """A bare number near a marked amount is a house number, a quantity, anything else."""
    if any(a < bare.end and bare.start < b for a, b in pointers) or _GROUPED.search(source.text[bare.start : bare.end]):
        return False
    return any(
        not CLAUSE.search(source.flat, min(a.end, bare.end), max(a.start, bare.start)) for a in marked
    )  # fmt: skip


def _thousands(amount: Amount, written: str) -> Amount:
    """ "2k" without a currency."""
    if written[-1:] not in "kK" or amount.value >= 1000:
        return amount
    return Amount(amount.value * 1000, amount.currency, amount.start, amount.end, amount.marked, amount.ambiguous)


def _beside(source: Source, amount: Amount, days: list[DateMention]) -> bool:
    """Whether only a word or two part a bare number from a day: "600 le 10 septembre"."""
    for day in days:
        between = source.text[min(amount.end, day.end) : max(amount.start, day.start)]
        if len(between) <= 22 and _NEXT_TO.fullmatch(between):
            return True
    return False


def _cuts(
    context: Context, source: Source, days: list[DateMention], named: list[int], start: int, end: int
) -> Iterator[tuple[int, int, DateMention | None]]:
    """The sentence in stretches of one day each."""
    if len(days) < 2:
        yield start, end, days[0] if days else None
        return
    boundary = expression(rf"[,;:(]\s|[.]\s|\s[-–/+]\s|\n|\s(?=(?:{context.words('list_words')}|{_NEXT_CLAUSE}|&)\s)")
    low, thing_first = start, bool(days and named and min(named) < days[0].start)
    for day, following in itertools.pairwise(days):
        places = [match.end() for match in boundary.finditer(source.flat, day.end, following.start)]
        last = _with_its_thing(source, places, named, day.end, following.start) if places else -1
        high = (places[0] if thing_first else last) if places else following.start
        yield low, high, day
        low = high
    yield low, end, days[-1]


def _with_its_thing(source: Source, places: list[int], named: list[int], low: int, high: int) -> int:
    """ "The 148 on the 15th and the old one then on the 30th": "then" stands behind what the second day is for."""
    last = places[-1]
    unparted = source.flat[:last].rstrip()[-1:].isalnum()
    alone = unparted and len(source.flat[last:high].split()) <= THEN_ON
    things = sorted({place for place in named if low <= place < last})
    earlier = [place for place in places if things and place <= things[-1]]
    parted = earlier and any(place < earlier[-1] for place in things)
    return earlier[-1] if alone and parted else last


def _piece(
    context: Context, source: Source, invoices: References, money: list[Amount], sentence: tuple[int, int], low: int,
    high: int, day: DateMention | None,
) -> Piece:  # fmt: skip
    flat = source.flat[low:high]
    if day is not None and day.earlier <= context.sent_on < day.value and is_gone(source, day, low, high):
        day = replace(day, value=day.earlier)
    named = _whole(sorted(_within(invoices, source, low, high), key=lambda r: r.start))
    named = _without_own_amounts(context, named, money)
    named = [r for r in _without_parts(context, named) if _is_owed(context, r.number)]
    held = distinct(r.number for r in named if is_held(context, source, (r.start, r.end), *sentence))
    share, share_at = share_in(context, source, low, high, day)
    return Piece(
        low, high, sentence, day,
        distinct(reference.number for reference in named if reference.number not in held),
        tuple(reference.start for reference in named if reference.number not in held),
        tuple(amount for amount in money if low <= amount.start < high),
        share,
        _says(context, "rest_words", flat) or (len(context.languages) > 1 and bool(re.search(abroad.REST, flat))),
        _says(context, "same_again", flat),
        _says(context, "same_day", flat) or is_too(flat),
        is_left_out(context, source.flat[slice(*sentence)]),
        held, share_at,
    )  # fmt: skip


def _without_own_amounts(context: Context, named: list[Reference], money: list[Amount]) -> list[Reference]:
    """ "B-10590 (948.60)": what the document named right before an amount owes points to no second one that owes as
    much."""
    kept = []
    for place, each in enumerate(named):
        entry = context.book.document(named[place - 1].number) if place and each.how == "amount" else None
        said = {amount.value for amount in money if each.start < amount.end and amount.start < each.end}
        if entry is None or not said & {entry.open_amount, entry.total} or entry.number == each.number:
            kept.append(each)
    return kept


def _whole(named: list[Reference]) -> list[Reference]:
    """Without those that are a part of a longer one: the site in "Depot 26/88" means no second order of that site."""
    return [
        r
        for r in named
        if not any(o.start <= r.start and r.end <= o.end and o.end - o.start > r.end - r.start for o in named)
    ]


def _without_parts(context: Context, named: list[Reference]) -> list[Reference]:
    """ "0409 in two payments, 2,748 on the 30th": half of what is named by its number is no second document, even
    where one has that amount; nor is an amount that our mail was not about."""
    entries = [context.book.document(r.number) for r in named if r.how == "number" and r.end > r.start]
    owed = [entry for entry in entries if entry is not None]
    if not owed:
        return named
    dues = {entry.open_amount / parts for entry in owed for parts in EVEN_PARTS}

    def is_part(reference: Reference) -> bool:
        entry = context.book.document(reference.number)
        return entry is not None and reference.how == "amount" and bool({entry.open_amount, entry.total} & dues)

    return [reference for reference in named if not is_part(reference)]


def _is_owed(context: Context, number: str) -> bool:
    """Not a credit note."""
    entry = context.book.document(number)
    return entry is None or entry.total > 0


def nearest_amounts(context: Context, source: Source, piece: Piece) -> tuple[Amount, ...]:
    """The amounts of the clause that names the day; where it has none, those before it."""
    day = piece.day
    if day is None or len(piece.amounts) < 2:
        return piece.amounts
    cut = expression(rf"[,;:]\s|[.]\s|\n|\s(?=(?:{context.words('list_words')}|{paying.words('AND')}|&)\s)")
    low = max((m.end() for m in cut.finditer(source.flat, piece.start, day.start)), default=piece.start)
    high = min((m.start() for m in cut.finditer(source.flat, day.end, piece.end)), default=piece.end)
    inside = tuple(amount for amount in piece.amounts if low <= amount.start < high)
    return inside or tuple(amount for amount in piece.amounts if amount.start < day.start)[-1:] or piece.amounts[:1]


def _says(context: Context, words: str, flat: str) -> bool:
    return bool(expression(rf"(?<!\w)(?:{context.words(words)})(?!\w)").search(flat))
