"""A letter as MIME: headers that no text can break out of, marked as written by a program (RFC 3834), 7-bit clean."""

from __future__ import annotations

import re
from binascii import b2a_base64
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.headerregistry import Address, HeaderRegistry
from email.message import EmailMessage, Message
from email.parser import BytesParser
from email.utils import format_datetime
from functools import cache
from html import escape
from typing import Any

from workflows.letters import Letter

MESSAGE_ID = re.compile(r"<[\x21-\x3b\x3d\x3f-\x7e]{1,990}>")
CONTROL = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029]+")
ORIGINAL, FILE = "message/rfc822", "application/octet-stream"
NEWLINE, LINE_END, END_OF_HEAD = "\n", b"\r\n", b"\r\n\r\n"
PROFILE_HEADER = "X-E-Invoice-Profile"  # of the part that is an e-invoice
LONGEST_LINE = 998  # RFC 5322, 2.1.1
HEADS = BytesParser()
UNSAFE_IN_NAME = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|\u202a-\u202e\u2066-\u2069]+")


class _Registry(HeaderRegistry):
    """One class for all headers of a name; the library makes a new one for each header of each mail."""

    @cache  # noqa: B019  # there is one registry
    def __getitem__(self, name: str) -> type[Any]:  # Any: the library's type stubs know no header class
        return super().__getitem__(name)


OUTGOING = policy.SMTP.clone(cte_type="7bit", header_factory=_Registry())


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    content_type: str  # "application/pdf"; "message/rfc822" for an original message
    bytes: bytes
    profile: str = ""  # of an e-invoice


def compose(
    letter: Letter,
    *,
    sender: str,
    sender_name: str,
    subject: str,
    text: str,
    html: str = "",
    attachments: tuple[Attachment, ...] = (),
    at: datetime,
    automatic: bool = True,
    reply_to: str = "",
    mark: str = "",
) -> bytes:
    """The letter's bytes with CRLF line ends.

    `automatic`: no person wrote or approved these words; then it says so, and out-of-office robots keep quiet.
    `reply_to`: where answers go, if not to the sender; `mark`: what an answer is known by that lost every header, a
    line at the end of the text and hidden in the HTML. There is no List-Unsubscribe: these are letters.
    Raises ValueError for an address or Message-ID that may not stand in a header.
    """
    mail = EmailMessage(policy=OUTGOING)
    mail["From"] = _address(sender, sender_name)
    if reply_to:
        mail["Reply-To"] = _address(reply_to)
    mail["To"] = [_address(recipient) for recipient in letter.to]
    mail["Subject"] = one_line(subject)
    mail["Date"] = format_datetime(at)
    mail["X-O2cbot-Key"] = one_line(letter.id)
    mail["Content-Language"] = one_line(letter.language)
    if automatic:
        mail["Auto-Submitted"] = "auto-replied" if letter.in_reply_to else "auto-generated"
        mail["X-Auto-Response-Suppress"] = "All"
    if mark:
        text = f"{text.rstrip(NEWLINE)}\n\n{one_line(mark)}\n"
        html = html and _with_mark(html, one_line(mark))
    mail.set_content(text, charset="utf-8", cte="quoted-printable")
    if html:
        mail.add_alternative(html, subtype="html", charset="utf-8", cte="quoted-printable")
    places = {f"=_place_{number}_of_{_safe(letter.id)}": one for number, one in enumerate(attachments)}
    bodies = {place: _attach(mail, one, place) for place, one in places.items()}
    _fix_boundaries(mail, letter.id)
    whole = _thread(letter) + mail.as_bytes()
    for place, body in bodies.items():  # "=_" stands in no quoted-printable text
        whole = whole.replace(place.encode(), body.removesuffix(LINE_END), 1)
    return whole


def head_of(raw: bytes) -> Message:
    """The headers of a mail or a part, by the old policy: the modern one takes apart every header."""
    return HEADS.parsebytes(raw.partition(END_OF_HEAD)[0], headersonly=True)


