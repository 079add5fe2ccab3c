"""A desk between mail servers that fail: what a whole pass of intake, work, sending and moving left behind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from bot.engine import Engine
from bot.intake import Desktop, Inbox, Intake
from bot.mail.compose import compose
from bot.mail.ports import Mailbox, MailError, Outgoing
from bot.outbox import Outbox
from bot.storage.database import Database
from bot.storage.unit_of_work import SqlUnitOfWork
from nlp.reading import Address, Reading, Trust
from tests.bot.records import EXAMPLES, letter
from workflows.letters import Letter, LetterStatus
from workflows.messages import END_STATES, Message, MessageStatus

COMPANY, SENDER = "DE10", "ar@desk.example"
MOST_PASSES = 8
MAILS = tuple(
    f"From: a@kunde.example\r\nMessage-ID: <{name}@kunde.example>\r\nSubject: {name}\r\n\r\n{name}\r\n".encode()
    for name in ("one", "ask", "unreadable", "four")
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run left: each mail's end state, how many orders it made, and where each mail lies on the server."""

    states: Mapping[str, str]  # subject -> state
    orders: Mapping[str, int]  # subject -> orders
    letters: int


@dataclass
class FaultyDesk:
    """Every mail makes an order and a letter; one asks for a person, one cannot be read. Works without a running
    engine: each pass does here what its workflows would."""

    database: Database
    mailbox: Mailbox
    outgoing: Outgoing | None = None
    troubles: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.engine = Engine(self.database)
        desktop = Desktop(open=_open, read=_read, work=_work, desk=None, now=_now)  # type: ignore[arg-type]
        inbox = Inbox("ar", COMPANY, self.mailbox, "Processed", "Review")
        self.intake = Intake(self.database, self.engine, {"ar": inbox}, desktop)
        self.outbox = self.outgoing and Outbox(
            self.database, self.engine, self.outgoing, {COMPANY: SENDER}, render=_render, recheck=lambda *_: None,
            now=_now, wire_time=self._later,
        )  # fmt: skip
        self._hours = 0

    def _later(self) -> datetime:
        """Every look at the clock finds that the pause after a failed try is over."""
        self._hours += 1
        return datetime.fromtimestamp(1_800_000_000 + 7201 * self._hours, UTC)

    def work(self) -> bool:
        """A pass; whether anything failed in it."""
        before = len(self.troubles)
        for act in (lambda: self.intake.poll("ar"), self._work, self._send, lambda: self.intake.tidy("ar")):
            try:
                act()
            except MailError as error:
                self.troubles.append(str(error))
        return len(self.troubles) > before

    def work_until_calm(self) -> None:
        for _ in range(MOST_PASSES):
            if not self.work() and self.is_done():
                return
        raise AssertionError(f"no calm after {MOST_PASSES} passes: {self.troubles}")

    def _work(self) -> None:
        while self.intake.work_through(COMPANY):
            pass

    def _send(self) -> None:
        if self.outbox is not None:
            self.outbox.send_all(SENDER)

    def is_done(self) -> bool:
        with self.database.read() as uow:
            letters = uow.letters.where() if self.outbox else []
            worked = all(message.state in END_STATES for message in uow.messages.where())
            return worked and all(one.state in (LetterStatus.SENT, LetterStatus.UNCERTAIN) for one in letters)

    def outcome(self) -> Outcome:
        with self.database.read() as uow:
            messages, orders, letters = uow.messages.where(), uow.orders.where(), uow.letters.where()
            subjects = {one.id: _subject(uow.raw_messages.get(one.sha256) or b"") for one in messages}
        assert len(set(subjects.values())) == len(messages), subjects
        return Outcome(
            {subjects[one.id]: one.state.value for one in messages},
            Counter(subjects[order.message_id] for order in orders),
            len(letters),
        )

    def letters(self) -> dict[str, LetterStatus]:
        """Message-ID -> state."""
        with self.database.read() as uow:
            return {one.message_id: one.state for one in uow.letters.where()}

    def close(self) -> None:
        self.mailbox.close()
        if self.outgoing is not None:
            self.outgoing.close()
        self.engine.shutdown(timeout_seconds=0)


@contextmanager
def faulty_desk(database: Database, mailbox: Mailbox, outgoing: Outgoing | None = None) -> Iterator[FaultyDesk]:
    desk = FaultyDesk(database, mailbox, outgoing)
    try:
        yield desk
    finally:
        desk.close()


def subjects(raws: list[bytes]) -> list[str]:
    return sorted(_subject(raw) for raw in raws)


def check_folders(folder: Callable[[str], list[bytes]], mails: tuple[bytes, ...] = MAILS) -> None:
    """Every mail lies in one folder, once."""
    names = subjects(list(mails))
    review = [name for name in names if name in ("ask", "unreadable")]
    assert subjects(folder("INBOX")) == []
    assert subjects(folder("Review")) == review
    assert subjects(folder("Processed")) == [name for name in names if name not in review]


def _subject(raw: bytes) -> str:
    return raw.partition(b"Subject: ")[2].partition(b"\r\n")[0].decode()


def _now() -> datetime:
    return datetime.now(UTC)


def _open(raw: bytes) -> bytes:
    if b"unreadable" in raw:
        raise ValueError("too deep")
    return raw


def _read(opened: bytes, message: Message, snapshot: SqlUnitOfWork) -> Reading:
    sender = Address("", "a@kunde.example")
    return Reading(f"<{_subject(opened)}@kunde.example>", sender, (), "", None, None, (), "", "", "de", None, None,
                   Trust.UNKNOWN, False, ())  # fmt: skip


def _work(message: Message, reading: Reading, uow: SqlUnitOfWork, desk: Any, now: Any) -> Message:
    number = f"DE10-O-{uow.draw('DE10'):05d}"
    uow.orders.add(replace(EXAMPLES["orders"], number=number, message_id=message.id))
    uow.letters.add(letter(f"confirm-{message.sha256[:20]}", company=COMPANY))
    asks = b"ask" in (uow.raw_messages.get(message.sha256) or b"")
    return replace(message, state=MessageStatus.REVIEW if asks else MessageStatus.DONE, records=(number,))


def _render(one: Letter, snapshot: SqlUnitOfWork) -> bytes:
    return compose(one, sender=SENDER, sender_name="", subject="x", text="x", at=_now())
