"""Access tokens of OAuth 2: kept while they hold, asked anew before their end and once after a refusal.

The secrets are read when a token is asked for: one that was put into its file works without a restart.
"""

from __future__ import annotations

import logging
import re
import ssl
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import httpx
from cryptography import x509

from bot.mail.ports import MailError
from bot.mail.token_words import UNREACHABLE, advice
from bot.settings.values import OAuthSettings, SettingsError, keep_secret, secret

MARGIN_SECONDS = 300  # a token is renewed so long before its end, so that no long transfer outlives it
TIMEOUT_SECONDS = 30
SHORTEST_SECONDS = 60  # a server that says less, or nothing sensible, is not asked more often
WARN_DAYS = 30
CERTIFICATE = re.compile(r"-----BEGIN CERTIFICATE-----[^-]{1,20000}-----END CERTIFICATE-----")
BUSY = (408, 429, 500, 502, 503, 504)

log = logging.getLogger(__name__)


class TokenError(MailError):
    """There is no access token; says in a sentence what to do. `passing`: later there may be one."""

    def __init__(self, where: str, what: str, *, passing: bool = False) -> None:
        self.passing = passing
        super().__init__(where, what)


class TokenSource(Protocol):
    """Every method raises TokenError; safe to use from several threads."""

    def __call__(self) -> str:
        """An access token that holds for some minutes more."""
        ...

    def renewed(self, refused: str) -> str:
        """Another token than the one that a server refused; asked for once, however many ask at the same time."""
        ...

    def expires_on(self) -> date | None:
        """The last day of the credential behind the tokens (secret or certificate); None where nobody said it."""
        ...


@dataclass(frozen=True, slots=True)
class Grant:
    token: str
    seconds: float  # that it holds


