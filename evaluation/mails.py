"""A mail's script as RFC 5322 bytes: what its sender's program would have sent, the same bytes every time."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime, getaddresses
from typing import Any

from evaluation.attachments import BadAttachment, Script, check, made
from workflows.errors import O2CError

KEYS: Mapping[str, tuple[type, ...]] = {
    "id": (str,),
    "author": (str,),
    "family": (str,),
    "from": (str,),
    "to": (str,),
    "sent": (datetime,),
    "subject": (str,),
    "in_reply_to": (str,),
    "references": (list,),
    "headers": (dict,),
    "text": (str,),
    "html": (str,),
    "attachment": (list,),
    "says": (dict,),
}
NEEDED = ("id", "author", "family", "from", "sent", "says")
BODY_HEADERS = ("content-type", "content-transfer-encoding", "mime-version")
SPECIAL = re.compile(r"[,;:@()\[\].]")
SMTP = policy.SMTP.clone(refold_source="none")


class BadScript(O2CError):
    """A script that makes no mail: desk, file and id of the mail stand in its words."""

    def __init__(self, desk: str, file: str, id: str, why: str) -> None:
        self.desk, self.file, self.id, self.why = desk, file, id, why
        super().__init__(f"{desk}/{file}: mail {id}: {why}")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a script stands: for errors, for its Message-ID, and whom it is sent to if it does not say."""

    desk: str
    file: str
    to: str


def mail_bytes(mail: Script, place: Place) -> bytes:
    """The mail of a `[[mail]]` table (format: evaluation/desks/README.md). Raises BadScript."""
    id = str(mail.get("id", "without id"))
    faults = faults_of(mail)
    if faults:
        raise BadScript(place.desk, place.file, id, "; ".join(faults))
    try:
        message = written(mail, place.to)
        message["Message-ID"] = message_id(place.desk, mail)
        threaded(message, mail)
        for name, value in mail.get("headers", {}).items():
            del message[name]
            for one in value if isinstance(value, list) else [value]:
                message[name] = one
        settle_boundaries(message, f"{place.desk}/{id}")
        return message.as_bytes(policy=SMTP)
    except BadAttachment as error:
        raise BadScript(place.desk, place.file, id, f"attachment {error}") from error
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise BadScript(place.desk, place.file, id, f"cannot be written as a mail: {error}") from error


def faults_of(mail: Script) -> list[str]:
    """What is wrong with the table itself: keys and types of values."""
    faults = [f"{key!r} is no key of a mail" for key in mail if key not in KEYS]
    faults += [f"{key} is missing" for key in NEEDED if key not in mail]
    faults += [
        f"{key} is not of type {KEYS[key][0].__name__}"
        for key, value in mail.items()
        if key in KEYS and not isinstance(value, KEYS[key])
    ]
    if isinstance(mail.get("sent"), datetime) and mail["sent"].tzinfo is None:
        faults.append("sent has no offset from UTC (2026-09-11T08:42:00+02:00)")
    if isinstance(mail.get("from"), str) and not is_address(mail["from"]):
        faults.append(f"from {mail['from']!r} is not one address")
    if isinstance(mail.get("headers"), dict):
        faults += [f"header {name} is made by the body" for name in mail["headers"] if name.lower() in BODY_HEADERS]
    return faults


def is_address(value: str) -> bool:
    found = getaddresses([quoted(value)])
    return len(found) == 1 and "@" in found[0][1]


def quoted(sender: str) -> str:
    """A name with a comma in the quotes that RFC 5322 wants, which scripts leave out."""
    name, bracket, rest = sender.rpartition("<")
    bare = name.strip()
    return f'"{bare}" {bracket}{rest}' if SPECIAL.search(bare) and not bare.startswith('"') else sender


def message_id(desk: str, mail: Script) -> str:
    """Fixed by desk and id, at the sender's domain."""
    token = hashlib.sha256(f"{desk}/{mail['id']}".encode()).hexdigest()[:20]
    return f"<{token}@{domain_of(mail['from'])}>"


def domain_of(sender: str) -> str:
    return getaddresses([quoted(sender)])[0][1].rpartition("@")[2].lower()


def written(mail: Script, to: str) -> EmailMessage:
    """Head, body and attachments, without Message-ID and thread."""
    message = EmailMessage(policy=SMTP)
    message["From"] = quoted(mail["from"])
    message["To"] = mail.get("to", to)
    if "subject" in mail:
        message["Subject"] = mail["subject"]
    message["Date"] = format_datetime(mail["sent"])
    if "text" in mail or "html" not in mail:
        message.set_content(mail.get("text", ""))
        if "html" in mail:
            message.add_alternative(mail["html"], subtype="html")
    else:
        message.set_content(mail["html"], subtype="html")
    for attachment in mail.get("attachment", ()):
        attach(message, attachment, mail["sent"], to)
    return message


def attach(message: EmailMessage, attachment: Script, sent: datetime, to: str) -> None:
    if not isinstance(attachment, Mapping):
        raise BadAttachment("is no table")
    if attachment.get("kind") == "eml":
        message.add_attachment(inner(attachment, to), filename=attachment["name"])
        return
    content_type, content = made(attachment, sent)
    main, _, sub = content_type.partition("/")
    message.add_attachment(content, maintype=main, subtype=sub, filename=attachment["name"])


def inner(attachment: Script, to: str) -> EmailMessage:
    """A mail that is attached to another."""
    check(attachment)
    missing = [key for key in ("from", "sent", "text") if key not in attachment]
    if missing or not is_address(attachment.get("from", "")):
        raise BadAttachment(f"{attachment['name']}: {', '.join(missing) or 'from'} is missing or wrong")
    message = written(attachment, to)
    parsed = message_from_bytes(message.as_bytes(policy=SMTP), policy=SMTP)
    assert isinstance(parsed, EmailMessage)
    return parsed


def threaded(message: EmailMessage, mail: Script) -> None:
    """In-Reply-To and References (RFC 5322, 3.6.4): an answer refers to what it answers even if the script is brief."""
    answered, references = mail.get("in_reply_to"), list(mail.get("references", ()))
    if answered:
        message["In-Reply-To"] = answered
        references = references or [answered]
    if references:
        message["References"] = " ".join(references)


def settle_boundaries(message: EmailMessage, token: str) -> None:
    """Boundaries that are the same each time; the library would draw them by chance."""
    parts: list[Any] = [part for part in message.walk() if part.get_content_maintype() == "multipart"]
    for number, part in enumerate(parts):
        part.set_boundary(f"=_{hashlib.sha256(f'{token}/{number}'.encode()).hexdigest()[:24]}")
