"""The console on PostgreSQL: every page is there, and two people still cannot both decide."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from bot.storage.database import Database
from tests.bot import console_desk as desk
from tests.bot.test_console_pages import DISPUTE, PAGES, Browser, approve
from workflows.messages import MessageStatus

pytestmark = pytest.mark.servers


def test_pages_and_decisions_are_the_same_on_postgresql(postgresql: Database) -> None:
    desk.full(postgresql)
    with TestClient(desk.console(postgresql), follow_redirects=False) as client:
        browser = Browser(client, "lea")
        assert {path: browser.get(path).status_code for path in PAGES} == dict.fromkeys(PAGES, 200)
        late = browser.form(f"/messages/{DISPUTE}", "/dismiss")
        assert approve(browser, DISPUTE, desk.dispute()).status_code == 303
        assert browser.send(late, why="too late").status_code == 409
        assert "no mail is missing" in browser.get("/health").text
    with postgresql.read() as uow:
        message = uow.messages.get(DISPUTE)
    assert message is not None and message.state is MessageStatus.DONE
