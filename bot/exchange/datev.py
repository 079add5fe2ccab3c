"""The journal of a German or Austrian company as a DATEV booking batch: 125 columns, CP1252, one financial year."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal

from bot.exchange.book import Book
from bot.exchange.datev_columns import NAMES
from bot.exchange.opening import Balance, balances
from workflows.ledger.chart import Account
from workflows.ledger.model import AccountKind, JournalEntry
from workflows.ledger.money import plain, rounded
from workflows.ledger.valuation import ValuedEntry, ValuedLine

FEWEST_DIGITS = 4  # of accounts; personal accounts of customers have one more and begin with 1 to 6
REFERENCE_LENGTH, TEXT_LENGTH = 36, 60
OPENING_TEXT = "Saldenvortrag"
TAX_IS_BOOKED = "40"  # BU-Schlüssel: the automatic of the account does not reckon the tax again
# 1-based columns of the format that we fill.
AMOUNT, SIDE, CURRENCY, ACCOUNT, COUNTER, TAX_KEY, DAY, REFERENCE, DUE, TEXT = 1, 2, 3, 7, 8, 9, 10, 11, 12, 14
FOREIGN, FOREIGN_AMOUNT, VAT_ID, LOCKED, SUPPLIED, TAX_PERIOD = 21, 22, 40, 114, 115, 116
QUOTED = frozenset({SIDE, CURRENCY, TAX_KEY, REFERENCE, DUE, TEXT, FOREIGN, FOREIGN_AMOUNT, VAT_ID})


def file_name(book: Book) -> str:
    """As the program asks for: it begins with EXTF."""
    return f"EXTF_Buchungsstapel_{book.company.code}_{book.period.first:%Y%m%d}_{book.period.last:%Y%m%d}.csv"


def lines(book: Book, now: datetime) -> Iterator[str]:
    """Header, column names, then one row per pair of debit and credit; compound entries are split, cent for cent."""
    digits = account_digits(book)
    debtors = debtor_accounts(book.entries, digits)
    yield header(book, now, digits)
    yield ";".join(NAMES)
    for each in book.of_period():
        for debit, credit, amount in pairs(each):
            yield row(_cells(book, each.entry, debit, credit, amount, debtors))


def opening_name(book: Book) -> str:
    return f"EXTF_Saldenvortrag_{book.company.code}_{book.year.first:%Y%m%d}.csv"


def opening_lines(book: Book, now: datetime) -> Iterator[str]:
    """The balances that a year begins with, as a batch of its own: accounts against 9000, debtors against 9008.

    Debtors document by document, so that their items are open under their own numbers. What these two accounts carried
    into the year before, open items that were taken over, is no balance to carry on. A program that carries its own
    balances forward does not need it, and would have them twice.
    """
    digits = account_digits(book)
    debtors = debtor_accounts(book.entries, digits)
    yield header(book, now, digits)
    yield ";".join(NAMES)
    carriers = {book.chart.number(f"opening.{kind}") for kind in ("accounts", "debtors")}
    for balance in balances(book):
        if balance.account not in carriers:
            yield row(_opening_cells(book, balance, debtors))


def _opening_cells(book: Book, balance: Balance, debtors: dict[str, str]) -> dict[int, str]:
    document, is_debtor = book.documents.get(balance.document), balance.customer in debtors
    cells = {
        AMOUNT: plain(abs(balance.amount), book.currency).replace(".", ","),
        SIDE: "S" if balance.amount > 0 else "H",
        CURRENCY: book.currency,
        ACCOUNT: debtors[balance.customer] if is_debtor else balance.account,
        COUNTER: book.chart.number("opening.debtors" if is_debtor else "opening.accounts"),
        TAX_KEY: tax_key([book.accounts.get(balance.account)]),
        DAY: book.year.first.strftime("%d%m"),
        REFERENCE: reference(balance.document),
        DUE: document.due_on.strftime("%d%m%y") if document else "",
        TEXT: f"{OPENING_TEXT} {balance.document}".strip()[:TEXT_LENGTH],
        LOCKED: "1",
    }
    if balance.foreign:
        amount = plain(abs(balance.foreign), balance.currency)
        cells |= {FOREIGN: "Fremdwährung", FOREIGN_AMOUNT: f"{balance.currency} {amount}"}
    return cells


def header(book: Book, now: datetime, digits: int) -> str:
    """31 fields."""
    cells = [""] * 31
    cells[:5] = ['"EXTF"', "700", "21", '"Buchungsstapel"', "13"]
    cells[5] = now.strftime("%Y%m%d%H%M%S") + "000"
    cells[7:10] = ['"OC"', '""', '""']
    cells[10:14] = [book.company.books.consultant, book.company.books.client, _day(book.year.first), str(digits)]
    cells[14:18] = [_day(book.period.first), _day(book.period.last), '"o2cbot"', '""']
    cells[18:22] = ["1", "0", "1", f'"{book.currency}"']
    cells[23], cells[26], cells[30] = '""', f'"{book.chart.datev}"', '""'
    return ";".join(cells)


def pairs(each: ValuedEntry) -> Iterator[tuple[ValuedLine, ValuedLine, Decimal]]:
    """Debits matched with credits, in order, so that every leg is covered exactly once."""
    debits = [(line, line.debit) for line in each.lines if line.debit]
    credits = [(line, line.credit) for line in each.lines if line.credit]
    while debits and credits:
        (debit, left), (credit, right) = debits[0], credits[0]
        amount = min(left, right)
        yield debit, credit, amount
        debits[:1] = [(debit, left - amount)] if left > amount else []
        credits[:1] = [(credit, right - amount)] if right > amount else []


def _cells(
    book: Book, entry: JournalEntry, debit: ValuedLine, credit: ValuedLine, amount: Decimal, debtors: dict[str, str]
) -> dict[int, str]:
    sides = (debit, credit)
    cells = {
        AMOUNT: plain(amount, book.currency).replace(".", ","),
        SIDE: "S",
        CURRENCY: book.currency,
        ACCOUNT: account(debit, debtors),
        COUNTER: account(credit, debtors),
        TAX_KEY: tax_key(book.accounts.get(side.line.account) for side in sides),
        DAY: entry.date.strftime("%d%m"),
        REFERENCE: reference(entry.document),
        TEXT: " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", entry.text).split())[:TEXT_LENGTH],
        LOCKED: "1",
    }
    side = next((side for side in sides if side.foreign), None)
    if side is not None:  # of a leg that several rows share, this row's part
        foreign = rounded(abs(side.foreign) * amount / (side.debit or side.credit), entry.currency)
        cells |= {FOREIGN: "Fremdwährung", FOREIGN_AMOUNT: f"{entry.currency} {plain(foreign, entry.currency)}"}
    return cells | _of_a_sale(book, entry, sides)


def _of_a_sale(book: Book, entry: JournalEntry, sides: Iterable[ValuedLine]) -> dict[int, str]:
    """Due date, day of supply and the customer's VAT number, in rows that book a receivable against revenue."""
    kinds = {side.line.kind: side.line for side in sides}
    document, receivable = book.documents.get(entry.document), kinds.get(AccountKind.RECEIVABLE)
    if document is None or receivable is None or not kinds.keys() & {AccountKind.REVENUE, AccountKind.TAX}:
        return {}
    found = {DUE: document.due_on.strftime("%d%m%y")}
    if document.supplied_on:
        supplied = document.supplied_on.strftime("%d%m%Y")
        found |= {SUPPLIED: supplied, TAX_PERIOD: supplied}
    if AccountKind.REVENUE in kinds:
        found[VAT_ID] = book.names.get(receivable.customer, ("", ""))[1]
    return found


