"""The console in a real browser: keys, swaps, the policy that forbids foreign script, and no script of a mail runs."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from bot.sandbox import BoundedReader
from bot.storage.database import Database, open_database
from bot.storage.migrations import migrate
from nlp.limits import Limits
from tests.bot import console_desk as desk
from tests.bot.hostile_samples import SAMPLES
from workflows.disputes.model import CaseStatus
from workflows.messages import MessageStatus

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
CHROMIUM = Path(os.environ.get("O2CBOT_CHROMIUM", "/usr/bin/chromium"))
pytestmark = [
    pytest.mark.servers,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"there is no Chromium at {CHROMIUM}"),
]
DISPUTE, HOSTILE = "orders:1:0000000002", "orders:1:0000000005"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    url = f"sqlite:///{tmp_path / 'desk.db'}"
    migrate(url)
    made = open_database(url)
    desk.full(made)
    yield made
    made.close()


@pytest.fixture(scope="module")
def reader() -> Iterator[BoundedReader]:
    with BoundedReader(Limits()) as bounded:
        yield bounded


@pytest.fixture
def address(database: Database, reader: BoundedReader) -> Iterator[str]:
    # With protocol 0 asyncio sets no TCP_NODELAY, and every answer waits 40 ms for an acknowledgement.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listening:
        listening.bind(("127.0.0.1", 0))
        app = desk.console(database, clock=lambda: datetime.now(UTC), shown_html=reader.shown)
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:  # Playwright's objects, whose types are only there where it is installed
    with playwright.sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    context = browser.new_context(base_url=address)
    page = context.new_page()
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("console", lambda message: page.faults.append(message.text) if message.type == "error" else None)
    page.on("dialog", lambda dialog: page.faults.append(dialog.message))
    page.goto("/login")
    page.fill("[name=name]", "sam")
    page.fill("[name=password]", desk.PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/")
    yield page
    context.close()


def test_the_queue_is_worked_with_keys(page: Any) -> None:
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.locator("tr.at").get_attribute("data-id") == DISPUTE
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/messages/{DISPUTE.replace(':', '%3A')}")
    page.keyboard.press("a")
    assert page.locator("button[data-key=a]").evaluate("node => node === document.activeElement")
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    assert page.locator("details[data-key=r] textarea").is_visible()
    assert page.faults == []


def test_an_approval_is_pressed_with_enter(page: Any, database: Database) -> None:
    page.goto(f"/messages/{DISPUTE}")
    page.fill("[name='dispute.amount']", "498.00")
    page.select_option("[name='dispute.reason']", "quantity")
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("a")
    page.keyboard.press("Enter")
    page.locator(".said").wait_for()
    with database.read() as uow:
        assert uow.messages.get(DISPUTE).state is MessageStatus.DONE
        (case,) = uow.cases.where(customer="G402", state=CaseStatus.OPEN)
    assert f"{case.amount}" == "498.00" and page.faults == []


def test_a_late_decision_is_told_in_place(page: Any, database: Database) -> None:
    page.goto(f"/messages/{DISPUTE}")
    with database.begin() as uow:
        desk.triage.dismiss(DISPUTE, "lea", "seen", uow, desk.desk(), desk.NOW)
    page.locator("button[data-key=a]").click()
    page.locator("#refusal .alert").wait_for()
    assert "changed in the meantime" in page.locator("#refusal").inner_text()


def test_a_check_swaps_what_would_be_done(page: Any) -> None:
    page.goto(f"/messages/{DISPUTE}")
    page.fill("[name='dispute.amount']", "12.34")
    page.locator("button[data-key=c]").click()
    page.locator("#proposal", has_text="12.34").wait_for()
    assert page.faults == []


def test_a_filter_swaps_the_list_and_the_address(page: Any) -> None:
    page.locator(".chip", has_text="Dispute").click()
    page.wait_for_url("**/?*intent=dispute*")
    page.locator("tbody tr", has_text="Northmoor").wait_for()
    assert page.locator("tbody tr").count() == 1
    page.go_back()
    page.locator("tbody tr", has_text="Pharma").wait_for()


def test_nothing_of_a_hostile_mail_runs(page: Any) -> None:
    page.goto(f"/messages/{HOSTILE}")
    assert page.locator(".mail-text script, .mail-text img, .mail-text a:not([href^='#'])").count() == 0
    assert page.faults == []


def test_the_frame_of_a_mail_shows_its_words_and_asks_nobody_for_anything(page: Any, database: Database) -> None:
    with database.begin() as uow:
        message = uow.messages.get(HOSTILE)
        uow.messages.put(replace(message, sha256=uow.raw_messages.add(SAMPLES["html_active"]())))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"/messages/{HOSTILE}")
    page.locator("summary", has_text="As HTML").click()
    page.frame_locator("iframe.mail-frame").locator("p", has_text="Guten Tag").first.wait_for()
    frame = next(one for one in page.frames if one.url.endswith("/html"))
    assert frame.evaluate("window.origin") == "null"
    assert frame.locator("script, img, form, iframe, svg, [href], [src], [style]").count() == 0
    assert [url for url in asked if not url.startswith(page.url.partition("/messages")[0])] == []
    assert page.faults == []


def test_a_value_and_its_words_light_up_together(page: Any) -> None:
    page.goto(f"/messages/{DISPUTE}")
    page.focus("[name='dispute.amount']")
    assert page.locator("mark.on").inner_text() == "996.00 GBP"


def test_money_is_accepted_with_one_key_and_split_with_another(page: Any, database: Database) -> None:
    desk.proposals(database, "DE01-Z-1", "D301", Decimal("3000.00"))
    page.goto("/payments")
    page.keyboard.press("j")
    page.keyboard.press("a")
    page.locator(".said", has_text="put on its documents").wait_for()
    with database.read() as uow:
        assert uow.payments.get("DE01-Z-1").unapplied == 0
    assert page.locator("tr.at").get_attribute("data-id") == "GB01-Z-2"  # at the next one at once
    page.keyboard.press("s")
    page.wait_for_url("**/payments/GB01-Z-2#split")
    page.goto("/payments/GB01-Z-2?customer=G402")
    page.keyboard.press("s")
    page.keyboard.type("a1")  # in a field keys are letters
    assert page.locator("#split input:focus").input_value() == "a1"
    assert page.faults == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_pages_of_money_fit_and_scroll_only_down(
    browser: Any, address: str, database: Database, scheme: str, width: int
) -> None:
    desk.proposals(database, "DE01-Z-1", "D301", Decimal("3000.00"))
    context = browser.new_context(base_url=address, color_scheme=scheme, viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto("/login")
    page.fill("[name=name]", "sam")
    page.fill("[name=password]", desk.PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/")
    for path in ("/payments", "/payments/DE01-Z-1"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        fields = page.locator("main input:not([type=hidden])")
        named = fields.evaluate_all("all => all.map(one => one.labels.length || one.ariaLabel)")
        assert all(named), "every field has a name"
    context.close()
