"""One IMAP connection: made and signed in when needed, made anew after a failure, and what is selected on it."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from imapclient import IMAPClient, SocketTimeout  # type: ignore[import-untyped]
from imapclient.exceptions import IMAPClientError, LoginError  # type: ignore[import-untyped]

from bot.mail.ports import MailError

if TYPE_CHECKING:
    from bot.mail.tokens import TokenSource

T = TypeVar("T")
CONNECT_SECONDS, READ_SECONDS = 15, 60
CLOSE_SECONDS = 2.0  # so long a close waits for a command that is under way, then it cuts the line
LOOPBACK = ("127.0.0.1", "localhost", "::1")
# imaplib's errors and the socket's, and what its parsers raise over a broken answer: all of them mean "not now".
FAILURES = (IMAPClientError, OSError, ValueError, LookupError, TypeError, AttributeError)


@dataclass(frozen=True, slots=True)
class ImapAccount:
    """`tls`: "tls", "starttls", or "none" for loopback alone. Either a password or `token`, the source of OAuth access
    tokens (SASL XOAUTH2)."""

    host: str
    port: int
    user: str
    password: str = ""
    tls: str = "tls"
    token: TokenSource | None = None

    def __post_init__(self) -> None:
        if self.tls == "none" and self.host not in LOOPBACK:
            raise ValueError(f"mail to {self.host} must be encrypted")


@dataclass(frozen=True, slots=True)
class Selected:
    """A folder as it was when it was selected. `next_uid`: None where the server does not say."""

    folder: str
    readonly: bool
    generation: str
    mails: int
    next_uid: int | None


class ImapSession:
    """Safe to use from several threads: whoever runs commands has the connection alone. `where` is for error texts."""

    def __init__(self, account: ImapAccount, where: str) -> None:
        self._account, self._where = account, where
        self._client: IMAPClient | None = None
        self._selected: Selected | None = None
        self._lock = threading.Lock()

    def run(self, use: Callable[[IMAPClient], T]) -> T:
        """Uses the connection; a kept one that turned out dead is replaced once. Raises MailError."""
        with self._lock:
            kept = self._client is not None
            for last in (False, True) if kept else (True,):
                try:
                    return use(self._connected())
                except MailError:
                    self._drop()
                    raise
                except FAILURES as error:
                    self._drop()
                    if last:
                        raise MailError(self._where, said(error)) from error
        raise AssertionError("unreachable")

    def select(self, client: IMAPClient, folder: str, *, readonly: bool, fresh: bool = False) -> Selected:
        """Selects a folder unless it is selected; `fresh`: anew in any case, to see what has come."""
        kept = self._selected
        if kept is not None and not fresh and (kept.folder, kept.readonly) == (folder, readonly):
            return kept
        self._selected = None
        answer = client.select_folder(folder, readonly=readonly)
        if b"UIDVALIDITY" not in answer:
            raise MailError(self._where, "the server gives no UIDVALIDITY: its mails cannot be told apart")
        self._selected = Selected(
            folder, readonly, str(answer[b"UIDVALIDITY"]), int(answer[b"EXISTS"]), answer.get(b"UIDNEXT")
        )
        return self._selected

    @property
    def has_selected(self) -> bool:
        return self._selected is not None

    def release(self, client: IMAPClient) -> None:
        """Nothing is selected any more: STATUS may then be asked (RFC 9051, 6.3.11: not of the selected folder)."""
        if self._selected is not None and client.has_capability("UNSELECT"):
            client.unselect_folder()
            self._selected = None

    def close(self) -> None:
        """Ends the connection; a command that is under way for long is cut off."""
        if not self._lock.acquire(timeout=CLOSE_SECONDS):
            client = self._client
            if client is not None:
                cut(client)
            self._lock.acquire()
        try:
            self._drop()
        finally:
            self._lock.release()

    def _connected(self) -> IMAPClient:
        if self._client is None:
            self._client = signed_in(self._account)
        return self._client

    def _drop(self) -> None:
        client, self._client, self._selected = self._client, None, None
        if client is not None:
            leave(client)


def signed_in(account: ImapAccount) -> IMAPClient:
    """A new connection. An access token that the server refuses is asked for anew, once. Raises MailError and what
    FAILURES names."""
    client = _connection(account)
    try:
        if account.token is None:
            client.login(account.user, account.password)
            return client
        token = account.token()
        try:
            client.oauth2_login(account.user, token)
            return client
        except LoginError:
            leave(client)
        client = _connection(account)
        client.oauth2_login(account.user, account.token.renewed(token))
    except BaseException:
        leave(client)
        raise
    return client


def said(error: BaseException) -> str:
    """An error in words, on one line and of bounded length: some servers answer with pages."""
    return f"{type(error).__name__}: {' '.join(str(error).split())[:300]}"


def leave(client: IMAPClient) -> None:
    """Ends a connection, politely where it still answers."""
    try:
        client.logout()
    except FAILURES:
        with suppress(*FAILURES):
            client.shutdown()


def cut(client: IMAPClient) -> None:
    """Wakes whoever waits for an answer on this connection, from another thread: with an error."""
    with suppress(*FAILURES):
        client.socket().shutdown(socket.SHUT_RDWR)


def _connection(account: ImapAccount) -> IMAPClient:
    encrypted = account.tls != "none"
    client = IMAPClient(
        account.host,
        port=account.port,
        ssl=account.tls == "tls",
        ssl_context=_context() if encrypted else None,
        timeout=SocketTimeout(CONNECT_SECONDS, READ_SECONDS),
    )
    client.normalise_times = False
    if account.tls == "starttls":
        try:
            client.starttls(_context())
        except BaseException:
            leave(client)
            raise
    return client


@cache
def _context() -> ssl.SSLContext:
    """Made once: reading the authorities' certificates takes longer than a poll."""
    return ssl.create_default_context()
