"""How far our reading of a mail's form agrees with that of a parser that shares no line with ours: Perl's Email::MIME.

`python -m evaluation.mime_agreement FOLDER...` over folders of mails, by default those that Python brings to test its
own library. Debian: libemail-mime-perl. Mails are well formed where Python's strict parser finds no defect.
"""

from __future__ import annotations

import codecs
import hashlib
import json
import re
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from nlp import header_fields
from nlp.attachments import Attached, Budget, shown_name
from nlp.limits import Limits
from nlp.mime import message_of
from nlp.parts import NOTICE_TYPES, Content, walk

JUDGE = Path(__file__).parent / "mime_judge.pl"
SUFFIXES = (".eml", ".txt")
NO_FILES = NOTICE_TYPES | {
    "text/rfc822-headers",
    "message/rfc822-headers",
    "text/enriched",
    "text/richtext",
    "message/external-body",
}
ENCODED_WORD = re.compile(r"=\?([^?*\s]{1,40})(?:\*[^?\s]{0,20})?\?[BbQq]\?")
Judged = dict[str, Any]  # Any: values of JSON


@dataclass(frozen=True, slots=True)
class Form:
    """What a reader finds in a mail; text without regard to blanks."""

    subject: str
    sender: str
    recipients: frozenset[str]
    message_id: str
    sent_at: datetime | None
    text: str
    page: str
    files: Counter[tuple[str, str]]  # (name, sha256)
    pictures: Counter[tuple[str, str]]  # inside the text: whether they are files is a matter of taste
    messages: int


@dataclass(slots=True)
class Agreement:
    mails: int = 0
    defective: int = 0
    not_judged: list[str] = field(default_factory=list)
    agreed: Counter[str] = field(default_factory=Counter)
    disagreements: list[tuple[Path, str, object, object]] = field(default_factory=list)  # what, ours, the judge's

    @property
    def judged(self) -> int:
        return self.mails - self.defective - len(self.not_judged)

    @property
    def rate(self) -> float:
        """The share of the judged mails in which nothing differs."""
        return self.agreed["everything"] / self.judged if self.judged else 0.0


def is_installed() -> bool:
    found = subprocess.run(
        ["perl", "-MEmail::MIME", "-MEmail::Address::XS", "-e", "1"], capture_output=True, check=False
    )
    return found.returncode == 0


def pythons_mails() -> Path:
    """The mails that Python tests its own library with; they are not installed everywhere."""
    return Path(json.__file__).parents[1] / "test" / "test_email" / "data"


def mails_in(folders: Iterable[Path]) -> list[Path]:
    return sorted(path for folder in folders for path in folder.rglob("*") if path.suffix in SUFFIXES)


def agreement(paths: Sequence[Path]) -> Agreement:
    """Both readers over all mails, compared where the mail is well formed."""
    found = Agreement()
    for path, judged in zip(paths, _judged(paths), strict=True):
        raw = path.read_bytes()
        found.mails += 1
        if not is_well_formed(raw):
            found.defective += 1
        elif judged["error"]:
            found.not_judged.append(f"{path.name}: {judged['error'].strip()[:100]}")
        else:
            _compare(path, ours(raw), theirs(judged), found)
    return found


def _compare(path: Path, own: Form, judge: Form, found: Agreement) -> None:
    differing = [name for name, same in _SAME.items() if not same(own, judge)]
    for name in _SAME:
        found.agreed[name] += name not in differing
    found.agreed["everything"] += not differing
    for name in differing:
        found.disagreements.append((path, name, getattr(own, name), getattr(judge, name)))


def _same(name: str) -> Callable[[Form, Form], bool]:
    return lambda own, judge: bool(getattr(own, name) == getattr(judge, name))


def _same_files(own: Form, judge: Form) -> bool:
    """All files that the judge sees; no others, but pictures inside the text."""
    return not judge.files - own.files and not own.files - judge.files - judge.pictures


_ALIKE = ("subject", "sender", "recipients", "message_id", "sent_at", "text", "page", "messages")
_SAME: dict[str, Callable[[Form, Form], bool]] = {name: _same(name) for name in _ALIKE} | {"files": _same_files}


def is_well_formed(raw: bytes) -> bool:
    """Whether Python's strict parser finds no defect, in the mail or in a part or header of it; every header is ASCII
    with known charsets, and what is said to be ASCII is (RFC 5322, 2047, 2045)."""
    try:
        mail = message_from_bytes(raw, policy=policy.default)
        return not any(part.defects or _has_broken_header(part) or _is_mislabelled(part) for part in mail.walk())
    except Exception:  # the strict parser raises for some headers
        return False


