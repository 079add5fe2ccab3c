"""Every mail is kept before anything is done with it, worked once, and ends in exactly one state.

Kept: raw bytes, message row, cursor and the workflow that will work it are one commit. Worked: a company's messages one
after the other in order of arrival; the transaction that writes a message's records also ends its state `received`, so
a crash leaves either all of it or nothing. What cannot be worked is quarantined with its bytes, and can be replayed.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.deliveries import second_delivery
from bot.engine import Engine, Queue
from bot.mail.ports import Arrived, Batch, Cursor, Listing, Mailbox, MailError
from bot.poll_notes import PollNotes
from bot.storage import tables
from bot.storage.codec import dump
from bot.storage.database import Database
from bot.storage.repositories import upsert
from bot.storage.scope import BeyondScope
from bot.storage.unit_of_work import SqlUnitOfWork
from nlp.reading import Reading
from workflows.audit import note
from workflows.errors import IllegalTransition, NotFound
from workflows.messages import Message, MessageStatus, received
from workflows.ports import Desk

# A queue is looked into once a second by a desk that runs for ever: so many mailboxes are then polled at once.
POLL, INBOUND = Queue("poll", per_process=48), Queue("inbound")
MAX_FAILURES = 3  # in one go
# Starts that nobody saw the end of count as well; but power cuts and restarts are likelier to blame than the message.
MAX_ATTEMPTS = 12
PASS_MESSAGES = 25  # worked by one step of a workflow
RECONCILED = timedelta(days=30)  # so far back the nightly comparison looks
SETTLES = timedelta(minutes=15)  # a mail that is so new may stand in one list of its server and not yet in another
MB = 1024 * 1024
READ_AHEAD = 4  # messages taken apart while the one before them is worked
TO_REVIEW = (MessageStatus.REVIEW, MessageStatus.QUARANTINED)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Inbox:
    """A configured mailbox and where its worked mails go."""

    name: str
    company: str
    mailbox: Mailbox
    done: str
    review: str


@dataclass(frozen=True, slots=True)
class Desktop:
    """What working a message takes. Any: what taking apart gives to reading is between those two.

    `open`: raw bytes taken apart, in a bounded process; raises what it cannot read. `read`: what the message says,
    with the book of a snapshot. `work`: `workflows.triage.work`. `prepare`: loads what the first message needs.
    """

    open: Callable[[bytes], Any]
    read: Callable[[Any, Message, SqlUnitOfWork], Reading]
    work: Callable[[Message, Reading, SqlUnitOfWork, Desk, datetime], Message]
    desk: Desk
    now: Callable[[], datetime]
    prepare: Callable[[], None] = lambda: None


class Intake:
    def __init__(
        self,
        database: Database,
        engine: Engine,
        inboxes: Mapping[str, Inbox],
        desktop: Desktop,
        notes: PollNotes | None = None,
    ) -> None:
        self._database, self._engine, self._inboxes, self._desktop = database, engine, inboxes, desktop
        self._notes = notes or PollNotes(database, {})
        engine.queue(POLL)
        engine.queue(INBOUND)
        fetch = engine.step("fetch")(self.poll_or_say)
        work = engine.step("work")(self.work_through)

        def poll(mailbox: str, slot: str) -> int:
            return int(fetch(mailbox))

        def work_company(company: str) -> None:
            while work(company):
                pass

        self.poll_workflow = engine.workflow("poll")(poll)
        engine.workflow("work")(work_company)

    def poll_or_say(self, mailbox: str) -> int:
        """A poll of the clock: a mailbox that is down is one line in the log, and asked again at a later slot."""
        if not self._notes.may_poll(mailbox):
            return 0
        try:
            return self.poll(mailbox)
        except MailError as error:
            log.warning("mailbox %s: %s", mailbox, error)
            return 0

    def poll(self, mailbox: str) -> int:
        """Moves what was worked, keeps what arrived; returns how many messages are new. Raises MailError.

        What cannot be moved never keeps new mail from being fetched, nor the mailbox from being polled again soon.
        """
        unmoved: MailError | None = None
        try:
            self.tidy(mailbox)
        except MailError as error:
            unmoved = error
        with self._database.read() as snapshot:
            cursor = _cursor(snapshot, mailbox)
        with self._notes.poll(mailbox, self._inboxes[mailbox].mailbox):
            new = self._fetch(mailbox, cursor)
        if unmoved is not None:
            raise unmoved
        return new

    def reconcile(self, mailbox: str) -> int:
        """Compares the folder with what is kept; returns how many mails had been missed. They are kept now, unless the
        server does not give them. Raises MailError.

        A mail system that can list is asked for the last days alone, and only what is missing is fetched.
        """
        inbox = self._inboxes[mailbox]
        if isinstance(inbox.mailbox, Listing):
            missed = self._missed(inbox, inbox.mailbox)
        else:
            missed = self._fetch(mailbox, None)
        if missed:
            log.error("mailbox %s: %d mails were in the folder and not kept", mailbox, missed)
        return missed

    def _missed(self, inbox: Inbox, peer: Listing) -> int:
        """Listed first, polled then: whatever was there before a poll must be kept after it."""
        began = datetime.now(UTC)
        generation, uids = peer.listed((began - RECONCILED).date())
        with self._database.read() as snapshot:
            cursor = _cursor(snapshot, inbox.name)
        self._fetch(inbox.name, cursor)
        with self._database.read() as snapshot:
            known = _known_uids(snapshot, inbox.name, generation)
            cursor = _cursor(snapshot, inbox.name)
        if cursor is None or cursor.generation != generation:
            return 0  # the folder was made anew meanwhile: the polls fetch all of it
        missing = [uid for uid in uids if uid not in known]
        missed = 0
        for batch in peer.pick(generation, missing) if missing else ():
            fresh = tuple(mail for mail in batch.mails if mail.received_at > began - SETTLES)
            old = tuple(mail for mail in batch.mails if mail not in fresh)
            missed += self.accept(inbox.name, replace(batch, mails=old), advance=False) + len(batch.not_given)
            self.accept(inbox.name, replace(batch, mails=fresh, not_given=()), advance=False)
        return missed

    def _fetch(self, mailbox: str, after: Cursor | None) -> int:
        new = sum(self.accept(mailbox, batch) for batch in self._inboxes[mailbox].mailbox.fetch(after))
        self._note_poll(mailbox)
        return new

    def accept(self, mailbox: str, batch: Batch, *, advance: bool = True) -> int:
        """Keeps a batch and its cursor in one commit; returns how many of its mails are new messages."""
        inbox, new, now = self._inboxes[mailbox], [], self._desktop.now()
        with self._database.begin() as uow:
            for mail in batch.mails:
                message = _keep(uow, inbox, batch.generation, mail, now)
                if message is not None and message.state is MessageStatus.RECEIVED:
                    new.append(message.id)
            if advance:
                _advance(uow, mailbox, batch.cursor, now)
            if new:
                self._enqueue(uow, inbox.company, new[0])
        self._notes.kept(mailbox, batch)
        return len(new)

    def tidy(self, mailbox: str) -> None:
        """Moves the mails of worked messages to their folders; what fails is tried again at the next poll."""
        table, inbox = tables.mailbox_moves, self._inboxes[mailbox]
        open_moves = sa.select(table).where(table.c.mailbox == mailbox, table.c.moved_at.is_(None))
        with self._database.read() as snapshot:
            rows = snapshot.connection.execute(open_moves.order_by(table.c.message).limit(1000)).all()
        for generation, folder in sorted({(row.generation, row.folder) for row in rows}):
            chosen = [row for row in rows if (row.generation, row.folder) == (generation, folder)]
            inbox.mailbox.move(generation, [row.uid for row in chosen], folder)
            still = (table.c.message.in_([row.message for row in chosen]), table.c.folder == folder)
            receipt = sa.update(table).where(*still)  # not of one that was worked again meanwhile
            with self._database.connection() as connection:
                connection.execute(receipt.values(moved_at=self._desktop.now()))

    def work_through(self, company: str) -> bool:
        """Works a company's received messages in order of arrival; True if more are left for another pass."""
        with self._database.read() as snapshot:
            waiting = dict(_waiting(snapshot, company))
        with ThreadPoolExecutor(READ_AHEAD, thread_name_prefix="o2cbot-open") as pool:
            ahead = {id: pool.submit(self._opened, sha256) for id, sha256 in waiting.items()}
            self._desktop.prepare()  # what is stopped before here was no attempt of any message
            begun = 0
            for id, following in zip(waiting, [*waiting, ""][1:], strict=False):
                if self._engine.stopping:
                    pool.shutdown(cancel_futures=True)
                    self._hand_on(company, id, begun)
                    return False
                begun = self.handle(id, waiting[id], ahead.pop(id), begun, following)
        return self._any_left(company)

    def _opened(self, sha256: str) -> Any:
        """A mail taken apart; its bytes are held no longer than that takes."""
        with self._database.read() as snapshot:
            raw = snapshot.raw_messages.get(sha256) or b""
        return self._desktop.open(raw)

    def handle(self, id: str, sha256: str, opened: Future[Any], begun: int, following: str) -> int:
        """Works a message until it is worked, or quarantined after its last attempt: the next one waits for that, so
        that documents get their numbers in order of arrival, whatever fails.

        An attempt is committed before it begins. `begun`: which one this is, if that is done (else 0). The commit that
        works this message counts the attempt of the `following` one ("": there is none), too; returned, else 0.
        """
        wait([opened])  # elsewhere, where no message can harm this process: a stop until then is no attempt of its
        attempt, why = begun or self._begin_attempt(id), "working it ended the program again and again"
        for failures in range(MAX_FAILURES):
            attempt = self._begin_attempt(id) if failures else attempt
            if attempt > MAX_ATTEMPTS:
                break
            try:
                return self._work(id, self._opened(sha256) if failures else opened.result(), following)
            except Exception as error:
                log.warning("message %s, attempt %d: %s: %s", id, attempt, type(error).__name__, error)
                why = f"{type(error).__name__}: {error}"
        self._quarantine(id, why)
        return 0

    def replay(self, id: str) -> Message:
        """Has a quarantined or reviewed message (by its id or Message-ID) worked again; raises NotFound or
        IllegalTransition."""
        with self._database.begin() as uow:
            found = uow.messages.get(id) or next(iter(uow.messages.where(message_id=id, duplicate_of="")), None)
            if found is None:
                raise NotFound("message", id)
            uow.lock(f"message:{found.id}")
            if found.state not in (MessageStatus.QUARANTINED, MessageStatus.REVIEW):
                raise IllegalTransition(found.state.value, "replay")
            if found.whole_bytes:
                raise IllegalTransition("kept by its headers alone", "replay")
            again = replace(found, state=MessageStatus.RECEIVED, attempts=0, why="")
            uow.messages.put(again)
            self._enqueue(uow, again.company, f"{again.id}:replay:{uow.draw(f'replay:{again.id}')}")
        return again

    def resume(self) -> int:
        """Has received messages worked for which nobody is on the way (after a stop or a failed workflow); of how many
        companies. Harmless at any time."""
        count = 0
        for company in sorted({inbox.company for inbox in self._inboxes.values()}):
            with self._database.begin() as uow:
                for id, _ in _waiting(uow, company)[:1]:
                    self._enqueue(uow, company, f"{id}:resumed:{uow.draw(f'resume:{company}')}")
                    count += 1
        return count

    def _work(self, id: str, opened: Any, following: str) -> int:
        with self._database.read() as snapshot:
            message = snapshot.messages.get(id)
            if message is None or message.state is not MessageStatus.RECEIVED:
                return 0
            reading = self._desktop.read(opened, message, snapshot)
        text = dump(reading)

        def finish(uow: SqlUnitOfWork) -> int:
            message = uow.messages.get(id)
            if message is None or message.state is not MessageStatus.RECEIVED:
                return 0
            now = self._desktop.now()
            ready = replace(message, message_id=reading.message_id, reading=text)
            worked = second_delivery(uow, ready, now) or self._desktop.work(
                ready, reading, uow, self._desktop.desk, now
            )
            if worked.state is MessageStatus.RECEIVED:
                raise IllegalTransition(worked.state.value, "worked")
            self._end(uow, worked)
            if self._desktop.now().date() != now.date():  # somebody else may have drawn a number of the new day before
                raise BeyondScope("midnight")
            return _count_attempt(uow, following) if following else 0

        return self._database.do(finish, *scope_of(message, reading, following))

    def _begin_attempt(self, id: str) -> int:
        return self._database.do(lambda uow: _count_attempt(uow, id) or 1, f"message:{id}")

    def _quarantine(self, id: str, why: str) -> None:
        def finish(uow: SqlUnitOfWork) -> None:
            message = uow.messages.get(id)
            if message is not None and message.state is MessageStatus.RECEIVED:
                self._end(uow, replace(message, state=MessageStatus.QUARANTINED, route="quarantine", why=why))
                note(uow, self._desktop.now(), actor="o2cbot", action="quarantined", subject=id, why=why)

        self._database.do(finish, f"message:{id}")

    def _end(self, uow: SqlUnitOfWork, message: Message) -> None:
        uow.messages.put(message)
        inbox = self._inboxes.get(message.mailbox)
        if inbox is not None:
            _plan_move(uow, message.id, message, inbox.review if message.state in TO_REVIEW else inbox.done)

    def _any_left(self, company: str) -> bool:
        with self._database.read() as snapshot:
            return bool(_waiting(snapshot, company))

    def _hand_on(self, company: str, id: str, begun: int) -> None:
        """At a stop: whoever works next goes on from here; an attempt that was counted ahead was none."""
        with self._database.begin() as uow:
            if begun:
                _count_attempt(uow, id, -1)
            self._enqueue(uow, company, f"{id}:resumed:{uow.draw(f'resume:{company}')}")

    def _enqueue(self, uow: SqlUnitOfWork, company: str, key: str) -> None:
        self._engine.enqueue(uow, "work", INBOUND.name, f"work:{key}", company, partition=company)

    def _note_poll(self, mailbox: str) -> None:
        table = tables.cursors
        with self._database.connection() as connection:
            connection.execute(sa.update(table).where(table.c.mailbox == mailbox).values(polled_at=self._desktop.now()))


