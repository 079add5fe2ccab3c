"""Field 86 of MT940: sub-fields, SEPA keywords, slash keywords, labels or free lines, all to the same names.

German structure by transaction code and sub-fields ?00 to ?63 (also with other separators, as Polish, Dutch and
Austrian banks write it); keywords of the German banking industry (EREF+ …); slash keywords of SWIFT's and the Dutch
banks' usage (/REMI/ …); numbered lines of MultiCash's :NS:; labels of config/banks/mt940.toml.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache

from bot.banks.values import MAX_TEXT, account_of
from bot.resources import folder

STRUCTURED = re.compile(r"(\d{3})?\s?([?><@&~|^+!])(?=\d{2})", re.ASCII)
KEYWORD = re.compile(r"(EREF|KREF|MREF|CRED|DEBT|COAM|OAMT|SVWZ|ABWA|ABWE|IBAN|BIC|SQTP|ORCR|PURP)(?:\+|:\s)")
SLASHED = re.compile(
    r"/(TRTP|IBAN|BIC|NAME|REMI|EREF|MARF|CSID|ORDP|BENM|ULTD|ULTC|CNTP|RTRN|PREF|ISDT|TRCD|PURP|UDTR|UCRD|SVCL|ADDR|"
    r"ID|KREF|INV|ROC|OCMT|CHGS|EXCH|ACCW|TXTX|STRUCT)/"
)
IBAN_SHAPE = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", re.ASCII)
LEADING_IBAN = re.compile(r"([A-Z]{2}\d{2}[A-Z0-9]{11,30})(?:\s+(\S[^\n]{0,140}))?\s*(?:\n|$)", re.ASCII)
REMITTANCE_KIND = re.compile(r"(?:USTD//?|UST//?|STRD/(?:CUR|ISO|DEFAULT)?/?)", re.ASCII)
UNMISTAKABLE = frozenset({"EREF", "KREF", "MREF", "CRED", "SVWZ", "ABWA"})  # also before a colon
PURPOSE = frozenset(f"{number:02}" for number in (*range(20, 30), *range(60, 64)))
NUMBERS = frozenset(f"{number:02}" for number in range(100))
MAX_FIELD = 20_000


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
    structured: str = ""


def field86(content: str) -> Field86:
    """What the field says; text without any structure is kept line by line."""
    content = content[:MAX_FIELD]
    found = STRUCTURED.match(content)
    if found and (found[1] or content.count(found[2]) > 1):
        return _by_subfields(content, found)
    lines = content.split("\n")
    joined = "".join(lines)
    if "/" in joined:
        slashed = list(SLASHED.finditer(joined))
        if slashed:
            return _by_slashes(lines, joined, slashed)
    if "+" in joined or ":" in joined:
        keyed = list(KEYWORD.finditer(joined))
        if any(match[0].endswith("+") for match in keyed) or sum(match[1] in UNMISTAKABLE for match in keyed) > 1:
            keys, start, end = _by_keywords(joined)
            return Field86(keys=keys, account=_iban(keys.get("IBAN", "")), pieces=_between(lines, start, end))
        if ":" in joined and (told := _by_labels(content)):
            return told
    return _by_lines(content, lines)


def numbered_lines(content: str) -> Field86:
    """MultiCash's :NS: of a movement: 01 to 14 the purpose, 15 and 16 the name, 17 the bank's word, 34 the account."""
    told = Field86()
    for line in content[:MAX_FIELD].split("\n"):
        number, value = line[:2], line[2:].strip()
        if number.isdecimal() and 1 <= int(number) <= 14 and value:
            told.pieces.append(value)
        elif number in ("15", "16"):
            told.name += value
        elif number == "17":
            told.heading = value
        elif number == "34" and _iban(value):
            told.account = _iban(value)
    return told


def _keyed(text: str, found: list[re.Match[str]]) -> dict[str, str]:
    keys: dict[str, str] = {}
    last = len(found) - 1
    for index, match in enumerate(found):
        value = text[match.end() : found[index + 1].start() if index < last else len(text)][:MAX_TEXT].strip()
        if value:
            keys.setdefault(match[1], value)
    return keys


@cache
def _subfields(separator: str) -> re.Pattern[str]:
    return re.compile(rf"{re.escape(separator)}(?=\d\d)", re.ASCII)


def _by_subfields(content: str, found: re.Match[str]) -> Field86:
    """Transaction code and ?00 … ?63; lines and sub-fields wrap inside words, so they are joined without a blank."""
    joined = content.replace("\n", "") if "\n" in content else content
    split = joined.split(found[2])[1:]
    parts = {part[:2]: part[2:] for part in split}
    if len(parts) < len(split) or not parts.keys() <= NUMBERS:
        parts = _repeated(_subfields(found[2]).split(joined)[1:])
    pieces = [value for number, value in parts.items() if number in PURPOSE and value]
    text = "".join(pieces)
    keys: dict[str, str] = {}
    if "+" in text or ": " in text:
        keys, start, end = _by_keywords(text)
        if keys:
            pieces = _between(pieces, start, end)
    name = parts.get("32", "")
    if "33" in parts:
        name += parts["33"]
    reason = parts.get("34", "")
    return Field86(
        found[1] or "",
        parts.get("00", "").strip(),
        pieces,
        name.strip(),
        _iban(parts.get("31", "")) or _iban(parts.get("38", "")) or _iban(keys.get("IBAN", "")),
        reason.strip() if reason.strip("0 ") else "",
        keys,
    )


def _by_keywords(text: str) -> tuple[dict[str, str], int, int]:
    """(what each keyword says, where the remittance text begins and ends): behind SVWZ+, else before any keyword."""
    split = KEYWORD.split(text)
    position = end = len(split[0])
    start = 0
    keys: dict[str, str] = {}
    for index in range(1, len(split), 2):
        name, value = split[index], split[index + 1]
        position += len(name)
        position += 1 if text[position] == "+" else 2
        if name not in keys:
            keys[name] = value.strip()[:MAX_TEXT]
            if name == "SVWZ":
                start, end = position, position + len(value)
        position += len(value)
    return keys, start, end


def _between(pieces: list[str], start: int, end: int) -> list[str]:
    """What of the pieces lies between two places of the text that they make, without blanks at its ends."""
    kept, offset = [], 0
    for piece in pieces:
        behind = offset + len(piece)
        if start < behind:
            if end <= offset:
                break
            kept.append(piece if start <= offset and behind <= end else piece[max(0, start - offset) : end - offset])
        offset = behind
    if kept:
        kept[0] = kept[0].lstrip()
        kept[-1] = kept[-1].rstrip()
    return kept


def _repeated(split: list[str]) -> dict[str, str]:
    """Sub-fields that stand more than once go on."""
    parts: dict[str, str] = {}
    for part in split:
        parts[part[:2]] = parts.get(part[:2], "") + part[2:]
    return parts


def _by_slashes(lines: list[str], joined: str, slashed: list[re.Match[str]]) -> Field86:
    keys = {name: value.strip().rstrip("/").strip() for name, value in _keyed(joined, slashed).items()}
    counterparty = [part.strip() for part in keys.get("CNTP", "").split("/")]
    told = Field86(keys=keys)
    told.name = keys.get("NAME") or (counterparty[2] if len(counterparty) > 2 else "") or keys.get("ORDP", "")
    told.account = _iban(keys.get("IBAN", "")) or _iban(counterparty[0])
    told.reason = keys.get("RTRN", "")
    names = [match[1] for match in slashed]
    place = names.index("REMI") if "REMI" in names else -1
    start = slashed[place].end() if place >= 0 else 0
    behind = slashed[place + 1].start() if place + 1 < len(slashed) else len(joined)
    pieces = _between(lines, start, behind)
    kind = REMITTANCE_KIND.match(pieces[0]) if pieces and "REMI" in keys else None
    if kind:
        rest = pieces[0][kind.end() :]
        if kind[0].startswith("STRD"):
            told.structured = (rest + "".join(pieces[1:])).strip("/ ")[:140]
            return told
        pieces[0] = rest
    told.pieces = [text for piece in pieces if (text := piece.rstrip("/"))]
    return told


def _by_labels(content: str) -> Field86 | None:
    labels, roles = _labels()
    flat = content.replace("\n", "")
    found = list(labels.finditer(flat))
    if not found or not any(roles[match[1].upper()] in ("name", "text") for match in found):
        return None
    values: dict[str, str] = {}
    for index, match in enumerate(found):
        end = found[index + 1].start() if index + 1 < len(found) else len(flat)
        value = flat[match.end() : end].split(";")[0].strip()[:MAX_TEXT]
        if value:
            values.setdefault(roles[match[1].upper()], value)
    before = flat[: found[0].start()].strip()
    told = Field86(heading=before[:140], name=values.get("name", "")[:140], account=_iban(values.get("account", "")))
    told.pieces = [values.get("text", before)]
    if "reference" in values:
        told.keys["EREF"] = values["reference"]
    return told


@cache
def _labels() -> tuple[re.Pattern[str], dict[str, str]]:
    told = tomllib.loads((folder("config") / "banks" / "mt940.toml").read_text("utf-8"))["labels"]
    roles = {word: role for role, words in told.items() for word in words}
    words = "|".join(re.escape(word) for word in sorted(roles, key=len, reverse=True))
    return re.compile(rf"(?<![A-Za-z])({words})\s*", re.IGNORECASE), roles


def _by_lines(content: str, lines: list[str]) -> Field86:
    """Free lines; several Dutch banks begin with the other side's account and name."""
    leading = LEADING_IBAN.match(content)
    if leading:
        rest = [line[:MAX_TEXT] for line in content[leading.end() :].split("\n") if line.strip()]
        return Field86(name=(leading[2] or "").strip(), account=leading[1], pieces=rest or [content[:MAX_TEXT]])
    return Field86(pieces=[line[:MAX_TEXT] for line in lines])


def _iban(text: str) -> str:
    if not text or IBAN_SHAPE.fullmatch(text):
        return text
    compact = account_of(text)
    return compact if IBAN_SHAPE.fullmatch(compact) else ""
