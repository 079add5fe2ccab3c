"""SMTP with an access token (SASL XOAUTH2), against a relay that says no the way that Microsoft and Google do."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from bot.mail.ports import MailError, Sending
from bot.mail.smtp import SmtpAccount, SmtpOutgoing
from bot.mail.tokens import TokenError
from tests.bot.free_port import free_port
from tests.bot.outgoing_contract import OutgoingContract, letter, sent

USER = "ar@desk.example"


class Relay:
    def __init__(self) -> None:
        self.good = "token-1"
        self.offered: list[str] = []
        self.bodies: list[bytes] = []

    async def auth_XOAUTH2(self, server: Any, arguments: list[str]) -> AuthResult:
        user, bearer, *_ = base64.b64decode(arguments[1]).decode().split("\x01")
        self.offered.append(bearer.removeprefix("auth=Bearer "))
        if user == f"user={USER}" and self.offered[-1] == self.good:
            return AuthResult(success=True)
        await server.challenge_auth('{"status":"401","schemes":"bearer"}')
        return AuthResult(success=False, handled=False, message="535 5.7.3 Authentication unsuccessful")

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.bodies.append(envelope.content)
        return "250 OK" if session.authenticated else "530 5.7.0 Authentication required"


class Tokens:
    def __init__(self) -> None:
        self.current, self.renewals = "token-1", 0

    def __call__(self) -> str:
        return self.current

    def renewed(self, refused: str) -> str:
        assert refused == self.current
        self.renewals += 1
        self.current = f"token-{self.renewals + 1}"
        return self.current

    def expires_on(self) -> date | None:
        return None


class Post:
    def __init__(self, port: int) -> None:
        self.relay, self.tokens = Relay(), Tokens()
        self.outgoing = SmtpOutgoing(self.account(port))
        self.away = SmtpOutgoing(self.account(free_port()))

    def account(self, port: int) -> SmtpAccount:
        return SmtpAccount("127.0.0.1", port, USER, tls="none", token=self.tokens)

    def arrived(self) -> list[bytes]:
        return self.relay.bodies


@pytest.fixture
def post() -> Iterator[Post]:
    port = free_port()
    made = Post(port)
    controller = Controller(made.relay, hostname="127.0.0.1", port=port, auth_require_tls=False)
    controller.start()
    yield made
    made.outgoing.close()
    controller.stop()


class TestSmtpWithTokens(OutgoingContract):
    pass


def test_a_token_that_has_expired_is_renewed_once_and_the_letter_goes_out(post: Post) -> None:
    post.relay.good = "token-2"
    assert sent(post.outgoing).outcome is Sending.SENT
    assert (post.relay.offered, post.arrived()) == (["token-1", "token-2"], [letter()])


def test_a_token_that_is_never_taken_is_tried_twice_and_told_in_the_relays_words(post: Post) -> None:
    post.relay.good = "nothing"
    told = sent(post.outgoing)
    assert told.outcome is Sending.DEFERRED and "535" in told.words
    assert post.relay.offered == ["token-1", "token-2"] and "token" not in told.words
    with pytest.raises(MailError, match="535"):
        post.outgoing.check()


def test_without_a_token_the_letter_waits_with_what_to_do(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: Tokens) -> str:
        raise TokenError("sign-in", "the client secret has expired")

    monkeypatch.setattr(Tokens, "__call__", fail)
    told = sent(post.outgoing)
    assert told.outcome is Sending.DEFERRED and "client secret has expired" in told.words
    with pytest.raises(MailError, match="client secret has expired"):
        post.outgoing.check()


def test_a_relay_without_xoauth2_is_named() -> None:
    class Deaf:
        async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
            return "250 OK"

    port = free_port()
    controller = Controller(Deaf(), hostname="127.0.0.1", port=port, auth_require_tls=False)
    controller.start()
    outgoing = SmtpOutgoing(SmtpAccount("127.0.0.1", port, USER, tls="none", token=Tokens()))
    told = sent(outgoing)
    controller.stop()
    assert told.outcome is Sending.DEFERRED and "does not offer AUTH XOAUTH2" in told.words
