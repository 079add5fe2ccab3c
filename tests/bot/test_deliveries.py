"""Copies of one mail are one message; another mail under its Message-ID is a new one with a remark."""

from __future__ import annotations

import pytest

from bot.deliveries import COMPARED, REUSED, authored, second_delivery
from bot.storage.database import Database
from bot.storage.unit_of_work import SqlUnitOfWork
from tests.bot.records import NOW, message
from workflows.messages import Message, MessageStatus

MAIL = (
    b"From: Anna <anna@kunde.example>\r\nTo: ar@desk.example, orders@desk.example\r\nSubject: Order\r\n"
    b"Message-ID: <1@kunde.example>\r\nDate: Mon, 16 Mar 2026 08:30:00 +0100\r\n\r\n100 x A-1\r\n"
)
TRACE = (
    b"Return-Path: <anna@kunde.example>\r\nDelivered-To: ar@desk.example\r\n"
    b"Received: from mx (1.2.3.4)\r\n\tby mail for <ar@desk.example>; 1\r\nX-Spam-Score: 1\r\n"
)
FOLDED = MAIL.replace(b"To: ar@desk.example, orders", b"To: ar@desk.example,\r\n orders")
OTHER_BODY = MAIL.replace(b"100 x", b"900 x")


def kept(uow: SqlUnitOfWork, id: str, raw: bytes, message_id: str = "<1@kunde.example>", **changed: object) -> Message:
    made = message(id, sha256=uow.raw_messages.add(raw), message_id=message_id, received_at=NOW, **changed)
    uow.messages.add(made)
    return made


@pytest.mark.parametrize(
    "copy", [TRACE + MAIL, FOLDED, MAIL.replace(b"\r\n", b"\n"), MAIL + b"\r\n", MAIL.replace(b"Subject", b"SUBJECT")]
)
def test_what_relays_change_leaves_the_mail_the_same(copy: bytes) -> None:
    assert authored(copy) == authored(MAIL) != ""


@pytest.mark.parametrize("name", ["From", "To", "Subject", "Date", "Message-ID"])
def test_what_its_author_would_have_changed_is_another_mail(name: str) -> None:
    head = name.encode() + b": "
    assert authored(MAIL.replace(head, head + b"<x@y>")) != authored(MAIL)


@pytest.mark.parametrize("raw", [b"", b"no header", MAIL.replace(b"Message-ID", b"X-ID"), b"A: b\r\n" * 100_000 + MAIL])
def test_a_mail_without_usable_headers_is_like_no_other(raw: bytes) -> None:
    assert authored(raw) == ""


def test_a_copy_by_another_way_is_a_second_delivery(database: Database) -> None:
    with database.begin() as uow:
        kept(uow, "ar:1:1", MAIL)
        found = second_delivery(uow, kept(uow, "orders:1:1", TRACE + MAIL, mailbox="orders"), NOW)
    assert found is not None
    assert (found.state, found.duplicate_of, found.why) == (MessageStatus.IGNORED, "ar:1:1", "same message as ar:1:1")


def test_another_mail_under_the_same_message_id_is_new_and_remarked_once(database: Database) -> None:
    with database.begin() as uow:
        kept(uow, "ar:1:1", MAIL)
        other = kept(uow, "ar:1:2", OTHER_BODY)
        assert [second_delivery(uow, other, NOW) for _ in range(2)] == [None, None]
        (remark,) = uow.audit.where(subject="ar:1:2")
    assert (remark.action, "ar:1:1" in remark.details) == (REUSED, True)


def test_a_copy_of_a_copy_leads_to_the_first(database: Database) -> None:
    with database.begin() as uow:
        kept(uow, "ar:1:1", MAIL)
        kept(uow, "ar:1:2", TRACE + MAIL, duplicate_of="ar:1:1")
        found = second_delivery(uow, kept(uow, "ar:1:3", FOLDED), NOW)
    assert found is not None and found.duplicate_of == "ar:1:1"


def test_a_program_that_gives_all_its_mails_one_message_id_costs_a_bounded_look(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.begin() as uow:
        for number in range(COMPARED + 20):
            kept(uow, f"ar:1:{number:03}", MAIL.replace(b"100 x", b"%d x" % number))
        read = []
        get = uow.raw_messages.get
        monkeypatch.setattr(uow.raw_messages, "get", lambda sha256: read.append(sha256) or get(sha256))
        assert second_delivery(uow, kept(uow, "ar:1:999", MAIL), NOW) is None
    assert len(read) == COMPARED + 1
