"""A desk at work asks its platforms on a schedule, and goes on where one is away."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.app import built
from bot.runtime import Runtime
from bot.self_check import check
from bot.serving import run_once
from bot.settings import load
from bot.timetable import timetable
from tests.acceptance.desk_folder import CONFIG

PLATFORM = """
[platforms.pa]
kind = "flow"
url = "http://127.0.0.1:9/flow-service"
profiles = ["french_ctc"]
[platforms.pa.oauth]
provider = "custom"
client_id = "o2cbot"
client_secret = "env:O2CBOT_TEST_SECRET"
token_url = "http://127.0.0.1:9/oauth/token"
"""


def test_a_platform_that_is_away_stops_nothing_and_is_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("O2CBOT_TEST_SECRET", "secret")
    (tmp_path / "bot.toml").write_text(CONFIG + PLATFORM, encoding="utf-8")
    with built(load(tmp_path / "bot.toml")) as app:
        assert Runtime(app).duties.hear("pa") == 0
        assert "platform pa cannot be asked" in caplog.text
        jobs = timetable(app.settings, app.desk, str(app.zone))
        assert [job.arguments for job in jobs if job.workflow == "hear"] == [("pa",)]


def test_a_check_names_a_platform_that_is_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("O2CBOT_TEST_SECRET", "secret")
    (tmp_path / "bot.toml").write_text(CONFIG + PLATFORM, encoding="utf-8")
    with built(load(tmp_path / "bot.toml")) as app:
        (outgoing,) = (row for row in check(app) if row["what"] == "outgoing")
        assert outgoing["state"] == "failed"
        assert "127.0.0.1: cannot be reached" in outgoing["detail"]


def test_a_pass_beside_a_platform_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("O2CBOT_TEST_SECRET", "secret")
    (tmp_path / "bot.toml").write_text(CONFIG + PLATFORM, encoding="utf-8")
    for folder in ("cur", "new", "tmp"):
        (tmp_path / "mail/auftrag" / folder).mkdir(parents=True)
    with built(load(tmp_path / "bot.toml")) as app:
        assert run_once(app) == []
