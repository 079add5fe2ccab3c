"""CFONB 240: operations one by one, as banks give them back beside the statement; the group's total proves them.

CFONB "Opérations au format interbancaire restituées à la clientèle", records of 240 characters: 31 header, 34 one
operation, 39 total. It is a notification: the statement of account tells the same money once more.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any

from bot.banks.cfonb import Record, records
from bot.banks.stream import Closed, Event, Opened
from bot.banks.values import BankFile, amount_of, day_of, reference_of
from bot.resources import folder
from workflows.cash.model import BankEntry
from workflows.errors import BadInput
from workflows.ledger.money import ZERO, digits

LENGTH = 240


@cache
def _layout() -> dict[str, Any]:
    return tomllib.loads((folder("config") / "banks" / "cfonb240.toml").read_text("utf-8"))


def looks_like_cfonb240(text: str) -> bool:
    """Whether the text begins with a 31 record: sequence number and date where they belong."""
    first = text.lstrip("\ufeff\r\n").split("\n", 1)[0]
    return first[:2] == "31" and first[2:8].isdecimal() and first[10:16].isdecimal() and first[21:26].strip() != ""


def read_cfonb240(file: BankFile) -> Iterator[Event]:
    """One statement a group; raises BadInput with the line where it cannot be taken."""
    opened: tuple[Record, str] | None = None
    total, position, given = ZERO, 0, False
    for line, record in records(file, LENGTH):
        code = record[:2]
        if code == "31" and opened is None:
            currency = _currency(file, line, record)
            opened, total, given = ((line, record), currency), ZERO, True
            yield Opened(line, _account(record, 21), _number(record), currency)
        elif code == "34" and opened is not None:
            entry = _entry(file, line, record, _number(opened[0][1]), opened[1], position + 1)
            total += abs(entry.amount)
            if entry.amount:
                position += 1
                yield entry
        elif code == "39" and opened is not None:
            said = _amount(file, line, record, opened[1])
            fault = "" if said == total else f"the operations give {total}, the total (39) says {said}"
            yield Closed(line, None, fault)
            opened = None
        else:
            raise BadInput(file.name, f"a record {code!r} has no place here", line=line)
    if opened is not None:
        raise BadInput(file.name, "a group (31) without its total (39)", line=opened[0][0])
    if not given:
        raise BadInput(file.name, "no header (31) in it", line=1)


def _number(record: str) -> str:
    return f"{record[8:10]}-{record[10:16]}"


def _account(record: str, start: int) -> str:
    bank, branch, number = record[start : start + 5], record[start + 5 : start + 10], record[start + 10 : start + 21]
    return f"{bank.strip()}/{branch.strip()}/{number.strip()}" if number.strip() else ""


def _currency(file: BankFile, line: int, record: str) -> str:
    currency: str | None = _layout()["currencies"].get(record[16])
    if currency is None:
        raise BadInput(file.name, f"the currency index {record[16]!r} is not known", line=line, column="17")
    return currency


def _amount(file: BankFile, line: int, record: str, currency: str) -> Decimal:
    figures = record[228:240]
    if not (figures.isdecimal() and figures.isascii()):
        raise BadInput(file.name, f"{figures!r} is no amount", line=line, column="229-240")
    return amount_of(f"{Decimal(int(figures)).scaleb(-digits(currency)):f}", currency, file.name, line)


def _entry(file: BankFile, line: int, record: str, statement: str, currency: str, position: int) -> BankEntry:
    operation = _layout()["operations"].get(record[8:10])
    if operation is None:
        raise BadInput(
            file.name, f"the operation code {record[8:10]!r} is not known", line=line, column="9-10",
            todo="add it to config/banks/cfonb240.toml",
        )  # fmt: skip
    day = record[10:16]
    if not (day.isdecimal() and day.isascii()):
        raise BadInput(file.name, f"{day!r} is no date", line=line, column="11-16")
    booked = day_of(int(day[4:]), int(day[2:4]), int(day[:2]), file.name, line)
    text = record[128:216].strip()
    return BankEntry(
        file=file.name,
        position=position,
        line=line,
        account=_account(record, 77),
        statement=statement,
        booking_date=booked,
        value_date=booked,
        amount=operation["sign"] * _amount(file, line, record, currency),
        currency=currency,
        bank_reference=reference_of(record[122:128]),
        end_to_end_id="",
        texts=(text,) if text else (),
        structured=(),
        payer_name=record[42:66].strip(),
        payer_iban=_account(record, 21),
        kind=operation["kind"],
        instructed_amount=None,
        instructed_currency="",
        charges=ZERO,
        reason=record[17:21].strip() if operation["kind"] == "return" else "",
        additional="",
        format="cfonb240",
    )
