"""Which documents are contested, where a mail names paid ones, agreed ones and the contested one side by side.

The sentence that tells the reason decides: what it names itself, else what the sentence before it names, else the
subject, else what comes later.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.extract.dispute.ranking import Told
from nlp.extract.references import References
from nlp.extract.sources import Context, distinct
from nlp.reading import DisputeReason, Remittance

_ITEM = re.compile(r"\n[ \t]{0,8}(?=[-*•·–—]|\d{1,2}[.)] )")
ALIKE = 0.75  # of the strength of the sentence that tells most: another one tells it too


@dataclass(frozen=True, slots=True)
class Contested:
    """`start`, `end`: the part of the body that tells it (0, 0: all); `by_quote`: only the quoted mail names them."""

    numbers: tuple[str, ...]
    start: int = 0
    end: int = 0
    by_quote: bool = False


def contested(
    context: Context, invoices: References, remittance: Remittance | None, told: Told, reason: DisputeReason
) -> Contested:
    """The documents that the reason is told of."""
    if remittance is not None:
        body = invoices.within("body")
        deducted = tuple(line.invoice for line in remittance.lines if line.deduction)
        named = tuple(number for number in body if number in deducted)
        return Contested(named or deducted or body)
    meant = invoices.meant("body")
    start, end = _telling(context, told, reason)
    if len(meant) > 1:
        found = _said_with(context, invoices, start, end) or meant
        return Contested(_without_compared(context, found, reason), start, end)
    stated = meant or invoices.within("subject") or invoices.meant("subject")
    if stated:
        return Contested(_without_compared(context, stated, reason), start, end)
    attached = tuple(n for n in invoices.stated() if context.book.document(n))
    if len(attached) == 1:
        return Contested(attached, start, end)
    for numbers in (invoices.quoted(), context.answered):
        if len(numbers) == 1:
            return Contested(numbers, start, end, by_quote=True)
    return Contested((), start, end)


def clauses_of(context: Context) -> list[tuple[int, int]]:
    """The sentences of the body, a list's items each by itself."""
    found = []
    for start, end in context.body.sentences:
        cuts = [start, *(start + m.end() for m in _ITEM.finditer(context.body.text[start:end])), end]
        found += [(a, b) for a, b in zip(cuts, cuts[1:], strict=False) if context.body.text[a:b].strip()]
    return found


def _telling(context: Context, told: Told, reason: DisputeReason) -> tuple[int, int]:
    """The sentence that speaks most for the reason; (0, 0) where the body has none."""
    place = told.place_of(reason)
    return context.body.sentence_at(place) if place >= 0 else (0, 0)


def _said_with(context: Context, invoices: References, start: int, end: int) -> tuple[str, ...]:
    """What the sentence names; else the one before, the subject, the ones after."""
    clauses = clauses_of(context)
    own = invoices.meant("body", start, end)
    if own:
        inside = [(a, b) for a, b in clauses if start <= a < end]
        return own if len(inside) < 2 else own
    for a, b in reversed([clause for clause in clauses if clause[1] <= start]):
        if before := invoices.meant("body", a, b):
            return before[-1:] if _speaks_of_the_latter(context, start, end) else before
    if titled := invoices.within("subject") or invoices.meant("subject"):
        return titled
    return next((found for a, b in clauses if a >= end and (found := invoices.meant("body", a, b))), ())


def _speaks_of_the_latter(context: Context, start: int, end: int) -> bool:
    words = context.words("latter_words")
    return bool(re.search(rf"(?<!\w)(?:{words})(?!\w)", context.body.flat[start:end]))


def _without_compared(context: Context, numbers: Sequence[str], reason: DisputeReason) -> tuple[str, ...]:
    """Of documents that bill the same twice the newest is contested: the older one is what it repeats."""
    entries = [entry for number in numbers if (entry := context.book.document(number))]
    if reason is not DisputeReason.DUPLICATE or len(entries) != len(numbers) or len(entries) < 2:
        return distinct(numbers)
    newest = max(entry.issue_date for entry in entries)
    latest = tuple(entry.number for entry in entries if entry.issue_date == newest)
    return latest if len(latest) == 1 else distinct(numbers)
