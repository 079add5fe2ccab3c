"""SMTP phase by phase, against a server that fails where the test wants."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP
from hypothesis import given
from hypothesis import strategies as st

from bot.mail.ports import NOBODY, Sending
from bot.mail.smtp import SmtpAccount, SmtpOutgoing, _dotted
from tests.bot.free_port import free_port
from tests.bot.outgoing_contract import OutgoingContract

RAW = b"Subject: x\r\n\r\n.dot\r\nGuten Tag\r\n"
DESK = "ar@desk.example"


class Handler:
    """Answers as told; an answer of None closes the connection without one."""

    def __init__(self) -> None:
        self.mails: list[Any] = []
        self.mail = self.data = "250 OK"
        self.refused: dict[str, str] = {}
        self.hang_up = ""

    async def handle_MAIL(self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        envelope.mail_from = address
        return self._answer(server, "mail", self.mail)

    async def handle_RCPT(self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        answer = self.refused.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        self.mails.append(envelope)
        return self._answer(server, "data", self.data)

    def _answer(self, server: SMTP, phase: str, answer: str) -> str:
        if self.hang_up == phase:
            server.transport.abort()
        return answer


@pytest.fixture
def handler() -> Handler:
    return Handler()


@pytest.fixture
def outgoing(handler: Handler) -> Iterator[SmtpOutgoing]:
    port = free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    made = SmtpOutgoing(SmtpAccount("127.0.0.1", port, tls="none"))
    yield made
    made.close()
    controller.stop()


class SmtpPost:
    def __init__(self, outgoing: SmtpOutgoing, handler: Handler) -> None:
        self.outgoing, self._handler = outgoing, handler
        self.away = SmtpOutgoing(SmtpAccount("127.0.0.1", free_port(), tls="none"))

    def arrived(self) -> list[bytes]:
        return [mail.content for mail in self._handler.mails]


@pytest.fixture
def post(outgoing: SmtpOutgoing, handler: Handler) -> SmtpPost:
    return SmtpPost(outgoing, handler)


class TestSmtpOutgoing(OutgoingContract):
    pass


def send(outgoing: SmtpOutgoing, *to: str) -> tuple[Sending, str]:
    sent = outgoing.send(RAW, "<1@desk.example>", DESK, to or ("a@kunde.example",))
    return sent.outcome, sent.words


def test_a_mail_arrives_as_it_is_and_the_connection_is_kept(outgoing: SmtpOutgoing, handler: Handler) -> None:
    for _ in range(3):
        assert send(outgoing, "a@kunde.example", "b@kunde.example")[0] is Sending.SENT
    assert [(one.mail_from, one.rcpt_tos, one.content) for one in handler.mails] == [
        (DESK, ["a@kunde.example", "b@kunde.example"], RAW)
    ] * 3


@pytest.mark.parametrize(
    ("phase", "answer", "outcome"),
    [
        ("mail", "451 try later", Sending.DEFERRED),
        ("mail", "552 too big", Sending.REFUSED),
        ("data", "451 try later", Sending.DEFERRED),
        ("data", "554 no", Sending.REFUSED),
        ("data", "421 closing", Sending.DEFERRED),
        ("data", "yes accepted", Sending.UNCERTAIN),  # after the last dot only 4xx and 5xx say that nobody has it
        ("data", "354 go on", Sending.UNCERTAIN),
    ],
)
def test_the_servers_answer_is_understood(
    outgoing: SmtpOutgoing, handler: Handler, phase: str, answer: str, outcome: Sending
) -> None:
    setattr(handler, phase, answer)
    found, words = send(outgoing)
    assert found is outcome and answer[4:] in words
    setattr(handler, phase, "250 OK")
    assert send(outgoing)[0] is Sending.SENT


def test_any_answer_of_consent_after_the_last_dot_is_one(outgoing: SmtpOutgoing, handler: Handler) -> None:
    handler.data = "251 will forward"
    assert send(outgoing) == (Sending.SENT, "")


def test_a_connection_lost_before_the_mail_was_handed_over_is_tried_later(
    outgoing: SmtpOutgoing, handler: Handler
) -> None:
    handler.hang_up = "mail"
    assert send(outgoing)[0] is Sending.DEFERRED


def test_an_answer_lost_after_the_mail_was_handed_over_is_uncertain(outgoing: SmtpOutgoing, handler: Handler) -> None:
    handler.hang_up = "data"
    assert send(outgoing)[0] is Sending.UNCERTAIN
    assert outgoing.find("<1@desk.example>") is None


def test_an_unknown_recipient_is_named_and_the_others_get_the_mail(outgoing: SmtpOutgoing, handler: Handler) -> None:
    handler.refused = {"gone@kunde.example": "550 5.1.1 unknown user"}
    outcome, words = send(outgoing, "a@kunde.example", "gone@kunde.example")
    assert outcome is Sending.SENT and "gone@kunde.example: 550 5.1.1 unknown user" in words
    assert send(outgoing, "gone@kunde.example")[0] is Sending.REFUSED


def test_a_recipient_to_be_tried_later_keeps_the_letter_for_all(outgoing: SmtpOutgoing, handler: Handler) -> None:
    handler.refused = {"later@kunde.example": "450 greylisted"}
    assert send(outgoing, "a@kunde.example", "later@kunde.example")[0] is Sending.DEFERRED
    assert handler.mails == []


@pytest.mark.parametrize("address", ["a@b\r\nRCPT TO:<x@y>", "<a@b>", "a b@c", "a", "ä@b", "a@b,c@d", ""])
def test_no_address_speaks_smtp(outgoing: SmtpOutgoing, handler: Handler, address: str) -> None:
    assert send(outgoing, address)[0] is Sending.REFUSED
    assert handler.mails == []


def test_a_strangers_relay_is_never_spoken_to_in_clear() -> None:
    with pytest.raises(ValueError, match="encrypted"):
        SmtpAccount("relay.example", 25, tls="none")


def test_a_mail_that_was_not_let_go_is_no_part_of_the_next_one(outgoing: SmtpOutgoing, handler: Handler) -> None:
    def refuse() -> None:
        raise LookupError("not ours any more")

    with pytest.raises(LookupError):
        outgoing.send(RAW, "<1@desk.example>", DESK, ["a@kunde.example"], refuse)
    assert send(outgoing)[0] is Sending.SENT
    assert [mail.content for mail in handler.mails] == [RAW]


def test_an_acknowledgement_may_leave_with_the_null_return_path(outgoing: SmtpOutgoing, handler: Handler) -> None:
    sent = outgoing.send(RAW, "<1@desk.example>", NOBODY, ("a@kunde.example",))
    assert (sent.outcome, handler.mails[0].mail_from) == (Sending.SENT, "<>")


@given(st.lists(st.sampled_from([b"\r\n", b"\n", b"\r", b".", b"x", b"\r\n."]), min_size=1).map(b"".join))
def test_what_the_server_undots_is_the_mail_with_clean_line_ends(raw: bytes) -> None:
    sent = _dotted(raw)
    lines = sent.split(b"\r\n")
    assert lines.pop() == b"" and b"." not in lines
    assert not any(sign in line for line in lines for sign in (b"\r", b"\n"))
    undotted = [line.removeprefix(b".") for line in lines]
    clean = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").removesuffix(b"\n").split(b"\n")
    assert undotted == clean


def test_several_threads_use_several_connections_and_closing_ends_them_all(handler: Handler) -> None:
    port = free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    outgoing = SmtpOutgoing(SmtpAccount("127.0.0.1", port, tls="none"), connections=3)
    together = threading.Barrier(3, timeout=10)

    def all_there() -> None:
        together.wait()

    with ThreadPoolExecutor(3) as pool:
        sent = pool.map(
            lambda to: outgoing.send(RAW, "<1@desk.example>", DESK, (to,), all_there),
            ("a@kunde.example", "b@kunde.example", "c@kunde.example"),
        )
        assert [one.outcome for one in sent] == [Sending.SENT] * 3
    outgoing.close()
    assert len(handler.mails) == 3
    controller.stop()
