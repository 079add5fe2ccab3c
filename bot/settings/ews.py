"""What `kind = "ews"` asks for: where Exchange answers, how one logs in, whose mailbox is opened and by which right."""

from __future__ import annotations

from bot.settings.oauth import check_encrypted
from bot.settings.section import Section
from bot.settings.values import EwsSettings, OAuthSettings

AUTH = ("ntlm", "basic", "oauth")
ACCESS = ("delegate", "impersonation")
PATH = "/EWS/Exchange.asmx"


def endpoint(section: Section) -> str:
    """`endpoint`, or what `host` makes of it. It is never looked up: that would show the password to strangers."""
    host = section.text("host", "")
    found = section.text("endpoint", f"https://{host}{PATH}" if host else "")
    if not found:
        section.fault(f"endpoint is missing: https://HOST{PATH}")
    check_encrypted(section, "endpoint", found)
    return found


def ews(section: Section, kind: str, token: OAuthSettings | None, *, one_mailbox: bool) -> EwsSettings | None:
    """None for another kind. `one_mailbox`: it must be said which, where the user's name does not."""
    if kind != "ews":
        return None
    user = section.text("user", "")
    found = EwsSettings(
        auth=section.text("auth", "oauth" if token else "ntlm", one_of=AUTH),
        access=section.text("access", "delegate", one_of=ACCESS),
        mailbox=section.text("mailbox", user if one_mailbox and "@" in user else ""),
    )
    if (one_mailbox or "mailbox" in section.table) and found.mailbox.count("@") != 1:
        section.fault('mailbox must be the address of the mailbox, like "orders@company.example"')
    if (found.auth == "oauth") != (token is not None):
        section.fault(f'auth = "oauth" and the table [{section.name("oauth")}] belong together')
    if token is None and not (user and section.text("password", "")):
        section.fault(f"user and password, or the table [{section.name('oauth')}], are missing")
    return found
