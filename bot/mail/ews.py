"""An Exchange folder over EWS as mailbox: changes since a sync state, MIME as Exchange writes it, moved after the work.

An item's id is its mail's uid (it changes only when the item is moved), the folder's id the generation, the server's
sync state the cursor. A sync state that the server does not take any more means that the whole folder is fetched.
Exchange writes an item's MIME anew each time, so two fetches may differ in a byte: the uid says that it is the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from email.message import EmailMessage
from functools import partial
from typing import TypeVar

from exchangelib import Account  # type: ignore[import-untyped]
from exchangelib import errors as ews

from bot.mail import ews_services as service
from bot.mail.ews_wire import Connection, EwsError
from bot.mail.heads import LARGEST_BYTES, head_of
from bot.mail.ports import Arrived, Batch, Cursor, MailError

T = TypeVar("T")
BATCH_BYTES, BATCH_MAILS = 20_000_000, 50
MOST_SYNCS = 2000  # 512 changes each: a million
INBOX = "INBOX"
GONE = (ews.ErrorItemNotFound, ews.ErrorInvalidIdMalformed, ews.ErrorInvalidId)
GONE_CODES = tuple(error.__name__ for error in GONE)
# Exchange itself cannot write these items as MIME, now or later.
UNREADABLE = (
    ews.ErrorMimeContentConversionFailed,
    ews.ErrorContentConversionFailed,
    ews.ErrorItemCorrupt,
    ews.ErrorCorruptData,
)
# Standard base64 has signs that mean something in addresses of pages.
TO_UID, FROM_UID = str.maketrans("+/", "-_"), str.maketrans("-_", "+/")


class EwsMailbox:
    """`folder`: "INBOX", or a path from the top of the mailbox ("Orders/2026"), or below the inbox ("INBOX/Orders").

    `largest_bytes`: of an item beyond it only the header fields are asked for.
    """

    def __init__(self, connection: Connection, folder: str = INBOX, largest_bytes: int = LARGEST_BYTES) -> None:
        self._connection, self._folder, self._largest = connection, folder, largest_bytes
        self._found: dict[str, service.Folder] = {}  # by path

    def fetch(self, after: Cursor | None) -> Iterator[Batch]:
        source = self._opened()
        generation = _generation(source)
        start = after if after is not None and after.generation == generation else Cursor(generation, "")
        try:
            waiting, state, changed = self._changes(source, start.uid)
        except EwsError as error:
            if error.code not in ("ErrorInvalidSyncStateData", "ErrorSyncStateNotFound") or not start.uid:
                raise
            start = Cursor(generation, "")
            waiting, state, changed = self._changes(source, "")
        failed: list[Exception] = []
        # Until the last batch is kept the sync state stays the one before: whatever is lost on the way comes again.
        for number, items in enumerate(pieces := list(_pieces(waiting)), start=1):
            mails, failures = self._mails(items)
            failed += failures
            last = number == len(pieces) and not failed
            if mails or last:
                yield Batch(generation, mails, Cursor(generation, state) if last else start)
        if changed and not pieces:
            yield Batch(generation, (), Cursor(generation, state))
        if failed:
            raise MailError(self._where, f"{len(failed)} mails could not be fetched: {type(failed[0]).__name__}")

    def listed(self, since: date) -> tuple[str, list[str]]:
        """(generation, uids) of the mails that came on that day or later."""
        source, first = self._opened(), datetime.combine(since, time.min, UTC)
        found = self._run(lambda account: service.listed(account, source, first))
        return _generation(source), list(dict.fromkeys(item.id.translate(TO_UID) for item in found))

    def pick(self, generation: str, uids: Sequence[str]) -> Iterator[Batch]:
        """These mails; what is not there any more is left out, what Exchange does not give is named."""
        if _generation(self._opened()) != generation:
            return
        ids = [uid.translate(FROM_UID) for uid in uids]
        for start in range(0, len(ids), BATCH_MAILS):
            some = ids[start : start + BATCH_MAILS]
            answers = self._run(partial(service.sized, ids=some))
            there = [item for item in answers if isinstance(item, service.Item)]
            for items in _pieces(there):
                mails, failures = self._mails(items)
                missing = {item.id.translate(TO_UID) for item in items} - {mail.uid for mail in mails}
                yield Batch(generation, mails, Cursor(generation, ""), tuple(sorted(missing)) if failures else ())

    def newest(self) -> datetime | None:
        """When the newest mail of the folder arrived; None where it is empty."""
        source = self._opened()
        found = self._run(lambda account: service.newest(account, source))
        return found.received_at if found is not None else None

    def move(self, generation: str, uids: Sequence[str], folder: str) -> None:
        if not uids or _generation(self._opened()) != generation:
            return  # these uids mean nothing in this folder; the full fetch that follows finds ours by their content
        ids = [uid.translate(FROM_UID) for uid in uids]
        failures = self._run(lambda account: service.move(account, ids, self._made(account, folder)))
        failures = [failure for failure in failures if not isinstance(failure, GONE)]
        if failures:
            raise MailError(self._where, f"{len(failures)} mails cannot be moved: {type(failures[0]).__name__}")

    def check(self) -> None:
        self._found.clear()
        self._opened()

    def close(self) -> None:
        self._found.clear()
        self._connection.close()

    def _run(self, use: Callable[[Account], T]) -> T:
        try:
            return self._connection.run(use)
        except MailError:
            self._found.clear()  # perhaps a folder was deleted
            raise

    def _opened(self) -> service.Folder:
        return self._run(lambda account: self._there(account, self._folder))

    def _changes(self, source: service.Folder, state: str) -> tuple[list[service.Item], str, bool]:
        """(items that came since and are still there in order of arrival, the new state, whether anything changed)."""
        waiting: dict[str, service.Item] = {}
        changed = False
        for _ in range(MOST_SYNCS):
            found = self._run(partial(service.changes, folder_id=source, state=state))
            waiting |= {item.id: item for item in found.came}
            for id in found.gone:
                waiting.pop(id, None)
            changed, state = changed or found.count > 0, found.state
            if found.complete:
                break
        return sorted(waiting.values(), key=_arrival), state, changed

    def _mails(self, items: Sequence[service.Item]) -> tuple[tuple[Arrived, ...], list[Exception]]:
        """(mails, what was in the way of those that could not be had); items that are gone meanwhile are neither."""
        light = [item.id for item in items if item.size <= self._largest]
        given = self._run(lambda account: service.mimes(account, light)) if light else []
        answers = dict(zip(light, given, strict=True))
        mails, failed = [], []
        for item in items:
            giant, answer = item.id not in answers, answers.get(item.id)
            raw = answer.mime if isinstance(answer, service.Item) else None
            try:
                if giant:
                    raw = self._head(item)
                elif isinstance(answer, UNREADABLE) or (raw is None and isinstance(answer, service.Item)):
                    raw = self._note(item, answer)
            except EwsError as error:
                answer = error
            if raw is not None:
                uid, at = item.id.translate(TO_UID), item.received_at or datetime.now(UTC)
                mails.append(Arrived(uid, raw, at, lasting_uid=True, whole_bytes=item.size if giant else 0))
            elif isinstance(answer, Exception) and not _is_gone(answer):
                failed.append(answer)
        return tuple(mails), failed

    def _head(self, item: service.Item) -> bytes:
        """The header fields of an item, without its MIME; raises EwsError."""
        found = self._run(lambda account: service.described(account, item.id))
        fields = found.headers or (("Subject", found.subject),)
        lines = (f"{name}: {' '.join(value.split())}\r\n" for name, value in fields if name.strip())
        return head_of("".join(lines).encode("utf-8", "replace") + b"\r\n")

    def _note(self, item: service.Item, why: object) -> bytes:
        """In place of an item that Exchange cannot write as MIME: a mail without sender, which a person has to see."""
        try:
            subject = self._run(lambda account: service.described(account, item.id)).subject
        except MailError:
            subject = ""
        note = EmailMessage()
        note["Subject"] = " ".join(subject.split())
        note.set_content(
            f"Exchange could not give this message as MIME ({type(why).__name__}). It is in the mailbox: open it there."
        )
        return note.as_bytes()

    def _there(self, account: Account, path: str) -> service.Folder:
        """The folder at a path; raises ErrorFolderNotFound."""
        if path not in self._found:
            top, names = _steps(path)
            place = service.folder(account, service.distinguished(account, top))
            for name in names:
                inner = service.child(account, place, name)
                if inner is None:
                    raise ews.ErrorFolderNotFound(name)
                place = inner
            self._found[path] = place
        return self._found[path]

    def _made(self, account: Account, path: str) -> service.Folder:
        """The folder at a path, made with all above it where there is none."""
        if path not in self._found:
            top, names = _steps(path)
            place = service.distinguished(account, top)
            for name in names:
                place = service.child(account, place, name) or _make(account, place, name)
            self._found[path] = place
        return self._found[path]

    @property
    def _where(self) -> str:
        return f"{self._connection.where}/{self._folder}"


def _is_gone(error: Exception) -> bool:
    return isinstance(error, GONE) or (isinstance(error, EwsError) and error.code in GONE_CODES)


def _make(account: Account, parent: service.Folder, name: str) -> service.Folder:
    try:
        return service.make_child(account, parent, name)
    except ews.ErrorFolderExists:
        found = service.child(account, parent, name)
        if found is None:
            raise
        return found


def _steps(path: str) -> tuple[str, list[str]]:
    """(name of the distinguished folder to start from, names of the folders on the way)."""
    names = [name for name in path.split("/") if name]
    if not names or names[0].upper() == INBOX:
        return "inbox", names[1:]
    return "msgfolderroot", names


def _pieces(items: Sequence[service.Item]) -> Iterator[list[service.Item]]:
    piece: list[service.Item] = []
    for item in items:
        if piece and (len(piece) == BATCH_MAILS or sum(one.size for one in piece) + item.size > BATCH_BYTES):
            yield piece
            piece = []
        piece.append(item)
    if piece:
        yield piece


def _arrival(item: service.Item) -> tuple[bool, datetime]:
    return item.received_at is None, item.received_at or datetime.now(UTC)


def _generation(folder: service.Folder) -> str:
    return hashlib.sha256(str(folder.id).encode()).hexdigest()[:16]
