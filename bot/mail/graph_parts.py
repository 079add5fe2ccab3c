"""A mail that is too big for one request is taken apart at its attachments; all of it keeps its bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message

LARGEST_MIME = 3_000_000  # Graph takes requests up to 4 MB, and base64 makes a third more of it
HEAD_END = re.compile(rb"\r?\n\r?\n")
ORIGINAL = "message/rfc822"


@dataclass(frozen=True, slots=True)
class Loose:
    """An attachment that travels by itself."""

    name: str
    content_type: str
    bytes: bytes


def lightened(raw: bytes, limit: int = LARGEST_MIME) -> tuple[bytes, tuple[Loose, ...]]:
    """(the mail without its biggest attachments, these) so that the rest is within the limit; raises ValueError."""
    if len(raw) <= limit:
        return raw, ()
    whole = message_from_bytes(raw)
    boundary = whole.get_boundary()
    if whole.get_content_type() != "multipart/mixed" or not boundary:
        raise ValueError(f"the mail has {len(raw)} bytes and no attachments that could be sent by themselves")
    head, *pieces = re.split(rb"\r?\n--" + re.escape(boundary.encode()) + rb"(?=--|[ \t]*\r?\n)", raw)
    tail = pieces.pop() if pieces and pieces[-1].startswith(b"--") else b"--\r\n"
    loose: dict[int, Loose] = {}
    left = len(raw)
    for place in sorted(range(len(pieces)), key=lambda number: -len(pieces[number])):
        attachment = _attachment(pieces[place]) if left > limit else None
        if attachment is not None:
            loose[place] = attachment
            left -= len(pieces[place])
    if left > limit:
        raise ValueError(f"the mail has {left} bytes without its attachments")
    kept = [piece for place, piece in enumerate(pieces) if place not in loose]
    rest = (b"\r\n--" + boundary.encode()).join([head, *kept, tail])
    return rest, tuple(loose[place] for place in sorted(loose))


def _attachment(piece: bytes) -> Loose | None:
    """A part of a mail as a file; None if it is no attachment."""
    part: Message = message_from_bytes(piece.lstrip(b" \t").removeprefix(b"\r\n").removeprefix(b"\n"))
    if part.get_content_disposition() != "attachment":
        return None
    found = HEAD_END.search(piece.lstrip())
    content = part.get_payload(decode=True)
    if part.get_content_type() == ORIGINAL and found is not None:
        content = piece.lstrip()[found.end() :]  # verbatim: it is evidence
    if not isinstance(content, bytes):
        return None
    headers = policy.default.header_fetch_parse("Content-Disposition", str(part["Content-Disposition"]))
    name = str(getattr(headers, "params", {}).get("filename") or part.get_filename() or "attachment")
    return Loose(name, part.get_content_type(), content)
