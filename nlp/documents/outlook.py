"""A mail saved by Outlook (.msg, [MS-OXMSG]) gives its headers, its text and its attachments."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import formataddr

from nlp.charsets import decoded
from nlp.documents.compound import Compound, read_compound

PREFIX = "__substg1.0_"
UNICODE, ANSI, BINARY, OBJECT = "001F", "001E", "0102", "000D"
# Property tags of [MS-OXPROPS].
SUBJECT, BODY, HTML, HEADERS, MESSAGE_ID = "0037", "1000", "1013", "007D", "1035"
SENDER_NAME, SENDER_SMTP, SENDER_ADDRESS = "0C1A", "5D01", "0C1F"
DATA, LONG_NAME, SHORT_NAME, MEDIA_TYPE = "3701", "3707", "3704", "370E"
ATTACHMENT = re.compile(r"__attach_version1\.0_#[0-9A-Fa-f]{8}/")
INNER = f"{PREFIX}{DATA}{OBJECT}/"
ATTACHMENTS = 100
KEPT_HEADERS = ("date", "to", "cc", "in-reply-to", "references", "reply-to")


@dataclass(slots=True)
class OutlookFile:
    name: str
    media_type: str
    data: bytes


@dataclass(slots=True)
class OutlookMail:
    """`inner`: mails that were attached to this one."""

    subject: str = ""
    sender_name: str = ""
    sender_email: str = ""
    message_id: str = ""
    headers: str = ""
    body: str = ""
    html: str = ""
    files: list[OutlookFile] = field(default_factory=list)
    inner: list[OutlookMail] = field(default_factory=list)


def read_outlook(data: bytes, most_bytes: int, depth: int) -> OutlookMail:
    """The mail, with those inside it down to `depth`. Raises BrokenCompound."""
    return _mail(read_compound(data, most_bytes), "", depth)


def as_message(mail: OutlookMail) -> bytes:
    """The mail as RFC 5322 bytes, for whoever opens messages; the headers that came by mail count where they are."""
    message = EmailMessage()
    message["From"] = formataddr((_line(mail.sender_name), _line(mail.sender_email) or "unknown@invalid"))
    message["Subject"] = _line(mail.subject)
    if mail.message_id:
        message["Message-ID"] = _line(mail.message_id)
    for name, value in re.findall(r"^([A-Za-z-]{2,30}):[ \t]{0,3}([^\r\n]{1,900})", mail.headers, re.MULTILINE):
        if name.lower() in KEPT_HEADERS and name not in message:
            message[name] = _line(value)
    message.set_content(mail.body or "")
    if mail.html:
        message.add_alternative(mail.html, subtype="html")
    for file in mail.files:
        main, _, sub = (
            file.media_type if re.fullmatch(r"[\w.+-]{1,60}/[\w.+-]{1,80}", file.media_type) else ""
        ).partition("/")
        if not sub or main in ("message", "multipart"):
            main, sub = "application", "octet-stream"
        message.add_attachment(file.data, maintype=main, subtype=sub, filename=_line(file.name) or "attachment")
    for inner in mail.inner:
        message.add_attachment(
            as_message(inner), maintype="application", subtype="octet-stream", filename="message.eml"
        )
    return message.as_bytes()


def _line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text[:900]).split())


def _mail(compound: Compound, root: str, depth: int) -> OutlookMail:
    def text(tag: str, place: str = root) -> str:
        wide = compound.streams.get(f"{place}{PREFIX}{tag}{UNICODE}")
        if wide is not None:
            return wide.decode("utf-16-le", "replace").replace("\x00", "")
        return decoded(compound.streams.get(f"{place}{PREFIX}{tag}{ANSI}", b""))[0].replace("\x00", "")

    html = compound.streams.get(f"{root}{PREFIX}{HTML}{BINARY}")
    mail = OutlookMail(
        subject=text(SUBJECT),
        sender_name=text(SENDER_NAME),
        sender_email=text(SENDER_SMTP) or (address if "@" in (address := text(SENDER_ADDRESS)) else ""),
        message_id=text(MESSAGE_ID),
        headers=text(HEADERS),
        body=text(BODY),
        html=decoded(html)[0] if html else text(HTML),
    )
    places = {
        m.group() for path in compound.streams if path.startswith(root) and (m := ATTACHMENT.match(path[len(root) :]))
    }
    for place in sorted(places)[:ATTACHMENTS]:
        inside = root + place
        content = compound.streams.get(f"{inside}{PREFIX}{DATA}{BINARY}")
        if content is not None:
            name = text(LONG_NAME, inside) or text(SHORT_NAME, inside)
            mail.files.append(OutlookFile(name, text(MEDIA_TYPE, inside), content))
        elif depth > 0 and any(path.startswith(inside + INNER) for path in compound.streams):
            mail.inner.append(_mail(compound, inside + INNER, depth - 1))
    return mail
