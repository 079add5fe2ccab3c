"""A Maildir as outgoing mail."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.mail.maildir import MaildirOutgoing
from bot.mail.ports import Sending
from tests.bot.outgoing_contract import OutgoingContract, sent


class MaildirPost:
    def __init__(self, path: Path) -> None:
        self.path = path / "out"
        self.outgoing = MaildirOutgoing(self.path)
        (path / "a file").write_bytes(b"")
        self.away = MaildirOutgoing(path / "a file" / "out")

    def arrived(self) -> list[bytes]:
        return [file.read_bytes() for file in (self.path / "new").iterdir()] if self.path.exists() else []


@pytest.fixture
def post(tmp_path: Path) -> MaildirPost:
    return MaildirPost(tmp_path)


class TestMaildirOutgoing(OutgoingContract):
    pass


def test_the_same_letter_again_is_the_same_file(post: MaildirPost) -> None:
    assert [sent(post.outgoing).outcome for _ in range(2)] == [Sending.SENT, Sending.SENT]
    assert len(post.arrived()) == 1