def scope_of(message: Message, reading: Reading, following: str = "") -> tuple[str, ...]:
    """What working a message changes (`Database.do`): its customer's records. Nobody's message: who knows; ().

    Another copy of the mail, and another mail of the sender, which another company may be working, wait for this one.
    `following`: id of the message whose attempt is counted, too.
    """
    if not reading.customer:
        return ()
    named = (
        ("message", message.id),
        ("message", following),
        ("customer", reading.customer),
        ("mail", reading.message_id),
        ("sender", reading.sender.email.lower()),
    )
    return tuple(f"{kind}:{name}" for kind, name in named if name)


def message_id(mailbox: str, generation: str, uid: str) -> str:
    """Ids that sort in order of arrival, which is also the order of work."""
    return f"{mailbox}:{generation}:{uid:0>10}"


def _keep(uow: SqlUnitOfWork, inbox: Inbox, generation: str, mail: Arrived, now: datetime) -> Message | None:
    """Keeps a mail; None if its bytes are known from this mailbox. Known from another: a second delivery, ignored.

    A mail that was beyond the limit and comes whole now, because the limit was raised, is a new message.
    """
    before = uow.messages.get(message_id(inbox.name, generation, mail.uid)) if mail.lasting_uid else None
    if before is not None and not (before.whole_bytes and not mail.whole_bytes):
        if before.state is not MessageStatus.RECEIVED:
            _plan_move(uow, before.id, before, inbox.review if before.state in TO_REVIEW else inbox.done)
        return None
    sha256 = uow.raw_messages.add(mail.raw)
    uow.lock(f"raw:{sha256}")
    message = received(
        id=message_id(inbox.name, generation, mail.uid),
        mailbox=inbox.name,
        company=inbox.company,
        generation=generation,
        uid=mail.uid,
        sha256=sha256,
        received_at=mail.received_at,
    )
    same = uow.messages.where(sha256=sha256)
    known = next((other for other in same if other.mailbox == inbox.name), None)
    if known is not None:
        if known.id != message.id or known.state is not MessageStatus.RECEIVED:
            _plan_move(uow, message.id, message, inbox.review if known.state in TO_REVIEW else inbox.done)
        return None
    if same:
        first = next((other for other in same if not other.duplicate_of), same[0])
        message = replace(
            message,
            message_id=first.message_id,
            state=MessageStatus.IGNORED,
            route="ignore",
            why=f"same message as {first.id}",
            duplicate_of=first.id,
        )
    if uow.messages.get(message.id) is not None:  # another mail had this file name before
        message = replace(message, id=f"{message.id}:{sha256[:12]}")
    if mail.whole_bytes and not message.duplicate_of:
        message = _beyond(message, mail, inbox, uow, now)
    uow.messages.add(message)
    if message.duplicate_of:
        _plan_move(uow, message.id, message, inbox.done)
    return message


