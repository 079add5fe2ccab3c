"""Every mail is kept, worked once, and ends in exactly one state."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.engine import Engine
from bot.intake import MAX_ATTEMPTS, Desktop, Inbox, Intake, scope_of
from bot.mail.ports import Arrived, Batch, Cursor, MailError
from bot.storage.database import Database
from bot.storage.unit_of_work import SqlUnitOfWork
from nlp.reading import Address, Reading, Trust
from tests.bot.records import NOW, customer, message
from workflows.errors import IllegalTransition, NotFound
from workflows.messages import Message, MessageStatus


@dataclass
class FakeMailbox:
    generation: str = "1"
    mails: dict[str, bytes] = field(default_factory=dict)
    folders: dict[str, list[bytes]] = field(default_factory=dict)
    last_uid: int = 0
    broken: bool = False
    lasting: bool = False  # the uids
    fetched: list[Cursor | None] = field(default_factory=list)

    def deliver(self, *raws: bytes) -> None:
        for raw in raws:
            self.last_uid += 1
            self.mails[str(self.last_uid)] = raw

    def fetch(self, after: Cursor | None) -> Iterator[Batch]:
        self.fetched.append(after)
        if self.broken:
            raise MailError("mail.example", "cannot be reached")
        last = int(after.uid) if after and after.generation == self.generation else 0
        for uid in [uid for uid in sorted(self.mails, key=int) if int(uid) > last]:
            mail = Arrived(uid, self.mails[uid], NOW + timedelta(seconds=int(uid)), self.lasting)
            yield Batch(self.generation, (mail,), Cursor(self.generation, uid))

    def move(self, generation: str, uids: Sequence[str], folder: str) -> None:
        if self.broken:
            raise MailError("mail.example", "cannot be reached")
        for uid in uids:
            if generation == self.generation and uid in self.mails:
                self.folders.setdefault(folder, []).append(self.mails.pop(uid))

    def check(self) -> None: ...
    def close(self) -> None: ...


class World:
    """Two mailboxes of one company; the text of a mail says what becomes of it."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.engine = Engine(database, poll_seconds=0.02)
        self.ar, self.orders = FakeMailbox(), FakeMailbox()
        inboxes = {
            name: Inbox(name, "DE10", mailbox, "Processed", "Review")
            for name, mailbox in (("ar", self.ar), ("orders", self.orders))
        }
        self.worked: list[bytes] = []
        self.failures_left = 0
        self.now = NOW
        self.message_ids = ""  # of every mail; "": each has its own
        self.on_work: dict[bytes, Any] = {}  # what happens while a mail is worked; an exception is raised
        self.prepare: Callable[[], None] = lambda: None
        desktop = Desktop(open=self.open, read=self.read, work=self.work, desk=None, now=lambda: self.now,  # type: ignore[arg-type]
                          prepare=lambda: self.prepare())  # fmt: skip
        self.intake = Intake(database, self.engine, inboxes, desktop)

    def open(self, raw: bytes) -> bytes:
        if b"unreadable" in raw:
            raise ValueError("too deep")
        return raw

    def read(self, opened: bytes, message: Message, snapshot: SqlUnitOfWork) -> Reading:
        return Reading(
            self.message_ids or f"<{opened.decode()}@x>", Address("", "a@b"), (), "", None, None, (), "", "", "de",
            None, None,
            Trust.UNKNOWN, False, (),
        )  # fmt: skip

    def work(self, message: Message, reading: Reading, uow: SqlUnitOfWork, desk: Any, now: Any) -> Message:
        raw = uow.raw_messages.get(message.sha256) or b""
        uow.customers.put(customer(f"by {message.id}"))
        if self.failures_left:
            self.failures_left -= 1
            raise RuntimeError("not today")
        happens = self.on_work.get(raw, lambda: None)
        if (raised := happens()) is not None:
            raise raised
        self.worked.append(raw)
        return replace(message, state=MessageStatus.REVIEW if b"ask" in raw else MessageStatus.DONE)

    def run(self) -> None:
        for name in ("ar", "orders"):
            self.intake.poll(name)
        assert self.engine.drain(20)
        for name in ("ar", "orders"):
            self.intake.tidy(name)

    def messages(self) -> list[Message]:
        with self.database.read() as uow:
            return uow.messages.where()

    def states(self) -> list[str]:
        return [message.state.value for message in self.messages()]


