"""An IMAP folder as mailbox, against an IMAP server in memory."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.mail.imap import ImapAccount, ImapMailbox
from bot.mail.ports import MailError
from tests.bot.free_port import free_port
from tests.bot.mailbox_contract import ImapBox, MailboxContract
from tests.bot.memory_imap import memory_imap


@pytest.fixture(scope="module")
def account() -> Iterator[ImapAccount]:
    with memory_imap() as made:
        yield made


@pytest.fixture
def box(account: ImapAccount) -> Iterator[ImapBox]:
    made = ImapBox(account)
    yield made
    made.mailbox.close()
    made.client.logout()


class TestImap(MailboxContract):
    pass


def test_a_server_that_does_not_answer_is_named() -> None:
    with pytest.raises(MailError, match=r"ar@127\.0\.0\.1"):
        ImapMailbox(ImapAccount("127.0.0.1", free_port(), "ar", "secret", tls="none")).check()


def test_a_wrong_password_is_an_error_of_the_mailbox(account: ImapAccount) -> None:
    with pytest.raises(MailError, match="Login"):
        ImapMailbox(ImapAccount("127.0.0.1", account.port, "bot", "wrong", tls="none")).check()


def test_a_strangers_server_is_never_spoken_to_in_clear() -> None:
    with pytest.raises(ValueError, match="encrypted"):
        ImapAccount("mail.example", 143, "ar", "secret", tls="none")


def test_the_newest_mail_of_the_folder_is_told_and_kept_by_the_next_fetch(box: ImapBox) -> None:
    assert box.mailbox.newest() is None
    box.deliver(b"Subject: 1\r\n\r\nx\r\n", b"Subject: 2\r\n\r\ny\r\n")
    newest = box.mailbox.newest()
    arrived = [mail.received_at for batch in box.mailbox.fetch(None) for mail in batch.mails]
    assert newest == max(arrived)
