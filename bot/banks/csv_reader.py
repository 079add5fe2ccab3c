"""Bank statements as CSV: every row in the profile's dates and figures, proved by a running balance if there is one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from bot.banks.csv_profiles import Layout, Profile, day_in, first_lines, folded, layout_of, unquoted
from bot.banks.csv_rows import rows_below
from bot.banks.figures import decimal_mark, figure_of
from bot.banks.stream import Closed, Event, Opened
from bot.banks.values import MAX_TEXT, BankFile, account_of, reference_of, text_of, with_newlines
from workflows.cash.model import BankEntry
from workflows.errors import BadInput
from workflows.ledger.money import ZERO

IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b")
CURRENCY = re.compile(r"[A-Z]{3}")
DESTROYED = re.compile(r"\d[.,]\d+E\+\d+", re.ASCII)  # a long number after a spreadsheet had it
MONEY_ROLES = ("amount", "paid_in", "paid_out")


@dataclass(slots=True)
class Row:
    line: int
    cells: list[str]
    entry: BankEntry | None = None
    balance: Decimal | None = None


@dataclass(slots=True)
class Found:
    """The rows of one account in one currency, with the balances that rows of their own state."""

    rows: list[Row] = field(default_factory=list)
    opening: Decimal | None = None
    closing: Decimal | None = None


def read_csv(file: BankFile) -> Iterator[Event]:
    """The statements of a CSV file, one per account; raises BadInput with the line where it cannot be taken."""
    text = with_newlines(text_of(file))
    layout = layout_of(file, text)
    rows = [Row(*told) for told in rows_below(file, text, layout.header_line, layout.delimiter)]
    places = [index for role in MONEY_ROLES for index in layout.columns[role]]
    mark = decimal_mark([row.cells for row in rows], places, layout.profile.decimal)
    sheet = Sheet(file, layout, mark, _above(text, layout, IBAN))
    by_account: dict[tuple[str, str], Found] = {}
    for row in rows:
        sheet.take(row, by_account)
    if not by_account:
        raise BadInput(file.name, "a heading, but no entries", line=max(1, layout.header_line))
    position = 0
    for (account, currency), found in by_account.items():
        for event in _statement(file, account, currency, found):
            if isinstance(event, BankEntry):
                position += 1
                event = event._replace(position=position)
            yield event


def _above(text: str, layout: Layout, pattern: re.Pattern[str]) -> str:
    """What stands above the headings: the account, where the rows do not say it."""
    for line in first_lines(text)[: max(0, layout.header_line - 1)]:
        found = pattern.search(line.upper())
        if found:
            return found[0].replace(" ", "")
    return ""


@dataclass(slots=True)
class Sheet:
    """One file's rows in its layout."""

    file: BankFile
    layout: Layout
    decimal: str
    account: str

    def take(self, row: Row, found: dict[tuple[str, str], Found]) -> None:
        """Adds the row's entry or balance; rows without date or money are details, notes and footers."""
        profile = self.layout.profile
        self._check_quotes(row)
        day = self._cell(row, "date")
        if not any(self._cell(row, role) for role in MONEY_ROLES):
            first = min(index for role in MONEY_ROLES for index in self.layout.columns[role])
            if len(row.cells) <= first and day_in(day, profile.dates):
                raise BadInput(self.file.name, "the row breaks off before its amount", line=row.line)
            return
        if not day:
            return
        currency = self._cell(row, "currency").upper() or profile.currency
        if not CURRENCY.fullmatch(currency):
            raise BadInput(self.file.name, f"{currency[:20]!r} is no currency", line=row.line)
        label = folded(self._cell(row, "text"))
        amount, fee = self._amount(row, currency)
        place = found.setdefault((self._own_account(row), currency), Found())
        if label in profile.opening_rows:
            place.opening = amount
        elif label in profile.closing_rows:
            place.closing = amount
        elif amount is not None:
            self._check_width(row)
            row.entry = self._entry(row, amount, fee, currency, day)
            row.balance = self._figure(row, self._cell(row, "balance"), currency)
            if not row.entry.pending:
                place.rows.append(row)

    def _check_quotes(self, row: Row) -> None:
        """A quotation mark that is not closed swallows the rows behind it."""
        delimiter, dates = self.layout.delimiter, self.layout.profile.dates
        for cell in row.cells:
            if "\n" in cell:
                behind = [line.partition(delimiter) for line in cell.split("\n")[1:]]
                if any(mark and day_in(unquoted(first), dates) for first, mark, _ in behind):
                    raise BadInput(self.file.name, "a quotation mark is not closed", line=row.line)

    def _check_width(self, row: Row) -> None:
        """A row that breaks off, or runs into the next, has its money in the wrong columns."""
        if len(row.cells) <= max(self.layout.columns["balance"], default=-1):
            raise BadInput(self.file.name, "the row breaks off before its balance", line=row.line)
        if any(cell.strip() for cell in row.cells[self.layout.width :]):
            raise BadInput(self.file.name, "the row has more cells than headings", line=row.line)

    def _cell(self, row: Row, role: str) -> str:
        for index in self.layout.columns[role]:
            if index < len(row.cells):
                text = unquoted(row.cells[index])
                if text:
                    return text[:MAX_TEXT]
        return ""

    def _reference(self, row: Row, role: str) -> str:
        text = self._cell(row, role)
        return "" if DESTROYED.fullmatch(text) else reference_of(text)

    def _own_account(self, row: Row) -> str:
        return "/".join(part for role in ("bank", "account") if (part := self._cell(row, role))) or self.account

    def _day(self, row: Row, text: str) -> date:
        day = day_in(text, self.layout.profile.dates)
        if day is None:
            raise BadInput(self.file.name, f"{text[:40]!r} is no date", line=row.line)
        return day

    def _figure(self, row: Row, text: str, currency: str) -> Decimal | None:
        return figure_of(text, self.decimal, currency, self.file.name, row.line)

    def _amount(self, row: Row, currency: str) -> tuple[Decimal | None, Decimal]:
        """(what was booked, a fee kept back of it); columns of their own for in and out outrank a single amount."""
        columns = self.layout.columns
        if columns["paid_in"] and columns["paid_out"]:
            received = self._figure(row, self._cell(row, "paid_in"), currency)
            spent = self._figure(row, self._cell(row, "paid_out"), currency)
            if received is None and spent is None:
                return None, ZERO
            return (received or ZERO) - abs(spent or ZERO), ZERO
        single = self._figure(row, self._cell(row, "amount"), currency)
        if single is None:
            return None, ZERO
        fee = abs(self._figure(row, self._cell(row, "fee"), currency) or ZERO)
        mark = folded(self._cell(row, "mark"))
        if mark in self.layout.profile.debit_marks:
            single = -abs(single)
        elif mark and mark not in self.layout.profile.credit_marks:
            raise BadInput(self.file.name, f"{mark[:20]!r} is neither a debit nor a credit", line=row.line)
        return single - fee, fee

    def _entry(self, row: Row, amount: Decimal, fee: Decimal, currency: str, day: str) -> BankEntry:
        booked = self._day(row, day)
        value_text = self._cell(row, "value_date")
        kind = self._cell(row, "type")
        places = self.layout.columns["text"]
        texts = [unquoted(row.cells[index])[:MAX_TEXT] for index in places if index < len(row.cells)]
        payer = self._cell(row, "payer_out" if amount < 0 and self._cell(row, "payer_out") else "payer")
        return BankEntry(
            file=self.file.name,
            position=0,
            line=row.line,
            account=self._own_account(row),
            statement="",
            booking_date=booked,
            value_date=self._day(row, value_text) if value_text else booked,
            amount=amount,
            currency=currency,
            bank_reference=self._reference(row, "reference"),
            end_to_end_id=self._reference(row, "end_to_end"),
            texts=tuple(text for text in texts if text),
            structured=(),
            payer_name=payer[:140],
            payer_iban="" if DESTROYED.fullmatch(account := self._cell(row, "payer_account")) else account_of(account),
            kind=_kind(self.layout.profile, kind),
            instructed_amount=None,
            instructed_currency="",
            charges=fee,
            reason="",
            additional=kind,
            format="csv",
            pending=folded(self._cell(row, "status")) in self.layout.profile.pending,
            mandate=self._reference(row, "mandate"),
        )