@pytest.fixture
def world(database: Database) -> Iterator[World]:
    made = World(database)
    made.engine.launch()
    yield made
    made.engine.shutdown(timeout_seconds=1)


@pytest.fixture
def idle(database: Database) -> Iterator[World]:
    """A world whose engine was not launched: the test works through it."""
    made = World(database)
    yield made
    made.engine.shutdown(timeout_seconds=0)


def test_mails_are_worked_in_order_and_moved_to_their_folders(world: World) -> None:
    world.ar.deliver(b"one", b"ask", b"three")
    world.run()
    assert world.worked == [b"one", b"ask", b"three"]
    assert world.states() == ["done", "review", "done"]
    assert world.ar.folders == {"Processed": [b"one", b"three"], "Review": [b"ask"]}
    assert world.ar.mails == {}


def test_a_second_poll_fetches_after_the_cursor_and_works_nothing_again(world: World) -> None:
    world.ar.deliver(b"one")
    world.run()
    world.run()
    assert world.worked == [b"one"]
    assert world.ar.fetched == [None, Cursor("1", "1")]


def test_the_same_bytes_in_the_same_mailbox_are_nothing_new_and_leave_the_folder(world: World) -> None:
    world.ar.deliver(b"one", b"one")
    world.run()
    assert (world.worked, world.states(), world.ar.mails) == ([b"one"], ["done"], {})


def test_the_same_bytes_in_another_mailbox_are_a_second_delivery(world: World) -> None:
    world.ar.deliver(b"one")
    world.orders.deliver(b"one")
    world.run()
    first, second = world.messages()
    assert world.worked == [b"one"]
    assert (second.state, second.duplicate_of) == (MessageStatus.IGNORED, first.id)
    assert second.why == f"same message as {first.id}"
    assert world.orders.folders == {"Processed": [b"one"]}


def test_a_new_generation_is_fetched_whole_and_told_apart_by_content(world: World) -> None:
    world.ar.deliver(b"one")
    world.run()
    world.ar.generation = "2"
    world.ar.deliver(b"one", b"two")
    world.run()
    assert world.worked == [b"one", b"two"]
    assert [message.id for message in world.messages()] == ["ar:1:0000000001", "ar:2:0000000003"]


def test_a_mail_whose_uid_lasts_is_known_by_it_though_the_server_writes_other_bytes(world: World) -> None:
    world.ar.lasting = True
    world.ar.deliver(b"one")
    world.intake.poll("ar")
    assert world.engine.drain(20)
    world.ar.mails["1"] = b"one, with a flag"
    assert world.intake.reconcile("ar") == 0
    world.run()
    assert world.worked == [b"one"] and world.ar.folders == {"Processed": [b"one, with a flag"]}


def test_an_unreadable_mail_is_quarantined_with_its_bytes_and_the_rest_goes_on(world: World) -> None:
    world.ar.deliver(b"unreadable", b"two")
    world.run()
    first, second = world.messages()
    assert (first.state, first.why, first.attempts) == (MessageStatus.QUARANTINED, "ValueError: too deep", 3)
    assert (first.route, second.state) == ("quarantine", MessageStatus.DONE)
    with world.database.read() as uow:
        assert uow.raw_messages.get(first.sha256) == b"unreadable"
    assert world.ar.folders["Review"] == [b"unreadable"]


def test_a_failure_leaves_no_records_and_is_tried_again(world: World) -> None:
    world.failures_left = 2
    world.ar.deliver(b"one")
    world.run()
    assert (world.states(), world.worked) == (["done"], [b"one"])
    with world.database.read() as uow:
        assert len(uow.customers.where()) == 1


def test_what_was_begun_before_midnight_is_worked_on_the_new_day(world: World) -> None:
    """So that no document has a higher number and an earlier day than that of another worker."""
    days: list[date] = []

    def night() -> None:
        days.append(world.now.date())
        if len(days) == 1:
            world.now += timedelta(days=1)

    world.on_work[b"late"] = night
    world.ar.deliver(b"late")
    world.run()
    assert days == [NOW.date(), NOW.date() + timedelta(days=1)]
    assert [row.state for row in world.messages()] == [MessageStatus.DONE]


