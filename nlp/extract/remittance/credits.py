"""Credit notes that a payment takes: behind their amount, or by the sum that they explain."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from nlp.book import DocumentEntry
from nlp.extract.remittance.named import Named
from nlp.extract.sources import Context, Source, near
from nlp.lang import LANGUAGES, abroad, alternatives, expression
from nlp.notation import Amount
from nlp.reading import DeductionReason, RemittanceLine

MOST = 8  # documents, or credit notes, of which sums are tried
LARGEST_GROUP = 3  # credit notes that one payment takes
CENT = Decimal("0.01")
_AS_CREDIT = (DeductionReason.OTHER, DeductionReason.CREDIT_NOTE)
Places = Collection[tuple[int, int]]


def credits_taken(
    context: Context, source: Source, here: Sequence[Named], paid: Sequence[Amount], left_out: Places
) -> tuple[Named, ...]:
    """The credit notes beside the documents `here` that the mail speaks of without their numbers.

    Where the sum proves it, it does not matter what the sentence says of it ("your credit was not deducted: paid is").
    """
    everywhere = _spoken(context, source)
    if not everywhere or context.customer is None or any(each.is_credit for each in here):
        return ()
    words = [place for place in everywhere if not any(a <= place[0] < b for a, b in left_out)]
    notes = [e for e in context.book.documents_of(context.customer.number) if e.total < 0]
    behind = tuple(_behind(source, words, notes, paid))
    if behind or not here:
        return behind
    open_notes = [note for note in notes if note.open_amount][:MOST]
    return tuple(Named(note.number, *everywhere[0], note) for note in _by_sum(here, open_notes, paid))


def taken_of_one(context: Context, source: Source, paid: Sequence[Amount]) -> tuple[Named, ...]:
    """Where the mail names no document: the only one that an amount is short of by a credit note, and that note."""
    words = _spoken(context, source)
    if not words or context.customer is None:
        return ()
    entries = [e for e in context.book.documents_of(context.customer.number) if e.open_amount]
    notes = [e for e in entries if e.total < 0]
    pairs = [
        (amount, entry, note)
        for amount in paid
        for entry, note in itertools.product(entries, notes)
        if entry.total > 0 and near(amount.value, entry.open_amount + note.open_amount, CENT)
    ]
    if len(pairs) != 1:
        return ()
    amount, entry, note = pairs[0]
    return (Named(entry.number, amount.start, amount.start, entry), Named(note.number, *words[0], note))


def with_credit_lines(context: Context, lines: Sequence[RemittanceLine]) -> tuple[RemittanceLine, ...]:
    """What was kept back without a reason, or as a credit, and is just what one credit note has open is that note."""
    if context.customer is None or all(line.reason not in _AS_CREDIT for line in lines):
        return tuple(lines)
    known = {line.invoice for line in lines}
    notes = [
        e for e in context.book.documents_of(context.customer.number) if e.open_amount < 0 and e.number not in known
    ]
    told: list[RemittanceLine] = []
    for line in lines:
        fitting = [e for e in notes if line.reason in _AS_CREDIT and line.deduction == -e.open_amount]
        if len(fitting) == 1:
            told += [
                replace(line, deduction=None, reason=None),
                RemittanceLine(fitting[0].number, fitting[0].open_amount),
            ]
        else:
            told.append(line)
    return tuple(told)


def said_by_amount(context: Context, source: Source) -> set[str]:
    """The customer's credit notes that a text names by a word and the amount behind it."""
    if context.customer is None:
        return set()
    notes = [e for e in context.book.documents_of(context.customer.number) if e.total < 0]
    money = [replace(amount, value=abs(amount.value)) for amount in context.amounts(source)]
    return {each.number for each in _behind(source, _spoken(context, source), notes, money)}


def _spoken(context: Context, source: Source) -> list[tuple[int, int]]:
    """Places of words for a credit note."""
    words = context.words("credit_note_words").split("|")
    if len(context.languages) == len(LANGUAGES):
        words += alternatives(abroad.CREDIT_NOTE_WORDS).split("|")
    return [m.span() for m in expression(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)").finditer(source.flat)]


def _behind(
    source: Source, words: list[tuple[int, int]], notes: list[DocumentEntry], paid: Sequence[Amount]
) -> Iterator[Named]:
    """ "Less your credit of 120": the customer's one credit note of that amount."""
    ends = [end for _, end in words]
    for amount in paid:
        between = [source.text[end : amount.start] for end in ends if 0 <= amount.start - end <= 25]
        if not any(expression(r"[^\d\n]{0,25}").fullmatch(text) for text in between):
            continue
        fitting = [e for e in notes if near(amount.value, -e.open_amount)]
        fitting = fitting or [e for e in notes if near(amount.value, -e.total)]
        if len(fitting) == 1:
            yield Named(fitting[0].number, amount.start, amount.end, fitting[0])


def _by_sum(here: Sequence[Named], notes: list[DocumentEntry], paid: Sequence[Amount]) -> tuple[DocumentEntry, ...]:
    """The only credit notes that an amount is less than what the documents come to."""
    due = [each.entry.open_amount for each in here if each.entry]
    if len(due) < len(here):
        return ()
    whole = sum(due, Decimal(0))
    groups = [group for size in range(1, LARGEST_GROUP + 1) for group in itertools.combinations(notes, size)]
    proven = [
        group
        for group in groups
        if any(near(a.value, whole + sum((e.open_amount for e in group), Decimal(0)), CENT) for a in paid)
    ]
    return proven[0] if len(proven) == 1 else ()
