"""Maildirs as mailbox and as outgoing mail: one file a mail, moved by rename, delivered by link, never half.

The listing is the truth: no cursor is needed, for worked mails leave the folder. (A file name tells nothing about the
order in which two programs deliver, so "everything after this name" would lose mails.)
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from bot.mail.heads import HEAD_BYTES, LARGEST_BYTES, head_of
from bot.mail.ports import Arrived, Batch, Cursor, MailError, Marks, Sending, Sent, unnoticed

GENERATION = "0"
BATCH_BYTES, BATCH_MAILS = 20_000_000, 50
INBOX = "INBOX"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PIECES = re.compile(r"([0-9]*)([^0-9]*)")


class MaildirMailbox:
    """The Maildir at `path`; its folders are Maildir++ folders ".Name" below it.

    `largest_bytes`: of a mail beyond it only the head is read.
    """

    def __init__(self, path: Path, folder: str = INBOX, largest_bytes: int = LARGEST_BYTES) -> None:
        self._path = path if folder in ("", INBOX) else path / _folder_name(folder)
        self._root, self._largest = path, largest_bytes
        self._taken: set[str] = set()  # given, kept by whoever fetched, and not yet moved away

    def fetch(self, after: Cursor | None) -> Iterator[Batch]:
        files = self._files()
        self._taken = set() if after is None else self._taken & {uid for uid, _ in files}
        for batch in self._batches([(uid, path) for uid, path in files if uid not in self._taken], EPOCH):
            yield batch
            self._taken.update(mail.uid for mail in batch.mails)  # not reached if they could not be kept

    def listed(self, since: date) -> tuple[str, list[str]]:
        """(generation, uids) of the mails whose files were written on that day or later."""
        first = datetime.combine(since, time.min, UTC).timestamp()
        try:
            return GENERATION, [uid for uid, path in self._files() if _written(path) >= first]
        except OSError as error:
            raise MailError(str(self._path), f"cannot be read: {error.strerror}") from error

    def pick(self, generation: str, uids: Sequence[str]) -> Iterator[Batch]:
        """These mails; what is not there any more is left out."""
        wanted = set(uids)
        yield from self._batches([(uid, path) for uid, path in self._files() if uid in wanted], EPOCH)

    def _batches(self, files: list[tuple[str, Path]], latest: datetime) -> Iterator[Batch]:
        while files:
            mails: list[Arrived] = []
            size = 0
            while files and len(mails) < BATCH_MAILS and size < BATCH_BYTES:
                uid, path = files.pop(0)
                mail = _read(uid, path, latest, self._largest)
                if mail is not None:
                    latest = mail.received_at
                    mails.append(mail)
                    size += len(mail.raw)
            if mails:
                yield Batch(GENERATION, tuple(mails), Cursor(GENERATION, mails[-1].uid))

    def move(self, generation: str, uids: Sequence[str], folder: str) -> None:
        target = self._root / _folder_name(folder)
        try:
            make_maildir(target)
            found = dict(self._files())
            for uid in uids:
                if uid in found:
                    with suppress(FileNotFoundError):  # another process moved it at the same time
                        found[uid].rename(target / "cur" / found[uid].name)
        except OSError as error:
            raise MailError(str(self._path), f"cannot move to {folder}: {error.strerror}") from error

    def check(self) -> None:
        if not (self._path / "new").is_dir():
            raise MailError(str(self._path), "is no Maildir: it has no folder new")

    def newest(self) -> datetime | None:
        """When the newest mail of the folder was written; None where it is empty."""
        try:
            newest = max((_written(path) for _, path in self._files()), default=0.0)
        except OSError as error:
            raise MailError(str(self._path), f"cannot be read: {error.strerror}") from error
        return datetime.fromtimestamp(newest, UTC) if newest else None

    def close(self) -> None:
        pass

    def _files(self) -> list[tuple[str, Path]]:
        """(name without flags, path) in the order of names, numbers in them compared as numbers."""
        try:
            found = [path for part in ("new", "cur") for path in (self._path / part).iterdir() if path.is_file()]
        except OSError as error:
            raise MailError(str(self._path), f"cannot be read: {error.strerror}") from error
        named = [(path.name.partition(":2,")[0], path) for path in found if not path.name.startswith(".")]
        return sorted(named, key=lambda item: [(int(part or 0), word) for part, word in PIECES.findall(item[0])])


class MaildirOutgoing:
    """Letters as files in the Maildir at `path`. The name comes from the Message-ID and the attempt: each is
    one file.

    A program that takes files out of this folder ends our only evidence: after a crash in that very moment we would
    put the letter there again.
    """

    def __init__(self, path: Path) -> None:
        self._path, self._marks = path, Marks()

    def attempt(self, message_id: str, number: int) -> None:
        self._marks.note(message_id, number)

    def send(
        self,
        raw: bytes,
        message_id: str,
        sender: str,
        recipients: Sequence[str],
        handing_over: Callable[[], None] = unnoticed,
    ) -> Sent:
        name = _letter_name(self._marks.of(message_id))
        try:
            make_maildir(self._path)
            if self.find(message_id):
                return Sent(Sending.SENT, "was there already")
            half = self._path / "tmp" / name
            with half.open("wb") as file:
                file.write(raw)
                file.flush()
                os.fsync(file.fileno())
            handing_over()
            half.replace(self._path / "new" / name)
            _keep_names(self._path / "new")
        except OSError as error:
            return Sent(Sending.DEFERRED, f"{self._path}: {error.strerror}")
        return Sent(Sending.SENT)

    def find(self, message_id: str) -> bool | None:
        name = _letter_name(self._marks.of(message_id))
        seen = (path.name.partition(":2,")[0] for path in (self._path / "cur").glob(f"{name}*"))
        return (self._path / "new" / name).exists() or name in seen

    def check(self) -> None:
        try:
            make_maildir(self._path)
        except OSError as error:
            raise MailError(str(self._path), f"cannot be written: {error.strerror}") from error

    def close(self) -> None:
        pass


def _keep_names(folder: Path) -> None:
    """Writes the folder's names down: without it a power cut forgets a letter that counts as sent."""
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def make_maildir(path: Path) -> None:
    for part in ("tmp", "new", "cur"):
        (path / part).mkdir(parents=True, exist_ok=True)


def _folder_name(folder: str) -> str:
    """Maildir++: "Done/2026" is the directory ".Done.2026"; never a path that leaves the Maildir."""
    return "." + folder.strip("./").replace("/", ".").replace("\\", ".")


def _letter_name(mark: str) -> str:
    return hashlib.sha256(mark.encode()).hexdigest()[:40] + ".o2cbot"


def _written(path: Path) -> float:
    """Seconds since 1970; 0 if another program took the file away meanwhile."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _read(uid: str, path: Path, latest: datetime, largest_bytes: int) -> Arrived | None:
    """The mail in a file; None if another program took it away meanwhile.

    It arrived when the file was written, but after the mail before it in the listing (`latest`): that is the order.
    """
    try:
        with path.open("rb") as file:
            found = os.fstat(file.fileno())
            giant = found.st_size > largest_bytes
            raw = head_of(file.read(HEAD_BYTES)) if giant else file.read(largest_bytes)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise MailError(str(path), f"cannot be read: {error.strerror}") from error
    at = max(datetime.fromtimestamp(found.st_mtime, UTC), latest + timedelta(microseconds=1))
    return Arrived(uid, raw, at, whole_bytes=found.st_size if giant else 0)
