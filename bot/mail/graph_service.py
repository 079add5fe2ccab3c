"""Requests to Microsoft Graph: at most four at a time for a mailbox, throttling obeyed, what may be repeated repeated.

Repeated: reading, and changes that are the same when done twice. Creating and sending are not: after a lost answer the
caller looks what became of them.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import quote, urlsplit

import httpx

from bot.mail.ports import MailError
from bot.mail.tokens import TokenSource, trusted

CONCURRENT = 4  # requests at a time that Graph allows an application for one mailbox
TRIES = 6
WAIT_SECONDS = 120.0  # that one request may wait in all; a longer pause ends the poll and is kept by the next ones
TIMEOUT = httpx.Timeout(60.0, connect=15.0)
THROTTLED, UNAUTHORIZED = 429, 401
PASSING = (THROTTLED, 500, 502, 503, 504)
IMMUTABLE = 'IdType="ImmutableId"'
NO_MAILBOX = ("ErrorInvalidUser", "Request_ResourceNotFound", "ResourceNotFound", "MailboxNotEnabledForRESTAPI")
LOOPBACK = ("127.0.0.1", "localhost", "::1")
ANSWER_BYTES, PIECE_BYTES = 64 * 1024 * 1024, 65_536
OF_THE_WIRE = ("content-encoding", "content-length", "transfer-encoding")

_lanes: dict[tuple[str, str], threading.BoundedSemaphore] = {}
_lanes_lock = threading.Lock()


class Refused(MailError):
    """Graph answered and did not do it. `code`: Graph's own word for why."""

    def __init__(self, where: str, what: str, status: int, code: str = "") -> None:
        self.status, self.code = status, code
        super().__init__(where, what)


class Unanswered(MailError):
    """No answer came, or half of one: whether it was done is not known."""


