"""An IMAP folder as mailbox: read without touching a flag, remembered by (UIDVALIDITY, UID), moved after the work.

Whether something has come is asked by STATUS (UIDNEXT), in one round trip and without opening the folder. CONDSTORE
and QRESYNC (RFC 7162) would save nothing here: they tell of changed flags and of mails that are gone, and neither
matters to who remembers the last uid and reads with PEEK. A mail that the server cannot give (it answers, but not with
this mail) is asked for a few polls long, then passed over and named: it costs itself, never the mailbox.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Any

from imapclient import IMAPClient  # type: ignore[import-untyped]
from imapclient.exceptions import IMAPClientError  # type: ignore[import-untyped]

from bot.mail.heads import LARGEST_BYTES
from bot.mail.imap_folders import Folders, uid_sets
from bot.mail.imap_portions import Portion, body, portions, received
from bot.mail.imap_session import ImapAccount, ImapSession, Selected
from bot.mail.ports import Arrived, Batch, Cursor, MailError

__all__ = ["ImapAccount", "ImapMailbox"]

BATCH_MAILS = 200
WINDOW_MAILS = 50_000  # uids in one answer to SEARCH; the client takes lines of a million bytes
WIDER = 8  # times, where a window of uids held next to nothing
REFUSALS = 4  # polls that may fail at a mail before it is passed over

log = logging.getLogger(__name__)


class ImapMailbox:
    """One connection, made when needed and made anew after a failure; safe to use from several threads.

    `folder`, and where mails are moved to: see `bot.mail.imap_folders`. `targets`: those that `check` looks for too.
    `largest_bytes`: of a mail beyond it only the head is fetched.
    """

    def __init__(
        self,
        account: ImapAccount,
        folder: str = "INBOX",
        targets: Sequence[str] = (),
        largest_bytes: int = LARGEST_BYTES,
    ) -> None:
        self._where = f"{account.user}@{account.host}:{account.port}/{folder}"
        self._folder, self._targets, self._largest = folder, tuple(targets), largest_bytes
        self._session, self._folders = ImapSession(account, self._where), Folders(self._where)
        self._looked: tuple[Cursor, int] | None = None  # (cursor, UIDNEXT) with nothing between them
        self._refusals: Counter[tuple[str, int]] = Counter()

    def fetch(self, after: Cursor | None) -> Iterator[Batch]:
        found = self._session.run(partial(self._news, after=after))
        if found is not None:
            state, first = found
            some = False
            for uids in self._windows(state, first):
                some = some or bool(uids)
                yield from self._batches(state.generation, uids)
            if not some and after is not None and state.next_uid is not None:
                self._looked = (after, state.next_uid)
            with suppress(MailError):
                self._session.run(self._session.release)

    def listed(self, since: date) -> tuple[str, list[str]]:
        """(generation, uids) of the mails that came on that day or later."""
        state = self._session.run(self._seen_anew)
        return state.generation, [str(uid) for uids in self._windows(state, 1, "SINCE", since) for uid in uids]

    def pick(self, generation: str, uids: Sequence[str]) -> Iterator[Batch]:
        """These mails; what is not there any more is left out."""
        yield from self._batches(generation, sorted(int(uid) for uid in uids), patience=1)

    def newest(self) -> datetime | None:
        """When the newest mail of the folder arrived; None where it is empty."""
        return self._session.run(self._newest)

    def move(self, generation: str, uids: Sequence[str], folder: str) -> None:
        if uids:
            self._session.run(lambda client: self._move(client, generation, [int(uid) for uid in uids], folder))

    def check(self) -> None:
        self._session.run(self._check)

    def close(self) -> None:
        self._session.close()

    def _check(self, client: IMAPClient) -> None:
        self._seen_anew(client)
        for target in self._targets:
            if not client.has_capability("CREATE-SPECIAL-USE"):
                self._folders.name(client, target)

    def _newest(self, client: IMAPClient) -> datetime | None:
        state = self._seen_anew(client)
        last = client.search(["UID", "*"]) if state.mails else []
        data = client.fetch(last, ["INTERNALDATE"]) if last else {}
        self._session.release(client)
        return max((received(row) for row in data.values()), default=None)

    def _seen_anew(self, client: IMAPClient) -> Selected:
        return self._session.select(client, self._folders.name(client, self._folder), readonly=True, fresh=True)

    def _news(self, client: IMAPClient, after: Cursor | None) -> tuple[Selected, int] | None:
        """(the folder, the first uid that may be new); None where nothing has come.

        Another UIDVALIDITY, or a UIDNEXT that fell behind the cursor (a folder made anew by a server that counts from
        the beginning): all uids are new, and everything is fetched.
        """
        if after is not None and not self._session.has_selected and self._is_quiet(client, after):
            return None
        state = self._seen_anew(client)
        first = 1
        if after is not None and after.generation == state.generation:
            first = int(after.uid) + 1
            if state.next_uid is not None and state.next_uid < first:
                first = 1
        if state.mails == 0 or state.next_uid == first:
            self._session.release(client)
            return None
        return state, first

    def _is_quiet(self, client: IMAPClient, after: Cursor) -> bool:
        status = client.folder_status(self._folders.name(client, self._folder), ["UIDVALIDITY", "UIDNEXT"])
        next_uid = status.get(b"UIDNEXT")
        if str(status.get(b"UIDVALIDITY")) != after.generation or next_uid is None:
            return False
        return next_uid == int(after.uid) + 1 or self._looked == (after, next_uid)

    def _windows(self, state: Selected, first: int, *criteria: Any) -> Iterator[list[int]]:
        """The uids from `first` on that meet the criteria, in rising order; many mails come in several parts."""
        if state.mails <= WINDOW_MAILS or state.next_uid is None:
            yield self._session.run(partial(self._found, state.generation, first, None, criteria))
            return
        width = WINDOW_MAILS
        while first < state.next_uid:
            last = min(first + width, state.next_uid) - 1
            uids = self._session.run(partial(self._found, state.generation, first, last, criteria))
            yield uids
            width = WINDOW_MAILS if len(uids) * WIDER > WINDOW_MAILS else width * WIDER
            width = min(width, WINDOW_MAILS * WIDER)
            first = last + 1

    def _found(
        self, generation: str, first: int, last: int | None, criteria: tuple[Any, ...], client: IMAPClient
    ) -> list[int]:
        self._examine(client, generation)
        # "n:*" always gives the last mail, even below n (RFC 3501, 6.4.8).
        found = client.search(["UID", f"{first}:{'*' if last is None else last}", *criteria])
        return sorted(uid for uid in found if uid >= first)

    def _batches(self, generation: str, uids: list[int], patience: int = REFUSALS) -> Iterator[Batch]:
        for start in range(0, len(uids), BATCH_MAILS):
            some = uids[start : start + BATCH_MAILS]
            for portion in self._session.run(partial(self._portions, generation, some)):
                first, last = portion.uids[0], portion.uids[-1]
                try:
                    mails = self._session.run(partial(self._mails, generation, portion, dated=True))
                except MailError as error:
                    log.warning("%s: mails %d to %d one by one: %s", self._where, first, last, error.what)
                    for uid in portion.uids:
                        yield self._alone(generation, replace(portion, uids=(uid,)), patience)
                else:
                    yield Batch(generation, mails, Cursor(generation, str(last)))

    def _portions(self, generation: str, uids: list[int], client: IMAPClient) -> list[Portion]:
        """The uids in parts that fit into memory."""
        self._examine(client, generation)
        try:
            answer = client.fetch(uids, ["RFC822.SIZE"])
            sizes = {uid: int(row.get(b"RFC822.SIZE", 0)) for uid, row in answer.items()}
        except ValueError:
            sizes = {}
        return portions(uids, sizes, self._largest)

    def _mails(self, generation: str, portion: Portion, client: IMAPClient, *, dated: bool) -> tuple[Arrived, ...]:
        self._examine(client, generation)
        data = client.fetch(list(portion.uids), portion.items(dated=dated))
        there = [uid for uid in portion.uids if body(data.get(uid, {})) is not None]
        for chosen, _ in uid_sets(set(portion.uids) - set(there)):
            if client.search(["UID", chosen]):
                raise IMAPClientError("a mail is in the folder, and the server does not give it")
        return tuple(portion.arrived(uid, data[uid], self._largest) for uid in there)

    def _alone(self, generation: str, portion: Portion, patience: int) -> Batch:
        """A mail by itself; raises MailError where that fails, but for a mail that failed `patience` times.

        A failure is the mail's own if the folder can be looked at right after it; else the server is away.
        """
        (uid,) = portion.uids
        cursor = Cursor(generation, str(uid))
        for dated in (True, False):  # a date may be what cannot be read
            try:
                mails = self._session.run(partial(self._mails, generation, portion, dated=dated))
                return Batch(generation, mails, cursor)
            except MailError as error:
                last = error
                self._session.run(self._seen_anew)
        self._refusals[generation, uid] += 1
        if self._refusals[generation, uid] < patience:
            raise last
        log.error("%s: mail %d of %s cannot be fetched and is passed over: %s", self._where, uid, generation, last.what)
        return Batch(generation, (), cursor, not_given=(str(uid),))

    def _examine(self, client: IMAPClient, generation: str) -> None:
        name = self._folders.name(client, self._folder)
        if self._session.select(client, name, readonly=True).generation != generation:
            raise MailError(self._where, "the folder was made anew while it was read")

    def _move(self, client: IMAPClient, generation: str, uids: Iterable[int], folder: str) -> None:
        name = self._folders.name(client, self._folder)
        if self._session.select(client, name, readonly=False, fresh=True).generation != generation:
            return  # these uids mean other mails now; the full fetch that follows finds ours by their content
        # Without UIDPLUS what was copied stays in the folder, marked as deleted: nobody else's mails are expunged.
        at_once, by_uid = client.has_capability("MOVE"), client.has_capability("UIDPLUS")
        unmarked = [] if at_once or by_uid else ["UNDELETED"]
        for chosen, _ in uid_sets(uids):
            there = client.search(["UID", chosen, *unmarked])
            if not there:
                continue
            target = self._folders.made(client, folder)
            try:
                if at_once:
                    client.move(there, target)
                    continue
                client.copy(there, target)
            except IMAPClientError:
                self._folders.forget(folder)
                raise
            client.delete_messages(there, silent=True)
            if by_uid:
                client.uid_expunge(there)
