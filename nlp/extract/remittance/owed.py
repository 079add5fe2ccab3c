"""Amounts that the sender leaves to our own letter, or that the other figures of the mail leave for one document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from nlp.extract.remittance.named import Named
from nlp.extract.sources import Context, Source, near
from nlp.reading import RemittanceLine

Lines = tuple[RemittanceLine, ...]


def as_owed(context: Context, source: Source, lines: Lines, here: Sequence[Named], total: Decimal | None) -> Lines:
    """The lines with what is open on them: right below the lines of ours that they answer, or where a single one is
    left of a total of which all else is written ("576: the 4412 less the credit of 96").

    What the sender states of a document stays; a total that two or more share says no document's amount, whatever it
    proves, and nor does the one answer that a document is paid.
    """
    if source is not context.body or all(line.amount is not None for line in lines):
        return lines
    due = {line.invoice: entry.open_amount for line in lines if (entry := context.book.document(line.invoice))}
    written = {abs(amount.value) for amount in context.amounts(context.quoted)} if context.quoted.text else set()
    proven = _proven_by_remarks(context, here) | _left_over(lines, due, total)
    if len(lines) > 1:
        proven |= {number for number in _answered(context, here) if number in due and abs(due[number]) in written}
    return tuple(
        replace(line, amount=due[line.invoice]) if line.amount is None and line.invoice in proven else line
        for line in lines
    )


def _left_over(lines: Lines, due: Mapping[str, Decimal], total: Decimal | None) -> set[str]:
    """The one document without an amount, where the others' leave just what is open on it."""
    bare = [line.invoice for line in lines if line.amount is None]
    if total is None or len(bare) != 1 or len(lines) < 2 or bare[0] not in due:
        return set()
    written = sum((line.amount or Decimal(0) for line in lines), Decimal(0))
    kept = sum((line.deduction or Decimal(0) for line in lines), Decimal(0))
    return {bare[0]} if near(written - kept + due[bare[0]], total) else set()


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
