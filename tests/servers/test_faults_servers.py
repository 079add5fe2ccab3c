"""Every fault at every command of a whole pass, against Dovecot and Postfix."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.mail.imap import ImapAccount
from bot.storage.database import Database, open_database
from bot.storage.migrations import migrate
from tests.bot.fault_proxy import Fault, How
from tests.bot.fault_runs import IMAP_FAULTS, NEVER, SMTP_FAULTS, run, run_sending, sink
from tests.bot.mailbox_contract import ImapBox


@pytest.fixture
def box(dovecot: ImapAccount) -> Iterator[ImapBox]:
    made = ImapBox(dovecot)
    yield made
    made.mailbox.close()
    made.client.logout()


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("schema") / "empty.db"
    migrate(f"sqlite:///{path}")
    return path.read_bytes()


@pytest.fixture
def new_database(empty_file: bytes, tmp_path: Path) -> Iterator[Callable[[], Database]]:
    opened: list[Database] = []

    def new() -> Database:
        path = tmp_path / f"desk{len(opened)}.db"
        path.write_bytes(empty_file)
        opened.append(open_database(f"sqlite:///{path}"))
        return opened[-1]

    yield new
    for one in opened:
        one.close()


@pytest.mark.parametrize("name", IMAP_FAULTS)
def test_a_fault_at_each_command_of_imap_changes_nothing(
    name: str, box: ImapBox, dovecot: ImapAccount, new_database: Callable[[], Database]
) -> None:
    calm = run(box, dovecot, new_database(), Fault(How.CUT_BEFORE, at=NEVER))
    assert {"LOGIN", "STATUS", "EXAMINE", "SEARCH", "FETCH", "UNSELECT", "SELECT", "MOVE"} >= set(calm.commands) - {
        "AUTHENTICATE", "CAPABILITY", "NAMESPACE", "LIST", "CREATE", "LOGOUT",
    }  # fmt: skip
    for at in range(1, len(calm.commands) + 1):
        run(box, dovecot, new_database(), IMAP_FAULTS[name](at))


@pytest.mark.parametrize("name", SMTP_FAULTS)
def test_a_fault_at_each_command_of_sending_sends_nothing_twice(
    name: str,
    box: ImapBox,
    dovecot: ImapAccount,
    postfix: tuple[int, int],
    new_database: Callable[[], Database],
) -> None:
    port, relay_port = postfix
    with sink(relay_port) as received:
        calm = run_sending(box, dovecot, new_database(), port, Fault(How.CUT_BEFORE, at=NEVER), received)
        for at in range(1, len(calm.commands) + 1):
            run_sending(box, dovecot, new_database(), port, SMTP_FAULTS[name](at), received)
