"""A campaign from the command line: proposed, approved by another person as it was shown, sent; segments and tone."""

from __future__ import annotations

import json
from pathlib import Path

from tests.acceptance.desk_folder import desk_folder

ASKING = """
[dunning.standard]
days = [7, 21, 35]
gap_days = 14
minimum = "5.00"
campaign_approval = "two"
[dunning."standard/high"]
days = [3, 21, 35]
gap_days = 14
minimum = "5.00"
tone = "firm"
campaign_approval = "two"
[collections.segments.high]
from_points = 10
call_from_days_overdue = 3
gap_days = 3
minimum = "50.00"
"""


def test_a_campaign_is_proposed_approved_and_sent(tmp_path: Path) -> None:
    desk = desk_folder(tmp_path)
    desk.write("bot.toml", (tmp_path / "bot.toml").read_text(encoding="utf-8") + ASKING)
    waiting = desk.run("dun", "--dry-run", "--why", "--json")
    assert json.loads(waiting.out)["waits"]["why"] == "not_approved"
    campaign = json.loads(desk.run("campaign", "propose", "--actor", "Ada", "--json").out)
    assert (campaign["letters"], campaign["approval"], campaign["state"]) == (1, "two", "proposed")
    assert desk.run("campaign", "show", campaign["id"]).out == "K1 DE01 level 1, 119.00 EUR: 1 items\n"
    approve = ("campaign", "approve", campaign["id"], "--digest", campaign["digest"])
    assert "does not approve it" in desk.run(*approve, "--actor", "Ada").err
    assert desk.run(*approve, "--actor", "Ben").status == 0
    sent = desk.run("dun", "--json")
    assert [json.loads(line)["customer"] for line in sent.out.splitlines()] == ["K1"]
    assert desk.run("campaign", "propose", "--actor", "Ada").status == 1  # nothing is left to approve


def test_segments_are_listed_and_kept(tmp_path: Path) -> None:
    desk = desk_folder(tmp_path)
    desk.write("bot.toml", (tmp_path / "bot.toml").read_text(encoding="utf-8") + ASKING)
    assert desk.run("segments", "--dry-run").out == "K1 high\n"
    assert desk.run("segments").out == "K1 high\n" and desk.run("segments").out == ""