def tax_key(accounts: Iterable[Account | None]) -> str:
    return TAX_IS_BOOKED if any(each is not None and each.automatic for each in accounts) else ""


def reference(document: str) -> str:
    """Belegfeld 1, by which items are settled: the document's number in the letters that the field may have."""
    return re.sub(r"[^A-Za-z0-9$&%*+\-/]", "", document)[:REFERENCE_LENGTH]


def account(side: ValuedLine, debtors: dict[str, str]) -> str:
    if side.line.kind is AccountKind.RECEIVABLE and side.line.customer in debtors:
        return debtors[side.line.customer]
    return side.line.account


def account_digits(book: Book) -> int:
    """How many digits the accounts of the company's chart have."""
    return max([FEWEST_DIGITS, *(len(account.number) for account in book.chart.accounts.values())])


def debtor_accounts(entries: Iterable[ValuedEntry], digits: int) -> dict[str, str]:
    """Customer number -> personal account: its own figures where they fit and are free, else the last free one.

    In the order in which customers came into the journal, which nothing changes later: an account stays a customer's.
    """
    first, last = 10**digits, 7 * 10**digits - 1
    found: dict[str, str] = {}
    taken: set[int] = set()
    free = iter(range(last, first, -1))
    receivables = (
        line.customer
        for each in entries
        for line in each.entry.lines
        if line.kind is AccountKind.RECEIVABLE and line.customer
    )
    for number in dict.fromkeys(receivables):
        figures = int("".join(re.findall(r"\d", number))[-digits - 1 :] or 0)
        wanted = figures if figures >= first else first + figures
        if not first < wanted <= last or wanted in taken:
            wanted = next(candidate for candidate in free if candidate not in taken)
        taken.add(wanted)
        found[number] = str(wanted)
    return found


def row(cells: dict[int, str]) -> str:
    def cell(column: int) -> str:
        value = cells.get(column, "").replace('"', '""')
        return f'"{value}"' if column in QUOTED and value else value

    return ";".join(cell(column) for column in range(1, len(NAMES) + 1))


def _day(day: date) -> str:
    return day.strftime("%Y%m%d")