def _beyond(message: Message, mail: Arrived, inbox: Inbox, uow: SqlUnitOfWork, now: datetime) -> Message:
    """A mail of which only the head was taken is nothing that could be worked: a person opens it in its mailbox."""
    why = f"a mail of at least {mail.whole_bytes // MB} MB is beyond largest_mail_mb: it lies in {inbox.review}"
    note(uow, now, actor="o2cbot", action="quarantined", subject=message.id, why=why, bytes=mail.whole_bytes)
    _plan_move(uow, message.id, message, inbox.review)
    return replace(message, state=MessageStatus.QUARANTINED, route="quarantine", why=why, whole_bytes=mail.whole_bytes)


def _plan_move(uow: SqlUnitOfWork, delivery: str, message: Message, folder: str) -> None:
    """Has the mail moved after the commit. One that was moved and lies in the folder again is moved again."""
    insert = upsert(uow.connection, tables.mailbox_moves).values(
        message=delivery,
        mailbox=message.mailbox,
        generation=message.generation,
        uid=message.uid,
        folder=folder,
        sha256=message.sha256,
        moved_at=None,
    )
    again = {"folder": folder, "moved_at": None}
    uow.connection.execute(insert.on_conflict_do_update(index_elements=["message"], set_=again))


def _cursor(uow: SqlUnitOfWork, mailbox: str) -> Cursor | None:
    table = tables.cursors
    row = uow.connection.execute(sa.select(table).where(table.c.mailbox == mailbox)).first()
    return Cursor(row.generation, row.uid) if row else None


