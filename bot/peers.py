"""Whom the desk speaks to: its mail servers and platforms, made of their settings, each with its credentials."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.mail.ports import Mailbox, MailError, Outgoing
from bot.settings import MailboxSettings, OAuthSettings, OutgoingSettings, Settings, secret

if TYPE_CHECKING:
    from bot.mail.ews_wire import Connection
    from bot.mail.idle import IdleWatch
    from bot.mail.imap_session import ImapAccount
    from bot.mail.tokens import TokenSource
    from bot.platforms.flow import FlowPlatform
    from bot.watch import CredentialSight


@dataclass
class Peers:
    """What speaks each protocol is imported when somebody is to be spoken to."""

    settings: Settings
    _tokens: dict[OAuthSettings, TokenSource] = field(default_factory=dict)

    def mailbox(self, settings: MailboxSettings) -> Mailbox:
        largest = self.settings.largest_mail_bytes
        if settings.kind == "maildir":
            from bot.mail.maildir import MaildirMailbox

            assert settings.path is not None
            return MaildirMailbox(settings.path, settings.folder, largest)
        if settings.kind == "graph":
            from bot.mail.graph import GraphMailbox
            from bot.mail.graph_service import GraphService

            service = GraphService(settings.url, self.tokens(settings.oauth))
            return GraphMailbox(service, settings.user, settings.folder, largest)
        if settings.ews is not None:
            from bot.mail.ews import EwsMailbox

            return EwsMailbox(self.exchange(settings, settings.ews.mailbox), settings.folder, largest)
        from bot.mail.imap import ImapMailbox

        return ImapMailbox(self.imap_account(settings), settings.folder, (settings.done, settings.review), largest)

    def imap_account(self, settings: MailboxSettings) -> ImapAccount:
        from bot.mail.imap_session import ImapAccount

        return ImapAccount(settings.host, settings.port, *self.sign_in(settings), settings.tls, self.token(settings))

    def idle_watch(self, settings: MailboxSettings, wake: Callable[[], object]) -> IdleWatch | None:
        """What listens for new mail beside the polls; None where nobody asked for it."""
        if not settings.idle:
            return None
        from bot.mail.idle import IdleWatch

        return IdleWatch(self.imap_account(settings), settings.folder, wake)

    def outgoing(self, settings: OutgoingSettings) -> Outgoing:
        """The way out: by mail, and by platforms where some deliver e-invoices."""
        mail = self.mail_out(settings)
        if not self.settings.platforms:
            return mail
        from bot.platforms.outgoing import RoutedOutgoing

        there = self.platforms()
        return RoutedOutgoing(mail, {each: there[one.name] for one in self.settings.platforms for each in one.profiles})

    def platforms(self) -> Mapping[str, FlowPlatform]:
        """Who delivers e-invoices in place of a mail, by name."""
        from bot.mail.tokens import token_source
        from bot.platforms.flow import FlowPlatform

        base = self.settings.base()
        return {one.name: FlowPlatform(one.url, token_source(one.oauth, base)) for one in self.settings.platforms}

    def mail_out(self, settings: OutgoingSettings) -> Outgoing:
        if settings.kind == "maildir":
            from bot.mail.maildir import MaildirOutgoing

            assert settings.path is not None
            return MaildirOutgoing(settings.path)
        if settings.kind == "graph":
            from bot.mail.graph_outgoing import GraphOutgoing
            from bot.mail.graph_service import GraphService

            users = (settings.user,) if settings.user else tuple(sorted(set(settings.sender.values())))
            return GraphOutgoing(GraphService(settings.url, self.tokens(settings.oauth)), users)
        if settings.ews is not None:
            from bot.mail.ews_outgoing import EwsOutgoing

            mailboxes = [settings.ews.mailbox] if settings.ews.mailbox else sorted(set(settings.sender.values()))
            return EwsOutgoing(*(self.exchange(settings, mailbox) for mailbox in mailboxes))
        from bot.mail.smtp import SmtpAccount, SmtpOutgoing

        user, password = self.sign_in(settings)
        account = SmtpAccount(settings.host, settings.port, user, password, settings.tls, self.token(settings))
        return SmtpOutgoing(account, settings.connections)

    def exchange(self, settings: MailboxSettings | OutgoingSettings, mailbox: str) -> Connection:
        from bot.mail.ews_wire import Connection, EwsAccount

        assert settings.ews is not None
        user, password = self.sign_in(settings)
        auth, access = settings.ews.auth, settings.ews.access
        return Connection(EwsAccount(settings.url, user, mailbox, password, auth, access, self.token(settings)))

    def sign_in(self, settings: MailboxSettings | OutgoingSettings) -> tuple[str, str]:
        """(who signs in at the mail server, password or "")."""
        user = settings.oauth.user if settings.oauth is not None else ""
        password = secret(settings.password, self.settings.base()) if settings.password else ""
        return user or settings.user, password

    def token(self, settings: MailboxSettings | OutgoingSettings) -> TokenSource | None:
        return self.tokens(settings.oauth) if settings.oauth is not None else None

    def tokens(self, settings: OAuthSettings | None) -> TokenSource:
        """The one source of access tokens of these settings: mailboxes that share an application share its token."""
        from bot.mail.tokens import token_source

        assert settings is not None
        if settings not in self._tokens:
            self._tokens[settings] = token_source(settings, self.settings.base())
        return self._tokens[settings]

    def credentials(self) -> tuple[CredentialSight, ...]:
        """The credentials that access tokens are asked for with, and their last days."""
        from bot.watch import CredentialSight

        found = []
        for oauth, names in self.oauth_users().items():
            try:
                found.append(CredentialSight(", ".join(names), self.tokens(oauth).expires_on()))
            except MailError as error:
                found.append(CredentialSight(", ".join(names), None, str(error)))
        return tuple(found)

    def oauth_users(self) -> dict[OAuthSettings, list[str]]:
        """Which mailboxes (and "outgoing") sign in with which settings."""
        users: dict[OAuthSettings, list[str]] = {}
        named = [(f"mailbox {one.name}", one.oauth) for one in self.settings.mailboxes]
        named += [("outgoing", self.settings.outgoing.oauth)] if self.settings.outgoing else []
        for name, oauth in named:
            if oauth is not None:
                users.setdefault(oauth, []).append(name)
        return users
