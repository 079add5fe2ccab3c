"""`[mailboxes.X]` and `[outgoing]`: where mail comes from and goes to, and with which credentials."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bot.settings.ews import endpoint, ews
from bot.settings.oauth import check_encrypted, oauth
from bot.settings.section import Section
from bot.settings.sending import connections, letters_a_minute, sending
from bot.settings.values import MailboxSettings, OutgoingSettings
from workflows.ports import Company

MAILBOX_KINDS = ("maildir", "imap", "ews", "graph")
OUTGOING_KINDS = ("maildir", "smtp", "ews", "graph")
GRAPH = "https://graph.microsoft.com/v1.0"
TLS_MODES = ("tls", "starttls", "none")
LOOPBACK = ("127.0.0.1", "localhost", "::1")
SPECIAL_USES = ("\\All", "\\Archive", "\\Drafts", "\\Flagged", "\\Junk", "\\Sent", "\\Trash")  # RFC 6154, 2


def mailbox(section: Section, name: str, companies: Mapping[str, Company], base: Path) -> MailboxSettings:
    kind = section.text("kind", one_of=MAILBOX_KINDS)
    tls = section.text("tls", "tls", one_of=TLS_MODES)
    url = service_url(section, kind)
    token = oauth(section, kind, url)
    by_password = kind == "imap" and token is None
    found = MailboxSettings(
        name=name,
        company=section.text("company", one_of=tuple(companies)),
        kind=kind,
        path=base / section.text("path") if kind == "maildir" else None,
        host=section.text("host") if kind == "imap" else section.text("host", ""),
        port=section.whole("port", 993 if tls == "tls" else 143, least=1),
        user=section.text("user") if kind in ("imap", "graph") else section.text("user", ""),
        password=section.text("password") if by_password else section.text("password", ""),
        tls=tls,
        folder=section.text("folder", "INBOX"),
        done=section.text("done", "Processed"),
        review=section.text("review", "Review"),
        poll_seconds=section.whole("poll_seconds", 60, least=1),
        idle=section.flag("idle", False),
        url=url,
        oauth=token,
        ews=ews(section, kind, token, one_mailbox=True),
    )
    check_clear_text(section, found.tls, found.host)
    check_one_credential(section, found)
    check_folders(section, found)
    section.done()
    return found


def check_folders(section: Section, found: MailboxSettings) -> None:
    """Worked mails go elsewhere: moved within their folder they would come again for ever."""
    imap = found.kind == "imap"
    for key, name in (("folder", found.folder), ("done", found.done), ("review", found.review)):
        if name.startswith("\\") and not (imap and name in SPECIAL_USES):
            section.fault(f"{key}: a use of a folder (IMAP) is one of {', '.join(SPECIAL_USES)}, not {name}")
        if key != "folder" and name.casefold() == found.folder.casefold():
            section.fault(f"{key} must be another folder than {found.folder}")
    if found.idle and not imap:
        section.fault('idle is for kind = "imap" only')


def outgoing(root: Section, companies: Mapping[str, Company], base: Path) -> OutgoingSettings | None:
    if "outgoing" not in root.table:
        return None
    section = root.section("outgoing")
    kind = section.text("kind", one_of=OUTGOING_KINDS)
    tls = section.text("tls", "starttls", one_of=TLS_MODES)
    url = service_url(section, kind)
    token = oauth(section, kind, url)
    senders = section.section("from").strings()
    for code in companies:
        senders.setdefault(code, companies[code].email)
    for code in sorted(set(senders) - set(companies)):
        section.fault(f"from names the company {code!r}, which there is not")
    own_relay = kind == "smtp" and not section.table.get("user") and token is None
    per_minute = section.whole("per_minute", letters_a_minute(kind, own_relay=own_relay), least=1)
    found = OutgoingSettings(
        kind=kind,
        path=base / section.text("path") if kind == "maildir" else None,
        host=section.text("host") if kind == "smtp" else section.text("host", ""),
        port=section.whole("port", 587, least=1),
        user=section.text("user", ""),
        password=section.text("password", ""),
        tls=tls,
        sender=senders,
        per_minute=per_minute,
        url=url,
        oauth=token,
        ews=ews(section, kind, token, one_mailbox=False),
        **sending(section, kind, per_minute, companies),
        connections=connections(section, kind, own_relay=own_relay),
    )
    if kind == "smtp":
        check_clear_text(section, found.tls, found.host)
    check_one_credential(section, found)
    section.done()
    return found


def service_url(section: Section, kind: str) -> str:
    """Where the web service of this kind is, without a slash at its end; "" for a kind that has none."""
    if kind == "ews":
        return endpoint(section)
    if kind != "graph":
        return section.text("url", "")
    url = section.text("url", GRAPH).rstrip("/")
    check_encrypted(section, "url", url)
    return url


def check_one_credential(section: Section, found: MailboxSettings | OutgoingSettings) -> None:
    if found.oauth is not None and found.password:
        section.fault("password and oauth exclude each other")
    if found.kind in ("imap", "smtp") and found.oauth is not None and not (found.user or found.oauth.user):
        section.fault("user is missing: who signs in with the access token")
    if found.kind == "graph" and found.oauth is None:
        section.fault(f"the table [{section.name('oauth')}] is missing")


def check_clear_text(section: Section, tls: str, host: str) -> None:
    if tls == "none" and host and host not in LOOPBACK:
        section.fault(f'tls = "none" is for loopback only, not for {host}')
