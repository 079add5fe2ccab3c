"""A platform that takes e-invoices over the AFNOR Flow Service (XP Z12-013, version 1): each once, by its tracking id.

The French platforms speak it, and access points of the Peppol network may. What was handed over is asked for before it
is handed over again: a lost answer never makes a second invoice.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx

from bot.mail.ports import MailError, Sending, Sent, unnoticed
from bot.mail.tokens import TokenSource, trusted

FLOWS, SEARCH, HEALTH = "/v1/flows", "/v1/flows/search", "/v1/healthcheck"
TIMEOUT = httpx.Timeout(60.0, connect=15.0)
UNAUTHORIZED, TOO_MANY, UNAVAILABLE = 401, 429, 503
GONE = (404, 410)
TAKEN = (200, 201, 202)
LONGEST_WORDS = 500
ANSWER_BYTES = 32 * 1024 * 1024
MOST_FLOWS = 100


class NoContent(MailError):
    """A platform has no document of a flow that it named, and asking again gives none."""


@dataclass(frozen=True, slots=True)
class Document:
    """An e-invoice as a platform wants it named: `syntax` CII, UBL, Factur-X, CDAR; `profile` Basic, CIUS, Extended."""

    name: str
    content_type: str
    content: bytes
    syntax: str
    profile: str = ""


@dataclass(frozen=True, slots=True)
class Flow:
    """What a platform knows of a document, ours or a message for us (`kind`: CustomerInvoice, CustomerInvoiceLC …)."""

    id: str
    tracking_id: str
    kind: str
    syntax: str
    acknowledged: str  # Pending, Ok, Error
    reasons: tuple[str, ...]
    updated_at: str


def tracking_id(message_id: str) -> str:
    """The same UUID for the same letter."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, message_id))


def connection() -> httpx.Client:
    return httpx.Client(timeout=TIMEOUT, verify=trusted())


class FlowPlatform:
    """`url`: of the Flow Service, without the version."""

    def __init__(self, url: str, tokens: TokenSource, connect: Callable[[], httpx.Client] = connection) -> None:
        self._url, self._tokens, self._connect = url.rstrip("/"), tokens, connect

    def submit(self, document: Document, tracking: str, handing_over: Callable[[], None] = unnoticed) -> Sent:
        """Hands a document over once; never raises for what the platform says or does."""
        try:
            if self.find(tracking):
                return Sent(Sending.SENT, "the platform has it already")
            told = {
                "trackingId": tracking,
                "name": document.name,
                "flowSyntax": document.syntax,
                "sha256": hashlib.sha256(document.content).hexdigest(),
                **({"flowProfile": document.profile} if document.profile else {}),
            }
            parts = {
                "flowInfo": (None, json.dumps(told), "application/json"),
                "file": (document.name, document.content, document.content_type),
            }
            handing_over()
        except MailError as error:
            return Sent(Sending.DEFERRED, str(error))
        try:
            answer = self._ask("POST", FLOWS, files=parts)
        except httpx.ConnectError as error:
            return Sent(Sending.DEFERRED, f"{type(error).__name__}: {error}")
        except (httpx.RequestError, MailError) as error:
            return Sent(Sending.UNCERTAIN, f"{type(error).__name__}: {error}")
        return _outcome(answer)

    def find(self, tracking: str) -> bool:
        """Whether the platform has a document of this tracking id. Raises MailError."""
        return any(flow.tracking_id == tracking for flow in self._search({"trackingId": tracking}))

    def changed_since(self, moment: datetime, *kinds: str) -> tuple[Flow, ...]:
        """What changed after a moment, of these kinds, the oldest first. Raises MailError."""
        after = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return self._search({"updatedAfter": after, **({"flowType": list(kinds)} if kinds else {})})

    def content(self, flow: str) -> bytes:
        """The document of a flow as it was handed over. Raises MailError, NoContent where there is none."""
        if not flow.replace("-", "").isalnum():
            raise NoContent(self._url, f"{flow!r} is no identifier of a flow")
        answer = self._answered("GET", f"{FLOWS}/{flow}", params={"docType": "Original"})
        return answer.content[:ANSWER_BYTES]

    def check(self) -> None:
        """Reaches the platform, changing nothing. Raises MailError."""
        self._answered("GET", HEALTH)

    def _search(self, where: Mapping[str, Any]) -> tuple[Flow, ...]:
        answer = self._answered("POST", SEARCH, json={"limit": MOST_FLOWS, "where": where})
        try:
            rows = answer.json()["results"]
            return tuple(sorted((_flow(row) for row in rows), key=lambda flow: flow.updated_at))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise MailError(self._url, "the platform's answer cannot be read") from error

    def _answered(self, method: str, path: str, **content: Any) -> httpx.Response:
        """(Any: of httpx.)"""
        try:
            answer = self._ask(method, path, **content)
        except httpx.RequestError as error:
            raise MailError(self._url, f"no answer: {type(error).__name__}: {error}") from error
        if answer.status_code >= 300:
            kind = NoContent if answer.status_code in GONE and method == "GET" else MailError
            raise kind(self._url, f"{answer.status_code} {_words(answer)}".strip())
        return answer

    def _ask(self, method: str, path: str, **content: Any) -> httpx.Response:
        token = self._tokens()
        with self._connect() as http:
            answer = http.request(method, self._url + path, headers=_bearer(token), **content)
            if answer.status_code == UNAUTHORIZED:
                token = self._tokens.renewed(token)
                answer = http.request(method, self._url + path, headers=_bearer(token), **content)
        return answer


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def _outcome(answer: httpx.Response) -> Sent:
    if answer.status_code in TAKEN:
        return Sent(Sending.SENT, f"flow {_flow_id(answer)}")
    words = f"{answer.status_code} {_words(answer)}".strip()
    if answer.status_code in (UNAUTHORIZED, TOO_MANY, UNAVAILABLE):
        return Sent(Sending.DEFERRED, words)
    return Sent(Sending.REFUSED if answer.status_code < 500 else Sending.UNCERTAIN, words)


def _flow_id(answer: httpx.Response) -> str:
    try:
        return str(answer.json().get("flowId", ""))[:100]
    except (ValueError, AttributeError):
        return ""


def _words(answer: httpx.Response) -> str:
    """What the platform says is wrong, for a person."""
    try:
        told = answer.json()
        return str(told.get("errorMessage") or told.get("message") or told)[:LONGEST_WORDS]
    except (ValueError, AttributeError):
        return answer.text[:LONGEST_WORDS]


def _flow(row: Mapping[str, Any]) -> Flow:
    acknowledgement = row.get("acknowledgement") or {}
    details = acknowledgement.get("details") or []
    return Flow(
        id=str(row["flowId"]),
        tracking_id=str(row.get("trackingId") or ""),
        kind=str(row.get("flowType") or ""),
        syntax=str(row.get("flowSyntax") or ""),
        acknowledged=str(acknowledgement.get("status") or ""),
        reasons=tuple(f"{one.get('reasonCode', '')}: {one.get('reasonMessage', '')}" for one in details),
        updated_at=str(row.get("updatedAt") or ""),
    )
