"""Mail servers that fail at any command of a pass: every message ends as in a calm run, once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.mail import imap_session
from bot.mail.imap import REFUSALS, ImapAccount, ImapMailbox
from bot.mail.ports import MailError
from bot.mail.smtp import SmtpAccount, SmtpOutgoing
from bot.storage.database import Database, open_database
from tests.bot.fault_proxy import Fault, How, Imap, Smtp, fault_proxy
from tests.bot.fault_runs import CALM, IMAP_FAULTS, NEVER, SMTP_FAULTS, empty, run, run_sending, sink, through
from tests.bot.faulty_desk import MAILS, faulty_desk, subjects
from tests.bot.free_port import free_port
from tests.bot.mailbox_contract import ImapBox
from tests.bot.memory_imap import memory_imap
from workflows.letters import LetterStatus

PLAIN_IMAP, PLAIN_SMTP = ("cut before", "cut after", "unavailable"), ("cut after", "451")  # all: tests/servers


@pytest.fixture(scope="module")
def account() -> Iterator[ImapAccount]:
    with memory_imap() as made, fault_proxy(made.port, Imap) as quick:
        yield ImapAccount("127.0.0.1", quick.port, made.user, made.password, tls="none")


@pytest.fixture
def box(account: ImapAccount) -> Iterator[ImapBox]:
    made = ImapBox(account)
    yield made
    made.mailbox.close()
    made.client.logout()


@pytest.fixture
def new_database(migrated_file: Path, tmp_path: Path) -> Iterator[Callable[[], Database]]:
    opened: list[Database] = []

    def new() -> Database:
        path = tmp_path / f"desk{len(opened)}.db"
        path.write_bytes(migrated_file.read_bytes())
        opened.append(open_database(f"sqlite:///{path}"))
        return opened[-1]

    yield new
    for one in opened:
        one.close()


@pytest.mark.parametrize("name", PLAIN_IMAP)
def test_a_fault_at_each_command_changes_nothing_in_the_end(
    name: str, box: ImapBox, account: ImapAccount, new_database: Callable[[], Database]
) -> None:
    calm = run(box, account, new_database(), Fault(How.CUT_BEFORE, at=NEVER))
    assert {"LOGIN", "EXAMINE", "SEARCH", "FETCH", "SELECT", "MOVE"} <= set(calm.commands)
    for at in range(1, len(calm.commands) + 1):
        run(box, account, new_database(), IMAP_FAULTS[name](at))


@pytest.mark.parametrize("name", PLAIN_SMTP)
def test_a_fault_at_each_command_of_sending_sends_nothing_twice(
    name: str, box: ImapBox, account: ImapAccount, new_database: Callable[[], Database]
) -> None:
    with sink(port := free_port()) as received:
        calm = run_sending(box, account, new_database(), port, Fault(How.CUT_BEFORE, at=NEVER), received)
        assert {"MAIL", "RCPT", "DATA", "."} <= set(calm.commands)
        for at in range(1, len(calm.commands) + 1):
            run_sending(box, account, new_database(), port, SMTP_FAULTS[name](at), received)


def test_a_server_that_falls_silent_is_given_up_and_asked_again(
    box: ImapBox, account: ImapAccount, new_database: Callable[[], Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap_session, "READ_SECONDS", 1.5)
    run(box, account, new_database(), Fault(How.SILENCE, verb="FETCH", seconds=20))


@pytest.mark.parametrize("how", [How.ANSWER, How.CUT_BEFORE])
def test_a_mail_that_the_server_cannot_give_costs_itself_alone(
    how: How, box: ImapBox, account: ImapAccount, caplog: pytest.LogCaptureFixture
) -> None:
    empty(box)
    box.deliver(*MAILS)
    (known,) = box.mailbox.fetch(None)
    second = known.mails[1].uid
    words = b"{tag} NO [SERVERBUG] internal error\r\n"
    fault = Fault(how, verb="FETCH", holds=rb"\b%s\b.*BODY" % second.encode(), times=NEVER, words=words)
    with fault_proxy(account.port, Imap, fault) as proxy:
        mailbox = through(account, proxy)
        for _ in range(REFUSALS - 1):
            with pytest.raises(MailError):
                list(mailbox.fetch(None))
        batches = list(mailbox.fetch(None))
        mailbox.close()
    assert [mail.raw for one in batches for mail in one.mails] == [MAILS[0], *MAILS[2:]]
    assert [one.not_given for one in batches if one.not_given] == [(second,)]
    assert "passed over" in caplog.text


def test_a_server_that_is_away_is_no_fault_of_the_mail_that_was_asked_for(box: ImapBox, account: ImapAccount) -> None:
    empty(box)
    box.deliver(*MAILS)
    away = Fault(How.CUT_BEFORE, verb="FETCH", times=NEVER), Fault(How.CUT_BEFORE, verb="EXAMINE", at=2, times=NEVER)
    with fault_proxy(account.port, Imap, *away) as proxy:
        mailbox = through(account, proxy)
        for _ in range(2 * REFUSALS):
            with pytest.raises(MailError):
                list(mailbox.fetch(None))
        proxy.faults.clear()
        assert [mail.raw for one in mailbox.fetch(None) for mail in one.mails] == list(MAILS)
        mailbox.close()


def test_a_relay_that_refuses_for_good_is_believed(
    box: ImapBox, account: ImapAccount, new_database: Callable[[], Database]
) -> None:
    empty(box)
    box.deliver(MAILS[0])
    fault = Fault(How.ANSWER, verb="RCPT", words=b"550 5.1.1 nobody of this name\r\n")
    with sink(port := free_port()) as received, fault_proxy(port, Smtp, fault) as proxy:
        outgoing = SmtpOutgoing(SmtpAccount("127.0.0.1", proxy.port, tls="none"))
        with faulty_desk(new_database(), ImapMailbox(account), outgoing) as desk:
            desk.work()
            assert list(desk.letters().values()) == [LetterStatus.FAILED]
        assert not received


def test_a_folder_that_is_made_anew_with_the_same_mails_brings_nothing_new(
    box: ImapBox, account: ImapAccount, new_database: Callable[[], Database]
) -> None:
    empty(box)
    if box.client.folder_exists("ar"):
        box.client.delete_folder("ar")
    box.client.create_folder("ar")
    for raw in MAILS:
        box.client.append("ar", raw)
    with faulty_desk(new_database(), ImapMailbox(account, "ar")) as desk:
        desk.intake.poll("ar")
        box.client.delete_folder("ar")
        desk.work()
        box.client.create_folder("ar")
        for raw in MAILS:
            box.client.append("ar", raw)
        desk.work_until_calm()
        assert desk.outcome() == CALM
    assert subjects(box.folder("Processed") + box.folder("Review")) == subjects(list(MAILS))
    assert box.folder("ar") == []
