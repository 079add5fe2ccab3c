"""What a token server refuses, as a sentence that says what to do; its own words are not repeated: they name people."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

UNREACHABLE = "cannot be reached or is busy; tried again later"
CODE = re.compile(r"AADSTS([0-9]{4,8})")
PASSING = ("temporarily_unavailable", "server_error", "slow_down")

SIGN_IN_AGAIN = "sign in again by `o2cbot authorize`"
COMPARE_CLIENT = "compare client_id, client_secret and tenant with the app registration"
# Microsoft's codes (Entra ID, "authentication and authorization error codes") that name a cause by themselves.
BY_CODE = {
    "7000222": "the client secret has expired: make one in the app registration, put it where client_secret points",
    "7000215": "the client secret is wrong: client_secret must be the secret's value, not its id",
    "700016": "the tenant does not know this client_id: compare both with the app registration",
    "90002": "there is no such tenant: compare tenant with the app registration",
    "900023": "the tenant is neither a domain nor an id: compare tenant with the app registration",
    "65001": "consent is missing: an administrator must grant the app's permissions",
    "500011": "the tenant does not know the service in scope: compare scope",
    "70011": "the scope is not one: compare scope",
    "700027": "the certificate is not the app registration's, or has expired: upload this one or use another",
    "7000112": "the application is switched off in the tenant: an administrator must switch it on",
    "7000218": "the app registration wants client_secret or certificate",
    "700025": "the app registration is a public client: leave client_secret out",
    "70008": f"the refresh token has expired: {SIGN_IN_AGAIN}",
    "700082": f"the refresh token has expired: {SIGN_IN_AGAIN}",
    "700084": f"the refresh token has expired: {SIGN_IN_AGAIN}",
    "50173": f"the password was changed since: {SIGN_IN_AGAIN}",
    "50057": "the account is switched off: an administrator must switch it on",
    "50076": f"the account wants a second factor: {SIGN_IN_AGAIN}",
    "50079": f"the account wants a second factor: {SIGN_IN_AGAIN}",
    "53003": "a rule of conditional access forbids it: an administrator must except the application",
}
# RFC 6749, 5.2
BY_ERROR = {
    "invalid_grant": f"the refresh token is expired or revoked: {SIGN_IN_AGAIN}",
    "invalid_client": f"the client is not known or its secret is wrong or expired: {COMPARE_CLIENT}",
    "unauthorized_client": "the client may not ask for tokens in this way: compare its registration",
    "invalid_scope": "the scope is not one, or was not granted: compare scope with the registration",
    "consent_required": "consent is missing: an administrator must grant the app's permissions",
    "interaction_required": f"somebody must sign in: {SIGN_IN_AGAIN}",
    "access_denied": "access was denied: an administrator must grant it",
    "authorization_declined": "whoever signed in declined it",
    "expired_token": "the code ran out before anybody signed in: begin again",
    "authorization_pending": "the code ran out before anybody signed in: begin again",
    "bad_verification_code": "the code was not ours: begin again",
}


def advice(answer: Mapping[str, Any]) -> tuple[str, bool]:
    """(what to do, whether it may pass by itself) of an error answer."""
    error, text = answer.get("error"), str(answer.get("error_description") or "")
    if not isinstance(error, str):
        return f"{UNREACHABLE} (it answered nothing of OAuth)", True
    named = CODE.search(text[:2000])
    code = named[1] if named else ""
    shown = f"AADSTS{code}" if code else error if re.fullmatch(r"[a-z_]{1,40}", error) else "unknown error"
    if error in PASSING:
        return f"{UNREACHABLE} ({shown})", True
    words = BY_CODE.get(code) or BY_ERROR.get(error) or f"no token was given: {COMPARE_CLIENT}"
    return f"{words} ({shown})", False
