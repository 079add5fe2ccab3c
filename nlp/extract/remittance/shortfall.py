"""Rows of a list that say what was paid, where the words beside it say what was kept back of the document.

"00499  712.00" with "499: less the credit of 128" below, and 840 are open: the row and the words come to the document.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from nlp.extract.remittance.deductions import names_deduction, why
from nlp.extract.sources import Context, Source, near
from nlp.reading import RemittanceLine

Lines = tuple[RemittanceLine, ...]


def with_shortfalls(context: Context, source: Source, lines: Lines) -> Lines:
    """The lines of a list, each that is short of its document with what the words say was kept back of it."""
    known = {line.amount for line in lines}
    found = [_short(context, source, line, known) for line in lines]
    return tuple(found)


def _short(context: Context, source: Source, line: RemittanceLine, known: set[Decimal | None]) -> RemittanceLine:
    entry = context.book.document(line.invoice)
    if entry is None or line.amount is None or line.deduction or not 0 < line.amount < entry.open_amount:
        return line
    kept = entry.open_amount - line.amount
    for each in dict.fromkeys((source, context.body)):
        for amount in context.amounts(each):
            if not near(abs(amount.value), kept, Decimal(0)) or kept in known or not amount.marked:
                continue
            words = _around(each, amount.start)
            if names_deduction(context, words):
                return replace(
                    line,
                    amount=entry.open_amount,
                    deduction=kept,
                    reason=why(context, (words,), entry.open_amount, kept),
                )
    return line


def _around(source: Source, place: int) -> str:
    """The line of a list's note, the sentence of a mail."""
    if source.name == "body":
        return source.text[slice(*source.sentence_at(place))]
    start = source.text.rfind("\n", 0, place) + 1
    return source.text[start:].partition("\n")[0]
