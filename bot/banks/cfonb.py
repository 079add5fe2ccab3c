"""CFONB120: fixed records of 120 characters, amounts overpunched, details in the 05 records behind each operation.

CFONB brochure "Relevé de compte sur support informatique" (120 characters), July 2004, with its supplement of 2007.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache

from bot.banks.values import MAX_TEXT, BankFile, check_sum, day_of, decoded, exact, reference_of, statement_of
from bot.resources import folder
from workflows.cash.model import BankEntry
from workflows.commands import BookStatement
from workflows.errors import BadInput
from workflows.ledger.money import ZERO

LENGTH = 120
OVERPUNCH = {
    character: (digit, sign)
    for sign, characters in ((1, "{ABCDEFGHI"), (-1, "}JKLMNOPQR"))
    for digit, character in enumerate(characters)
}
DETAIL_AMOUNT = re.compile(r"([A-Z]{3})(\d)(\d{14})")


@dataclass(slots=True)
class Operation:
    line: int
    record: str
    details: dict[str, list[str]] = field(default_factory=dict)


@dataclass(slots=True)
class Account:
    line: int
    opening: str
    closing: str = ""
    operations: list[Operation] = field(default_factory=list)


@cache
def _kinds() -> dict[str, str]:
    told = tomllib.loads((folder("config") / "banks" / "cfonb120.toml").read_text("utf-8"))["kinds"]
    return {code: kind for kind, codes in told.items() for code in codes}


def looks_like_cfonb(text: str) -> bool:
    """Whether the text begins with a 01 record (date and overpunched amount where they belong)."""
    first = text.lstrip("\ufeff").split("\n", 1)[0].rstrip("\r")
    return first[:2] == "01" and first[34:40].isdigit() and first[90:103].isdigit() and first[103:104] in OVERPUNCH


def read_cfonb(file: BankFile) -> tuple[BookStatement, ...]:
    """The statements of a CFONB120 file; raises BadInput with the line where it cannot be taken."""
    statements, position = [], 0
    for account in _accounts(file):
        if not account.closing:
            raise BadInput(file.name, "an opening balance (01) without its closing balance (07)", line=account.line)
        currency = account.opening[16:19]
        number = f"{_day(account.opening, 34, file, account.line):%Y%m%d}-{account.closing[34:40]}"
        entries = []
        for operation in account.operations:
            position += 1
            entries.append(_entry(file, operation, number, position))
        opening = _amount(account.opening, file, account.line)
        closing = _amount(account.closing, file, account.line)
        check_sum(file.name, number, opening, [entry.amount for entry in entries], closing, account.line)
        statements.append(
            statement_of(
                file,
                account=_account(account.opening),
                statement=number,
                currency=currency,
                opening=opening,
                closing=closing,
                entries=[entry for entry in entries if entry.amount],
            )
        )
    return tuple(statements)


def _records(file: BankFile) -> Iterator[tuple[int, str]]:
    """(line, record): lines padded to 120, or one long line cut every 120."""
    for number, line in enumerate(decoded(file.data).replace("\r", "").split("\n"), 1):
        if len(line.rstrip()) > LENGTH:
            for start in range(0, len(line), LENGTH):
                if line[start : start + LENGTH].strip():
                    yield number, line[start : start + LENGTH].ljust(LENGTH)
        elif line.strip():
            yield number, line.ljust(LENGTH)


def _accounts(file: BankFile) -> Iterator[Account]:
    account: Account | None = None
    for line, record in _records(file):
        code = record[:2]
        if code == "01":
            if account is not None and not account.closing:
                raise BadInput(file.name, "a new account before the closing balance (07)", line=line)
            account = Account(line, record)
        elif account is None or account.closing or code not in ("04", "05", "07"):
            raise BadInput(file.name, f"a record {code!r} has no place here", line=line)
        elif code == "04":
            account.operations.append(Operation(line, record))
        elif code == "05":
            if not account.operations:
                raise BadInput(file.name, "a detail (05) without its operation (04)", line=line)
            account.operations[-1].details.setdefault(record[45:48], []).append(record[48:118])
        else:
            account.closing = record
            yield account
    if account is None:
        raise BadInput(file.name, "no opening balance (01) in it", line=1)
    if not account.closing:
        yield account


def _account(record: str) -> str:
    return f"{record[2:7].strip()}/{record[11:16].strip()}/{record[21:32].strip()}"


def _amount(record: str, file: BankFile, line: int) -> Decimal:
    figures, last, scale = record[90:103], record[103], record[19]
    if not figures.isdigit() or last not in OVERPUNCH or not (scale.isdigit() or scale == " "):
        raise BadInput(file.name, f"{record[90:104]!r} is no amount", line=line, column="91-104")
    digit, sign = OVERPUNCH[last]
    value = sign * Decimal(int(figures) * 10 + digit).scaleb(-int(scale.strip() or 2))
    return exact(value, record[16:19], file.name, line)


def _day(record: str, start: int, file: BankFile, line: int) -> date:
    text = record[start : start + 6]
    if not text.isdigit():
        raise BadInput(file.name, f"{text!r} is no date", line=line, column=f"{start + 1}-{start + 6}")
    return day_of(int(text[4:]), int(text[2:4]), int(text[:2]), file.name, line)


def _entry(file: BankFile, operation: Operation, statement: str, position: int) -> BankEntry:
    record, line = operation.record, operation.line
    amount = _amount(record, file, line)
    booked = _day(record, 34, file, line)
    kind = _kinds().get(record[32:34], "other")
    original, original_currency = _detail_amount(operation, "MMO")
    fee, fee_currency = _detail_amount(operation, "FEE")
    incoming = amount > 0 or kind == "return"
    return BankEntry(
        file=file.name,
        position=position,
        line=line,
        account=_account(record),
        statement=statement,
        booking_date=booked,
        value_date=_day(record, 42, file, line) if record[42:48].strip() else booked,
        amount=amount,
        currency=record[16:19],
        bank_reference=reference_of(record[104:120]),
        end_to_end_id=reference_of(_first(operation, "RCN")[:35]),
        texts=_texts(operation),
        structured=tuple(text[:35].strip() for text in operation.details.get("LCS", []) if text.strip()),
        payer_name=_first(operation, "NPY" if incoming else "NBE"),
        payer_iban="",
        kind=kind,
        instructed_amount=original if original_currency != record[16:19] else None,
        instructed_currency=original_currency if original_currency != record[16:19] else "",
        charges=fee if fee_currency == record[16:19] and fee is not None else ZERO,
        reason=record[40:42].strip() if kind == "return" else "",
        additional=record[48:79].strip(),
        ultimate_payer=_first(operation, "NPO") if incoming else "",
        format="cfonb",
    )


def _first(operation: Operation, qualifier: str) -> str:
    return operation.details.get(qualifier, [""])[0].strip()


def _texts(operation: Operation) -> tuple[str, ...]:
    """Remittance text; its two halves join without a blank. Without one, the label of the operation."""
    halves = "".join(text for name in ("LCC", "LC2") for text in operation.details.get(name, [])).strip()
    free = [text.strip() for text in operation.details.get("LIB", [])]
    texts = [text for text in (halves, *free) if text]
    return tuple(text[:MAX_TEXT] for text in texts or [operation.record[48:79].strip()] if text)


def _detail_amount(operation: Operation, qualifier: str) -> tuple[Decimal | None, str]:
    found = DETAIL_AMOUNT.match(_first(operation, qualifier))
    return (Decimal(int(found[3])).scaleb(-int(found[2])), found[1]) if found else (None, "")