class KeptTokens:
    """A TokenSource: what `ask` gives is kept until shortly before its end. `clock`: seconds that only grow."""

    def __init__(
        self,
        ask: Callable[[], Grant],
        expires_on: Callable[[], date | None] = lambda: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ask, self.expires_on, self._clock = ask, expires_on, clock
        self._grant, self._renew_at, self._ends_at = Grant("", 0), 0.0, 0.0
        self._lock = threading.Lock()

    def __call__(self) -> str:
        with self._lock:
            now = self._clock()
            if self._grant.token and now < self._renew_at:
                return self._grant.token
            try:
                return self._asked()
            except TokenError as error:
                if self._grant.token and error.passing and now < self._ends_at:
                    return self._grant.token  # it still holds
                raise

    def renewed(self, refused: str) -> str:
        with self._lock:
            return self._asked() if self._grant.token in ("", refused) else self._grant.token

    def _asked(self) -> str:
        grant = self._ask()
        holds = max(grant.seconds, SHORTEST_SECONDS)
        self._grant, self._ends_at = grant, self._clock() + holds
        self._renew_at = self._ends_at - min(MARGIN_SECONDS, holds / 2)
        return grant.token


@cache
def trusted() -> ssl.SSLContext:
    """Whom we believe on the internet; made once, for that takes longer than a request."""
    return httpx.create_ssl_context()


def new_client() -> httpx.Client:
    return httpx.Client(timeout=TIMEOUT_SECONDS, verify=trusted())


def token_source(settings: OAuthSettings, base: Path, connect: Callable[[], httpx.Client] = new_client) -> TokenSource:
    """The source that a table `oauth` describes. `base`: folder that "file:" secrets are relative to."""
    kind = MicrosoftGrants if settings.provider == "microsoft" else PlainGrants
    grants = kind(settings, base, connect)
    return KeptTokens(grants, grants.expires_on)


class Grants(ABC):
    """What both ways of asking share: the secrets, the last day, and errors in words."""

    def __init__(self, settings: OAuthSettings, base: Path, connect: Callable[[], httpx.Client]) -> None:
        self._settings, self._base, self._connect = settings, base, connect
        self._rotated = ""  # a refresh token that could not be kept where the first one came from
        self._warned_on: date | None = None

    def __call__(self) -> Grant:
        refresh_token = self._rotated or self._secret("refresh_token")
        answer = self._answer(refresh_token)
        if self._says_expired(answer) and refresh_token:
            other = self._secret("refresh_token")  # another process may have renewed it meanwhile
            if other != refresh_token:
                refresh_token, self._rotated = other, ""
                answer = self._answer(refresh_token)
        if not isinstance(answer.get("access_token"), str):
            what, passing = advice(answer)
            raise TokenError(self._where, what, passing=passing)
        self._keep(refresh_token, str(answer.get("refresh_token") or ""))
        self._warn(date.today())
        return Grant(answer["access_token"], _seconds(answer.get("expires_in")))

    def expires_on(self) -> date | None:
        days = [self._settings.expires_on, certificate_end(self._secret("certificate"))]
        return min((day for day in days if day is not None), default=None)

    def _warn(self, today: date) -> None:
        """Once a day, from 30 days before the credential's last day."""
        end = self.expires_on()
        if end is not None and (end - today).days <= WARN_DAYS and self._warned_on != today:
            self._warned_on = today
            log.warning("%s: the credential ends on %s: make another one", self._where, end)

    def _answer(self, refresh_token: str) -> Mapping[str, Any]:
        try:
            with self._connect() as http:
                return self._ask(http, refresh_token)
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise TokenError(self._where, f"{UNREACHABLE}: {type(error).__name__}", passing=True) from error

    @abstractmethod
    def _ask(self, http: httpx.Client, refresh_token: str) -> Mapping[str, Any]:
        """The server's answer as RFC 6749 has it, sections 5.1 and 5.2."""

    def _keep(self, before: str, after: str) -> None:
        if not before or after in ("", before):
            return
        if keep_secret(self._settings.refresh_token, self._base, after):
            self._rotated = ""
            return
        if not self._rotated:
            log.warning(
                "%s: it gave another refresh token, which cannot be kept; use file: with write access", self._where
            )
        self._rotated = after

    def _says_expired(self, answer: Mapping[str, Any]) -> bool:
        return answer.get("error") == "invalid_grant"

    def _secret(self, name: str) -> str:
        reference = getattr(self._settings, name)
        try:
            return secret(reference, self._base) if reference else ""
        except SettingsError as error:
            raise TokenError(self._where, f"{name} cannot be read: {'; '.join(error.faults)}") from error

    @property
    def _where(self) -> str:
        url = self._settings.authority or self._settings.token_url
        return f"sign-in at {urlsplit(url).hostname}"


class MicrosoftGrants(Grants):
    """Entra ID by msal: an application with secret or certificate, or a user by refresh token."""

    def _ask(self, http: httpx.Client, refresh_token: str) -> Mapping[str, Any]:
        import msal  # type: ignore[import-untyped]  # a fifth of a second that other providers need not wait for

        settings, credential = self._settings, self._credential()
        common = {
            "client_id": settings.client_id,
            "authority": f"{settings.authority.rstrip('/')}/{settings.tenant}",
            "instance_discovery": False,
            "http_client": http,
        }
        try:
            # A new application each time: msal's own cache would give the refused token again.
            if not refresh_token:
                application = msal.ConfidentialClientApplication(client_credential=credential, **common)
                return _mapping(application.acquire_token_for_client([settings.scope]))
            if credential:
                application = msal.ConfidentialClientApplication(client_credential=credential, **common)
            else:
                application = msal.PublicClientApplication(**common)
            return _mapping(application.acquire_token_by_refresh_token(refresh_token, [settings.scope]))
        except msal.exceptions.MsalServiceError as error:  # msal's word for an answer of 4xx or 5xx without reasons
            raise TokenError(self._where, f"{UNREACHABLE}: {error}", passing=True) from error
        except (ValueError, TypeError, RuntimeError) as error:  # a tenant or key that msal cannot use
            raise TokenError(self._where, self._unusable(error)) from error

    def _credential(self) -> Any:  # msal takes a text or a mapping
        certificate = self._secret("certificate")
        if not certificate:
            return self._secret("client_secret") or None
        found = CERTIFICATE.search(certificate)
        if found is None or "PRIVATE KEY" not in certificate:
            raise TokenError(self._where, "certificate must be a PEM file with the private key and the certificate")
        return {"private_key": certificate, "public_certificate": found[0]}

    def _unusable(self, error: Exception) -> str:
        if "tenant" in str(error) or "authority" in str(error):
            return "the tenant is not known there: compare tenant with the app registration"
        return f"the credential cannot be used ({type(error).__name__}): compare it with the app registration"


class PlainGrants(Grants):
    """Any server by RFC 6749: a refresh token (section 6), or without one the client's own credentials (4.4)."""

    def _ask(self, http: httpx.Client, refresh_token: str) -> Mapping[str, Any]:
        form = {"client_id": self._settings.client_id, "grant_type": "client_credentials"}
        if refresh_token:
            form |= {"grant_type": "refresh_token", "refresh_token": refresh_token}
        if client_secret := self._secret("client_secret"):
            form["client_secret"] = client_secret
        if self._settings.scope:
            form["scope"] = self._settings.scope
        response = http.post(self._settings.token_url, data=form, headers={"Accept": "application/json"})
        if response.status_code in BUSY:
            raise TokenError(self._where, f"{UNREACHABLE}: HTTP {response.status_code}", passing=True)
        try:
            return _mapping(response.json())
        except ValueError as error:
            what = f"it answers nothing of OAuth (HTTP {response.status_code}): compare token_url"
            raise TokenError(self._where, what) from error


def credential_state(source: TokenSource, today: date) -> tuple[str, str] | None:
    """("ok", "warning" or "failed", a sentence) about the credential's last day; None where nobody knows it."""
    try:
        end = source.expires_on()
    except TokenError as error:
        return "failed", str(error)
    if end is None:
        return None
    days = (end - today).days
    if days < 0:
        return "failed", f"expired on {end}: make another one"
    return ("warning" if days <= WARN_DAYS else "ok"), f"holds until {end}, {days} days more"


def certificate_end(pem: str) -> date | None:
    """The last day of the certificate in a PEM; None where there is none that can be read."""
    found = CERTIFICATE.search(pem)
    if found is None:
        return None
    try:
        return x509.load_pem_x509_certificate(found[0].encode()).not_valid_after_utc.date()
    except ValueError:
        return None


def _mapping(answer: Any) -> Mapping[str, Any]:
    return answer if isinstance(answer, dict) else {}


def _seconds(value: Any) -> float:
    try:
        return min(float(value), 86400.0)
    except (TypeError, ValueError):
        return SHORTEST_SECONDS
