"""An IMAP folder as mailbox: read without touching a flag, remembered by (UIDVALIDITY, UID), moved after the work."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any, TypeVar

from imapclient import IMAPClient, SocketTimeout  # type: ignore[import-untyped]
from imapclient.exceptions import IMAPClientError  # type: ignore[import-untyped]

from bot.mail.ports import Arrived, Batch, Cursor, MailError

T = TypeVar("T")
BATCH_BYTES, BATCH_MAILS = 20_000_000, 50
CONNECT_SECONDS, READ_SECONDS = 15, 60
LOOPBACK = ("127.0.0.1", "localhost", "::1")
# imaplib's errors and the socket's, a ValueError of a broken answer included: all of them mean "not now".
FAILURES = (IMAPClientError, OSError, ValueError, KeyError)


@dataclass(frozen=True, slots=True)
class ImapAccount:
    """`tls`: "tls", "starttls", or "none" for loopback alone. Either a password or `token`, which gives an OAuth
    access token (SASL XOAUTH2)."""

    host: str
    port: int
    user: str
    password: str = ""
    tls: str = "tls"
    token: Callable[[], str] | None = None

    def __post_init__(self) -> None:
        if self.tls == "none" and self.host not in LOOPBACK:
            raise ValueError(f"mail to {self.host} must be encrypted")


class ImapMailbox:
    """One connection, made when needed and made anew after a failure; safe to use from several threads."""

    def __init__(self, account: ImapAccount, folder: str = "INBOX") -> None:
        self._account, self._folder = account, folder
        self._client: IMAPClient | None = None
        self._lock = threading.Lock()

    def fetch(self, after: Cursor | None) -> Iterator[Batch]:
        generation, uids = self._run(lambda client: self._uids_after(client, after))
        while uids:
            batch, uids = self._run(partial(self._next_batch, generation=generation, uids=uids))
            if batch is not None:
                yield batch

    def move(self, generation: str, uids: Sequence[str], folder: str) -> None:
        self._run(lambda client: self._move(client, generation, [int(uid) for uid in uids], folder))

    def check(self) -> None:
        self._run(lambda client: client.select_folder(self._folder, readonly=True))

    def close(self) -> None:
        with self._lock:
            self._drop()

    def _uids_after(self, client: IMAPClient, after: Cursor | None) -> tuple[str, list[int]]:
        """(UIDVALIDITY, uids to fetch). A changed UIDVALIDITY means that all uids are new: everything is fetched."""
        generation = str(client.select_folder(self._folder, readonly=True)[b"UIDVALIDITY"])
        first = int(after.uid) + 1 if after is not None and after.generation == generation else 1
        # "n:*" always gives the last mail, even below n (RFC 3501, 6.4.8).
        return generation, sorted(uid for uid in client.search(["UID", f"{first}:*"]) if uid >= first)

    def _next_batch(self, client: IMAPClient, generation: str, uids: list[int]) -> tuple[Batch | None, list[int]]:
        """The next mails up to the batch's size, and the uids after them."""
        if str(client.select_folder(self._folder, readonly=True)[b"UIDVALIDITY"]) != generation:
            raise MailError(self._where, "the folder was made anew while it was read")
        sizes = client.fetch(uids[:BATCH_MAILS], ["RFC822.SIZE"])
        chosen: list[int] = []
        for uid in uids[:BATCH_MAILS]:
            if chosen and sum(_size(sizes, one) for one in [*chosen, uid]) > BATCH_BYTES:
                break
            chosen.append(uid)
        data = client.fetch(chosen, ["BODY.PEEK[]", "INTERNALDATE"])
        mails = tuple(_arrived(uid, data[uid]) for uid in chosen if uid in data and b"BODY[]" in data[uid])
        cursor = Cursor(generation, str(chosen[-1]))
        return (Batch(generation, mails, cursor) if mails else None), uids[len(chosen) :]

    def _move(self, client: IMAPClient, generation: str, uids: list[int], folder: str) -> None:
        if str(client.select_folder(self._folder)[b"UIDVALIDITY"]) != generation:
            return  # these uids mean other mails now; the full fetch that follows finds ours by their content
        there = set(client.search(["UID", ",".join(map(str, uids))])) if uids else set()
        chosen = [uid for uid in uids if uid in there]
        if not chosen:
            return
        target = self._made(client, folder)
        if client.has_capability("MOVE"):
            client.move(chosen, target)
            return
        client.copy(chosen, target)
        client.delete_messages(chosen, silent=True)
        if client.has_capability("UIDPLUS"):
            client.uid_expunge(chosen)

    def _made(self, client: IMAPClient, folder: str) -> str:
        """The folder's full name on this server; "Done/2026" uses the server's own separator."""
        separator = (client.namespace().personal[0][1] if client.has_capability("NAMESPACE") else "/") or "/"
        name = folder.replace("/", separator)
        if not client.folder_exists(name):
            client.create_folder(name)
        return name

    @property
    def _where(self) -> str:
        return f"{self._account.user}@{self._account.host}:{self._account.port}/{self._folder}"

    def _run(self, use: Callable[[IMAPClient], T]) -> T:
        """Uses the connection; a kept one that turned out dead is replaced once."""
        with self._lock:
            kept = self._client is not None
            for last in (False, True) if kept else (True,):
                try:
                    return use(self._connected())
                except FAILURES as error:
                    self._drop()
                    if last:
                        raise MailError(self._where, f"{type(error).__name__}: {error}") from error
                except MailError:
                    self._drop()
                    raise
        raise AssertionError("unreachable")

    def _connected(self) -> IMAPClient:
        if self._client is None:
            account = self._account
            context = ssl.create_default_context()
            client = IMAPClient(
                account.host,
                port=account.port,
                ssl=account.tls == "tls",
                ssl_context=context if account.tls == "tls" else None,
                timeout=SocketTimeout(CONNECT_SECONDS, READ_SECONDS),
            )
            try:
                if account.tls == "starttls":
                    client.starttls(context)
                if account.token is not None:
                    client.oauth2_login(account.user, account.token())
                else:
                    client.login(account.user, account.password)
            except BaseException:
                client.shutdown()
                raise
            client.normalise_times = False
            self._client = client
        return self._client

    def _drop(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            try:
                client.logout()
            except FAILURES:
                client.shutdown()


def _size(sizes: Any, uid: int) -> int:
    return int(sizes.get(uid, {}).get(b"RFC822.SIZE", 0))


def _arrived(uid: int, data: Any) -> Arrived:
    date = data.get(b"INTERNALDATE")
    received = date if isinstance(date, datetime) else datetime.now(UTC)
    return Arrived(str(uid), data[b"BODY[]"], received if received.tzinfo else received.replace(tzinfo=UTC))
