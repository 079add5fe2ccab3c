"""One Exchange account over EWS: patience has an end, a request that must not be repeated is sent once, and what goes
wrong is a sentence without anybody's data.

Spoken by exchangelib with a fixed address. Nothing is looked up elsewhere: autodiscovery would show the password to
whatever the DNS names, and keep what it finds in a file.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar
from urllib.parse import urlsplit

from exchangelib import (  # type: ignore[import-untyped]
    BASIC,
    NTLM,
    OAUTH2,
    Account,
    Configuration,
    Credentials,
    FaultTolerance,
    OAuth2AuthorizationCodeCredentials,
)
from exchangelib import UTC as EWS_UTC
from exchangelib import errors as ews
from exchangelib.protocol import Protocol as Endpoint  # type: ignore[import-untyped]

from bot.mail.ews_words import HttpRefused, sentence
from bot.mail.ports import MailError
from bot.mail.tokens import TokenSource

T = TypeVar("T")
TIMEOUT_SECONDS = 60
PATIENCE_SECONDS = 45.0  # of waiting in one request for a server that is busy; the next poll comes anyway
FIRST_WAIT_SECONDS = 2.0  # doubled each time, where the server does not say how long
# A login that was refused is not tried at each poll: a handful of wrong passwords locks an account of the directory.
LOGIN_PAUSE_SECONDS = 900.0
LOOPBACK = ("127.0.0.1", "localhost", "::1")
AUTH = {"basic": BASIC, "ntlm": NTLM, "oauth": OAUTH2}
BUSY_STATUS = (429, 502, 504)

logging.getLogger("exchangelib").setLevel(logging.CRITICAL + 1)  # it would log whole requests: mails and recipients


@dataclass(frozen=True, slots=True)
class EwsAccount:
    """`endpoint`: https://host/EWS/Exchange.asmx. `mailbox`: the address of whose mailbox is opened, by delegation or
    impersonation where it is another's. Either a password (auth "basic" or "ntlm") or `token` (auth "oauth")."""

    endpoint: str
    user: str
    mailbox: str
    password: str = ""
    auth: str = "ntlm"
    access: str = "delegate"
    token: TokenSource | None = None

    def __post_init__(self) -> None:
        address = urlsplit(self.endpoint)
        if address.scheme != "https" and address.hostname not in LOOPBACK:
            raise ValueError(f"mail to {address.hostname} must be encrypted")

    @property
    def host(self) -> str:
        return urlsplit(self.endpoint).netloc


class EwsError(MailError):
    """`code`: the name that EWS or exchangelib has for it."""

    def __init__(self, where: str, what: str, code: str) -> None:
        self.code = code
        super().__init__(where, what)


class Patience(FaultTolerance):  # type: ignore[misc]
    """Waits for a busy server as it asks, but not longer than `seconds` in all for one request; then the request fails
    and the server is left alone until then. `once`: does not wait and does not ask again."""

    def __init__(self, seconds: float) -> None:
        super().__init__(max_wait=seconds)
        self.once, self._waited = False, 0.0

    @property
    def fail_fast(self) -> bool:
        return self.once

    def begin(self, *, once: bool) -> None:
        self.once, self._waited = once, 0.0

    def seconds_left(self) -> float:
        """Until which the server wants to be left alone."""
        until = self.back_off_until
        return (until - datetime.now()).total_seconds() if until is not None else 0.0

    def leave_alone(self, seconds: float) -> None:
        self.back_off_until = datetime.now() + timedelta(seconds=seconds)

    def back_off(self, seconds: float | None) -> None:
        seconds = self.DEFAULT_BACKOFF if seconds is None else seconds
        self._waited += seconds
        self.leave_alone(seconds)
        if self._waited > self.max_wait:
            raise ews.RateLimitError("busy", wait=seconds)

    def raise_response_errors(self, response: Any) -> None:
        """A 401 is never repeated by itself (accounts would be locked), a page of HTML is never quoted."""
        status = response.status_code
        if status == 401:
            raise ews.UnauthorizedError("401")
        if status in BUSY_STATUS:
            raise ews.ErrorServerBusy(f"HTTP {status}", back_off=_seconds(response.headers.get("Retry-After")))
        if status in (301, 302, 307, 308):
            raise HttpRefused(status)
        try:
            super().raise_response_errors(response)
        except ews.MalformedResponseError:
            raise HttpRefused(status) from None


class _Password(Credentials):  # type: ignore[misc]
    """Equal to itself alone: exchangelib gives equal ones one connection, which one mailbox would close for another."""

    __eq__, __hash__ = object.__eq__, object.__hash__


