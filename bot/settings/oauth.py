"""The table `oauth` of a mailbox or of [outgoing]: who signs in by OAuth 2, with what, and until when that holds."""

from __future__ import annotations

from datetime import date
from urllib.parse import SplitResult, urlsplit

from bot.settings.section import Section
from bot.settings.values import OAuthSettings

PROVIDERS = ("microsoft", "google", "custom")
MICROSOFT_LOGIN = "https://login.microsoftonline.com"
GOOGLE_SIGN_IN = "https://accounts.google.com/o/oauth2/v2/auth"
GOOGLE_TOKENS = "https://oauth2.googleapis.com/token"
OUTLOOK_SCOPE = "https://outlook.office365.com/.default"  # IMAP and SMTP of Microsoft 365
LOOPBACK = ("127.0.0.1", "localhost", "::1")
SECRETS = ("client_secret", "certificate", "refresh_token")


def oauth(parent: Section, kind: str, service: str = "") -> OAuthSettings | None:
    """None where there is no table. `service`: the URL of the service that the token is for, if it has one."""
    if "oauth" not in parent.table:
        return None
    section = parent.section("oauth")
    provider = section.text("provider", one_of=PROVIDERS)
    microsoft, google, custom = (provider == name for name in PROVIDERS)
    if kind == "graph" and google:
        section.fault('provider must be "microsoft", or "custom" for a server that gives tokens of Microsoft')
    found = OAuthSettings(
        provider=provider,
        tenant=section.text("tenant") if microsoft else "",
        client_id=section.text("client_id"),
        token_url=section.text("token_url") if custom else GOOGLE_TOKENS if google else "",
        authority=section.text("authority", MICROSOFT_LOGIN) if microsoft else "",
        scope=section.text("scope", _scope(kind, service) if microsoft else ""),
        user=section.text("user", ""),
        expires_on=day(section, "expires_on"),
        authorize_url=section.text("authorize_url", GOOGLE_SIGN_IN if google else "") if not microsoft else "",
        **{key: secret_name(section, key) for key in SECRETS},
    )
    _check_credentials(section, found)
    for key in ("token_url", "authority", "authorize_url"):
        check_encrypted(section, key, getattr(found, key))
    section.done()
    return found


def secret_name(section: Section, key: str) -> str:
    """ "env:NAME" or "file:PATH", or "" where there is none; what is written in clear is a fault and never shown."""
    name = section.text(key, "")
    if name and name.partition(":")[0] not in ("env", "file"):
        section.fault(f'{key} must be written "env:NAME" or "file:PATH", never in clear')
    return name


def day(section: Section, key: str) -> date | None:
    text = section.text(key, "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        section.fault(f'{key} must be a day like "2027-03-01", not {text!r}')
        return None


def check_encrypted(section: Section, key: str, url: str) -> None:
    """A URL that a token or secret goes to is https, on loopback perhaps http."""
    parts = _parts(url)
    host = parts.hostname or ""
    if url and not (host and (parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK))):
        section.fault(f"{key} must be a URL with https, not {url!r}")


def _check_credentials(section: Section, found: OAuthSettings) -> None:
    given = {key for key in SECRETS if getattr(found, key)}
    if found.provider == "google" and given != {"client_secret", "refresh_token"}:
        section.fault("Google wants client_secret and refresh_token")
    if not given:
        section.fault(f"one of {', '.join(SECRETS)} is missing")
    if {"client_secret", "certificate"} <= given:
        section.fault("client_secret and certificate exclude each other")
    if "certificate" in given and found.provider == "custom":
        section.fault("a certificate is for Microsoft only")


def _scope(kind: str, service: str) -> str:
    if kind not in ("graph", "ews"):
        return OUTLOOK_SCOPE
    return f"https://{_parts(service).netloc}/.default"


def _parts(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:  # brackets that are no IPv6 address
        return urlsplit("")
