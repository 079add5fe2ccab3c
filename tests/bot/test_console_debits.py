"""Direct debits by forms: proposed by one person, released by another, told, and ordered once by a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from bot.storage.database import Database, open_database
from tests.bot import console_desk as desk
from tests.bot.test_console_pages import Browser
from workflows.collections.mandates import Collection, CollectionStatus, DirectDebit, Mandate, Scheme
from workflows.ledger.model import DocumentKind, OpenItem
from workflows.letters import LetterStatus

THEIRS = "DE89370400440532013000"


@pytest.fixture
def database(migrated_file: Path, tmp_path: Path) -> Iterator[Database]:
    path = tmp_path / "desk.db"
    path.write_bytes(migrated_file.read_bytes())
    made = open_database(f"sqlite:///{path}")
    desk.full(made)
    with made.begin() as uow:
        customer = uow.customers.get("D301")
        assert customer is not None
        uow.customers.put(replace(customer, number="D399", emails=("ap@debtor.example",)))
        uow.mandates.add(Mandate("M-1", "D399", customer.company, Scheme.CORE, False, date(2026, 1, 2), THEIRS))
        uow.open_items.add(
            OpenItem(
                "DD-1", DocumentKind.INVOICE, "D399", customer.company, date(2026, 1, 2), date(2026, 1, 30), "EUR",
                desk.D("250"), desk.D("250"),
            )
        )  # fmt: skip
    yield made
    made.close()


@pytest.fixture
def enter(database: Database) -> Iterator[Callable[..., Browser]]:
    own = desk.desk()
    ours = replace(own.company("DE01"), creditor_id="DE98ZZZ09999999999")
    console = desk.console(database, desk=replace(own, companies={**own.companies, "DE01": ours}))
    with ExitStack() as opened:
        yield lambda name="sam": Browser(opened.enter_context(TestClient(console, follow_redirects=False)), name)


def kept(database: Database) -> Collection:
    with database.read() as uow:
        (found,) = uow.debit_collections.where()
    return found


def debits(database: Database) -> list[DirectDebit]:
    with database.read() as uow:
        return uow.direct_debits.where(collection=kept(database).id)


def test_two_persons_an_announcement_and_a_file_are_what_it_takes(
    enter: Callable[..., Browser], database: Database
) -> None:
    sam, lea = enter(), enter("lea")
    assert "250" in sam.get("/debits").text
    assert sam.submit("/debits", "/debits/propose").status_code == 303
    found = kept(database)
    assert (found.state, found.total, found.proposed_by) == (CollectionStatus.PROPOSED, 250, "sam")
    assert f"{found.id}/release" not in sam.get("/debits").text
    assert lea.submit("/debits", f"{found.id}/release").headers["location"] == "/debits?said=debits_released"
    with database.begin() as uow:
        (letter,) = uow.letters.where(template="debit_notice")
        uow.letters.put(replace(letter, state=LetterStatus.SENT, sent_at=letter.created_at - timedelta(days=1)))
    assert lea.submit("/debits", f"{found.id}/order").headers["location"] == "/debits?said=debits_ordered"
    found = kept(database)
    assert (found.state, found.released_by) == (CollectionStatus.ORDERED, "lea")
    first, again = (sam.get(f"/debits/files/{found.file}") for _ in range(2))
    assert first.content == again.content and b"pain.008.001.08" in first.content and b"250.00" in first.content
    assert "DD-1" in sam.get("/debits").text
    (debit,) = debits(database)
    assert "a person ends below" in sam.get("/debits").text
    assert sam.submit("/debits", f"{found.id}/end", text="phoned").status_code == 422
    ended = {f"debit:{debit.id}": "on", "text": "phoned the bank"}
    assert sam.submit("/debits", f"{found.id}/end", **ended).headers["location"] == "/debits?said=debits_ended"
    assert [one.ended_how for one in debits(database)] == ["rejected: sam: phoned the bank"]
    assert f"{found.id}/end" not in sam.get("/debits").text


def test_a_collection_is_given_up_with_a_reason(enter: Callable[..., Browser], database: Database) -> None:
    sam = enter()
    sam.submit("/debits", "/debits/propose")
    number = kept(database).id
    assert sam.submit("/debits", f"{number}/cancel", text="customers asked").status_code == 303
    assert kept(database).state is CollectionStatus.CANCELLED