class _Token(OAuth2AuthorizationCodeCredentials):  # type: ignore[misc]
    __eq__, __hash__ = object.__eq__, object.__hash__


class Connection:
    """Made when needed and made anew after a failure; safe to use from several threads."""

    def __init__(
        self,
        account: EwsAccount,
        *,
        patience_seconds: float = PATIENCE_SECONDS,
        first_wait_seconds: float = FIRST_WAIT_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.account = account
        self._patience, self._first_wait = Patience(patience_seconds), first_wait_seconds
        self._client: Account | None = None
        self._token, self._trusted = "", False  # trusted: this login has worked before
        self._clock, self._login_again_at = clock, 0.0
        self._lock = threading.RLock()

    def run(self, use: Callable[[Account], T], *, once: bool = False) -> T:
        """Uses the account; raises MailError. A kept connection that turned out dead is replaced once, unless what is
        asked must be asked `once`: then only an answer ends it, or the doubt that there was none."""
        with self._lock:
            self._hold_back()
            kept = self._client is not None
            for last in (True,) if once else (False, True):
                self._patience.begin(once=once)
                try:
                    found = use(self._connected())
                except Exception as raised:  # nonsense makes exchangelib raise anything
                    self._drop()
                    error = _meant(raised)
                    lost = kept and isinstance(error, ews.ErrorTimeoutExpired)
                    refused = isinstance(error, ews.UnauthorizedError)
                    if not last and (lost or (refused and self._other_login())):
                        continue
                    if last and refused and not once and self.account.token is None:
                        self._login_again_at = self._clock() + LOGIN_PAUSE_SECONDS
                    raise self._said(error) from error
                self._trusted = True
                return found
        raise AssertionError("unreachable")

    def pause(self, number: int) -> None:
        """Waits before looking again: each time longer, or as long as the server asked for."""
        asked = min(self._patience.seconds_left(), self._patience.max_wait)
        time.sleep(max(self._first_wait * 2**number, asked))

    def close(self) -> None:
        with self._lock:
            self._drop()

    @property
    def where(self) -> str:
        return f"{self.account.mailbox} at {self.account.host}"

    def _hold_back(self) -> None:
        if self._clock() < self._login_again_at:
            raise self._said(ews.UnauthorizedError("401"))
        if self._patience.seconds_left() > self._patience.max_wait:
            raise self._said(ews.ErrorServerBusy("left alone"))

    def _other_login(self) -> bool:
        """Whether a refused login is worth one more try: with another token, or because it has worked before."""
        if self.account.token is not None:
            return self.account.token.renewed(self._token) != self._token
        if not self._trusted:
            self._login_again_at = self._clock() + LOGIN_PAUSE_SECONDS
        return self._trusted

    def _connected(self) -> Account:
        if self._client is None:
            self._client = self._made()
        elif self.account.token is not None and self.account.token() != self._token:
            self._drop()
            self._client = self._made()
        return self._client

    def _made(self) -> Account:
        account = self.account
        if account.token is not None:
            self._token = account.token()
            credentials = _Token(access_token={"access_token": self._token, "token_type": "Bearer"})
        else:
            credentials = _Password(account.user, account.password)
        config = Configuration(
            service_endpoint=account.endpoint,
            credentials=credentials,
            auth_type=AUTH[account.auth],
            retry_policy=self._patience,
            max_connections=1,
        )
        client = Account(
            account.mailbox,
            access_type=account.access,
            autodiscover=False,
            config=config,
            locale="en_US",
            default_timezone=EWS_UTC,
        )
        client.protocol.TIMEOUT, client.protocol.RETRY_WAIT = TIMEOUT_SECONDS, self._first_wait
        return client

    def _drop(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            client.protocol.close()
            with suppress(KeyError):
                del Endpoint[client.protocol.config]

    def _said(self, error: Exception) -> MailError:
        if isinstance(error, MailError):
            return error
        name, back_off = type(error).__name__, getattr(error, "back_off", None)
        if isinstance(error, ews.ErrorServerBusy) and back_off:
            self._patience.leave_alone(back_off)
        return EwsError(
            self.where, sentence(error, self.account.mailbox, by_token=self.account.token is not None), name
        )


def _meant(error: Exception) -> Exception:
    """The error itself: asking for the server's version hides it behind a word about versions."""
    hidden = error.__context__
    return hidden if type(error) is ews.TransportError and isinstance(hidden, ews.ResponseMessageError) else error


def _seconds(header: str | None) -> float | None:
    return float(header) if header is not None and header.isdecimal() and int(header) else None
