"""Exchange at its worst: whatever fails, and wherever, the end is that of a calm run."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress

import pytest

from bot.intake import Desktop, Inbox, Intake
from bot.mail.ews import EwsMailbox
from bot.mail.ews_outgoing import EwsOutgoing
from bot.mail.ews_wire import Connection, EwsAccount
from bot.mail.ports import MailError, Sending
from bot.storage.database import Database
from tests.bot.ews_server import EwsServer
from tests.bot.outgoing_contract import CUSTOMER, DESK, letter
from tests.bot.test_intake import World
from workflows.messages import MessageStatus

FAULTS = ("503", "502", "429", "dropped", "lost", "cut", "half", "nonsense", "busy:3", "busy:80", "401", "403",
          "ErrorInternalServerTransientError", "ErrorMailboxStoreUnavailable")  # fmt: skip
MAILS, LETTERS, ROUNDS = 40, 25, 400


@pytest.fixture
def server() -> Iterator[EwsServer]:
    made = EwsServer()
    made.add(DESK)
    yield made
    made.stop()


def connection(server: EwsServer) -> Connection:
    clock = iter(range(0, 10**9, 10_000))
    account = EwsAccount(server.endpoint, "desk", DESK, "secret", "basic")
    # A login that was refused is not asked again for a quarter of an hour: here that passes at once.
    return Connection(account, patience_seconds=0.05, first_wait_seconds=0.001, clock=lambda: next(clock))


def troubled(server: EwsServer, seed: int, share: float) -> random.Random:
    """Makes each request fail with this probability, in any way there is."""
    chance = random.Random(seed)
    server.trouble = lambda operation: chance.choice(FAULTS) if chance.random() < share else ""
    return chance


class Desk(World):
    """A desk with one mailbox, on Exchange."""

    def __init__(self, database: Database, server: EwsServer) -> None:
        super().__init__(database)
        self.mailbox = EwsMailbox(connection(server))
        inbox = Inbox("ar", "DE10", self.mailbox, "Processed", "Review/2026")
        desktop: Desktop = self.intake._desktop
        self.intake = Intake(database, self.engine, {"ar": inbox}, desktop)


@pytest.mark.parametrize("seed", range(2))
def test_every_mail_ends_once_and_in_its_folder(database: Database, server: EwsServer, seed: int) -> None:
    chance = troubled(server, seed, 0.25)
    desk = Desk(database, server)
    desk.engine.launch()
    server.at_once, server.writes_anew = 7, True
    raws = [f"Subject: {number}\r\n\r\n{'ask' if number % 5 == 0 else 'do'}\r\n".encode() for number in range(MAILS)]
    waiting = list(raws)
    for _ in range(ROUNDS):
        for _ in range(chance.randint(0, 5)):
            server.deliver(DESK, *waiting[:1])
            del waiting[:1]
        if chance.random() < 0.1:
            server.states_forgotten = True
        with suppress(MailError):
            desk.intake.poll("ar")
        assert desk.engine.drain(20)
        if not waiting and not server.mimes(DESK, "Inbox") and len(desk.messages()) == MAILS:
            break
    desk.engine.shutdown(timeout_seconds=1)
    assert Counter(desk.states()) == {MessageStatus.DONE: MAILS * 4 // 5, MessageStatus.REVIEW: MAILS // 5}
    assert sorted(server.mimes(DESK, "Processed") + server.mimes(DESK, "Review/2026")) == sorted(raws)
    assert len(server.mimes(DESK, "Review/2026")) == MAILS // 5


class Killed(BaseException):
    """The program ends here."""


@pytest.mark.parametrize("seed", range(4))
def test_every_letter_goes_out_once_whenever_the_program_ends(server: EwsServer, seed: int) -> None:
    chance = troubled(server, seed, 0.2)
    to_settle_by_a_person = 0
    for number in range(LETTERS):
        state = Sending.DEFERRED
        for _ in range(ROUNDS):
            outgoing = EwsOutgoing(connection(server))

            def handing_over() -> None:
                if chance.random() < 0.2:
                    raise Killed

            try:
                state = outgoing.send(
                    letter(number), f"<{number}@desk.example>", DESK, [CUSTOMER], handing_over
                ).outcome
            except Killed:
                state = settled(EwsOutgoing(connection(server)), number)
            if state is not Sending.DEFERRED:
                break
        copies = server.sent.count(letter(number))
        assert copies <= 1, f"letter {number} went out {copies} times"
        assert copies == 1 or state is not Sending.SENT, f"letter {number} is lost"
        to_settle_by_a_person += state is Sending.UNCERTAIN
    assert to_settle_by_a_person <= LETTERS // 4


def settled(outgoing: EwsOutgoing, number: int) -> Sending:
    """As the outbox settles a letter whose sender is gone."""
    try:
        found = outgoing.find(f"<{number}@desk.example>")
    except MailError:
        found = None
    return {True: Sending.SENT, False: Sending.DEFERRED, None: Sending.UNCERTAIN}[found]