@pytest.mark.parametrize(
    ("customer", "following", "expected"),
    [
        ("", "ar:1:2", ()),
        ("K1", "", ("message:ar:1:1", "customer:K1", "mail:<1@x>", "sender:a@b")),
        ("K1", "ar:1:2", ("message:ar:1:1", "message:ar:1:2", "customer:K1", "mail:<1@x>", "sender:a@b")),
    ],
)
def test_working_a_message_is_about_its_customer(
    world: World, customer: str, following: str, expected: tuple[str, ...]
) -> None:
    row = message("ar:1:1")
    with world.database.read() as snapshot:
        read = replace(world.read(b"1", row, snapshot), customer=customer or None, sender=Address("", "A@b"))
    assert scope_of(row, read, following) == expected


def test_a_message_that_fails_at_first_is_worked_before_those_that_came_after_it(world: World) -> None:
    world.failures_left = 2
    for raw in (b"one", b"two", b"three"):
        world.ar.deliver(raw)
    world.run()
    assert world.worked == [b"one", b"two", b"three"]


def test_a_quarantined_message_is_replayed_once_its_cause_is_gone(world: World) -> None:
    world.failures_left = 3
    world.ar.deliver(b"one")
    world.run()
    assert world.states() == ["quarantined"]
    world.intake.replay("ar:1:0000000001")
    world.run()
    assert (world.states(), world.worked) == (["done"], [b"one"])


def test_a_reviewed_message_is_replayed_by_its_message_id(world: World) -> None:
    world.ar.deliver(b"ask")
    world.run()
    world.intake.replay("<ask@x>")
    world.run()
    assert world.worked == [b"ask", b"ask"]


def test_a_done_message_cannot_be_replayed(world: World) -> None:
    world.ar.deliver(b"one")
    world.run()
    with pytest.raises(IllegalTransition):
        world.intake.replay("ar:1:0000000001")
    with pytest.raises(NotFound):
        world.intake.replay("ar:1:0000000009")


def test_a_mailbox_that_cannot_be_reached_keeps_its_cursor(world: World) -> None:
    world.ar.deliver(b"one")
    world.run()
    world.ar.broken = True
    with pytest.raises(MailError):
        world.intake.poll("ar")
    assert world.intake.poll_or_say("ar") == 0
    world.ar.broken = False
    world.ar.deliver(b"two")
    world.run()
    assert world.states() == ["done", "done"]