def _kind(profile: Profile, word: str) -> str:
    """By the bank's own word, or by the longest known word that it begins with."""
    told = folded(word)
    fitting = [known for known in profile.types if told == known or told.startswith(known + " ")]
    return profile.types[max(fitting, key=len)] if fitting else "other"


def _statement(file: BankFile, account: str, currency: str, found: Found) -> Iterator[Event]:
    """Entries in order of time, with the balances that the running balance, or rows of their own, prove."""
    rows = found.rows
    entries = [row.entry for row in rows if row.entry is not None]
    if not entries:
        yield Opened(1, account, "", currency, found.opening)
        yield Closed(1, found.closing)
        return
    newest_first = entries[0].booking_date > entries[-1].booking_date
    opening, closing = found.opening, found.closing
    if any(row.balance is not None for row in rows):
        orders = (list(reversed(rows)), rows) if newest_first else (rows, list(reversed(rows)))
        told = [_running(order) for order in orders]
        proven = next((index for index, (_, _, fault) in enumerate(told) if fault is None), None)
        if proven is None:
            raise BadInput(file.name, "the running balance does not agree with the amount", line=told[0][2])
        rows, (opening, closing, _) = orders[proven], told[proven]
    elif newest_first:
        rows = list(reversed(rows))
    days = [entry.booking_date for entry in entries]
    number = f"{min(days):%Y%m%d}-{max(days):%Y%m%d}"
    yield Opened(rows[0].line, account, number, currency, opening)
    for row in rows:
        if row.entry is not None and row.entry.amount:
            yield row.entry._replace(statement=number)
    yield Closed(rows[-1].line, closing)


def _running(rows: list[Row]) -> tuple[Decimal | None, Decimal | None, int | None]:
    """(opening, closing, line of the first row whose balance does not follow); rows may leave the balance out."""
    opening: Decimal | None = None
    moved = reached = ZERO
    for row in rows:
        moved += row.entry.amount if row.entry is not None else ZERO
        if row.balance is None:
            continue
        if opening is None:
            opening = row.balance - moved
        elif opening + moved != row.balance:
            return None, None, row.line
        reached = moved
    if opening is None or reached != moved:
        return None, None, None
    return opening, opening + moved, None
