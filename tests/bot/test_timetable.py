"""A desk that works by itself does all of its duties: what can be done has its hours, and every job has its work."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.app import built
from bot.runtime import Runtime
from bot.settings import load
from bot.timetable import timetable
from tests.acceptance.desk_folder import CONFIG
from tests.bot.test_runtime_platforms import PLATFORM

ALL_ON = """
[billing]
schedule = ["mon"]
[dunning]
schedule = ["tue", "fri"]
[statements]
day = 5
[collections.credit]
hold_from = 2
"""


def jobs_of(folder: Path, monkeypatch: pytest.MonkeyPatch, more: str) -> tuple[set[str], set[str]]:
    """The workflows that jobs start, and those that a runtime registers."""
    monkeypatch.setenv("O2CBOT_TEST_SECRET", "secret")
    (folder / "bot.toml").write_text(CONFIG + more, encoding="utf-8")
    known: set[str] = set()
    with built(load(folder / "bot.toml")) as app:
        runtime = Runtime(app)
        known |= {"poll", "reconcile", *runtime.duties.names}
        return {job.workflow for job in timetable(app.settings, app.desk, str(app.zone))}, known


def test_every_duty_has_its_hours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    planned, known = jobs_of(tmp_path, monkeypatch, ALL_ON + PLATFORM)
    assert planned == known


def test_what_is_not_configured_has_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    planned, known = jobs_of(tmp_path, monkeypatch, "")
    assert planned < known
    assert {"hear", "tell", "state", "bill", "dun", "credit"}.isdisjoint(planned)


def test_no_company_duns_on_a_holiday_of_its_country(tmp_path: Path) -> None:
    (tmp_path / "bot.toml").write_text(CONFIG + ALL_ON, encoding="utf-8")
    with built(load(tmp_path / "bot.toml")) as app:
        jobs = [job for job in timetable(app.settings, app.desk, str(app.zone)) if job.workflow == "dun"]
        assert jobs
        assert not any(job.on(date(2026, 12, 25)) for job in jobs)
        assert all(job.on(date(2026, 12, 22)) for job in jobs)
