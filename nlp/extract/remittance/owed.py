"""Amounts that the mail leaves to our own letter or to the sum: who pays a line as it stands writes no figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from nlp.extract.remittance.named import Named
from nlp.extract.sources import Context, Source, near
from nlp.reading import RemittanceLine

Lines = tuple[RemittanceLine, ...]


def as_owed(context: Context, source: Source, lines: Lines, here: Sequence[Named], total: Decimal | None) -> Lines:
    """The lines with what is open on them: where a credit note was taken and the total proves it, or right below
    the lines of ours that they answer.

    What the sender states of a document stays; without a credit note a total alone says no document's amount, and
    nor does the one answer that a document is paid.
    """
    if source is not context.body or all(line.amount is not None for line in lines):
        return lines
    due = {line.invoice: entry.open_amount for line in lines if (entry := context.book.document(line.invoice))}
    written = {abs(amount.value) for amount in context.amounts(context.quoted)} if context.quoted.text else set()
    proven = _proven_by_remarks(context, here)
    whole = sum((_paid(line, due) for line in lines), Decimal(0))
    if total is not None and any(value < 0 for value in due.values()) and near(whole, total):
        proven |= due.keys()
    if len(lines) > 1:
        proven |= {number for number in _answered(context, here) if number in due and abs(due[number]) in written}
    return tuple(
        replace(line, amount=due[line.invoice]) if line.amount is None and line.invoice in proven else line
        for line in lines
    )


def _paid(line: RemittanceLine, due: dict[str, Decimal]) -> Decimal:
    """What is paid of a line, if all of it is where nothing else is said."""
    amount = line.amount if line.amount is not None else due.get(line.invoice, Decimal(0))
    return amount - (line.deduction or Decimal(0))


def _answered(context: Context, here: Sequence[Named]) -> set[str]:
    """Documents of the quoted lines that an answer stands right below, without an amount of its own."""
    money = [amount.start for amount in context.amounts(context.body) if amount.marked]
    return {
        each.number
        for remark in context.remarks
        for each in here
        if each.start == each.end == remark.start and not any(remark.start <= place < remark.end for place in money)
    }


def _proven_by_remarks(context: Context, here: Sequence[Named]) -> set[str]:
    """Documents of one answer that an amount in it is the sum of."""
    proven: set[str] = set()
    for remark in context.remarks:
        inside = [each for each in here if remark.start <= each.start < remark.end and each.entry]
        due = sum((each.entry.open_amount for each in inside if each.entry), Decimal(0))
        money = [a.value for a in context.amounts(context.body) if remark.start <= a.start < remark.end and a.marked]
        if len(inside) > 1 and any(near(value, due) for value in money):
            proven |= {each.number for each in inside}
    return proven
