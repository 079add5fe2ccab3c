"""An SMTP relay as outgoing mail, spoken phase by phase: what was not acknowledged after the last dot is uncertain."""

from __future__ import annotations

import queue
import smtplib
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from smtplib import SMTPAuthenticationError, SMTPException, SMTPNotSupportedError, SMTPServerDisconnected
from typing import TYPE_CHECKING

from bot.mail.ports import NOBODY, MailError, Sending, Sent, is_plain_address, unnoticed

if TYPE_CHECKING:
    from bot.mail.tokens import TokenSource

TIMEOUT_SECONDS = 60
MAILS_PER_CONNECTION = 100
LOOPBACK = ("127.0.0.1", "localhost", "::1")
CLOSING = 421  # "service not available, closing transmission channel" (RFC 5321, 3.8)
REFUSED_TOKEN = 535  # RFC 4954, 6; also the code of an access token that has expired
# What the first digit of the answer to the whole mail says (RFC 5321, 4.2.1); after any other nobody knows who has it.
AFTER_THE_DOT = {2: Sending.SENT, 4: Sending.DEFERRED, 5: Sending.REFUSED}
FAILURES = (SMTPException, OSError, ValueError, MailError)


@dataclass(frozen=True, slots=True)
class SmtpAccount:
    """`tls`: "tls" (from the start), "starttls", or "none" for loopback alone. No user: no login.

    Either a password or `token`, the source of OAuth access tokens (SASL XOAUTH2).
    """

    host: str
    port: int
    user: str = ""
    password: str = ""
    tls: str = "starttls"
    token: TokenSource | None = None

    def __post_init__(self) -> None:
        if self.tls == "none" and self.host not in LOOPBACK:
            raise ValueError(f"mail to {self.host} must be encrypted")


class SmtpOutgoing:
    """Up to so many connections, each for up to 100 mails; safe to use from several threads."""

    def __init__(self, account: SmtpAccount, connections: int = 1) -> None:
        self._connections = connections
        self._idle: queue.LifoQueue[_Connection] = queue.LifoQueue()  # the last one used is the likeliest to be open
        for _ in range(connections):
            self._idle.put(_Connection(account))

    def send(
        self,
        raw: bytes,
        message_id: str,
        sender: str,
        recipients: Sequence[str],
        handing_over: Callable[[], None] = unnoticed,
    ) -> Sent:
        named = recipients if sender == NOBODY else (sender, *recipients)
        bad = [address for address in named if not is_plain_address(address)]
        if bad or not recipients:
            return Sent(Sending.REFUSED, f"not an address that can be written to: {bad or 'none'}")
        with self._one() as connection:
            return connection.send(raw, sender, recipients, handing_over)

    def find(self, message_id: str) -> bool | None:
        return None  # a relay does not tell what it took

    def check(self) -> None:
        with self._one() as connection:
            connection.check()

    def close(self) -> None:
        taken = [self._idle.get() for _ in range(self._connections)]
        for connection in taken:
            connection.drop()
            self._idle.put(connection)

    @contextmanager
    def _one(self) -> Iterator[_Connection]:
        connection = self._idle.get()
        try:
            yield connection
        finally:
            self._idle.put(connection)


