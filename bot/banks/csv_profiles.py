"""Bank statements as CSV: the layout is recognised by its heading words, which are data in config/banks."""

from __future__ import annotations

import csv
import io
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from bot.banks.stream import Closed, Event, Opened
from bot.banks.values import MAX_TEXT, BankFile, decoded, exact, reference_of
from bot.resources import folder
from workflows.cash.model import BankEntry
from workflows.errors import BadInput
from workflows.ledger.money import ZERO

MAX_LINES_BEFORE_HEADER = 25
DELIMITERS = ";,\t|"
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b")
FIGURES = {
    ",": re.compile(r"(\d{1,3}(?:[.  '’]\d{3})+|\d{1,15})(?:,(\d{0,5}))?"),
    ".": re.compile(r"(\d{1,3}(?:[,  '’]\d{3})+|\d{1,15})(?:\.(\d{0,5}))?"),
}
NOT_FIGURES = re.compile(r"[€£$]|\b(?:EUR|CHF|GBP|USD)\b")


@dataclass(frozen=True, slots=True)
class Profile:
    name: str
    currency: str
    decimal: str
    dates: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]  # role -> heading words, folded
    types: Mapping[str, str]  # the bank's word, folded -> kind of entry
    debit_marks: frozenset[str]
    credit_marks: frozenset[str]
    pending: frozenset[str]


@dataclass(frozen=True, slots=True)
class Layout:
    profile: Profile
    delimiter: str
    header_line: int
    columns: Mapping[str, tuple[int, ...]]  # role -> positions of its columns


@dataclass(frozen=True, slots=True)
class Row:
    line: int
    cells: list[str]


def folded(text: str) -> str:
    """A word as headings are compared: small letters, no accents, single blanks."""
    plain = unicodedata.normalize("NFKD", text).replace("ß", "ss")
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).lower().replace("’", "'").split())


@cache
def profiles() -> tuple[Profile, ...]:
    """The layouts in config/banks/csv-*.toml, by name."""
    found = sorted((folder("config") / "banks").glob("csv-*.toml"))
    return tuple(_profile(path.stem, tomllib.loads(path.read_text("utf-8"))) for path in found)


def _profile(name: str, told: Mapping[str, Any]) -> Profile:
    return Profile(
        name=name,
        currency=told["currency"],
        decimal=told["decimal"],
        dates=tuple(told["dates"]),
        columns={role: tuple(folded(word) for word in words) for role, words in told["columns"].items()},
        types={folded(word): kind for kind, words in told["types"].items() for word in words},
        debit_marks=frozenset(folded(word) for word in told["debit_marks"]),
        credit_marks=frozenset(folded(word) for word in told["credit_marks"]),
        pending=frozenset(folded(word) for word in told["pending"]),
    )


def read_csv(file: BankFile) -> Iterator[Event]:
    """The statements of a CSV file, one per account; raises BadInput with the line where it cannot be taken."""
    text = decoded(file.data).replace("\r\n", "\n").replace("\r", "\n")
    layout = _layout(file, text)
    rows = _rows(file, text, layout)
    if not rows:
        raise BadInput(file.name, "a heading, but no entries", line=layout.header_line)
    default_account = _account_above(text, layout)
    by_account: dict[tuple[str, str], list[tuple[BankEntry, Decimal | None]]] = {}
    for position, row in enumerate(rows, 1):
        if not _is_pending(layout, row):
            entry, balance = _entry(file, layout, row, position, default_account)
            by_account.setdefault((entry.account, entry.currency), []).append((entry, balance))
    for (account, currency), found in by_account.items():
        yield from _statement(file, account, currency, found)


def _layout(file: BankFile, text: str) -> Layout:
    """The profile, delimiter and heading line that together explain most columns."""
    best: tuple[int, Layout] | None = None
    for number, line in enumerate(text.split("\n")[:MAX_LINES_BEFORE_HEADER], 1):
        for delimiter in DELIMITERS:
            if delimiter not in line:
                continue
            cells = [folded(cell) for cell in next(csv.reader([line], delimiter=delimiter))]
            for profile in profiles():
                columns = {
                    role: tuple(index for index, cell in enumerate(cells) if cell in words)
                    for role, words in profile.columns.items()
                }
                known = sum(len(found) for found in columns.values())
                complete = columns["date"] and (columns["amount"] or (columns["paid_in"] and columns["paid_out"]))
                if complete and (best is None or known > best[0]):
                    best = known, Layout(profile, delimiter, number, columns)
    if best is None:
        raise BadInput(
            file.name, "no known statement format, and no known heading line of a CSV", line=1, todo="add a profile"
        )
    return best[1]


def _rows(file: BankFile, text: str, layout: Layout) -> list[Row]:
    body = "\n".join(text.split("\n")[layout.header_line :])
    reader = csv.reader(io.StringIO(body), delimiter=layout.delimiter)
    rows: list[Row] = []
    last_line = 0
    try:
        for cells in reader:
            line, last_line = layout.header_line + last_line + 1, reader.line_num
            if any(cell.strip() for cell in cells):
                rows.append(Row(line, cells))
    except csv.Error as error:
        raise BadInput(file.name, f"no CSV: {error}", line=layout.header_line + last_line + 1) from error
    return rows


def _cell(layout: Layout, row: Row, role: str) -> str:
    for index in layout.columns[role]:
        if index < len(row.cells) and row.cells[index].strip():
            return row.cells[index].strip()[:MAX_TEXT]
    return ""


def _is_pending(layout: Layout, row: Row) -> bool:
    return folded(_cell(layout, row, "status")) in layout.profile.pending


