"""What every statement format shares: exact amounts, dates, text in the encodings banks use, sums that must agree."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from workflows.cash.model import BankEntry
from workflows.commands import BookStatement
from workflows.errors import BadInput
from workflows.ledger.money import ZERO, is_exact, plain

PLAIN_AMOUNT = re.compile(r"\+?(\d{1,18}(?:\.\d{0,6})?)")
NOTHING = frozenset({"NOTPROVIDED", "NONREF", "NON REF", "NOREF", "NOTPROVIDED."})
MAX_TEXT = 4000  # characters kept of a field that a stranger filled


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


def amount_of(text: str, currency: str, file: str, line: int) -> Decimal:
    """An unsigned amount with a point as decimal mark; raises BadInput if garbled or finer than the currency."""
    found = PLAIN_AMOUNT.fullmatch(text.strip())
    if found is None:
        raise BadInput(file, f"{text.strip()[:40]!r} is no amount", line=line)
    return exact(Decimal(found[1]), currency, file, line)


def exact(amount: Decimal, currency: str, file: str, line: int) -> Decimal:
    """The amount with the currency's digits; raises BadInput if it has finer ones."""
    if not is_exact(amount, currency):
        raise BadInput(file, f"{amount} is finer than the smallest unit of {currency}", line=line)
    return Decimal(plain(amount, currency))


def day_of(year: int, month: int, day: int, file: str, line: int) -> date:
    """A calendar date; years below 100 are of this century. Raises BadInput."""
    try:
        return date(year + 2000 if year < 100 else year, month, day)
    except ValueError as error:
        raise BadInput(file, f"{year}-{month}-{day} is no date", line=line) from error


def reference_of(text: str | None) -> str:
    """A reference, "" where the bank says that there is none."""
    cleaned = (text or "").strip()[:140]
    return "" if cleaned.upper() in NOTHING else cleaned


def check_sum(
    file: str,
    statement: str,
    opening: Decimal | None,
    movements: Sequence[Decimal],
    closing: Decimal | None,
    line: int | None = None,
) -> None:
    """Refuses a statement whose opening balance and movements do not give its closing balance."""
    if opening is None or closing is None:
        return
    reached = opening + sum(movements, ZERO)
    if reached != closing:
        raise BadInput(
            file,
            f"statement {statement}: {opening} and the entries give {reached}, the closing balance says {closing}",
            line=line,
            todo="ask the bank for the file again",
        )


def statement_of(
    file: BankFile,
    *,
    account: str,
    statement: str,
    currency: str,
    opening: Decimal | None,
    closing: Decimal | None,
    entries: Sequence[BankEntry],
) -> BookStatement:
    return BookStatement(
        file=file.name,
        sha256=file.sha256,
        account=account,
        statement=statement,
        currency=currency,
        opening=None if opening is None else plain(opening, currency),
        closing=None if closing is None else plain(closing, currency),
        entries=tuple(entries),
    )