class _Connection:
    """One conversation with the relay at a time, kept from mail to mail; for one thread at a time."""

    def __init__(self, account: SmtpAccount) -> None:
        self._account = account
        self._server: smtplib.SMTP | None = None
        self._used = ""  # the access token of the last sign-in
        self._mails = 0

    def send(self, raw: bytes, sender: str, recipients: Sequence[str], handing_over: Callable[[], None]) -> Sent:
        try:
            server = self._connected()
            taken, refused, words = self._envelope(server, sender, recipients, eight_bit=not raw.isascii())
        except FAILURES as error:
            self.drop()
            return Sent(Sending.DEFERRED, _said(error))
        if not taken:
            self._reset()
            return Sent(Sending.REFUSED if refused else Sending.DEFERRED, words)
        return self._data(server, raw, words, handing_over)

    def check(self) -> None:
        try:
            code, words = self._connected().noop()
        except FAILURES as error:
            self.drop()
            raise error if isinstance(error, MailError) else MailError(self._where, _said(error)) from error
        if code != 250:
            raise MailError(self._where, f"{code} {_text(words)}")

    def _envelope(
        self, server: smtplib.SMTP, sender: str, recipients: Sequence[str], *, eight_bit: bool
    ) -> tuple[bool, bool, str]:
        """(somebody is taken, everybody is refused for good, the server's words about who is not)."""
        options = ["body=8bitmime"] if eight_bit and server.has_extn("8bitmime") else []
        code, words = server.mail(sender, options)
        if code != 250:
            return False, code >= 500, f"{sender}: {code} {_text(words)}"
        said: list[tuple[int, str]] = []
        for recipient in recipients:
            code, words = server.rcpt(recipient)
            if code not in (250, 251):
                said.append((code, f"{recipient}: {code} {_text(words)}"))
        taken = len(said) < len(recipients)
        # One that may be taken later keeps the letter for everybody, so that it is one letter.
        if any(code < 500 for code, _ in said):
            taken = False
        return taken, all(code >= 500 for code, _ in said) and bool(said), "; ".join(text for _, text in said)

    def _data(self, server: smtplib.SMTP, raw: bytes, words: str, handing_over: Callable[[], None]) -> Sent:
        try:
            code, answer = server.docmd("DATA")
            if code != 354:
                self._reset()
                return Sent(Sending.REFUSED if code >= 500 else Sending.DEFERRED, f"{code} {_text(answer)}")
            server.send(_dotted(raw))
        except (SMTPException, OSError) as error:  # without the last dot no server may deliver it
            self.drop()
            return Sent(Sending.DEFERRED, _said(error))
        try:
            handing_over()
        except BaseException:
            self._cut()  # in the middle of DATA: whatever went over this connection next would become part of the mail
            raise
        try:
            server.send(b".\r\n")
            code, answer = server.getreply()
        except (SMTPException, OSError) as error:
            self.drop()
            return Sent(Sending.UNCERTAIN, f"no answer after the mail was handed over: {_said(error)}")
        self._mails += 1
        outcome = AFTER_THE_DOT.get(code // 100, Sending.UNCERTAIN)
        if code == CLOSING or outcome is Sending.UNCERTAIN or self._mails >= MAILS_PER_CONNECTION:
            self.drop()
        return Sent(outcome, words if outcome is Sending.SENT else f"{code} {_text(answer)}")

    @property
    def _where(self) -> str:
        return f"{self._account.host}:{self._account.port}"

    def _connected(self) -> smtplib.SMTP:
        """The kept connection if it still answers, else a new one."""
        if self._server is not None:
            try:
                if self._server.rset()[0] == 250:
                    return self._server
            except (SMTPException, OSError):
                pass
            self.drop()
        try:
            server = self._signed_in("")
        except SMTPAuthenticationError as error:
            if self._account.token is None or error.smtp_code != REFUSED_TOKEN:
                raise
            server = self._signed_in(self._used)
        self._server, self._mails = server, 0
        return server

    def _signed_in(self, refused: str) -> smtplib.SMTP:
        """A new connection; `refused`: an access token that the server did not take a moment ago."""
        account = self._account
        if account.tls == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                account.host, account.port, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context()
            )
        else:
            server = smtplib.SMTP(account.host, account.port, timeout=TIMEOUT_SECONDS)
        try:
            server.ehlo_or_helo_if_needed()
            if account.tls == "starttls":
                server.starttls(context=ssl.create_default_context())
                server.ehlo()
            if account.token is not None:
                self._used = account.token.renewed(refused) if refused else account.token()
                _give_token(server, account.user, self._used)
            elif account.user:
                server.login(account.user, account.password)
        except BaseException:
            server.close()
            raise
        return server

    def _reset(self) -> None:
        try:
            if self._server is not None and self._server.rset()[0] != 250:
                self.drop()
        except (SMTPException, OSError):
            self.drop()

    def _cut(self) -> None:
        """Ends the connection without a word."""
        server, self._server = self._server, None
        if server is not None:
            server.close()

    def drop(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            try:
                server.quit()
            except (SMTPException, OSError):
                server.close()


def _give_token(server: smtplib.SMTP, user: str, token: str) -> None:
    """SASL XOAUTH2. A refusal comes as a challenge (334, the reason), which wants an empty answer before the 535."""
    if "XOAUTH2" not in server.esmtp_features.get("auth", "").upper().split():
        raise SMTPNotSupportedError("the relay does not offer AUTH XOAUTH2: SMTP with OAuth is switched off there")
    words = f"user={user}\x01auth=Bearer {token}\x01\x01"
    server.auth("XOAUTH2", lambda challenge=None: words if challenge is None else "")


def _dotted(raw: bytes) -> bytes:
    """The mail with CRLF line ends, doubled leading dots (RFC 5321, 4.5.2) and an end of line at its end."""
    if not raw.count(b"\r") == raw.count(b"\n") == raw.count(b"\r\n"):
        raw = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\n", b"\r\n")
    if not raw.endswith(b"\r\n"):
        raw += b"\r\n"
    dotted = raw.replace(b"\n.", b"\n..")
    return b"." + dotted if raw.startswith(b".") else dotted


def _said(error: Exception) -> str:
    if isinstance(error, SMTPServerDisconnected):
        return f"the connection was lost: {error}"
    if isinstance(error, MailError):
        return str(error)
    code, words = getattr(error, "smtp_code", ""), getattr(error, "smtp_error", None)
    return f"{code} {_text(words)}" if words else f"{type(error).__name__}: {error}"


def _text(words: object) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
