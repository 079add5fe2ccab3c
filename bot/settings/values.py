"""The configuration as values; and the secrets it names, read where they are used."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from nlp.limits import Limits
from workflows.errors import O2CError
from workflows.invoicing.electronic import EInvoiceProfile
from workflows.ports import Desk
from workflows.sending_hours import SendingHours
from workflows.statements.handlers import StatementKind


class SettingsError(O2CError):
    """The configuration cannot be used; `faults` lists everything that is wrong with it."""

    def __init__(self, file: str, faults: list[str]) -> None:
        self.file, self.faults = file, tuple(faults)
        super().__init__("\n".join(f"{file}: {fault}" for fault in faults))


@dataclass(frozen=True, slots=True)
class OAuthSettings:
    """Who asks for access tokens where. The three secrets are still "env:NAME" or "file:PATH", or ""."""

    provider: str  # microsoft, google, custom
    tenant: str
    client_id: str
    client_secret: str
    certificate: str  # a PEM with private key and certificate
    refresh_token: str
    token_url: str
    authority: str
    scope: str
    user: str  # who signs in at the mail server, where that is not the mailbox's user
    expires_on: date | None  # of the secret, as its maker said
    authorize_url: str = ""  # where a person signs in for the first refresh token, of Google and others


@dataclass(frozen=True, slots=True)
class EwsSettings:
    """How an Exchange mailbox is opened: as its owner or with full access, or in its owner's name."""

    auth: str  # ntlm, basic, oauth
    access: str  # delegate, impersonation
    mailbox: str  # its address; "" for outgoing mail: that of each sender


@dataclass(frozen=True, slots=True)
class MailboxSettings:
    name: str
    company: str
    kind: str
    path: Path | None
    host: str
    port: int
    user: str
    password: str  # still "env:NAME" or "file:PATH"; resolved by `secret` where it is used
    tls: str
    folder: str
    done: str
    review: str
    poll_seconds: int
    idle: bool = False  # the server tells of new mail besides (IMAP)
    url: str = ""  # of a web service
    oauth: OAuthSettings | None = None
    ews: EwsSettings | None = None


@dataclass(frozen=True, slots=True)
class OutgoingSettings:
    kind: str
    path: Path | None
    host: str
    port: int
    user: str
    password: str
    tls: str
    sender: Mapping[str, str]  # company -> address
    per_minute: int  # at most so many letters a minute and sending account
    url: str = ""  # of a web service
    oauth: OAuthSettings | None = None
    ews: EwsSettings | None = None
    per_domain_minute: int = 300  # of these, to one recipient's domain
    reply_to: Mapping[str, str] = field(default_factory=dict)  # company -> address with "{token}"
    reply_mark: bool = False  # the reply token also stands in the text and, hidden, in the HTML
    null_return_path: bool = False  # acknowledgements leave with MAIL FROM:<> (RFC 3834, 3.3)
    hours: SendingHours = field(default_factory=SendingHours)
    connections: int = 1  # to the relay, at once


@dataclass(frozen=True, slots=True)
class DunningSchedule:
    """On which weekdays `run` duns by itself, at which local hour; no days: only `o2cbot dun`."""

    days: tuple[str, ...]
    hour: int


@dataclass(frozen=True, slots=True)
class StatementSchedule:
    """Once a month, on the first business day of a company's country from `day` on; 0: never by itself."""

    day: int
    hour: int  # of the company's clock
    kind: StatementKind


@dataclass(frozen=True, slots=True)
class WatchSettings:
    """Who is told of alarms, and from when on something is wrong; 0: nobody wants to hear of it."""

    lead: str = ""  # an address; "": alarms stand in the log and on the health page alone
    company: str = ""  # that the letter is sent from; "": the first one
    language: str = ""  # of the letter; "": the company's
    no_good_poll_minutes: int = 30
    no_good_send_minutes: int = 60
    oldest_message_minutes: int = 60
    quarantined_messages: int = 10
    uncertain_letters: int = 1
    failed_letters: int = 1
    free_disk_mb: int = 1024
    credential_days: int = 14
    calm_minutes: int = 10  # clear for so long, an alarm is over
    ping: str = ""  # a URL that is asked for after each look, for somebody outside who notices when that stops


@dataclass(frozen=True, slots=True)
class PlatformSettings:
    """Who delivers e-invoices of which profiles in place of a mail."""

    name: str
    url: str
    profiles: tuple[EInvoiceProfile, ...]
    oauth: OAuthSettings


@dataclass(frozen=True, slots=True)
class Settings:
    file: Path
    database: str
    desk: Desk
    mailboxes: tuple[MailboxSettings, ...]
    outgoing: OutgoingSettings | None
    authserv_ids: tuple[str, ...]
    reply_secret: str  # "env:NAME" or "file:PATH"; "": the one that the database was made with
    dkim: bool  # signatures are checked by ourselves too, with a look into the DNS at intake
    arc: bool  # and chains of seals
    trusted_arc_sealers: tuple[str, ...]  # domains whose sealed word on who sent a mail is believed
    limits: Limits
    largest_mail_bytes: int  # of a bigger one only the header lines are fetched
    dunning_schedule: DunningSchedule
    billing_schedule: DunningSchedule
    statement_schedule: StatementSchedule
    console_host: str
    console_port: int
    console_secure: bool  # cookies only over https (behind a reverse proxy)
    models: Path  # folder of the models that this desk's specialists have taught
    watch: WatchSettings
    rule_sets: Mapping[str, tuple[Path, ...]]  # of e-invoices, by profile or syntax
    platforms: tuple[PlatformSettings, ...]

    def base(self) -> Path:
        return self.file.parent

    def signing_in(self) -> dict[str, OAuthSettings]:
        """Name of a mailbox, or "outgoing" -> how it signs in by OAuth; those alone that do."""
        tables = {"outgoing": self.outgoing.oauth if self.outgoing else None}
        tables |= {one.name: one.oauth for one in self.mailboxes}
        return {name: oauth for name, oauth in tables.items() if oauth is not None}


def secret(reference: str, base: Path) -> str:
    """The secret behind "env:NAME" or "file:PATH" (relative to the configuration file); raises SettingsError."""
    kind, _, rest = reference.partition(":")
    if kind == "env":
        if rest not in os.environ:
            raise SettingsError("environment", [f"the variable {rest} is not set"])
        return os.environ[rest]
    if kind == "file":
        try:
            return (base / rest).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise SettingsError(rest, [f"the secret cannot be read: {error.strerror}"]) from error
    raise SettingsError("password", ['secrets are written "env:NAME" or "file:PATH", never in clear'])


def keep_secret(reference: str, base: Path, value: str) -> bool:
    """Puts another value where the secret came from, whole or not at all; False where nothing can be kept ("env:")."""
    kind, _, rest = reference.partition(":")
    if kind != "file":
        return False
    path = (base / rest).resolve()
    half = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(value + "\n")
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
    except OSError:
        half.unlink(missing_ok=True)
        return False
    return True
