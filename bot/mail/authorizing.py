"""The first refresh token of an account: a person signs in once, and what that gives is kept where bot.toml says.

Microsoft by device code (RFC 8628): a code is typed into a page on any machine. Everybody else, and Microsoft where
the application has a secret, by authorization code with PKCE (RFC 7636), whose answer comes to a port of this machine
(RFC 8252, 7.3) or, where the browser runs elsewhere, is pasted. No token is ever shown.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx

from bot.mail.token_words import UNREACHABLE, advice
from bot.mail.tokens import TokenError, new_client
from bot.settings.values import OAuthSettings, keep_secret

GOOGLE_SCOPE = "https://mail.google.com/"
OFFLINE = "offline_access"  # without it Microsoft gives no refresh token
# Entra ID takes any port of "localhost" for an application that registered it; RFC 8252 would rather have the number.
REDIRECT_HOSTS = {"microsoft": "localhost"}
NUMBER_HOST = "127.0.0.1"

Tell = Callable[[str], None]


class Answered(Protocol):
    """Where the browser comes back to."""

    @property
    def port(self) -> int: ...

    def answer(self) -> str:
        """The address that the browser was sent to in the end; raises TokenError where none came in time."""
        ...


@dataclass(frozen=True, slots=True)
class Asked:
    """One authorization request: what only we know of it, and where its answer must come to."""

    redirect_uri: str
    state: str
    verifier: str

    @property
    def challenge(self) -> str:
        return urlsafe_b64encode(hashlib.sha256(self.verifier.encode()).digest()).decode().rstrip("=")


def new_request(settings: OAuthSettings, port: int) -> Asked:
    host = REDIRECT_HOSTS.get(settings.provider, NUMBER_HOST)
    return Asked(f"http://{host}:{port}/", secrets.token_urlsafe(24), secrets.token_urlsafe(48))


def authorize(
    settings: OAuthSettings,
    base: Path,
    secret_of: Callable[[str], str],
    tell: Tell,
    browser: Callable[[], Answered],
    connect: Callable[[], httpx.Client] = new_client,
) -> str:
    """Has a person sign in and keeps the refresh token; returns the file's name. Raises TokenError.

    `secret_of` reads "env:" and "file:" names, `tell` says what the person has to do, `browser` waits for its answer.
    """
    where = f"sign-in at {urlsplit(settings.authority or settings.token_url).hostname}"
    file = kept_in(settings, base, where)
    if settings.certificate:
        raise TokenError(where, "a certificate signs an application in, not a person: use client_secret, or none")
    try:
        with connect() as http:
            if settings.provider == "microsoft" and not settings.client_secret:
                answer = by_device(settings, http, tell)
            else:
                answer = by_browser(settings, http, tell, browser(), secret_of)
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        raise TokenError(where, f"{UNREACHABLE}: {type(error).__name__}", passing=True) from error
    except ValueError as error:  # msal's word for a tenant that is not known, or an answer that is no JSON
        raise TokenError(where, f"it does not answer as it should ({type(error).__name__}): compare tenant") from error
    if not isinstance(answer.get("access_token"), str):
        what, passing = advice(answer)
        raise TokenError(where, what, passing=passing)
    token = answer.get("refresh_token")
    if not isinstance(token, str) or not token:
        raise TokenError(where, f"it gave no refresh token: compare scope with the registration (perhaps {OFFLINE})")
    if not keep_secret(settings.refresh_token, base, token):
        raise TokenError(where, f"{file} cannot be written")
    return str(file)


def kept_in(settings: OAuthSettings, base: Path, where: str) -> Path:
    """The file that the refresh token goes to, looked at before a person is troubled; raises TokenError."""
    kind, _, rest = settings.refresh_token.partition(":")
    if kind != "file" or not rest:
        raise TokenError(where, 'write refresh_token = "file:PATH" into its table oauth: there it will be kept')
    file = (base / rest).resolve()
    if not os.access(file.parent, os.W_OK | os.X_OK) or file.is_dir():
        raise TokenError(where, f"{file} cannot be written")
    return file


def by_device(settings: OAuthSettings, http: httpx.Client, tell: Tell) -> Mapping[str, Any]:
    """The token server's answer once the person has typed the code; its refusal where the code ran out."""
    import msal  # type: ignore[import-untyped]

    application = msal.PublicClientApplication(
        client_id=settings.client_id,
        authority=f"{settings.authority.rstrip('/')}/{settings.tenant}",
        instance_discovery=False,
        http_client=http,
    )
    flow = application.initiate_device_flow([settings.scope])
    if "user_code" not in flow:
        return _mapping(flow)
    tell(f"Open {flow.get('verification_uri')} on any machine, type {flow['user_code']}, and sign in.")
    return _mapping(application.acquire_token_by_device_flow(flow))


def by_browser(
    settings: OAuthSettings, http: httpx.Client, tell: Tell, browser: Answered, secret_of: Callable[[str], str]
) -> Mapping[str, Any]:
    """The token server's answer to the code that the browser brought (RFC 6749, 4.1)."""
    asked = new_request(settings, browser.port)
    tell(f"Open this address, and sign in: {authorization_url(settings, asked)}")
    came = {name: values[0] for name, values in parse_qs(urlsplit(browser.answer()).query).items()}
    if not secrets.compare_digest(came.get("state", ""), asked.state):
        return {"error": "access_denied", "error_description": "of another request"}
    if "code" not in came:
        return {"error": came.get("error", "access_denied")}
    form = {
        "grant_type": "authorization_code",
        "client_id": settings.client_id,
        "code": came["code"],
        "redirect_uri": asked.redirect_uri,
        "code_verifier": asked.verifier,
    }
    if settings.client_secret:
        form["client_secret"] = secret_of(settings.client_secret)
    token_url = settings.token_url or _entra(settings, "token")
    return _mapping(http.post(token_url, data=form, headers={"Accept": "application/json"}).json())


def authorization_url(settings: OAuthSettings, asked: Asked) -> str:
    """Where the person signs in; `access_type` and `prompt` are what makes Google give a refresh token each time."""
    microsoft = settings.provider == "microsoft"
    scope = f"{settings.scope} {OFFLINE}" if microsoft else settings.scope
    query = {
        "response_type": "code",
        "client_id": settings.client_id,
        "redirect_uri": asked.redirect_uri,
        "scope": scope or (GOOGLE_SCOPE if settings.provider == "google" else ""),
        "state": asked.state,
        "code_challenge": asked.challenge,
        "code_challenge_method": "S256",
        "access_type": "" if microsoft else "offline",
        "prompt": "" if microsoft else "consent",
        "login_hint": settings.user,
    }
    url = settings.authorize_url or _entra(settings, "authorize")
    given = urlencode({name: value for name, value in query.items() if value})
    return f"{url}{'&' if urlsplit(url).query else '?'}{given}"


def _entra(settings: OAuthSettings, what: str) -> str:
    return f"{settings.authority.rstrip('/')}/{settings.tenant}/oauth2/v2.0/{what}"


def _mapping(answer: Any) -> Mapping[str, Any]:
    return answer if isinstance(answer, dict) else {}
