"""The journal of a French company as its FEC (LPF art. A47 A-1): 18 fields parted by tabs, amounts in euros."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from bot.exchange.book import Book
from bot.exchange.opening import Balance, balances
from workflows.errors import BadInput
from workflows.ledger.model import AccountKind, JournalEntry
from workflows.ledger.money import plain
from workflows.ledger.valuation import ValuedLine

HEADER = (
    "JournalCode JournalLib EcritureNum EcritureDate CompteNum CompteLib CompAuxNum CompAuxLib PieceRef PieceDate "
    "EcritureLib Debit Credit EcritureLet DateLet ValidDate Montantdevise Idevise"
).split()
# First kind found among an entry's lines names its journal.
JOURNALS: tuple[tuple[AccountKind, str, str], ...] = (
    (AccountKind.BANK, "BQ", "Banque"),
    (AccountKind.TAX, "VE", "Ventes"),
    (AccountKind.REVENUE, "VE", "Ventes"),
    (AccountKind.RECEIVABLE, "OD", "Opérations diverses"),
)
OTHER_JOURNAL = ("OD", "Opérations diverses")
OPENING_JOURNAL = ("AN", "À nouveaux")
SIREN = re.compile(r"\d{9}")


def file_name(book: Book) -> str:
    """`<SIREN>FEC<AAAAMMJJ>.txt`, the day being the end of the financial year; raises BadInput without a SIREN."""
    found = SIREN.search(re.sub(r"\s", "", book.company.registration)) or SIREN.search(book.company.vat_id[4:])
    if found is None:
        raise BadInput(book.company.code, "has no SIREN", todo="registration must hold its nine digits")
    return f"{found[0]}FEC{_day(book.year.last)}.txt"


def lines(book: Book, now: datetime) -> Iterator[str]:
    """The header; from the second year on the balances of the one before, first of all (LPF art. A47 A-1); then one
    line per leg in order of entry number. Every entry balances in `Debit` and `Credit`."""
    yield "\t".join(HEADER)
    for balance in balances(book):
        yield "\t".join(clean(cell) for cell in (*OPENING_JOURNAL, *_opening_cells(book, balance)))
    for each in book.of_period():
        journal = journal_of(each.entry)
        for line in each.lines:
            yield "\t".join(clean(cell) for cell in (*journal, *_cells(book, each.entry, line)))


def journal_of(entry: JournalEntry) -> tuple[str, str]:
    """(code, name). A cash discount's tax stands in an entry with money on account: that is no sale."""
    kinds = {line.kind for line in entry.lines}
    if AccountKind.ON_ACCOUNT in kinds and AccountKind.BANK not in kinds:
        return OTHER_JOURNAL
    return next(((code, label) for kind, code, label in JOURNALS if kind in kinds), OTHER_JOURNAL)


def _opening_cells(book: Book, balance: Balance) -> tuple[str, ...]:
    """A balance brought forward: one entry of the year's first day, receivables with the document that they are of."""
    number, day = f"{book.company.code}-AN-{book.year.first.year}", _day(book.year.first)
    account, document = book.accounts.get(balance.account), book.documents.get(balance.document)
    name = (book.names.get(balance.customer) or (balance.customer,))[0] or balance.customer
    letters, lettered_on = book.lettering.get(balance.document, ("", None)) if balance.customer else ("", None)
    return (
        number,
        day,
        balance.account,
        account.label if account else balance.account,
        balance.customer,
        name if balance.customer else "",
        balance.document or number,
        _day(document.issued_on) if document else day,
        f"{OPENING_JOURNAL[1]} {balance.document}".strip(),
        comma(balance.debit, book.currency),
        comma(balance.credit, book.currency),
        letters,
        _day(lettered_on) if lettered_on else "",
        day,
        comma(balance.foreign, balance.currency) if balance.foreign else "",
        balance.currency if balance.foreign else "",
    )


def _cells(book: Book, entry: JournalEntry, valued: ValuedLine) -> tuple[str, ...]:
    line, day = valued.line, _day(entry.date)
    account, document = book.accounts.get(line.account), book.documents.get(entry.document)
    auxiliary = line.customer if line.kind is AccountKind.RECEIVABLE else ""
    name = (book.names.get(auxiliary) or (auxiliary,))[0] or auxiliary
    letters, lettered_on = book.lettering.get(entry.document, ("", None)) if auxiliary else ("", None)
    return (
        entry.id,
        day,
        line.account,
        account.label if account else line.account,
        auxiliary,
        name if auxiliary else "",
        entry.document or entry.id,
        _day(document.issued_on) if document else day,
        entry.text or entry.document or entry.id,
        comma(valued.debit, book.currency),
        comma(valued.credit, book.currency),
        letters,
        _day(lettered_on) if lettered_on else "",
        day,
        comma(valued.foreign, entry.currency) if valued.foreign else "",
        entry.currency if valued.foreign else "",
    )


def _day(day: date) -> str:
    return day.strftime("%Y%m%d")


def comma(amount: Decimal, currency: str) -> str:
    return plain(amount, currency).replace(".", ",")


def clean(cell: str) -> str:
    """No separator, no line break and no control character inside a field."""
    return " ".join(re.sub(r"[|\x00-\x1f\x7f\x85\u2028\u2029]", " ", cell).split())
