"""What every mailbox adapter must do; a subclass gives a `box`: the adapter and another program's view of it."""

from __future__ import annotations

from typing import Protocol

from imapclient import IMAPClient

from bot.mail.imap import ImapAccount, ImapMailbox
from bot.mail.ports import Arrived, Cursor, Mailbox


class Box(Protocol):
    mailbox: Mailbox

    def deliver(self, *raws: bytes) -> None: ...
    def folder(self, name: str) -> list[bytes]: ...
    def seen(self) -> int: ...


class ImapBox:
    """An IMAP server's inbox as another mail program has it, emptied first."""

    def __init__(self, account: ImapAccount) -> None:
        self.mailbox = ImapMailbox(account)
        self.client = IMAPClient(account.host, port=account.port, ssl=False, timeout=20)
        self.client.login(account.user, account.password)
        self.client.select_folder("INBOX")
        self.client.delete_messages(self.client.search())
        self.client.expunge()

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


def fetched(box: Box, after: Cursor | None = None) -> list[Arrived]:
    return [one for batch in box.mailbox.fetch(after) for one in batch.mails]


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
