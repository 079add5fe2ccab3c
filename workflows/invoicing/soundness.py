"""Each posted document stands in the journal with its own sums, once, and the journal's numbers follow one another."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal

from workflows.invoicing.model import Invoice
from workflows.invoicing.posting import SIGN
from workflows.ledger.model import AccountKind, JournalEntry, OpenItem
from workflows.ledger.money import ZERO

EARNED = frozenset({AccountKind.REVENUE, AccountKind.DEFERRED_REVENUE})
POSTED = EARNED | {AccountKind.TAX}  # what a document's receivable stands against; of a balance taken over: other
ENTRY_NUMBER = re.compile(r"(.+-J-\d{4})-(\d+)")


def documents_in_journal(
    invoices: Iterable[Invoice], items: Iterable[OpenItem], entries: Iterable[JournalEntry]
) -> Iterator[str]:
    """Receivable, net and tax of each document as its posting booked them; a balance taken over as its open item."""
    booked: dict[str, dict[AccountKind, Decimal]] = defaultdict(lambda: defaultdict(lambda: ZERO))
    for entry in entries:
        if _is_posting(entry):
            for line in entry.lines:
                kind = AccountKind.REVENUE if line.kind in EARNED else line.kind
                booked[entry.document][kind] += line.debit - line.credit
    opening = {item.document: item.original for item in items}
    for invoice in invoices:
        found = booked.pop(invoice.number, {})
        for kind, wanted in _wanted(invoice, opening):
            if found.get(kind, ZERO) != wanted:
                yield f"{invoice.number}: {kind.value} is {found.get(kind, ZERO)} in the journal and {wanted} on it"
    for number in sorted(booked):
        yield f"{number}: the journal has it, and there is no such document"


def _is_posting(entry: JournalEntry) -> bool:
    against = {line.kind for line in entry.lines if line.kind is not AccountKind.RECEIVABLE}
    has_receivable = any(line.kind is AccountKind.RECEIVABLE for line in entry.lines)
    return has_receivable and (against <= POSTED or against == {AccountKind.OTHER})


def _wanted(invoice: Invoice, opening: dict[str, Decimal]) -> list[tuple[AccountKind, Decimal]]:
    if invoice.taken_over:
        return [(AccountKind.RECEIVABLE, opening.get(invoice.number, ZERO))]
    sign, net, tax = SIGN[invoice.kind], invoice.net or ZERO, invoice.tax or ZERO
    return [
        (AccountKind.RECEIVABLE, sign * invoice.total),
        (AccountKind.REVENUE, -sign * net),
        (AccountKind.TAX, -sign * tax),
    ]


def journal_numbers(entries: Iterable[JournalEntry]) -> Iterator[str]:
    """Numbers of each company and year without a gap, each entry of the year that its number says."""
    series: dict[str, list[int]] = defaultdict(list)
    for entry in entries:
        told = ENTRY_NUMBER.fullmatch(entry.id)
        if told is None or told[1] != f"{entry.company}-J-{entry.date.year}":
            yield f"journal entry {entry.id} is none of {entry.company} in {entry.date.year}"
            continue
        series[told[1]].append(int(told[2]))
    for name, numbers in sorted(series.items()):
        missing = sorted(set(range(1, max(numbers) + 1)) - set(numbers))
        if missing:
            shown = ", ".join(str(number) for number in missing[:5])
            yield f"{name}: {len(missing)} entries are missing: {shown}{' …' if len(missing) > 5 else ''}"