class GraphService:
    """`url`: of Graph with its version. `pause` waits seconds, `clock` counts them. For several threads at once."""

    def __init__(
        self,
        url: str,
        tokens: TokenSource,
        pause: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.pause = pause
        self._url, self._tokens, self._clock = url, tokens, clock
        self._http: httpx.Client | None = None
        self._lock = threading.Lock()
        self._not_before: dict[str, float] = {}  # user -> when Graph wants to be asked again

    def ask(
        self,
        user: str,
        method: str,
        path: str,
        *,
        repeat: bool = True,
        prefer: str = "",
        most_bytes: int = ANSWER_BYTES,
        **content: Any,  # json, content, params, headers of httpx
    ) -> httpx.Response:
        """The answer (status below 400) of `path` below this user, or of a link that Graph gave; raises MailError.

        Of an answer of more than `most_bytes` only these are read: it has more of them than that (`is_cut`).
        """
        url, renewed, waited = self._address(user, path), False, 0.0
        headers = {"Prefer": ", ".join(filter(None, (IMMUTABLE, prefer))), **content.pop("headers", {})}
        self._stay_away(user)
        for attempt in range(TRIES):
            token = self._tokens()
            try:
                authorized = {"Authorization": f"Bearer {token}", **headers}
                answer = self._once(user, method, url, authorized, content, most_bytes)
            except httpx.RequestError as error:
                failure: MailError = Unanswered(user, f"no answer of Microsoft Graph: {type(error).__name__}: {error}")
                if not repeat:
                    raise failure from error
                wait = backed_off(attempt)
            else:
                if answer.status_code < 300:
                    return answer
                if answer.status_code == UNAUTHORIZED and not renewed:
                    self._tokens.renewed(token)
                    renewed = True
                    continue
                failure = refusal(user, answer)
                if answer.status_code not in PASSING or (not repeat and answer.status_code != THROTTLED):
                    raise failure
                wait = retry_after(answer) or backed_off(attempt)
            waited += wait
            if attempt == TRIES - 1 or waited > WAIT_SECONDS:
                self._keep_away(user, failure, wait)
                raise failure
            self.pause(wait)
        raise AssertionError("unreachable")

    def read(self, user: str, method: str, path: str, **content: Any) -> dict[str, Any]:
        """The JSON object that Graph answers; raises MailError."""
        answer = self.ask(user, method, path, **content)
        try:
            found = answer.json()
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise Unanswered(user, "Microsoft Graph answered something that is no JSON object")
        return found

    def upload(self, user: str, url: str, data: bytes, first: int, size: int) -> None:
        """Bytes from `first` of `size` to an upload session, whose URL is its own permission: no token goes there."""
        parts = urlsplit(url)
        if parts.scheme != "https" and parts.hostname not in LOOPBACK:
            raise MailError(user, "Microsoft Graph named a place for attachments that is not encrypted")
        headers = {"Content-Range": f"bytes {first}-{first + len(data) - 1}/{size}"}
        try:
            answer = self._once(user, "PUT", url, headers, {"content": data})
        except httpx.RequestError as error:
            raise Unanswered(user, f"an attachment did not get through: {type(error).__name__}") from error
        if answer.status_code >= 300:
            raise refusal(user, answer)

    def close(self) -> None:
        with self._lock:
            http, self._http = self._http, None
        if http is not None:
            http.close()

    def _once(
        self,
        user: str,
        method: str,
        url: str,
        headers: Mapping[str, str],
        content: Mapping[str, Any],
        most_bytes: int = ANSWER_BYTES,
    ) -> httpx.Response:
        with (
            lane(self._url, user),
            self._client().stream(method, url, headers=dict(headers), **content) as answer,
        ):
            return bounded(answer, most_bytes)

    def _client(self) -> httpx.Client:
        with self._lock:
            if self._http is None:
                limits = httpx.Limits(max_connections=CONCURRENT * 4, max_keepalive_connections=CONCURRENT)
                self._http = httpx.Client(timeout=TIMEOUT, limits=limits, verify=trusted())
            return self._http

    def _address(self, user: str, path: str) -> str:
        """The URL of a path; a whole URL (a link of a delta) must lead to Graph itself, for the token goes there."""
        if path.startswith("/"):
            return f"{self._url}/users/{quote(user, safe='@')}{path}"
        there, ours = urlsplit(path), urlsplit(self._url)
        if (there.scheme, there.netloc) != (ours.scheme, ours.netloc):
            raise MailError(user, "Microsoft Graph named a link that leads elsewhere: it is not followed")
        return path

    def _stay_away(self, user: str) -> None:
        left = self._not_before.get(user, 0.0) - self._clock()
        if left > 0:
            raise Refused(user, f"Microsoft Graph asked to wait, {left:.0f} s more", THROTTLED)

    def _keep_away(self, user: str, failure: MailError, wait: float) -> None:
        if isinstance(failure, Refused) and failure.status == THROTTLED:
            self._not_before[user] = self._clock() + wait


def bounded(answer: httpx.Response, most_bytes: int) -> httpx.Response:
    """An answer that has begun, read up to so many bytes."""
    found, size = [], 0
    for piece in answer.iter_bytes(PIECE_BYTES):
        found.append(piece)
        size += len(piece)
        if size > most_bytes:
            break
    told = answer.headers.get("Content-Length", "")
    about = {"cut": size > most_bytes, "size": max(size, int(told) if told.isdecimal() and len(told) < 16 else 0)}
    kept = [(name, value) for name, value in answer.headers.items() if name.lower() not in OF_THE_WIRE]
    whole = b"".join(found)
    return httpx.Response(answer.status_code, headers=kept, content=whole, request=answer.request, extensions=about)


def is_cut(answer: httpx.Response) -> int:
    """The size of what was asked for, or the least that it has, where it was too much; 0 for a whole answer."""
    return int(answer.extensions["size"]) if answer.extensions["cut"] else 0


def lane(url: str, user: str) -> threading.BoundedSemaphore:
    """The gate for all requests of this process to a mailbox, whoever makes them."""
    with _lanes_lock:
        return _lanes.setdefault((url, user.lower()), threading.BoundedSemaphore(CONCURRENT))


def retry_after(answer: httpx.Response) -> float:
    """Seconds that an answer asks to wait (RFC 9110, 10.2.3: a number, or a date); 0 if it does not."""
    value = answer.headers.get("Retry-After", "")[:40]
    with suppress(ValueError):
        return min(max(float(value), 0.0), 86400.0)
    with suppress(ValueError, TypeError):
        return min(max((parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds(), 0.0), 86400.0)
    return 0.0


def backed_off(attempt: int) -> float:
    """1, 2, 4, 8 … seconds, and up to half as much again so that not all come back at the same time."""
    return float(2**attempt * random.uniform(1.0, 1.5))


def refusal(user: str, answer: httpx.Response) -> Refused:
    """What an answer of 300 and more says, as a sentence for who runs the desk."""
    try:
        error = answer.json()["error"]
        code = str(error.get("code") or "")[:80]
    except (ValueError, KeyError, TypeError, AttributeError):
        code = ""
    status = answer.status_code
    words = {
        400: "Microsoft Graph does not take the request",
        UNAUTHORIZED: "the access token is refused: compare tenant and scope of oauth with the app registration",
        403: "access is denied: grant the application Mail.ReadWrite and, to send, Mail.Send, for this mailbox too",
        404: "it is not there",
        413: "it is too big",
        THROTTLED: "Microsoft Graph throttles us",
    }
    what = words.get(status, f"Microsoft Graph failed with HTTP {status}")
    if status == 404 and code in NO_MAILBOX:
        what = "there is no such mailbox in Microsoft 365: compare user, and whether it has a licence or is shared"
    return Refused(user, f"{what} ({status}{' ' + code if code else ''})", status, code)
