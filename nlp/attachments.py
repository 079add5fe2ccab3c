"""Files that come with a message are opened down to documents: archives, winmail.dat, signed and saved mails."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from tnefparse import TNEF

from nlp.charsets import decoded, printable
from nlp.documents import signed, sniffing
from nlp.documents.compound import BrokenCompound
from nlp.documents.outlook import as_message, read_outlook
from nlp.documents.reader import read_document
from nlp.documents.scan import CODE as SCANNED
from nlp.documents.scan import Recognizer
from nlp.documents.signed import NotSigned, signed_content
from nlp.limits import LimitExceeded, Limits
from nlp.opened import Document
from nlp.reading import Problem

NAME_CHARACTERS = 150
IGNORED_MEMBERS = ("__MACOSX/", ".DS_Store", "Thumbs.db")
SIGNATURES = frozenset("application/pgp-signature application/pkcs7-signature application/x-pkcs7-signature".split())
ENCRYPTED = frozenset("application/pgp-encrypted application/pkcs7-mime application/x-pkcs7-mime".split())


@dataclass(slots=True)
class Budget:
    """What is left of the limits while one message is opened; it only falls."""

    limits: Limits
    recognizer: Recognizer | None = None
    parts: int = 0
    unpacked: int = 0
    recognized: int = 0  # scanned pages

    def part(self) -> None:
        self.parts += 1
        if self.parts > self.limits.parts:
            raise LimitExceeded("parts", self.limits.parts)

    def has_room_for(self, size: int) -> bool:
        if self.unpacked + size > self.limits.bytes:
            return False
        self.unpacked += size
        return True

    def read(self, attached: Attached, name: str) -> Document:
        """A file; of all pictures in a message no more pages are recognized than its limit, for that takes long."""
        limits = replace(self.limits, scanned_pages=max(0, self.limits.scanned_pages - self.recognized))
        document = read_document(name, attached.declared, attached.data, limits, self.recognizer)
        is_scan = any(problem.code == SCANNED for problem in document.problems)
        self.recognized += limits.scanned_pages if is_scan else int(document.content_type.startswith("image/"))
        return document


@dataclass(slots=True)
class Attached:
    """A file in the message: its name is shown, never used as a path."""

    name: str
    declared: str
    data: bytes
    content_id: str = ""


@dataclass(slots=True)
class Unpacked:
    documents: list[Document] = field(default_factory=list)
    messages: list[Attached] = field(default_factory=list)  # mails as files, for whoever opens messages
    texts: list[str] = field(default_factory=list)  # bodies inside winmail.dat
    html: list[str] = field(default_factory=list)


def shown_name(name: str) -> str:
    """The last part of a name without control characters: nothing that a file system or a terminal would obey."""
    last = PurePosixPath(printable(name).replace("\\", "/").replace("\n", " ")).name
    return last[:NAME_CHARACTERS] if last.strip(".") else ""


def unpack(attached: Attached, budget: Budget, depth: int, into: Unpacked) -> None:
    """Add to `into` what an attachment holds. Beyond a limit the file itself becomes a document with the problem."""
    name = shown_name(attached.name)
    kind = sniffing.content_type(attached.data, name, attached.declared)
    if attached.declared in SIGNATURES or kind == sniffing.CALENDAR or attached.declared == sniffing.CALENDAR:
        return
    if attached.declared in ENCRYPTED or kind == sniffing.SIGNED:
        _unpack_signed(attached, budget, into)
    elif kind == sniffing.OUTLOOK:
        _unpack_outlook(attached, budget, depth, into)
    elif kind == sniffing.TNEF:
        _unpack_tnef(attached, budget, depth, into)
    elif kind == sniffing.ZIP:
        _unpack_zip(attached, budget, depth, into)
    elif kind == sniffing.MESSAGE:
        into.messages.append(Attached(name, kind, attached.data))
    else:
        into.documents.append(budget.read(attached, name))


def _refused(attached: Attached, kind: str, code: str, detail: str) -> Document:
    return Document(shown_name(attached.name), kind, len(attached.data), problems=(Problem(code, detail),))


def _unpack_signed(attached: Attached, budget: Budget, into: Unpacked) -> None:
    """What an opaque signature wraps is a mail of its own; a signature beside its text holds nothing to read."""
    try:
        content = signed_content(attached.data)
    except NotSigned as error:
        if signed.SIGNED_DATA not in attached.data[:60]:
            detail = f"an encrypted or enveloped part (S/MIME or PGP) cannot be read: {error}"
            into.documents.append(_refused(attached, attached.declared or sniffing.SIGNED, "encrypted", detail))
        elif sniffing.ending(attached.name) not in ("", ".p7s", ".p7m", ".p7c"):
            into.documents.append(_refused(attached, sniffing.SIGNED, "broken_file", "a signature under another name"))
        return
    if not budget.has_room_for(len(content)):
        into.documents.append(_refused(attached, sniffing.SIGNED, "attachment_limit", "unpacks beyond the limit"))
        return
    into.messages.append(Attached(shown_name(attached.name), sniffing.MESSAGE, content))


def _unpack_outlook(attached: Attached, budget: Budget, depth: int, into: Unpacked) -> None:
    limits = budget.limits
    try:
        message = as_message(read_outlook(attached.data, limits.bytes, max(limits.depth - depth - 1, 0)))
    except (BrokenCompound, ValueError, LookupError, AttributeError) as error:
        into.documents.append(_refused(attached, sniffing.OUTLOOK, "broken_file", f"broken .msg: {error}"[:200]))
        return
    if not budget.has_room_for(len(message)):
        into.documents.append(_refused(attached, sniffing.OUTLOOK, "attachment_limit", "unpacks beyond the limit"))
        return
    into.messages.append(Attached(shown_name(attached.name), sniffing.MESSAGE, message))


def _unpack_tnef(attached: Attached, budget: Budget, depth: int, into: Unpacked) -> None:
    if depth >= budget.limits.depth:
        into.documents.append(_refused(attached, sniffing.TNEF, "attachment_limit", "nested too deeply"))
        return
    try:
        container = TNEF(attached.data, do_checksum=False)
        files = [
            (str(part.long_filename() or part.name or ""), bytes(part.data or b"")) for part in container.attachments
        ]
        if not budget.has_room_for(sum(len(data) for _, data in files)):
            into.documents.append(_refused(attached, sniffing.TNEF, "attachment_limit", "unpacks beyond the limit"))
            return
        body, html = getattr(container, "body", None), getattr(container, "htmlbody", None)
    except Exception as error:  # the decoder raises whatever a broken file leads it to
        into.documents.append(_refused(attached, sniffing.TNEF, "broken_file", f"broken winmail.dat: {error}"[:200]))
        return
    into.texts += [_as_text(body)] if body else []
    into.html += [_as_text(html)] if html else []
    for name, data in files:
        budget.part()
        unpack(Attached(name, "", data), budget, depth + 1, into)


def _as_text(value: object) -> str:
    return printable(decoded(value)[0] if isinstance(value, bytes) else str(value)).replace("\x00", "")


def _unpack_zip(attached: Attached, budget: Budget, depth: int, into: Unpacked) -> None:
    if depth >= budget.limits.depth:
        into.documents.append(_refused(attached, sniffing.ZIP, "attachment_limit", "nested too deeply"))
        return
    try:
        with zipfile.ZipFile(io.BytesIO(attached.data)) as archive:
            members = [
                m for m in archive.infolist() if not m.is_dir() and not any(x in m.filename for x in IGNORED_MEMBERS)
            ]
            if refusal := _refusal(members, attached, budget):
                into.documents.append(_refused(attached, sniffing.ZIP, *refusal))
                return
            for member in members:
                budget.part()
                data = _member(archive, member)
                unpack(Attached(member.filename, "", data), budget, depth + 1, into)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, NotImplementedError, EOFError) as error:
        into.documents.append(_refused(attached, sniffing.ZIP, "broken_file", f"broken archive: {error}"[:200]))


def _refusal(members: list[zipfile.ZipInfo], attached: Attached, budget: Budget) -> tuple[str, str] | None:
    """Why an archive is not opened: passwords, too many members, or too large by its own account."""
    if any(member.flag_bits & 1 for member in members):
        return "encrypted", "the archive needs a password"
    if budget.parts + len(members) > budget.limits.parts:
        return "attachment_limit", f"the archive has {len(members)} members"
    size = sum(member.file_size for member in members)
    if size > budget.limits.ratio * max(len(attached.data), 1):
        return (
            "attachment_limit",
            f"the archive unpacks to {size} bytes, more than {budget.limits.ratio} times its size",
        )
    if not budget.has_room_for(size):
        return "attachment_limit", f"the archive unpacks to {size} bytes"
    return None


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """The content, never more than the member claimed (zipfile checks its CRC, we its size)."""
    with archive.open(member) as stream:
        data = stream.read(member.file_size + 1)
    if len(data) > member.file_size:
        raise ValueError("a member is larger than it claims")
    return data
