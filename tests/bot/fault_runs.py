"""Passes of a desk over lines with one fault each, against whatever servers a test has."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from functools import partial
from typing import Any
from uuid import uuid4

from aiosmtpd.controller import Controller

from bot.mail.imap import ImapAccount, ImapMailbox
from bot.mail.smtp import SmtpAccount, SmtpOutgoing
from bot.storage.database import Database
from tests.bot.fault_proxy import Fault, FaultProxy, How, Imap, Smtp, fault_proxy
from tests.bot.faulty_desk import MAILS, Outcome, check_folders, faulty_desk
from tests.bot.mailbox_contract import ImapBox
from workflows.letters import LetterStatus

CALM = Outcome(
    {"one": "done", "ask": "review", "unreadable": "quarantined", "four": "done"}, {"one": 1, "ask": 1, "four": 1}, 3
)
NEVER = 10_000
IMAP_FAULTS: dict[str, Callable[[int], Fault]] = {
    "cut before": partial(Fault, How.CUT_BEFORE),
    "cut after": partial(Fault, How.CUT_AFTER),
    "cut within": partial(Fault, How.CUT_WITHIN),
    "unavailable": partial(Fault, How.ANSWER, words=b"{tag} NO [UNAVAILABLE] come back later\r\n"),
    "bad": partial(Fault, How.ANSWER, words=b"{tag} BAD what?\r\n"),
    "bye": partial(Fault, How.ANSWER, words=b"* BYE going down\r\n"),
    "garbage": partial(Fault, How.GARBAGE, words=b"\x00\xff*** 250 {12 \r\n* 7 FETCH (UID \r\n"),
}
SMTP_FAULTS: dict[str, Callable[[int], Fault]] = {
    "cut before": partial(Fault, How.CUT_BEFORE),
    "cut after": partial(Fault, How.CUT_AFTER),
    "451": partial(Fault, How.ANSWER, words=b"451 4.3.0 try again later\r\n"),
    "421": partial(Fault, How.ANSWER, words=b"421 4.3.2 shutting down\r\n"),
    "garbage": partial(Fault, How.ANSWER, words=b"\xff\x00\r\n"),
}


class Sink:
    def __init__(self) -> None:
        self.received: Counter[str] = Counter()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # Any: aiosmtpd's own types
        self.received[str(message_from_bytes(envelope.content)["Message-ID"])] += 1
        return "250 OK"


@contextmanager
def sink(port: int) -> Iterator[Counter[str]]:
    """The world behind the relay: each Message-ID that it got."""
    made = Sink()
    controller = Controller(made, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield made.received
    finally:
        controller.stop()


def through(account: ImapAccount, proxy: FaultProxy) -> ImapMailbox:
    return ImapMailbox(ImapAccount("127.0.0.1", proxy.port, account.user, account.password, tls="none"))


def empty(box: ImapBox) -> None:
    box.client.select_folder("INBOX")
    box.client.delete_messages(box.client.search())
    box.client.expunge()
    for name in ("Processed", "Review"):
        if box.client.folder_exists(name):
            box.client.delete_folder(name)


def run(box: ImapBox, account: ImapAccount, database: Database, fault: Fault) -> FaultProxy:
    """A desk at work over a line with this fault, until it is calm; then everything is as it should be."""
    empty(box)
    box.deliver(*MAILS)
    with fault_proxy(account.port, Imap, fault) as proxy, faulty_desk(database, through(account, proxy)) as desk:
        desk.work_until_calm()
        assert desk.outcome() == CALM
    check_folders(box.folder)
    return proxy


def run_sending(
    box: ImapBox, account: ImapAccount, database: Database, port: int, fault: Fault, received: Counter[str]
) -> FaultProxy:
    """The same with the fault on the line to the relay: no letter goes out twice, and only one whose last dot was lost
    may be uncertain. `received`: Message-IDs that came out behind the relay; what is uncertain may come or not."""
    received.clear()
    empty(box)
    box.deliver(*(raw + uuid4().hex.encode() for raw in MAILS))  # a relay may still bring letters of another run
    with fault_proxy(port, Smtp, fault) as proxy:
        outgoing = SmtpOutgoing(SmtpAccount("127.0.0.1", proxy.port, tls="none"))
        with faulty_desk(database, ImapMailbox(account), outgoing) as desk:
            desk.work_until_calm()
            assert desk.outcome() == CALM
            letters = desk.letters()
        uncertain = {id for id, state in letters.items() if state is LetterStatus.UNCERTAIN}
        assert len(uncertain) <= (1 if proxy.commands[fault.at - 1 : fault.at] == ["."] else 0)
        wait_until(lambda: received.keys() >= letters.keys() - uncertain)
        assert all(received[id] <= 1 for id in letters)
    return proxy


def wait_until(happens: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)
