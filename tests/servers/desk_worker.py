"""A worker process for the kill tests: fetches a Maildir, books one order a mail and confirms it, until all is done.

Arguments: database URL, Maildir, sent log, how many mails there are, pause of each step in seconds.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from bot.engine import Engine
from bot.intake import Desktop, Inbox, Intake
from bot.mail.compose import compose
from bot.mail.maildir import MaildirMailbox
from bot.mail.ports import Sending, Sent, unnoticed
from bot.outbox import Outbox
from bot.storage import tables
from bot.storage.database import Database, open_database
from bot.storage.unit_of_work import SqlUnitOfWork
from nlp.reading import Address, Reading, Trust
from tests.bot.records import EXAMPLES, letter
from workflows.letters import Letter
from workflows.messages import Message, MessageStatus

MAILBOXES = 4


class LogOutgoing:
    """A mail system whose sent folder is a log file: one line a mail, written at once."""

    def __init__(self, path: Path, pause_seconds: float) -> None:
        self._path, self._pause_seconds = path, pause_seconds

    def send(
        self,
        raw: bytes,
        message_id: str,
        sender: str,
        recipients: Sequence[str],
        handing_over: Callable[[], None] = unnoticed,
    ) -> Sent:
        handing_over()
        time.sleep(self._pause_seconds)
        log = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(log, f"{message_id}\n".encode())
        os.close(log)
        time.sleep(self._pause_seconds)
        return Sent(Sending.SENT)

    def find(self, message_id: str) -> bool | None:
        return self._path.exists() and message_id in self._path.read_text().split()

    def check(self) -> None: ...
    def close(self) -> None: ...


def main(url: str, inbox: Path, sent: Path, mails: int, pause_seconds: float) -> None:
    database = open_database(url)
    engine = Engine(database, poll_seconds=0.05, dead_after_seconds=4)

    def work(message: Message, reading: Reading, uow: SqlUnitOfWork, desk: object, now: datetime) -> Message:
        time.sleep(pause_seconds)
        number = f"{message.company}-O-{uow.draw(message.company):05d}"
        uow.orders.add(replace(EXAMPLES["orders"], number=number, message_id=message.id))
        uow.letters.add(letter(f"confirm-{message.sha256[:20]}", company=message.company))
        return replace(message, state=MessageStatus.DONE, records=(number,))

    def read(raw: bytes, message: Message, snapshot: SqlUnitOfWork) -> Reading:
        sender = Address("", "a@b")
        return Reading(f"<{message.id}>", sender, (), "", None, None, (), "", "", "de", None, None, Trust.UNKNOWN,
                       False, ())  # fmt: skip

    def render(one: Letter, snapshot: SqlUnitOfWork) -> bytes:
        return compose(one, sender="ar@desk.example", sender_name="", subject="x", text="x", at=now())

    def now() -> datetime:
        return datetime.now(UTC)

    boxes = {f"box{n}": Inbox(f"box{n}", f"C{n}", MaildirMailbox(inbox / f"box{n}"), "Done", "Review")
             for n in range(MAILBOXES)}  # fmt: skip
    intake = Intake(database, engine, boxes, Desktop(lambda raw: raw, read, work, None, now))  # type: ignore[arg-type]
    senders = {f"C{n}": f"ar{n}@desk.example" for n in range(MAILBOXES)}
    outbox = Outbox(database, engine, LogOutgoing(sent, pause_seconds), senders, render=render,
                    recheck=lambda *_: None, now=now)  # fmt: skip
    engine.launch()
    intake.resume()
    while not done(database, mails):
        for name in boxes:
            intake.poll(name)
        outbox.dispatch()
        time.sleep(0.1)
    engine.drain(30)
    for name in boxes:
        intake.tidy(name)
    engine.shutdown(timeout_seconds=5)


def done(database: Database, mails: int) -> bool:
    with database.read() as snapshot:
        return all(
            snapshot.connection.execute(sa.select(sa.func.count()).where(table.c.state == state)).scalar() == mails
            for table, state in ((tables.messages, "done"), (tables.letters, "sent"))
        )


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]), float(sys.argv[5]))
