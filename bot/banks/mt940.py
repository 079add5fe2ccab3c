"""MT940 and MT942: tags and structured information, in the dialects that banks really send.

SWIFT MT940/942 (Customer Statement and Interim Transaction Report); German structure of field 86 by GVC and
sub-fields; SEPA keywords of the German banking industry; slash keywords as Dutch and other banks write them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from bot.banks.camt import GVC_KINDS
from bot.banks.field86 import Field86, field86
from bot.banks.values import (
    BankFile,
    amount_of,
    check_sum,
    day_of,
    decoded,
    exact,
    reference_of,
    statement_of,
)
from workflows.cash.model import BankEntry
from workflows.commands import BookStatement
from workflows.errors import BadInput
from workflows.ledger.money import ZERO

TAG = re.compile(r":(\d{2}[A-Z]?):")
SIGN = {"C": 1, "D": -1, "RC": -1, "RD": 1, "EC": 1, "ED": -1}  # R reverses, E is expected (MT942)
MOVEMENT = re.compile(
    r"(\d{2})(\d{2})(\d{2})(\d{4})?(R?[CD]|E[CD])([A-Z])?(\d{1,15},\d{0,5})([A-Z][A-Z0-9]{3})?([^\n]{0,80})(?:\n([\s\S]{0,400}))?"
)
BALANCE = re.compile(r"([CD])(\d{2})(\d{2})(\d{2})([A-Z]{3})(\d{1,15},\d{0,5})")
FOREIGN = re.compile(r"/(OCMT|CHGS)/([A-Z]{3})(\d{1,15},\d{0,5})")
ORIGINAL = re.compile(r"(?:[A-Z]{3})?\s?(\d{1,12},\d{0,2})")
TRANSACTION_KINDS = {
    "CHG": "charge", "COM": "charge", "BRF": "charge", "INT": "interest", "DDT": "direct_debit", "RTI": "return",
    "CHK": "cheque", "TCK": "cheque", "TRF": "credit_transfer", "DCR": "credit_transfer", "STO": "credit_transfer",
}  # fmt: skip


@dataclass(slots=True)
class Movement:
    line: int
    text: str
    information: str = ""


@dataclass(slots=True)
class Message:
    """The fields of one statement, continuation messages included."""

    line: int
    account: str = ""
    number: str = ""
    currency: str = ""
    opening: Decimal | None = None
    closing: Decimal | None = None
    movements: list[Movement] = field(default_factory=list)


def read_mt940(file: BankFile) -> tuple[BookStatement, ...]:
    """The statements of an MT940 or MT942 file; raises BadInput with the line where it cannot be taken."""
    text = decoded(file.data).replace("\r\n", "\n").replace("\r", "\n")
    statements, position = [], 0
    for message in _messages(file, text):
        entries = []
        for movement in message.movements:
            position += 1
            entries.append(_entry(file, message, movement, position))
        check_sum(
            file.name, message.number, message.opening, [e.amount for e in entries], message.closing, message.line
        )
        statements.append(
            statement_of(
                file,
                account=message.account,
                statement=message.number,
                currency=message.currency,
                opening=message.opening,
                closing=message.closing,
                entries=[entry for entry in entries if entry.amount],
            )
        )
    if not statements:
        raise BadInput(file.name, "no statement (field 20 and 25) in it", line=1)
    return tuple(statements)


def _fields(text: str) -> Iterator[tuple[int, str, str]]:
    """(line, tag, content with its line breaks) of every field; envelope and end marks are left out."""
    line_of_tag, tag, content = 0, "", [""]
    for number, line in enumerate(text.split("\n"), 1):
        line = line[line.rfind("{4:") + 3 :] if "{4:" in line else line
        found = TAG.match(line)
        if found or line.strip() in ("-", "-}") or line.startswith("{"):
            if tag:
                yield line_of_tag, tag, "\n".join(content)
            line_of_tag, tag = number, found[1] if found else ""
            content = [line[found.end() :]] if found else []
        else:
            content.append(line)
    if tag:
        yield line_of_tag, tag, "\n".join(content)


def _messages(file: BankFile, text: str) -> Iterator[Message]:
    """Statements one by one; a message whose opening balance is intermediate (60M) goes on with the one before."""
    message: Message | None = None
    behind_movement = False
    for line, tag, content in _fields(text):
        if tag == "20":
            if message is not None and not (message.closing is None and message.opening is not None):
                yield message
                message = None
            message = message if message is not None and message.opening is not None else Message(line)
        if message is None:
            continue
        if tag == "61":
            message.movements.append(Movement(line, content))
        elif tag == "86" and behind_movement:
            message.movements[-1].information = content
        elif tag != "86":
            _take(file, message, line, tag, content.strip())
        behind_movement = tag == "61"
    if message is not None:
        yield message


def _take(file: BankFile, message: Message, line: int, tag: str, content: str) -> None:
    if tag == "25":
        message.account = content.split("\n")[0].strip()
    elif tag in ("28", "28C"):
        message.number = message.number or content
    elif tag in ("60F", "60M"):
        amount, currency = _balance(file, line, content)
        message.currency = currency
        message.opening = amount if message.opening is None else message.opening
    elif tag == "62F":
        message.closing, message.currency = _balance(file, line, content)
    elif tag == "34F" and not message.currency:
        message.currency = content[:3]


def _balance(file: BankFile, line: int, content: str) -> tuple[Decimal, str]:
    found = BALANCE.match(content)
    if found is None:
        raise BadInput(file.name, f"{content[:40]!r} is no balance", line=line)
    day_of(int(found[2]), int(found[3]), int(found[4]), file.name, line)
    amount = amount_of(found[6].replace(",", "."), found[5], file.name, line)
    return (amount if found[1] == "C" else -amount), found[5]


def _entry(file: BankFile, message: Message, movement: Movement, position: int) -> BankEntry:
    found = MOVEMENT.fullmatch(movement.text.rstrip())
    if found is None:
        raise BadInput(file.name, f"{movement.text[:60]!r} is no movement (field 61)", line=movement.line)
    year, month, day, booked_on, mark, _, amount, code, references, supplement = found.groups()
    value_date = day_of(int(year), int(month), int(day), file.name, movement.line)
    reference, _, bank_reference = references.partition("//")
    told = field86(movement.information)
    currency = message.currency
    signed = SIGN[mark] * amount_of(amount.replace(",", "."), currency, file.name, movement.line)
    original, original_currency, charges = _foreign(file, movement, told, supplement or "", currency)
    return BankEntry(
        file=file.name,
        position=position,
        line=movement.line,
        account=message.account,
        statement=message.number,
        booking_date=_booked_on(value_date, booked_on, file, movement.line),
        value_date=value_date,
        amount=signed,
        currency=currency,
        bank_reference=reference_of(bank_reference),
        end_to_end_id=reference_of(told.keys.get("EREF")) or reference_of(reference),
        texts=tuple(piece for piece in told.pieces if piece.strip()),
        structured=(),
        payer_name=told.name,
        payer_iban=told.account,
        kind=_kind(told, code or "", mark),
        instructed_amount=original,
        instructed_currency=original_currency,
        charges=charges,
        reason=told.reason,
        additional=told.heading,
        ultimate_payer=told.keys.get("ABWA", ""),
        format="mt942" if message.opening is None else "mt940",
    )


def _booked_on(value_date: date, booked_on: str | None, file: BankFile, line: int) -> date:
    """The entry date MMDD in the year that brings it nearest to the value date."""
    if booked_on is None:
        return value_date
    month, day = int(booked_on[:2]), int(booked_on[2:])
    year = value_date.year + (1 if value_date.month == 12 and month == 1 else 0)
    year -= 1 if value_date.month == 1 and month == 12 else 0
    return day_of(year, month, day, file.name, line)


def _foreign(
    file: BankFile, movement: Movement, told: Field86, supplement: str, currency: str
) -> tuple[Decimal | None, str, Decimal]:
    """(original amount, its currency, charges) from /OCMT/ and /CHGS/ or OAMT+ and COAM+."""
    stated: dict[str, tuple[str, Decimal]] = {}
    for name, unit, amount in FOREIGN.findall(supplement.replace("\n", "") + "".join(told.pieces)):
        stated[name] = (unit, amount_of(amount.replace(",", "."), unit, file.name, movement.line))
    for key, name in (("OAMT", "OCMT"), ("COAM", "CHGS")):
        found = ORIGINAL.search(told.keys.get(key, ""))
        if found and name not in stated:
            value = exact(Decimal(found[1].replace(",", ".")), currency, file.name, movement.line)
            stated[name] = (currency, value)
    unit, original = stated.get("OCMT", ("", None))
    charged_in, charges = stated.get("CHGS", (currency, ZERO))
    return original, unit, charges if charged_in == currency else ZERO


def _kind(told: Field86, code: str, mark: str) -> str:
    by_gvc = GVC_KINDS.get(told.code, "")
    by_type = TRANSACTION_KINDS.get(code[1:], "")
    if "return" in (by_gvc, by_type) or mark.startswith("R") or "RTRN" in told.keys:
        return "return"
    return by_gvc or by_type or "other"
