"""CFONB120: fixed records of 120 characters, amounts overpunched, details in the 05 records behind each operation.

CFONB brochure "Relevé de compte sur support informatique" (120 characters), July 2004, with its supplement of 2007.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache

from bot.banks.stream import Closed, Event, Opened
from bot.banks.values import MAX_TEXT, BankFile, amount_of, day_of, reference_of, text_of
from bot.resources import folder
from workflows.cash.model import BankEntry
from workflows.errors import BadInput
from workflows.ledger.money import ZERO, digits

LENGTH = 120
OVERPUNCH = {
    character: (str(digit), sign)
    for sign, characters in (("", "{ABCDEFGHI"), ("-", "}JKLMNOPQR"))
    for digit, character in enumerate(characters)
}
CENTS = {
    f"{tens}{character}": (f".{tens}{digit}", sign)
    for tens in range(10)
    for character, (digit, sign) in OVERPUNCH.items()
}  # the last two characters of an amount with two decimals
DETAIL_AMOUNT = re.compile(r"([A-Z]{3})(\d)(\d{14})", re.ASCII)
Details = dict[str, str | list[str]]
Record = tuple[int, str]


@cache
def _kinds() -> dict[str, str]:
    told = tomllib.loads((folder("config") / "banks" / "cfonb120.toml").read_text("utf-8"))["kinds"]
    return {code: kind for kind, codes in told.items() for code in codes}


def looks_like_cfonb(text: str) -> bool:
    """Whether the text begins with a 01 record (date and overpunched amount where they belong)."""
    first = text.lstrip("\ufeff\r\n").split("\n", 1)[0].rstrip("\r")
    return first[:2] == "01" and first[34:40].isdigit() and first[90:103].isdigit() and first[103:104] in OVERPUNCH


def read_cfonb(file: BankFile) -> Iterator[Event]:
    """The statements of a CFONB120 file; raises BadInput with the line where it cannot be taken."""
    opening: Record | None = None
    operation: Record | None = None
    details: Details = {}
    statement, position, given = "", 0, False
    reader = _Entries(file)
    for line, record in records(file):
        code = record[:2]
        if code == "05" and operation is not None:
            qualifier = record[45:48]
            if qualifier in details:
                _add(details, qualifier, record[48:118])
            else:
                details[qualifier] = record[48:118]
            continue
        if operation is not None:
            entry = reader.entry(operation, details, statement, position + 1)
            if entry.amount:
                position += 1
                yield entry
            operation, details = None, {}
        if code == "04" and opening is not None:
            operation = (line, record)
        elif code == "01" and opening is None:
            opening, given = (line, record), True
            statement = f"{reader.day(record, 34, line):%Y%m%d}"
            yield Opened(line, _account(record), statement, record[16:19], reader.amount(record, line))
        elif code == "07" and opening is not None:
            if _account(record) != _account(opening[1]) or record[16:19] != opening[1][16:19]:
                raise BadInput(file.name, "the closing balance (07) is of another account", line=line)
            yield Closed(line, reader.amount(record, line))
            opening = None
        else:
            raise BadInput(file.name, f"a record {code!r} has no place here", line=line)
    if opening is not None:
        raise BadInput(file.name, "an opening balance (01) without its closing balance (07)", line=opening[0])
    if not given:
        raise BadInput(file.name, "no opening balance (01) in it", line=1)


def records(file: BankFile, length: int = LENGTH) -> Iterable[Record]:
    """(line, record): lines padded to their length, or one long line cut."""
    lines = text_of(file).replace("\r", "").replace("\ufeff", "").split("\n")
    if not lines[-1]:
        lines.pop()
    return enumerate(lines, 1) if {*map(len, lines)} == {length} else _uneven(lines, length)


def _uneven(lines: list[str], length: int) -> Iterator[Record]:
    for number, line in enumerate(lines, 1):
        if len(line) <= length or not line[length:].strip():
            if len(line) == length or line.strip():
                yield number, line[:length].ljust(length)
        else:
            for start in range(0, len(line), length):
                if line[start : start + length].strip():
                    yield number, line[start : start + length].ljust(length)


def _add(details: Details, qualifier: str, text: str) -> None:
    """One more of a qualifier; few stand more than once."""
    before = details[qualifier]
    if isinstance(before, list):
        before.append(text)
    else:
        details[qualifier] = [before, text]


def _all(details: Details, qualifier: str) -> list[str]:
    told = details.get(qualifier, [])
    return told if isinstance(told, list) else [told]


def _first(details: Details, qualifier: str) -> str:
    told = details.get(qualifier, "")
    return (told if isinstance(told, str) else told[0]).strip()


@lru_cache(maxsize=256)
def _account_in(columns: str) -> str:
    return f"{columns[:5].strip()}/{columns[9:14].strip()}/{columns[19:30].strip()}"


def _account(record: str) -> str:
    return _account_in(record[2:32])


def overpunched(text: str, scale: str, currency: str, file: str, line: int, column: str) -> Decimal:
    """A signed amount whose last character is digit and sign; raises BadInput with line and columns."""
    figures = text[:-1]
    punched = OVERPUNCH.get(text[-1:])
    if punched is None or not (figures.isdecimal() and figures.isascii()) or not (scale.isdecimal() or scale == " "):
        raise BadInput(file, f"{text!r} is no amount", line=line, column=column)
    figures += punched[0]
    decimals = 2 if scale == " " else int(scale)
    written = f"{figures[:-decimals]}.{figures[-decimals:]}" if decimals else figures
    amount = Decimal(written) if decimals == digits(currency) else amount_of(written, currency, file, line)
    return -amount if punched[1] else amount


class _Entries:
    """Makes the movements of one file; what stands in every record is looked up once."""

    def __init__(self, file: BankFile) -> None:
        self.file = file
        self.kinds = _kinds()
        self.days: dict[str, date] = {}
        self.in_cents: dict[str, bool] = {}

    def amount(self, record: str, line: int) -> Decimal:
        unit = record[16:20]  # currency and scale
        in_cents = self.in_cents.get(unit)
        if in_cents is None:
            in_cents = self.in_cents[unit] = unit[3] == "2" and digits(unit[:3]) == 2
        figures, cents = record[90:102], CENTS.get(record[102:104])
        if cents and in_cents and figures.isdecimal() and figures.isascii():
            amount = Decimal(figures + cents[0])
            return -amount if cents[1] else amount
        return overpunched(record[90:104], record[19], record[16:19], self.file.name, line, "91-104")

    def day(self, record: str, start: int, line: int) -> date:
        text = record[start : start + 6]
        known = self.days.get(text)
        if known is not None:
            return known
        if not (text.isdecimal() and text.isascii()):
            raise BadInput(self.file.name, f"{text!r} is no date", line=line, column=f"{start + 1}-{start + 6}")
        return self.days.setdefault(text, day_of(int(text[4:]), int(text[2:4]), int(text[:2]), self.file.name, line))

    def entry(self, operation: Record, details: Details, statement: str, position: int) -> BankEntry:
        line, record = operation
        days = self.days
        amount = self.amount(record, line)
        booked = days.get(record[34:40]) or self.day(record, 34, line)
        currency, valued = record[16:19], record[42:48]
        kind = self.kinds.get(record[32:34], "other")
        returned = kind == "return"
        incoming = amount > ZERO or returned
        label = record[48:79].strip()
        original, unit = self.detail_amount(details, "MMO") if "MMO" in details else (None, "")
        fee, fee_unit = self.detail_amount(details, "FEE") if "FEE" in details else (None, "")
        if unit == currency and not returned:
            original, unit = None, ""
        return BankEntry(
            self.file.name,
            position,
            line,
            _account_in(record[2:32]),
            statement,
            booked,
            booked if valued == "      " else days.get(valued) or self.day(record, 42, line),
            amount,
            currency,
            reference_of(record[104:120]),
            reference_of(_first(details, "RCN")[:35]) if "RCN" in details else "",
            _texts(details, label),
            tuple([text[:35].strip() for text in _all(details, "LCS") if text.strip()]) if "LCS" in details else (),
            _first(details, "NPY" if incoming else "NBE"),
            "",
            kind,
            original,
            unit,
            fee if fee is not None and fee_unit == currency else ZERO,
            record[40:42].strip() if returned else "",
            label,
            _first(details, "NPO") if incoming and "NPO" in details else "",
            None,
            "cfonb",
        )

    def detail_amount(self, details: Details, qualifier: str) -> tuple[Decimal | None, str]:
        found = DETAIL_AMOUNT.match(_first(details, qualifier))
        if found is None:
            return None, ""
        return Decimal(int(found[3])).scaleb(-int(found[2])), found[1]


def _texts(details: Details, label: str) -> tuple[str, ...]:
    """Remittance text; its two halves join without a blank. Without one, the label of the operation."""
    first = details.get("LCC", "")
    if isinstance(first, str) and "LC2" not in details and "LIB" not in details:
        text = first.strip() or label  # as nearly all are
        return (text,) if text else ()
    texts = ["".join(_all(details, "LCC") + _all(details, "LC2")), *_all(details, "LIB")]
    told = tuple([cut for text in texts if (cut := text.strip()[:MAX_TEXT])])
    return told or ((label,) if label else ())
