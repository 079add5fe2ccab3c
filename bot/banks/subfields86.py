"""Field 86 of MT940 by transaction code and sub-fields ?00 to ?63, with whichever separator the bank has.

German structure (Deutsche Kreditwirtschaft), also with other separators, as Polish, Dutch and Austrian banks write it.
"""

from __future__ import annotations

import re
from functools import cache

from bot.banks.keywords86 import Field86, anywhere, by_starts, iban_in

PURPOSE = frozenset(f"{number:02}" for number in (*range(20, 30), *range(60, 64)))
UNWANTED = frozenset({"10", "30"})
USUAL_ORDER = ("00", "10", *map(str, range(20, 30)), "30", "31", "32", "33", "34", *map(str, range(60, 64)))


@cache
def _subfields(separator: str) -> re.Pattern[str]:
    return re.compile(rf"{re.escape(separator)}(\d\d)", re.ASCII)


@cache
def _usual(separator: str) -> re.Pattern[str]:
    """The sub-fields in their usual order, none twice: a group each, so that one look finds all that is wanted."""
    sign = re.escape(separator)
    told = [f"[^{sign}]*" if number in UNWANTED else f"([^{sign}]*)" for number in USUAL_ORDER]
    pairs = zip(USUAL_ORDER, told, strict=True)
    return re.compile("".join(f"(?:{sign}{number}{text})?+" for number, text in pairs), re.ASCII)


def by_subfields(content: str, code: str, separator: str) -> Field86:
    """Transaction code and ?00 … ?63; lines and sub-fields wrap inside words, so they are joined without a blank."""
    joined = content.replace("\n", "") if "\n" in content else content
    usual = _usual(separator).fullmatch(joined, joined.index(separator))
    if usual:
        told = usual.groups("")
        heading, account, name, reason = told[0], iban_in(told[11]), told[12] + told[13], told[14]
        pieces = [*filter(None, told[1:11]), *filter(None, told[15:])]
    else:
        heading, account, name, reason, pieces = _unusual(_subfields(separator).split(joined))
    keys, pieces = by_starts(pieces) or anywhere(pieces)
    if keys and not account:
        account = iban_in(keys.get("IBAN", ""))
    reason = reason.strip() if reason.strip("0 ") else ""
    return Field86(code, heading.strip(), pieces, name.strip(), account, reason, keys)


def _unusual(split: list[str]) -> tuple[str, str, str, str, list[str]]:
    """(heading, account, name, reason, purpose) of sub-fields in any order; what stands more than once goes on."""
    parts: dict[str, str] = {}
    for number, value in zip(split[1::2], split[2::2], strict=True):
        parts[number] = parts[number] + value if number in parts else value
    account = iban_in(parts.get("31", "")) or iban_in(parts.get("38", ""))
    name = parts.get("32", "") + parts.get("33", "")
    pieces = [value for number, value in parts.items() if number in PURPOSE and value]
    return parts.get("00", ""), account, name, parts.get("34", ""), pieces
