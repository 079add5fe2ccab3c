"""The page of an order: confirmed, asked about, dated, ended, returned; each by a person and on what was shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from bot.storage.database import Database, open_database
from nlp import reading
from tests.bot import console_desk
from tests.bot.test_console_pages import Browser
from workflows.commands import DeliverGoods, RequestReturn
from workflows.ledger.model import DocumentKind
from workflows.orders import answers
from workflows.orders.handlers import deliver, request_return
from workflows.orders.model import Order, OrderStatus
from workflows.orders.returns import ReturnStatus
from workflows.ports import Desk

PAGE, ORDER = "/orders/GB01-O-2026-00017", "GB01-O-2026-00017"
RETURN = "GB01-T-2026-00001"
Enter = Callable[..., Browser]


def own_desk() -> Desk:
    """The sample desk, invoicing deliveries."""
    found = console_desk.desk()
    companies = {code: replace(row, invoice_on="delivery") for code, row in found.companies.items()}
    return replace(found, companies=companies)


@pytest.fixture
def full(migrated_file: Path, tmp_path: Path) -> Iterator[Database]:
    path = tmp_path / "orders.db"
    path.write_bytes(migrated_file.read_bytes())
    opened = open_database(f"sqlite:///{path}")
    console_desk.people(opened)
    console_desk.books(opened)
    with opened.begin() as uow:
        console_desk._held_order(uow)
    yield opened
    opened.close()


@pytest.fixture
def enter(full: Database) -> Iterator[Enter]:
    with ExitStack() as stack:

        def enter(name: str = "sam") -> Browser:
            app = console_desk.console(full, desk=own_desk())
            return Browser(stack.enter_context(TestClient(app, follow_redirects=False)), name)

        yield enter


@pytest.fixture
def partly(enter: Enter, full: Database) -> Database:
    """The held order, confirmed, and 10 of its 40 plates delivered and invoiced."""
    assert enter().submit(PAGE, "/release").status_code == 303
    with full.begin() as uow:
        deliver(DeliverGoods(ORDER, console_desk.NOW.date(), "HP-200", "10"), uow, own_desk(), console_desk.NOW)
    return full


def order(full: Database) -> Order:
    with full.read() as uow:
        found = uow.orders.get(ORDER)
        assert found is not None
        return found


def test_a_held_order_shows_its_grounds_and_what_would_be_asked(enter: Enter) -> None:
    shown = enter().get(PAGE).text
    for said in ("What deviates", "Grounds", "Exposure", "Ordered, not yet invoiced", "your price", "Ask the customer"):
        assert said in shown
    assert "25000.00" not in shown.partition("The letter asks")[2].partition("</ul>")[0]


def test_the_customer_is_asked_and_the_order_waits(enter: Enter, full: Database) -> None:
    browser = enter()
    form = browser.form(PAGE, "/ask")
    assert browser.send(form, text="Which plates do you mean?").status_code == 303
    assert order(full).state is OrderStatus.ASKED
    with full.read() as uow:
        (letter,) = uow.letters.where(template="order_question")
    assert "Which plates" in letter.facts and "credit_limit" not in letter.facts
    assert browser.send(form, text="Again?").status_code == 409
    assert ORDER in browser.get("/orders").text
    assert browser.submit(PAGE, "/release").status_code == 303
    assert order(full).state is not OrderStatus.ASKED


def test_a_viewer_changes_no_order(enter: Enter) -> None:
    shown = enter("vera").get(PAGE).text
    assert "Ask the customer" not in shown and "Confirm</button>" not in shown


def test_what_is_open_gets_a_day_and_the_customer_reads_it(enter: Enter, partly: Database) -> None:
    assert enter().submit(PAGE, "/dates", **{"date.1": "2026-04-02", "date.2": ""}).status_code == 303
    assert order(partly).lines[0].confirmed_date == date(2026, 4, 2)
    with partly.read() as uow:
        assert len(uow.letters.where(template="order_dates")) == 1
    assert "30 × HP-200" in enter().get("/orders?state=back_orders").text.replace("</span>", "")
    assert enter().submit(PAGE, "/dates", **{"date.1": "soon", "date.2": ""}).status_code == 422


def test_the_rest_is_let_go(enter: Enter, partly: Database) -> None:
    assert enter().submit(PAGE, "/end").status_code == 303
    assert [line.quantity for line in order(partly).lines] == [Decimal(10)]


def test_a_wish_to_send_goods_back_is_placed_and_let_come(enter: Enter, partly: Database) -> None:
    with partly.begin() as uow:
        lines = (reading.OrderLine("HP-200", "plates", Decimal(3)),)
        back = reading.GoodsBack(lines, (), None, "May we send 3 plates back?")
        wish = RequestReturn(
            answers.source_of(order(partly), uow.customers.get(order(partly).customer), own_desk(), "o2cbot"),
            order(partly).customer,
            back,
            "other",
        )
        assert request_return(wish, uow, own_desk(), console_desk.NOW) == (RETURN,)
    shown = enter().get("/orders").text
    assert "May we send 3 plates back?" in shown and RETURN in shown
    assert enter().submit(PAGE, "/accept", **{"returned.1": "2", "reason": "other"}).status_code == 303
    with partly.read() as uow:
        assert uow.returns.get(RETURN).state is ReturnStatus.ANNOUNCED
    assert order(partly).lines[0].returned == 2


def test_goods_come_back_are_counted_and_credited_by_two(enter: Enter, partly: Database) -> None:
    sam, lea = enter("sam"), enter("lea")
    assert sam.submit(PAGE, "/return", **{"returned.1": "3", "reason": "damaged"}).status_code == 303
    assert sam.submit(PAGE, "/receive", **{"counted.1": "2"}).status_code == 303
    assert sam.submit(PAGE, "/credit", text="broken").status_code == 303
    with partly.read() as uow:
        assert uow.returns.get(RETURN).state is ReturnStatus.PROPOSED
    assert "Approve the credit" not in sam.get(PAGE).text
    assert lea.submit(PAGE, "/approve").status_code == 303
    with partly.read() as uow:
        (note,) = [row for row in uow.invoices.where(order=ORDER) if row.kind is DocumentKind.CREDIT_NOTE]
    assert note.net == Decimal("470.00")
    assert order(partly).lines[0].returned == 2


@pytest.mark.parametrize("fields", [{"returned.1": "11"}, {"returned.1": "x"}, {"returned.1": "1", "reason": "none"}])
def test_a_return_that_cannot_be_is_refused(enter: Enter, partly: Database, fields: dict[str, str]) -> None:
    assert enter().submit(PAGE, "/return", **({"reason": "damaged"} | fields)).status_code == 422
    with partly.read() as uow:
        assert uow.returns.where() == []


def test_a_message_that_orders_is_answered_with_its_question(enter: Enter, full: Database) -> None:
    read = console_desk.order()
    assert read.order is not None
    cheap = tuple(replace(line, unit_price=Decimal("0.01")) for line in read.order.lines)
    with full.begin() as uow:
        console_desk.receive(
            uow, 3, replace(read, order=replace(read.order, lines=cheap)), mailbox="auftrag", company="DE01"
        )
        console_desk.receive(uow, 4, console_desk.bank(), mailbox="auftrag", company="DE01")
    shown = enter().get("/messages/auftrag:1:0000000003").text
    assert "Rückfrage zur Bestellung" in shown and "Ihr Preis 0,01" in shown
    assert "Rückfrage zur Bestellung" not in enter().get("/messages/auftrag:1:0000000004").text
