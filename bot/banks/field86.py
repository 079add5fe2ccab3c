"""Field 86 of MT940: sub-fields, SEPA keywords, slash keywords, labels or free lines, all to the same names.

German structure by transaction code and sub-fields ?00 to ?63 (also with other separators, as Polish, Dutch and
Austrian banks write it); keywords of the German banking industry (EREF+ …); slash keywords of SWIFT's and the Dutch
banks' usage (/REMI/ …); numbered lines of MultiCash's :NS:; labels of config/banks/mt940.toml.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache

from bot.banks.keywords86 import KEYWORD, Field86, between, by_keywords, iban_in
from bot.banks.subfields86 import by_subfields
from bot.banks.values import MAX_TEXT
from bot.resources import folder

STRUCTURED = re.compile(r"(\d{3})?\s?([?><@&~|^+!])(?=\d{2})", re.ASCII)
SLASHED = re.compile(
    r"/(TRTP|IBAN|BIC|NAME|REMI|EREF|MARF|CSID|ORDP|BENM|ULTD|ULTC|CNTP|RTRN|PREF|ISDT|TRCD|PURP|UDTR|UCRD|SVCL|ADDR|"
    r"ID|KREF|INV|ROC|OCMT|CHGS|EXCH|ACCW|TXTX|STRUCT)/"
)
LEADING_IBAN = re.compile(r"([A-Z]{2}\d{2}[A-Z0-9]{11,30})(?:\s+(\S[^\n]{0,140}))?\s*(?:\n|$)", re.ASCII)
REMITTANCE_KIND = re.compile(r"(?:USTD//?|UST//?|STRD/(?:CUR|ISO|DEFAULT)?/?)", re.ASCII)
UNMISTAKABLE = frozenset({"EREF", "KREF", "MREF", "CRED", "SVWZ", "ABWA"})  # also before a colon
MAX_FIELD = 20_000


def field86(content: str) -> Field86:
    """What the field says; text without any structure is kept line by line."""
    content = content[:MAX_FIELD]
    found = STRUCTURED.match(content)
    if found:
        code, separator = found.groups("")
        if code or content.count(separator) > 1:
            return by_subfields(content, code, separator)
    lines = content.split("\n")
    joined = "".join(lines)
    if "/" in joined:
        slashed = list(SLASHED.finditer(joined))
        if slashed:
            return _by_slashes(lines, joined, slashed)
    if "+" in joined or ":" in joined:
        keyed = list(KEYWORD.finditer(joined))
        if any(match[0].endswith("+") for match in keyed) or sum(match[1] in UNMISTAKABLE for match in keyed) > 1:
            keys, start, end = by_keywords(joined)
            return Field86(keys=keys, account=iban_in(keys.get("IBAN", "")), pieces=between(lines, start, end))
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
        elif number == "34" and iban_in(value):
            told.account = iban_in(value)
    return told


def _keyed(text: str, found: list[re.Match[str]]) -> dict[str, str]:
    keys: dict[str, str] = {}
    last = len(found) - 1
    for index, match in enumerate(found):
        value = text[match.end() : found[index + 1].start() if index < last else len(text)][:MAX_TEXT].strip()
        if value:
            keys.setdefault(match[1], value)
    return keys


def _by_slashes(lines: list[str], joined: str, slashed: list[re.Match[str]]) -> Field86:
    keys = {name: value.strip().rstrip("/").strip() for name, value in _keyed(joined, slashed).items()}
    counterparty = [part.strip() for part in keys.get("CNTP", "").split("/")]
    told = Field86(keys=keys)
    told.name = keys.get("NAME") or (counterparty[2] if len(counterparty) > 2 else "") or keys.get("ORDP", "")
    told.account = iban_in(keys.get("IBAN", "")) or iban_in(counterparty[0])
    told.reason = keys.get("RTRN", "")
    names = [match[1] for match in slashed]
    place = names.index("REMI") if "REMI" in names else -1
    start = slashed[place].end() if place >= 0 else 0
    behind = slashed[place + 1].start() if place + 1 < len(slashed) else len(joined)
    pieces = between(lines, start, behind)
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
    told = Field86(heading=before[:140], name=values.get("name", "")[:140], account=iban_in(values.get("account", "")))
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
