"""The console shows that answers are stopped and what is known of addresses; a lead lets the answers go again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from bot.gate import stopped
from bot.storage.database import Database
from tests.bot.console_desk import NOW
from tests.bot.test_console_pages import Browser, enter, full, full_file  # noqa: F401  # fixtures
from workflows.brakes import ANSWERS, Brake
from workflows.customers import AddressNote


def test_a_lead_lets_the_answers_go_and_a_specialist_only_sees_it(
    enter: Callable[..., Browser],  # noqa: F811
    full: Database,  # noqa: F811
) -> None:
    with full.begin() as uow:
        uow.brakes.put(Brake(ANSWERS, NOW, "501 automatic answers in 30 minutes"))
    sam = enter("sam")
    assert "Automatic answers are stopped" in sam.get("/outbox").text
    assert "Automatic answers are stopped" in sam.get("/health").text
    assert "o2cbot_answers_stopped 1.0" in sam.get("/metrics").text
    assert "/answers/release" not in sam.get("/outbox").text
    assert sam.client.post("/answers/release", data={}).status_code == 403
    lea = enter("lea")
    assert lea.submit("/outbox", "/answers/release").status_code == 303
    with full.read() as uow:
        assert stopped(uow) is None
        assert (uow.brakes.get(ANSWERS).released_by, uow.brakes.get(ANSWERS).released_at) == ("lea", NOW)
    assert "Automatic answers are stopped" not in lea.get("/outbox").text


def test_a_customers_addresses_say_what_is_known_of_them(
    enter: Callable[..., Browser],  # noqa: F811
    full: Database,  # noqa: F811
) -> None:
    with full.begin() as uow:
        for note in (
            AddressNote("dead@x.example", "G402", 1, NOW, NOW, NOW, why="5.1.1"),
            AddressNote("cross@x.example", "G402", complained_at=NOW),
            AddressNote("away@x.example", "G402", absent_until=date(2026, 3, 30), absence_said_at=NOW),
            AddressNote("back@x.example", "G402", absent_until=date(2026, 3, 2), absence_said_at=NOW),
        ):
            uow.addresses.put(note)
    page = enter("vera").get("/customers/G402").text
    assert "dead@x.example: takes no mail since" in page and "cross@x.example: reported our mail as abuse" in page
    assert "away@x.example:  Its owner is away, back on" in page and "back@x.example" not in page