def _account_above(text: str, layout: Layout) -> str:
    for line in text.split("\n")[: layout.header_line - 1]:
        found = IBAN.search(line.upper())
        if found:
            return found[0].replace(" ", "")
    return ""


def _date(file: BankFile, layout: Layout, row: Row, text: str) -> date:
    for form in layout.profile.dates:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise BadInput(file.name, f"{text[:40]!r} is no date", line=row.line)


def _figure(file: BankFile, layout: Layout, row: Row, text: str, currency: str) -> Decimal | None:
    """A signed amount in the profile's style; None for an empty cell."""
    cleaned = NOT_FIGURES.sub("", text.replace("\u00a0", " ").replace("\u2212", "-")).strip()
    if not cleaned:
        return None
    negative = cleaned.startswith("-") or cleaned.endswith("-") or (cleaned[0] == "(" and cleaned[-1] == ")")
    found = FIGURES[layout.profile.decimal].fullmatch(cleaned.strip("+-() "))
    if found is None:
        raise BadInput(file.name, f"{text[:40]!r} is no amount", line=row.line)
    value = Decimal(re.sub(r"\D", "", found[1]) + "." + (found[2] or "0"))
    return exact(-value if negative else value, currency, file.name, row.line)


def _amount(file: BankFile, layout: Layout, row: Row, currency: str) -> Decimal:
    single = _figure(file, layout, row, _cell(layout, row, "amount"), currency)
    if single is None:
        received = _figure(file, layout, row, _cell(layout, row, "paid_in"), currency) or ZERO
        spent = _figure(file, layout, row, _cell(layout, row, "paid_out"), currency) or ZERO
        return received - abs(spent)
    mark = folded(_cell(layout, row, "mark"))
    if mark in layout.profile.debit_marks:
        return -abs(single)
    if mark and mark not in layout.profile.credit_marks:
        raise BadInput(file.name, f"{mark[:20]!r} is neither a debit nor a credit", line=row.line)
    return single


def _entry(
    file: BankFile, layout: Layout, row: Row, position: int, default_account: str
) -> tuple[BankEntry, Decimal | None]:
    currency = _cell(layout, row, "currency").upper() or layout.profile.currency
    if not re.fullmatch(r"[A-Z]{3}", currency):
        raise BadInput(file.name, f"{currency[:20]!r} is no currency", line=row.line)
    booked = _date(file, layout, row, _cell(layout, row, "date"))
    value_text = _cell(layout, row, "value_date")
    account = "/".join(part for role in ("bank", "account") if (part := _cell(layout, row, role))) or default_account
    kind = _cell(layout, row, "type")
    texts = [row.cells[index].strip() for index in layout.columns["text"] if index < len(row.cells)]
    entry = BankEntry(
        file=file.name,
        position=position,
        line=row.line,
        account=account,
        statement="",
        booking_date=booked,
        value_date=_date(file, layout, row, value_text) if value_text else booked,
        amount=_amount(file, layout, row, currency),
        currency=currency,
        bank_reference=reference_of(_cell(layout, row, "reference")),
        end_to_end_id=reference_of(_cell(layout, row, "end_to_end")),
        texts=tuple(text[:MAX_TEXT] for text in texts if text),
        structured=(),
        payer_name=_cell(layout, row, "payer")[:140],
        payer_iban=re.sub(r"\s", "", _cell(layout, row, "payer_account")).upper()[:34],
        kind=_kind(layout.profile, kind),
        instructed_amount=None,
        instructed_currency="",
        charges=ZERO,
        reason="",
        additional=kind,
        format="csv",
    )
    return entry, _figure(file, layout, row, _cell(layout, row, "balance"), currency)


def _kind(profile: Profile, word: str) -> str:
    """By the bank's own word, or by the longest known word that it begins with."""
    told = folded(word)
    fitting = [known for known in profile.types if told == known or told.startswith(known + " ")]
    return profile.types[max(fitting, key=len)] if fitting else "other"


def _statement(
    file: BankFile, account: str, currency: str, found: list[tuple[BankEntry, Decimal | None]]
) -> Iterator[Event]:
    """Entries in order of time, with the balances that the running balance proves."""
    newest_first = found[0][0].booking_date > found[-1][0].booking_date
    opening, closing = None, None
    if any(balance is not None for _, balance in found):
        orders = (list(reversed(found)), found) if newest_first else (found, list(reversed(found)))
        told = [_running(order) for order in orders]
        proven = next((index for index, (_, _, fault) in enumerate(told) if fault is None), None)
        if proven is None:
            raise BadInput(file.name, "the running balance does not agree with the amount", line=told[0][2])
        found, (opening, closing, _) = orders[proven], told[proven]
    elif newest_first:
        found = list(reversed(found))
    days = [entry.booking_date for entry, _ in found]
    number = f"{min(days):%Y%m%d}-{max(days):%Y%m%d}"
    yield Opened(found[0][0].line, account, number, currency, opening)
    yield from (entry._replace(statement=number) for entry, _ in found if entry.amount)
    yield Closed(found[-1][0].line, closing)


def _running(
    found: list[tuple[BankEntry, Decimal | None]],
) -> tuple[Decimal | None, Decimal | None, int | None]:
    """(opening, closing, line of the first row whose balance does not follow); rows may leave the balance out."""
    opening: Decimal | None = None
    moved = reached = ZERO
    for entry, balance in found:
        moved += entry.amount
        if balance is None:
            continue
        if opening is None:
            opening = balance - moved
        elif opening + moved != balance:
            return None, None, entry.line
        reached = moved
    if opening is None or reached != moved:
        return None, None, None
    return opening, opening + moved, None
