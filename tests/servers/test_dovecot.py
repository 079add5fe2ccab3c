"""The mailbox contract against Dovecot; its folders, namespaces and uses; what is left when it restarts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from imapclient import IMAPClient

from bot.mail.idle import IdleWatch
from bot.mail.imap import ImapAccount, ImapMailbox
from bot.mail.ports import MailError
from bot.self_check import reach
from bot.storage.database import Database, open_database
from bot.storage.migrations import migrate
from tests.bot.fault_proxy import Fault, How, Imap, fault_proxy
from tests.bot.fault_runs import CALM, wait_until
from tests.bot.faulty_desk import MAILS, check_folders, faulty_desk
from tests.bot.mailbox_contract import ImapBox, MailboxContract, mail
from tests.servers.dovecot_server import DovecotServer


@pytest.fixture
def box(dovecot: ImapAccount) -> Iterator[ImapBox]:
    made = ImapBox(dovecot)
    yield made
    made.mailbox.close()
    made.client.logout()


class TestDovecot(MailboxContract):
    pass


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    url = f"sqlite:///{tmp_path / 'desk.db'}"
    migrate(url)
    opened = open_database(url)
    yield opened
    opened.close()


def client_of(account: ImapAccount) -> IMAPClient:
    client = IMAPClient(account.host, port=account.port, ssl=False, timeout=20)
    client.login(account.user, account.password)
    return client


def mails_in(client: IMAPClient, name: str) -> list[bytes]:
    client.select_folder(name, readonly=True)
    return [data[b"BODY[]"] for _, data in sorted(client.fetch(client.search(), ["BODY.PEEK[]"]).items())]


@pytest.mark.parametrize(("separator", "prefix"), [("/", ""), (".", ""), (".", "INBOX.")])
@pytest.mark.parametrize("folder", ["shared/ar", "Débiteurs/Été & Forderungen"])
def test_folders_are_found_and_made_in_each_servers_own_way(
    separator: str, prefix: str, folder: str, new_dovecot: Callable[..., DovecotServer]
) -> None:
    account = new_dovecot(separator=separator, prefix=prefix).account()
    own = folder.replace("/", separator) if folder.startswith("shared") else prefix + folder.replace("/", separator)
    with client_of(account) as client:
        client.create_folder(own)
        client.append(own, mail(1))
        client.append(own, mail(2))
        mailbox = ImapMailbox(account, folder, ("Bearbeitet/2026 ü", "\\Archive"))
        mailbox.check()
        (batch,) = mailbox.fetch(None)
        first, second = (one.uid for one in batch.mails)
        mailbox.move(batch.generation, [first], "Bearbeitet/2026 ü")
        mailbox.move(batch.generation, [second], "\\Archive")
        assert list(mailbox.fetch(batch.cursor)) == []
        mailbox.close()
        assert mails_in(client, f"{prefix}Bearbeitet{separator}2026 ü") == [mail(1)]
        assert mails_in(client, f"{prefix}Archiv") == [mail(2)]
        assert mails_in(client, own) == []


def test_a_use_that_no_folder_has_is_named(dovecot: ImapAccount) -> None:
    with pytest.raises(MailError, match=r"no folder is marked \\Junk"):
        reach(ImapMailbox(dovecot, "INBOX", ("\\Junk",)))


@pytest.mark.parametrize("lacks", [("MOVE",), ("MOVE", "UIDPLUS"), ("UNSELECT", "NAMESPACE", "SPECIAL-USE")])
def test_a_server_that_lacks_something_is_worked_with_all_the_same(
    lacks: tuple[str, ...], new_dovecot: Callable[..., DovecotServer], database: Database
) -> None:
    account = new_dovecot(lacks=lacks).account()
    box = ImapBox(account)
    box.deliver(*MAILS)
    with faulty_desk(database, box.mailbox) as desk:
        desk.work_until_calm()
        assert desk.intake.reconcile("ar") == 0
        desk.work_until_calm()
        assert desk.outcome() == CALM
    box.client.select_folder("INBOX")
    box.client.expunge()  # without UIDPLUS they stay marked as deleted, until somebody's mail program does this
    check_folders(box.folder)


def test_a_server_that_crashes_in_the_middle_of_a_fetch_costs_nothing(
    new_dovecot: Callable[..., DovecotServer], database: Database
) -> None:
    server = new_dovecot()
    big = tuple(raw + b"x" * 70 + b"\r\n" * 400_000 for raw in MAILS)  # more than the lines between take at once
    box = ImapBox(server.account())
    box.deliver(*big)
    box.client.logout()
    crash = Fault(How.MEANWHILE, verb="FETCH", at=2, meanwhile=server.crash)
    with fault_proxy(server.port, Imap, crash) as proxy:
        line = ImapMailbox(ImapAccount("127.0.0.1", proxy.port, "bot", "secret", tls="none"))
        with faulty_desk(database, line) as desk:
            desk.work_until_calm()
            assert desk.outcome() == CALM
        assert crash.seen >= 2 and proxy.connections >= 2
    box = ImapBox.__new__(ImapBox)
    box.client = client_of(server.account())
    check_folders(box.folder)


def test_a_folder_with_a_new_uidvalidity_is_fetched_whole_and_nothing_is_worked_twice(
    box: ImapBox, dovecot: ImapAccount, database: Database
) -> None:
    for _ in range(2):
        if box.client.folder_exists("ar"):
            box.client.delete_folder("ar")
        box.client.create_folder("ar")
        for raw in MAILS:
            box.client.append("ar", raw)
        if _ == 0:
            mailbox = ImapMailbox(dovecot, "ar")
            with faulty_desk(database, mailbox) as desk:
                desk.intake.poll("ar")
                generation = next(iter(mailbox.fetch(None))).generation
    with faulty_desk(database, ImapMailbox(dovecot, "ar")) as desk:
        desk.work_until_calm()
        assert desk.outcome() == CALM
        desk.work_until_calm()
        with database.read() as uow:
            assert {one.generation for one in uow.messages.where()} == {generation}
    assert box.folder("ar") == []


def test_a_folder_whose_uids_begin_anew_under_the_same_uidvalidity_is_fetched_whole(
    new_dovecot: Callable[..., DovecotServer], database: Database
) -> None:
    server = new_dovecot()
    server.deliver("bot", MAILS)
    with faulty_desk(database, ImapMailbox(server.account())) as desk:
        desk.work_until_calm()
        server.stop()
        inbox = server.folder / "mail" / "bot" / "Maildir"
        uids = inbox / "dovecot-uidlist"
        validity = next(word for word in uids.read_text().split() if word.startswith("V"))
        for file in [*inbox.glob("dovecot.*"), *inbox.glob("dovecot-uid*")]:
            file.unlink()
        uids.write_text(f"3 {validity} N1\n")
        server.deliver("bot", [mail(7)])
        server.start()
        desk.work_until_calm()
        with database.read() as uow:
            kept = [uow.raw_messages.get(one.sha256) for one in uow.messages.where()]
    assert sorted(kept) == sorted([*MAILS, mail(7)])


def test_idle_wakes_the_poll_and_outlives_a_restart(new_dovecot: Callable[..., DovecotServer], tmp_path: Path) -> None:
    server, hints = new_dovecot(), []
    watch = IdleWatch(server.account(), "INBOX", lambda: hints.append(1), first_pause_seconds=0.1)
    watch.start()
    wait_until(lambda: len(hints) == 1)
    with client_of(server.account()) as client:
        deliver_until(client, lambda: len(hints) >= 2)
    server.restart()
    wait_until(lambda: len(hints) >= 3)
    with client_of(server.account()) as client:
        deliver_until(client, lambda: len(hints) >= 4)
    watch.stop()
    assert not watch.is_alive


def deliver_until(client: IMAPClient, happens: Callable[[], bool]) -> None:
    """One mail is enough, unless it came in the moment between listening and listening."""
    client.append("INBOX", mail(1))
    wait_until(happens)
