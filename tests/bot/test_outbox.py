"""A letter goes out once, or a person knows that nobody knows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.documents.wording import FactsMissing
from bot.engine import Engine
from bot.mail.compose import Attachment, attached_names, compose
from bot.mail.maildir import MaildirOutgoing
from bot.mail.ports import Sending, Sent, unnoticed
from bot.outbox import FRESH_SECONDS, Outbox
from bot.sending.settling import MOST_LOSSES
from bot.storage import tables
from bot.storage.database import Database
from bot.storage.unit_of_work import SqlUnitOfWork
from tests.bot.records import NOW, letter
from workflows.errors import IllegalTransition
from workflows.letters import Letter, LetterKind, LetterStatus

DESK = "ar@desk.example"


@dataclass
class FakeOutgoing:
    answers: list[Sent] = field(default_factory=list)
    mails: list[tuple[str, str, tuple[str, ...]]] = field(default_factory=list)
    evidence: bool | None = None
    dies: bool = False  # in the moment of handing over
    before_handing_over: Callable[[], None] = unnoticed

    def send(
        self,
        raw: bytes,
        message_id: str,
        sender: str,
        recipients: Sequence[str],
        handing_over: Callable[[], None] = unnoticed,
    ) -> Sent:
        self.before_handing_over()
        handing_over()
        if self.dies:
            raise KeyboardInterrupt
        answer = self.answers.pop(0) if self.answers else Sent(Sending.SENT)
        if answer.outcome is Sending.SENT:
            self.mails.append((message_id, sender, tuple(recipients)))
        return answer

    def find(self, message_id: str) -> bool | None:
        return self.evidence

    def check(self) -> None: ...
    def close(self) -> None: ...


class World:
    def __init__(self, database: Database, fresh_seconds: float = FRESH_SECONDS) -> None:
        self.database, self.outgoing = database, FakeOutgoing()
        self.engine = Engine(database, poll_seconds=0.02)
        self.paid, self.wire_time, self.rendered, self.rendering_fails = False, NOW, 0, 0
        self.unsent: list[str] = []
        self.outbox = Outbox(
            database, self.engine, self.outgoing, {"DE10": DESK},
            render=self.render, recheck=self.recheck, unsent=self.note_unsent, now=lambda: NOW,
            wire_time=lambda: self.wire_time, fresh_seconds=fresh_seconds,
        )  # fmt: skip

    def render(self, letter: Letter, uow: SqlUnitOfWork) -> bytes:
        self.rendered += 1
        if letter.template == "broken":
            raise FactsMissing("broken", ["no such fact"])
        if self.rendering_fails:
            self.rendering_fails -= 1
            raise MemoryError
        return compose(letter, sender=DESK, sender_name="Desk", subject=f"Nr. {letter.id}", text="Guten Tag", at=NOW)

    def note_unsent(self, letter: Letter, uow: SqlUnitOfWork, now: datetime, why: str) -> None:
        self.unsent.append(f"{letter.id}: {why}")

    def recheck(self, letter: Letter, uow: SqlUnitOfWork, now: datetime) -> str | None:
        return "paid meanwhile" if self.paid and letter.kind is LetterKind.DUNNING else None

    def write(self, *letters: Letter) -> None:
        with self.database.begin() as uow:
            for one in letters:
                uow.letters.put(one)

    def run(self) -> None:
        self.outbox.dispatch()
        assert self.engine.drain(10)

    def lose(self, id: str, number: int) -> None:
        """Its sender stops in an attempt."""
        attempt = {"letter": id, "attempt": number, "account": DESK, "started_at": NOW, "outcome": "", "words": ""}
        with self.database.connection() as connection:
            connection.execute(tables.send_attempts.insert().values(**attempt))
        self.outbox.settling.settle_lost([id])

    def letter(self, id: str = "L1") -> Letter:
        with self.database.read() as uow:
            found = uow.letters.get(id)
        assert found is not None
        return found


@pytest.fixture
def world(database: Database) -> Iterator[World]:
    made = World(database)
    made.engine.launch()
    yield made
    made.engine.shutdown(timeout_seconds=1)


def test_a_queued_letter_is_sent_once_and_kept_as_it_was_sent(world: World) -> None:
    world.write(letter())
    world.run()
    world.run()
    sent = world.letter()
    assert (sent.state, sent.sent_at, sent.subject, sent.attempts) == (LetterStatus.SENT, NOW, "Nr. L1", 1)
    assert world.outgoing.mails == [("<L1@desk.example>", DESK, ("einkauf@kunde.example",))]
    with world.database.read() as uow:
        kept = uow.files.get("mime:L1")
        assert kept is not None and b"Auto-Submitted: auto-generated" in kept.bytes


def test_letters_leave_in_the_order_in_which_they_were_written(world: World) -> None:
    world.write(*(letter(f"L{number}", created_at=NOW - timedelta(minutes=number)) for number in range(5)))
    world.run()
    assert [mail[0] for mail in world.outgoing.mails] == [f"<L{number}@desk.example>" for number in (4, 3, 2, 1, 0)]


def test_a_reminder_is_not_sent_to_who_paid_meanwhile(world: World) -> None:
    world.paid = True
    world.write(letter("L1", kind=LetterKind.DUNNING), letter("L2", kind=LetterKind.RECEIPT))
    world.run()
    assert (world.letter().state, world.letter().why) == (LetterStatus.CANCELLED, "paid meanwhile")
    assert world.letter("L2").state is LetterStatus.SENT


def test_a_deferred_letter_is_tried_again_later_and_rendered_once(world: World) -> None:
    world.outgoing.answers = [Sent(Sending.DEFERRED, "450 busy")]
    world.write(letter())
    world.run()
    assert (world.letter().state, world.letter().why) == (LetterStatus.QUEUED, "450 busy")
    world.run()
    assert world.letter().attempts == 1
    world.wire_time = NOW + timedelta(minutes=1)
    world.run()
    assert (world.letter().state, world.letter().attempts, world.rendered) == (LetterStatus.SENT, 2, 1)


def test_a_letter_that_is_deferred_for_hours_fails(world: World) -> None:
    world.outgoing.answers = [Sent(Sending.DEFERRED, "450 busy")] * 5
    world.write(letter())
    for hours in range(0, 15, 3):
        world.wire_time = NOW + timedelta(hours=hours)
        world.run()
    assert (world.letter().state, world.letter().attempts) == (LetterStatus.FAILED, 5)


def test_a_refused_letter_fails_with_the_servers_words(world: World) -> None:
    world.outgoing.answers = [Sent(Sending.REFUSED, "550 5.1.1 unknown user")]
    world.write(letter())
    world.run()
    assert (world.letter().state, world.letter().why) == (LetterStatus.FAILED, "550 5.1.1 unknown user")


def test_a_letter_whose_answer_was_lost_is_never_sent_by_itself_again(world: World) -> None:
    world.outgoing.answers = [Sent(Sending.UNCERTAIN, "timed out")]
    world.write(letter())
    for hours in range(3):
        world.wire_time = NOW + timedelta(hours=hours)
        world.run()
    assert (world.letter().state, world.letter().attempts) == (LetterStatus.UNCERTAIN, 1)


@pytest.mark.parametrize(
    ("evidence", "state", "mails"),
    [(True, LetterStatus.SENT, 0), (None, LetterStatus.UNCERTAIN, 0), (False, LetterStatus.SENT, 1)],
)
def test_a_letter_left_in_sending_is_settled_by_evidence(
    world: World, evidence: bool | None, state: LetterStatus, mails: int
) -> None:
    world.outgoing.evidence = evidence
    world.write(letter(state=LetterStatus.SENDING, attempts=1))
    world.run()
    assert (world.letter().state, len(world.outgoing.mails)) == (state, mails)


@pytest.mark.parametrize(("came_to", "state"), [("", LetterStatus.SENT), ("handing over", LetterStatus.UNCERTAIN)])
def test_a_letter_that_nobody_can_have_got_is_sent_and_any_other_waits_for_a_person(
    world: World, came_to: str, state: LetterStatus
) -> None:
    world.write(letter(state=LetterStatus.SENDING, attempts=1))
    attempt = {"letter": "L1", "attempt": 1, "account": DESK, "started_at": NOW, "outcome": came_to, "words": ""}
    with world.database.connection() as connection:
        connection.execute(tables.send_attempts.insert().values(**attempt))
    world.run()
    assert world.letter().state is state


def test_handing_over_is_known_before_it_happens(world: World) -> None:
    world.outgoing.dies = True
    world.write(letter())
    with pytest.raises(KeyboardInterrupt):
        world.outbox.send("L1", DESK)
    with world.database.read() as uow:
        assert uow.connection.execute(sa.select(tables.send_attempts.c.outcome)).scalar() == "handing over"


def test_a_sender_that_slept_while_its_letter_was_settled_sends_nothing(world: World) -> None:
    """Another worker took it for dead and put the letter back: the sleeper's attempt ends before the last byte."""
    world.write(letter())
    world.outgoing.before_handing_over = lambda: world.outbox.settling.settle_lost(["L1"])
    world.outbox.send("L1", DESK)
    assert (world.outgoing.mails, world.letter().state) == ([], LetterStatus.QUEUED)


