"""Field 86 of MT940: German sub-fields, SEPA keywords, slash keywords, or free lines, all to the same names."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.banks.values import MAX_TEXT

STRUCTURED = re.compile(r"(\d{3})([?><@&~|^+!])(?=\d{2})")
KEYWORD = re.compile(r"(EREF|KREF|MREF|CRED|DEBT|COAM|OAMT|SVWZ|ABWA|ABWE|IBAN|BIC|SQTP|ORCR|PURP)\+")
SLASHED = re.compile(
    r"/(TRTP|IBAN|BIC|NAME|REMI|EREF|MARF|CSID|ORDP|BENM|ULTD|ULTC|CNTP|RTRN|PREF|ISDT|TRCD|PURP|UDTR|SVCL|ADDR|ID)/"
)
IBAN_SHAPE = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")


@dataclass(slots=True)
class Field86:
    """What field 86 says, by its keywords."""

    code: str = ""
    heading: str = ""
    pieces: list[str] = field(default_factory=list)
    name: str = ""
    account: str = ""
    reason: str = ""
    keys: dict[str, str] = field(default_factory=dict)


def field86(content: str) -> Field86:
    """What the field says; text without any structure is kept line by line."""
    found = STRUCTURED.match(content)
    if found:
        return _by_subfields(content, found)
    told = Field86()
    lines = content.split("\n")
    joined = "".join(lines)
    slashed = list(SLASHED.finditer(joined))
    if slashed:
        parts = _keyed(joined, slashed)
        told.keys = {name: value.strip().rstrip("/") for name, value in parts.items()}
        counterparty = told.keys.get("CNTP", "").split("/")
        told.name = told.keys.get("NAME", counterparty[2] if len(counterparty) > 2 else "")
        told.account = _iban(told.keys.get("IBAN", counterparty[0]))
        told.pieces = [told.keys["REMI"]] if "REMI" in told.keys else [joined[: slashed[0].start()]]
        return told
    keyed = list(KEYWORD.finditer(joined))
    if keyed:
        told.keys = _keyed(joined, keyed)
        told.account = _iban(told.keys.get("IBAN", ""))
        told.pieces = [told.keys["SVWZ"]] if "SVWZ" in told.keys else [joined[: keyed[0].start()]]
        return told
    told.pieces = [line[:MAX_TEXT] for line in lines]
    return told


def _keyed(text: str, found: list[re.Match[str]]) -> dict[str, str]:
    ends = [match.start() for match in found[1:]] + [len(text)]
    keys: dict[str, str] = {}
    for match, end in zip(found, ends, strict=True):
        keys.setdefault(match[1], text[match.end() : end][:MAX_TEXT].strip())
    return keys


def _by_subfields(content: str, found: re.Match[str]) -> Field86:
    """GVC and ?00 … ?63; lines and sub-fields wrap inside words, so they are joined without a blank."""
    told = Field86(code=found[1])
    joined = content.replace("\n", "")
    parts: dict[str, str] = {}
    pieces: list[str] = []
    for match in re.finditer(rf"{re.escape(found[2])}(\d\d)([^{re.escape(found[2])}]*)", joined):
        number, value = match[1], match[2]
        parts[number] = parts.get(number, "") + value
        if "20" <= number <= "29" or "60" <= number <= "63":
            pieces.append(value)
    told.heading = parts.get("00", "").strip()
    told.name = (parts.get("32", "") + parts.get("33", "")).strip()
    told.account = _iban(parts.get("31", "")) or _iban(parts.get("38", ""))
    told.reason = "" if parts.get("34", "").strip("0 ") == "" else parts["34"].strip()
    text = "".join(pieces)
    keyed = list(KEYWORD.finditer(text))
    told.keys = _keyed(text, keyed) if keyed else {}
    told.account = told.account or _iban(told.keys.get("IBAN", ""))
    told.pieces = _purpose(pieces, keyed, len(text))
    return told


def _purpose(pieces: list[str], keyed: list[re.Match[str]], length: int) -> list[str]:
    """The pieces of the remittance text itself: behind SVWZ+, or whatever stands before the first keyword."""
    start, end = 0, length
    for index, match in enumerate(keyed):
        if match[1] == "SVWZ":
            start = match.end()
            end = keyed[index + 1].start() if index + 1 < len(keyed) else length
            break
    else:
        end = keyed[0].start() if keyed else length
    kept, offset = [], 0
    for piece in pieces:
        part = piece[max(0, start - offset) : max(0, end - offset)]
        offset += len(piece)
        if part:
            kept.append(part)
    return kept


def _iban(text: str) -> str:
    compact = re.sub(r"\s", "", text).upper()[:34]
    return compact if IBAN_SHAPE.fullmatch(compact) else ""
