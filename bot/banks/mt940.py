"""MT940 and MT942: a stream of statements in the dialects that banks really send.

SWIFT MT940 (Customer Statement) and MT942 (Interim Transaction Report). What an interim report tells is announced,
not booked: German banks send their pending items in it, and the statement follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache

from bot.banks.field86 import IBAN_SHAPE, Field86, field86, numbered_lines
from bot.banks.stream import Closed, Event, Opened
from bot.banks.transaction_codes import GVC_KINDS, SWIFT_KINDS
from bot.banks.values import BankFile, amount_of, day_of, decoded, exact, reference_of
from workflows.cash.model import BankEntry
from workflows.errors import BadInput
from workflows.ledger.money import ZERO

# A tag begins a line; what follows up to the next tag, end mark or envelope belongs to it.
FIELD = re.compile(
    r"(?:^[ \t]{0,4}|\{4:[ \t]{0,4}):(\d\d[A-Z]?|NS):"
    r"([^\n]*(?:\n(?![ \t]{0,4}:(?:\d\d[A-Z]?|NS):|-\}?[^\S\n]*$|-\}\{|\{)[^\n]*)*)",
    re.MULTILINE | re.ASCII,
)
SIGN = {"C": 1, "D": -1, "RC": -1, "RD": 1, "EC": 1, "ED": -1}  # R reverses, E is expected (MT942)
MOVEMENT = re.compile(
    r"(\d{6})(\d{4}|[ ]{4})?(R?[CD]|E[CD])([A-Z])?(\d{1,15},\d{0,5})"
    r"(?:([A-Z][A-Z0-9 ]{3})([^\n]{0,80}))?(?:\n([\s\S]{0,2000}))?",
    re.ASCII,
)
BALANCE = re.compile(r"([CD])(\d{2})(\d{2})(\d{2})([A-Z]{3})(\d{1,15},\d{0,5})(?=\s|$)", re.ASCII)
FOREIGN = re.compile(r"/(OCMT|CHGS)/([A-Z]{3})(\d{1,15},\d{0,5})", re.ASCII)
ORIGINAL = re.compile(r"(?:[A-Z]{3})?\s?(\d{1,12},\d{0,5})", re.ASCII)
BEGINS = frozenset({"20", "25", "28", "28C", "60F", "60M"})
MAX_HEADING = 140
SHORTEST_REFERENCE = 6  # what is shorter in field 61 is a code of the bank, not the payer's reference


@dataclass(slots=True)
class Movement:
    line: int
    text: str
    information: str = ""
    numbered: str = ""


@dataclass(slots=True)
class Part:
    """One message: a statement, or one page of it."""

    line: int
    account: str = ""
    number: str = ""
    currency: str = ""
    opening: Decimal | None = None
    opened_by: str = ""
    closing: Decimal | None = None
    closed_by: str = ""
    closing_line: int = 0
    interim: bool = False  # a report between two statements (MT942): it names a floor limit or its hour instead
    movements: list[Movement] = field(default_factory=list)

    def goes_on_with(self, page: Part) -> bool:
        """Whether the page belongs to this statement: intermediate balances that agree (62M, 60M)."""
        return (
            self.closed_by != "62F"
            and page.opened_by == "60M"
            and page.account == self.account
            and self.closing in (None, page.opening)
        )


def read_mt940(file: BankFile) -> Iterator[Event]:
    """The statements of an MT940 or MT942 file; raises BadInput with the line where it cannot be taken."""
    text = decoded(file.data)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    position, before, first = 0, None, None
    for part in _parts(file, text):
        if before is None or not before.goes_on_with(part):
            if before is not None:
                yield _closed(file, before)
            first = part
            yield Opened(part.line, part.account, part.number, part.currency, part.opening)
        assert first is not None
        for movement in part.movements:
            entry = _entry(file, first, part.currency, movement, position + 1)
            if entry.amount:
                position += 1
                yield entry
        before = part
    if before is None:
        raise BadInput(file.name, "no statement (field 20 and 25) in it", line=1)
    yield _closed(file, before)


def _closed(file: BankFile, part: Part) -> Closed:
    if part.opening is None and not part.interim:
        raise BadInput(file.name, f"statement {part.number} has no opening balance (60F)", line=part.line)
    if part.opening is not None and part.closing is None:
        last = part.movements[-1].line if part.movements else part.line
        raise BadInput(file.name, f"statement {part.number} has no closing balance (62F)", line=last)
    return Closed(part.closing_line or part.line, part.closing)


def _parts(file: BankFile, text: str) -> Iterator[Part]:
    """Messages one by one; some banks leave out the field 20 of all but the first."""
    part: Part | None = None
    behind = False
    for line, tag, content in _fields(text):
        if tag == "61" and part is not None:
            part.movements.append(Movement(line, content))
            behind = True
        elif tag == "86" and part is not None:
            if behind:
                movement = part.movements[-1]
                movement.information += f"\n{content}" if movement.information else content
        elif tag == "NS" and part is not None:
            if behind:
                part.movements[-1].numbered = content
        else:
            if part is None or tag == "20" or (part.closed_by and tag in BEGINS):
                if part is not None and part.account:
                    yield part
                part = Part(line)
            _take(file, part, line, tag, content.strip())
            behind = False
    if part is not None and part.account:
        yield part


def _fields(text: str) -> Iterator[tuple[int, str, str]]:
    """(line, tag, content with its line breaks) of every field; envelope and end marks are left out."""
    line, reached = 1, 0
    for found in FIELD.finditer(text):
        line += text.count("\n", reached, found.start())
        reached = found.start()
        yield line, found[1], found[2]


def _take(file: BankFile, part: Part, line: int, tag: str, content: str) -> None:
    if tag in ("25", "25P"):
        part.account = content.split("\n")[0].strip()
    elif tag in ("28", "28C"):
        part.number = content
    elif tag in ("60F", "60M"):
        part.opening, part.currency = _balance(file, line, content)
        part.opened_by = tag
    elif tag in ("62F", "62M"):
        part.closing, unit = _balance(file, line, content)
        if part.currency and unit != part.currency:
            raise BadInput(file.name, f"opens in {part.currency} and closes in {unit}", line=line)
        part.currency, part.closed_by, part.closing_line = unit, tag, line
    elif tag in ("34F", "13", "13D", "90C", "90D"):
        part.interim = True
        if tag == "34F" and not part.currency:
            part.currency = content[:3]


def _balance(file: BankFile, line: int, content: str) -> tuple[Decimal, str]:
    found = BALANCE.match(content)
    if found is None:
        raise BadInput(file.name, f"{content[:40]!r} is no balance", line=line)
    day_of(int(found[2]), int(found[3]), int(found[4]), file.name, line)
    amount = amount_of(found[6].replace(",", "."), found[5], file.name, line)
    return (amount if found[1] == "C" else -amount), found[5]


def _entry(file: BankFile, part: Part, currency: str, movement: Movement, position: int) -> BankEntry:
    line = movement.line
    found = MOVEMENT.fullmatch(movement.text.rstrip())
    if found is None:
        raise BadInput(file.name, f"{movement.text[:60]!r} is no movement (field 61)", line=line)
    value_day, booked_day, mark, _, amount, code, references, supplement = found.groups()
    try:
        booked_on, value_date = _days(value_day, booked_day)
    except ValueError as error:
        raise BadInput(file.name, f"{movement.text[:10]!r} is no date", line=line) from error
    reference, _, bank_reference = (references or "").partition("//")
    told = _told(movement)
    keys = told.keys
    value = amount_of(amount.replace(",", "."), currency, file.name, line)
    original, unit, charges = _foreign(file, movement, keys, supplement or "", currency)
    interim = part.opening is None
    own_account = own_reference = ""
    if supplement or reference != "NONREF":
        own_account = _account_beside(reference, supplement or "")
        own_reference = "" if own_account or keys or len(reference) < SHORTEST_REFERENCE else reference
    return BankEntry(
        file.name,
        position,
        line,
        part.account,
        part.number,
        booked_on,
        value_date,
        value if SIGN[mark] > 0 else -value,
        currency,
        reference_of(bank_reference),
        reference_of(keys.get("EREF", own_reference)),
        tuple([piece for piece in told.pieces if piece and not piece.isspace()]),
        (told.structured,) if told.structured else (),
        told.name[:MAX_HEADING],
        told.account or own_account,
        _kind(told, code or "", mark),
        original,
        unit,
        charges,
        told.reason,
        told.heading or (supplement.replace("\n", " ").strip()[:MAX_HEADING] if supplement else ""),
        keys.get("ABWA", ""),
        None,
        "mt942" if interim else "mt940",
        interim or mark[0] == "E",
        (),
        None,
        keys.get("MREF") or keys.get("MARF") or "",
    )


def _account_beside(reference: str, supplement: str) -> str:
    """The other side's IBAN where Dutch banks put it: as the reference, or alone in the second line of field 61."""
    first = supplement.split("\n")[0].strip()
    return next((text for text in (reference, first) if IBAN_SHAPE.fullmatch(text)), "")