def test_a_crash_leaves_one_letter_to_a_person_and_those_that_were_claimed_with_it_go_out(world: World) -> None:
    world.write(*(letter(f"L{number}") for number in range(4)))
    world.outgoing.before_handing_over = lambda: setattr(world.outgoing, "dies", len(world.outgoing.mails) == 1)
    with pytest.raises(KeyboardInterrupt):
        world.outbox.send_all(DESK)
    states = [world.letter(f"L{number}").state.value for number in range(4)]
    assert states == ["sent", "sending", "sending", "sending"]
    world.outgoing.before_handing_over, world.outgoing.dies = unnoticed, False
    world.run()
    assert [world.letter(f"L{number}").state.value for number in range(4)] == ["sent", "uncertain", "sent", "sent"]
    assert [mail[0] for mail in world.outgoing.mails] == [f"<L{number}@desk.example>" for number in (0, 2, 3)]


def test_letters_whose_turn_does_not_come_before_the_end_are_queued_as_they_were(world: World) -> None:
    world.write(letter("L0"), letter("L1"))
    world.outgoing.before_handing_over = world.engine._stopping.set
    world.outbox.send_all(DESK)
    assert (world.letter("L0").state, world.letter("L1").state) == (LetterStatus.SENT, LetterStatus.QUEUED)
    assert world.letter("L1").attempts == 0
    with world.database.read() as uow:
        assert list(uow.connection.execute(sa.select(tables.send_attempts.c.letter)).scalars()) == ["L0"]


