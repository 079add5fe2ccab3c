"""Refunds by forms: proposed by one person, released by another, ordered once, and told again by the same file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from bot.exchange.exports import KINDS
from bot.storage.database import Database, open_database
from tests.bot import console_desk as desk
from tests.bot.test_console_pages import Browser
from workflows.cash.refunding import propose as propose_by_name
from workflows.cash.refunds import Refund, RefundStatus
from workflows.commands import ProposeRefund

WAITING = "DE01-Z-1"
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
        uow.customers.put(replace(customer, ibans=(THEIRS,)))
        payment = uow.payments.get(WAITING)
        assert payment is not None
        uow.payments.put(replace(payment, customer="D301"))
    yield made
    made.close()


@pytest.fixture
def enter(database: Database) -> Iterator[Callable[..., Browser]]:
    with ExitStack() as opened:
        yield lambda name="sam": Browser(
            opened.enter_context(TestClient(desk.console(database), follow_redirects=False)), name
        )


def refunds(database: Database) -> list[Refund]:
    with database.read() as uow:
        return uow.refunds.where()


def propose(browser: Browser, amount: str = "100.00") -> int:
    action, hidden = browser.form("/refunds", "/refunds/propose")
    return browser.send((action, hidden | {"source": WAITING}), amount=amount, text="paid twice").status_code


def test_two_persons_and_a_file_are_what_it_takes(enter: Callable[..., Browser], database: Database) -> None:
    sam, lea = enter(), enter("lea")
    assert propose(sam) == 303
    (kept,) = refunds(database)
    assert (kept.state, kept.amount, kept.iban, kept.proposed_by) == (RefundStatus.PROPOSED, 100, THEIRS, "sam")
    assert f"{kept.id}/release" not in sam.get("/refunds").text
    assert lea.submit("/refunds", f"{kept.id}/release").status_code == 303
    assert lea.submit("/refunds", "/refunds/order").headers["location"] == "/refunds?said=refunds_ordered"
    (kept,) = refunds(database)
    assert (kept.state, kept.released_by) == (RefundStatus.ORDERED, "lea")
    first, again = (lea.get(f"/refunds/files/{kept.file}") for _ in range(2))
    assert first.content == again.content and kept.reference.encode() in first.content
    assert "attachment" in first.headers["content-disposition"]


def test_the_form_of_another_page_does_not_release_ones_own(enter: Callable[..., Browser], database: Database) -> None:
    sam, lea = enter(), enter("lea")
    propose(sam)
    (kept,) = refunds(database)
    action, hidden = lea.form("/refunds", f"{kept.id}/release")
    _, own = sam.form("/refunds", f"{kept.id}/cancel")
    assert sam.send((action, hidden | {"csrf": own["csrf"]})).status_code == 422
    assert refunds(database)[0].state is RefundStatus.PROPOSED


def test_two_consoles_order_a_refund_once(enter: Callable[..., Browser], database: Database) -> None:
    sam, lea, late = enter(), enter("lea"), enter("lea")
    propose(sam)
    lea.submit("/refunds", f"{refunds(database)[0].id}/release")
    form = late.form("/refunds", "/refunds/order")
    lea.submit("/refunds", "/refunds/order")
    (kept,) = refunds(database)
    assert late.send(form).headers["location"] == "/refunds?said=nothing_to_order"
    assert refunds(database) == [kept]


def test_two_people_cannot_both_release(enter: Callable[..., Browser], database: Database) -> None:
    sam, lea, late = enter(), enter("lea"), enter("lea")
    propose(sam)
    (kept,) = refunds(database)
    form = late.form("/refunds", f"{kept.id}/release")
    lea.submit("/refunds", f"{kept.id}/release")
    assert late.send(form).status_code == 409


@pytest.mark.parametrize("amount", ["0", "-1", "3000.01", "1.250", "x", "0.001"])
def test_an_amount_that_is_not_there_is_not_proposed(
    enter: Callable[..., Browser], database: Database, amount: str
) -> None:
    assert propose(enter(), amount) == 422
    assert refunds(database) == []


def test_a_viewer_sees_the_list_and_neither_forms_nor_files(enter: Callable[..., Browser], database: Database) -> None:
    propose(enter())
    page = enter("vera").get("/refunds").text
    assert refunds(database)[0].id in page and "<select" not in page
    assert enter("vera").get("/refunds/files/X").status_code == 403


def test_the_payment_says_that_it_goes_back(enter: Callable[..., Browser], database: Database) -> None:
    browser = enter()
    assert "/refunds#" in browser.get(f"/payments/{WAITING}").text
    propose(browser)
    assert "To be paid back" in browser.get(f"/payments/{WAITING}").text
    assert "1 under way" in browser.get("/payments").text


def test_refunds_are_exported(enter: Callable[..., Browser], database: Database) -> None:
    propose(enter())
    with database.read() as uow:
        (row,) = KINDS["refunds"](uow, desk.console(database).state.console.desk, None)  # type: ignore[arg-type]
    assert (row["amount"], row["state"], row["proposed_by"]) == ("100.00", "proposed", "sam")


def test_a_scripts_proposal_is_taken_on_before_another_one_releases(
    enter: Callable[..., Browser], database: Database
) -> None:
    sam, lea = enter(), enter("lea")
    with database.begin() as uow:
        (number,) = propose_by_name(ProposeRefund(WAITING, "lea", amount=Decimal("10.00")), uow, desk.desk(), desk.NOW)
    assert f"{number}/release" not in sam.get("/refunds").text
    assert sam.submit("/refunds", f"{number}/take-on").status_code == 303
    assert f"{number}/release" not in sam.get("/refunds").text
    assert lea.submit("/refunds", f"{number}/release").status_code == 303
    (kept,) = refunds(database)
    assert (kept.proposed_by, kept.released_by, kept.state) == ("sam", "lea", RefundStatus.RELEASED)