def _has_broken_header(part: EmailMessage) -> bool:
    raw = "".join(f"{value}\n" for _, value in part.raw_items())
    known = all(_is_known(name) for name in ENCODED_WORD.findall(raw))
    return not (raw.isascii() and known) or any(getattr(value, "defects", ()) for value in part.values())


def _is_known(charset: str) -> bool:
    try:
        codecs.lookup(charset)
    except LookupError:
        return False
    return True


def _is_mislabelled(part: EmailMessage) -> bool:
    """Whether a body has bytes that its transfer encoding or its charset (by default ASCII) does not have."""
    if part.is_multipart() or part.get_content_maintype() != "text":
        return False
    content = part.get_payload(decode=True)
    seven = str(part.get("Content-Transfer-Encoding", "7bit")).strip().lower() == "7bit"
    try:
        assert isinstance(content, bytes)
        content.decode("ascii" if seven else part.get_content_charset("ascii"))
    except (LookupError, UnicodeDecodeError):
        return True
    return False


def ours(raw: bytes) -> Form:
    limits = Limits()
    mail, content = message_of(raw), Content()
    walk(mail, Budget(limits), content, 0)
    fields = header_fields.raw_fields(mail, limits)
    first = {name: value for name, value in reversed(fields)}
    senders = header_fields.addresses(first.get("from", ""))
    to = [one.email for name, value in fields if name in ("to", "cc") for one in header_fields.addresses(value)]
    return Form(
        subject=_plain(header_fields.decoded_field(first.get("subject", ""))),
        sender=senders[0].email.lower() if senders else "",
        recipients=frozenset(email.lower() for email in to),
        message_id=next(iter(header_fields.identifiers(first.get("message-id", ""))), ""),
        sent_at=header_fields.sent_at(first["date"]) if first.get("date") else None,
        text=_plain(" ".join(body.plain for body in content.bodies)),
        page=_plain(" ".join(body.html for body in content.bodies)),
        files=Counter(_file(one) for one in content.files),
        pictures=Counter(),
        messages=len(content.messages),
    )


def _file(attached: Attached) -> tuple[str, str]:
    return shown_name(attached.name), hashlib.sha256(attached.data).hexdigest()


def theirs(judged: Judged) -> Form:
    files: Counter[tuple[str, str]] = Counter()
    pictures: Counter[tuple[str, str]] = Counter()
    for one in judged["files"]:
        if one["type"] in NO_FILES:
            continue
        inside = one["type"].startswith("image/") and "attachment" not in one["how"]
        (pictures if inside else files)[shown_name(one["name"]), one["sha256"]] += 1
    identifiers = header_fields.identifiers(judged["Message-ID"])
    return Form(
        subject=_plain(judged["Subject"]),
        sender=next(iter(judged["From"]), ""),
        recipients=frozenset((*judged["To"], *judged["Cc"])),
        message_id=next(iter(identifiers), ""),
        sent_at=_moment(judged["Date"]),
        text=_plain(" ".join(judged["texts"])),
        page=_plain(" ".join(judged["pages"])),
        files=files,
        pictures=pictures,
        messages=judged["messages"],
    )


def _moment(date: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(date) if date else None
    except ValueError:
        return None
    # "-0000": universal time, said by who does not know his own zone (RFC 5322, 3.3)
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _judged(paths: Sequence[Path]) -> Iterator[Judged]:
    names = "".join(f"{path}\n" for path in paths)
    answer = subprocess.run(["perl", str(JUDGE)], input=names.encode(), capture_output=True, check=True)
    return map(json.loads, answer.stdout.splitlines())


def main(folders: Sequence[str]) -> None:
    found = agreement(mails_in([Path(one) for one in folders] or [pythons_mails()]))
    print(f"{found.mails} mails, {found.defective} not well formed, {len(found.not_judged)} that the judge refuses")
    for line in found.not_judged:
        print(f"  {line}")
    print(f"everything the same in {found.agreed['everything']} of {found.judged} ({found.rate:.3f})")
    for name in _SAME:
        print(f"  {name:12} {found.agreed[name]}")
    for path, name, own, judge in found.disagreements:
        print(f"{path.name}: {name}\n  ours:  {str(own)[:300]!r}\n  judge: {str(judge)[:300]!r}")


if __name__ == "__main__":
    main(sys.argv[1:])
