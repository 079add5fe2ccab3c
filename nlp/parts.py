"""The parts of a message, sorted: bodies, files, messages inside, and what a delivery report holds."""

from __future__ import annotations

import email
import re
from dataclasses import dataclass, field
from email.message import Message

from nlp import header_fields
from nlp.attachments import Attached, Budget, shown_name
from nlp.charsets import decoded, printable
from nlp.documents import sniffing
from nlp.limits import LimitExceeded
from nlp.reading import Problem

STATUS_TYPES = frozenset({"message/delivery-status", "message/global-delivery-status"})
FEEDBACK = "message/feedback-report"
NOTICE_TYPES = STATUS_TYPES | {"message/disposition-notification", FEEDBACK}
NAMING_FIELDS = ("content-disposition", "content-type", "content-location")
READABLE = ("text/plain", "text/html")
MULTIPART_DEPTH = 40
ORNAMENT_BYTES = 40_000
ORNAMENT_NAME = re.compile(
    r"(?:image|outlook|att|img|picture|grafik|bild|unknown)[-_ ]?\d{0,12}(?:[-_].{0,20})?\.(?:png|jpe?g|gif|bmp)\Z"
    r"|.{0,40}(?:logo|signature|signatur|banner|icon|facebook|linkedin|twitter|instagram|xing|youtube)"
)
BOUNDARY_LINE = re.compile(r"^--([^\s-][^\n]{0,198}?)[ \t]{0,9}\r?\n[A-Za-z-]{4,40}:", re.M)


@dataclass(slots=True)
class Body:
    """One piece of the body: as plain text, as HTML, or both as alternatives."""

    plain: str = ""
    html: str = ""


@dataclass(slots=True)
class Content:
    bodies: list[Body] = field(default_factory=list)
    files: list[Attached] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    status: list[str] = field(default_factory=list)
    returned: list[str] = field(default_factory=list)
    feedback: str = ""  # the fields of an abuse report (RFC 5965)
    notices: int = 0
    problems: list[Problem] = field(default_factory=list)


def walk(part: Message, budget: Budget, content: Content, depth: int) -> None:
    """Sort a part and all below it into `content`. Raises LimitExceeded beyond the parts or the nesting allowed."""
    if depth > MULTIPART_DEPTH:
        raise LimitExceeded("nested parts", MULTIPART_DEPTH)
    budget.part()
    kind = part.get_content_type()
    if kind in NOTICE_TYPES:
        _notice(part, kind, content)
    elif kind in ("message/rfc822", "message/global"):
        _inner_message(part, content)
    elif kind.startswith("message/") and kind != "message/rfc822" and part.is_multipart():
        content.problems.append(Problem("partial_message", f"a part of type {kind} is not read"))
    elif part.is_multipart():
        _multipart(part, kind, budget, content, depth)
    elif part.get_content_maintype() == "multipart":
        _unbounded(part, budget, content, depth)
    elif kind in ("message/partial", "message/external-body"):
        content.problems.append(Problem("partial_message", f"a part of type {kind} is not read"))
    else:
        _leaf(part, kind, content)


def _children(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [child for child in payload if isinstance(child, Message)] if isinstance(payload, list) else []


def _multipart(part: Message, kind: str, budget: Budget, content: Content, depth: int) -> None:
    children = _children(part)
    if kind != "multipart/alternative":
        for child in children:
            walk(child, budget, content, depth + 1)
        return
    start = len(content.bodies)
    readable = any(child.get_content_type() in READABLE for child in children)
    for child in children:
        if not (readable and _is_another_text(child)):
            walk(child, budget, content, depth + 1)
    variants = content.bodies[start:]
    merged = Body(
        plain="\n".join(v.plain for v in variants if v.plain), html="\n".join(v.html for v in variants if v.html)
    )
    content.bodies[start:] = [merged] if variants else []


def _is_another_text(part: Message) -> bool:
    """The same text once more, for programs that are not ours: text/enriched, text/watch-html, AMP."""
    kind = part.get_content_type()
    is_file = bool(_name(part)) or part.get_content_disposition() == "attachment"
    return kind.startswith("text/") and kind not in (*READABLE, sniffing.CALENDAR) and not is_file


def _unbounded(part: Message, budget: Budget, content: Content, depth: int) -> None:
    """A multipart whose boundary is missing or wrong: its own lines show the boundary, or all of it is text."""
    payload = part.get_payload()
    text = payload if isinstance(payload, str) else ""
    found = BOUNDARY_LINE.search(text)
    if found is None:
        content.bodies.append(Body(plain=printable(text.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))))
        return
    content.problems.append(Problem("boundary_repaired", "the parts are not divided as the header says"))
    boundary = found.group(1).replace("\\", "").replace('"', "")
    walk(
        email.message_from_string(f'Content-Type: multipart/mixed; boundary="{boundary}"\n\n{text}'),
        budget,
        content,
        depth + 1,
    )


