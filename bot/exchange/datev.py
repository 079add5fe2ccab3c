"""The journal of a German company as a DATEV booking batch (EXTF 700, format 13): 125 columns, CP1252, CRLF."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from workflows.ledger.model import AccountKind, JournalEntry, JournalLine
from workflows.ledger.money import plain
from workflows.ports import UnitOfWork

COLUMNS = 125
ACCOUNT_DIGITS = 4
FIRST_DEBTOR, LAST_DEBTOR = 10_000, 69_999  # personal accounts of customers: one digit longer than the others
# 1-based columns of the format that we fill.
AMOUNT, SIDE, CURRENCY, ACCOUNT, COUNTER, DAY, REFERENCE, TEXT, LOCKED = 1, 2, 3, 7, 8, 10, 11, 14, 114
NAMES = {
    AMOUNT: "Umsatz (ohne Soll/Haben-Kz)",
    SIDE: "Soll/Haben-Kennzeichen",
    CURRENCY: "WKZ Umsatz",
    ACCOUNT: "Konto",
    COUNTER: "Gegenkonto (ohne BU-Schlüssel)",
    DAY: "Belegdatum",
    REFERENCE: "Belegfeld 1",
    TEXT: "Buchungstext",
    LOCKED: "Festschreibung",
}


def lines(uow: UnitOfWork, company: str, now: datetime) -> Iterator[str]:
    """Header, column names, then one row per pair of debit and credit; compound entries are split, cent for cent."""
    entries = uow.entries.where(company=company)
    debtors = debtor_accounts([customer.number for customer in uow.customers.where(company=company)])
    days = [entry.date for entry in entries] or [now.date()]
    yield header(min(days), max(days), now)
    yield row({column: NAMES.get(column, f"Feld {column}") for column in range(1, COLUMNS + 1)}, quoted=frozenset())
    for entry in entries:
        for debit, credit, amount in pairs(entry):
            yield row(
                {
                    AMOUNT: plain(amount, entry.currency).replace(".", ","),
                    SIDE: "S",
                    CURRENCY: entry.currency,
                    ACCOUNT: account(debit, debtors),
                    COUNTER: account(credit, debtors),
                    DAY: entry.date.strftime("%d%m"),
                    REFERENCE: re.sub(r"[^A-Za-z0-9$&%*+\-/]", "", entry.document)[:36],
                    TEXT: entry.text[:60],
                    LOCKED: "1",
                }
            )


def header(first: date, last: date, now: datetime) -> str:
    """31 fields; consultant and client numbers are those that DATEV accepts where none is agreed."""
    cells = [""] * 31
    cells[:5] = ['"EXTF"', "700", "21", '"Buchungsstapel"', "13"]
    cells[5] = now.strftime("%Y%m%d%H%M%S") + "000"
    cells[7] = '"OC"'
    cells[10:14] = ["1001", "1", f"{first.year}0101", str(ACCOUNT_DIGITS)]
    cells[14:17] = [first.strftime("%Y%m%d"), last.strftime("%Y%m%d"), '"o2cbot"']
    cells[18], cells[20], cells[21] = "1", "1", '"EUR"'
    cells[26] = '"03"'
    return ";".join(cells)


def pairs(entry: JournalEntry) -> Iterator[tuple[JournalLine, JournalLine, Decimal]]:
    """Debits matched with credits, in order, so that every leg is covered exactly once."""
    debits = [(line, line.debit) for line in entry.lines if line.debit]
    credits = [(line, line.credit) for line in entry.lines if line.credit]
    while debits and credits:
        (debit, left), (credit, right) = debits[0], credits[0]
        amount = min(left, right)
        yield debit, credit, amount
        debits[:1] = [(debit, left - amount)] if left > amount else []
        credits[:1] = [(credit, right - amount)] if right > amount else []


def account(line: JournalLine, debtors: dict[str, str]) -> str:
    if line.kind is AccountKind.RECEIVABLE and line.customer in debtors:
        return debtors[line.customer]
    return line.account


def debtor_accounts(numbers: list[str]) -> dict[str, str]:
    """Customer number -> personal account: its own digits where they fit and are free, else the next free one."""
    found: dict[str, str] = {}
    taken: set[int] = set()
    later = []
    for number in sorted(numbers):
        digits = "".join(re.findall(r"\d", number))[-5:]
        wanted = FIRST_DEBTOR + int(digits or LAST_DEBTOR)
        if wanted > LAST_DEBTOR or wanted in taken:
            later.append(number)
            continue
        taken.add(wanted)
        found[number] = str(wanted)
    free = (candidate for candidate in range(LAST_DEBTOR, FIRST_DEBTOR, -1) if candidate not in taken)
    return found | {number: str(next(free)) for number in later}


def row(cells: dict[int, str], quoted: frozenset[int] = frozenset({SIDE, CURRENCY, REFERENCE, TEXT})) -> str:
    def cell(column: int) -> str:
        value = cells.get(column, "").replace('"', "'").replace("\n", " ")
        return f'"{value}"' if column in quoted else value

    return ";".join(cell(column) for column in range(1, COLUMNS + 1))


def encoded(text: Iterator[str]) -> bytes:
    """CP1252 with CRLF; letters that CP1252 lacks become "?"."""
    return "".join(line + "\r\n" for line in text).encode("cp1252", errors="replace")
