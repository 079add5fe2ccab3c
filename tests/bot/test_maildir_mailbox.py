"""A Maildir as mailbox."""

from __future__ import annotations

import os
import tracemalloc
from pathlib import Path

import pytest

from bot.mail.maildir import MaildirMailbox, make_maildir
from bot.mail.ports import Mailbox, MailError
from tests.bot.mailbox_contract import MailboxContract, fetched, mail


class MaildirBox:
    def __init__(self, path: Path) -> None:
        self.path, self.count = path, 8
        make_maildir(path)
        self.mailbox = MaildirMailbox(path)

    def limited(self, largest_bytes: int) -> Mailbox:
        return MaildirMailbox(self.path, largest_bytes=largest_bytes)

    def deliver(self, *raws: bytes) -> None:
        for raw in raws:
            self.count += 1
            (self.path / "new" / f"1700000000.M5P7Q{self.count}.host").write_bytes(raw)

    def folder(self, name: str) -> list[bytes]:
        folder = self.path / f".{name}"
        return [file.read_bytes() for file in sorted((folder / "cur").iterdir())] if folder.exists() else []

    def seen(self) -> int:
        return len(list((self.path / "cur").iterdir()))


@pytest.fixture
def box(tmp_path: Path) -> MaildirBox:
    return MaildirBox(tmp_path / "mail")


class TestMaildir(MailboxContract):
    pass


def test_a_mail_that_another_program_looked_at_is_the_same_mail(box: MaildirBox) -> None:
    box.deliver(mail(1))
    (first,) = fetched(box)
    (file,) = (box.path / "new").iterdir()
    file.rename(box.path / "cur" / f"{file.name}:2,S")
    assert [one.uid for one in fetched(box)] == [first.uid]
    box.mailbox.move("0", [first.uid], "Processed")
    assert box.folder("Processed") == [mail(1)]


def test_the_order_is_that_of_the_names_whatever_the_files_times_are(box: MaildirBox) -> None:
    box.deliver(mail(1), mail(2))
    for age, file in enumerate(sorted((box.path / "new").iterdir(), reverse=True)):
        os.utime(file, (1_600_000_000 - age, 1_600_000_000 - age))
    found = fetched(box)
    assert [one.raw for one in found] == [mail(1), mail(2)]
    assert found[0].received_at < found[1].received_at


@pytest.mark.parametrize("folder", ["../evil", "/etc", "a/../../b", "..\\x"])
def test_no_folder_name_leaves_the_maildir(box: MaildirBox, folder: str) -> None:
    box.deliver(mail(1))
    box.mailbox.move("0", [fetched(box)[0].uid], folder)
    found = [file for file in box.path.parent.rglob("1700000000*")]
    assert len(found) == 1 and found[0].is_relative_to(box.path)


def test_a_folder_that_is_no_maildir_is_named(tmp_path: Path) -> None:
    with pytest.raises(MailError, match="missing"):
        MaildirMailbox(tmp_path / "missing").check()
    with pytest.raises(MailError):
        list(MaildirMailbox(tmp_path / "missing").fetch(None))


def test_mails_that_were_kept_are_not_read_again_but_all_are_when_the_whole_folder_is_asked_for(
    box: MaildirBox,
) -> None:
    box.deliver(mail(1))
    cursor = next(iter(box.mailbox.fetch(None))).cursor
    assert len(fetched(box, cursor)) == 1  # the first was not kept: nobody asked for what comes after it
    assert fetched(box, cursor) == []
    box.deliver(mail(2))
    assert [one.raw for one in fetched(box, cursor)] == [mail(2)]
    assert len(fetched(box)) == 2


def test_a_mail_of_hundreds_of_megabytes_costs_no_memory(box: MaildirBox) -> None:
    with (box.path / "new" / "1700000000.M5P7Q1.host").open("wb") as file:
        file.write(b"Subject: plans of the whole plant\r\n\r\n")
        file.truncate(400_000_000)
    tracemalloc.start()
    (found,) = fetched(box)
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (found.raw, found.whole_bytes) == (b"Subject: plans of the whole plant\r\n\r\n", 400_000_000)
    assert peak_bytes < 2_000_000