def _notice(part: Message, kind: str, content: Content) -> None:
    content.notices += 1
    if kind == FEEDBACK:
        content.feedback = _decoded_payload(part, content)[0] or _payload_text(part)
    if kind in STATUS_TYPES:
        payload = part.get_payload()
        blocks = payload if isinstance(payload, list) else [part]
        text = "\n\n".join("\n".join(f"{k}: {v}" for k, v in b.raw_items()) for b in blocks if isinstance(b, Message))
        if not isinstance(payload, list):
            text = _decoded_payload(part, content)[0]
        if not text.strip():  # no blank line before the fields: they stand among the part's own
            text = "\n".join(f"{name}: {value}" for name, value in part.raw_items())
        content.status.append(printable(text.encode("utf-8", "replace").decode()))


def _payload_text(part: Message) -> str:
    """The fields of a report whose part the parser took for a message."""
    return "\n".join(f"{name}: {value}" for child in _children(part) for name, value in child.raw_items())


def _inner_message(part: Message, content: Content) -> None:
    children = _children(part)
    if children:
        content.messages += children
        lines = [f"{name}: {value}" for name, value in children[0].raw_items()]
        content.returned.append("\n".join(lines).encode("utf-8", "replace").decode())
        return
    data = part.get_payload(decode=True)
    if isinstance(data, bytes) and data:
        content.files.append(Attached(_name(part) or "message.eml", sniffing.MESSAGE, data))


def _leaf(part: Message, kind: str, content: Content) -> None:
    disposition = str(part.get("Content-Disposition", "")).partition(";")[0].strip().lower()
    name = _name(part)
    main = part.get_content_maintype()
    if kind == "text/rfc822-headers":
        content.returned.append(_decoded_payload(part, content)[0])
    elif main == "text" and disposition != "attachment" and not name and kind != sniffing.CALENDAR:
        text, _ = _decoded_payload(part, content)
        as_html = kind == sniffing.HTML or text.lstrip()[:15].lower().startswith(("<html", "<!doctype"))
        content.bodies.append(Body(html=text) if as_html else Body(plain=printable(text)))
    elif main == "image" and disposition != "attachment" and _is_ornament(part, name):
        return  # logos inside the text are no documents
    else:
        data = part.get_payload(decode=True)
        if isinstance(data, bytes):
            content_id = str(part.get("Content-ID", "")).strip().strip("<>")
            content.files.append(Attached(name, kind, data, content_id if main == "image" else ""))


def _is_ornament(part: Message, name: str) -> bool:
    """A picture that nobody attached: without a name of its own, or small and named as programs name logos.

    Apple Mail shows attached photos and scans inside the text: they have names, and no page refers to them.
    """
    data = part.get_payload(decode=True)
    size = len(data) if isinstance(data, bytes) else 0
    return not name or size < 500 or (size < ORNAMENT_BYTES and ORNAMENT_NAME.match(name.lower()) is not None)


def _decoded_payload(part: Message, content: Content) -> tuple[str, str | None]:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return "", None
    declared = _charset(part)
    text, repaired = decoded(data, declared)
    if repaired and (declared or "replaced" in repaired):
        content.problems.append(Problem("charset_repaired", repaired))
    return text, repaired


def _charset(part: Message) -> str:
    try:
        value = part.get_param("charset", failobj="")
    except (TypeError, ValueError, IndexError):
        return ""
    return str(value[2] if isinstance(value, tuple) else value or "")[:60]


def _last_of(location: object) -> str:
    """A file name at the end of a Content-Location (RFC 2557); "" where that is an address of the web."""
    text = str(location).strip()
    return "" if "://" in text else text.replace("\\", "/").rpartition("/")[2]


def _mend_bytes(part: Message) -> None:
    """Names in bare UTF-8 or another charset: the library would give marks of replacement for them."""
    for field_name, value in part.raw_items():
        if field_name.lower() in NAMING_FIELDS and not str(value).isascii():
            part.replace_header(field_name, decoded(str(value).encode("utf-8", "surrogateescape"))[0])


def _name(part: Message) -> str:
    _mend_bytes(part)
    try:
        name = part.get_filename(failobj="")
        if not name and part.get_content_maintype() != "text":
            name = _last_of(part.get("Content-Location", ""))
    except (TypeError, ValueError, IndexError, LookupError):
        return "attachment"
    return shown_name(header_fields.decoded_field(str(name or "")))
