"""Dovecot that asks about access tokens: signed in with one that holds, and with the next where one was refused."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from bot.mail.idle import IdleWatch
from bot.mail.imap import ImapAccount, ImapMailbox
from bot.mail.ports import MailError
from tests.bot.fault_runs import wait_until
from tests.servers.dovecot_server import DovecotServer


class Introspection(BaseHTTPRequestHandler):
    good: ClassVar[set[str]] = set()
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        token = self.path.partition("token=")[2].partition("&")[0]
        self.asked.append(token)
        body = json.dumps({"active": token in self.good, "email": "bot"}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is said of requests."""


class Tokens:
    """A TokenSource: "token-1", and after each refusal the next."""

    def __init__(self) -> None:
        self.number = 1

    def __call__(self) -> str:
        return f"token-{self.number}"

    def renewed(self, refused: str) -> str:
        assert refused == self()
        self.number += 1
        return self()

    def expires_on(self) -> date | None:
        return None


@pytest.fixture
def account(new_dovecot: Callable[..., DovecotServer]) -> Iterator[ImapAccount]:
    Introspection.asked.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Introspection)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    dovecot = new_dovecot(introspection=f"http://127.0.0.1:{server.server_port}/?token=")
    yield replace(dovecot.account(), password="", token=Tokens())
    server.shutdown()


def test_a_token_that_holds_signs_in(account: ImapAccount) -> None:
    Introspection.good = {"token-1"}
    mailbox = ImapMailbox(account)
    mailbox.check()
    mailbox.close()
    assert set(Introspection.asked) == {"token-1"}


def test_a_token_that_is_refused_is_renewed_once(account: ImapAccount) -> None:
    Introspection.good = {"token-2"}
    mailbox = ImapMailbox(account)
    mailbox.check()
    mailbox.close()
    assert account.token is not None and account.token() == "token-2"


def test_tokens_that_are_refused_again_are_a_fault_of_the_mailbox(account: ImapAccount) -> None:
    Introspection.good = set()
    with pytest.raises(MailError, match="bot@127"):
        ImapMailbox(account).check()
    assert account.token is not None and account.token() == "token-2"


def test_idle_signs_in_with_tokens_too(account: ImapAccount) -> None:
    Introspection.good = {"token-2"}
    hints: list[int] = []
    watch = IdleWatch(account, "INBOX", lambda: hints.append(1))
    watch.start()
    wait_until(lambda: bool(hints))
    watch.stop()
