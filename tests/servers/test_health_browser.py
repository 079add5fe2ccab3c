"""The health page in a real browser fits a phone and a desk."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn

from bot.storage.database import open_database
from bot.storage.migrations import migrate
from tests.bot import console_desk, unwell_desk

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
CHROMIUM = Path(os.environ.get("O2CBOT_CHROMIUM", "/usr/bin/chromium"))
pytestmark = [
    pytest.mark.servers,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"there is no Chromium at {CHROMIUM}"),
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    url = f"sqlite:///{tmp_path_factory.mktemp('health') / 'desk.db'}"
    migrate(url)
    database = open_database(url)
    unwell_desk.full(database)
    # With protocol 0 asyncio sets no TCP_NODELAY, and every answer waits 40 ms for an acknowledgement.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listening:
        listening.bind(("127.0.0.1", 0))
        app = console_desk.console(database, watched=unwell_desk.watched())
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)
    database.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_and_its_table_of_sums_need_no_scrolling_sideways(address: str, width: int) -> None:
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        page = browser.new_page(base_url=address, viewport={"width": width, "height": 900})
        page.goto("/login")
        page.fill("[name=name]", "sam")
        page.fill("[name=password]", console_desk.PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url("**/")
        page.goto("/health")
        page.locator(".alert", has_text="Mailbox orders could not be polled").wait_for()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert page.locator(".figures").evaluate("node => node.scrollWidth <= node.parentElement.clientWidth")
        browser.close()
