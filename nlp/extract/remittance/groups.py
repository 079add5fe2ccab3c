"""Several of a customer's open documents that one amount comes to, or that are all that is open and just so many."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Sequence
from decimal import Decimal

from nlp.book import DocumentEntry
from nlp.extract.remittance.named import Named
from nlp.extract.sources import Context, Source, near
from nlp.lang import alternatives, compiled, expression
from nlp.notation import Amount

MOST = 10  # open documents of which sums are tried
LARGEST = 4  # documents that an amount may be the sum of, if it is not all
CENT = Decimal("0.01")
COUNTED = (("both", 2), ("three", 3))


def of_all_open(
    context: Context, source: Source, paid: Sequence[Amount], left_out: Collection[str]
) -> tuple[Named, ...]:
    """Where nothing names a document: the only open ones that an amount is the sum of, or all where they are counted.

    `left_out`: numbers of documents that the mail says are not paid.
    """
    if context.customer is None:
        return ()
    owed = [
        e for e in context.book.documents_of(context.customer.number) if e.open_amount > 0 and e.number not in left_out
    ]
    for amount in (a for a in paid if _is_told(context, source, a.start)):
        group = _sum(owed, amount.value)
        if group:
            return tuple(Named(entry.number, amount.start, amount.start, entry) for entry in group)
    return () if paid else _counted(context, source, owed)


def _is_told(context: Context, source: Source, place: int) -> bool:
    """Whether the sentence at a place tells of a payment."""
    words = source.flat[slice(*source.sentence_at(place))]
    return any(compiled(pattern).search(words) for pack in context.lexicons for pattern in pack.paid_words)


def _sum(owed: list[DocumentEntry], value: Decimal) -> tuple[DocumentEntry, ...]:
    if len(owed) > MOST or len({entry.currency for entry in owed}) > 1:
        return ()
    sizes = {*range(2, LARGEST + 1), len(owed)} - {0, 1}
    groups = (group for size in sorted(sizes) for group in itertools.combinations(owed, size))
    found = [group for group in groups if near(sum((e.open_amount for e in group), Decimal(0)), value, CENT)]
    return found[0] if len(found) == 1 else ()


def _counted(context: Context, source: Source, owed: list[DocumentEntry]) -> tuple[Named, ...]:
    """ "Alle drei heute bezahlt": as many as are open."""
    for name, number in COUNTED:
        words = [word for pack in context.lexicons for word in pack.places[name]]
        match = expression(rf"(?<!\w)(?:{alternatives(words)})(?!\w)").search(source.flat)
        if match is not None and len(owed) == number and _is_told(context, source, match.start()):
            return tuple(Named(entry.number, match.start(), match.end(), entry) for entry in owed)
    return ()
