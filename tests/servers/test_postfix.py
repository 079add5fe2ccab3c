"""Letters through a real relay arrive whole, once."""

from __future__ import annotations

import threading
from typing import Any

from aiosmtpd.controller import Controller

from bot.mail.ports import Sending
from bot.mail.smtp import SmtpAccount, SmtpOutgoing

MAILS = 50


class Sink:
    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self.full = threading.Event()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.bodies.append(envelope.content)
        if len(self.bodies) == MAILS:
            self.full.set()
        return "250 OK"


def test_every_letter_arrives_once_and_whole(postfix: tuple[int, int]) -> None:
    port, relay_port = postfix
    sink = Sink()
    controller = Controller(sink, hostname="127.0.0.1", port=relay_port)
    controller.start()
    outgoing = SmtpOutgoing(SmtpAccount("127.0.0.1", port, tls="none"))
    try:
        for number in range(MAILS):
            raw = f"Message-ID: <{number}@desk.example>\r\nFrom: ar@desk.example\r\n\r\n.{number}\r\nGuten Tag\r\n"
            sent = outgoing.send(raw.encode(), f"<{number}@desk.example>", "ar@desk.example", ("a@kunde.example",))
            assert sent.outcome is Sending.SENT
        assert sink.full.wait(60)
    finally:
        outgoing.close()
        controller.stop()
    assert {body.split(b"\r\n\r\n", 1)[1] for body in sink.bodies} == {
        f".{number}\r\nGuten Tag\r\n".encode() for number in range(MAILS)
    }


def test_a_letter_that_is_too_big_is_refused_with_the_relays_words(postfix: tuple[int, int]) -> None:
    outgoing = SmtpOutgoing(SmtpAccount("127.0.0.1", postfix[0], tls="none"))
    raw = b"Subject: x\r\n\r\n" + b"x" * 70 + b"\r\n" + (b"y" * 70 + b"\r\n") * 20_000
    sent = outgoing.send(raw, "<big@desk.example>", "ar@desk.example", ("a@kunde.example",))
    outgoing.close()
    assert sent.outcome is Sending.REFUSED and "552" in sent.words