def attached_names(raw: bytes) -> tuple[str, ...]:
    """The file names of a composed mail's attachments, from the heads of its parts alone: their bodies are large."""
    _, _, body = raw.partition(END_OF_HEAD)
    boundary = head_of(raw).get_boundary()
    names = []
    for part in (LINE_END + body).split(f"\r\n--{boundary}".encode())[1:] if boundary else []:
        described = head_of(part.removeprefix(LINE_END))
        if described.get_content_disposition() == "attachment":
            names.append(described.get_filename() or "")
    return tuple(names)


def _with_mark(html: str, mark: str) -> str:
    """The mark before the page's end, where no reader sees it and a quote keeps it."""
    hidden = f'<div style="display:none;max-height:0;overflow:hidden;mso-hide:all">{escape(mark)}</div>'
    head, end, tail = html.rpartition("</body>")
    return f"{head}{hidden}{end}{tail}" if end else f"{html}{hidden}"


def _attach(mail: EmailMessage, attachment: Attachment, place: str) -> bytes:
    """Adds a part whose body is the mark `place`, and gives the body that belongs there.

    The library would look at each line of it twice.

    An original message stays as it came: verbatim where mail can carry it, else as the bytes of a file.
    """
    if mail.get_content_type() != "multipart/mixed":
        mail.make_mixed()
    verbatim = attachment.content_type == ORIGINAL and _travels_verbatim(attachment.bytes)
    part = EmailMessage(policy=mail.policy)
    part["Content-Type"] = FILE if attachment.content_type == ORIGINAL and not verbatim else attachment.content_type
    if not verbatim:
        part["Content-Transfer-Encoding"] = "base64"
    part.add_header("Content-Disposition", "attachment", filename=UNSAFE_IN_NAME.sub("_", attachment.name))
    if attachment.profile:
        part[PROFILE_HEADER] = attachment.profile
    part._payload = place  # type: ignore[attr-defined]  # set_payload wants a message as the body of a message
    mail.attach(part)
    return LINE_END.join([*attachment.bytes.splitlines(), b""]) if verbatim else _base64(attachment.bytes)


def _base64(content: bytes) -> bytes:
    """In lines of 76 characters (RFC 2045, 6.8)."""
    text = b2a_base64(content, newline=False)
    return LINE_END.join(text[start : start + 76] for start in range(0, len(text), 76)) + LINE_END


def _travels_verbatim(raw: bytes) -> bool:
    return raw.isascii() and b"\0" not in raw and max(map(len, raw.splitlines()), default=0) < LONGEST_LINE


def _fix_boundaries(mail: EmailMessage, letter_id: str) -> None:
    """Boundaries that depend on the letter alone: rendered again, a letter is the same bytes."""
    parts = [mail, *(part for part in mail.iter_parts() if part.is_multipart())]
    for number, part in enumerate(part for part in parts if part.get_content_maintype() == "multipart"):
        part.set_boundary(f"=_{_safe(letter_id)}_{number}")


def _safe(letter_id: str) -> str:
    return re.sub(r"[^A-Za-z0-9]", "", letter_id)[:40]


def one_line(text: str) -> str:
    """Text for a header: whatever would end the line becomes a space."""
    return CONTROL.sub(" ", text).strip()


def _thread(letter: Letter) -> bytes:
    """The headers made of Message-IDs, written by hand: the library would encode an id longer than a line."""
    lines = [f"Message-ID: {_checked(letter.message_id)}"]
    if letter.in_reply_to:
        lines.append(f"In-Reply-To: {_checked(letter.in_reply_to)}")
    if letter.references:
        lines.append("References: " + "\r\n ".join(_checked(name) for name in letter.references))
    return "".join(f"{line}\r\n" for line in lines).encode("ascii")


def _checked(message_id: str) -> str:
    if not MESSAGE_ID.fullmatch(message_id):
        raise ValueError(f"{message_id!r} is no Message-ID")
    return message_id


def _address(email: str, name: str = "") -> Address:
    if CONTROL.search(email) or email.count("@") != 1:
        raise ValueError(f"{email!r} is no address")
    return Address(display_name=one_line(name), addr_spec=email)
