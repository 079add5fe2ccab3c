"""What every mailbox adapter must do; a subclass gives a `box`: the adapter and another program's view of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Protocol

from imapclient import IMAPClient

from bot.mail.imap import ImapAccount, ImapMailbox
from bot.mail.ports import Arrived, Cursor, Listing, Mailbox
from bot.poll_notes import Telling

LIMIT = 20_000
LONG_AGO = date(1990, 1, 1)


class Box(Protocol):
    mailbox: Mailbox

    def limited(self, largest_bytes: int) -> Mailbox:
        """The same mailbox for an adapter that loads no bigger mail than this."""
        ...

    def deliver(self, *raws: bytes) -> None: ...
    def folder(self, name: str) -> list[bytes]: ...
    def seen(self) -> int: ...


class ImapBox:
    """An IMAP server's inbox as another mail program has it, emptied first."""

    def __init__(self, account: ImapAccount) -> None:
        self.account, self.mailbox = account, ImapMailbox(account)
        self.client = IMAPClient(account.host, port=account.port, ssl=False, timeout=20)
        self.client.login(account.user, account.password)
        self.client.select_folder("INBOX")
        self.client.delete_messages(self.client.search())
        self.client.expunge()

    def limited(self, largest_bytes: int) -> Mailbox:
        return ImapMailbox(self.account, largest_bytes=largest_bytes)

    def deliver(self, *raws: bytes) -> None:
        for raw in raws:
            self.client.append("INBOX", raw)

    def folder(self, name: str) -> list[bytes]:
        if not self.client.folder_exists(name):
            return []
        self.client.select_folder(name, readonly=True)
        uids = self.client.search()
        return [data[b"BODY[]"] for _, data in sorted(self.client.fetch(uids, ["BODY.PEEK[]"]).items())]

    def seen(self) -> int:
        self.client.select_folder("INBOX", readonly=True)
        return len(self.client.search(["SEEN"]))


def mail(number: int) -> bytes:
    return f"From: a@b.example\r\nSubject: {number}\r\n\r\n.Guten Tag\r\n{'x' * number}\r\n".encode()


def giant(number: int) -> bytes:
    head = f"From: a@b.example\r\nSubject: giant {number}\r\nMessage-ID: <{number}@b.example>\r\n\r\n"
    return head.encode() + b"x" * 70 * 1000 * 5 + b"\r\n"


def fetched(box: Box, after: Cursor | None = None) -> list[Arrived]:
    return [one for batch in box.mailbox.fetch(after) for one in batch.mails]


def headers(raw: bytes) -> bytes:
    return raw[: raw.index(b"\r\n\r\n") + 4]


class MailboxContract:
    def test_mails_come_whole_in_order_of_arrival_and_stay_unseen(self, box: Box) -> None:
        box.deliver(*(mail(number) for number in range(120)))
        assert [one.raw for one in fetched(box)] == [mail(number) for number in range(120)]
        assert box.seen() == 0
        times = [one.received_at for one in fetched(box)]
        assert times == sorted(times) and times[0].tzinfo is not None

    def test_an_empty_folder_gives_nothing(self, box: Box) -> None:
        assert fetched(box) == []

    def test_each_batch_carries_the_cursor_after_it(self, box: Box) -> None:
        box.deliver(mail(1), mail(2))
        (batch,) = box.mailbox.fetch(None)
        assert batch.cursor.generation == batch.generation
        box.mailbox.move(batch.generation, [one.uid for one in batch.mails], "Processed")
        box.deliver(mail(3))
        assert [one.raw for one in fetched(box, batch.cursor)] == [mail(3)]

    def test_another_generation_is_fetched_whole(self, box: Box) -> None:
        box.deliver(mail(1))
        assert len(fetched(box, Cursor("987654321", "99999"))) == 1

    def test_worked_mails_move_to_a_folder_that_is_made_for_them(self, box: Box) -> None:
        before = len(box.folder("Review"))
        box.deliver(mail(1), mail(2), mail(3))
        (batch,) = box.mailbox.fetch(None)
        box.mailbox.move(batch.generation, [one.uid for one in batch.mails[1:]], "Review")
        assert box.folder("Review")[before:] == [mail(2), mail(3)]
        assert [one.raw for one in fetched(box)] == [mail(1)]

    def test_moving_what_is_gone_is_no_error(self, box: Box) -> None:
        box.deliver(mail(1))
        (batch,) = box.mailbox.fetch(None)
        for _ in range(2):
            box.mailbox.move(batch.generation, [batch.mails[0].uid], "Processed")
        box.mailbox.move("987654321", ["1"], "Processed")
        assert fetched(box) == []

    def test_a_dead_connection_is_made_anew(self, box: Box) -> None:
        box.mailbox.check()
        box.mailbox.close()
        box.deliver(mail(1))
        assert len(fetched(box)) == 1

    def test_of_a_mail_beyond_the_limit_come_its_headers_and_its_size_alone(self, box: Box) -> None:
        box.deliver(mail(1), giant(2), mail(3), giant(4))
        mailbox = box.limited(LIMIT)
        found = [one for batch in mailbox.fetch(None) for one in batch.mails]
        mailbox.close()
        assert [one.raw for one in found if not one.whole_bytes] == [mail(1), mail(3)]
        assert [one.raw for one in found if one.whole_bytes] == [headers(giant(2)), headers(giant(4))]
        assert [b"giant" in one.raw for one in found] == [False, True, False, True]
        assert all(one.whole_bytes > LIMIT for one in found if one.whole_bytes)

    def test_what_lies_there_is_listed_without_being_fetched(self, box: Box) -> None:
        box.deliver(mail(1), mail(2), mail(3))
        assert isinstance(box.mailbox, Listing)
        found = [(batch.generation, one.uid) for batch in box.mailbox.fetch(None) for one in batch.mails]
        generation, uids = box.mailbox.listed(LONG_AGO)
        assert sorted((generation, uid) for uid in uids) == sorted(found)
        assert box.mailbox.listed(date(2300, 1, 1)) == (generation, [])
        picked = [one.raw for batch in box.mailbox.pick(generation, [uids[0], uids[2]]) for one in batch.mails]
        whole = dict(zip([uid for _, uid in found], [mail(1), mail(2), mail(3)], strict=True))
        assert sorted(picked) == sorted((whole[uids[0]], whole[uids[2]]))

    def test_what_is_gone_cannot_be_picked(self, box: Box) -> None:
        box.deliver(mail(1))
        assert isinstance(box.mailbox, Listing)
        generation, uids = box.mailbox.listed(LONG_AGO)
        box.mailbox.move(generation, uids, "Processed")
        assert [one for batch in box.mailbox.pick(generation, uids) for one in batch.mails] == []

    def test_the_newest_mail_is_told(self, box: Box) -> None:
        assert isinstance(box.mailbox, Telling)
        assert box.mailbox.newest() is None
        box.deliver(mail(1), mail(2))
        newest = box.mailbox.newest()
        assert newest is not None and newest <= datetime.now(UTC)
        assert abs(newest - max(one.received_at for one in fetched(box))) < timedelta(seconds=1)
