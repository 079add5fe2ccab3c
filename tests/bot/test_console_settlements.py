"""A debit that fits a file of refunds half, by forms: found from the lists, said by one person, booked by another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from bot.storage.database import Database, open_database
from tests.bot import console_desk as desk
from tests.bot.test_console_pages import Browser
from tests.workflows.cash_builders import entry
from workflows.cash.refund_batches import NAMES_IT
from workflows.cash.refund_booking import hold_batch
from workflows.cash.refunds import Refund, RefundReason, RefundStatus

SOURCE, FILE = "DE01-Z-1", "DE01-X-2026-00001"
D = Decimal


def ordered(number: str, amount: str, currency: str) -> Refund:
    day = desk.NOW.date()
    return Refund(
        number, "DE01", "D301", SOURCE, RefundReason.ON_ACCOUNT, D(amount), currency, "DE89370400440532013000",
        "Isartal", number, RefundStatus.ORDERED, "sam", day, released_by="lea", released_on=day, file=FILE,
    )  # fmt: skip


@pytest.fixture
def database(migrated_file: Path, tmp_path: Path) -> Iterator[Database]:
    path = tmp_path / "desk.db"
    path.write_bytes(migrated_file.read_bytes())
    made = open_database(f"sqlite:///{path}")
    desk.full(made)
    with made.begin() as uow:
        payment = uow.payments.get(SOURCE)
        assert payment is not None
        uow.payments.put(replace(payment, customer="D301"))
        for number, amount in (("B-1", "60.00"), ("B-2", "40.00")):
            uow.refunds.add(ordered(number, amount, payment.currency))
        told = entry("-61.00", "SAMMLER", currency=payment.currency)
        why = f"{FILE}: {NAMES_IT}, but moved -61.00 {payment.currency}"
        hold_batch(told, why, desk.desk().company("DE01"), "S-9", uow, desk.desk())
    yield made
    made.close()


@pytest.fixture
def enter(database: Database) -> Iterator[Callable[..., Browser]]:
    with ExitStack() as opened:
        yield lambda name="sam": Browser(
            opened.enter_context(TestClient(desk.console(database), follow_redirects=False)), name
        )


@pytest.fixture
def page(database: Database) -> str:
    with database.read() as uow:
        (debit,) = (each for each in uow.payments.where() if each.unapplied == -61)
    return f"/refunds/debits/{debit.id}"


def state(database: Database, number: str) -> RefundStatus:
    with database.read() as uow:
        found = uow.refunds.get(number)
    assert found is not None
    return found.state


def test_one_says_which_refunds_it_pays_and_another_books_it(
    enter: Callable[..., Browser], database: Database, page: str
) -> None:
    sam, lea = enter(), enter("lea")
    assert f'href="{page}"' in sam.get("/refunds").text
    assert f'href="{page}"' in sam.get(f"/payments/{page.rpartition('/')[2]}").text
    action, hidden = sam.form(page, "/explain")
    assert sam.send((action, hidden), **{"refund:B-1": "on", "rest_is": "none"}).status_code == 422
    answer = sam.send((action, hidden), **{"refund:B-1": "on", "rest_is": "charge", "text": "phoned the bank"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{page}?said=proposed")
    assert "/agree" not in sam.get(page).text and "sam said what it is" in lea.get("/refunds").text
    assert state(database, "B-1") is RefundStatus.ORDERED
    assert lea.submit(page, "/agree").headers["location"] == "/refunds?said=debit_settled"
    assert (state(database, "B-1"), state(database, "B-2")) == (RefundStatus.PAID, RefundStatus.ORDERED)
    assert "phoned the bank" in lea.get(page).text and "/explain" not in lea.get(page).text


def test_a_proposal_marks_its_refunds(enter: Callable[..., Browser], database: Database, page: str) -> None:
    with database.begin() as uow:
        debit = uow.payments.get(page.rpartition("/")[2])
        assert debit is not None
        uow.payments.put(replace(debit, unapplied=D("-60.00")))
    shown = enter().get(f"{page}?fit=1").text
    assert "1 of the 2" in shown and "the bank names it" in shown
    assert [row.count("checked") for row in shown.split('name="refund:')[1:3]] == [1, 0]


def test_what_was_said_is_withdrawn_and_a_viewer_says_nothing(
    enter: Callable[..., Browser], database: Database, page: str
) -> None:
    sam = enter()
    action, hidden = sam.form(page, "/explain")
    sam.send((action, hidden), **{"refund:B-1": "on", "rest_is": "open"})
    assert sam.submit(page, "/withdraw", text="wrong").status_code == 303
    assert "/explain" in sam.get(page).text
    viewer = enter("vera")
    assert "/explain" not in viewer.get(page).text
    assert viewer.client.post(action, data=hidden).status_code == 403


@pytest.mark.parametrize("path", ["/refunds/debits/none", f"/refunds/debits/{SOURCE}"])
def test_what_is_no_debit_has_no_such_page(enter: Callable[..., Browser], path: str) -> None:
    assert enter().get(path).status_code == 404
