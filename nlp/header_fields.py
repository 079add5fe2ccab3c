"""Header fields of a mail as they were meant: encoded words, raw bytes and broken addresses are repaired."""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from datetime import UTC, date, datetime
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from nlp.charsets import decoded, printable
from nlp.limits import Limits
from nlp.reading import Address

FIELD_CHARACTERS = 16_000
ENCODED_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]{0,4000})\?=")
BETWEEN_WORDS = re.compile(r"(\?=)[ \t\r\n]{1,200}(?==\?)")
MESSAGE_ID = re.compile(r"<[^<>\s]{1,900}>")
EMAIL = re.compile(r"[^\s<>,;:\"'()\[\]]{1,64}@[^\s<>,;:\"'()\[\]]{1,190}")
QUOTED_EMAIL = re.compile(r"\"[^\"<>\r\n]{1,64}\"@[\w.-]{1,190}")
RECIPIENT_FIELDS = ("delivered-to", "x-original-to", "envelope-to", "to", "cc")
REFERENCES = 100


def raw_fields(message: Message, limits: Limits) -> list[tuple[str, str]]:
    """(lower-case name, raw value) in order; raw bytes stand as surrogates."""
    return [(str(name).lower(), str(value)[:FIELD_CHARACTERS]) for name, value in message.raw_items()][: limits.headers]


def decoded_field(raw: str) -> str:
    """A field's value as text on one line (RFC 2047, also where mailers break its rules)."""
    try:
        raw.encode("ascii")
    except UnicodeEncodeError:
        raw = decoded(raw.encode("utf-8", "surrogateescape"))[0]
    return " ".join(printable(_words(raw)).split())


def _words(raw: str) -> str:
    joined = BETWEEN_WORDS.sub(r"\1", raw)
    parts: list[str] = []
    pending, charset, at = b"", "", 0
    for match in ENCODED_WORD.finditer(joined):
        between = joined[at : match.start()]
        name = match.group(1).partition("*")[0].lower()
        # Neighbours of one charset are one run of bytes: mailers cut characters in half.
        if pending and (between or name != charset):
            parts.append(decoded(pending, charset)[0])
            pending = b""
        parts.append(between)
        charset = name
        pending += _payload(match.group(2), match.group(3))
        at = match.end()
    if pending:
        parts.append(decoded(pending, charset)[0])
    parts.append(joined[at:])
    return "".join(parts)


def _payload(encoding: str, text: str) -> bytes:
    plain = text.encode("utf-8", "surrogateescape")
    if encoding in "qQ":
        return quopri.decodestring(plain, header=True)
    try:
        return base64.b64decode(plain + b"=" * (-len(plain) % 4))
    except (binascii.Error, ValueError):
        return plain


def addresses(raw: str) -> list[Address]:
    """The addresses of a field, lower case; what cannot be parsed is searched for something that looks like one."""
    unfolded = " ".join(raw.split())
    try:
        pairs = getaddresses([unfolded])
    except (ValueError, IndexError, TypeError, AttributeError, RecursionError):  # "((((…" recurses
        pairs = []
    found = [
        Address(decoded_field(name), email.lower())
        for name, email in ((name, _bare(decoded_field(email))) for name, email in pairs)
        if EMAIL.fullmatch(email) or QUOTED_EMAIL.fullmatch(email)
    ]
    if found:
        return found
    text = decoded_field(unfolded)
    emails = EMAIL.findall(text)
    if not emails:
        return []
    name = text.partition(emails[-1])[0].strip(" <\"'")
    return [Address(name if len(emails) == 1 else "", emails[-1].lower())]


def _bare(email: str) -> str:
    return email if QUOTED_EMAIL.fullmatch(email) else email.strip("'\" ")


def recipients(fields: list[tuple[str, str]]) -> tuple[str, ...]:
    """Delivered-To and its kin first, then To and Cc; lower case, no doubles."""
    found: dict[str, None] = {}
    for wanted in RECIPIENT_FIELDS:
        for name, value in fields:
            if name == wanted:
                found.update(dict.fromkeys(address.email for address in addresses(value)))
    return tuple(found)


def identifiers(raw: str) -> tuple[str, ...]:
    """Message-IDs with their angle brackets, in order, no doubles; one without brackets is given them."""
    found = tuple(dict.fromkeys(MESSAGE_ID.findall(" ".join(raw.split()))))
    if found:
        return found[-REFERENCES:]
    bare = raw.strip().strip("<>").strip()
    return (f"<{bare}>",) if bare and not re.search(r"\s", bare) and len(bare) < 900 else ()


def written_on(raw: str) -> date | None:
    """The day of a Date field where its writer is: "today" and "yesterday" are meant there. None if unreadable."""
    try:
        return parsedate_to_datetime(decoded_field(raw)).date()
    except (TypeError, ValueError, OverflowError, IndexError, RecursionError):
        return None


def sent_at(raw: str) -> datetime | None:
    """The time of a Date field in UTC; one without a zone is taken as UTC. None if unreadable."""
    try:
        moment = parsedate_to_datetime(decoded_field(raw))
    except (TypeError, ValueError, OverflowError, IndexError, RecursionError):
        return None
    try:
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (OverflowError, ValueError):
        return None
