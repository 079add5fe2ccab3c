"""What every statement format shares: exact amounts, dates, references, text in the encodings that banks use."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache

from workflows.errors import BadInput
from workflows.ledger.money import digits, is_exact, plain

PLAIN_AMOUNT = re.compile(r"\+?(\d{1,18}(?:\.\d{0,6})?)", re.ASCII)
ISO_DAY = re.compile(r"\s*(\d{4})-(\d{2})-(\d{2})", re.ASCII)
LONE_RETURN = re.compile(r"\r(?!\n)")
NOTHING = frozenset({"NOTPROVIDED", "NONREF", "NON REF", "NOREF", "NOTPROVIDED.", "NOT PROVIDED", "UNKNOWN", "KREF+"})
MAX_TEXT_BYTES, MAX_LINES = 64_000_000, 4_000_000  # of a file that is read as a whole (not XML)
MAX_TEXT = 4000  # characters kept of a field that a stranger filled
MAX_REFERENCE = 140


@dataclass(frozen=True, slots=True)
class BankFile:
    """A bank's file: its name without folders, its bytes and their sha256."""

    name: str
    data: bytes
    sha256: str

    @classmethod
    def of(cls, name: str, data: bytes) -> BankFile:
        return cls(name=re.split(r"[\\/]", name)[-1], data=data, sha256=hashlib.sha256(data).hexdigest())


def decoded(data: bytes) -> str:
    """The text of a file: by its byte order mark, else UTF-8, else Windows-1252 (then Latin-1, which always fits)."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def text_of(file: BankFile) -> str:
    """The text of a file of lines; raises BadInput for one that would fill the memory."""
    lines = file.data.count(b"\n") + file.data.count(b"\r")
    if len(file.data) > MAX_TEXT_BYTES or lines > 2 * MAX_LINES:
        raise BadInput(file.name, "more than can be read at once", todo="ask the bank for a file of fewer days")
    return decoded(file.data)


def with_newlines(text: str) -> str:
    """The text with every end of a line, of whichever system, as "\n"."""
    if LONE_RETURN.search(text) is None:
        return text.replace("\r", "")  # half the time of replacing pairs
    return text.replace("\r\n", "\n").replace("\r", "\n")


@cache
def _written(decimals: int) -> re.Pattern[str]:
    """An amount with exactly its currency's decimals, as nearly all are."""
    return re.compile(rf"\d{{1,18}}\.\d{{{decimals}}}" if decimals else r"\d{1,18}", re.ASCII)


def amount_of(text: str, currency: str, file: str, line: int) -> Decimal:
    """An unsigned amount with a point as decimal mark; raises BadInput if garbled or finer than the currency."""
    if _written(digits(currency)).fullmatch(text):
        return Decimal(text)
    found = PLAIN_AMOUNT.fullmatch(text.strip())
    if found is None:
        raise BadInput(file, f"{text.strip()[:40]!r} is no amount", line=line)
    return exact(Decimal(found[1]), currency, file, line)


def exact(amount: Decimal, currency: str, file: str, line: int) -> Decimal:
    """The amount with the currency's digits; raises BadInput if it has finer ones."""
    if not is_exact(amount, currency):
        raise BadInput(file, f"{amount} is finer than the smallest unit of {currency}", line=line)
    return Decimal(plain(amount, currency))


@lru_cache(maxsize=4096)
def _day(year: int, month: int, day: int) -> date:
    return date(year + 2000 if year < 100 else year, month, day)


def day_of(year: int, month: int, day: int, file: str, line: int) -> date:
    """A calendar date; years below 100 are of this century. Raises BadInput."""
    try:
        return _day(year, month, day)
    except ValueError as error:
        raise BadInput(file, f"{year}-{month}-{day} is no date", line=line) from error


@lru_cache(maxsize=4096)
def _iso_day(text: str) -> date | None:
    found = ISO_DAY.match(text)
    return date(int(found[1]), int(found[2]), int(found[3])) if found else None


def iso_day(text: str, file: str, line: int) -> date | None:
    """The day of an ISO 8601 date or date and time as written, None for other text; raises BadInput for 30 February."""
    try:
        return _iso_day(text)
    except ValueError as error:
        raise BadInput(file, f"{text.strip()[:40]!r} is no date", line=line) from error


def reference_of(text: str | None) -> str:
    """A reference, "" where the bank says that there is none."""
    if not text:
        return ""
    cleaned = text.strip()[:MAX_REFERENCE]
    return "" if cleaned.upper() in NOTHING else cleaned


def account_of(text: str) -> str:
    """An account or IBAN without blanks, in capitals."""
    return "".join(text.split()).upper()[:34]