def test_a_folder_that_takes_no_mail_does_not_stop_the_fetching(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.ar.deliver(b"one")
    world.intake.poll("ar")
    assert world.engine.drain(20)

    def refuse(*_: object) -> None:
        raise MailError("mail.example", "over quota")

    monkeypatch.setattr(world.ar, "move", refuse)
    world.ar.deliver(b"two")
    with pytest.raises(MailError, match="quota"):
        world.intake.poll("ar")
    assert world.engine.drain(20)
    assert world.worked == [b"one", b"two"]


def test_a_mail_below_the_cursor_is_found_by_the_nightly_comparison(world: World) -> None:
    world.ar.deliver(b"one", b"two")
    world.ar.mails.pop("1")
    world.run()
    world.ar.mails["1"] = b"late"
    world.run()
    assert b"late" not in world.worked
    assert world.intake.reconcile("ar") == 1
    world.run()
    assert world.worked == [b"two", b"late"]


@dataclass
class ListingMailbox(FakeMailbox):
    """`hidden`: what polls did not see; `refused`: what the server does not give."""

    hidden: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    picked: list[str] = field(default_factory=list)
    at: datetime = NOW

    def fetch(self, after: Cursor | None) -> Iterator[Batch]:
        for batch in super().fetch(after):
            if batch.mails[0].uid not in self.hidden:
                yield batch

    def listed(self, since: date) -> tuple[str, list[str]]:
        return self.generation, list(self.mails)

    def pick(self, generation: str, uids: Sequence[str]) -> Iterator[Batch]:
        for uid in uids:
            self.picked.append(uid)
            mails = () if uid in self.refused else (Arrived(uid, self.mails[uid], self.at),)
            yield Batch(generation, mails, Cursor(generation, uid), () if mails else (uid,))


def test_the_nightly_comparison_lists_and_fetches_what_is_missing_alone(world: World) -> None:
    box = ListingMailbox(hidden={"2"})
    world.intake._inboxes = {"ar": replace(world.intake._inboxes["ar"], mailbox=box)}
    box.deliver(b"one", b"late", b"three")
    world.intake.poll("ar")
    box.deliver(b"four")
    assert world.intake.reconcile("ar") == 1
    assert world.engine.drain(20)
    assert (box.picked, sorted(world.worked)) == (["2"], [b"four", b"late", b"one", b"three"])
    assert world.intake.reconcile("ar") == 0
    assert box.fetched[-1] == Cursor("1", "4")


def test_what_has_just_come_is_kept_by_the_comparison_and_no_alarm(world: World) -> None:
    box = ListingMailbox(hidden={"2"}, at=datetime.now(UTC))
    world.intake._inboxes = {"ar": replace(world.intake._inboxes["ar"], mailbox=box)}
    box.deliver(b"one", b"new", b"three")
    world.intake.poll("ar")
    assert world.intake.reconcile("ar") == 0
    assert world.engine.drain(20)
    assert sorted(world.worked) == [b"new", b"one", b"three"]


class GiantMailbox(FakeMailbox):
    """Of mails that begin with "giant" it gives the head alone, while `limited`."""

    limited = True

    def fetch(self, after: Cursor | None) -> Iterator[Batch]:
        for batch in super().fetch(after):
            mails = tuple(self.cut(mail) for mail in batch.mails)
            yield replace(batch, mails=mails)

    def cut(self, mail: Arrived) -> Arrived:
        if not (self.limited and mail.raw.startswith(b"giant")):
            return mail
        return replace(mail, raw=b"head of " + mail.raw[:7], whole_bytes=300_000_000)


def test_a_mail_beyond_the_limit_is_one_quarantined_row_and_the_rest_goes_on(world: World) -> None:
    box = GiantMailbox()
    world.intake._inboxes["ar"] = replace(world.intake._inboxes["ar"], mailbox=box)  # type: ignore[index]
    box.deliver(b"one", b"giant 2 and far more", b"three")
    world.run()
    assert (world.worked, world.states()) == ([b"one", b"three"], ["done", "quarantined", "done"])
    row = world.messages()[1]
    assert (row.whole_bytes, row.why) == (
        300_000_000, "a mail of at least 286 MB is beyond largest_mail_mb: it lies in Review"
    )  # fmt: skip
    assert box.folders["Review"] == [b"giant 2 and far more"]


def test_headers_alone_are_never_worked_but_the_whole_mail_is_once_the_limit_allows_it(world: World) -> None:
    box = GiantMailbox()
    box.lasting = True
    world.intake._inboxes["ar"] = replace(world.intake._inboxes["ar"], mailbox=box)  # type: ignore[index]
    box.deliver(b"giant 1")
    world.intake.poll("ar")
    with pytest.raises(IllegalTransition, match="headers alone"):
        world.intake.replay(world.messages()[0].id)
    box.limited = False
    world.intake._fetch("ar", None)
    world.run()
    assert (world.worked, sorted(world.states())) == ([b"giant 1"], ["done", "quarantined"])


def test_a_mail_that_the_server_does_not_give_is_missed_every_night(world: World) -> None:
    box = ListingMailbox(hidden={"1"}, refused={"1"})
    world.intake._inboxes = {"ar": replace(world.intake._inboxes["ar"], mailbox=box)}
    box.deliver(b"one", b"two")
    world.intake.poll("ar")
    assert [world.intake.reconcile("ar") for _ in range(2)] == [1, 1]


def test_a_poll_that_is_overtaken_by_another_brings_nothing_twice(world: World) -> None:
    world.ar.deliver(b"one", b"two", b"three")
    slow = list(world.ar.fetch(None))
    world.run()
    for batch in slow:
        assert world.intake.accept("ar", batch) == 0
    world.run()
    assert (world.worked, world.ar.mails) == ([b"one", b"two", b"three"], {})


def test_polls_of_one_mailbox_by_several_threads_bring_nothing_twice(world: World) -> None:
    world.ar.deliver(*(b"mail %d" % number for number in range(30)))
    with ThreadPoolExecutor(4) as pool:
        new = list(pool.map(world.intake.poll, ["ar"] * 4))
    assert sum(new) == 30
    world.run()
    assert world.worked == [b"mail %d" % number for number in range(30)]


def test_a_copy_by_another_way_is_worked_once_and_moved(world: World) -> None:
    mail = b"Message-ID: <1@x>\r\nSubject: one\r\n\r\none"
    world.message_ids = "<1@x>"
    world.ar.deliver(mail)
    world.orders.deliver(b"Delivered-To: orders@desk.example\r\n" + mail)
    world.run()
    assert world.worked == [mail]
    assert [(one.state.value, one.duplicate_of) for one in world.messages()] == [
        ("done", ""), ("ignored", "ar:1:0000000001"),
    ]  # fmt: skip
    assert world.orders.mails == {}


def test_a_message_that_ended_the_program_again_and_again_is_quarantined(world: World) -> None:
    world.ar.deliver(b"one")
    batch = next(world.ar.fetch(None))
    world.engine.shutdown(timeout_seconds=0)
    again = World(world.database)
    again.intake.accept("ar", batch)
    for _ in range(MAX_ATTEMPTS):
        again.intake._begin_attempt("ar:1:0000000001")
    again.engine.launch()
    assert again.engine.drain(20)
    assert (again.worked, again.states()) == ([], ["quarantined"])
    again.engine.shutdown(timeout_seconds=0)


def test_an_attempt_is_counted_before_it_begins_and_for_nothing_behind_it(idle: World) -> None:
    idle.ar.deliver(b"one", b"two", b"three", b"four")
    idle.intake.poll("ar")
    idle.on_work[b"three"] = SystemExit
    with pytest.raises(SystemExit):
        idle.intake.work_through("DE10")
    assert [(message.state.value, message.attempts) for message in idle.messages()] == [
        ("done", 1), ("done", 1), ("received", 1), ("received", 0),
    ]  # fmt: skip


def test_a_program_that_ends_again_and_again_while_it_starts_blames_no_message(idle: World) -> None:
    def killed() -> None:
        raise SystemExit

    idle.ar.deliver(b"one")
    idle.intake.poll("ar")
    idle.prepare = killed
    for _ in range(MAX_ATTEMPTS + 1):
        with pytest.raises(SystemExit):
            idle.intake.work_through("DE10")
    assert [(message.state.value, message.attempts) for message in idle.messages()] == [("received", 0)]


def test_an_attempt_that_a_stop_forestalls_does_not_count(idle: World) -> None:
    idle.ar.deliver(b"one", b"two")
    idle.intake.poll("ar")
    idle.on_work[b"one"] = idle.engine._stopping.set
    assert idle.intake.work_through("DE10") is False
    assert [(message.state.value, message.attempts) for message in idle.messages()] == [("done", 1), ("received", 0)]


def test_received_messages_that_nobody_works_are_taken_up_again(world: World) -> None:
    with world.database.begin() as uow:
        sha256 = uow.raw_messages.add(b"left")
        uow.messages.add(message(sha256=sha256))
    assert world.intake.resume() == 1
    assert world.engine.drain(20)
    assert world.worked == [b"left"]


def test_a_mail_that_is_worked_again_while_it_is_moved_goes_to_its_new_folder(world: World) -> None:
    world.ar.deliver(b"ask")
    world.intake.poll("ar")
    assert world.engine.drain(20)
    moved: list[str] = []

    def move(generation: str, uids: Sequence[str], folder: str) -> None:
        moved.append(folder)
        if len(moved) == 1:  # a person has it worked again just then, and this time it is clear
            with world.database.begin() as uow:
                (found,) = uow.messages.where()
                world.intake._end(uow, replace(found, state=MessageStatus.DONE))

    world.ar.move = move  # type: ignore[method-assign]
    for _ in range(3):
        world.intake.tidy("ar")
    assert moved == ["Review", "Processed"]
