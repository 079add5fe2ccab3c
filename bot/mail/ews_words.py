"""What goes wrong with Exchange, as a sentence that says what to do and holds nobody's mail."""

from __future__ import annotations

from exchangelib import errors as ews  # type: ignore[import-untyped]
from exchangelib.util import TLS_ERRORS  # type: ignore[import-untyped]

BUSY = "the server is busy; tried again later"
SENTENCES = {
    "UnauthorizedError": "the user name or password is refused (401), or the server takes another auth",
    "ErrorAccessDenied": "this user may not open {mailbox}: give it full access, or let it impersonate",
    "ErrorImpersonateUserDenied": "this user may not impersonate {mailbox}: it needs the role ApplicationImpersonation",
    "ErrorImpersonationDenied": "this user may not impersonate {mailbox}: it needs the role ApplicationImpersonation",
    "ErrorImpersonationFailed": "{mailbox} cannot be impersonated: compare mailbox",
    "ErrorNonExistentMailbox": "there is no mailbox {mailbox}",
    "ErrorMissingEmailAddress": "{mailbox} has no mailbox",
    "ErrorMailboxMoveInProgress": "the mailbox is being moved to another server; tried again later",
    "ErrorMailboxStoreUnavailable": "the mailbox's database is not available; tried again later",
    "ErrorQuotaExceeded": "the mailbox is full",
    "ErrorFolderNotFound": "there is no such folder",
    "ErrorSyncFolderNotFound": "there is no such folder",
    "ErrorSendAsDenied": "this user may not send in the name of the sender: give it Send As",
    "ErrorMessageSizeExceeded": "the mail is larger than the server takes",
    "ErrorTimeoutExpired": "the server cannot be reached, or the connection was lost",
    "RateLimitError": BUSY,
    "ErrorServerBusy": BUSY,
    "ErrorInternalServerTransientError": BUSY,
    "ErrorExceededConnectionCount": BUSY,
}
STATUS_SENTENCES = {
    403: "EWS is forbidden to this user or program (403): it may be switched off for the mailbox or the organization",
    404: "there is no EWS at this address (404): compare endpoint",
    405: "there is no EWS at this address (405): compare endpoint",
    440: "the login has expired (440)",
}
NO_EWS = "it does not answer as EWS does: compare endpoint"


class HttpRefused(ews.TransportError):  # type: ignore[misc]
    """An HTTP status that waiting does not mend."""

    def __init__(self, status: int) -> None:
        self.status = status
        super().__init__(f"HTTP {status}")


def sentence(error: Exception, mailbox: str, *, by_token: bool) -> str:
    """What is wrong. An answer that is not of EWS is never quoted: it may be the page of anybody."""
    name = type(error).__name__
    if isinstance(error.__context__, TLS_ERRORS):
        return f"its TLS certificate or protocol is not accepted: {_short(error)}"
    if isinstance(error, HttpRefused):
        later = "tried again later" if error.status >= 500 else "compare endpoint"
        return STATUS_SENTENCES.get(error.status, f"it answers HTTP {error.status}: {later}")
    if name == "UnauthorizedError" and by_token:
        return "the access token is refused (401): compare the application's permissions"
    if name in SENTENCES:
        return SENTENCES[name].format(mailbox=mailbox)
    if isinstance(error, (ews.ResponseMessageError, ews.CASError, OSError)):
        return f"{name}: {_short(error)}"
    return f"{NO_EWS} ({name})"


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
