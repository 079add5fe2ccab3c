"""Money set aside for an order: from the command line and the console to the invoice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from bot.__main__ import cli
from bot.setup import initialise
from bot.storage.database import Database, open_database
from tests.bot import console_desk
from tests.bot.test_console_pages import Browser
from workflows.cash.model import Payment
from workflows.orders.model import Order, OrderStatus

PAGE = "/billing/prepayments"


@pytest.fixture
def database(migrated_file: Path, tmp_path: Path) -> Iterator[Database]:
    path = tmp_path / "desk.db"
    path.write_bytes(migrated_file.read_bytes())
    made = open_database(f"sqlite:///{path}")
    console_desk.people(made)
    console_desk.books(made)
    yield made
    made.close()


@pytest.fixture
def browser(database: Database) -> Iterator[Browser]:
    with ExitStack() as opened:
        client = opened.enter_context(TestClient(console_desk.console(database), follow_redirects=False))
        yield Browser(client, "sam")


def paid_before(database: Database) -> tuple[str, str]:
    """(a payment of 80.00 on account, an order of its customer)."""
    today = console_desk.NOW.date()
    with database.begin() as uow:
        buyer = uow.customers.where()[0]
        order = Order(
            f"{buyer.company}-O-2026-00900", buyer.number, buyer.company, "PO", today, None, buyer.currency,
            Decimal(100), OrderStatus.CONFIRMED, (), (), "", "",
        )  # fmt: skip
        uow.orders.add(order)
        uow.payments.add(
            Payment(
                "PM-early", order.company, order.customer, today, today - timedelta(days=9), Decimal("80.00"),
                order.currency, Decimal("80.00"), "f#9", "camt:9", "Payer", "", "PO", "", "",
            )
        )  # fmt: skip
    return "PM-early", order.number


def standing(database: Database) -> list[Any]:
    with database.read() as uow:
        return [one for one in uow.prepayments.where() if one.left]


def test_a_specialist_sets_money_aside_and_gives_it_free(browser: Browser, database: Database) -> None:
    payment, order = paid_before(database)
    done = browser.submit(PAGE, "/billing/prepayments", payment=payment, order=order, amount="50,00")
    assert done.status_code == 303 and done.headers["location"].endswith("said=set_aside")
    (kept,) = standing(database)
    assert (kept.left, kept.set_by, order in browser.get(PAGE).text) == (Decimal("50.00"), "sam", True)
    assert browser.submit(PAGE, "/withdraw").status_code == 303
    assert standing(database) == [] and "given free by sam" in browser.get(f"{PAGE}?state=all").text


@pytest.mark.parametrize(("entry", "words"), [("fifty", "no amount"), ("500.00", "is left")])
def test_what_cannot_be_set_aside_is_said(browser: Browser, database: Database, entry: str, words: str) -> None:
    payment, order = paid_before(database)
    done = browser.submit(PAGE, "/billing/prepayments", payment=payment, order=order, amount=entry)
    assert done.status_code >= 400 and words in done.text and standing(database) == []


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (("O-9", "PM-9"), 1, "there is no order or contract 'O-9'"),
        (("O-9", "PM-9", "--amount", "x"), 2, "is not an amount"),
    ],
)
def test_on_the_command_line_a_refusal_is_one_sentence(
    tmp_path: Path, words: tuple[str, ...], status: int, told: str
) -> None:
    list(initialise(tmp_path))
    found = CliRunner().invoke(cli, ["--config", str(tmp_path / "bot.toml"), "prepay", *words])
    assert found.exit_code == status and told in (found.stderr or str(found.exception))
