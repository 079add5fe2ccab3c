"""A campaign from the command line: proposed, approved as it was shown, sent; never by two names; segments and tone."""

from __future__ import annotations

import json
from pathlib import Path

from tests.acceptance.desk_folder import desk_folder

ASKING = """
[dunning.standard]
days = [7, 21, 35]
gap_days = 14
minimum = "5.00"
campaign_approval = "one"
[dunning."standard/high"]
days = [3, 21, 35]
gap_days = 14
minimum = "5.00"
tone = "firm"
campaign_approval = "one"
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
    assert (campaign["letters"], campaign["approval"], campaign["state"]) == (1, "one", "proposed")
    assert desk.run("campaign", "show", campaign["id"]).out == "K1 DE01 level 1, 119.00 EUR: 1 items\n"
    approve = ("campaign", "approve", campaign["id"], "--digest", campaign["digest"])
    assert desk.run(*approve, "--actor", "Ben").status == 0
    shown = json.loads(desk.run("campaign", "list", "--json").out)
    assert (shown["proposer_signed_in"], shown["decided_by"], shown["decider_signed_in"]) == (False, "Ben", False)
    sent = desk.run("dun", "--json")
    assert [json.loads(line)["customer"] for line in sent.out.splitlines()] == ["K1"]
    assert desk.run("campaign", "propose", "--actor", "Ada").status == 1  # nothing is left to approve


def test_two_names_on_a_command_line_are_no_two_persons(tmp_path: Path) -> None:
    desk = desk_folder(tmp_path)
    desk.write("bot.toml", (tmp_path / "bot.toml").read_text(encoding="utf-8") + ASKING.replace('"one"', '"two"'))
    campaign = json.loads(desk.run("campaign", "propose", "--actor", "Ada", "--json").out)
    refused = desk.run("campaign", "approve", campaign["id"], "--digest", campaign["digest"], "--actor", "Ben")
    assert refused.status == 1 and "in the console" in refused.err
    assert desk.run("dun", "--json").out == ""


def test_segments_are_listed_and_kept(tmp_path: Path) -> None:
    desk = desk_folder(tmp_path)
    desk.write("bot.toml", (tmp_path / "bot.toml").read_text(encoding="utf-8") + ASKING)
    assert desk.run("segments", "--dry-run").out == "K1 high\n"
    assert desk.run("segments").out == "K1 high\n" and desk.run("segments").out == ""