def test_a_reminder_that_was_paid_while_it_waited_its_turn_stays_here(database: Database) -> None:
    world = World(database, fresh_seconds=-1)
    world.write(letter(kind=LetterKind.DUNNING))
    world.outgoing.before_handing_over = lambda: setattr(world, "paid", True)
    world.outbox.send("L1", DESK)
    assert (world.letter().state, world.letter().why) == (LetterStatus.CANCELLED, "paid meanwhile")
    assert (world.outgoing.mails, world.unsent) == ([], ["L1: paid meanwhile"])


def test_crashes_of_senders_are_no_failures_of_a_letter_but_not_for_ever(world: World) -> None:
    world.outgoing.evidence = False
    for losses in range(MOST_LOSSES):
        world.write(letter(state=LetterStatus.SENDING, attempts=losses + 1))
        world.lose("L1", losses + 1)
        assert world.letter().state is LetterStatus.QUEUED
    world.outgoing.answers = [Sent(Sending.DEFERRED, "450 busy")]
    world.outbox.send("L1", DESK)
    assert world.letter().state is LetterStatus.QUEUED  # the relay's first word of it
    world.write(replace(world.letter(), state=LetterStatus.SENDING, attempts=MOST_LOSSES + 2))
    world.lose("L1", MOST_LOSSES + 2)
    assert (world.letter().state, len(world.unsent)) == (LetterStatus.FAILED, 1)


def test_a_letter_that_cannot_be_rendered_does_not_stop_the_next(world: World) -> None:
    world.write(letter("L1", template="broken"), letter("L2"))
    world.run()
    assert world.letter("L1").state is LetterStatus.FAILED
    assert "no such fact" in world.letter("L1").why
    assert world.letter("L2").state is LetterStatus.SENT


