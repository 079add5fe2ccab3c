"""MT940 and MT942: a stream of statements in the dialects that banks really send.

SWIFT MT940 (Customer Statement) and MT942 (Interim Transaction Report). What an interim report tells is announced,
not booked: German banks send their pending items in it, and the statement follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache

from bot.banks.field86 import field86, numbered_lines
from bot.banks.keywords86 import IBAN_SHAPE, Field86
from bot.banks.mt940_parts import Movement, Part, parts_of
from bot.banks.stream import MAX_ENTRIES, Closed, Event, Opened, too_much
from bot.banks.transaction_codes import GVC_KINDS, SWIFT_KINDS
from bot.banks.values import BankFile, amount_of, exact, reference_of, text_of, with_newlines
from workflows.cash.model import BankEntry
from workflows.errors import BadInput
from workflows.ledger.money import ZERO, digits

SIGN = {"C": 1, "D": -1, "RC": -1, "RD": 1, "EC": 1, "ED": -1}  # R reverses, E is expected (MT942)
MOVEMENT = re.compile(
    r"(\d{6})(\d{4}|[ ]{4})?(R?[CD]|E[CD])([A-Z])?(\d{1,15},\d{0,5})"
    r"(?:([A-Z][A-Z0-9 ]{3})([^\n]{0,80}))?(?:\n([\s\S]{0,2000}))?",
    re.ASCII,
)
FOREIGN = re.compile(r"/(OCMT|CHGS)/([A-Z]{3})(\d{1,15},\d{0,5})", re.ASCII)
ORIGINAL = re.compile(r"(?:[A-Z]{3})?\s?(\d{1,12},\d{0,5})", re.ASCII)
Foreign = tuple[Decimal | None, str, Decimal]  # original amount, its currency, charges
NOT_FOREIGN: Foreign = (None, "", ZERO)
MAX_HEADING = 140
SHORTEST_REFERENCE = 6  # what is shorter in field 61 is a code of the bank, not the payer's reference


def read_mt940(file: BankFile) -> Iterator[Event]:
    """The statements of an MT940 or MT942 file; raises BadInput with the line where it cannot be taken."""
    text = with_newlines(text_of(file))
    if text.count(":61:") > MAX_ENTRIES:
        raise too_much(file)
    position, before, first = 0, None, None
    for part in parts_of(file, text):
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
    told_of = movement.information
    told = _numbered(movement) if movement.numbered else field86(told_of)
    keys = told.keys
    written = amount.replace(",", ".")
    exactly = len(written) - written.index(".") - 1 == digits(currency)
    value = Decimal(written) if exactly else amount_of(written, currency, file.name, line)
    original, unit, charges = NOT_FOREIGN
    if supplement or "/CHGS" in told_of or "/OCMT" in told_of or "OAMT" in keys or "COAM" in keys:
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
        tuple(filter(str.strip, told.pieces)),
        (told.structured,) if told.structured else (),
        told.name[:MAX_HEADING],
        told.account or own_account,
        _kind(told.code, code, mark[0] == "R" or "RTRN" in keys),
        original,
        unit,
        charges,
        told.reason,
        told.heading or (supplement.replace("\n", " ").strip()[:MAX_HEADING] if supplement else ""),
        told.said("ABWA") if "ABWA" in keys else "",
        None,
        "mt942" if interim else "mt940",
        interim or mark[0] == "E",
        (),
        None,
        told.said("MREF", "MARF") if "MREF" in keys or "MARF" in keys else "",
    )


def _account_beside(reference: str, supplement: str) -> str:
    """The other side's IBAN where Dutch banks put it: as the reference, or alone in the second line of field 61."""
    first = supplement.split("\n")[0].strip()
    return next((text for text in (reference, first) if IBAN_SHAPE.fullmatch(text)), "")


def _numbered(movement: Movement) -> Field86:
    return field86(movement.information) if movement.information.strip() else numbered_lines(movement.numbered)


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


def _foreign(file: BankFile, movement: Movement, keys: dict[str, str], supplement: str, currency: str) -> Foreign:
    """From /OCMT/ and /CHGS/ or OAMT+ and COAM+."""
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


@lru_cache(maxsize=4096)
def _kind(gvc: str, code: str | None, returned: bool) -> str:
    by_gvc = GVC_KINDS.get(gvc, "")
    by_type = SWIFT_KINDS.get(code[1:], "") if code else ""
    return "return" if returned or "return" in (by_gvc, by_type) else by_gvc or by_type or "other"
