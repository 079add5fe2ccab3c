"""Posted documents are chained: each digest covers the document and the digest of the one before it in its series."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from nlp.reading import Problem
from workflows.invoicing.model import Invoice
from workflows.ledger.model import DocumentKind
from workflows.ports import Company, UnitOfWork


def canonical(invoice: Invoice) -> str:
    """The document as one JSON text that does not depend on how its values are stored; without its own digest.

    Amounts have no trailing zeros and no exponent, dates are ISO, keys sorted, nothing but ASCII.
    """
    content = {name: value for name, value in _content(invoice).items() if name != "digest"}
    return json.dumps(content, ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def digest(invoice: Invoice) -> str:
    """The sha256 that belongs to the document, in hexadecimal digits."""
    return hashlib.sha256(canonical(invoice).encode()).hexdigest()


def last_digest(uow: UnitOfWork, series: str, sequence: int) -> str:
    """The digest of the document before `sequence` in its series, "" if it opens the series.

    Steps back over the numbers that an earlier system had given away.
    """
    for earlier in range(sequence - 1, 0, -1):
        found = uow.invoices.where(series=series, sequence=earlier)
        if found:
            return found[0].digest
    return ""


def verify_chain(uow: UnitOfWork, company: Company) -> list[Problem]:
    """What is wrong with a company's posted documents: changed content, a broken link, a missing or double number, a
    day before that of the number before.

    An empty list says that no document was changed, removed or put in between since it was posted.
    """
    chained = [invoice for invoice in uow.invoices.where(company=company.code) if not invoice.taken_over]
    found: list[Problem] = []
    for series in sorted({invoice.series for invoice in chained}):
        rows = sorted((row for row in chained if row.series == series), key=lambda row: row.sequence)
        previous, expected, day = "", 1, date.min
        for row in rows:
            if row.sequence < expected:
                found.append(Problem("double_number", f"{row.number} has the place of another in {series}", row.number))
            if row.issue_date < day and row.digest == digest(row):
                found.append(Problem("date_order", f"{row.number} is dated before the one before it", row.number))
            found += [
                Problem("missing_number", f"{series}: no document has the number {number}", series)
                for number in _numbers(company, row, range(expected, row.sequence))
                if uow.invoices.get(number) is None
            ]
            if row.digest != digest(row):
                found.append(Problem("changed", f"{row.number} is not as it was posted", row.number))
            if row.previous_digest != previous:
                found.append(Problem("broken_link", f"{row.number} does not follow the document before it", row.number))
            previous, expected, day = row.digest, row.sequence + 1, max(day, row.issue_date)
    return found


def _numbers(company: Company, row: Invoice, sequences: range) -> list[str]:
    pattern = company.invoice_number if row.kind is DocumentKind.INVOICE else company.credit_note_number
    return [pattern.format(year=row.issue_date.year, number=sequence) for sequence in sequences]


def _plain(value: object) -> object:
    """A value as JSON has it: equal values give equal texts."""
    if isinstance(value, Decimal):
        text = f"{value.normalize():f}"
        return "0" if text == "-0" else text
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return _content(value)
    return value


def _content(record: Any) -> dict[str, object]:
    """A dataclass (Any: any) as JSON has it. What came later is left out at its default, so that older digests hold."""
    return {
        field.name: _plain(value)
        for field in fields(record)
        if (value := getattr(record, field.name)) != field.default or "later" not in field.metadata
    }