def test_a_rendering_that_fails_for_a_moment_is_done_again_later(world: World) -> None:
    world.rendering_fails = 1
    world.write(letter())
    world.run()
    world.run()  # nobody tries again at once
    assert (world.letter().state, world.rendered, world.unsent) == (LetterStatus.QUEUED, 1, [])
    assert "MemoryError" in world.letter().why
    world.wire_time += timedelta(minutes=1)
    world.run()
    assert (world.letter().state, world.letter().why, len(world.outgoing.mails)) == (LetterStatus.SENT, "", 1)


def test_a_rendering_that_keeps_failing_is_a_persons_in_the_end(world: World) -> None:
    world.rendering_fails = 9
    world.write(letter())
    for _ in range(9):
        world.run()
        world.wire_time += timedelta(hours=2)
    assert (world.letter().state, world.rendered, len(world.unsent)) == (LetterStatus.FAILED, 5, 1)
    world.rendering_fails = 0
    world.outbox.decide("L1", "again", "ann")
    world.run()
    assert world.letter().state is LetterStatus.SENT


def test_a_person_settles_an_uncertain_letter(world: World) -> None:
    world.write(*(letter(f"L{number}", state=LetterStatus.UNCERTAIN, attempts=1) for number in (1, 2, 3)))
    for id, action in (("L1", "sent"), ("L2", "again"), ("L3", "cancel")):
        world.outbox.decide(id, action, "ann")
    with pytest.raises(IllegalTransition):
        world.outbox.decide("L1", "again", "ann")
    world.run()
    assert [world.letter(id).state.value for id in ("L1", "L2", "L3")] == ["sent", "sent", "cancelled"]
    assert [mail[0] for mail in world.outgoing.mails] == ["<L2@desk.example>"]


def test_a_failed_letter_goes_out_when_a_person_says_again(world: World) -> None:
    world.outgoing.answers = [Sent(Sending.REFUSED, "550")]
    world.write(letter())
    world.run()
    world.outbox.decide("L1", "again", "ann")
    world.run()
    assert world.letter().state is LetterStatus.SENT


def test_the_pace_of_an_account_is_kept(world: World) -> None:
    world.outbox._per_minute = 2
    letters = [f"L{number}" for number in range(3)]
    world.write(*map(letter, letters))
    world.outbox.dispatch()
    while sum(world.letter(id).state is LetterStatus.SENT for id in letters) < 2:  # the session's limit ends a loop
        assert not world.engine.drain(0)
    assert not world.engine.drain(0.2)
    assert len(world.outgoing.mails) == 2
    world.wire_time = NOW + timedelta(seconds=61)
    assert world.engine.drain(10)
    assert len(world.outgoing.mails) == 3


def test_the_outgoing_maildir_holds_a_letter_once(tmp_path: Path) -> None:
    outgoing = MaildirOutgoing(tmp_path / "out")
    assert outgoing.find("<L1@desk.example>") is False
    for _ in range(2):
        assert outgoing.send(b"Subject: x\r\n\r\n", "<L1@desk.example>", DESK, ("a@b",)).outcome is Sending.SENT
    (file,) = (tmp_path / "out" / "new").iterdir()
    file.rename(tmp_path / "out" / "cur" / f"{file.name}:2,S")
    assert outgoing.find("<L1@desk.example>") is True
    outgoing.send(b"Subject: x\r\n\r\n", "<L1@desk.example>", DESK, ("a@b",))
    assert list((tmp_path / "out" / "new").iterdir()) == []


@pytest.mark.parametrize("subject", ["Hallo\r\nBcc: all@x.example", "a\u2028b\x00c", "Ünïcode " * 40])
def test_no_subject_breaks_out_of_its_header(subject: str) -> None:
    raw = compose(letter(), sender=DESK, sender_name='De"sk\r\nX: y', subject=subject, text="x", at=NOW)
    head = raw.split(b"\r\n\r\n")[0]
    names = [line.split(b":")[0] for line in head.split(b"\r\n") if not line.startswith((b" ", b"\t"))]
    assert b"Bcc" not in names and b"X" not in names and len(names) == len(set(names))


