"""The messages of an MT940 or MT942 file with their fields: heads, balances, and movements not yet looked into."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from bot.banks.field86 import MAX_FIELD
from bot.banks.values import BankFile, amount_of, day_of
from workflows.errors import BadInput

# A tag begins a line; what follows up to the next tag, end mark or envelope belongs to it. A movement told in one
# line (61) and what is said of it (86) are nearly all of a file: they are found together.
TAG = r":(?:\d\d[A-Z]?|NS):"
FIELD = re.compile(
    rf"(?:^[ \t]{{0,4}}|\{{4:[ \t]{{0,4}}):(?:61:([^\n]*+)\n[ \t]{{0,4}}:86|(\d\d[A-Z]?|NS)):"
    rf"([^\n]*+(?:\n(?![ \t]{{0,4}}{TAG}|-\}}?[^\S\n]*$|-\}}\{{|\{{)[^\n]*+)*+)",
    re.MULTILINE | re.ASCII,
)
BALANCE = re.compile(r"([CD])(\d{2})(\d{2})(\d{2})([A-Z]{3})(\d{1,15},\d{0,5})(?=\s|$)", re.ASCII)
OF_MOVEMENTS = frozenset({"61", "86", "NS"})
BEGINS = frozenset({"20", "25", "28", "28C", "60F", "60M"})


@dataclass(slots=True)
class Movement:
    line: int
    text: str
    information: str = ""
    numbered: str = ""

    def add(self, tag: str, content: str) -> None:
        """What a field behind it says of it."""
        if tag == "NS":
            self.numbered = content
        elif len(self.information) < MAX_FIELD:
            self.information += f"\n{content}" if self.information else content


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


def parts_of(file: BankFile, text: str) -> Iterator[Part]:
    """Messages one by one; some banks leave out the field 20 of all but the first."""
    part: Part | None = None
    behind = False
    line, reached = 1, 0
    for found in FIELD.finditer(text):
        start = found.start()
        line += text.count("\n", reached, start)
        reached = start
        moved, tag, content = found.groups()
        if part is None or (tag and tag not in OF_MOVEMENTS):
            if part is None or tag == "20" or (part.closed_by and tag in BEGINS):
                if part is not None and part.account:
                    yield part
                part = Part(line)
            if tag:
                _take(file, part, line, tag, content.strip())
            behind = False
        elif moved is not None:
            part.movements.append(Movement(line, moved, content))
            behind = True
        elif tag == "61":
            part.movements.append(Movement(line, content))
            behind = True
        elif behind:
            part.movements[-1].add(tag, content)
    if part is not None and part.account:
        yield part


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