def _told(movement: Movement) -> Field86:
    if movement.numbered and not movement.information.strip():
        return numbered_lines(movement.numbered)
    return field86(movement.information)


@lru_cache(maxsize=4096)
def _days(value_day: str, booked_day: str | None) -> tuple[date, date]:
    """(booked, value): the entry date MMDD stands in the year that brings it nearest; raises ValueError."""
    year, month, day = 2000 + int(value_day[:2]), int(value_day[2:4]), int(value_day[4:])
    value_date = date(year, month, day)
    if booked_day is None or not booked_day.strip():
        return value_date, value_date
    booked_month = int(booked_day[:2])
    if booked_month - month > 6:
        year -= 1
    elif month - booked_month > 6:
        year += 1
    return date(year, booked_month, int(booked_day[2:])), value_date


def _foreign(
    file: BankFile, movement: Movement, keys: dict[str, str], supplement: str, currency: str
) -> tuple[Decimal | None, str, Decimal]:
    """(original amount, its currency, charges) from /OCMT/ and /CHGS/ or OAMT+ and COAM+."""
    if not (
        supplement
        or "/CHGS" in movement.information
        or "/OCMT" in movement.information
        or "OAMT" in keys
        or "COAM" in keys
    ):
        return None, "", ZERO
    stated: dict[str, tuple[str, Decimal]] = {}
    for name, unit, amount in FOREIGN.findall((supplement + movement.information).replace("\n", "")):
        stated.setdefault(name, (unit, amount_of(amount.replace(",", "."), unit, file.name, movement.line)))
    for key, name in (("OAMT", "OCMT"), ("COAM", "CHGS")):
        found = ORIGINAL.search(keys.get(key, ""))
        if found and name not in stated:
            value = exact(Decimal(found[1].replace(",", ".")), currency, file.name, movement.line)
            stated[name] = (currency, value)
    unit, original = stated.get("OCMT", ("", None))
    charged_in, charges = stated.get("CHGS", (currency, ZERO))
    return original, unit, charges if charged_in == currency else ZERO


def _kind(told: Field86, code: str, mark: str) -> str:
    by_gvc = GVC_KINDS.get(told.code, "")
    by_type = SWIFT_KINDS.get(code[1:], "")
    if "return" in (by_gvc, by_type) or mark[0] == "R" or "RTRN" in told.keys:
        return "return"
    return by_gvc or by_type or "other"
