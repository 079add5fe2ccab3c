"""Which document a row of an advice is about: ours by any of its numbers, or perhaps ours, or somebody else's."""

from __future__ import annotations

import re
from decimal import Decimal

from nlp.book import folded
from nlp.extract.ledger import Ledger, key_of
from nlp.extract.references import References
from nlp.extract.sources import Context
from nlp.lang import expression
from nlp.parties import distance

Row = tuple[str, ...]


def cell_of(row: tuple[str, ...], column: int) -> str:
    return row[column].strip() if column < len(row) else ""


def may_be_ours(context: Context, row: Row, roles: dict[str, int]) -> bool:
    """A number like those of the customer's documents, with a typing error: of the same letters, or one digit off."""
    if context.customer is None:
        return False
    own = [document.number for document in context.book.documents_of(context.customer.number)]
    letters = {prefix for number in own if len(prefix := key_of(number)[0]) >= 2}
    for cell in (cell_of(row, roles[role]) for role in ("invoice", "reference") if role in roles):
        if not re.fullmatch(r"[\w ./-]{4,30}", cell) or not re.search(r"\d{3}", cell):
            continue
        written = folded(cell)
        if key_of(cell)[0] in letters or any(distance(written, folded(number), 1) <= 1 for number in own):
            return True
    return False


def written_numbers(context: Context, invoices: References) -> tuple[tuple[str, str], ...]:
    """(how it is written, number) of each known document that the message itself names, as numbers are compared."""
    sources = {source.name: source for source in context.stated}
    known = (r for r in invoices.invoices if r.known and not r.quoted)
    pairs = {(folded(sources[r.source].text[r.start : r.end]), r.number) for r in known if r.source in sources}
    return tuple(sorted(pair for pair in pairs if len(pair[0]) >= 5))


def document_in(
    context: Context, row: tuple[str, ...], roles: dict[str, int], invoices: tuple[tuple[str, str], ...]
) -> str | None:
    """The document that a row is about: its invoice column first, else any cell that is a number of ours."""
    ordered = [cell_of(row, roles[role]) for role in ("invoice", "reference") if role in roles]
    for text in (*ordered, *row):
        if not 2 <= len(text.strip()) <= 60:
            continue
        if (entry := context.book.document(text)) is not None:
            return entry.number
    for text in (*ordered, *row):
        within = folded(text) if re.search(r"\d", text) else ""
        inside = {number for written, number in invoices if written in within}
        if len(inside) == 1:
            return inside.pop()
    if "invoice" in roles and context.customer is not None:
        text = cell_of(row, roles["invoice"])
        own = (
            Ledger(context.book.documents_of(context.customer.number)).resolve(text)
            if re.search(r"\d{2}", text)
            else None
        )
        if own is not None:
            return own.number
    for text in (*ordered, *row):
        for pattern in context.book.number_patterns():
            match = expression(rf"(?<![\w-])(?:{pattern})(?![\w-])", re.IGNORECASE).search(text[:80])
            if match:
                return match.group()
    return None


def is_foreign(row: tuple[str, ...], roles: dict[str, int], values: dict[str, Decimal | None]) -> bool:
    """A row with a document's number and money that is not ours: the list goes to several suppliers."""
    text = cell_of(row, roles["invoice"]) if "invoice" in roles else ""
    return bool(re.search(r"\d{3}", text)) and any(value is not None for value in values.values())
