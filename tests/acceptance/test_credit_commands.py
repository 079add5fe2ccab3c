"""Credit holds from the command line: reviewed by the accounts, set and released by a person, and listed."""

from __future__ import annotations

import json
from pathlib import Path

from tests.acceptance.desk_folder import desk_folder

HOLDING = """
[collections.credit]
hold_from = 2
may_release = ["Lea"]
[collections.credit.levels.2]
days_overdue = 30
"""


def test_an_overdue_customer_is_held_by_the_review_until_somebody_who_may_releases_it(tmp_path: Path) -> None:
    desk = desk_folder(tmp_path)
    desk.write("bot.toml", (tmp_path / "bot.toml").read_text(encoding="utf-8") + HOLDING)
    dry = desk.run("credit", "review", "--dry-run", "--json")
    assert json.loads(dry.out) == {"customer": "K1", "level": 2, "why": "47 days overdue", "what": "held"}
    assert desk.run("credit", "list").out == ""
    desk.run("credit", "review")
    hold = json.loads(desk.run("credit", "list", "--json").out)
    assert (hold["customer"], hold["level"], hold["set_by"]) == ("K1", 2, "o2cbot")
    asked = ("credit", "release", hold["id"], "--reason", "cheque is here", "--until", "2026-03-01")
    assert "Lea may" in desk.run(*asked, "--actor", "Sam").err
    assert desk.run(*asked, "--actor", "Lea").status == 0
    assert desk.run("credit", "list").out == "" and desk.run("credit", "review").out == ""
    assert desk.run("credit", "review", as_of="2026-03-02").out.startswith("held K1 level 3: 61 days")


def test_a_persons_hold_is_kept_and_refused_without_a_customer(tmp_path: Path) -> None:
    desk = desk_folder(tmp_path)
    assert desk.run("credit", "hold", "K9", "--reason", "asked").status == 1
    assert desk.run("credit", "hold", "K1", "--reason", "asked by sales").out.strip() == "DE01-H-2026-00001"
    assert "asked by sales" in desk.run("credit", "list").out
