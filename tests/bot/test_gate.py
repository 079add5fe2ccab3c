"""What keeps a letter from leaving: the hour, a complaint, the pace of a domain, and the brake of all answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from bot.engine import Engine
from bot.gate import COMPLAINED, Gate, held_answers, release, stopped
from bot.mail.compose import compose
from bot.mail.ports import NOBODY, Sending, Sent
from bot.outbox import Outbox
from bot.settings.law import load_countries, load_holidays
from bot.storage.database import Database
from bot.storage.unit_of_work import SqlUnitOfWork
from tests.bot.records import NOW, customer, letter
from tests.bot.test_outbox import DESK, FakeOutgoing
from tests.workflows.mail_desk import desk
from workflows.customers import AddressNote
from workflows.letters import Letter, LetterKind, LetterStatus
from workflows.ports import AnswerPolicy, Desk
from workflows.sending_hours import SendingHours, may_arrive

HOURS = SendingHours(time(19), time(7), business_days=True)
MONDAY = NOW  # 16 March 2026, 9:30 in Berlin


def world_desk() -> Desk:
    return replace(desk(), countries=load_countries(), holidays=load_holidays(), answers=AnswerPolicy(brake_answers=3))


class World:
    def __init__(self, database: Database, hours: SendingHours = HOURS) -> None:
        self.database, self.outgoing = database, FakeOutgoing()
        self.engine = Engine(database, poll_seconds=0.02)
        self.now, self.wire_time = MONDAY, MONDAY
        self.unsent: list[str] = []
        self.refused: list[str] = []
        self.outbox = Outbox(
            database, self.engine, self.outgoing, {"DE10": DESK}, render=self.render, recheck=lambda *_: None,
            unsent=lambda letter, *_: self.unsent.append(letter.id),
            refused=lambda letter, uow, now, words: self.refused.append(words),
            gate=Gate(world_desk(), hours, lambda: self.wire_time), now=lambda: self.now,
            wire_time=lambda: self.wire_time, per_domain_minute=2, null_return_path=True,
        )  # fmt: skip

    def render(self, letter: Letter, uow: SqlUnitOfWork) -> bytes:
        return compose(letter, sender=DESK, sender_name="Desk", subject=letter.id, text="Guten Tag", at=NOW)

    def write(self, *letters: Letter) -> None:
        with self.database.begin() as uow:
            uow.customers.put(customer())
            for one in letters:
                uow.letters.put(one)

    def run(self) -> None:
        self.outbox.dispatch()
        assert self.engine.drain(10)

    def state(self, id: str) -> LetterStatus:
        with self.database.read() as uow:
            found = uow.letters.get(id)
        assert found is not None
        return found.state


@pytest.fixture
def world(database: Database) -> Iterator[World]:
    made = World(database)
    made.engine.launch()
    yield made
    made.engine.shutdown(timeout_seconds=1)


def reminder(id: str = "D1", **changes: object) -> Letter:
    return letter(id, kind=LetterKind.DUNNING, **changes)


def answer(id: str, to: str = "a@kunde.example", **changes: object) -> Letter:
    return letter(id, kind=LetterKind.REPLY, template="dispute_received", to=(to,), in_reply_to="<q@k>", **changes)


@pytest.mark.parametrize(
    ("at", "leaves"),
    [
        (datetime.fromisoformat("2026-03-16T09:30+01:00"), True),
        (datetime.fromisoformat("2026-03-16T06:59+01:00"), False),
        (datetime.fromisoformat("2026-03-16T07:00+01:00"), True),
        (datetime.fromisoformat("2026-03-16T18:59+01:00"), True),
        (datetime.fromisoformat("2026-03-16T19:00+01:00"), False),
        (datetime.fromisoformat("2026-03-14T09:30+01:00"), False),  # a Saturday
        (datetime.fromisoformat("2026-04-03T09:30+02:00"), False),  # Good Friday
        (datetime.fromisoformat("2026-03-16T23:30+00:00"), False),
    ],
)
def test_the_hours_and_days_are_those_of_the_country(at: datetime, leaves: bool) -> None:
    assert may_arrive(HOURS, "DE", "DE", world_desk(), at) is leaves


def test_good_friday_is_free_in_germany_and_not_in_france_and_an_unknown_country_has_the_companys_days() -> None:
    at = datetime.fromisoformat("2026-04-03T09:30+02:00")
    assert may_arrive(HOURS, "FR", "DE", world_desk(), at)
    assert not may_arrive(HOURS, "XX", "DE", world_desk(), at)
    assert may_arrive(SendingHours(), "DE", "DE", world_desk(), at)
    assert not may_arrive(SendingHours(time(12), time(13)), "GB", "GB", world_desk(), at.replace(hour=13, minute=30))


def test_a_reminder_waits_for_the_morning_and_an_answer_does_not(world: World) -> None:
    world.now = datetime.fromisoformat("2026-03-16T22:00+01:00")
    asked = letter("S1", kind=LetterKind.STATEMENT, in_reply_to="<q@k>", template="statement")
    world.write(reminder(), letter("S2", kind=LetterKind.STATEMENT, template="statement"), asked, answer("A1"))
    world.run()
    assert [world.state(id).value for id in ("D1", "S2", "S1", "A1")] == ["queued", "queued", "sent", "sent"]
    world.now = datetime.fromisoformat("2026-03-17T08:00+01:00")
    world.wire_time += timedelta(minutes=2)
    world.run()
    assert [world.state(id).value for id in ("D1", "S2")] == ["sent", "sent"]


def test_a_letter_that_waits_for_its_address_leaves_when_its_time_has_come(world: World) -> None:
    world.write(letter("L1", not_before=NOW + timedelta(hours=24)))
    world.run()
    assert world.state("L1") is LetterStatus.QUEUED
    world.now = NOW + timedelta(hours=24)
    world.run()
    assert world.state("L1") is LetterStatus.SENT


def test_who_complained_gets_nothing_before_a_person_says_again(world: World) -> None:
    with world.database.begin() as uow:
        uow.addresses.put(AddressNote("einkauf@kunde.example", "K107", complained_at=NOW))
    world.write(letter("L1"), letter("L2", template="free_reply"), letter("L3", to=("other@other.example",)))
    world.run()
    assert [world.state(id).value for id in ("L1", "L2", "L3")] == ["failed", "sent", "sent"]
    assert world.unsent == ["L1"]
    with world.database.read() as uow:
        assert uow.letters.get("L1").why == COMPLAINED
    world.outbox.decide("L1", "again", "ann")
    world.wire_time += timedelta(minutes=2)
    world.run()
    assert world.state("L1") is LetterStatus.SENT


def test_one_domain_gets_so_many_letters_a_minute_and_the_others_do_not_wait_for_it(world: World) -> None:
    many = [letter(f"L{number}", to=(f"{number}@Big.example",)) for number in range(3)]
    world.write(*many, letter("M1", to=("x@small.example",), created_at=NOW + timedelta(seconds=1)))
    world.outbox.dispatch()
    while world.state("M1") is not LetterStatus.SENT:  # the session's limit ends a loop
        world.engine.drain(0.05)
    assert sorted(mail[0] for mail in world.outgoing.mails) == ["<L0@desk.example>", "<L1@desk.example>", "<M1@desk.example>"]  # noqa: E501  # fmt: skip
    world.wire_time += timedelta(seconds=61)
    assert world.engine.drain(10)
    assert world.state("L2") is LetterStatus.SENT


def test_too_many_answers_stop_all_answers_and_a_person_lets_them_go(world: World) -> None:
    world.write(*(answer(f"A{number}", f"a@k{number}.example") for number in range(5)), letter("L1"))
    world.run()
    world.run()
    states = [world.state(f"A{number}").value for number in range(5)]
    assert sorted(states) == ["queued", "queued", "sent", "sent", "sent"] and world.state("L1") is LetterStatus.SENT
    with world.database.begin() as uow:
        assert held_answers(uow) == 2 and uow.letters.where(kind=LetterKind.ESCALATION) == []
        assert stopped(uow) is not None and [e.action for e in uow.audit.where()] == ["answers_stopped"]
        assert release(uow, "ann", NOW, world.wire_time)
        assert stopped(uow) is None and not release(uow, "ann", NOW, world.wire_time)
    world.run()
    assert {world.state(f"A{number}").value for number in range(5)} == {"sent"}


def test_answers_of_long_ago_and_letters_of_persons_do_not_count(world: World) -> None:
    for number in range(4):
        world.write(answer(f"A{number}", f"a@k{number}.example"))
        world.write(letter(f"P{number}", to=(f"p@k{number}.example",), template="free_reply", in_reply_to="<q@k>"))
        world.run()
        world.wire_time += timedelta(minutes=11)
    with world.database.read() as uow:
        assert stopped(uow) is None


def test_only_automatic_answers_leave_as_nobodys_and_as_ours_where_the_relay_refuses_that(world: World) -> None:
    world.outgoing.answers = [Sent(Sending.SENT), Sent(Sending.REFUSED, "501 bad sender"), Sent(Sending.SENT)]
    world.write(answer("A1"), answer("A2", "b@other.example"), letter("L1", to=("c@third.example",)))
    world.run()
    assert [(mail[0], mail[1]) for mail in world.outgoing.mails] == [
        ("<A1@desk.example>", NOBODY), ("<A2@desk.example>", DESK), ("<L1@desk.example>", DESK)
    ]  # fmt: skip


def test_what_the_relay_said_of_a_recipient_is_passed_on(world: World) -> None:
    words = "einkauf@kunde.example: 550 5.1.1 user unknown"
    world.outgoing.answers = [Sent(Sending.REFUSED, words)]
    world.write(letter("L1"))
    world.run()
    assert (world.state("L1"), world.refused, world.unsent) == (LetterStatus.FAILED, [words], ["L1"])
