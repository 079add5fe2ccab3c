"""The mailbox contract against Dovecot."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.mail.imap import ImapAccount
from tests.bot.mailbox_contract import ImapBox, MailboxContract


@pytest.fixture
def box(dovecot: ImapAccount) -> Iterator[ImapBox]:
    made = ImapBox(dovecot)
    yield made
    made.mailbox.close()
    made.client.logout()


class TestDovecot(MailboxContract):
    pass
