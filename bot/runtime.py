"""The desk at work: mailboxes polled, messages worked, letters sent; for one pass, or until it is told to stop."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Self

import sqlalchemy as sa

from bot.clock import Clock
from bot.duties import Duties
from bot.engine import Engine
from bot.gate import Gate
from bot.intake import INBOUND, Desktop, Inbox, Intake
from bot.mail.ports import MailError
from bot.outbox import SMTP, Outbox
from bot.poll_notes import PollNotes
from bot.progress import shown
from bot.sandbox import BoundedReader
from bot.senders import note_sender
from bot.signature_check import SignatureCheck
from bot.storage import tables
from bot.storage.unit_of_work import SqlUnitOfWork
from bot.timetable import CAMPAIGN, timetable
from nlp.bounces import refusal_of
from workflows.cash.asking import answered_meanwhile
from workflows.collections.announcing import called_off
from workflows.dunning.recheck import recheck, withdraw
from workflows.letters import Letter, LetterKind, LetterStatus
from workflows.messages import Message, MessageStatus
from workflows.triage import work
from workflows.undelivered import not_taken

if TYPE_CHECKING:
    from bot.app import App
    from bot.mail.idle import IdleWatch
    from nlp.opened import OpenedMessage
    from nlp.reading import Reading
    from nlp.trust import Signature
    from workflows.ports import Desk

MAILBOXES_AT_ONCE = 8
TELL_SECONDS = 0.5
LOOK_SECONDS = 10  # so often a long pass looks whether the database still takes anything
PASS_SECONDS = 6 * 3600  # a pass that takes longer is cut off with a clear word; the next one goes on
PASS_POLL_SECONDS = 0.2  # a pass is waited for
log = logging.getLogger(__name__)


class Runtime:
    """A launched engine with intake and outbox; a context manager. Raises AlreadyRunning (see bot.engine).

    `poll_seconds`: how long what is enqueued may lie before a queue looks.
    """

    def __init__(self, app: App, *, poll_seconds: float = PASS_POLL_SECONDS) -> None:
        self.app = app
        self.engine = Engine(app.database, poll_seconds=poll_seconds)
        self.reader = BoundedReader(app.settings.limits, workers=max(1, (os.cpu_count() or 2) // 2))
        self.watches: list[IdleWatch] = []
        self.inboxes = {
            one.name: Inbox(one.name, one.company, app.peers.mailbox(one), one.done, one.review)
            for one in app.settings.mailboxes
        }
        kinds = app.signature_kinds
        self.signatures = (
            SignatureCheck(app.database, self.reader.signatures, now=app.now, kinds=kinds) if kinds else None
        )
        desktop = Desktop(
            open=self.take,
            read=lambda taken, message, uow: app.reading(taken[0], uow, message.id, taken[1]),
            work=self.work,
            desk=app.desk,
            now=app.now,
            prepare=self.prepare,
        )
        self.engine.queue(CAMPAIGN)
        reconcile = self.engine.step("reconcile")(self.reconcile)
        self.engine.workflow("reconcile")(lambda name, slot: reconcile(name))
        self.duties = Duties(app, self.engine)
        self.duties.register()
        self.notes = PollNotes(
            app.database, {one.name: timedelta(seconds=one.poll_seconds) for one in app.settings.mailboxes}
        )
        self.intake = Intake(app.database, self.engine, self.inboxes, desktop, self.notes)
        self.watchman = app.watchman()
        settings = app.settings.outgoing
        self.peer = app.peers.outgoing(settings) if settings else None
        self.outbox = (
            Outbox(
                app.database,
                self.engine,
                self.peer,
                settings.sender,
                render=app.rendered,
                recheck=self.not_any_more,
                unsent=self.never_came,
                now=app.now,
                per_minute=settings.per_minute,
                per_domain_minute=settings.per_domain_minute,
                null_return_path=settings.null_return_path,
                lanes=settings.connections,
                refused=self.not_taken,
                gate=Gate(app.desk, settings.hours, lambda: datetime.now(UTC)),
            )
            if settings and self.peer
            else None
        )

    def take(self, raw: bytes) -> tuple[OpenedMessage, tuple[Signature, ...] | None]:
        """A message taken apart, and what its signatures prove where that is asked for. Raises Unreadable."""
        return self.reader.open(raw), self.signatures.of(raw) if self.signatures is not None else None

    def prepare(self) -> None:
        """Loads the models before a message's attempt is counted: a process that is stopped while it starts, again and
        again, must not put its first message under suspicion."""
        try:
            self.app.load()
        except OSError as error:  # each message that wants them will say so
            log.warning("the models cannot be loaded: %s", error)

    def work(self, message: Message, reading: Reading, uow: SqlUnitOfWork, desk: Desk, now: datetime) -> Message:
        """Works a message, and remembers who wrote it."""
        worked = work(message, reading, uow, desk, now)
        note_sender(reading, message.id, uow, now)
        return worked

    def not_any_more(self, letter: Letter, uow: SqlUnitOfWork, now: datetime) -> str | None:
        """Why a queued letter must not go out any more."""
        check = recheck if letter.kind is LetterKind.DUNNING else called_off
        return check(letter, uow, self.app.desk, now) or answered_meanwhile(letter, uow)

    def never_came(self, letter: Letter, uow: SqlUnitOfWork, now: datetime, why: str) -> None:
        """A reminder that nobody got does not count: its levels are taken back."""
        if letter.kind is LetterKind.DUNNING:
            withdraw(letter, uow, now, why)

    def not_taken(self, letter: Letter, uow: SqlUnitOfWork, now: datetime, words: str) -> None:
        """What the mail system said of a recipient when we sent counts as a report about it."""
        bounce = refusal_of(words, letter.to)
        if bounce is not None:
            not_taken(letter, bounce, uow, self.app.desk, now)

    def __enter__(self) -> Self:
        self.engine.launch()
        self.notes.register()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for watch in self.watches:
            watch.stop()
        self.engine.shutdown()
        self.reader.close()
        for inbox in self.inboxes.values():
            inbox.mailbox.close()
        if self.peer is not None:
            self.peer.close()

    def one_pass(self) -> list[str]:
        """Polls every mailbox, works what is there, sends what is due, until nothing is left; returns refusals."""
        refusals = self.poll_all()
        refusals += self.finish_work()
        if self.watchman.look():
            self.send_all()
        refusals += self.tidy_all()
        return refusals

    def reconcile(self, mailbox: str) -> int:
        """The nightly comparison with the mail server; a mailbox that is down is compared in the next night."""
        try:
            missed = self.intake.reconcile(mailbox)
        except MailError as error:
            log.warning("mailbox %s cannot be compared with what is kept: %s", mailbox, error)
            return 0
        self.notes.reconciled(mailbox, missed)
        return missed

    def poll_all(self) -> list[str]:
        return self.each_mailbox(lambda name: self.intake.poll(name))

    def tidy_all(self) -> list[str]:
        return self.each_mailbox(lambda name: self.intake.tidy(name))

    def each_mailbox(self, do: Callable[[str], object]) -> list[str]:
        """A mailbox that is down is named; the others go on, several at once: most of a poll is waiting."""

        def refusal(name: str) -> str:
            try:
                do(name)
            except MailError as error:
                return f"mailbox {name}: {error}"
            return ""

        with ThreadPoolExecutor(MAILBOXES_AT_ONCE, thread_name_prefix="o2cbot-mailbox") as pool:
            return [said for said in pool.map(refusal, self.inboxes) if said]

    def finish_work(self) -> list[str]:
        """Works every received message to its end, does what today asks for, sends; names what was quarantined."""
        before = self.quarantined()
        self.intake.resume()
        self.wait()
        refusals = self.duties.all_due()
        self.send_all()
        return refusals + [f"{id}: quarantined: {why}" for id, why in self.quarantined().items() if id not in before]

    def quarantined(self) -> dict[str, str]:
        with self.app.database.read() as snapshot:
            return {
                message.message_id or message.id: message.why
                for message in snapshot.messages.where(state=MessageStatus.QUARANTINED)
            }

    def send_all(self) -> None:
        """Sends until nothing is due any more, or nothing of it gets on."""
        before = -1
        while self.outbox is not None and (due := self.outbox.dispatch()) not in (0, before):
            before = due
            self.wait()

    def wait(self) -> None:
        """Until no work is left, whoever in the fleet has it (polls go on for ever).

        Raises DatabaseFailed where that is why it does not end.
        """
        deadline = time.monotonic() + PASS_SECONDS
        with shown("working", self.left()) as tell:
            while time.monotonic() < deadline:
                look_again = time.monotonic() + LOOK_SECONDS
                while time.monotonic() < look_again:
                    if self.engine.drain(TELL_SECONDS, INBOUND, SMTP):
                        return
                    tell(self.left())
                self.app.database.probe()
        log.error("the pass took more than %d hours; the next one goes on where it stopped", PASS_SECONDS // 3600)

    def left(self) -> int:
        """Messages that are not worked and letters that are not out."""
        with self.app.database.read() as snapshot:
            messages, letters = tables.messages.c, tables.letters.c
            unworked = sa.select(sa.func.count()).where(messages.state == MessageStatus.RECEIVED.value)
            unsent = sa.select(sa.func.count()).where(letters.state == LetterStatus.QUEUED.value)
            return sum(snapshot.connection.execute(query).scalar_one() for query in (unworked, unsent))

    def clock(self) -> Clock:
        """What happens by itself: polls, runs on their days, the nightly comparison with the mail servers."""
        jobs = timetable(self.app.settings, self.app.desk, str(self.app.zone))
        return Clock(self.app.database, self.engine, jobs)

    def listen(self, clock: Clock) -> None:
        """Mailboxes whose server tells of new mail are polled at once, besides their slots (`idle` in bot.toml)."""
        for one in self.app.settings.mailboxes:
            watch = self.app.peers.idle_watch(one, partial(clock.hasten, f"poll:{one.name}"))
            if watch is not None:
                watch.start()
                self.watches.append(watch)