def _known_uids(uow: SqlUnitOfWork, mailbox: str, generation: str) -> set[str]:
    """The uids of all mails of a folder's generation that were fetched: as messages, or as copies that were moved."""
    return {
        uid
        for table in (tables.messages, tables.mailbox_moves)
        for uid in uow.connection.execute(
            sa.select(table.c.uid).where(table.c.mailbox == mailbox, table.c.generation == generation)
        ).scalars()
    }


def _advance(uow: SqlUnitOfWork, mailbox: str, cursor: Cursor, now: datetime) -> None:
    row = {"generation": cursor.generation, "uid": cursor.uid, "polled_at": now}
    insert = upsert(uow.connection, tables.cursors).values(mailbox=mailbox, **row)
    uow.connection.execute(insert.on_conflict_do_update(index_elements=["mailbox"], set_=row))


def _count_attempt(uow: SqlUnitOfWork, id: str, step: int = 1) -> int:
    """The attempts of a received message; 0 if it is received no more."""
    table = tables.messages
    mine = sa.update(table).where(table.c.id == id, table.c.state == MessageStatus.RECEIVED.value)
    counted = mine.values(attempts=table.c.attempts + step).returning(table.c.attempts)
    return uow.connection.execute(counted).scalar() or 0


def _waiting(uow: SqlUnitOfWork, company: str) -> list[tuple[str, str]]:
    """(id, sha256) of what is to be worked next, in order of arrival: one pass."""
    table = tables.messages
    wanted = (table.c.state == MessageStatus.RECEIVED.value, table.c.company == company)
    chosen = sa.select(table.c.id, table.c.sha256).where(*wanted)
    rows = uow.connection.execute(chosen.order_by(table.c.received_at, table.c.id).limit(PASS_MESSAGES))
    return [(row.id, row.sha256) for row in rows]
