"""A letter as MIME: headers that no text can break out of, marked as written by a program (RFC 3834), 7-bit clean."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from workflows.letters import Letter

MESSAGE_ID = re.compile(r"<[\x21-\x3b\x3d\x3f-\x7e]{1,990}>")
CONTROL = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029]+")
UNSAFE_IN_NAME = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|\u202a-\u202e\u2066-\u2069]+")


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    content_type: str  # "application/pdf"
    bytes: bytes


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
) -> bytes:
    """The letter's bytes with CRLF line ends.

    `automatic`: no person wrote or approved these words; then it says so, and out-of-office robots keep quiet.
    Raises ValueError for an address or Message-ID that may not stand in a header.
    """
    mail = EmailMessage(policy=policy.SMTP.clone(cte_type="7bit"))
    mail["From"] = _address(sender, sender_name)
    mail["To"] = [_address(recipient) for recipient in letter.to]
    mail["Subject"] = one_line(subject)
    mail["Date"] = format_datetime(at)
    mail["X-O2cbot-Key"] = one_line(letter.id)
    mail["Content-Language"] = one_line(letter.language)
    if automatic:
        mail["Auto-Submitted"] = "auto-replied" if letter.in_reply_to else "auto-generated"
        mail["X-Auto-Response-Suppress"] = "All"
    mail.set_content(text, charset="utf-8", cte="quoted-printable")
    if html:
        mail.add_alternative(html, subtype="html", charset="utf-8", cte="quoted-printable")
    for attachment in attachments:
        main, _, sub = attachment.content_type.partition("/")
        name = UNSAFE_IN_NAME.sub("_", attachment.name)
        mail.add_attachment(attachment.bytes, maintype=main, subtype=sub or "octet-stream", filename=name)
    return _thread(letter) + mail.as_bytes()


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
