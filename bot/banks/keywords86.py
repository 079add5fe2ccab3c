"""Keywords in the text of field 86 of MT940: what each says, and where the remittance text stands.

Keywords of the German banking industry (EREF+ …), which banks agreed to put at the beginning of a sub-field; many
write them in the middle of one, or break a line inside of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.banks.values import MAX_TEXT, account_of

KEYWORDS = frozenset("EREF KREF MREF CRED DEBT COAM OAMT SVWZ ABWA ABWE IBAN BIC SQTP ORCR PURP".split())
KEYWORD = re.compile(rf"({'|'.join(sorted(KEYWORDS))})(?:\+|:\s)")
IBAN_SHAPE = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", re.ASCII)


@dataclass(slots=True)
class Field86:
    """What field 86 says, by its keywords."""

    code: str = ""
    heading: str = ""
    pieces: list[str] = field(default_factory=list)
    name: str = ""
    account: str = ""
    reason: str = ""
    keys: dict[str, str] = field(default_factory=dict)  # as they stand there, blanks at the ends too
    structured: str = ""

    def said(self, *names: str) -> str:
        """What the first of these keywords says that says anything."""
        for name in names:
            if name in self.keys and (text := self.keys[name].strip()):
                return text[:MAX_TEXT]
        return ""


def by_starts(pieces: list[str]) -> tuple[dict[str, str], list[str]] | None:
    """(what each keyword says, the remittance text) if keywords begin sub-fields, as banks agreed; else None."""
    text = "".join(pieces)
    if ":" in text:
        return None
    if "+" not in text:
        return {}, pieces
    keys: dict[str, str] = {}
    kept: list[str] = []
    name = ""
    for piece in pieces:
        if "+" in piece:
            name, _, value = piece.partition("+")
            if name not in KEYWORDS or name in keys or "+" in value:
                return None
            keys[name] = value
            if name == "SVWZ":
                kept = [value] if value else []
        elif name:
            keys[name] += piece
            if name == "SVWZ":
                kept.append(piece)
        else:
            kept.append(piece)
    _trim(kept)
    return keys, kept


def anywhere(pieces: list[str]) -> tuple[dict[str, str], list[str]]:
    """The same, wherever keywords stand; without any, all is remittance text."""
    keys, start, end = by_keywords("".join(pieces))
    return keys, between(pieces, start, end) if keys else pieces


def by_keywords(text: str) -> tuple[dict[str, str], int, int]:
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
            keys[name] = value
            if name == "SVWZ":
                start, end = position, position + len(value)
        position += len(value)
    return keys, start, end


def between(pieces: list[str], start: int, end: int) -> list[str]:
    """What of the pieces lies between two places of the text that they make, without blanks at its ends."""
    kept, offset = [], 0
    for piece in pieces:
        behind = offset + len(piece)
        if start < behind:
            if end <= offset:
                break
            kept.append(piece if start <= offset and behind <= end else piece[max(0, start - offset) : end - offset])
        offset = behind
    _trim(kept)
    return kept


def _trim(pieces: list[str]) -> None:
    """No blanks at the ends of the text that the pieces make."""
    if pieces:
        pieces[0] = pieces[0].lstrip()
        pieces[-1] = pieces[-1].rstrip()


def iban_in(text: str) -> str:
    """The IBAN that the text is, with blanks or without; "" if it is none."""
    if not text or IBAN_SHAPE.fullmatch(text):
        return text
    compact = account_of(text)
    return compact if IBAN_SHAPE.fullmatch(compact) else ""