@pytest.mark.parametrize(
    "changed",
    [{"to": ("a@b\r\nBcc: x@y",)}, {"in_reply_to": "<a>\r\nX: y"}, {"references": ("<a b>",)}, {"message_id": "x"}],
)
def test_what_may_not_stand_in_a_header_is_refused(changed: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        compose(replace(letter(), **changed), sender=DESK, sender_name="", subject="x", text="x", at=NOW)  # type: ignore[arg-type]


def test_long_message_ids_stay_whole_and_an_answer_says_that_it_is_one() -> None:
    long = "<" + "x" * 300 + "@y.example>"
    raw = compose(letter(in_reply_to=long, references=(long, "<b@c>")), sender=DESK, sender_name="", subject="x",
                  text="x", at=NOW)  # fmt: skip
    assert f"In-Reply-To: {long}\r\n".encode() in raw
    assert f"References: {long}\r\n <b@c>\r\n".encode() in raw
    assert b"Auto-Submitted: auto-replied" in raw


def test_what_nobody_got_is_told_once_whatever_was_the_reason(world: World) -> None:
    world.outgoing.answers = [Sent(Sending.REFUSED, "550 unknown user")]
    world.write(letter("L1"), letter("L2", template="broken"), letter("L3", state=LetterStatus.UNCERTAIN, attempts=1))
    world.run()
    world.outbox.decide("L3", "cancel", "ann")
    assert sorted(line.partition(":")[0] for line in world.unsent) == ["L1", "L2", "L3"]


def test_what_was_sent_or_may_have_been_is_not_told_as_unsent(world: World) -> None:
    world.outgoing.answers = [Sent(Sending.SENT), Sent(Sending.UNCERTAIN, "timed out")]
    world.write(letter("L1"), letter("L2"))
    world.run()
    assert world.unsent == []


def test_letters_to_one_addressee_keep_their_order_in_several_lanes(world: World) -> None:
    world.outbox._lanes = 4
    letters = [letter(f"L{number:02}", to=(f"{number % 5}@kunde.example",)) for number in range(40)]
    world.write(*letters)
    world.run()
    assert len(world.outgoing.mails) == 40
    for addressee in range(5):
        to = (f"{addressee}@kunde.example",)
        assert [mail[0] for mail in world.outgoing.mails if mail[2] == to] == [
            f"<L{number:02}@desk.example>" for number in range(addressee, 40, 5)
        ]


def test_the_pace_of_an_account_is_kept_by_all_its_lanes_together(world: World) -> None:
    world.outbox._lanes, world.outbox._per_minute = 4, 7
    world.write(*(letter(f"L{number:02}", to=(f"{number}@kunde.example",)) for number in range(12)))
    world.outbox.dispatch()
    while len(world.outgoing.mails) < 7:
        assert not world.engine.drain(0)
    assert not world.engine.drain(0.5)
    assert len(world.outgoing.mails) == 7
    world.wire_time = NOW + timedelta(seconds=61)
    assert world.engine.drain(10)
    assert len(world.outgoing.mails) == 12


@pytest.mark.parametrize("html", ["", "<p>Guten Tag</p>"])
def test_a_composed_mail_holds_its_files_as_they_are_and_knows_their_names(html: str) -> None:
    original = b"Subject: x\r\nContent-Disposition: attachment; filename=inner.txt\r\n\r\nGuten Tag\r\n"
    files = (
        Attachment("Größe.pdf", "application/pdf", bytes(range(256)) * 40),
        Attachment("empty.pdf", "application/pdf", b""),
        Attachment("mail.eml", "message/rfc822", original),
        Attachment("odd.eml", "message/rfc822", "Größe".encode()),
    )
    raw = compose(letter(), sender=DESK, sender_name="", subject="x", text=".x", html=html, attachments=files, at=NOW)
    mail = message_from_bytes(raw, policy=policy.default)
    parts = list(mail.iter_attachments())
    assert not [part for part in mail.walk() if part.defects]
    assert [part.get_content() for part in parts if part.get_content_type() != "message/rfc822"] == [
        files[0].bytes, b"", files[3].bytes,
    ]  # fmt: skip
    assert original.rstrip() in raw and max(map(len, raw.splitlines())) < 80
    assert attached_names(raw) == tuple(file.name for file in files) == tuple(part.get_filename() for part in parts)
