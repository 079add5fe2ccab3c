"""Each poll leaves a note: good or failed, the server's last words, how far the newest mail is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.mail.maildir import MaildirMailbox, make_maildir
from bot.mail.ports import Arrived, Batch, Cursor, Mailbox, MailError
from bot.poll_notes import PollNotes
from bot.sight.measuring import measure
from bot.sight.watched import Watched
from bot.storage.database import Database
from bot.watch import MailboxSight
from tests.bot.records import NOW, message

MINUTE = timedelta(minutes=1)


@dataclass
class Peer:
    arrived: datetime | None = None

    def fetch(self, after: Cursor | None) -> Iterator[Batch]:
        yield from ()

    def move(self, generation: str, uids: object, folder: str) -> None: ...
    def check(self) -> None: ...
    def close(self) -> None: ...
    def newest(self) -> datetime | None:
        return self.arrived


class World:
    def __init__(self, database: Database) -> None:
        self.database, self.moment = database, NOW
        self.notes = PollNotes(database, {"ar": MINUTE}, clock=lambda: self.moment)
        self.notes.register()

    def poll(self, *batches: Batch, peer: Mailbox | None = None, fails: str = "") -> None:
        with self.notes.poll("ar", peer or Peer()):
            for batch in batches:
                self.notes.kept("ar", batch)
            if fails:
                raise MailError("mail.example", fails)

    def failing(self, times: int, words: str = "450 busy") -> None:
        for _ in range(times):
            with pytest.raises(MailError):
                self.poll(fails=words)
            self.moment += MINUTE

    def seen(self) -> MailboxSight:
        (box,) = measure(self.database, Watched({"ar": MINUTE}), self.moment).sight.mailboxes
        return box


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


def batch(*ages: timedelta) -> Batch:
    mails = tuple(Arrived(str(n), b"x", NOW - age) for n, age in enumerate(ages, 1))
    return Batch("1", mails, Cursor("1", str(len(mails))))


def test_an_empty_mailbox_is_polled_well(world: World) -> None:
    world.poll()
    box = world.seen()
    assert (box.good_at, box.failures, box.polls_total, box.error) == (NOW, 0, 1, "")


def test_a_failed_poll_keeps_the_servers_words_without_addresses_and_goes_on_failing_for_whoever_polls(
    world: World,
) -> None:
    world.poll()
    world.failing(2, "login of ar@desk.example refused")
    box = world.seen()
    assert (box.failures, box.failures_total, box.polls_total) == (2, 2, 3)
    assert (box.error, box.good_at) == ("login of <address> refused", NOW)


def test_a_failing_mailbox_is_left_alone_ever_longer_and_asked_at_once_after_a_start(world: World) -> None:
    world.failing(1)
    assert world.notes.may_poll("ar")
    world.failing(3)
    assert not world.notes.may_poll("ar")
    assert world.seen().wait_until is not None
    world.moment += 8 * MINUTE
    assert world.notes.may_poll("ar")
    world.moment -= 8 * MINUTE
    world.notes.register()
    assert world.notes.may_poll("ar")


def test_a_good_poll_ends_the_waiting_and_leaves_the_last_error_to_be_read(world: World) -> None:
    world.failing(4)
    world.poll()
    box = world.seen()
    assert (box.failures, box.wait_until, box.error) == (0, None, "450 busy")


def test_a_long_first_poll_shows_that_it_gets_on(world: World) -> None:
    world.moment += timedelta(hours=2)
    with pytest.raises(MailError):
        world.poll(batch(MINUTE), fails="the connection was lost")
    assert world.seen().good_at == world.moment


def test_the_newest_mail_kept_is_never_an_older_one(world: World) -> None:
    world.poll(batch(5 * MINUTE, MINUTE), batch(9 * MINUTE))
    box = world.seen()
    assert (box.newest_kept, box.mails_total) == (NOW - MINUTE, 3)


def test_mail_on_the_server_that_a_good_poll_did_not_keep_is_the_lag(world: World) -> None:
    world.poll(batch(50 * MINUTE), peer=Peer(NOW - 10 * MINUTE))
    assert world.seen().lag == 40 * MINUTE


def test_a_folder_whose_newest_mail_is_kept_or_that_is_empty_has_no_lag(world: World) -> None:
    world.poll(batch(MINUTE), peer=Peer(NOW - MINUTE))
    assert world.seen().lag == timedelta()
    world.moment += 6 * MINUTE
    world.poll(peer=Peer(None))
    assert world.seen().lag == timedelta()


def test_a_connector_that_cannot_tell_has_no_lag_at_all(world: World) -> None:
    @dataclass
    class Silent:
        def fetch(self, after: Cursor | None) -> Iterator[Batch]:
            yield from ()

        def move(self, generation: str, uids: object, folder: str) -> None: ...
        def check(self) -> None: ...
        def close(self) -> None: ...

    world.poll(peer=Silent())
    assert world.seen().lag is None


def test_a_maildir_tells_its_newest_mail(tmp_path: Path) -> None:
    make_maildir(tmp_path / "ar")
    mailbox = MaildirMailbox(tmp_path / "ar")
    assert mailbox.newest() is None
    (tmp_path / "ar" / "new" / "1").write_bytes(b"x")
    assert mailbox.newest() is not None
    (found,) = mailbox.fetch(None)
    assert found.mails[0].received_at >= mailbox.newest()  # type: ignore[operator]


def test_mails_kept_before_there_were_notes_count_as_kept(database: Database) -> None:
    with database.begin() as uow:
        uow.messages.add(message(received_at=NOW - MINUTE))
    world = World(database)
    world.poll(peer=Peer(NOW - MINUTE))
    assert world.seen().lag == timedelta()


def test_what_the_comparison_missed_is_noted(world: World) -> None:
    world.notes.reconciled("ar", 3)
    assert (world.seen().missed, world.seen().reconciled_at) == (3, NOW)
